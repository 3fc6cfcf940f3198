"""The methods that ask about chats and files, and those that answer people."""

from .call import Call
from .files import DOWNLOAD_BYTES
from .records import Answer, Json, RefusedError
from .rules import utf16_length

ANSWER = 200  # characters
_ACTIONS = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
CHAT_ACTIONS = frozenset(_ACTIONS.split())


async def get_file(call: Call) -> Json:
    """Where a file can be downloaded."""
    file = call.world.files.find(call.params["file_id"])
    if file is None:
        raise RefusedError("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_BYTES:
        raise RefusedError("file is too big")
    about = {"file_id": file.id, "file_unique_id": file.unique_id}
    return {**about, "file_size": len(file.data), "file_path": file.path}


async def send_chat_action(call: Call) -> bool:
    """Say that the bot is typing, or the like."""
    if call.params["action"] not in CHAT_ACTIONS:
        raise RefusedError("wrong parameter action in request")
    chat = call.writable_chat()
    call.topic(chat)
    event = {"chat_id": chat.id, "action": call.params["action"]}
    call.world.events.tell("action", event)
    return True


async def answer_callback_query(call: Call) -> bool:
    """Answer a pressed button."""
    text = call.get("text", "")
    if utf16_length(text) > ANSWER:
        raise RefusedError("MESSAGE_TOO_LONG")
    query = call.world.take_query(call.params["callback_query_id"])
    show_alert = call.get("show_alert", False)
    url = call.get("url", "")
    call.world.answer(Answer(query.id, query.user_id, text, show_alert=show_alert, url=url))
    return True


async def get_chat(call: Call) -> Json:
    """All about a chat."""
    gifts = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
    accepted = dict.fromkeys(gifts.split(), False)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": accepted}
    return {**call.chat().json, **more}


async def get_chat_member(call: Call) -> Json:
    """What a user is in a chat."""
    user = call.world.user(call.params["user_id"])
    chat = call.chat()
    if user is None or (chat.is_private and user["id"] not in chat.members):
        raise RefusedError("member not found")
    return call.world.member(chat, user)


async def get_chat_administrators(call: Call) -> list[Json]:
    """Who leads a group; other bots are never listed."""
    chat = call.chat()
    if chat.is_private:
        raise RefusedError("there are no administrators in the private chat")
    ids = [one for one, status in chat.members.items() if status in ("creator", "administrator")]
    users = [user for user in map(call.world.user, ids) if user]
    return [call.world.member(chat, user) for user in users]


async def get_chat_member_count(call: Call) -> int:
    """How many are in a chat."""
    return sum(status not in ("left", "kicked") for status in call.chat().members.values())


async def leave_chat(call: Call) -> bool:
    """Leave a group."""
    chat = call.writable_chat()
    if chat.is_private:
        raise RefusedError("chat member status can't be changed in private chats")
    call.world.set_member(chat, call.world.bot, call.world.bot, "left")
    return True
