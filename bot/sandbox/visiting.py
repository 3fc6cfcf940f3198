"""The method that answers where the bot is no member."""

import secrets
from dataclasses import replace

from .call import Call, caption_of
from .records import Json, RefusedError
from .rules import check_object

RESULTS = {"article": "InlineQueryResultArticle", "photo": "InlineQueryResultCachedPhoto"}
ID = 64  # bytes


async def answer_guest_query(call: Call) -> Json:
    """Answer a guest message: one result becomes one message, in reply to it."""
    result = _result(call.params["result"])
    content = {**_content(call, result), **_with(call, result).markup(inline_only=True)}
    asked = call.world.guests.take(call.params["guest_query_id"])
    caller = {"guest_bot_caller_user": asked.json["from"]}
    chat = call.world.chats[asked.chat_id]
    call.world.say(chat, call.world.bot, {**caller, **content}, asked)
    return {"inline_message_id": secrets.token_urlsafe(18)}


def _result(given: Json) -> Json:
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in RESULTS:
        raise RefusedError(f'can\'t parse inline query result: type "{kind}" is not known here')
    result = check_object(RESULTS[kind], given)
    if not 1 <= len(result["id"].encode()) <= ID:
        raise RefusedError("RESULT_ID_INVALID")
    return result


def _content(call: Call, result: Json) -> Json:
    """What the message shows: a text, or a photo that Telegram has already."""
    if "input_message_content" in result:
        given = check_object("InputTextMessageContent", result["input_message_content"])
        return _with(call, {**given, "text": given["message_text"]}).text()
    return {"photo": call.world.files.reuse(result["photo_file_id"], "Photo"), **caption_of(result)}


def _with(call: Call, params: Json) -> Call:
    return replace(call, params=params)
