"""What the methods do, seen from both sides of the chat."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox import Answer, Sandbox
from bot.sandbox.fields import METHODS, fields_of
from bot.sandbox.methods import call_method
from bot.sandbox.world import World

from .conftest import Api
from .pictures import picture

ALICE = 1001
GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}


async def test_a_message_is_edited(sandbox: Sandbox, api: Api) -> None:
    """The text changes, the number stays, the earlier texts are remembered."""
    sent = await api.result("sendMessage", chat_id=ALICE, text="one", reply_markup=GO)
    place = {"chat_id": ALICE, "message_id": sent["message_id"]}
    for text in ("<b>two</b>", "three"):
        await api.result("editMessageText", **place, text=text, parse_mode="HTML")
    message = sandbox.messages(sandbox.alice)[-1]
    assert (message.text, message.edits, message.buttons) == ("three", ["one", "two"], [])
    assert message.json["edit_date"] >= message.json["date"]
    assert "entities" not in message.json


async def test_a_photo_is_edited(sandbox: Sandbox, api: Api) -> None:
    """Caption, buttons, and the photo itself."""
    photo = {"photo": ("x.png", picture())}
    sent = await api.result("sendPhoto", photo, chat_id=ALICE, caption="one", has_spoiler="true")
    place = {"chat_id": ALICE, "message_id": sent["message_id"]}
    edited = await api.result("editMessageCaption", **place, caption="two", reply_markup=GO)
    assert (edited["caption"], edited["photo"]) == ("two", sent["photo"])
    assert edited["has_media_spoiler"]
    edited = await api.result("editMessageReplyMarkup", **place)
    assert (edited["caption"], "reply_markup" in edited) == ("two", False)
    media = json.dumps({"type": "photo", "media": "attach://new", "caption": "three"})
    files = {"new": ("y.png", picture(100, 50))}
    edited = await api.result("editMessageMedia", files, **place, media=media)
    assert (edited["caption"], edited["photo"][-1]["width"]) == ("three", 100)
    assert sandbox.messages(sandbox.alice)[-1].edits == ["one", "two", "two"]


async def test_an_album_is_several_messages(sandbox: Sandbox, api: Api) -> None:
    """They share an id, reply to the same message, and take photos old and new."""
    asked = await sandbox.alice.send_photo(picture())
    media = [
        {"type": "photo", "media": "attach://a", "caption": "x"},
        {"type": "photo", "media": asked.json["photo"][-1]["file_id"]},
    ]
    sent = await api.result(
        "sendMediaGroup",
        {"a": ("a.png", picture(80, 80))},
        chat_id=ALICE,
        media=json.dumps(media),
        reply_parameters=json.dumps({"message_id": asked.id}),
    )
    assert len({one["media_group_id"] for one in sent}) == 1
    assert [one["reply_to_message"]["message_id"] for one in sent] == [asked.id] * 2
    assert sent[1]["photo"] == asked.json["photo"]
    assert [one.get("caption") for one in sent] == ["x", None]


async def test_a_person_sends_an_album(sandbox: Sandbox, api: Api) -> None:
    """Each photo is an update of its own."""
    sent = await sandbox.alice.send_album([picture(), picture(30, 30)], caption="two")
    updates = [update["message"] for update in await api.result("getUpdates")]
    assert updates == [message.json for message in sent]
    assert updates[0]["media_group_id"] == updates[1]["media_group_id"]
    with pytest.raises(ValueError, match="2 to 10"):
        await sandbox.alice.send_album([picture()])


async def test_a_button_is_pressed_and_answered(sandbox: Sandbox, api: Api) -> None:
    """By its text or its data; the one who pressed learns the answer."""
    await api.result("sendMessage", chat_id=ALICE, text="x", reply_markup=GO)
    message = sandbox.messages(sandbox.alice)[-1]
    press = asyncio.create_task(sandbox.alice.press(message, "Go"))
    [update] = await api.result("getUpdates", timeout=5)
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("go", ALICE)
    assert query["message"] == message.json
    await api.result(
        "answerCallbackQuery", callback_query_id=query["id"], text="ok", show_alert=True
    )
    assert await press == Answer(query["id"], ALICE, "ok", show_alert=True, url="")
    with pytest.raises(ValueError, match="no button 'Stop'"):
        await sandbox.alice.press(message, "Stop")


async def test_reactions_and_deletions_are_seen(sandbox: Sandbox, api: Api) -> None:
    """One reaction at a time; an empty list takes it away."""
    sent = await sandbox.alice.send_text("x")
    place = {"chat_id": ALICE, "message_id": sent.id}
    for emoji in ("👀", "❤️"):
        reaction = [{"type": "emoji", "emoji": emoji}]
        assert await api.result("setMessageReaction", **place, reaction=reaction)
    assert sent.reactions == ["❤"]
    assert await api.result("setMessageReaction", **place)
    assert sent.reactions == []
    assert await api.result("deleteMessages", chat_id=ALICE, message_ids=[sent.id, 99])
    assert sandbox.messages(sandbox.alice)[-1].text == "/start"


async def test_people_edit_only_what_is_theirs(sandbox: Sandbox, api: Api) -> None:
    """The bot learns of it as edited_message."""
    sent = await sandbox.alice.send_photo(picture(), caption="one")
    await sandbox.alice.edit_text(sent, "two")
    assert (sent.text, sent.edits) == ("two", ["one"])
    assert (await api.result("getUpdates"))[-1]["edited_message"]["caption"] == "two"
    with pytest.raises(ValueError, match="only what they wrote"):
        await sandbox.bob.edit_text(sent, "three")
    await sandbox.alice.delete(sent)
    assert sent not in sandbox.messages(sandbox.alice)


async def test_a_message_is_forwarded(sandbox: Sandbox) -> None:
    """With its photo, and who wrote it."""
    sent = await sandbox.bob.send_photo(picture(), caption="look")
    there = await sandbox.alice.forward(sent)
    assert there.json["photo"] == sent.json["photo"]
    assert there.json["forward_origin"]["sender_user"]["id"] == sandbox.bob.id


async def test_until_waits_for_new_and_edited_messages(sandbox: Sandbox, api: Api) -> None:
    """What is there already counts, people's messages do not, and it gives up in time."""
    with pytest.raises(TimeoutError, match="no such message"):
        await sandbox.until(lambda m: m.text == "/start", timeout=0.01)
    wait = asyncio.create_task(sandbox.until(lambda m: m.text == "two", sandbox.alice))
    sent = await api.result("sendMessage", chat_id=ALICE, text="one")
    await api.result("editMessageText", chat_id=ALICE, message_id=sent["message_id"], text="two")
    found = await wait
    assert found is await sandbox.until(lambda m: m.text == "two", sandbox.alice)
    with pytest.raises(TimeoutError):
        await sandbox.until(lambda m: m.text == "two", timeout=0.01, after=found)


