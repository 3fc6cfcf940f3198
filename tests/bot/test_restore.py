"""A backup comes back whole, or nothing changes."""

import hashlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from bot import backup, catalog, inbox, key
from bot.archive import BadArchive
from bot.lock import locked
from bot.restore import finish, restore
from search import Engine, collection, disk

ROOT = Path(__file__).parents[2]
TOLD = "contents.json"


def contents(folder: Path) -> dict[str, str]:
    """All that a folder holds, but the lock and the backups."""
    files = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*")}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for name, path in files.items()
        if name != "lock" and not name.startswith("backups")
    }


@pytest.fixture
def other(state: Path, tmp_path: Path) -> Path:
    """Another data folder, whose state gives way."""
    folder = shutil.copytree(state, tmp_path / "other")
    with closing(sqlite3.connect(folder / catalog.FILE)) as database, database:
        database.execute("INSERT INTO access VALUES (99, 1)")
    (folder / "added" / ("0" * 64)).write_bytes(b"a picture of the old state")
    key.mark(folder, 1)
    return folder


@pytest.fixture
def saved(state: Path) -> Path:
    """A backup."""
    key.mark(state, 1)
    return backup.write(state, 0)


def members(path: Path) -> dict[str, bytes]:
    """What an archive holds."""
    with zipfile.ZipFile(path) as file:
        return {each: file.read(each) for each in file.namelist() if each != TOLD}


def packed(path: Path, files: dict[str, bytes], **how: Any) -> Path:
    """An archive that tells of all its files, and rightly, unless it is given what it tells."""
    told = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    with zipfile.ZipFile(path, "w", **how) as file:
        for name, data in {TOLD: json.dumps(told).encode(), **files}.items():
            file.writestr(name, data)
    return path


@contextmanager
def changed(data: bytes, folder: Path) -> Iterator[tuple[sqlite3.Connection, Path]]:
    """A database, to be changed."""
    path = folder / "changed"
    path.write_bytes(data)
    with closing(sqlite3.connect(path)) as database:
        yield database, path
        database.commit()


def test_a_restore_is_the_state_that_was_saved(saved: Path, other: Path) -> None:
    """All of the old state has gone, also its journals, and nothing else is left of it."""
    (other / f"{catalog.FILE}-wal").write_bytes(b"of the old state")
    restore(saved, other)
    found = contents(other)
    assert {n: d for n, d in found.items() if d != "folder"}.items() >= {
        name: hashlib.sha256(data).hexdigest() for name, data in members(saved).items()
    }.items()
    assert f"added/{'0' * 64}" not in found
    assert f"{catalog.FILE}-wal" not in found
    assert not [name for name in found if name.startswith("restore")]
    for name in members(saved):
        assert (other / name).stat().st_mode & 0o077 == 0


# --- Archives that are none -----------------------------------------------------------------------

Change = Callable[[dict[str, bytes], Path], dict[str, bytes]]


def _with(name: str) -> Change:
    return lambda files, _: {**files, name: b"x"}


def _without(name: str) -> Change:
    return lambda files, _: {each: data for each, data in files.items() if each != name}


def _sql(name: str, script: str) -> Change:
    def change(files: dict[str, bytes], folder: Path) -> dict[str, bytes]:
        with changed(files[name], folder) as (database, path):
            database.executescript(script)
        return {**files, name: path.read_bytes()}

    return change


