"""What people do: they send, reply, press, edit, and let the bot in or out."""

import asyncio
from collections.abc import Sequence

from .entities import parse_text
from .images import Size, person_photo
from .records import Answer, Chat, Json, Message, Upload
from .rules import utf16_length
from .world import TOPIC, World

PRESS_TIMEOUT = 10.0  # seconds
TEXT = 4096  # UTF-16 units; an app would cut a longer text in two
CAPTION = 1024  # UTF-16 units
TOPIC_COLOR = 0x6FB9F0  # RGB, one of six that Telegram has
HEAD = {  # the fields of a message that are not its content
    "message_id",
    "from",
    "chat",
    "date",
    "edit_date",
    "reply_to_message",
    "media_group_id",
    "reply_markup",
    *TOPIC,
}


class Person:
    """One person with a Telegram app; ``chat=None`` means the private chat with the bot."""

    def __init__(self, world: World, user_id: int) -> None:
        """Give the person of that number a voice."""
        self._world = world
        self.id = user_id

    @property
    def user(self) -> Json:
        """The User of the Bot API."""
        return self._world.users[self.id]

    @property
    def name(self) -> str:
        """The first name."""
        return str(self.user["first_name"])

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self._world.chats[self.id]

    @property
    def language(self) -> str:
        """The language of the app, which the bot is told: ``en``, ``de``..."""
        return str(self.user["language_code"])

    @language.setter
    def language(self, code: str) -> None:
        self._world.users[self.id] = {**self.user, "language_code": code}

    async def send_text(
        self, text: str, chat: Chat | None = None, reply_to: Message | None = None
    ) -> Message:
        """Send a text or a command."""
        shown, entities = parse_text(_fitting(text, TEXT), None)
        if not shown:
            raise ValueError("there is nothing to send")
        return self._say({"text": shown, **_given(entities=entities)}, chat, reply_to)

    async def send_photo(
        self,
        data: bytes,
        chat: Chat | None = None,
        caption: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a photo; a ValueError says why the app would not."""
        content = self._photo(await asyncio.to_thread(person_photo, data), caption)
        return self._say(content, chat, reply_to)

    async def send_album(
        self,
        photos: list[bytes],
        chat: Chat | None = None,
        caption: str | None = None,
        reply_to: Message | None = None,
    ) -> list[Message]:
        """Send several photos at once; the caption is the first one's."""
        if not 2 <= len(photos) <= 10:  # noqa: PLR2004 - Telegram's
            raise ValueError("an album has 2 to 10 photos")
        made = [await asyncio.to_thread(person_photo, data) for data in photos]
        album = {"media_group_id": self._world.album_id()}
        captions = [caption, *[None] * len(photos)]
        contents = [self._photo(*pair) for pair in zip(made, captions, strict=False)]
        return [self._say({**album, **content}, chat, reply_to) for content in contents]

    async def send_file(  # noqa: PLR0913, PLR0917 - as many as the app's form has
        self,
        data: bytes,
        filename: str,
        mime_type: str = "",
        chat: Chat | None = None,
        caption: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a file as it is."""
        if not data:
            raise ValueError("the file is empty")
        shown = _caption(caption)  # refused before the file is kept
        upload = Upload(filename, data, mime_type)
        document = await asyncio.to_thread(self._world.files.add_document, upload)
        return self._say({"document": document, **shown}, chat, reply_to)

    async def send_sticker(
        self, data: bytes, emoji: str = "🙂", chat: Chat | None = None
    ) -> Message:
        """Send a sticker (a WEBP)."""
        upload = Upload("sticker.webp", data, "image/webp")
        return self._say({"sticker": self._world.files.add_sticker(upload, emoji)}, chat, None)

    async def send_other(self, chat: Chat | None = None, **content: object) -> Message:
        """Send anything else, given as Bot API fields: ``location={...}``, ``dice={...}``..."""
        return self._say(content, chat, None)

    async def forward(self, message: Message, chat: Chat | None = None) -> Message:
        """Forward a message."""
        content = {key: value for key, value in message.json.items() if key not in HEAD}
        sender, date = message.json["from"], message.json["date"]
        origin = {"type": "user", "sender_user": sender, "date": date}
        return self._say({"forward_origin": origin, **content}, chat, None)

    async def edit_text(self, message: Message, text: str) -> None:
        """Edit an own text, or the caption of an own photo or file."""
        if message.sender_id != self.id:
            raise ValueError(_NOT_YOURS)
        gone = {*HEAD, "text", "entities", "caption", "caption_entities"}
        kept = {key: value for key, value in message.json.items() if key not in gone}
        if "text" not in message.json:
            self._world.change(message, {**kept, **_caption(text)})
            return
        shown, entities = parse_text(_fitting(text, TEXT), None)
        if shown and shown != message.text:
            self._world.change(message, {**kept, "text": shown, **_given(entities=entities)})

    async def delete(self, message: Message) -> None:
        """Delete an own message; the bot is not told."""
        if message.sender_id != self.id:
            raise ValueError(_NOT_YOURS)
        self._world.remove(message)

    async def open_topic(self, name: str, chat: Chat) -> Message:
        """Begin a topic of a group, which is a forum from now on; in it is what replies to this."""
        chat.json["is_forum"] = True
        topic = {"message_thread_id": chat.last_id + 1, "is_topic_message": True}
        about = {"name": name, "icon_color": TOPIC_COLOR}
        return self._say({"forum_topic_created": about, **topic}, chat, None)

    async def press(
        self,
        message: Message,
        button: str,
        timeout: float = PRESS_TIMEOUT,  # noqa: ASYNC109 - a test says how long it waits
    ) -> Answer | None:
        """Press the inline button with this text or data; the bot's answer, or None in time."""
        now = self._world.chats[message.chat_id].messages.get(message.id, message)
        found = [b for b in now.buttons if button == b.get("callback_data")]
        found += [b for b in now.buttons if button == b["text"]]
        if not found or "callback_data" not in found[0]:
            texts = [b["text"] for b in now.buttons]
            raise ValueError(f"no button {button!r} that the bot is told of among {texts}")
        query_id = self._world.press(now, self.user, found[0]["callback_data"])
        return await self._world.events.until(lambda: self._answer(query_id), timeout)

    async def block(self) -> None:
        """Block the bot."""
        self._set_bot(self.chat, "kicked")
        self.chat.blocked = True

    async def unblock(self) -> None:
        """Let the bot write again."""
        self._set_bot(self.chat, "member")
        self.chat.blocked = False

    async def add_bot(self, chat: Chat) -> None:
        """Put the bot into a group."""
        self._set_bot(chat, "member")
        self._say({"new_chat_members": [self._world.bot]}, chat, None)

    async def remove_bot(self, chat: Chat) -> None:
        """Put the bot out of a group."""
        self._set_bot(chat, "kicked")
        self._say({"left_chat_member": self._world.bot}, chat, None)

    async def promote_bot(self, chat: Chat) -> None:
        """Make the bot an administrator of a group; it then sees all messages."""
        self._set_bot(chat, "administrator")

    def _set_bot(self, chat: Chat, status: str) -> None:
        self._world.set_member(chat, self._world.bot, self.user, status)

    def _answer(self, query_id: str) -> Answer | None:
        return next((a for a in self._world.answers if a.query_id == query_id), None)

    def _photo(self, sizes: Sequence[Size], caption: str | None) -> Json:
        shown = _caption(caption)
        return {"photo": self._world.files.add_photo(sizes), **shown}

    def _say(self, content: Json, chat: Chat | None, reply_to: Message | None) -> Message:
        place = chat or self.chat
        if reply_to and reply_to.chat_id != place.id:
            raise ValueError("a reply goes into the chat of the message")
        return self._world.say(place, self.user, content, reply_to)


_NOT_YOURS = "people change only what they wrote themselves"


def _caption(caption: str | None) -> Json:
    text, entities = parse_text(_fitting(caption or "", CAPTION), None)
    return _given(caption=text, caption_entities=entities)


def _given(**content: object) -> Json:
    return {key: value for key, value in content.items() if value}


def _fitting(text: str, most: int) -> str:
    try:
        long = utf16_length(text) > most
    except UnicodeEncodeError:
        raise ValueError("this text is not Unicode") from None
    if long:
        raise ValueError(f"Telegram takes at most {most} characters here")
    return text
