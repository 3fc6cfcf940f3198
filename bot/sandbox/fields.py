"""The Bot API as data: the fields of every method and object that the sandbox knows.

Each field is written ``name``, ``name!`` when it is required, or ``name:type`` where the same
name has another type elsewhere. Fields that nobody lists here are refused as unknown.
"""

from typing import NamedTuple

_SENT = "chat_id! message_thread_id disable_notification protect_content reply_parameters"
_CAPTION = "caption parse_mode caption_entities"
_SHOWN = "show_caption_above_media has_spoiler"
_EDITED = "chat_id message_id reply_markup"  # the real API takes inline_message_id instead, too

METHODS = {
    "getMe": "",
    "logOut": "",
    "close": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "setWebhook": "url! certificate ip_address max_connections allowed_updates "
    "drop_pending_updates secret_token",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "getFile": "file_id!",
    "sendMessage": f"{_SENT} text! parse_mode entities link_preview_options reply_markup",
    "sendPhoto": f"{_SENT} photo! {_CAPTION} {_SHOWN} reply_markup",
    "sendDocument": f"{_SENT} document! thumbnail {_CAPTION} disable_content_type_detection "
    "reply_markup",
    "sendAnimation": f"{_SENT} animation! duration width height thumbnail {_CAPTION} {_SHOWN} "
    "reply_markup",
    "sendVideo": f"{_SENT} video! duration width height thumbnail {_CAPTION} {_SHOWN} "
    "supports_streaming reply_markup",
    "sendSticker": f"{_SENT} sticker! emoji reply_markup",
    "sendMediaGroup": f"{_SENT} media:array!",
    "editMessageText": f"{_EDITED} text parse_mode entities link_preview_options",
    "editMessageCaption": f"{_EDITED} {_CAPTION} show_caption_above_media",
    "editMessageReplyMarkup": _EDITED,
    "editMessageMedia": f"{_EDITED} media:object!",
    "deleteMessage": "chat_id! message_id!",
    "deleteMessages": "chat_id! message_ids!",
    "sendChatAction": "chat_id! message_thread_id action!",
    "setMessageReaction": "chat_id! message_id! reaction is_big",
    "answerCallbackQuery": "callback_query_id! text show_alert url cache_time",
    "answerGuestQuery": "guest_query_id! result!",
    "setMyCommands": "commands! scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
    "setChatMenuButton": "chat_id:int menu_button",
    "getChatMenuButton": "chat_id:int",
    "getChat": "chat_id!",
    "getChatMember": "chat_id! user_id!",
    "getChatAdministrators": "chat_id! return_bots",
    "getChatMemberCount": "chat_id!",
    "leaveChat": "chat_id!",
}

_MEDIA = "type media:str! caption parse_mode caption_entities"

OBJECTS = {
    "ReplyParameters": "message_id chat_id allow_sending_without_reply",
    "LinkPreviewOptions": "is_disabled url prefer_small_media prefer_large_media show_above_text",
    "InlineKeyboardMarkup": "inline_keyboard!",
    "InlineKeyboardButton": "text! url callback_data copy_text switch_inline_query "
    "switch_inline_query_current_chat style",
    "CopyTextButton": "text!",
    "ReplyKeyboardMarkup": "keyboard! is_persistent resize_keyboard one_time_keyboard "
    "input_field_placeholder selective",
    "ReplyKeyboardRemove": "remove_keyboard selective",
    "ForceReply": "force_reply input_field_placeholder selective",
    "KeyboardButton": "text! style",
    "InputMediaPhoto": f"{_MEDIA} {_SHOWN}",
    "InputMediaDocument": f"{_MEDIA} thumbnail disable_content_type_detection",
    "InputMediaAnimation": f"{_MEDIA} {_SHOWN} thumbnail duration width height",
    "InputMediaVideo": f"{_MEDIA} {_SHOWN} thumbnail duration width height supports_streaming",
    "InlineQueryResultArticle": "type id! title! input_message_content! reply_markup url "
    "description thumbnail_url thumbnail_width thumbnail_height",
    "InlineQueryResultCachedPhoto": "type id! photo_file_id! title description "
    f"{_CAPTION} show_caption_above_media reply_markup input_message_content",
    "InputTextMessageContent": "message_text! parse_mode entities link_preview_options",
    "MessageEntity": "type! offset! length! url user language custom_emoji_id",
    "BotCommand": "command! description!",
    "ReactionTypeEmoji": "type emoji!",
    "BotCommandScopeDefault": "type",
    "BotCommandScopeAllPrivateChats": "type",
    "BotCommandScopeAllGroupChats": "type",
    "BotCommandScopeAllChatAdministrators": "type",
    "BotCommandScopeChat": "type chat_id!",
    "BotCommandScopeChatAdministrators": "type chat_id!",
    "BotCommandScopeChatMember": "type chat_id! user_id!",
}

TYPES = {
    "chat": "chat_id",
    "int": "message_id message_thread_id user_id offset length limit timeout max_connections "
    "duration width height cache_time thumbnail_width thumbnail_height",
    "bool": "disable_notification protect_content show_caption_above_media has_spoiler is_disabled "
    "disable_content_type_detection supports_streaming is_big show_alert return_bots "
    "drop_pending_updates allow_sending_without_reply prefer_small_media prefer_large_media "
    "show_above_text is_persistent resize_keyboard one_time_keyboard selective remove_keyboard "
    "force_reply",
    "file": "photo document animation video sticker thumbnail certificate",
    "array": "allowed_updates entities caption_entities message_ids reaction commands "
    "inline_keyboard keyboard",
    "object": "reply_parameters link_preview_options reply_markup scope menu_button copy_text user "
    "result input_message_content",
}  # every other name is a str

_TYPE_OF = {name: kind for kind, names in TYPES.items() for name in names.split()}


class Field(NamedTuple):
    """One field of a method or an object."""

    name: str
    type: str
    required: bool


def fields_of(spec: str) -> dict[str, Field]:
    """The fields that one line of a table stands for, by name."""
    return {field.name: field for field in map(_field, spec.split())}


def _field(word: str) -> Field:
    name, _, kind = word.rstrip("!").partition(":")
    return Field(name, kind or _TYPE_OF.get(name, "str"), word.endswith("!"))
