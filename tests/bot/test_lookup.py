"""A photo comes in, its answer goes out."""

import asyncio
import io
import os
import re
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from signal import SIGKILL, SIGSEGV
from typing import Any, cast

import numpy as np
import pytest
from PIL import Image
from telegram import File

from bot import replies, worker
from bot.album import preview
from bot.inbox import FILE
from bot.incoming import Incoming
from bot.sandbox import Message
from bot.tongue import ENGLISH
from search import image
from search.verdict import Answer

from .conftest import Room, photo, running

DEADLY = photo("cropped.jpg") + b"deadly"
DIED = "a decoder died of its file"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("cropped.jpg", "photographs/barn.jpg"),
        ("captioned.jpg", "photographs/lighthouse.jpg"),
        ("in-a-screenshot.jpg", "photographs/motocross.jpg"),
        ("turned-and-gray.jpg", "photographs/coffee.jpg"),
    ],
)
async def test_a_photo_comes_back_with_its_picture(room: Room, file: str, name: str) -> None:
    """One message, edited from its placeholder, names it; the picture follows as a photo."""
    asked = await room.bob.send_photo(photo(file))
    answer = await room.verdict(asked)
    picture = await room.reply(asked, wanted=lambda m: "photo" in m.json)
    assert answer.edits == [ENGLISH("looking")]
    assert answer.text.splitlines()[0] == "Found it."
    assert re.search(rf"{name} ·\s\d+\s%", answer.text)
    assert picture.text.startswith(f"{name} · ")
    assert asked.reactions == ["👀"]
    assert await room.sent("sendChatAction", 1)


async def test_an_image_file_is_looked_up_too(room: Room) -> None:
    """PNG, sent as a file: nothing was re-compressed on the way."""
    data = io.BytesIO()
    with Image.open(io.BytesIO(photo("mirrored.jpg"))) as image:
        image.save(data, "PNG")
    asked = await room.bob.send_file(data.getvalue(), "x.png", "image/png")
    answer = await room.verdict(asked)
    assert "photographs/macaws.jpg" in answer.text
    assert "mirrored" in answer.text


async def test_several_pictures_follow_as_an_album(room: Room) -> None:
    """Two pictures of the collection in one photo: both named, both shown."""
    asked = await room.bob.send_photo(photo("at-an-angle.jpg"))
    answer = await room.verdict(asked)
    await room.reply(asked, wanted=lambda m: "bricks" in m.text and "photo" in m.json)
    album = [m for m in room.sandbox.messages(room.bob) if "media_group_id" in m.json]
    assert re.search(r"1\. photographs/astronaut.jpg ·.*\n2\. photographs/bricks.png", answer.text)
    assert [m.text.partition(" ·")[0] for m in album] == [
        "photographs/astronaut.jpg",
        "photographs/bricks.png",
    ]
    assert all(m.json["reply_to_message"]["message_id"] == asked.id for m in album)


async def test_a_picture_is_uploaded_once(room: Room) -> None:
    """The second time Telegram's own id is sent."""
    for _ in range(2):
        asked = await room.bob.send_photo(photo("cropped.jpg"))
        await room.reply(asked, wanted=lambda m: "photo" in m.json)
    first, second = await room.sent("sendPhoto", 2)
    assert first.files
    assert not second.files


async def test_a_picture_that_telegram_forgot_is_uploaded_again(room: Room) -> None:
    """A stale file id costs one call, not the answer."""
    first = await room.bob.send_photo(photo("cropped.jpg"))
    await room.reply(first, wanted=lambda m: "photo" in m.json)
    refusal = "Bad Request: wrong file identifier/HTTP URL specified"
    room.sandbox.fail("sendPhoto", code=400, description=refusal)
    second = await room.bob.send_photo(photo("cropped.jpg"))
    await room.reply(second, wanted=lambda m: "photo" in m.json)
    assert [bool(each.files) for each in await room.sent("sendPhoto", 3)] == [True, False, True]


