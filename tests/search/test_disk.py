"""Files of ours are whole and for us alone; files of others are read with care."""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import disk
from tests.search.faults import Faulty, counted


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    """The usual one: others may read what we make."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Who may do what."""
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("data", [b"", b"new", bytes(3 << 20)])
def test_what_was_written_is_read(tmp_path: Path, data: bytes) -> None:
    """In place of what was there, and nothing else is left."""
    path = tmp_path / "file"
    for each in (b"old", data):
        disk.write(path, each)
    assert disk.read(path, len(data)) == data
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    """Nor what was left half written when others still could, nor look into its folder."""
    disk.make(tmp_path / "a" / "b")
    path = tmp_path / "a" / "b" / "file"
    path.with_name("file.part").write_text("left")
    disk.write(path, b"data")
    assert (mode(path), mode(path.parent), mode(path.parent.parent)) == (0o600, 0o700, 0o700)
    path.chmod(0o644)
    disk.hide(path)
    assert mode(path) == 0o600


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """It may be for others too."""
    tmp_path.chmod(0o755)
    disk.make(tmp_path)
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_write_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Whichever of its steps it is; but for the last sync, after which the new one is there."""
    path = tmp_path / "file"
    disk.write(path, b"old")
    steps = counted(lambda: disk.write(path, b"new"), monkeypatch)
    assert steps == ["open", "fchmod", "write", "fsync", "replace", "fsync"]
    for at, step in enumerate(steps):
        disk.write(path, b"old")
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", Faulty(at, number))
            with pytest.raises(OSError, match=os.strerror(number)):
                disk.write(path, b"new")
        assert path.read_bytes() == (b"new" if at > steps.index("replace") else b"old"), step
        assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_disk_that_takes_a_little_at_a_time_gets_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write may write less than it was given."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:3]))
    disk.write(tmp_path / "file", b"0123456789")
    assert (tmp_path / "file").read_bytes() == b"0123456789"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Nobody will ever write to it."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(disk.Refused, match="it is not a file"):
        disk.read(tmp_path / "pipe", 10)
    with pytest.raises(disk.Refused, match="it is not a file"):
        disk.read(tmp_path, 10)


def test_more_than_asked_for_is_not_read(tmp_path: Path) -> None:
    """Also where the file is larger than the memory."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(disk.Refused, match="larger than 64 MB"):
        disk.read(path, 64 << 20)
    with path.open("wb") as file:
        file.truncate(64 << 20)
    assert len(disk.read(path, 64 << 20)) == 64 << 20


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "it may only be read"),
        (errno.EIO, "the disk has a fault"),
        (errno.ENOTDIR, "Not a directory"),
    ],
)
def test_reasons_are_in_plain_words(number: int, why: str) -> None:
    """Those that people meet."""
    assert disk.reason(OSError(number, os.strerror(number))) == why


def test_a_reader_sees_the_old_or_the_new(tmp_path: Path) -> None:
    """Never a part of either."""
    path, stop = tmp_path / "file", threading.Event()
    contents = [bytes([number]) * 100_000 for number in range(2)]
    disk.write(path, contents[0])
    seen = set()

    def read() -> None:
        while not stop.is_set():
            seen.add(disk.read(path, 1 << 20))

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(100):
        disk.write(path, contents[number % 2])
    stop.set()
    thread.join()
    assert seen <= set(contents)
