"""The tables of the sandbox against aiogram's models of the same methods."""

import re
import typing
from typing import Any

import aiogram.methods
import aiogram.types
import pytest
from aiogram.types import InputFile
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from telegram.constants import ReactionEmoji

from bot.sandbox.editing import REACTIONS
from bot.sandbox.fields import METHODS, OBJECTS, fields_of
from bot.sandbox.methods import METHODS as FUNCTIONS
from bot.sandbox.rules import MISSING

NOT_HERE = {  # real fields that the sandbox refuses, because it does nothing about them
    "allow_paid_broadcast",
    "business_connection_id",
    "callback_game",
    "callback_query_id",
    "checklist_task_id",
    "cover",
    "date_time_format",
    "direct_messages_topic_id",
    "disabled",
    "ephemeral_message_id",
    "ephemeral_message_parameters",
    "icon_custom_emoji_id",
    "inline_message_id",
    "is_ephemeral",
    "login_url",
    "message_effect_id",
    "pay",
    "poll_option_id",
    "quote",
    "quote_entities",
    "quote_parse_mode",
    "quote_position",
    "receiver_user_id",
    "rich_message",
    "start_timestamp",
    "suggested_post_parameters",
    "switch_inline_query_chosen_chat",
    "unix_time",
    "web_app",
}
RETIRED = {  # replaced by reply_parameters and link_preview_options, or gone
    "allow_sending_without_reply",
    "disable_web_page_preview",
    "hide_url",
    "reply_to_message_id",
}
KINDS = {"int": int, "bool": bool, "array": list}


def model_of(method: str) -> type[BaseModel]:
    """The model that aiogram has of a method."""
    model: type[BaseModel] = getattr(aiogram.methods, method[0].upper() + method[1:])
    return model


def is_kind(kind: str, info: FieldInfo) -> bool:
    """Whether a type of our tables is what aiogram says."""
    members = {typing.get_origin(m) or m for m in typing.get_args(info.annotation)}
    members |= {typing.get_origin(info.annotation) or info.annotation}
    members |= {base for member in members for base in type(member).__mro__}  # of literals
    if kind == "chat":
        return {int, str} <= members
    if kind == "file":
        return any(isinstance(m, type) and issubclass(m, InputFile) for m in members)
    if kind == "object":
        models = re.findall(r"aiogram\.types\.\w+", str(info.annotation))
        return bool(models) and list not in members
    return KINDS.get(kind, str) in members


def check_against(fields: str, model: type[BaseModel], left_out: set[str]) -> None:
    """Compare names, types and what is required."""
    ours = fields_of(fields)
    theirs = model.model_fields
    assert ours.keys() - theirs.keys() == set()
    assert theirs.keys() - ours.keys() <= left_out
    for field in ours.values():
        assert field.required == theirs[field.name].is_required(), field
        assert is_kind(field.type, theirs[field.name]), field


@pytest.mark.parametrize("method", METHODS)
def test_a_method_takes_the_fields_that_aiogram_knows(method: str) -> None:
    """Every field has its name, its type and its being required; what we leave out is listed."""
    check_against(METHODS[method], model_of(method), NOT_HERE | RETIRED)


@pytest.mark.parametrize("kind", OBJECTS)
def test_an_object_has_the_fields_that_aiogram_knows(kind: str) -> None:
    """The same for the objects inside parameters."""
    left_out = NOT_HERE | {"force_reply", "request_user"} | REQUESTS
    check_against(OBJECTS[kind], getattr(aiogram.types, kind), left_out | RETIRED)


REQUESTS = {
    f"request_{what}" for what in ("users", "chat", "managed_bot", "contact", "location", "poll")
}


def test_every_method_is_in_both_tables() -> None:
    """No method without fields, no fields without a method."""
    assert METHODS.keys() == FUNCTIONS.keys()


def test_the_words_for_missing_fields_are_of_known_fields() -> None:
    """A word for a field that no method has would be a misprint."""
    known: set[Any] = {name for spec in METHODS.values() for name in fields_of(spec)}
    assert MISSING.keys() <= known


def test_the_reactions_are_those_that_telegram_offers() -> None:
    """Our list against python-telegram-bot's, without variation selectors."""
    assert {emoji.value.replace("\ufe0f", "") for emoji in ReactionEmoji} == REACTIONS