async def test_pictures_that_may_be_lost_wait_behind_a_button(room: Room) -> None:
    """The connection broke while they were sent: they are never sent twice unasked."""
    room.sandbox.fail("sendPhoto", code=0, carried_out=True)
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    answer = await room.reply(
        asked, lambda m: [b["text"] for b in m.buttons][:2] == ["Show pictures", "Proof"]
    )
    assert "barn" in answer.text
    assert len(_pictures(room)) == 1
    await room.bob.press(answer, ENGLISH("button-pictures"))
    await room.sent("sendPhoto", 2)
    assert len(_pictures(room)) == 2


async def test_a_picture_that_was_removed_meanwhile_is_said(room: Room) -> None:
    """The button of an old answer names a picture that is no more."""
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    for name in room.engine.names():
        room.engine.remove(name)
    await room.bob.press(answer, ENGLISH("button-nearest"))
    assert (await room.reply(answer)).text == ENGLISH("gone")


async def test_an_answer_whose_placeholder_is_gone_is_sent_anew(room: Room) -> None:
    """Somebody deleted it meanwhile."""
    refusal = "Bad Request: message to edit not found"
    room.sandbox.fail("editMessageText", code=400, description=refusal)
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    assert "barn" in (await room.verdict(asked)).text


@pytest.mark.parametrize("method", ["sendMessage", "getFile", "editMessageText"])
async def test_a_call_that_fails_on_the_way_is_made_again(room: Room, method: str) -> None:
    """Nobody sees that Telegram could not be reached for a moment."""
    room.sandbox.fail(method, code=500, description="Internal Server Error", times=2)
    asked = await room.bob.send_photo(photo("cropped.jpg"))
    assert "barn" in (await room.verdict(asked)).text
    assert len(await room.sent(method, 3)) == 3


async def test_a_stranger_is_told_so_and_the_nearest_waits_behind_a_button(room: Room) -> None:
    """Nothing is shown unasked; the button does its work once."""
    asked = await room.bob.send_photo(photo("stranger.jpg"))
    answer = await room.verdict(asked)
    assert answer.text == "This photo is not in the collection."
    assert not await room.sent("sendPhoto")
    await room.bob.press(answer, ENGLISH("button-nearest"))
    nearest = await room.reply(asked, wanted=lambda m: "photo" in m.json)
    assert re.search(r"· \d\s%", nearest.text)
    assert [each["text"] for each in answer.buttons] == ["Why"]


async def test_a_button_belongs_to_whoever_asked(room: Room) -> None:
    """Somebody else's press is refused; an admin's is not."""
    group = room.sandbox.group
    asked = await room.bob.send_photo(photo("stranger.jpg"), group, caption="/find")
    answer = await room.verdict(asked)
    told = await room.sandbox.carol.press(answer, ENGLISH("button-nearest"))
    assert told
    assert told.text == ENGLISH("not-yours")
    await room.alice.press(answer, ENGLISH("button-nearest"))
    await room.reply(asked, wanted=lambda m: "photo" in m.json)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (photo("plain.png"), "plain.png", "too little detail"),
        (photo("cropped.jpg")[:3000], "cut.jpg", "damaged"),
        (b"GIF89a", "short.gif", "damaged"),
        (b"hello, I am no image", "text.png", "not an image"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "phone.heic", "HEIC"),
        (b"<svg onload='x'>", "x.svg", "SVG"),
    ],
)
async def test_what_cannot_be_judged_is_one_clear_sentence(
    room: Room, data: bytes, name: str, said: str
) -> None:
    """Plain, damaged, no image, another format: each says what to do."""
    kind = f"image/{name.partition('.')[2]}"
    answer = await room.verdict(await room.bob.send_file(data, name, kind))
    assert said in answer.text
    assert len(answer.text) < 120