def _damaged(name: str) -> Change:
    def change(files: dict[str, bytes], _: Path) -> dict[str, bytes]:
        data = bytearray(files[name])
        data[len(data) // 2 :][:2000] = b""
        data[4096:8192] = bytes(4096)
        return {**files, name: bytes(data)}

    return change


def _swapped(files: dict[str, bytes], _: Path) -> dict[str, bytes]:
    return {**files, catalog.FILE: files[inbox.FILE], inbox.FILE: files[catalog.FILE]}


HOSTILE: dict[str, Change] = {
    "up": _with("../evil"),
    "up from a folder": _with("added/../../evil"),
    "absolute": _with("/tmp/evil"),  # noqa: S108  it is not written
    "backslash": _with("added\\..\\evil"),
    "a name that is not a checksum": _with("added/evil"),
    "a journal": _with(f"{catalog.FILE}-wal"),
    "a long name": _with("added/" + "a" * 300),
    "a folder": _with("added/"),
    "something else": _with(".env"),
    "a picture that is another": _with("added/" + "a" * 64),
    "a list that is none": lambda files, _: {**files, TOLD: b"[]"},
    "a list that tells of more": lambda files, _: {**files, TOLD: b'{"../x": "0"}'},
    "no list": lambda files, _: {**files, TOLD: b""},
    "a deep list": lambda files, _: {**files, TOLD: b"[" * 100_000},
    "no collection": _without(collection.FILE),
    "no catalog": _without(catalog.FILE),
    "no inbox": _without(inbox.FILE),
    "a trigger": _sql(catalog.FILE, "CREATE TRIGGER x AFTER INSERT ON access BEGIN SELECT 1; END"),
    "a view": _sql(inbox.FILE, "CREATE VIEW x AS SELECT 1"),
    "another table": _sql(collection.FILE, "CREATE TABLE x (y)"),
    "a table less": _sql(catalog.FILE, "DROP TABLE access"),
    "another column": _sql(catalog.FILE, "ALTER TABLE access ADD COLUMN x"),
    "of a newer Kazami": _sql(collection.FILE, "PRAGMA user_version = 99"),
    "of no version": _sql(inbox.FILE, "PRAGMA user_version = 0"),
    "of a version before the first": _sql(inbox.FILE, "PRAGMA user_version = -1"),
    "a damaged collection": _damaged(collection.FILE),
    "a damaged catalog": _damaged(catalog.FILE),
    "swapped": _swapped,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_changes_nothing(
    saved: Path, other: Path, tmp_path: Path, what: str
) -> None:
    """It is refused by name, and no file appears anywhere."""
    before, around = contents(other), contents(tmp_path)
    bad = packed(tmp_path / "bad.zip", HOSTILE[what](members(saved), tmp_path))
    around |= contents(tmp_path)
    with pytest.raises(BadArchive, match=r"bad\.zip cannot be restored: .+\. Nothing was changed"):
        restore(bad, other)
    assert contents(other) == before
    assert contents(tmp_path) == around


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_neither_do_these(
    saved: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file twice, compressed ones, more than fits, no archive at all."""
    before, files = contents(other), members(saved)
    twice = shutil.copy(saved, tmp_path / "twice")
    with zipfile.ZipFile(twice, "a") as file:
        file.writestr(key.FILE, b"another")
    small = packed(tmp_path / "small", files, compression=zipfile.ZIP_DEFLATED)
    (tmp_path / "text").write_text("hello")
    (tmp_path / "empty").touch()
    for bad in (twice, small, tmp_path / "text", tmp_path / "empty"):
        with pytest.raises(BadArchive):
            restore(Path(bad), other)
    usage = type("Usage", (), {"free": 1_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(BadArchive, match="0 MB are free"):
        restore(saved, other)
    with pytest.raises(FileNotFoundError):
        restore(tmp_path / "nowhere", other)
    assert contents(other) == before


def test_damage_anywhere_is_noticed(saved: Path, other: Path, tmp_path: Path) -> None:
    """Cut short or with a byte changed: refused, or it was no matter and all is as it was saved."""
    rng = random.Random(4)  # noqa: S311  no secret
    data, before = saved.read_bytes(), contents(other)
    wanted, bad = members(saved), tmp_path / "bad.zip"
    refused = 0
    for number in range(60):
        mutant = bytearray(data)
        at = rng.choice([rng.randrange(len(data)), len(data) - 1 - rng.randrange(600)])
        if number % 3:
            mutant[at] ^= 1 << rng.randrange(8)
        else:
            del mutant[at:]
        bad.write_bytes(mutant)
        with suppress(BadArchive):
            restore(bad, other)
            assert {name: (other / name).read_bytes() for name in wanted} == wanted
            shutil.rmtree(other)
            other.mkdir()
            before = contents(other)
            continue
        refused += 1
        assert contents(other) == before
    assert refused > 30


# --- A restore that is interrupted ----------------------------------------------------------------


def test_a_death_at_any_moment_leaves_one_whole_state(
    saved: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each name that is given and each sync in turn; the next start ends what was begun."""
    old = contents(other)
    new = {
        name: hashlib.sha256(data).hexdigest() if data else "folder"
        for name, data in {**members(saved), "added": b""}.items()
    }
    outcomes = []
    for deadly in range(100):
        folder = shutil.copytree(other, tmp_path / str(deadly))
        if not _dies(saved, folder, monkeypatch, deadly):
            break
        finish(folder)
        found = contents(folder)
        assert not [name for name in found if name.startswith("restore")]
        whole_new = {name: found.get(name) for name in new} == new
        assert whole_new or found == old
        assert f"added/{'0' * 64}" not in found or not whole_new
        outcomes.append(whole_new)
    assert outcomes == sorted(outcomes)
    assert {False, True} == set(outcomes)
    assert len(outcomes) > 20


class Death(BaseException):
    """Of the process, as far as the disk can tell."""


def _dies(saved: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, deadly: int) -> bool:
    """Restore, and die at a step; whether there were so many steps."""
    step = 0

    def counted(whole: Any) -> Any:
        def call(*arguments: Any) -> Any:
            nonlocal step
            step += 1
            if step == deadly + 1:
                raise Death
            return whole(*arguments)

        return call

    with monkeypatch.context() as here:
        here.setattr(Path, "rename", counted(Path.rename))
        here.setattr(Path, "rmdir", counted(Path.rmdir))
        here.setattr(disk, "sync", counted(disk.sync))
        here.setattr(shutil, "rmtree", lambda *_, **__: None)
        try:
            restore(saved, folder)
        except Death:
            return True
    return False


# --- As people do it ------------------------------------------------------------------------------


def _run(folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "--restore", file],
        cwd=folder.parent,
        env={"PYTHONPATH": str(ROOT), "DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_command_brings_an_empty_folder_to_life(saved: Path, tmp_path: Path) -> None:
    """And says so."""
    done = _run(tmp_path / "new", saved)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'new'} is as it was when {saved.name} was made.\n"
    with Engine.open(tmp_path / "new") as engine:
        assert engine.check() == []
        assert "boat" in engine.names()


def test_the_command_refuses_while_a_bot_runs(saved: Path, other: Path) -> None:
    """The lock is the bot's."""
    before = contents(other)
    with locked(other):
        done = _run(other, saved)
    assert done.returncode == 2
    assert "Another Kazami is at work" in done.stderr
    assert contents(other) == before


def test_the_command_says_what_is_wrong(other: Path, tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "x.zip").write_text("hello")
    done = _run(other, tmp_path / "x.zip")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "x.zip cannot be restored" in done.stderr
