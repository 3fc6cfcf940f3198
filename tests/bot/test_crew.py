"""Workers as processes of their own that die, and a queue that goes away: nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from benchmarks.queues import Server, at_work, served
from bot.fleet import Fleet
from bot.stream import CREW, STREAM
from search import Engine
from tests.bot.fleets import drawn, held, indexed, talk, waiting
from tests.conftest import SAMPLES

ROOT = SAMPLES.parent
pytestmark = pytest.mark.timeout(400)  # some wait for a dead worker's errands, and start four
COUNT = 24  # pictures
PATIENCE = 60  # seconds until a process has ended; a busy machine is slow
SLOWLY = """
import time
from bot.lookout import Lookout
read = Lookout._read
Lookout._read = lambda *wanted: (time.sleep(0.1), read(*wanted))[1]
"""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of small pictures."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:02}.png").write_bytes(drawn(number))
    return folder


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A new one."""
    with served(tmp_path / "server") as server:
        yield server


def indexed_while(
    folder: Path, pictures: Path, server: Server, events: Mapping[int, Callable[[], object]]
) -> dict[str, Any]:
    """What the collection holds after a reindex in which something happened, once so many files
    were done.
    """
    fleet, coming = Fleet(server.url, pictures), dict(events)
    with Engine.open(folder, create=True, look=fleet.look) as engine:
        with closing(engine.index([pictures])) as steps:
            for step in steps:
                if event := coming.pop(step.done, None):
                    event()
        assert (step.done, step.report.added, step.report.unreadable) == (COUNT, COUNT, ())
        assert not coming
        assert waiting(server, 0) == 0
        return held(engine)