async def test_a_file_past_telegrams_limit_is_not_fetched(room: Room) -> None:
    """20 MB is what a bot can get."""
    asked = await room.bob.send_file(bytes(21_000_000), "big.jpg", "image/jpeg")
    answer = await room.verdict(asked)
    assert answer.text == ENGLISH("error-TooBig")
    assert not await room.sent("getFile")


async def test_anything_else_in_private_gets_a_hint(room: Room) -> None:
    """Text, or a file that is no image."""
    for asked in (
        await room.bob.send_text("hello?"),
        await room.bob.send_file(b"%PDF", "x.pdf", "application/pdf"),
    ):
        assert (await room.reply(asked)).text == ENGLISH("error-NotAPhoto")


async def test_two_people_at_once_each_get_their_own_answer(room: Room) -> None:
    """Eight photos from two people: each answered under itself, once."""
    files = ["cropped.jpg", "captioned.jpg", "mirrored.jpg", "stranger.jpg"]
    asked = await asyncio.gather(
        *(person.send_photo(photo(file)) for file in files for person in (room.alice, room.bob))
    )
    answers = await asyncio.gather(*map(room.verdict, asked))
    names = ["barn", "lighthouse", "macaws", "not in"]
    for number, answer in enumerate(answers):
        assert names[number // 2] in answer.text
    assert len(await room.sent("sendMessage")) == len(asked)


async def test_no_copy_is_made_of_a_download() -> None:
    """Several large files at once would take several times as much memory."""
    data = bytes(1000)

    class Telegram:
        """Has one file."""

        async def get_file(self, _: str) -> File:
            """Say where it is."""
            file = File("id", "unique", file_path="https://telegram.example/file")
            file.set_bot(cast("Any", self))
            return file

        request = property(lambda self: self)

        async def retrieve(self, *_: object, **__: object) -> bytes:
            """Give it."""
            return data

    assert await Incoming("id", len(data)).download(cast("Any", Telegram())) is data


@pytest.mark.parametrize("large", [True, False])
async def test_large_files_come_one_after_the_other(
    room: Room, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    """Small ones on all cores."""
    find, at_work, most = room.engine.find, list[int](), 0

    def slowly(data: bytes, *rest: Any, **more: Any) -> Answer:
        nonlocal most
        at_work.append(1)
        most = max(most, len(at_work))
        time.sleep(0.2)
        try:
            return find(data, *rest, **more)
        finally:
            at_work.pop()

    monkeypatch.setattr(room.engine, "find", slowly)
    if large:
        monkeypatch.setattr(worker, "LARGE_BYTES", 0)
    people = [room.sandbox.person(f"Person {number}") for number in range(4)]
    asked = [await each.send_file(photo("plain.png"), "x.png", "image/png") for each in people]
    for each in asked:
        await room.verdict(each)
    assert most == (1 if large else min(4, os.cpu_count() or 1))


def deadly(monkeypatch: pytest.MonkeyPatch, how: int) -> list[int]:
    """From now on decoders die of DEADLY; the processes that did."""
    exchange, killed = image._exchange, list[int]()

    def kill(process: subprocess.Popen[bytes], data: bytes, *rest: Any) -> Any:
        if data.endswith(b"deadly"):
            killed.append(process.pid)
            process.send_signal(how)
        return exchange(process, data, *rest)

    monkeypatch.setattr(image, "_exchange", kill)
    return killed


def dead_letters(room: Room) -> list[tuple[str, str]]:
    """The JSON and reason of each."""
    with closing(sqlite3.connect(room.settings.data_dir / FILE)) as inbox:
        return inbox.execute("SELECT json, reason FROM dead_letters ORDER BY id").fetchall()


@pytest.mark.parametrize(("how", "tries"), [(SIGSEGV, 1), (SIGKILL, 2)])
async def test_a_file_that_kills_its_decoder_is_stepped_over(
    room: Room,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    how: int,
    tries: int,
) -> None:
    """It is said to be damaged, the admins are told and have a dead letter, nobody else notices;
    sent again it is given to no decoder.
    """
    killed = deadly(monkeypatch, how)
    await room.reply(await room.alice.send_text("/help"))  # else the bot may not write to her
    for _ in range(2):
        asked = await room.bob.send_file(DEADLY, "x.jpg", "image/jpeg")
        other = await room.sandbox.carol.send_photo(photo("cropped.jpg"))
        assert (await room.verdict(asked)).text == ENGLISH("error-Damaged")
        assert "photographs/barn.jpg" in (await room.verdict(other)).text
    assert len(killed) == tries
    assert caplog.text.count("A decoder died of a file") == 1
    said = await room.reply(await room.alice.send_text("/status"))
    assert "1 error in the log" in said.text
    told = [each.text for each in room.sandbox.messages(room.alice)]
    assert told.count(replies.given_up(1, 0, DIED)) == 1
    assert [reason for _, reason in dead_letters(room)] == [DIED]


@pytest.mark.parametrize("caption", ["/add", "/watch", "/find", "/compare"])
async def test_a_decoder_dies_of_nothing_unnoticed(
    room: Room, monkeypatch: pytest.MonkeyPatch, caption: str
) -> None:
    """Whatever a file was sent for, and whoever was told of it."""
    deadly(monkeypatch, SIGSEGV)
    other = await room.alice.send_photo(photo("cropped.jpg"))
    await room.verdict(other)
    asked = await room.alice.send_file(
        *(DEADLY, "x.jpg", "image/jpeg"), caption=caption, reply_to=other
    )
    assert (await room.verdict(asked)).text == ENGLISH("error-Damaged")
    await room.sandbox.until(lambda said: said.text == replies.given_up(1, 0, DIED), room.alice)
    assert [reason for _, reason in dead_letters(room)] == [DIED]


async def test_an_empty_collection_is_said(tmp_path: Path) -> None:
    """The bot serves at once; nothing is looked up in nothing."""
    async with running(tmp_path) as room:
        answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
        assert answer.text == ENGLISH("no-pictures")


async def test_names_are_shown_as_they_are(tmp_path: Path) -> None:
    """HTML in the name of a file is text."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    name = "<b>&amp; </a>.jpg".replace("/", "\u2215")
    (pictures / name).write_bytes(photo("cropped.jpg"))
    async with running(tmp_path / "data", images_dir=pictures) as room:
        list(room.engine.index([pictures]))
        answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
        assert name in answer.text


@pytest.mark.parametrize("size", [(1280, 40), (40, 1280), (1280, 1), (1, 1), (1280, 700)])
def test_previews_stay_within_telegrams_limits(size: tuple[int, int]) -> None:
    """A thin strip gets margins: the longer side is at most 20 times the shorter."""
    data = preview(np.zeros((size[1], size[0], 3), np.uint8))
    with Image.open(io.BytesIO(data)) as image:
        assert max(image.size) <= 20 * min(image.size)
        assert sum(image.size) <= 10_000
        assert image.width >= size[0]
        assert image.height >= size[1]


async def test_the_articles_engine_answers_with_its_cosine(data_dir: Path) -> None:
    """ENGINE=article: the nearest by cosine, never sure."""
    async with running(data_dir, engine="article", top_n=3) as room:
        data = (room.settings.images_dir / "photographs/barn.jpg").read_bytes()
        answer = await room.verdict(await room.bob.send_file(data, "barn.jpg", "image/jpeg"))
    assert answer.text.startswith("Perhaps")
    assert re.search(r"1\. photographs/barn.jpg ·\s100\s%", answer.text)
    assert len(answer.text.splitlines()) == 4


def _pictures(room: Room) -> list[Message]:
    said = room.sandbox.messages(room.bob)
    return [each for each in said if "photo" in each.json and each.json["from"]["is_bot"]]