async def test_the_narrowest_menu_is_shown(sandbox: Sandbox, api: Api) -> None:
    """Scopes and languages, as Telegram's apps choose."""
    menus: list[tuple[str, dict[str, Any]]] = [
        ("a", {}),
        ("b", {"language_code": "de"}),
        ("c", {"scope": {"type": "all_group_chats"}}),
        ("d", {"scope": {"type": "all_chat_administrators"}}),
        ("e", {"scope": {"type": "chat", "chat_id": ALICE}}),
    ]
    for name, params in menus:
        commands = [{"command": name, "description": name.upper()}]
        assert await api.result("setMyCommands", commands=commands, **params)
        assert await api.result("getMyCommands", **params) == commands
    sandbox.carol.language = "de"
    world = sandbox.world

    def shown(chat: int, user: int) -> str:
        status = world.chats[chat].members[user]
        language = world.users[user]["language_code"]
        return str(world.commands.menu(chat, user, status, language)[0]["command"])

    group = sandbox.group.id
    assert [shown(1001, 1001), shown(1002, 1002), shown(1003, 1003)] == ["e", "a", "b"]
    assert [shown(group, 1001), shown(group, 1002)] == ["d", "c"]
    assert await api.result("deleteMyCommands", scope={"type": "chat", "chat_id": ALICE})
    assert shown(1001, 1001) == "a"


