"""What the real API refuses is refused, in its own words."""

import json
from typing import Any

import pytest

from bot.sandbox import Sandbox

from .conftest import Api
from .pictures import picture

ALICE, BOB = 1001, 1002
LONG = "x" * 4097


def button(**fields: Any) -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": "Go", **fields}]]}


SAID = [  # (method, parameters, Telegram's words after "Bad Request: ")
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": ALICE}, "message text is empty"),
    ("sendMessage", {"chat_id": ALICE, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": ALICE, "text": LONG}, "message is too long"),
    ("sendMessage", {"chat_id": ALICE, "text": "🙂" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": 5, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "alice", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": ALICE, "text": "x", "colour": "red"}, "unknown field colour"),
    ("sendMessage", {"chat_id": ALICE, "text": 5}, 'field "text" must be of type String'),
    ("sendMessage", {"chat_id": ALICE, "text": "\ud83d"}, "strings must be encoded in UTF-8"),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "parse_mode": "Markdown"},
        "unsupported parse_mode: the sandbox reads HTML only",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_parameters": {"message_id": 99}},
        "message to be replied not found",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": button(callback_data="é" * 33)},
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": button()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": button(url="nowhere")},
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": button(callback_data="x", size=5)},
        "unknown field size",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": "["},
        "can't parse reply_markup JSON object",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": []},
        "object expected as reply markup",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": {"x": 1}},
        "object expected as reply markup",
    ),
    (
        "sendMessage",
        {
            "chat_id": ALICE,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "https://x.org"}] * 101]},
        },
        "reply markup is too long",
    ),
    (
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "protect_content": "perhaps"},
        'field "protect_content" must be of type Boolean',
    ),
    ("sendPhoto", {"chat_id": ALICE}, "there is no photo in the request"),
    (
        "sendPhoto",
        {"chat_id": ALICE, "photo": "AgACnone"},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendPhoto",
        {"chat_id": ALICE, "photo": "attach://none"},
        "wrong file identifier/HTTP URL specified",
    ),
    (
        "sendPhoto",
        {"chat_id": ALICE, "photo": "https://x.org/1.jpg"},
        "failed to get HTTP URL content",
    ),
    ("sendDocument", {"chat_id": ALICE}, "there is no document in the request"),
    ("sendMediaGroup", {"chat_id": ALICE}, 'parameter "media" is required'),
    ("sendMediaGroup", {"chat_id": ALICE, "media": []}, "there are no messages to send"),
    (
        "sendMediaGroup",
        {"chat_id": ALICE, "media": [{"type": "photo", "media": "x"}]},
        "too few messages to send as an album",
    ),
    (
        "sendMediaGroup",
        {"chat_id": ALICE, "media": [{"type": "photo", "media": "x"}] * 11},
        "too many messages to send as an album",
    ),
    (
        "sendMediaGroup",
        {"chat_id": ALICE, "media": [{"type": "pie", "media": "x"}] * 2},
        'can\'t parse InputMedia: type "pie" is unsupported',
    ),
    (
        "sendMediaGroup",
        {
            "chat_id": ALICE,
            "media": [{"type": kind, "media": "x"} for kind in ("photo", "document")],
        },
        "document can't be mixed with other media types",
    ),
    (
        "editMessageText",
        {"chat_id": ALICE, "message_id": 99, "text": "x"},
        "message to edit not found",
    ),
    ("editMessageText", {"chat_id": ALICE, "text": "x"}, "message identifier is not specified"),
    (
        "editMessageText",
        {"chat_id": ALICE, "message_id": 1, "text": "x"},
        "message can't be edited",
    ),
    ("deleteMessage", {"chat_id": ALICE, "message_id": 99}, "message to delete not found"),
    ("deleteMessages", {"chat_id": ALICE, "message_ids": []}, "message identifiers are invalid"),
    ("setMessageReaction", {"chat_id": ALICE, "message_id": 99}, "message to react not found"),
    (
        "setMessageReaction",
        {"chat_id": ALICE, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🍉"}]},
        "REACTION_INVALID",
    ),
    (
        "setMessageReaction",
        {"chat_id": ALICE, "message_id": 1, "reaction": [{"type": "paid"}]},
        "REACTION_INVALID",
    ),
    (
        "setMessageReaction",
        {
            "chat_id": ALICE,
            "message_id": 1,
            "reaction": [{"type": "emoji", "emoji": e} for e in "👍👎"],
        },
        "REACTIONS_TOO_MANY",
    ),
    (
        "answerCallbackQuery",
        {"callback_query_id": "77"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "77", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    (
        "sendChatAction",
        {"chat_id": ALICE, "action": "dancing"},
        "wrong parameter action in request",
    ),
    ("getFile", {"file_id": "none"}, "wrong file_id or the file is temporarily unavailable"),
    ("getChat", {"chat_id": 77}, "chat not found"),
    ("getChatMember", {"chat_id": ALICE, "user_id": BOB}, "member not found"),
    (
        "getChatAdministrators",
        {"chat_id": ALICE},
        "there are no administrators in the private chat",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "Find", "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "find", "description": " "}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "x", "description": "x"}] * 101},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "setMyCommands",
        {"commands": [], "scope": {"type": "moon"}},
        "can't parse BotCommandScope: unsupported type specified",
    ),
    ("setMyName", {"name": "x" * 65}, "BOT_NAME_INVALID"),
    (
        "setWebhook",
        {"url": "https://example.org/"},
        "bad webhook: the sandbox delivers to this machine only",
    ),
    (
        "setWebhook",
        {"url": "http://127.0.0.1:9/", "secret_token": "é"},
        "secret token contains unallowed characters",
    ),
    ("getUpdates", {"limit": "many"}, 'field "limit" must be of type Number'),
]


@pytest.mark.parametrize(("method", "params", "words"), SAID)
async def test_a_mistake_is_refused(
    api: Api, method: str, params: dict[str, Any], words: str
) -> None:
    """Each mistake gets Telegram's own words, and changes nothing."""
    assert await api.refusal(method, **params) == f"Bad Request: {words}"


BAD_HTML = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x <div>y</div>", 'Unsupported start tag "div" at byte offset 2'),
    ("ü < 3", 'Unsupported start tag "" at byte offset 3'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("text", "words"), BAD_HTML)
async def test_bad_html_is_refused(api: Api, text: str, words: str) -> None:
    """The place of the mistake is told in bytes."""
    said = await api.refusal("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")
    assert said == f"Bad Request: can't parse entities: {words}"


async def test_a_long_caption_is_refused(api: Api) -> None:
    """1024 units, and no more."""
    files = {"photo": ("x.png", picture())}
    fits = await api("sendPhoto", files, chat_id=ALICE, caption="x" * 1024)
    said = await api.refusal("sendPhoto", files, chat_id=ALICE, caption="x" * 1025)
    assert fits["ok"]
    assert said == "Bad Request: message caption is too long"


PHOTOS = [
    (picture(20, 10)[:60], "IMAGE_PROCESS_FAILED"),
    (b"no image", "IMAGE_PROCESS_FAILED"),
    (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
    (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    (
        bytes(10 * 1024 * 1024 + 1),
        "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    ),
    (b"", "file must be non-empty"),
]


@pytest.mark.parametrize(("data", "words"), PHOTOS)
async def test_a_photo_that_telegram_cannot_take_is_refused(
    api: Api, data: bytes, words: str
) -> None:
    """Bytes, sides, ratio, and whether it decodes."""
    said = await api.refusal("sendPhoto", {"photo": ("x.png", data)}, chat_id=ALICE)
    assert said == f"Bad Request: {words}"


async def test_an_edit_that_changes_nothing_is_refused(api: Api) -> None:
    """The same text, entities and buttons are told apart from other ones."""
    keyboard = button(callback_data="go")
    sent = await api.result("sendMessage", chat_id=ALICE, text="x", reply_markup=keyboard)
    place = {"chat_id": ALICE, "message_id": sent["message_id"]}
    said = await api.refusal("editMessageText", **place, text=" x ", reply_markup=keyboard)
    assert "message is not modified: specified new message content and reply" in said
    edited = await api.result("editMessageText", **place, text="x")
    assert "reply_markup" not in edited
    assert "message is not modified" in await api.refusal("editMessageReplyMarkup", **place)
    no_caption = await api.refusal("editMessageCaption", **place, caption="x")
    assert no_caption == "Bad Request: there is no caption in the message to edit"


async def test_a_photo_has_no_text_to_edit(api: Api) -> None:
    """A photo's caption is not its text."""
    sent = await api.result("sendPhoto", {"photo": ("x.png", picture())}, chat_id=ALICE)
    place = {"chat_id": ALICE, "message_id": sent["message_id"]}
    said = await api.refusal("editMessageText", **place, text="x")
    assert said == "Bad Request: there is no text in the message to edit"


async def test_the_bot_cannot_begin_a_chat(api: Api, sandbox: Sandbox) -> None:
    """Bob has not written yet; then he has; then he blocks the bot."""
    said = await api("sendMessage", chat_id=BOB, text="x")
    assert said["error_code"] == 403
    assert said["description"] == "Forbidden: bot can't initiate conversation with a user"
    await sandbox.bob.send_text("hello")
    await api.result("sendMessage", chat_id=BOB, text="x")
    await sandbox.bob.block()
    said = await api("sendMessage", chat_id=BOB, text="x")
    assert said["description"] == "Forbidden: bot was blocked by the user"
    await sandbox.bob.unblock()
    await api.result("sendMessage", chat_id=BOB, text="x")


async def test_the_bot_cannot_write_where_it_is_not(api: Api, sandbox: Sandbox) -> None:
    """It leaves; it is added; it is removed."""
    group = sandbox.group.id
    await api.result("leaveChat", chat_id=group)
    said = await api("sendMessage", chat_id=group, text="x")
    assert said["description"] == "Forbidden: bot is not a member of the supergroup chat"
    await sandbox.alice.add_bot(sandbox.group)
    await api.result("sendMessage", chat_id=group, text="x")
    await sandbox.alice.remove_bot(sandbox.group)
    said = await api("sendMessage", chat_id=group, text="x")
    assert said["description"] == "Forbidden: bot was kicked from the supergroup chat"


async def test_only_an_administrator_deletes_what_others_wrote(api: Api, sandbox: Sandbox) -> None:
    """In a group; in a private chat the bot may."""
    sent = await sandbox.bob.send_text("hello", sandbox.group)
    place = {"chat_id": sandbox.group.id, "message_id": sent.id}
    assert await api.refusal("deleteMessage", **place) == "Bad Request: message can't be deleted"
    await sandbox.alice.promote_bot(sandbox.group)
    assert await api.result("deleteMessage", **place)
    assert await api.result("deleteMessage", chat_id=ALICE, message_id=1)
    assert sandbox.messages(sandbox.alice) == []


async def test_a_query_is_answered_once(api: Api, sandbox: Sandbox) -> None:
    """A second answer comes too late."""
    keyboard = button(callback_data="go")
    await api.result("sendMessage", chat_id=ALICE, text="x", reply_markup=keyboard)
    message = sandbox.messages(sandbox.alice)[-1]
    assert await sandbox.alice.press(message, "Go", timeout=0.01) is None
    [update] = await api.result("getUpdates")
    query = update["callback_query"]["id"]
    await api.result("answerCallbackQuery", callback_query_id=query, text="done")
    said = await api.refusal("answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in said


async def test_a_stranger_gets_nothing(api: Api, sandbox: Sandbox) -> None:
    """Wrong tokens and unknown methods, with the status that Telegram gives."""
    answers = [
        ("bot1:wrong/getMe", 401, "Unauthorized"),
        (f"bot{sandbox.token}/getMoon", 404, "Not Found"),
        (f"file/bot{sandbox.token}/photos/file_99.jpg", 404, "Not Found"),
        ("file/bot1:wrong/photos/file_1.jpg", 401, "Unauthorized"),
        ("elsewhere", 404, "Not Found"),
    ]
    for path, code, words in answers:
        response = await api.client.get(f"{sandbox.url}/{path}")
        assert response.status_code == code
        assert response.json() == {"ok": False, "error_code": code, "description": words}


BROKEN = [
    (b"{", "application/json"),
    (b"[1]", "application/json"),
    (b"[" * 100_000, "application/json"),
    (b'{"chat_id": 1e400, "text": {}}', "application/json"),
    (b"chat_id=%ff", "application/x-www-form-urlencoded"),
    (json.dumps({"chat_id": ALICE, "media": "[" * 100_000}).encode(), "application/json"),
    (json.dumps({"chat_id": "9" * 5000, "media": []}).encode(), "application/json"),
    (json.dumps({"chat_id": ALICE, "media": [1, None]}).encode(), "application/json"),
    (json.dumps({"chat_id": ALICE, "media": [{"type": []}]}).encode(), "application/json"),
]


@pytest.mark.parametrize(("body", "kind"), BROKEN)
async def test_nonsense_is_refused_and_the_server_lives(api: Api, body: bytes, kind: str) -> None:
    """Whatever comes, the answer is a refusal."""
    headers = {"Content-Type": kind}
    url = f"{api.base}/sendMediaGroup"
    response = await api.client.post(url, content=body, headers=headers)
    assert response.status_code == 400
    assert response.json()["ok"] is False
    assert await api.result("getMe")
