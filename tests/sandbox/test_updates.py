"""Updates wait until they are confirmed, by getUpdates or at a webhook."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from bot.sandbox import Message, Sandbox

from .conftest import Api

ALICE = 1001


async def texts(api: Api, **params: Any) -> list[str]:
    """What getUpdates gives, as texts."""
    updates = await api.result("getUpdates", **params)
    return [update["message"]["text"] for update in updates]


async def test_what_is_not_confirmed_is_given_again(sandbox: Sandbox, api: Api) -> None:
    """Only an offset above it makes an update go."""
    for text in "abc":
        await sandbox.alice.send_text(text)
    first = (await api.result("getUpdates"))[0]["update_id"]
    assert await texts(api) == ["a", "b", "c"]
    assert await texts(api, limit=2) == ["a", "b"]
    assert await texts(api, offset=first + 1) == ["b", "c"]
    assert sandbox.updates_pending == 2
    assert await texts(api, offset=-1) == ["c"]
    assert await texts(api) == ["c"]
    assert await texts(api, offset=first + 3) == []
    assert sandbox.updates_pending == 0


async def test_a_long_poll_waits_for_the_next_update(sandbox: Sandbox, api: Api) -> None:
    """It answers as soon as there is one, and with nothing in the end."""
    poll = asyncio.create_task(texts(api, timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await sandbox.alice.send_text("a")
    assert await poll == ["a"]
    offset = (await api.result("getUpdates"))[0]["update_id"] + 1
    assert await texts(api, timeout=1, offset=offset) == []


async def test_two_polls_are_a_conflict(api: Api) -> None:
    """The older one is told."""
    older = asyncio.create_task(api("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    assert await texts(api) == []
    told = await older
    assert told["error_code"] == 409
    assert told["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_poll_that_hung_up_is_forgotten(sandbox: Sandbox, api: Api) -> None:
    """Its update waits for the next one."""
    with pytest.raises(httpx.ReadTimeout):
        await api.client.get(f"{api.base}/getUpdates?timeout=20", timeout=0.1)
    await asyncio.sleep(0.05)
    await sandbox.alice.send_text("a")
    assert await texts(api) == ["a"]


async def test_only_wanted_kinds_are_queued(sandbox: Sandbox, api: Api) -> None:
    """allowed_updates holds until it is given anew."""
    assert await texts(api, allowed_updates=["callback_query"]) == []
    await sandbox.alice.send_text("a")
    assert await texts(api) == []
    assert await texts(api, allowed_updates=[]) == []
    sent = await sandbox.alice.send_text("b")
    await sandbox.alice.edit_text(sent, "c")
    kinds = [min(update) for update in await api.result("getUpdates")]
    assert kinds == ["message", "edited_message"]


class Hook(RequestHandler):
    """A bot's webhook that fails the first time."""

    def initialize(self, got: list[tuple[str, Any]]) -> None:
        """Keep what comes in a list."""
        self.got = got

    def post(self) -> None:
        """Remember an update."""
        secret = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append((secret, self.request.body))
        self.set_status(500 if len(self.got) == 1 else 200)


@pytest.fixture
async def hook() -> AsyncIterator[tuple[str, list[tuple[str, bytes]]]]:
    """The address of a webhook, and what it got."""
    got: list[tuple[str, bytes]] = []
    application = Application([("/hook", Hook, {"got": got})], log_function=lambda _: None)
    socket, port = bind_unused_port()
    server = HTTPServer(application)
    server.add_socket(socket)
    yield f"http://127.0.0.1:{port}/hook", got
    server.stop()
    await server.close_all_connections()


