"""Which messages of a group reach a bot in privacy mode."""

from .records import Json, Message

SERVICE = (
    *("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message"),
    *("forum_topic_created", "migrate_to_chat_id", "migrate_from_chat_id"),
)


def is_meant_for(bot: Json, message: Json, replied: Message | None) -> bool:
    """Whether a bot in privacy mode gets this message of a group.

    It gets service messages, commands that are not another bot's, messages that mention it
    (BotFather's own words) and replies to its messages or to messages that were meant for it.
    """
    if any(kind in message for kind in SERVICE):
        return True
    said = replied and "forum_topic_created" not in replied.json  # else it begins a topic
    if replied and said and (replied.sender_id == bot["id"] or replied.meant_for_bot):
        return True
    return any(_addresses(bot["username"].lower(), *part) for part in _marked_parts(message))


def mentions(bot: Json, message: Json) -> bool:
    """Whether a message has the bot's name in it."""
    marked = _marked_parts(message)
    name = f"@{bot['username'].lower()}"
    return any(kind == "mention" and text.lower() == name for kind, text in marked)


def _addresses(username: str, kind: str, text: str) -> bool:
    name = text.lower().partition("@")[2]
    if kind == "bot_command":
        return name in ("", username)
    return kind == "mention" and name == username


def _marked_parts(message: Json) -> list[tuple[str, str]]:
    text = str(message.get("text") or message.get("caption") or "")
    entities = message.get("entities") or message.get("caption_entities") or []
    return [(entity["type"], cut(text, entity["offset"], entity["length"])) for entity in entities]


def cut(text: str, offset: int, length: int) -> str:
    """A part of a text by UTF-16 offsets.

    >>> cut("🙂/find", 2, 5)
    '/find'
    """
    data = text.encode("utf-16-le")
    return data[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")
