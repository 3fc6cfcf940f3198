"""Guest mode: called by its name where it is no member, the bot gets a query for one answer."""

from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.guests import SECONDS

from .conftest import Api
from .pictures import picture

NAME = "@kazami_sandbox_bot"
OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
TEXT = {"message_text": "<b>Found</b> it", "parse_mode": "HTML"}
ARTICLE = {"type": "article", "id": "1", "title": "Found", "input_message_content": TEXT}


async def called(sandbox: Sandbox, api: Api) -> dict[str, Any]:
    """Alice calls the bot in reply to Bob's photo: what the bot is told."""
    posted = await sandbox.bob.send_photo(picture(), sandbox.elsewhere)
    await sandbox.alice.send_text(f"{NAME} which?", sandbox.elsewhere, posted)
    (update,) = await api.result("getUpdates")
    message: dict[str, Any] = update["guest_message"]
    return message


async def test_its_name_calls_the_bot_where_it_is_no_member(sandbox: Sandbox, api: Api) -> None:
    """With what is replied to; all else that is said there it never hears."""
    await sandbox.alice.send_text("/find", sandbox.elsewhere)
    await sandbox.alice.send_text("@another_bot", sandbox.elsewhere)
    message = await called(sandbox, api)
    assert message["text"] == f"{NAME} which?"
    assert message["reply_to_message"]["photo"]
    assert message["guest_query_id"]
    assert (await api.result("getMe"))["supports_guest_queries"]


async def test_where_it_is_a_member_or_was_thrown_out_it_is_no_guest(
    sandbox: Sandbox, api: Api
) -> None:
    """There it gets messages, or nothing."""
    await sandbox.alice.send_text(NAME, sandbox.group)
    await sandbox.alice.remove_bot(sandbox.group)
    await sandbox.alice.send_text(NAME, sandbox.group)
    kinds = [kind for update in await api.result("getUpdates") for kind in update]
    assert "message" in kinds
    assert "guest_message" not in kinds


async def test_the_answer_is_one_message_in_reply(sandbox: Sandbox, api: Api) -> None:
    """It says who called the bot."""
    query = (await called(sandbox, api))["guest_query_id"]
    sent = await api.result("answerGuestQuery", guest_query_id=query, result=ARTICLE)
    assert sent["inline_message_id"]
    *_, asked, said = sandbox.messages(sandbox.elsewhere)
    assert said.text == "Found it"
    assert said.json["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert said.json["reply_to_message"]["message_id"] == asked.id
    assert said.json["guest_bot_caller_user"]["id"] == sandbox.alice.id


async def test_the_answer_may_be_a_photo_that_telegram_has(sandbox: Sandbox, api: Api) -> None:
    """With a caption."""
    message = await called(sandbox, api)
    photo = message["reply_to_message"]["photo"][-1]["file_id"]
    result = {"type": "photo", "id": "1", "photo_file_id": photo, "caption": "This one"}
    await api.result("answerGuestQuery", guest_query_id=message["guest_query_id"], result=result)
    said = sandbox.messages(sandbox.elsewhere)[-1]
    assert (said.json["photo"][-1]["file_id"], said.text) == (photo, "This one")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "gif"}, 'can\'t parse inline query result: type "gif" is not known here'),
        ({"id": ""}, "RESULT_ID_INVALID"),
        ({"id": "x" * 65}, "RESULT_ID_INVALID"),
        ({"title": None}, 'parameter "title" is required'),
        ({"more": 1}, "unknown field more"),
        ({"input_message_content": {"message_text": " "}}, "message text is empty"),
        ({"input_message_content": {"message_text": "x" * 4097}}, "message is too long"),
        ({"reply_markup": {"keyboard": [["x"]]}}, "inline keyboard expected"),
    ],
)
async def test_what_is_no_result_is_refused(
    sandbox: Sandbox, api: Api, change: dict[str, Any], words: str
) -> None:
    """And the query waits on."""
    query = (await called(sandbox, api))["guest_query_id"]
    said = await api.refusal("answerGuestQuery", guest_query_id=query, result=ARTICLE | change)
    assert said == f"Bad Request: {words}"
    await api.result("answerGuestQuery", guest_query_id=query, result=ARTICLE)


async def test_a_photo_that_telegram_does_not_have_is_refused(sandbox: Sandbox, api: Api) -> None:
    """Nor is one fetched."""
    query = (await called(sandbox, api))["guest_query_id"]
    result = {"type": "photo", "id": "1", "photo_file_id": "none"}
    said = await api.refusal("answerGuestQuery", guest_query_id=query, result=result)
    assert said == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_query_is_answered_once_and_soon(
    sandbox: Sandbox, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram's words for all three: answered, unknown, old."""
    query = (await called(sandbox, api))["guest_query_id"]
    await api.result("answerGuestQuery", guest_query_id=query, result=ARTICLE)
    for each in (query, "7"):
        said = await api.refusal("answerGuestQuery", guest_query_id=each, result=ARTICLE)
        assert said == OLD
    sandbox.world.updates.clear()
    query = (await called(sandbox, api))["guest_query_id"]
    monkeypatch.setattr("bot.sandbox.guests.SECONDS", -SECONDS)
    assert await api.refusal("answerGuestQuery", guest_query_id=query, result=ARTICLE) == OLD
