"""A fleet over a real NATS server, with a worker in this process; others are in test_crew.py."""

import asyncio
import json
import logging
import shutil
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from pydantic import SecretStr

from benchmarks.queues import Server, served
from bot import errand, gauge, replies
from bot.crew import Crew
from bot.errand import DONE, JOBS, Outcome
from bot.fleet import Fleet
from bot.muster import QueueAway
from bot.stream import BUCKET, CREW, STREAM
from bot.tongue import ENGLISH, NAMES, Tongue
from search import Engine
from search.features import ROW
from search.looks import Looked
from search.reindex import Progress, Report
from search.survey import Seen
from search.walk import File, walk
from tests.bot.conftest import running
from tests.bot.fleets import drawn, encoded, indexed, talk, waiting
from tests.search.edits import last

COUNT = 3  # pictures in the folder that can be found


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of small pictures, one that is plain and one that is none."""
    folder = tmp_path / "pictures"
    (folder / "sub").mkdir(parents=True)
    for number in range(COUNT):
        (folder / "sub" / f"{number}.png").write_bytes(drawn(number))
    (folder / "plain.png").write_bytes(encoded(np.full((80, 480), 128, np.uint8)))
    (folder / "broken.png").write_bytes(drawn(0)[:100])
    return folder


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits looks up sooner."""
    monkeypatch.setattr("bot.voyage._TICK_SECONDS", 0.1)
    monkeypatch.setattr("bot.crew._TAKE_SECONDS", 0.1)


@pytest.fixture(scope="module")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("nats") / "server") as server:
        yield server


@pytest.fixture
def server(_server: Server) -> Server:
    """One that other tests have used, with nothing in it."""

    async def empty(_: Client, queue: JetStreamContext) -> None:
        for info in await queue.streams_info():
            await queue.delete_stream(str(info.config.name))

    talk(_server, empty)
    return _server


@contextmanager
def working(server: Server, folder: Path) -> Iterator[None]:
    """A worker in a thread, with a thread of its own to look."""
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    ends: list[Any] = []

    def work() -> None:
        ends.append(loop.run_until_complete(Crew(server.url, folder, 1).run(stop)))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
    assert ends


def seen_all(pictures: Path) -> tuple[Callable[[File], Seen], list[File]]:
    """What a `Look` is given: every file is new."""
    return lambda file: Seen(file, None, file.read()), list(walk(pictures.resolve()))


