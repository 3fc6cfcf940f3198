"""/backup: one archive of everything, made while the bot goes on."""

import asyncio
import errno
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISDIR
from typing import Any

import pytest

from bot import admin, archive, backup, catalog, inbox, key, letter, soundness
from bot.archive import Stopped
from bot.backup import KEPT, NoBackup, kept
from bot.backups import Backups
from bot.restore import restore
from bot.tongue import ENGLISH
from search import Engine
from tests.conftest import SAMPLES

from .conftest import Room, photo, running


@pytest.fixture
def umask() -> Iterator[None]:
    """As on an ordinary machine."""
    before = os.umask(0o022)
    yield
    os.umask(before)


async def test_a_backup_while_all_goes_on_brings_everything_back(
    tmp_path: Path, data_dir: Path
) -> None:
    """Lookups and a reindex run meanwhile; from the file that was sent another bot starts."""
    pictures = tmp_path / "pictures"
    shutil.copytree(SAMPLES / "pictures", pictures)
    shutil.copytree(SAMPLES / "pictures" / "photographs", pictures / "more")
    async with running(data_dir, images_dir=pictures) as room:
        await room.reply(await room.alice.send_text("/allow 1003"))
        key.mark(data_dir, 5)
        asked = await room.alice.send_photo(photo("stranger.jpg"), caption="/add boat")
        await room.reply(asked, lambda m: "Added" in m.text)
        reindex = await room.alice.send_text("/reindex")
        photos = [await room.bob.send_photo(photo("cropped.jpg")) for _ in range(3)]
        asked = await room.alice.send_text("/backup")
        told = await room.reply(asked, lambda m: "Backed up" in m.text)
        for each in photos:
            assert "barn" in (await room.verdict(each)).text
        await room.reply(reindex, lambda m: "Done" in m.text)
        sent = await room.sandbox.until(lambda m: "document" in m.json, room.alice)
        file = room.sandbox.world.files.find(sent.json["document"]["file_id"])
        assert file
    assert "sent it to you" in told.text
    assert [each.name for each in kept(data_dir)] == [file.filename]
    (tmp_path / "sent").write_bytes(file.data)
    restore(tmp_path / "sent", tmp_path / "new")
    async with running(tmp_path / "new", access="listed") as room:
        room.sandbox.world.updates._next_id += 1000  # Telegram goes on counting
        assert {"boat", "photographs/barn.jpg"} <= set(room.engine.names())
        assert room.engine.read("boat")
        assert not room.engine.check()
        asked = await room.sandbox.carol.send_photo(photo("stranger.jpg"))
        assert "boat" in (await room.verdict(asked)).text
        assert (tmp_path / "new" / key.FILE).read_bytes() == (data_dir / key.FILE).read_bytes()
        assert [each for each in room.sandbox.messages(room.alice) if "Back" in each.text] == []


async def test_what_waits_is_in_the_backup(state: Path, tmp_path: Path) -> None:
    """Updates that were confirmed to Telegram are nowhere else; nothing is at work in the copy."""
    database = sqlite3.connect(state / inbox.FILE)
    insert = "INSERT INTO updates (bot, id, lane, json, at, running) VALUES (1, ?, 'a', '{}', 0, 1)"
    with closing(database), database:
        database.executemany(insert, [(7,), (8,)])
    restore(backup.write(state, 8), tmp_path / "new")
    opened = await inbox.Inbox.open(tmp_path / "new", 1)
    assert await opened.waiting() == [letter.Turn(7, "a")]
    assert not (await opened.take(7)).again
    await opened.close()


async def test_a_group_sees_no_backup(room: Room) -> None:
    """It tells who uses the bot: it goes to the admin alone."""
    await room.reply(await room.alice.send_text("/help"))
    asked = await room.alice.send_text("/backup", room.sandbox.group)
    await room.reply(asked, lambda m: "sent it to you" in m.text)
    (sent,) = await room.sent("sendDocument", 1)
    assert sent.params["chat_id"] == str(room.alice.id)


