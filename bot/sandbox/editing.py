"""The methods that change or remove what is in a chat."""

from .call import Call, caption_of
from .records import Json, Message, RefusedError
from .rules import check_object, check_objects
from .sending import check_media, media_content

CAPTIONED = ("photo", "document", "animation", "video")
CONTENT = (
    *CAPTIONED,
    "text",
    "entities",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "link_preview_options",
    "reply_markup",
    "sticker",
    "has_media_spoiler",
    "has_protected_content",
)
_EMOJI = (
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 "
    "🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 "
    "🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡"
)
REACTIONS = frozenset(_EMOJI.split())
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def edit_message_text(call: Call) -> Json:
    """Give a text another text; its buttons go unless they are given again."""
    message = _own(call)
    if "text" not in message.json:
        raise RefusedError("there is no text in the message to edit")
    preview = call.get("link_preview_options")
    options = check_object("LinkPreviewOptions", preview) if preview else {}
    shown = {"link_preview_options": options} if options else {}
    return _edit(call, message, {**call.text(), **shown, **call.markup(inline_only=True)})


async def edit_message_caption(call: Call) -> Json:
    """Give a photo or a file another caption."""
    message = _own(call)
    media = {name: message.json[name] for name in CAPTIONED if name in message.json}
    if not media:
        raise RefusedError("there is no caption in the message to edit")
    media |= _kept(message, "has_media_spoiler")
    content = {**media, **caption_of(call.params), **call.markup(inline_only=True)}
    return _edit(call, message, content)


async def edit_message_reply_markup(call: Call) -> Json:
    """Give a message other buttons, or none."""
    message = _own(call)
    names = [name for name in CONTENT if name != "reply_markup"]
    return _edit(call, message, {**_kept(message, *names), **call.markup(inline_only=True)})


async def edit_message_media(call: Call) -> Json:
    """Give a message another photo or file, and its caption with it."""
    message = _own(call)
    if "sticker" in message.json:
        raise RefusedError("message can't be edited")
    markup = call.markup(inline_only=True)
    content = await media_content(call, check_media(call.params["media"]))
    return _edit(call, message, {**content, **markup})


async def delete_message(call: Call) -> bool:
    """Delete one message."""
    message = call.message("delete")
    if not _may_delete(call, message):
        raise RefusedError("message can't be deleted")
    call.world.remove(message)
    return True


async def delete_messages(call: Call) -> bool:
    """Delete some messages; those that cannot be found are skipped."""
    chat = call.chat()
    ids = call.params["message_ids"]
    if not 1 <= len(ids) <= 100 or not all(type(one) is int for one in ids):  # noqa: PLR2004 - API
        raise RefusedError("message identifiers are invalid")
    for message in [chat.messages[one] for one in ids if one in chat.messages]:
        if _may_delete(call, message):
            call.world.remove(message)
    return True


async def set_message_reaction(call: Call) -> bool:
    """Put the bot's one reaction on a message, or take it away."""
    message = call.message("react")
    given = call.get("reaction", [])
    if any(not isinstance(one, dict) or one.get("type") != "emoji" for one in given):
        raise RefusedError("REACTION_INVALID")
    emoji = [_plain(one["emoji"]) for one in check_objects("ReactionTypeEmoji", given)]
    if len(emoji) > 1 or not REACTIONS.issuperset(emoji):
        words = "REACTIONS_TOO_MANY" if emoji[1:] else "REACTION_INVALID"
        raise RefusedError(words)
    message.reactions = emoji
    call.world.show(message)
    return True


def _own(call: Call) -> Message:
    """The bot's own message that is to be edited."""
    call.writable_chat()
    message = call.message("edit")
    if message.sender_id != call.world.bot["id"]:
        raise RefusedError("message can't be edited")
    return message


def _edit(call: Call, message: Message, content: Json) -> Json:
    if "media_group_id" in message.json and "reply_markup" in content:
        words = "message can't be edited"  # an album carries no buttons
        raise RefusedError(words)
    content |= _kept(message, "has_protected_content")
    if content == _kept(message, *CONTENT):
        raise RefusedError(NOT_MODIFIED)
    call.world.change(message, content)
    return message.json


def _kept(message: Message, *names: str) -> Json:
    return {name: message.json[name] for name in names if name in message.json}


def _may_delete(call: Call, message: Message) -> bool:
    chat, bot = call.world.chats[message.chat_id], call.world.bot["id"]
    own = message.sender_id == bot
    return own or chat.is_private or chat.members.get(bot) == "administrator"


def _plain(emoji: str) -> str:
    """An emoji without the variation selector, which Telegram does not look at."""
    return emoji.replace("\ufe0f", "")
