"""/forget: nothing of a person is left on disk, and nobody else loses anything."""

import asyncio
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import archive, backup, catalog, erasure, inbox, key
from bot.archive import Stopped
from bot.catalog import Catalog
from bot.envelope import Envelope
from bot.erasure import erase
from bot.inbox import Inbox
from bot.letter import Dropped
from bot.lookup import Lookup
from bot.restore import restore
from bot.sandbox import Person
from bot.tongue import ENGLISH

from .conftest import Room, photo, running

IDS = [1_234_567_891, 7_123_456_789]  # SQLite writes them in 4 and in 6 bytes


def forms(person: int) -> Iterator[bytes]:
    """All that an id looks like on disk: text, integer, and the integer of a row's key."""
    yield str(person).encode()
    yield person.to_bytes((person.bit_length() + 7) // 8, "big")  # the longer ones end so, too
    groups = [person >> 7 * n & 0x7F for n in range(9, -1, -1)]
    while not groups[0]:
        groups.pop(0)
    yield bytes([*(each | 0x80 for each in groups[:-1]), groups[-1]])


def hits(folder: Path, person: int) -> list[str]:
    """The files that know a person, those in backups included."""
    found = []
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        if any(form in data for form in forms(person)):
            found.append(path.relative_to(folder).as_posix())
        if path.suffix == ".zip" and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:  # nothing in it was hidden from the search
                assert not any(each.compress_type for each in file.infolist())
    return found


def dora(room: Room, person: int) -> Person:
    """Somebody whose id is as long as ids are today."""
    world = room.sandbox.world
    world.users[person - 1] = world.users[room.bob.id]
    return room.sandbox.person("Dora")


@pytest.mark.parametrize("person", IDS)
async def test_nothing_of_a_person_is_left(
    data_dir: Path, person: int, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever they did, in private and in a group; the backups and the log included."""
    caplog.set_level("DEBUG", "bot")
    async with running(data_dir) as room:
        guest = dora(room, person)
        assert guest.id == person
        answers = [
            await room.verdict(await guest.send_photo(photo(name)))
            for name in ("cropped.jpg", "stranger.jpg")
        ]
        if buttons := answers[1].buttons:
            await guest.press(answers[1], str(buttons[0]["callback_data"]))
        posted = await guest.send_photo(photo("cropped.jpg"), room.sandbox.group)
        asked = await room.bob.send_text("/find", room.sandbox.group, reply_to=posted)
        await room.verdict(asked)
        room.engine.add("theirs", photo("stranger.jpg"), by=person)
        for caller in (guest, room.bob):  # where the bot is no member
            posted = await guest.send_photo(photo("cropped.jpg"), room.sandbox.elsewhere)
            name = "@kazami_sandbox_bot"
            await room.reply(await caller.send_text(name, room.sandbox.elsewhere, posted))
        for _ in range(2):
            await room.reply(await room.alice.send_text(f"/allow {person}"))
            asked = await room.alice.send_text("/backup")
            await room.reply(asked, lambda m: "Backed up" in m.text)
        _bury(data_dir, person)
        (data_dir / "inbox.sqlite.damaged-1").write_text(f"of {person}")
        (data_dir / "inbox.sqlite.damaged-2").write_text("of others")
        known = hits(data_dir, person)
        assert "collection.sqlite-wal" in known
        assert {"bot.sqlite-wal", "inbox.sqlite-wal", "inbox.sqlite.damaged-1"} <= set(known)
        assert any(each.startswith("backups/") for each in known)
        told = await room.reply(await guest.send_text("/forget"))
        assert told.text == ENGLISH("forgotten")
        assert hits(data_dir, person) == []
        assert (data_dir / "inbox.sqlite.damaged-2").exists()
        assert str(person) not in caplog.text
        assert room.engine.undoable(by=person) is None
        assert room.engine.undoable()
    assert hits(data_dir, person) == []


def _bury(data_dir: Path, person: int) -> None:
    database = sqlite3.connect(data_dir / inbox.FILE)
    with closing(database), database:
        for number, kind in enumerate(("message", "guest_message"), start=1):
            text = json.dumps({"update_id": number, kind: {"from": {"id": person}}})
            row = (number, text)
            database.execute("INSERT INTO dead_letters VALUES (1, ?, ?, 'x', 0)", row)


async def test_a_ban_outlives_its_id(data_dir: Path) -> None:
    """A mark stands for it: refused as before, until an admin allows them again."""
    person = IDS[1]
    async with running(data_dir, access="listed", allowed_ids=frozenset([person])) as room:
        guest = dora(room, person)
        await room.reply(await room.alice.send_text(f"/ban {person}"))
        await room.reply(await guest.send_text("/forget"))
        assert hits(data_dir, person) == []
        refused = await room.verdict(await guest.send_photo(photo("cropped.jpg")))
        assert refused.text.startswith("This bot answers only")
        await room.reply(await room.alice.send_text(f"/allow {person}"))
        found = await room.verdict(await guest.send_photo(photo("cropped.jpg")))
        assert "barn" in found.text
    assert (data_dir / key.FILE).stat().st_mode & 0o777 == 0o600
    assert len((data_dir / key.FILE).read_bytes()) == 32


async def test_it_is_asked_for_in_private_and_in_person(room: Room, data_dir: Path) -> None:
    """Anything else only says how."""
    await room.reply(await room.alice.send_text(f"/allow {room.bob.id}"))
    asked = [await room.bob.send_text("/forget", room.sandbox.group)]
    asked += [await room.bob.forward(await room.sandbox.carol.send_text("/forget", None))]
    for each in asked:
        assert (await room.reply(each)).text == ENGLISH("forget-privately")
    with closing(sqlite3.connect(data_dir / catalog.FILE)) as database:
        assert database.execute("SELECT id FROM access").fetchall() == [(room.bob.id,)]


async def test_what_is_at_work_ends_first(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would leave something behind; what waits is dropped."""
    go, began = asyncio.Event(), asyncio.Event()
    whole = Lookup._look_up

    async def slow(*arguments: Any) -> Any:
        began.set()
        await go.wait()
        return await whole(*arguments)

    monkeypatch.setattr(Lookup, "_look_up", slow)
    async with running(data_dir) as room:
        guest = dora(room, IDS[1])
        first, second = [await guest.send_photo(photo("stranger.jpg")) for _ in range(2)]
        await began.wait()
        asked = await guest.send_text("/forget")
        other = await room.bob.send_text("/help")
        await room.reply(other)
        await room.sandbox.until(lambda m: m.text == ENGLISH("looking"), guest)
        assert not [m for m in room.sandbox.messages(guest) if m.text == ENGLISH("forgotten")]
        go.set()
        await room.reply(asked, lambda m: m.text == ENGLISH("forgotten"))
        assert "not in the collection" in (await room.reply(first)).text
        assert hits(data_dir, IDS[1]) == []
        await room.reply(await guest.send_text("/help"))
        answered = [m.json.get("reply_to_message", {}) for m in room.sandbox.messages(guest)]
        assert second.id not in [each.get("message_id") for each in answered]


# --- Erasing, seen from below ---------------------------------------------------------------------

ME, OTHER = {"id": IDS[1], "first_name": "Dora"}, {"id": 5, "first_name": "Bob"}
GROUP, MINE = {"id": -100, "type": "supergroup"}, {"id": IDS[1], "type": "private"}


async def _fill(folder: Path, *contents: dict[str, Any]) -> None:
    opened = await Inbox.open(folder, 1)
    raw = [{"update_id": number, **each} for number, each in enumerate(contents, start=1)]
    envelopes = [Envelope.of(each) for each in raw]
    await opened.put([each for each in envelopes if each])
    await opened.close()


def _kept(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(folder / inbox.FILE)) as database:
        rows = database.execute("SELECT json FROM updates ORDER BY id").fetchall()
    return [text and json.loads(text) for (text,) in rows]


async def test_what_others_sent_is_kept_without_them(state: Path) -> None:
    """It loses what names the person, and is answered."""
    photos = [{"file_id": "AgACx7123456789", "width": 1}]
    await _fill(
        state,
        {"message": {"from": ME, "chat": GROUP, "text": "hello"}},
        {"message": {"from": OTHER, "chat": GROUP, "text": "hello"}},
        {
            "message": {
                "from": OTHER,
                "chat": GROUP,
                "text": f"/ban {IDS[1]} now",
                "reply_to_message": {"from": ME, "chat": GROUP, "photo": photos},
                "entities": [{"type": "text_mention", "user": ME}, {"type": "bold"}],
                "new_chat_members": [ME, OTHER],
            }
        },
        {"callback_query": {"from": ME, "message": {"chat": GROUP}, "data": "x"}},
        {"callback_query": {"from": OTHER, "message": {"chat": MINE}, "data": "x"}},
        {"message": {"from": OTHER, "chat": GROUP, "text": f"1{IDS[1]}"}},
    )
    before = _kept(state)
    erase(state, IDS[1], lambda: None)
    kept = _kept(state)
    assert kept == [
        None,
        before[1],
        {
            "update_id": 3,
            "message": {
                "from": OTHER,
                "chat": GROUP,
                "text": "/ban  now",
                "reply_to_message": {"chat": GROUP, "photo": [{"file_id": "AgACx", "width": 1}]},
                "entities": [{"type": "text_mention"}, {"type": "bold"}],
                "new_chat_members": [OTHER],
            },
        },
        None,
        None,
        before[5],
    ]
    opened = await Inbox.open(state, 1)
    assert [turn.id for turn in await opened.waiting()] == [2, 3, 6]
    with pytest.raises(Dropped):
        await opened.take(1)
    assert await opened.put([e] if (e := Envelope.of({"update_id": 1})) else []) == []
    await opened.close()


async def test_what_was_deleted_before_is_gone_too(state: Path) -> None:
    """SQLite leaves deleted rows where they were; neither the file nor a backup keeps them."""
    with closing(sqlite3.connect(state / catalog.FILE)) as database, database:
        database.execute("PRAGMA secure_delete = OFF")
        buttons = [(f"{number}", "show", IDS[1], "{}", 0) for number in range(300)]
        database.executemany("INSERT INTO buttons VALUES (?, ?, ?, ?, ?)", buttons)
        database.commit()
        database.execute("DELETE FROM buttons")
    assert hits(state, IDS[1]) == ["bot.sqlite"]
    backup.write(state, 0)
    assert hits(state, IDS[1]) == ["bot.sqlite"]
    erase(state, IDS[1], lambda: None)
    assert hits(state, IDS[1]) == []


async def test_backups_are_cleaned_and_stay_backups(state: Path, tmp_path: Path) -> None:
    """One that never knew the person is not touched, a damaged one goes."""
    with closing(sqlite3.connect(state / catalog.FILE)) as database, database:
        first = backup.write(state, 0)
        database.execute("INSERT INTO access VALUES (?, 0)", (IDS[1],))
    first = first.rename(first.with_name("kazami-0.zip"))
    damaged = first.with_name("kazami-1.zip")
    damaged.write_bytes(first.read_bytes()[:-100])
    untouched = first.read_bytes(), first.stat().st_ino
    second = backup.write(state, 0)
    assert hits(second.parent, IDS[1]) == [second.name]
    erase(state, IDS[1], lambda: None)
    assert backup.kept(state) == [first, second]
    assert untouched == (first.read_bytes(), first.stat().st_ino)
    assert hits(state, IDS[1]) == []
    for folder in (tmp_path / "new", state):
        if folder != state:
            restore(second, folder)
        opened = await Catalog.open(folder)
        assert await opened.access(IDS[1]) is False
        assert await opened.access(IDS[0]) is None
        await opened.close()


async def test_a_backup_of_yesterdays_schema_is_cleaned(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is brought up to date on the way."""
    (state / catalog.FILE).unlink()
    with closing(sqlite3.connect(state / catalog.FILE)) as database:
        database.executescript(f"{catalog.VERSIONS[0]} PRAGMA user_version = 1;")
        database.execute("INSERT INTO access VALUES (?, 0)", (IDS[1],))
        database.commit()
    path = backup.write(state, 0)
    erase(state, IDS[1], lambda: None)
    assert hits(state, IDS[1]) == []
    monkeypatch.undo()
    restore(path, state)
    opened = await Catalog.open(state)
    assert await opened.access(IDS[1]) is False
    await opened.close()


@pytest.mark.parametrize("fault", [OSError(28, "full"), Stopped()])
async def test_what_is_interrupted_is_done_again(
    state: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """The wish is the last that is forgotten."""
    await _fill(state, {"message": {"from": ME, "chat": MINE, "text": "/forget"}})
    with closing(sqlite3.connect(state / catalog.FILE)) as database, database:
        database.execute("INSERT INTO access VALUES (?, 1)", (IDS[1],))
    backup.write(state, 0)

    def fail(*_: object) -> None:
        raise fault

    with monkeypatch.context() as here:
        here.setattr(archive, "pack", fail)
        with pytest.raises(type(fault)):
            erase(state, IDS[1], lambda: None)
    assert _kept(state) != [None]
    erase(state, IDS[1], lambda: None)
    assert hits(state, IDS[1]) == []


async def test_a_database_that_is_being_read_is_not_done(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal would keep what it knew: that is an error, and nobody is told it was done."""
    monkeypatch.setattr(erasure, "_PATIENCE", 0.01)
    opened = await Catalog.open(state)
    await opened.set_access(IDS[1], allowed=True)
    reader = sqlite3.connect(state / catalog.FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM access").fetchall()
    with pytest.raises(sqlite3.OperationalError):
        erase(state, IDS[1], lambda: None)
    reader.close()
    erase(state, IDS[1], lambda: None)
    assert hits(state, IDS[1]) == []
    await opened.close()


def test_the_forms_are_what_sqlite_writes(tmp_path: Path) -> None:
    """As a value, as a key of a row, as text: the search finds each."""
    for person in [*IDS, 300_000, 2**41]:
        for number, script in enumerate(
            [
                "CREATE TABLE t (x TEXT, y INTEGER); INSERT INTO t VALUES ('', {0})",
                "CREATE TABLE t (y INTEGER PRIMARY KEY); INSERT INTO t VALUES ({0})",
                "CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('{0}')",
            ]
        ):
            path = tmp_path / f"{person} {number}"
            with closing(sqlite3.connect(path)) as database:
                database.executescript(script.format(person))
                database.commit()
            form = [each in path.read_bytes() for each in forms(person)]
            assert form[(1, 2, 0)[number]]
    shutil.rmtree(tmp_path)
