"""Topics of a forum, as far as a bot meets them."""

import pytest

from bot.sandbox import Sandbox

from .conftest import Api
from .pictures import picture


async def test_what_is_said_in_a_topic_says_so(sandbox: Sandbox, api: Api) -> None:
    """It replies to what began the topic, or to something in it."""
    began = await sandbox.alice.open_topic("Barns", sandbox.group)
    first = await sandbox.bob.send_text("/a", sandbox.group, began)
    await sandbox.carol.send_text("/b", sandbox.group, first)
    await sandbox.carol.send_text("/c", sandbox.group)
    start, *said, outside = [each["message"] for each in await api.result("getUpdates")]
    assert start["forum_topic_created"]["name"] == "Barns"
    assert start["chat"]["is_forum"]
    assert [each["message_thread_id"] for each in said] == [began.id] * 2
    assert all(each["is_topic_message"] for each in said)
    assert "message_thread_id" not in outside


async def test_a_topic_makes_nothing_a_reply(sandbox: Sandbox) -> None:
    """In privacy mode the bot does not see it, though it saw the topic begin."""
    began = await sandbox.alice.open_topic("Barns", sandbox.group)
    assert began.meant_for_bot
    assert not (await sandbox.bob.send_text("hello", sandbox.group, began)).meant_for_bot


@pytest.mark.parametrize("by", ["message_thread_id", "reply_parameters"])
async def test_the_bot_speaks_in_a_topic(sandbox: Sandbox, api: Api, by: str) -> None:
    """It names the topic, or replies to something in it; an edit stays there."""
    began = await sandbox.alice.open_topic("Barns", sandbox.group)
    group = sandbox.group.id
    where = {by: began.id if by == "message_thread_id" else {"message_id": began.id}}
    said = await api.result("sendMessage", chat_id=group, text="here", **where)
    assert said["message_thread_id"] == began.id
    place = {"chat_id": group, "message_id": said["message_id"]}
    edited = await api.result("editMessageText", text="there", **place)
    assert edited["is_topic_message"]
    await api.result("sendChatAction", chat_id=group, action="typing", message_thread_id=began.id)


@pytest.mark.parametrize("method", ["sendMessage", "sendPhoto", "sendMediaGroup", "sendChatAction"])
async def test_a_topic_that_is_none_is_refused(sandbox: Sandbox, api: Api, method: str) -> None:
    """No message, or one that began no topic."""
    said = await sandbox.alice.send_photo(picture(), sandbox.group)
    file = said.json["photo"][-1]["file_id"]
    shown = {
        "sendMessage": {"text": "x"},
        "sendPhoto": {"photo": file},
        "sendMediaGroup": {"media": [{"type": "photo", "media": file}] * 2},
        "sendChatAction": {"action": "typing"},
    }
    for thread in (said.id, 99):
        words = await api.refusal(
            method, chat_id=sandbox.group.id, message_thread_id=thread, **shown[method]
        )
        assert words == "Bad Request: message thread not found"
