"""All that can be looked up."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from bot import replies
from bot.incoming import MOST
from bot.sandbox import Message
from bot.sandbox.records import Upload
from bot.tongue import ENGLISH
from search import Answer
from search.verdict import Match
from tests.search.clips import gif, noise, with_barn

from .conftest import Room, photo

WHOLE = {"file_id", "file_unique_id", "file_size"}
CLIPS: dict[str, dict[str, Any]] = {
    "sticker": {"type": "regular", "is_animated": True, "is_video": False},
    "animation": {"duration": 2, "mime_type": "video/mp4"},
    "video": {"duration": 2, "mime_type": "video/mp4"},
    "video_note": {"duration": 2, "length": 240},
    "document": {"file_name": "film.mkv", "mime_type": "video/x-matroska"},
}


def kept(room: Room, data: bytes) -> dict[str, Any]:
    """A file at Telegram: how it is named there."""
    document = room.sandbox.world.files.add_document(Upload("x.jpg", data, "image/jpeg"))
    return {name: document[name] for name in WHOLE}


def clip(
    room: Room, kind: str, preview: bytes | None, data: bytes = b"frames", **more: object
) -> dict[str, Any]:
    """The content of a message with something that moves."""
    size = {"width": 320, "height": 240}
    shown: dict[str, Any] = {"thumbnail": kept(room, preview) | size} if preview else {}
    return {kind: {**kept(room, data), **size, **CLIPS[kind], **shown, **more}}


async def answer_to(room: Room, **content: Any) -> Message:
    """What the bot says to such a message."""
    return await room.verdict(await room.bob.send_other(**content))


async def test_a_sticker_is_looked_up(room: Room) -> None:
    """A static one is an image."""
    data = io.BytesIO()
    Image.open(io.BytesIO(photo("cropped.jpg"))).resize((512, 412)).save(data, "WEBP")
    answer = await room.verdict(await room.bob.send_sticker(data.getvalue()))
    assert "barn" in answer.text
    assert ENGLISH("preview") not in answer.text


@pytest.mark.parametrize(
    ("kind", "codec", "more"),
    [
        ("animation", "h264", {}),
        ("animation", "gif", {"mime_type": "image/gif"}),
        ("video", "h264", {}),
        ("video", "mpeg4", {}),
        ("video_note", "h264", {}),
        ("sticker", "vp9", {"is_animated": False, "is_video": True}),
        ("document", "mkv", {}),
        ("document", "gif", {"file_name": "film.gif", "mime_type": "image/gif"}),
    ],
)
async def test_what_moves_is_looked_up_by_its_frames(
    room: Room, kind: str, codec: str, more: dict[str, object]
) -> None:
    """Whatever its preview shows; the answer says when, and has a proof."""
    content = clip(room, kind, photo("stranger.jpg"), with_barn(codec), **more)
    answer = await answer_to(room, **content)
    assert re.match(r"Found it, [234] s into the clip\.\n.*barn", answer.text)
    assert ENGLISH("preview") not in answer.text
    await room.bob.press(answer, ENGLISH("button-proof"))
    proof = await room.reply(answer, lambda m: "photo" in m.json)
    assert proof.text == ENGLISH("proven")


@pytest.mark.parametrize(
    ("at", "said"),
    [(0.0, "0 s"), (12.4, "12 s"), (59.6, "1:00"), (3725.0, "62:05")],
)
def test_a_moment_is_told_in_seconds_or_minutes(at: float, said: str) -> None:
    """As people read it; of a still nothing."""
    match = Match("barn", None, 0.9)
    told = replies.answer(ENGLISH, Answer("kaze", "same", (match,), at=at))
    assert f"Found it, {said} into the clip." in told
    assert "clip" not in replies.answer(ENGLISH, Answer("kaze", "same", (match,)))


async def test_a_clip_of_strangers_is_not_in_the_collection(room: Room) -> None:
    """Nor is it said where."""
    answer = await answer_to(room, **clip(room, "video", None, gif([(noise(1), 1), (noise(2), 1)])))
    assert answer.text == "This photo is not in the collection."


@pytest.mark.parametrize("kind", ["animation", "video", "video_note", "document"])
async def test_a_clip_that_telegram_does_not_give_is_looked_up_by_its_preview(
    room: Room, kind: str
) -> None:
    """It is too large; the answer says so, or that there was none."""
    large = {"file_size": MOST + 1}
    answer = await answer_to(
        room, **clip(room, kind, photo("cropped.jpg"), with_barn("h264"), **large)
    )
    assert "barn" in answer.text
    assert answer.text.endswith(ENGLISH("preview"))
    none = await answer_to(room, **clip(room, kind, None, with_barn("h264"), **large))
    assert none.text == ENGLISH("error-TooBig-clip")


@pytest.mark.parametrize("kind", CLIPS)
async def test_what_cannot_be_read_is_looked_up_by_its_preview(room: Room, kind: str) -> None:
    """And the answer says so."""
    answer = await answer_to(room, **clip(room, kind, photo("cropped.jpg")))
    assert "barn" in answer.text
    assert answer.text.endswith(ENGLISH("preview"))


async def test_what_has_nothing_to_see_is_said_to_be_no_picture(room: Room) -> None:
    """Nor is a text whose first page Telegram shows, or a drawn sticker without a preview."""
    page: dict[str, Any] = {
        **CLIPS["document"],
        "file_name": "book.pdf",
        "mime_type": "application/pdf",
    }
    book: Any = clip(room, "document", photo("cropped.jpg"))["document"]
    for content in (clip(room, "sticker", None), {"document": book | page}):
        asked = await room.bob.send_other(**content)
        assert (await room.reply(asked)).text == ENGLISH("error-NotAPhoto")


async def test_a_clip_that_is_none_is_said_to_be_no_image(room: Room) -> None:
    """There is no preview to look at instead, and none is spoken of."""
    answer = await answer_to(room, **clip(room, "video", None))
    assert answer.text == "This is not an image. Send a JPEG, PNG or WebP."


async def test_an_album_with_a_clip_says_where(room: Room) -> None:
    """Numbered, as any; each of its proofs is of its own."""
    album: dict[str, Any] = {"media_group_id": "7"}
    first = await room.bob.send_other(
        **album, **clip(room, "video", photo("stranger.jpg"), with_barn("h264"))
    )
    await room.bob.send_other(**album, **clip(room, "video", photo("cropped.jpg")))
    lines = (await room.verdict(first)).text.splitlines()
    assert re.match(r"1\. Found, [234] s into the clip: .*barn", lines[0])
    assert re.match(r"2\. Found: .*barn", lines[1])


@pytest.mark.parametrize(("kind", "size"), [("video", 9), ("video", MOST + 1), ("sticker", 9)])
async def test_of_what_moves_the_preview_is_compared(room: Room, kind: str, size: int) -> None:
    """With a photo, say; however large it is."""
    content = clip(room, kind, photo("cropped.jpg"), file_size=size)
    posted = await room.bob.send_other(**content)
    asked = await room.bob.send_photo(photo("cropped.jpg"), caption="/compare", reply_to=posted)
    assert (await room.verdict(asked)).text.startswith("The same picture.")


async def test_a_forwarded_photo_is_looked_up(room: Room) -> None:
    """It is the same photo."""
    first = await room.bob.send_photo(photo("cropped.jpg"))
    assert "barn" in (await room.verdict(await room.bob.forward(first))).text


async def test_a_photo_quoted_of_another_chat_is_looked_up(room: Room) -> None:
    """Telegram hands it over as an external reply."""
    size = {**kept(room, photo("cropped.jpg")), "width": 640, "height": 480}
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_700_000_000}
    answer = await answer_to(
        room,
        chat=room.sandbox.group,
        text="/find",
        entities=[{"type": "bot_command", "offset": 0, "length": 5}],
        external_reply={"origin": origin, "photo": [size]},
    )
    assert "barn" in answer.text


async def test_nothing_is_added_of_a_clip(room: Room) -> None:
    """A preview is no picture of the collection."""
    posted = await room.alice.send_other(**clip(room, "video", photo("stranger.jpg")))
    asked = await room.alice.send_text("/add film", reply_to=posted)
    assert (await room.reply(asked)).text == ENGLISH("error-Moving")
    assert len(room.engine) == 26


async def test_what_takes_a_picture_says_that_a_clip_is_none(room: Room) -> None:
    """Nor has it a preview that could be compared."""
    posted = await room.bob.send_other(**clip(room, "video", None))
    asked = [
        await room.bob.send_text("/watch", reply_to=posted),
        await room.bob.send_photo(photo("cropped.jpg"), caption="/compare", reply_to=posted),
    ]
    for each in asked:
        assert (await room.reply(each)).text == ENGLISH("error-Moving")
