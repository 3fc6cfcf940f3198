"""A folder that is followed: its pictures are found within seconds, and nothing ends the bot."""

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.tongue import ENGLISH
from search.errors import Unavailable
from tests.conftest import SAMPLES

from .conftest import Room, photo, running

SECONDS = 20  # on a machine that has much else to do


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of 16 pictures."""
    return shutil.copytree(SAMPLES / "pictures" / "photographs", tmp_path / "pictures")


@pytest.fixture
async def room(
    tmp_path: Path, pictures: Path, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Room]:
    """It is followed, and has been indexed."""
    caplog.set_level(logging.INFO)
    async with running(tmp_path / "data", images_dir=pictures, watch_folder=True) as room:
        await becomes(lambda: "Indexed the folder: 16 added" in caplog.text)
        yield room


def go_away(pictures: Path) -> None:
    """As a disk that is taken out."""
    pictures.rename(pictures.with_name("away"))


def come_back(pictures: Path, *, empty: bool = False) -> None:
    """As it was, or as a place where a disk was."""
    if empty:
        pictures.mkdir()
    else:
        pictures.rmdir()
        pictures.with_name("away").rename(pictures)


async def becomes(true: Callable[[], bool]) -> None:
    """Wait until it is."""
    async with asyncio.timeout(SECONDS):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_what_is_new_or_changed_or_gone_is_noticed(room: Room, pictures: Path) -> None:
    """Without anybody asking for it."""
    began = time.monotonic()
    (pictures / "new.jpg").write_bytes(photo("stranger.jpg"))
    await becomes(lambda: "new.jpg" in room.engine.names())
    assert time.monotonic() - began < SECONDS
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    assert "new.jpg" in answer.text
    before = room.engine.sha256("hats.jpg")
    shutil.copy(pictures / "new.jpg", pictures / "hats.jpg")
    await becomes(lambda: room.engine.sha256("hats.jpg") != before)
    (pictures / "new.jpg").unlink()
    await becomes(lambda: "new.jpg" not in room.engine.names())


async def test_a_folder_that_went_is_no_reason_to_lose_pictures(
    room: Room, pictures: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor one that was emptied; when it is back it is followed again."""
    caplog.set_level(logging.WARNING)
    go_away(pictures)
    await becomes(lambda: "watched" in caplog.text)
    come_back(pictures, empty=True)
    await becomes(lambda: "16 pictures are gone" in caplog.text)
    assert len(room.engine) == 16
    assert (await room.reply(await room.bob.send_text("/help"))).text
    come_back(pictures)
    (pictures / "new.jpg").write_bytes(photo("stranger.jpg"))
    await becomes(lambda: "new.jpg" in room.engine.names())


async def test_errors_are_outlived(
    room: Room, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was, it is tried again."""
    whole, errors = room.engine.gone, [Unavailable("x", "it is full"), ValueError("x")]

    def fail(folders: list[Path]) -> list[str]:
        if errors:
            raise errors.pop()
        return whole(folders)

    monkeypatch.setattr(room.engine, "gone", fail)
    (pictures / "new.jpg").write_bytes(photo("stranger.jpg"))
    await becomes(lambda: "new.jpg" in room.engine.names())
    assert not errors


async def test_a_reindex_under_way_is_waited_for(
    room: Room, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are never two at once."""
    at_once, most, whole = 0, 0, room.engine.index

    def index(folders: list[Path]):  # type: ignore[no-untyped-def]  # noqa: ANN202
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            for step in whole(folders):
                time.sleep(0.02)
                yield step
        finally:
            at_once -= 1

    monkeypatch.setattr(room.engine, "index", index)
    asked = await room.alice.send_text("/reindex")
    await room.reply(asked)
    (pictures / "new.jpg").write_bytes(photo("stranger.jpg"))
    await room.reply(asked, lambda m: m.text.startswith(ENGLISH("indexed")))
    await becomes(lambda: "new.jpg" in room.engine.names())
    assert most == 1


async def test_what_goes_while_another_reindex_runs_is_seen(
    room: Room, pictures: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether much is gone is asked when its turn has come, not before it waits."""
    caplog.set_level(logging.WARNING)
    held, whole = threading.Event(), room.engine.index

    def index(folders: list[Path]):  # type: ignore[no-untyped-def]  # noqa: ANN202
        yield from whole(folders)
        held.wait(SECONDS)

    monkeypatch.setattr(room.engine, "index", index)
    await room.reply(await room.alice.send_text("/reindex"))
    (pictures / "new.jpg").write_bytes(photo("stranger.jpg"))
    await asyncio.sleep(1)  # now it waits
    for name in room.engine.names()[:5]:
        (pictures / name).unlink()
    held.set()
    await becomes(lambda: "pictures are gone" in caplog.text)
    assert len(room.engine) >= 16  # the new one may have come before


async def test_it_is_not_followed_unasked(tmp_path: Path, pictures: Path) -> None:
    """As it was before."""
    async with running(tmp_path / "data", images_dir=pictures) as room:
        await room.reply(await room.bob.send_text("/help"))
        (pictures / "new.jpg").write_bytes(photo("stranger.jpg"))
        await asyncio.sleep(1)
        assert not len(room.engine)
