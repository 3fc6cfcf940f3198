"""Three libraries that nobody here wrote take the sandbox for Telegram."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass
from typing import Any

import aiogram
import pytest
import telebot.types
import telegram.error
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
)
from aiogram.types import InputMediaPhoto as AiogramPhoto
from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.asyncio_helper import ApiTelegramException
from telebot.types import InputFile as TelebotFile

from bot.sandbox import Message, Sandbox

from .pictures import picture

ALICE = 1001


@dataclass
class Client:
    """One library's way to do the same things."""

    bot: Any
    ask_buttons: Callable[[], Any]
    send_album: Callable[[], Any]
    react: Callable[[int], Any]
    download: Callable[[str], Any]
    bad_request: type[Exception]
    forbidden: type[Exception]


@asynccontextmanager
async def ptb(sandbox: Sandbox) -> AsyncIterator[Client]:
    """python-telegram-bot."""
    base, files = f"{sandbox.url}/bot", f"{sandbox.url}/file/bot"
    async with telegram.Bot(sandbox.token, base_url=base, base_file_url=files) as bot:

        async def download(file_id: str) -> bytes:
            return bytes(await (await bot.get_file(file_id)).download_as_bytearray())

        button = telegram.InlineKeyboardButton("Go", callback_data="go")
        yield Client(
            bot,
            lambda: bot.send_message(
                ALICE, "<b>one</b>", "HTML", reply_markup=telegram.InlineKeyboardMarkup([[button]])
            ),
            lambda: bot.send_media_group(
                ALICE, [telegram.InputMediaPhoto(picture(80 + n)) for n in range(3)], caption="x"
            ),
            lambda message_id: bot.set_message_reaction(ALICE, message_id, "👀"),
            download,
            telegram.error.BadRequest,
            telegram.error.Forbidden,
        )


@asynccontextmanager
async def from_aiogram(sandbox: Sandbox) -> AsyncIterator[Client]:
    """Use aiogram."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with aiogram.Bot(sandbox.token, session=session) as bot:

        async def download(file_id: str) -> bytes:
            file = await bot.download(file_id)
            assert file
            return file.read()

        button = InlineKeyboardButton(text="Go", callback_data="go")
        photos = [BufferedInputFile(picture(80 + n), "x.png") for n in range(3)]
        yield Client(
            bot,
            lambda: bot.send_message(
                ALICE,
                "<b>one</b>",
                parse_mode="HTML",
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
            ),
            lambda: bot.send_media_group(ALICE, [AiogramPhoto(media=one) for one in photos]),
            lambda number: bot.set_message_reaction(
                ALICE, number, reaction=[ReactionTypeEmoji(emoji="👀")]
            ),
            download,
            TelegramBadRequest,
            TelegramForbiddenError,
        )


def telebot_photo(width: int) -> telebot.types.InputMediaPhoto:
    """A photo for an album."""
    return telebot.types.InputMediaPhoto(TelebotFile(io.BytesIO(picture(width))))


@asynccontextmanager
async def from_telebot(sandbox: Sandbox) -> AsyncIterator[Client]:
    """Use pyTelegramBotAPI."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio_helper, "API_URL", sandbox.url + "/bot{0}/{1}")
        patch.setattr(asyncio_helper, "FILE_URL", sandbox.url + "/file/bot{0}/{1}")
        bot = AsyncTeleBot(sandbox.token)

        async def download(file_id: str) -> bytes:
            found = await bot.get_file(file_id)
            assert found.file_path
            return bytes(await bot.download_file(found.file_path))

        keyboard = telebot.types.InlineKeyboardMarkup(
            [[telebot.types.InlineKeyboardButton("Go", callback_data="go")]]
        )
        yield Client(
            bot,
            lambda: bot.send_message(ALICE, "<b>one</b>", parse_mode="HTML", reply_markup=keyboard),
            lambda: bot.send_media_group(
                ALICE,
                [
                    telebot.types.InputMediaPhoto(TelebotFile(io.BytesIO(picture(80 + n))))
                    for n in range(3)
                ],
            ),
            lambda number: bot.set_message_reaction(
                ALICE, number, [telebot.types.ReactionTypeEmoji("👀")]
            ),
            download,
            ApiTelegramException,
            ApiTelegramException,
        )
        await bot.close_session()  # type: ignore[no-untyped-call]


LIBRARIES = {"ptb": ptb, "aiogram": from_aiogram, "telebot": from_telebot}


@pytest.fixture(params=LIBRARIES)
async def client(request: pytest.FixtureRequest, sandbox: Sandbox) -> AsyncIterator[Client]:
    """Each library in turn."""
    make: Callable[[Sandbox], AbstractAsyncContextManager[Client]] = LIBRARIES[request.param]
    async with make(sandbox) as client:
        yield client


def last(sandbox: Sandbox) -> Message:
    """The newest message of Alice's chat."""
    return sandbox.messages(sandbox.alice)[-1]


