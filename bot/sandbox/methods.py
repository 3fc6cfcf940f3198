"""The methods of the Bot API that the sandbox has: a table of contents."""

from collections.abc import Awaitable, Callable, Mapping

from . import asking, editing, profile, sending, visiting
from .call import Call
from .records import Json, RefusedError, Upload
from .rules import check_method
from .world import World

METHODS: dict[str, Callable[[Call], Awaitable[object]]] = {
    "getMe": profile.get_me,
    "logOut": profile.accept,
    "close": profile.accept,
    "getUpdates": profile.get_updates,
    "setWebhook": profile.set_webhook,
    "deleteWebhook": profile.delete_webhook,
    "getWebhookInfo": profile.get_webhook_info,
    "getFile": asking.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendAnimation": sending.send_animation,
    "sendVideo": sending.send_video,
    "sendSticker": sending.send_sticker,
    "sendMediaGroup": sending.send_media_group,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "sendChatAction": asking.send_chat_action,
    "setMessageReaction": editing.set_message_reaction,
    "answerCallbackQuery": asking.answer_callback_query,
    "answerGuestQuery": visiting.answer_guest_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getChat": asking.get_chat,
    "getChatMember": asking.get_chat_member,
    "getChatAdministrators": asking.get_chat_administrators,
    "getChatMemberCount": asking.get_chat_member_count,
    "leaveChat": asking.leave_chat,
}
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}  # the real API ignores case


def method_named(name: str) -> str | None:
    """The method of that name in its usual spelling."""
    return _BY_LOWER_NAME.get(name.lower())


async def call_method(
    world: World, method: str, raw: Mapping[str, object], uploads: Mapping[str, Upload]
) -> Json:
    """Call a method; return the whole response, be it a result or a refusal."""
    try:
        params = check_method(method, raw, uploads)
        result = await METHODS[method](Call(world, params, uploads))
    except RefusedError as error:
        more = {"parameters": error.parameters} if error.parameters else {}
        return {"ok": False, "error_code": error.code, "description": error.description, **more}
    return {"ok": True, "result": result}
