"""All that can be looked up."""

import io
from typing import Any

import pytest
from PIL import Image

from bot.sandbox import Message
from bot.sandbox.records import Upload
from bot.tongue import ENGLISH

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


def clip(room: Room, kind: str, preview: bytes | None) -> dict[str, Any]:
    """The content of a message with something that moves."""
    size = {"width": 320, "height": 240}
    shown: dict[str, Any] = {"thumbnail": kept(room, preview) | size} if preview else {}
    return {kind: {**kept(room, b"frames"), **size, **CLIPS[kind], **shown}}


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


@pytest.mark.parametrize("kind", CLIPS)
async def test_what_moves_is_looked_up_by_its_preview(room: Room, kind: str) -> None:
    """And the answer says so."""
    answer = await answer_to(room, **clip(room, kind, photo("cropped.jpg")))
    assert "barn" in answer.text
    assert answer.text.endswith(ENGLISH("preview"))


async def test_what_has_no_preview_is_said_to_be_no_picture(room: Room) -> None:
    """Nor is a text whose first page Telegram shows."""
    page: dict[str, Any] = {
        **CLIPS["document"],
        "file_name": "book.pdf",
        "mime_type": "application/pdf",
    }
    book: Any = clip(room, "document", photo("cropped.jpg"))["document"]
    for content in (clip(room, "video", None), {"document": book | page}):
        asked = await room.bob.send_other(**content)
        assert (await room.reply(asked)).text == ENGLISH("error-NotAPhoto")


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
    assert (await room.reply(asked)).text == ENGLISH("add-what")