def test_a_fleet_finds_what_this_process_finds(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """Bit for bit: features, refusals and their reasons, counts."""
    with working(server, pictures):
        by_fleet = indexed(tmp_path / "fleet", pictures, Fleet(server.url, pictures))
    here = indexed(tmp_path / "here", pictures)
    assert len(here[0]) == COUNT
    assert by_fleet == here


def test_where_a_worker_has_no_such_folder_pictures_are_sent(
    server: Server, pictures: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Or another one; the bytes leave the queue when they are done with."""
    other = tmp_path / "other" / "sub"
    other.mkdir(parents=True)
    (other / "0.png").write_bytes(drawn(99))
    with working(server, other.parent):
        by_fleet = indexed(tmp_path / "fleet", pictures, Fleet(server.url, pictures))
    assert by_fleet == indexed(tmp_path / "here", pictures)
    assert caplog.text.count("A worker could not read") == 1
    assert left(server)[f"OBJ_{BUCKET}"] < 10_000


def left(server: Server) -> dict[str, int]:
    """Bytes in each of the queue's streams."""

    async def count(_: Client, queue: JetStreamContext) -> dict[str, int]:
        return {str(each.config.name): each.state.bytes for each in await queue.streams_info()}

    sizes: dict[str, int] = talk(server, count)
    return sizes


def test_pictures_of_the_collection_itself_are_renewed(
    server: Server, pictures: Path, tmp_path: Path
) -> None:
    """Those added by hand, whose features are of another version: their bytes are sent."""
    fleet = Fleet(server.url, pictures)
    with (
        Engine.open(tmp_path / "data", create=True, look=fleet.look) as engine,
        working(server, pictures),
    ):
        engine.add("hand", drawn(7))
        features = engine._collection.rows("SELECT features FROM pictures")
        with engine._collection.transaction() as database:
            database.execute("UPDATE pictures SET version = 'kaze-1', features = x''")
        assert last(engine.index([pictures])).changed == 1
        renewed = "SELECT features FROM pictures WHERE name = 'hand'"
        assert engine._collection.rows(renewed) == features


def test_an_errand_is_acknowledged_once_its_features_are_stored(
    server: Server, pictures: Path
) -> None:
    """Who asks for the next file has stored the last: until then the queue keeps its errand."""
    with working(server, pictures):
        looks = Fleet(server.url, pictures).look(*seen_all(pictures))
        with closing(looks):
            for left_over in range(COUNT + 2, 0, -1):
                assert next(each for each in looks if each)
                assert waiting(server, left_over) == left_over
            assert not [each for each in looks if each]
    assert waiting(server, 0) == 0


def test_who_leaves_early_takes_the_errands_back(server: Server, pictures: Path) -> None:
    """Nobody works for a reindex that was cancelled, also while no worker is there."""
    looks = Fleet(server.url, pictures).look(*seen_all(pictures))
    assert next(looks) is None  # nobody answers, and it can be left
    assert waiting(server) == COUNT + 2
    looks.close()
    assert waiting(server, 0) == 0


def test_errands_that_the_queue_lost_are_asked_again(
    server: Server,
    pictures: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As by a server that lost its disk; the wait is told once."""
    monkeypatch.setattr("bot.voyage._AGAIN_SECONDS", 0.2)
    looks = Fleet(server.url, pictures).look(*seen_all(pictures))
    with closing(looks):
        assert [next(looks) for _ in range(5)] == [None] * 5
        assert caplog.text.count("is one running?") == 1

        async def lose(_: Client, queue: JetStreamContext) -> None:
            await queue.delete_stream(STREAM)

        talk(server, lose)
        with working(server, pictures):
            assert len([each for each in looks if each]) == COUNT + 2


def test_a_worker_makes_anew_what_the_queue_lost(
    server: Server,
    pictures: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also while nobody wants anything: that something is wrong is said once."""
    monkeypatch.setattr("bot.crew._PAUSE_SECONDS", 0.1)

    async def lose(_: Client, queue: JetStreamContext) -> None:
        await asks(queue)
        await queue.delete_stream(STREAM)
        await asks(queue)

    with working(server, pictures):
        talk(server, lose)
    assert caplog.text.count("gives no errands") == 1


async def asks(queue: JetStreamContext) -> None:
    """A worker waits for errands."""
    async with asyncio.timeout(20):
        while True:
            with suppress(NotFoundError):
                if (await queue.consumer_info(STREAM, CREW)).num_waiting:
                    return
            await asyncio.sleep(0.01)


def test_two_bots_at_one_queue_do_not_mix(server: Server, pictures: Path, tmp_path: Path) -> None:
    """Each gets the answers to its own errands, whose numbers are the same."""
    other = tmp_path / "other"
    shutil.copytree(pictures, other)
    (other / "sub" / "0.png").write_bytes(drawn(99))
    with working(server, pictures):
        both = [Fleet(server.url, folder).look(*seen_all(folder)) for folder in (pictures, other)]
        found: list[list[Looked]] = [[], []]
        for _ in range(COUNT + 2):
            for looks, mine in zip(both, found, strict=True):
                mine.append(next(each for each in looks if each))
        for looks in both:
            looks.close()
    ours, theirs = ({look.seen.file.name: packed(look) for look in mine} for mine in found)
    assert len(ours) == COUNT + 2
    assert {name for name in ours if ours[name] != theirs[name]} == {"sub/0.png"}


def packed(looked: Looked) -> bytes:
    """Its features."""
    return looked.features.pack() if looked.features else b""


def test_what_no_worker_would_say_is_left_out(
    server: Server, pictures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody at the queue may answer; features are of a file that was asked for, or not taken."""
    looks = Fleet(server.url, pictures).look(*seen_all(pictures))
    with closing(looks):
        next(looks)

        async def lie(client: Client, queue: JetStreamContext) -> list[Msg]:
            taking = await queue.pull_subscribe_bind(CREW, STREAM)
            messages = await taking.fetch(COUNT + 2)
            run = messages[0].subject.split(".")[2]
            for lie in lies(errand.Errand.parse(messages[0].data)):
                await client.publish(f"{DONE}.{run}", lie)
            for message in messages:
                await message.nak()
            return messages

        assert len(talk(server, lie)) == COUNT + 2
        assert next(looks) is None
        with working(server, pictures):
            assert len([each for each in looks if each]) == COUNT + 2
    assert caplog.text.count("no worker's was left out") == LIES - 1
    assert caplog.text.count("A worker makes other features (kaze-0)") == 1


LIES = 17


def lies(wanted: errand.Errand) -> Iterable[bytes]:
    """Answers to the first errand, each with one thing wrong."""
    right = Outcome(number=1, sha256=wanted.sha256, how="found", width=480, height=80, scale=1.0)
    row = np.ones(1, ROW)
    far, still, odd = row.copy(), row.copy(), row.copy()
    far["xy"], still["size"], odd["angle"] = 65535, 0, np.nan
    changes: list[dict[str, Any]] = [
        {"sha256": "0" * 64},
        {"width": 0},
        {"how": "refused", "why": "a\x1b[2J"},
        {"apart": True},
        {"version": "kaze-0"},
    ]
    yield from (errand.wrap(right.model_copy(update=each), row.tobytes()) for each in changes)
    whole = right.model_dump()
    wrong: list[dict[str, Any]] = [
        {"width": 10**9},
        {"scale": "1.0"},
        {"scale": -1.0},
        {"how": "stored"},
        {"more": 1},
        {"number": -1},
    ]
    for each in wrong:
        yield json.dumps(whole | each).encode() + b"\n" + row.tobytes()
    for rows in (far, still, odd):
        yield errand.wrap(right, rows.tobytes())
    yield errand.wrap(right, bytes(errand.MOST_BYTES + ROW.itemsize))
    yield errand.wrap(right, row.tobytes()[:-1])
    yield b"\x80\x04K\x01."  # a pickle


def test_an_errand_that_ended_workers_is_given_up(server: Server, pictures: Path) -> None:
    """It is not tried for ever; its picture, if there is one, stays."""
    for path in (pictures / "sub").iterdir():
        path.unlink()
    (pictures / "broken.png").unlink()
    looks = Fleet(server.url, pictures).look(*seen_all(pictures))
    with closing(looks):
        next(looks)

        async def die(_: Client, queue: JetStreamContext) -> None:
            taking = await queue.pull_subscribe_bind(CREW, STREAM)
            for _again in range(5):
                (message,) = await taking.fetch(1)
                await message.nak()

        talk(server, die)
        with working(server, pictures):
            (looked,) = (each for each in looks if each)
    assert looked.seen.error == "5 workers began with it, and none came to an end"
    assert looked.seen.stays


def test_features_larger_than_a_message_go_another_way(pictures: Path, tmp_path: Path) -> None:
    """A server whose messages are 4 KB at most; the rows leave it, too."""
    with served(tmp_path / "server", "max_payload: 4096") as server, working(server, pictures):
        by_fleet = indexed(tmp_path / "fleet", pictures, Fleet(server.url, pictures))
        assert by_fleet == indexed(tmp_path / "here", pictures)
        assert min(len(features) for *_, features, _, _ in by_fleet[0].values()) > 4096
        assert left(server)[f"OBJ_{BUCKET}"] < 10_000


def test_a_secure_queue_is_never_spoken_to_in_the_clear(
    server: Server, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no TLS, a login would be there for all to read: nothing is sent."""
    monkeypatch.setattr("bot.stream._CONNECT_SECONDS", 1.0)
    fleet = Fleet(server.url.replace("nats:", "tls:"), pictures)
    with pytest.raises(QueueAway, match="WRONG_VERSION_NUMBER"):
        next(fleet.look(*seen_all(pictures)))


def test_a_queue_without_jetstream_says_what_is_missing(pictures: Path, tmp_path: Path) -> None:
    """It is a word to the server."""
    with served(tmp_path / "server", jetstream=False) as server:
        looks = Fleet(server.url, pictures).look(*seen_all(pictures))
        with pytest.raises(QueueAway, match=r"it has no JetStream \(nats-server -js\)"):
            next(looks)


def test_an_errand_that_is_no_bots_is_left_out(
    server: Server, pictures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody may fill the queue; the worker takes it out, and goes on."""

    async def fill(_: Client, queue: JetStreamContext) -> None:
        right = b'{"name": "plain.png", "sha256": "%s", "length": 1}' % (b"0" * 64)
        for subject, data in (("x.1", right), (f"{'0' * 16}.1", b"{"), (f"{'0' * 16}.2", right)):
            await queue.publish(f"{JOBS}.{subject}", data)

    looks = Fleet(server.url, pictures).look(*seen_all(pictures))
    with closing(looks):
        next(looks)
        talk(server, fill)
        with working(server, pictures):
            assert len([each for each in looks if each]) == COUNT + 2
            assert waiting(server, 0) == 0
    assert caplog.text.count("An errand that is no bot's was left out") == 2


@pytest.mark.slow
async def test_a_reindex_that_waits_for_workers_says_so_and_goes_on_or_can_be_cancelled(
    server: Server, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the chat; the bot is there for everybody meanwhile."""
    monkeypatch.setattr("bot.indexing._EDIT_SECONDS", 0.1)
    monkeypatch.setattr("bot.gauge._QUIET_SECONDS", 0.2)
    queue = SecretStr(server.url)
    async with running(tmp_path / "data", images_dir=pictures, queue_url=queue) as room:
        asked = await room.alice.send_text("/reindex")
        waits = await room.reply(asked, lambda m: "No worker has answered for" in m.text)
        await room.alice.press(waits, ENGLISH("button-cancel"))
        await room.reply(asked, lambda m: "Stopped" in m.text)
        assert await asyncio.to_thread(waiting, server) == 0
        asked = await room.alice.send_text("/reindex")
        await room.reply(asked, lambda m: "No worker has answered for" in m.text)
        with working(server, pictures):
            done = await room.reply(asked, lambda m: "Done" in m.text)
        assert f"{COUNT} pictures in the collection" in done.text


def test_people_are_told_that_no_worker_answers() -> None:
    """After a while, in every language."""
    for tongue in map(Tongue, NAMES):
        quiet, lost = (Progress(1, 9, Report(seconds=3), waiting) for waiting in (14.0, 40.0))
        told = tongue("indexing-waiting", time=gauge.duration(tongue, 40))
        assert gauge.indexing(tongue, lost) == f"{gauge.indexing(tongue, quiet)}\n{told}"
        away = replies.trouble(tongue, QueueAway("h:1", "<b>"))
        assert "h:1" in away
        assert "&lt;b&gt;" in away


@pytest.mark.parametrize(
    ("said", "seconds", "words"),
    [
        (b"", 2.5, "it does not answer"),
        (b"SSH-2.0\r\n", 0.5, "what answers there is no NATS server"),
    ],
)
def test_what_is_no_queue_is_said_in_words(
    pictures: Path, monkeypatch: pytest.MonkeyPatch, said: bytes, seconds: float, words: str
) -> None:
    """Whoever listens there, and says nothing or something else."""
    monkeypatch.setattr("bot.stream._CONNECT_SECONDS", seconds)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def speak() -> None:
            with suppress(OSError):  # it is closed: the test is over
                while True:
                    calls.append(listening.accept()[0])
                    calls[-1].sendall(said)

        calls: list[socket.socket] = []
        threading.Thread(target=speak, daemon=True).start()
        fleet = Fleet(f"nats://127.0.0.1:{listening.getsockname()[1]}", pictures)
        with pytest.raises(QueueAway, match=rf"cannot be used: {words}\.$"):
            next(fleet.look(*seen_all(pictures)))
        listening.shutdown(socket.SHUT_RDWR)
    for each in calls:
        each.close()


def test_a_queue_that_is_not_there_says_so(
    pictures: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, without the password; a folder in which nothing is new needs none."""
    monkeypatch.setattr("bot.stream._CONNECT_SECONDS", 0.2)
    caplog.set_level(logging.DEBUG)
    fleet = Fleet("nats://bot:secret@127.0.0.1:9", pictures)
    with pytest.raises(
        QueueAway, match=r"at 127.0.0.1:9 cannot be used: Connection refused\."
    ) as e:
        next(fleet.look(*seen_all(pictures)))
    assert "secret" not in caplog.text + str(e.value) + repr(fleet)
    as_it_was = Seen(File("a", "b", Path("c")))
    assert list(fleet.look(lambda _: as_it_was, [as_it_was.file])) == [Looked(as_it_was)]
