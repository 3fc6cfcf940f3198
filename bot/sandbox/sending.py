"""The methods that put new messages into a chat."""

import asyncio
from typing import Any

from .call import Call, caption_of
from .images import bot_photo
from .records import Chat, Json, Message, RefusedError, Upload
from .rules import check_object

ALBUM = range(2, 11)  # how many items an album has
MEDIA = {  # InputMedia type -> the kind of file and of object
    "photo": ("Photo", "InputMediaPhoto"),
    "document": ("Document", "InputMediaDocument"),
    "animation": ("Animation", "InputMediaAnimation"),
    "video": ("Video", "InputMediaVideo"),
}
UPLOAD_BYTES = 50 * 1024 * 1024  # the most that a bot may send


async def send_message(call: Call) -> Json:
    """Send a text."""
    chat = call.writable_chat()
    preview = call.get("link_preview_options")
    options = check_object("LinkPreviewOptions", preview) if preview else {}
    shown = {"link_preview_options": options} if options else {}
    return _post(call, chat, {**call.text(), **shown})


async def send_photo(call: Call) -> Json:
    """Send a photo."""
    return await _send_media(call, "photo")


async def send_document(call: Call) -> Json:
    """Send a file."""
    return await _send_media(call, "document")


async def send_animation(call: Call) -> Json:
    """Send an animation."""
    return await _send_media(call, "animation")


async def send_video(call: Call) -> Json:
    """Send a video."""
    return await _send_media(call, "video")


async def send_sticker(call: Call) -> Json:
    """Send a sticker."""
    chat = call.writable_chat()
    upload = _upload(call, call.params["sticker"])
    if upload:
        sticker = call.world.files.add_sticker(upload, call.get("emoji", ""))
    else:
        sticker = call.world.files.reuse(call.params["sticker"], "Sticker")
    return _post(call, chat, {"sticker": sticker})


async def send_media_group(call: Call) -> list[Json]:
    """Send an album: photos and videos together, or documents alone."""
    chat = call.writable_chat()
    items = [check_media(item) for item in call.params["media"]]
    _check_album(items)
    reply = call.reply(chat)
    contents = [await media_content(call, item) for item in items]
    album = {"media_group_id": call.world.album_id(), **_protection(call), **call.topic(chat)}
    sent = [
        call.world.say(chat, call.world.bot, {**album, **content}, reply.to) for content in contents
    ]
    return [message.json for message in sent]


def check_media(given: object) -> Json:
    """An InputMedia with every field of its own type."""
    kind = given.get("type") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in MEDIA:
        raise RefusedError(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    return check_object(MEDIA[kind][1], given)


async def media_content(call: Call, item: Json) -> Json:
    """What a message shows of an InputMedia: the file and its caption."""
    caption = caption_of(item)
    kind = MEDIA[item["type"]][0]
    upload = _upload(call, item["media"])
    spoiler = {"has_media_spoiler": True} if item.get("has_spoiler") else {}
    if upload:
        file = await _stored(call, kind, upload, item)
    else:
        file = call.world.files.reuse(item["media"], kind)
    content = {item["type"]: file, **caption, **spoiler}
    # Telegram shows animations to old clients as documents, and says both.
    return content if kind != "Animation" else {"document": _as_document(file), **content}


async def _send_media(call: Call, kind: str) -> Json:
    chat = call.writable_chat()
    item = {**call.params, "type": kind, "media": call.params[kind]}
    call.reply(chat), call.markup(), call.topic(chat)  # refused before anything is decoded
    return _post(call, chat, await media_content(call, item))


async def _stored(call: Call, kind: str, upload: Upload, item: Json) -> Any:
    files = call.world.files
    if kind == "Photo":
        return files.add_photo(await asyncio.to_thread(bot_photo, upload.data))
    if kind == "Document":
        return await asyncio.to_thread(files.add_document, upload)
    return files.add_film(kind, upload, item)


def _upload(call: Call, source: str) -> Upload | None:
    """The file that came with the call, when the source says so."""
    if not source.startswith("attach://"):
        return None
    upload = call.uploads.get(source.removeprefix("attach://"))
    if upload is None:
        raise RefusedError("wrong file identifier/HTTP URL specified")
    if not upload.data:
        raise RefusedError("file must be non-empty")
    if len(upload.data) > UPLOAD_BYTES:
        raise RefusedError("Request Entity Too Large", 413)
    return upload


def _check_album(items: list[Json]) -> None:
    kinds = {item["type"] for item in items}
    words = ""
    if not items:
        words = "there are no messages to send"
    elif len(items) not in ALBUM:
        words = f"too {'many' if items[1:] else 'few'} messages to send as an album"
    elif "animation" in kinds:
        words = "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup"
    elif "document" in kinds and len(kinds) > 1:
        words = "document can't be mixed with other media types"
    if words:
        raise RefusedError(words)


def _post(call: Call, chat: Chat, content: Json) -> Json:
    reply, markup = call.reply(chat), call.markup()
    content = {**content, **_protection(call), **markup, **call.topic(chat)}
    message: Message = call.world.say(chat, call.world.bot, content, reply.to)
    return message.json


def _protection(call: Call) -> Json:
    return {"has_protected_content": True} if call.get("protect_content") else {}


def _as_document(file: Json) -> Json:
    names = ("file_name", "mime_type", "file_id", "file_unique_id", "file_size")
    return {name: file[name] for name in names}
