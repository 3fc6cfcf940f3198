"""One call of the Bot API on its way: its parameters, and what they point at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .entities import parse_text
from .records import Chat, Json, Message, RefusedError, Upload
from .rules import check_object, check_objects, utf16_length
from .world import World, topic_of

TEXT = 4096  # UTF-16 units after parsing; Telegram's count is never longer than this one
CAPTION = 1024  # UTF-16 units after parsing
BUTTON_DATA = 64  # bytes
BUTTONS = 100  # in one keyboard
ACTIONS = (
    "url",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
)


class Reply(NamedTuple):
    """What a new message replies to; None when it may be sent without."""

    to: Message | None


@dataclass(frozen=True)
class Call:
    """A checked call: every parameter has its type already."""

    world: World
    params: Json
    uploads: Mapping[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        """One parameter."""
        return self.params.get(name, default)

    def chat(self) -> Chat:
        """The chat that chat_id names."""
        chat = self.world.chats.get(self.params.get("chat_id", 0))
        if chat is None:
            message = "chat not found" if "chat_id" in self.params else "chat_id is empty"
            raise RefusedError(message)
        return chat

    def writable_chat(self) -> Chat:
        """The chat that chat_id names, if the bot may write there."""
        chat = self.chat()
        status = chat.members.get(self.world.bot["id"], "left")
        if chat.blocked:
            raise RefusedError("Forbidden: bot was blocked by the user", 403)
        if chat.is_private and not chat.started:
            raise RefusedError("Forbidden: bot can't initiate conversation with a user", 403)
        if status == "kicked":
            raise RefusedError("Forbidden: bot was kicked from the supergroup chat", 403)
        if status == "left":
            raise RefusedError("Forbidden: bot is not a member of the supergroup chat", 403)
        return chat

    def message(self, doing: str) -> Message:
        """The message that chat_id and message_id name."""
        chat = self.chat()
        if not self.get("message_id"):
            raise RefusedError("message identifier is not specified")
        found = chat.messages.get(self.params["message_id"])
        if found is None:
            raise RefusedError(f"message to {doing} not found")
        return found

    def text(self) -> Json:
        """The text of a message with its entities, not empty and not too long."""
        source = self.get("text", "")
        text, entities = parse_text(source, self.get("parse_mode"), self.get("entities"))
        if not text:
            raise RefusedError("message text is empty")
        if utf16_length(text) > TEXT:
            raise RefusedError("message is too long")
        return {"text": text, **({"entities": entities} if entities else {})}

    def reply(self, chat: Chat) -> Reply:
        """The message that reply_parameters name."""
        if "reply_parameters" not in self.params:
            return Reply(None)
        given = check_object("ReplyParameters", self.params["reply_parameters"])
        here = given.get("chat_id", chat.id) == chat.id
        found = chat.messages.get(given.get("message_id", 0)) if here else None
        if found is None and not given.get("allow_sending_without_reply"):
            raise RefusedError("message to be replied not found")
        return Reply(found)

    def topic(self, chat: Chat) -> Json:
        """The topic that message_thread_id names."""
        thread = self.get("message_thread_id")
        if not thread:
            return {}
        found = chat.messages.get(thread)
        if found is None or "forum_topic_created" not in found.json:
            raise RefusedError("message thread not found")
        return topic_of(found.json)

    def markup(self, *, inline_only: bool = False) -> Json:
        """The keyboard as the message shows it: only inline keyboards do."""
        given = self.get("reply_markup")
        if not given:
            return {}
        if "inline_keyboard" in given:
            return _inline_keyboard(check_object("InlineKeyboardMarkup", given))
        if inline_only:
            raise RefusedError("inline keyboard expected")
        _check_other_keyboard(given)
        return {}


def caption_of(fields: Json) -> Json:
    """The caption of a message or of an album's item, with its entities."""
    source = fields.get("caption") or ""
    text, entities = parse_text(source, fields.get("parse_mode"), fields.get("caption_entities"))
    if utf16_length(text) > CAPTION:
        raise RefusedError("message caption is too long")
    shown: Json = {"caption": text} if text else {}
    shown |= {"caption_entities": entities} if entities else {}
    above = text and fields.get("show_caption_above_media")
    return {**shown, **({"show_caption_above_media": True} if above else {})}


def _inline_keyboard(markup: Json) -> Json:
    rows = [check_objects("InlineKeyboardButton", row) for row in markup["inline_keyboard"]]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > BUTTONS:
        raise RefusedError("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check_button(button: Json) -> None:
    actions = [name for name in ACTIONS if name in button]
    if not button["text"].strip():
        raise RefusedError("can't parse inline keyboard button: Text must be non-empty")
    if not actions or button.get("callback_data") == "":
        message = "can't parse inline keyboard button: "
        message += "Text buttons are unallowed in the inline keyboard"
        raise RefusedError(message)
    if len(actions) > 1 or len(button.get("callback_data", "").encode()) > BUTTON_DATA:
        raise RefusedError("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise RefusedError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if "copy_text" in button:
        check_object("CopyTextButton", button["copy_text"])


def _check_other_keyboard(given: Json) -> None:
    for field, kind in (
        ("keyboard", "ReplyKeyboardMarkup"),
        ("remove_keyboard", "ReplyKeyboardRemove"),
        ("force_reply", "ForceReply"),
    ):
        if field in given:
            check_object(kind, given)
            return
    raise RefusedError("object expected as reply markup")