async def test_a_photo_reaches_the_bot(sandbox: Sandbox, client: Client) -> None:
    """And the bot downloads the very bytes."""
    sent = await sandbox.alice.send_photo(picture(900, 600), caption="what is this? 🙂")
    [update] = await client.bot.get_updates(timeout=1)
    message = update.message
    assert message.caption == "what is this? 🙂"
    assert [size.width for size in message.photo] == [90, 320, 800, 900]
    stored = sandbox.world.files.find(sent.json["photo"][-1]["file_id"])
    assert stored
    assert await client.download(message.photo[-1].file_id) == stored.data


async def test_a_message_is_sent_and_edited(sandbox: Sandbox, client: Client) -> None:
    """With formatting and buttons; then without."""
    sent = await client.ask_buttons()
    message = last(sandbox)
    assert message.json["entities"] == [{"offset": 0, "length": 3, "type": "bold"}]
    assert [button["text"] for button in message.buttons] == ["Go"]
    await client.bot.edit_message_text(text="two", chat_id=ALICE, message_id=sent.message_id)
    assert (message.text, message.edits, message.buttons) == ("two", ["one"], [])


async def test_a_button_is_answered(sandbox: Sandbox, client: Client) -> None:
    """The one who pressed is told."""
    await client.ask_buttons()
    press = asyncio.create_task(sandbox.alice.press(last(sandbox), "Go"))
    [update] = await client.bot.get_updates(timeout=5)
    query = update.callback_query
    assert query.data == "go"
    assert await client.bot.answer_callback_query(query.id, text="done")
    answer = await press
    assert answer
    assert answer.text == "done"


async def test_an_album_is_sent(sandbox: Sandbox, client: Client) -> None:
    """Three photos, one album."""
    sent = await client.send_album()
    assert [one.photo[-1].width for one in sent] == [80, 81, 82]
    assert len({one.media_group_id for one in sent}) == 1
    assert len(sandbox.messages(sandbox.alice)) == 4


async def test_the_bot_reacts_and_deletes(sandbox: Sandbox, client: Client) -> None:
    """A reaction, a chat action, a deletion."""
    sent = await sandbox.alice.send_text("hello")
    assert await client.react(sent.id)
    assert sent.reactions == ["👀"]
    assert await client.bot.send_chat_action(ALICE, "typing")
    assert await client.bot.delete_message(ALICE, sent.id)
    assert last(sandbox).text == "/start"


async def test_a_chat_is_read(sandbox: Sandbox, client: Client) -> None:
    """The libraries can parse what we say of chats and members."""
    group = sandbox.group.id
    assert (await client.bot.get_me()).username == "kazami_sandbox_bot"
    assert (await client.bot.get_chat(group)).title == "Kazami and friends"
    await sandbox.alice.promote_bot(sandbox.group)
    statuses = [one.status for one in await client.bot.get_chat_administrators(group)]
    assert statuses == ["creator", "administrator"]
    assert (await client.bot.get_chat_member(group, sandbox.bob.id)).status == "member"


async def test_refusals_become_exceptions(client: Client) -> None:
    """Each library finds its own type for them."""
    with pytest.raises(client.bad_request, match=r"(?i)message text is empty"):
        await client.bot.send_message(ALICE, " ")
    with pytest.raises(client.bad_request, match=r"(?i)chat not found"):
        await client.bot.send_message(77, "x")
    with pytest.raises(client.forbidden, match="bot can't initiate conversation"):
        await client.bot.send_message(1002, "x")


async def test_too_many_requests_become_retry_after(sandbox: Sandbox) -> None:
    """Both asynchronous libraries learn how long to wait."""
    sandbox.fail("sendMessage", code=429, times=2, retry_after=7)
    async with from_aiogram(sandbox) as client:
        with pytest.raises(TelegramRetryAfter) as told:
            await client.bot.send_message(ALICE, "x")
        assert told.value.retry_after == 7
    async with ptb(sandbox) as client:
        with pytest.raises(telegram.error.RetryAfter):
            await client.bot.send_message(ALICE, "x")


async def test_the_synchronous_telebot_polls(sandbox: Sandbox) -> None:
    """In a thread of its own, as its users run it."""
    from telebot import TeleBot, apihelper  # noqa: PLC0415 - patched for this test only

    await sandbox.alice.send_text("hello")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apihelper, "API_URL", sandbox.url + "/bot{0}/{1}")
        bot = TeleBot(sandbox.token, threaded=False)
        [update] = await asyncio.to_thread(bot.get_updates)
        assert update.message
        assert update.message.text == "hello"
        sent = await asyncio.to_thread(bot.reply_to, update.message, "hi")
        assert sent.reply_to_message
        assert sent.reply_to_message.text == "hello"
        session = apihelper._get_req_session()  # type: ignore[no-untyped-call]
        with closing(session):  # nobody else does
            pass
