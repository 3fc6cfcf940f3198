"""Raw JSON -> where it came from."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.envelope import Envelope

CHAT = {"id": -100, "type": "supergroup"}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("chat"), inner),
    max_leaves=10,
)
KINDS = ["message", "callback_query", "guest_message"]
NAMES = st.sampled_from(
    ["update_id", *KINDS, "chat", "id", "photo", "guest_query_id", "is_topic_message"]
)


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        ({"message": {"chat": CHAT, "message_id": 7, "text": "hello"}}, "-100 text"),
        ({"message": {"chat": CHAT, "message_id": 7, "photo": [{}]}}, "-100 photo"),
        ({"message": {"chat": CHAT, "message_id": 7, "document": {"x": 1}}}, "-100 photo"),
        ({"message": {"chat": CHAT, "message_id": 7, "migrate_to_chat_id": -1}}, "-100 photo"),
        ({"callback_query": {"message": {"chat": CHAT, "message_id": 7}}}, "-100 press"),
        ({"guest_message": {"chat": CHAT, "message_id": 7, "photo": [{}]}}, "-100 guest"),
    ],
)
def test_photos_texts_and_buttons_of_a_chat_wait_apart(raw: dict[str, Any], lane: str) -> None:
    """A pressed button does not wait behind five hundred photos."""
    envelope = Envelope.of({"update_id": 3, **raw})
    assert envelope
    assert (envelope.id, envelope.lane, envelope.chat, envelope.message) == (3, lane, -100, 7)
    assert json.loads(envelope.json) == {"update_id": 3, **raw}


@pytest.mark.parametrize(("forum", "topic"), [(True, 5), (False, None)])
def test_a_topic_is_one_of_a_forum(forum: bool, topic: int | None) -> None:  # noqa: FBT001
    """Elsewhere the thread is a chain of replies, into which nothing can be sent."""
    message = {
        "chat": CHAT,
        "message_thread_id": 5,
        **({"is_topic_message": True} if forum else {}),
    }
    envelope = Envelope.of({"update_id": 3, "message": message})
    assert envelope
    assert envelope.topic == topic


@given(
    st.dictionaries(NAMES, ANYTHING | st.dictionaries(NAMES, ANYTHING)), st.integers(0, 2**63 - 1)
)
def test_whatever_an_update_holds_it_can_be_kept(raw: dict[str, Any], number: int) -> None:
    """Only its id has to be one."""
    envelope = Envelope.of({**raw, "update_id": number})
    assert envelope
    assert envelope.id == number
    assert envelope.json.isascii()


@pytest.mark.parametrize(
    "raw", [None, [], "x", 7, {}, {"update_id": "7"}, {"update_id": 2**63}, {"update_id": -1}]
)
def test_what_has_no_id_is_no_update(raw: Any) -> None:
    """It could neither be kept nor confirmed."""
    assert Envelope.of(raw) is None