async def test_where_it_cannot_be_sent_it_is_said_where_it_lies(
    room: Room, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too large, or refused by Telegram."""
    room.sandbox.fail("sendDocument", code=403, description="Forbidden: bot was blocked")
    for _ in range(2):
        asked = await room.alice.send_text("/backup")
        told = await room.reply(asked, lambda m: "Backed up" in m.text)
        assert "could not send" in told.text
        assert str(kept(data_dir)[-1]) in told.text
        monkeypatch.setattr(admin, "SENT_BYTES", 10)
    assert len(await room.sent("sendDocument")) == 1


async def test_one_backup_at_a_time(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another is refused while it runs."""
    go = threading.Event()
    whole = archive.pack

    def slow(*arguments: Any) -> None:
        go.wait(20)
        whole(*arguments)

    monkeypatch.setattr(archive, "pack", slow)
    first = await room.alice.send_text("/backup")
    await room.reply(first, lambda m: m.text == ENGLISH("backing-up"))
    second = await room.alice.send_text("/backup")
    assert (await room.reply(second)).text == ENGLISH("backup-running")
    go.set()
    await room.reply(first, lambda m: "Backed up" in m.text)


@pytest.mark.usefixtures("umask")
async def test_nobody_else_can_read_a_backup(state: Path) -> None:
    """0600 in a folder 0700; nothing half done is left."""
    path = backup.write(state, 0)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


async def test_the_newest_are_kept(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Older ones make way, and what is not ours stays."""

    class Clock(datetime):
        days = 0

        @classmethod
        def now(cls, tz: object = None) -> Any:
            assert tz is UTC
            cls.days += 1
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=cls.days)

    monkeypatch.setattr(backup, "datetime", Clock)
    made = [backup.write(state, 0) for _ in range(KEPT + 2)]
    assert kept(state) == made[-KEPT:]


async def test_a_picture_that_goes_meanwhile_is_in_it_whole(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the copy names, it holds: it is of one moment."""
    whole = backup._copy

    def remove_first(*arguments: Any) -> None:
        if "boat" in engine.names():
            engine.remove("boat")
        whole(*arguments)

    monkeypatch.setattr(backup, "_copy", remove_first)
    with Engine.open(state) as engine:
        path = backup.write(state, 0)
        assert "boat" not in engine.names()
    restore(path, tmp_path / "new")
    with Engine.open(tmp_path / "new") as engine:
        assert engine.read("boat") == photo("stranger.jpg")


async def test_a_disk_without_links_is_no_hindrance(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pictures are copied then."""

    def link(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    restore(backup.write(state, 0), tmp_path / "new")
    with Engine.open(tmp_path / "new") as engine:
        assert engine.read("boat") == photo("stranger.jpg")


async def test_a_damaged_database_pushes_no_good_backup_out(state: Path) -> None:
    """It is said which, and nothing is left of the attempt."""
    (path,) = [backup.write(state, 0)]
    database = state / catalog.FILE
    data = bytearray(database.read_bytes())
    data[4096 : 4096 + 64] = bytes(64)
    database.write_bytes(data)
    with pytest.raises(NoBackup, match=r"bot\.sqlite is damaged"):
        backup.write(state, 0)
    assert list(path.parent.iterdir()) == [path]


def test_where_no_folder_can_be_synced_backups_are_made_and_restored(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the collection is written there."""
    sync = os.fsync

    def files_alone(file: int) -> None:
        if S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        sync(file)

    monkeypatch.setattr(os, "fsync", files_alone)
    restore(backup.write(state, 0), tmp_path / "new")
    with Engine.open(tmp_path / "new") as engine:
        assert engine.read("boat")


async def test_a_failure_is_told_and_nothing_is_left(
    room: Room, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, in words."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "pack", full)
    asked = await room.alice.send_text("/backup")
    told = await room.reply(asked, lambda m: m.text != ENGLISH("backing-up"))
    assert told.text.startswith("There is no new backup: the disk is full.")
    assert list((data_dir / "backups").iterdir()) == []


@pytest.mark.parametrize("step", ["_copy", "pack", "integrity_check"])
async def test_a_backup_ends_when_the_bot_does(
    state: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever it is at: within a block, and nothing is left of it."""
    at = threading.Event()

    def check_at(name: str, whole: Any) -> Any:
        def stay(*arguments: Any) -> Any:
            if name != step:
                return whole(*arguments)
            at.set()
            while True:
                arguments[-1]()

        return stay

    monkeypatch.setattr(backup, "_copy", check_at("_copy", backup._copy))
    monkeypatch.setattr(archive, "copy", check_at("pack", archive.copy))
    monkeypatch.setattr(soundness, "fault", check_at("integrity_check", soundness.fault))
    backups = Backups(state)
    job = asyncio.create_task(backups.add(0))
    assert await asyncio.to_thread(at.wait, 20)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    await backups.run(lambda _: None)
    assert not backups.busy
    assert kept(state) == []


def test_a_long_check_ends_when_it_is_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself looks whether to go on."""
    monkeypatch.setattr(soundness, "_STEPS", 1)

    def check() -> None:
        raise Stopped

    with closing(sqlite3.connect(tmp_path / catalog.FILE)) as database:
        database.executescript(catalog.VERSIONS[0])
    with pytest.raises(Stopped):
        soundness.fault(tmp_path / catalog.FILE, check)