async def test_the_group_is_known(sandbox: Sandbox, api: Api) -> None:
    """Its title, its creator, its members."""
    group = sandbox.group.id
    chat = await api.result("getChat", chat_id=group)
    assert (chat["type"], chat["id"] < -(10**12)) == ("supergroup", True)
    [creator] = await api.result("getChatAdministrators", chat_id=group)
    assert (creator["status"], creator["user"]["id"]) == ("creator", sandbox.alice.id)
    bob = await api.result("getChatMember", chat_id=group, user_id=sandbox.bob.id)
    assert bob["status"] == "member"
    assert await api.result("getChatMemberCount", chat_id=group) == 4


async def test_trouble_on_purpose(sandbox: Sandbox, api: Api) -> None:
    """Too many requests; or the connection is lost before or after the work was done."""
    sandbox.fail("sendMessage", code=429, retry_after=7)
    told = await api("sendMessage", chat_id=ALICE, text="one")
    assert (told["error_code"], told["parameters"]) == (429, {"retry_after": 7})
    sandbox.fail("sendMessage", code=0, times=2, carried_out=True)
    for text in ("two", "three"):
        with pytest.raises(httpx.ReadError):
            await api("sendMessage", chat_id=ALICE, text=text)
    await api.result("sendMessage", chat_id=ALICE, text="four")
    said = [message.text for message in sandbox.messages(sandbox.alice)]
    assert said == ["/start", "two", "three", "four"]


async def test_every_request_is_remembered(sandbox: Sandbox, api: Api) -> None:
    """With its parameters, files and response."""
    photo = {"photo": ("x.png", picture())}
    await api("sendPhoto", photo, chat_id=ALICE)
    await api("sendPhoto", chat_id=ALICE)
    done, failed = sandbox.requests
    assert (done.method, done.params) == ("sendPhoto", {"chat_id": str(ALICE)})
    assert done.files == {"photo": ("x.png", len(picture()))}
    assert done.response["result"]["photo"]
    assert failed.response["error_code"] == 400


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([1001, 1, "1001", "attach://a", "photo", "chat", "emoji", "<b>", "HTML"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "media", "text", "chat_id", "emoji", "inline_keyboard", "offset"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


GOOD = {
    "chat_id": ALICE,
    "message_id": 1,
    "user_id": ALICE,
    "text": "x",
    "media": [{"type": "photo", "media": "x"}] * 2,
    "message_ids": [1],
    "commands": [{"command": "find", "description": "x"}],
    "reaction": [{"type": "emoji", "emoji": "👍"}],
    "action": "typing",
}


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
async def test_nothing_that_comes_breaks_the_sandbox(data: st.DataObject) -> None:
    """Any value for any field of a good call: a result or a refusal, and both are JSON."""
    method = data.draw(st.sampled_from(sorted(set(METHODS) - {"getUpdates", "setWebhook"})))
    names = sorted(fields_of(METHODS[method]))
    world = World("kazami_sandbox_bot", "Kazami", privacy=True)
    chat = world.chats[ALICE]
    chat.started = True
    world.say(chat, world.bot, {"text": "one"}, None)
    params = {name: GOOD[name] for name in names if name in GOOD}
    for name in data.draw(st.lists(st.sampled_from(names), max_size=2)) if names else []:
        params[name] = data.draw(JSON)
    told = await call_method(world, method, params, {})
    assert told["ok"] in (True, False)
    json.dumps(told)