async def test_a_webhook_gets_every_update(
    sandbox: Sandbox, api: Api, hook: tuple[str, list[tuple[str, bytes]]]
) -> None:
    """In order, each until it is taken, with the secret; getUpdates is then a conflict."""
    url, got = hook
    await sandbox.alice.send_text("a")
    poll = asyncio.create_task(api("getUpdates", timeout=20, offset=2**40))
    await asyncio.sleep(0.1)
    await api.result("setWebhook", url=url, secret_token="abc", max_connections=3)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    for text in "bc":
        await sandbox.alice.send_text(text)
    async with asyncio.timeout(5):
        while sandbox.updates_pending:  # noqa: ASYNC110 - the hook is another server
            await asyncio.sleep(0.02)
    assert [secret for secret, _ in got] == ["abc"] * 3
    assert [b'"text": "%c"' % text in body for text, (_, body) in zip(b"bbc", got, strict=True)]
    info = await api.result("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (url, 3)
    assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
    told = await api("getUpdates")
    assert told["error_code"] == 409
    assert "while webhook is active" in told["description"]


async def test_a_webhook_that_is_gone_keeps_its_updates(sandbox: Sandbox, api: Api) -> None:
    """They wait, the reason is told, and getUpdates has them in the end."""
    await api.result("setWebhook", url="http://127.0.0.1:9/")
    await sandbox.alice.send_text("a")
    await asyncio.sleep(0.1)
    info = await api.result("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Connection refused"
    await api.result("deleteWebhook")
    assert await texts(api) == ["a"]
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert sandbox.updates_pending == 0


async def reaches_bot(sandbox: Sandbox, message: Message) -> bool:
    """Whether the update of this message waits for the bot."""
    updates = await sandbox.world.updates.poll(0, 100, 0)
    sandbox.world.updates.clear()
    return any(u.get("message", {}).get("message_id") == message.id for u in updates)


GROUP_TEXTS = [
    ("hello", False),
    ("/find", True),
    ("/find@kazami_sandbox_bot", True),
    ("/find@KAZAMI_sandbox_bot now", True),
    ("/find@other_bot", False),
    ("what is this, @kazami_sandbox_bot?", True),
    ("hello @bob_sandbox", False),
    ("this/find is none", False),
]


@pytest.mark.parametrize(("text", "expected"), GROUP_TEXTS)
async def test_privacy_mode(sandbox: Sandbox, text: str, expected: bool) -> None:  # noqa: FBT001
    """In a group the bot gets what is meant for it, and nothing else; captions count as texts."""
    sent = await sandbox.bob.send_text(text, sandbox.group)
    assert await reaches_bot(sandbox, sent) is expected
    sent = await sandbox.bob.send_file(b"x", "x.txt", chat=sandbox.group, caption=text)
    assert await reaches_bot(sandbox, sent) is expected


async def test_privacy_mode_lets_replies_through(sandbox: Sandbox, api: Api) -> None:
    """Replies to the bot, or to what was meant for it; a command in reply carries the photo."""
    quiet = await sandbox.bob.send_text("hello", sandbox.group)
    assert not await reaches_bot(sandbox, await sandbox.carol.send_text("hi", sandbox.group, quiet))
    command = await sandbox.bob.send_text("/find", sandbox.group, quiet)
    assert command.json["reply_to_message"]["text"] == "hello"
    follows = await sandbox.carol.send_text("yes", sandbox.group, command)
    assert "reply_to_message" not in follows.json["reply_to_message"]
    assert await reaches_bot(sandbox, follows)
    said = await api.result("sendMessage", chat_id=sandbox.group.id, text="hm")
    answer = sandbox.group.messages[said["message_id"]]
    assert await reaches_bot(sandbox, await sandbox.carol.send_text("ok", sandbox.group, answer))


async def test_administrators_and_open_bots_see_everything(sandbox: Sandbox) -> None:
    """Privacy mode is not for them."""
    await sandbox.alice.promote_bot(sandbox.group)
    assert await reaches_bot(sandbox, await sandbox.bob.send_text("hello", sandbox.group))
    other = await Sandbox.start(privacy=False)
    assert await reaches_bot(other, await other.bob.send_text("hello", other.group))
    await other.stop()


async def test_joining_and_leaving_is_told(sandbox: Sandbox, api: Api) -> None:
    """As a service message and as my_chat_member."""
    await sandbox.alice.remove_bot(sandbox.group)
    await sandbox.alice.send_text("/find", sandbox.group)
    await sandbox.alice.add_bot(sandbox.group)
    updates = await api.result("getUpdates")
    changes = [u["my_chat_member"] for u in updates if "my_chat_member" in u]
    assert [c["new_chat_member"]["status"] for c in changes] == ["kicked", "member"]
    assert [u["message"]["new_chat_members"][0]["id"] for u in updates if "message" in u] == [4242]