@pytest.mark.slow
def test_one_worker_finds_what_this_process_finds(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """In a process of its own, which ends at once when it is told to."""
    with at_work(tmp_path / "worker", server.url, pictures) as worker:
        by_fleet = indexed_while(tmp_path / "fleet", pictures, server, {})
        worker.process.terminate()
        assert worker.process.wait(PATIENCE) == 0
        assert worker.says(f"Stopped. {COUNT} files were looked at.")
    assert by_fleet == indexed(tmp_path / "here", pictures)[0]


@pytest.mark.slow
def test_of_two_workers_one_is_killed_and_no_picture_is_lost(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """What it had in hand is the other's after a while; all that is stored is stored once."""
    with (
        at_work(tmp_path / "first", server.url, pictures, code=SLOWLY) as first,
        at_work(tmp_path / "second", server.url, pictures, code=SLOWLY) as second,
    ):
        by_fleet = indexed_while(tmp_path / "fleet", pictures, server, {9: first.process.kill})
        assert first.process.wait(PATIENCE) == -signal.SIGKILL
        second.process.terminate()
        assert second.process.wait(PATIENCE) == 0
    assert by_fleet == indexed(tmp_path / "here", pictures)[0]


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_leaves_nothing_undone(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """It finishes what it has in hand: nobody has to wait for it. Another goes on."""
    with (
        at_work(tmp_path / "first", server.url, pictures, code=SLOWLY) as first,
        at_work(tmp_path / "second", server.url, pictures) as second,
    ):
        events = {5: first.process.terminate}
        by_fleet = indexed_while(tmp_path / "fleet", pictures, server, events)
        assert first.process.wait(PATIENCE) == 0
        assert "given back" not in first.log
        assert delivered_twice(server) == 0
        assert second.process.poll() is None
    assert by_fleet == indexed(tmp_path / "here", pictures)[0]


def delivered_twice(server: Server) -> int:
    """Errands beyond the first of each, as the queue counts them."""

    async def count(_: Client, queue: JetStreamContext) -> int:
        delivered = (await queue.consumer_info(STREAM, CREW)).delivered
        assert delivered
        return int(delivered.consumer_seq - delivered.stream_seq)

    number: int = talk(server, count)
    return number


@pytest.mark.slow
@pytest.mark.parametrize("kill", [False, True], ids=["stopped", "killed"])
def test_a_queue_that_goes_away_comes_back_with_all_that_was_in_it(
    server: Server, pictures: Path, tmp_path: Path, *, kill: bool
) -> None:
    """Bot and worker wait, and go on by themselves."""

    def restart() -> None:
        server.stop(kill=kill)
        server.start()

    with at_work(tmp_path / "worker", server.url, pictures, code=SLOWLY) as worker:
        by_fleet = indexed_while(tmp_path / "fleet", pictures, server, {5: restart, 15: restart})
        assert worker.process.poll() is None
        assert "is back" in worker.log
    assert by_fleet == indexed(tmp_path / "here", pictures)[0]


@pytest.mark.slow
def test_a_queue_that_lost_its_disk_is_filled_again(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """What nobody answers is asked again."""

    def lose() -> None:
        server.stop(kill=True)
        server.forget()
        server.start()

    with at_work(tmp_path / "worker", server.url, pictures, code=SLOWLY):
        by_fleet = indexed_while(tmp_path / "fleet", pictures, server, {7: lose})
    assert by_fleet == indexed(tmp_path / "here", pictures)[0]


@pytest.mark.slow
def test_a_bot_that_is_killed_leaves_nothing_that_stands_in_the_way(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """What was done is kept; the next reindex does the rest, after what nobody wants any more."""
    code = (
        "import sys, os; from pathlib import Path; from bot.fleet import Fleet;"
        "from search import Engine; url, data, pictures = sys.argv[1:];"
        "engine = Engine.open(Path(data), create=True, look=Fleet(url, Path(pictures)).look)\n"
        "for step in engine.index([Path(pictures)]):\n"
        "    if step.done == 9: os.kill(os.getpid(), 9)"
    )
    with at_work(tmp_path / "worker", server.url, pictures, code=SLOWLY):
        command = [sys.executable, "-c", code, server.url, str(tmp_path / "fleet"), str(pictures)]
        killed = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, check=False)
        assert killed.returncode == -signal.SIGKILL
        fleet = Fleet(server.url, pictures)
        with Engine.open(tmp_path / "fleet", look=fleet.look) as engine:
            report = [step.report for step in engine.index([pictures])][-1]
            assert (report.added, report.unchanged) == (COUNT - 9, 9)
            assert held(engine) == indexed(tmp_path / "here", pictures)[0]


@pytest.mark.slow
def test_a_worker_survives_the_death_of_its_decoder(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """A file that kills it is refused, as it is here; the others are found."""
    deadly = """
from search import image
exchange = image._exchange
def kill(process, data, *rest):
    if data.endswith(b"deadly"):
        process.kill()
    return exchange(process, data, *rest)
image._exchange = kill
"""
    with (pictures / "05.png").open("ab") as file:
        file.write(b"deadly")
    fleet = Fleet(server.url, pictures)
    with (
        at_work(tmp_path / "worker", server.url, pictures, code=deadly) as worker,
        Engine.open(tmp_path / "fleet", create=True, look=fleet.look) as engine,
    ):
        report = [step.report for step in engine.index([pictures])][-1]
        assert worker.process.poll() is None
    (refused,) = report.unreadable
    assert (refused.name, refused.reason) == ("05.png", "This image is damaged and cannot be read.")
    assert report.added == COUNT - 1


@pytest.mark.slow
def test_a_worker_of_another_version_is_refused_and_says_so(
    server: Server, pictures: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It ends, and gives its errands to one that makes the right features."""
    old = "from search import features; features.VERSION = 'kaze-0'"
    with (
        at_work(tmp_path / "old", server.url, pictures, code=old) as other,
        at_work(tmp_path / "new", server.url, pictures, code=SLOWLY),
    ):
        by_fleet = indexed_while(tmp_path / "fleet", pictures, server, {})
        assert other.process.wait(PATIENCE) == 2
        assert other.says("than this worker makes (kaze-0). Update the older of the two.")
    assert by_fleet == indexed(tmp_path / "here", pictures)[0]
    assert "A worker makes other features (kaze-0): update it" in caplog.text


@pytest.mark.slow
def test_the_bot_hands_its_folder_out_where_a_queue_is_set(server: Server, tmp_path: Path) -> None:
    """`QUEUE_URL` is all that it takes; here with a login, which nobody is told."""
    url = server.url.replace("//", "//somebody:with-a-password@")
    with at_work(tmp_path / "worker", url) as worker:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "--index"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "QUEUE_URL": url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        with bot:
            assert bot.stdout
            said = ""
            while "try the bot here" not in said and (line := bot.stdout.readline()):
                said += line
            bot.terminate()
            said += bot.stdout.read()
        worker.process.terminate()
        worker.process.wait(PATIENCE)
        assert worker.says("Stopped. 26 files were looked at.")
        assert "26 pictures in the collection" in said
        assert "with-a-password" not in said + worker.log


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_bot_that_waits_for_workers_can_be_stopped(
    server: Server, tmp_path: Path, how: signal.Signals
) -> None:
    """It ends as ever, and takes its errands back."""
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "--index"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "QUEUE_URL": server.url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with bot:
        while errands(server) < 26 and bot.poll() is None:
            time.sleep(0.1)
        bot.send_signal(how)
        said, _ = bot.communicate(timeout=60)
    assert (bot.returncode, said) == (0, "Stopped. What is done is kept.\n")
    assert errands(server) == 0


def errands(server: Server) -> int:
    """How many are in the queue; 0 where there is none yet."""
    try:
        return waiting(server)
    except NotFoundError:
        return 0


def run(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """`python -m bot` to its end."""
    main = f"import sys; {code}\nimport bot.__main__; sys.exit(bot.__main__.main())"
    return subprocess.run(
        [sys.executable, "-c", main, *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_nats_py_a_worker_says_how_to_get_it() -> None:
    """As after a plain install; everything else goes without it."""
    ended = run("worker", "--queue", "nats://h:1", code="sys.modules['nats'] = None")
    assert ended.returncode == 2
    assert ended.stderr == "A fleet of workers needs nats-py: pip install 'kazami[scale]'\n"


def test_a_worker_without_a_queue_says_how_to_name_one() -> None:
    """In one line."""
    ended = run("worker")
    assert ended.returncode == 2
    assert "python -m bot worker --queue nats://HOST:PORT" in ended.stderr


@pytest.mark.parametrize("jobs", ["0", "100000"])
def test_a_worker_takes_as_many_files_at_a_time_as_its_cores_can(jobs: str) -> None:
    """What would be no work, or too much, is refused."""
    ended = run("worker", "--queue", "nats://h:1", "--jobs", jobs)
    assert ended.returncode == 2
    most = 4 * (os.cpu_count() or 1)
    assert f"--jobs: on this machine 1 to {most} files at a time, not {jobs}" in ended.stderr


def test_the_help_tells_of_workers() -> None:
    """Beside the bot's own options."""
    assert "worker" in run("--help").stdout
