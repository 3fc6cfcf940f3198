"""A Telegram Desktop export: what was posted before the bot came is known; its names are data."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import history, key
from bot.history import BadExport, History, read
from bot.lock import locked
from bot.preference import WATCH
from search.sightings import Sightings
from search.sightings.schema import FILE
from tests.conftest import SAMPLES

from .conftest import photo, running
from .test_reposts import choose

CHAT = -1001000000001  # the sandbox's group
BARN = (SAMPLES / "pictures/photographs/barn.jpg").read_bytes()


def message(number: int, file: object = "photos/1.jpg", **changes: Any) -> dict[str, Any]:
    """As Telegram Desktop writes it."""
    at = str(1_700_000_000 + number)
    told = {"id": number, "type": "message", "date_unixtime": at, "from_id": "user1002"}
    return {**told, "from": "Bob", "photo": file, "text": "", **changes}


def write(folder: Path, *messages: object, **changes: Any) -> Path:
    """An export of the group."""
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    (folder / "photos" / "1.jpg").write_bytes(BARN)
    (folder / "photos" / "2.jpg").write_bytes(photo("cropped.jpg"))
    about = {"name": "Us", "type": "private_supergroup", "id": 1000000001, "messages": messages}
    (folder / "result.json").write_text(json.dumps({**about, **changes}))
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def sightings(data: Path) -> Iterator[Sightings]:
    """Nothing was seen yet."""
    opened = Sightings(data)
    yield opened
    opened.close()


def bring(folder: Path, sightings: Sightings, data: Path) -> History:
    """Import all."""
    told = History(folder, CHAT)
    list(told.bring(sightings, data, 30))
    return told


def test_an_import_is_gone_on_with(tmp_path: Path, data: Path, sightings: Sightings) -> None:
    """What is there is passed over; a repost in it is one."""
    folder = write(tmp_path / "export", message(7), {"type": "service"}, message(9, "photos/2.jpg"))
    steps = History(folder, CHAT).bring(sightings, data, 30)
    assert next(steps) == (1, 2)
    steps.close()  # type: ignore[attr-defined]  # a generator
    assert bring(folder, sightings, data).counts == {"known": 1, "imported": 1}
    first, second = (sightings.records.of(CHAT, number) for number in (7, 9))
    assert first
    assert second
    assert (first.author, first.at) == (1002, 1_700_000_007)
    assert second.picture == first.id


def test_whoever_opted_out_stays_out(tmp_path: Path, data: Path, sightings: Sightings) -> None:
    """Their old photos, too."""
    sightings.opt_out(1002, key.mark(data, 1002))
    told = bring(write(tmp_path / "export", message(7)), sightings, data)
    assert told.counts == {"left alone": 1}


HOSTILE = [
    *("../secret.jpg", "photos/../../secret.jpg", "/etc/passwd", "photos", "", ".", "photos/link"),
    *("linked/secret.jpg", "photos/missing.jpg", "photos/\0.jpg", "x" * 5000, "photos/pipe"),
    *("result.json", "photos//1.jpg/.."),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_out(tmp_path: Path, data: Path, sightings: Sightings, name: str) -> None:
    """Nor is anything but an image taken for one; the rest goes on."""
    (tmp_path / "secret.jpg").write_bytes(BARN)
    folder = write(tmp_path / "export", message(1, name), message(2, "photos/2.jpg"))
    (folder / "photos" / "link").symlink_to(tmp_path / "secret.jpg")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "photos" / "pipe")
    told = bring(folder, sightings, data)
    assert told.counts == {"unreadable": 1, "imported": 1}
    if name != "result.json":
        with pytest.raises((OSError, ValueError)):
            read(folder, name)


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, data: Path, sightings: Sightings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so is a list of messages that is."""
    folder = write(tmp_path / "export", message(1))
    monkeypatch.setattr(history, "MAX_BYTES", 100)
    assert bring(folder, sightings, data).counts == {"unreadable": 1}
    monkeypatch.setattr(history, "_RESULT_BYTES", 100)
    with pytest.raises(BadExport):
        History(folder, CHAT).photos()


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            None,
            5,
            [],
            "photos/1.jpg",
            {},
            message(0),
            message(-1),
            message(1 << 70),
            message(1, id=True),
        ),
        *(message(1, None), message(1, 5), message(1, ["photos/1.jpg"])),
        *(message(1, date_unixtime=each) for each in ("", "x", "-5", "9" * 30, None, "²")),
    ],
)
def test_what_telegram_does_not_write_is_passed_over(tmp_path: Path, wrong: object) -> None:
    """The rest is taken."""
    folder = write(tmp_path / "export", wrong, message(2))
    assert [each.message for each in History(folder, CHAT).photos()] == [2]


@pytest.mark.parametrize(
    ("name", "author"),
    [
        *[("user1002", 1002), ("channel1234", -1001234), ("chat12", -12), ("user", 0), (None, 0)],
        *[("user-5", 0), ("user" + "9" * 30, 0), ("user999999999999999", 999999999999999)],
        *[("1002", 0), ("user\uff11\uff12", 0), (1002, 0)],
    ],
)
def test_authors(tmp_path: Path, name: object, author: int) -> None:
    """People, channels, groups; otherwise nobody."""
    folder = write(tmp_path / "export", message(2, from_id=name))
    assert [each.author for each in History(folder, CHAT).photos()] == [author]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"messages": {}}', '{"id": 5, "messages": []}', "[" * 100_000]
)
def test_what_is_no_export_is_refused(tmp_path: Path, text: str) -> None:
    """Nor is one of another chat taken."""
    folder = write(tmp_path / "export")
    (folder / "result.json").write_text(text)
    with pytest.raises(BadExport, match="cannot be imported"):
        History(folder, CHAT).photos()


def test_only_the_newest_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a chat has, oldest first."""
    monkeypatch.setattr(history, "SIGHTINGS_KEPT", 2)
    folder = write(tmp_path / "export", *(message(number) for number in (3, 1, 2)))
    assert [each.message for each in History(folder, CHAT).photos()] == [2, 3]


def command(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot ...`."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=data.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SAMPLES.parent), "DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_reposts_of_what_was_imported_are_remarked_on(data_dir: Path) -> None:
    """With a link to the original message."""
    folder = write(data_dir.parent / "export", message(7))
    wanted = "--import", str(folder), "--chat", str(CHAT)
    done = command(data_dir, *wanted)
    assert done.returncode == 0, done.stderr
    assert "1 imported" in done.stdout
    assert (data_dir / FILE).stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(data_dir / FILE)) as database:
        assert database.execute("SELECT since - at > 0 FROM sightings").fetchall() == [(1,)]
    async with running(data_dir) as room:
        room.sandbox.world.me["can_read_all_group_messages"] = True
        await choose(room, WATCH, "on")
        again = await room.bob.send_photo(photo("cropped.jpg"), room.sandbox.group)
        told = await room.reply(again)
        assert "Seen before: Bob Sandbox" in told.text
        assert any("t.me/c/1000000001/7" in str(e) for e in told.json["entities"])


def test_the_command_says_what_is_wrong(tmp_path: Path, data: Path) -> None:
    """One without the other; no export; a bot at work."""
    assert "belong together" in command(data, "--import", "x").stderr
    assert "cannot be imported" in command(data, "--import", "x", "--chat", "-5").stderr
    folder = write(tmp_path / "export")
    with locked(data):
        refused = command(data, "--import", str(folder), "--chat", str(CHAT))
    assert (refused.returncode, "Another Kazami is at work" in refused.stderr) == (2, True)
