"""The chat page in a real browser, with a small bot on the other side."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.sandbox import Sandbox
from tests.browser import WINDOWS, chromium, drop, shoot
from tests.browser import open_page as open_in

from .pictures import picture

pytestmark = pytest.mark.slow
OpenPage = Callable[[str, str], Awaitable[Page]]
BELOW = "log.scrollHeight - log.scrollTop - log.clientHeight"  # px out of view


async def answer_photo(update: Update, _context: object) -> None:
    """Look, then say what it is, with buttons and an album."""
    message = update.effective_message
    assert message
    await message.set_reaction("👀")
    await message.chat.send_action("typing")
    sent = await message.reply_text("Looking…", do_quote=True)
    keyboard = [
        [InlineKeyboardButton("Show proof", callback_data="proof")],
        [
            InlineKeyboardButton("Right", callback_data="right"),
            InlineKeyboardButton("Wrong", callback_data="wrong"),
        ],
    ]
    await sent.edit_text(
        "<b>Harbour at dusk</b>: 93 %\n<i>cropped to 62 %, mirrored</i> &lt;ok&gt;\n/help",
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup(keyboard),
    )
    colors = ("teal", "salmon", "steelblue")
    photos = [InputMediaPhoto(picture(600, 450, color=color)) for color in colors]
    await message.reply_media_group(photos, caption="The three nearest", do_quote=True)


async def answer_button(update: Update, _context: object) -> None:
    """A toast, or an alert."""
    query = update.callback_query
    assert query
    await query.answer(f"You chose {query.data}", show_alert=query.data == "wrong")


async def answer_start(update: Update, _context: object) -> None:
    """Say hello."""
    assert update.effective_message
    await update.effective_message.reply_text("Send me a photo.")


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A sandbox with samples and the small bot."""
    for color in ("teal", "salmon", "steelblue", "olive", "plum", "sienna"):
        (tmp_path / f"{color}.jpg").write_bytes(picture(400, 300, "JPEG", color))
    sandbox = await Sandbox.start(samples=tmp_path)
    builder = Application.builder().token(sandbox.token).base_url(f"{sandbox.url}/bot")
    bot = builder.base_file_url(f"{sandbox.url}/file/bot").build()
    bot.add_handler(MessageHandler(filters.PHOTO | filters.Document.IMAGE, answer_photo))
    bot.add_handler(CommandHandler("start", answer_start))
    bot.add_handler(CallbackQueryHandler(answer_button))
    async with bot:
        commands = [BotCommand("start", "Begin"), BotCommand("find", "Find a picture")]
        await bot.bot.set_my_commands(commands)
        await bot.start()
        assert bot.updater
        await bot.updater.start_polling()
        yield sandbox
        await bot.updater.stop()
        await bot.stop()
    await sandbox.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with chromium() as browser:
        yield browser


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What the page complains of; anything fails the test."""
    problems: list[str] = []
    yield problems
    assert problems == []


@pytest.fixture
def open_page(browser: Browser, sandbox: Sandbox, problems: list[str]) -> OpenPage:
    """Opens the page in a new window."""
    return lambda window, scheme: open_in(browser, sandbox.url, problems, window, scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
async def test_a_dropped_photo_is_answered(open_page: OpenPage, window: str, scheme: str) -> None:
    """Drop, caption, send; reaction, edit, buttons, album, toast and alert appear."""
    page = await open_page(window, scheme)
    await shoot(page, f"{window}-{scheme}-empty")
    await drop(page, picture(1200, 800, color="slategray"))
    await expect(page.get_by_test_id("attachments").locator("img")).to_have_count(1)
    await page.get_by_test_id("text").fill("Which one is this?")
    await shoot(page, f"{window}-{scheme}-tray")
    await page.get_by_test_id("send").click()
    answer = page.get_by_test_id("bot-message").filter(has_text="Harbour at dusk")
    await expect(answer.locator("b", has_text="Harbour at dusk")).to_be_visible()
    await expect(answer).to_contain_text("<ok>")
    await expect(answer.get_by_test_id("edited")).to_be_visible()
    await expect(page.get_by_test_id("reactions")).to_have_text("👀")
    await expect(page.get_by_test_id("album").locator("img")).to_have_count(3)
    await page.wait_for_timeout(200)
    assert await page.evaluate(BELOW) < 2
    await shoot(page, f"{window}-{scheme}-answer")
    await answer.get_by_role("button", name="Right").click()
    await expect(page.get_by_test_id("toast")).to_have_text("You chose right")
    await answer.get_by_role("button", name="Wrong").click()
    await expect(page.get_by_test_id("alert")).to_contain_text("You chose wrong")
    await shoot(page, f"{window}-{scheme}-alert")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("alert")).to_be_hidden()
    overflow = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not overflow


async def test_who_reads_older_messages_is_left_there(open_page: OpenPage) -> None:
    """The newest message is in view, however late its images come, for who has not scrolled up."""
    page = await open_page("phone", "light")
    for sent in (1, 2):
        await drop(page, picture(600, 1200, color="slategray"))
        await page.get_by_test_id("send").click()
        await expect(page.get_by_test_id("album")).to_have_count(sent)
        await page.wait_for_timeout(300)
        assert await page.evaluate(BELOW) < 2
    await page.evaluate("log.scrollTop = 0")
    await page.wait_for_timeout(100)
    await page.evaluate("log.querySelector('img').dispatchEvent(new Event('load'))")
    assert await page.evaluate("log.scrollTop") == 0


async def test_commands_replies_edits_and_people(open_page: OpenPage, sandbox: Sandbox) -> None:
    """The menu, a reply in the group, an edit of one's own, and another person's view."""
    page = await open_page("desktop", "light")
    await page.get_by_test_id("text").fill("/")
    await shoot(page, "desktop-light-commands")
    await page.get_by_role("option", name="/start").click()
    await expect(page.get_by_test_id("bot-message")).to_contain_text("Send me a photo.")
    await page.get_by_test_id("you-bob").check(force=True)
    await expect(page.get_by_test_id("chat-bob")).to_have_attribute("aria-current", "true")
    await page.get_by_test_id("chat-group").click()
    await page.get_by_test_id("text").fill("hello")
    await page.keyboard.press("Enter")
    own = page.get_by_test_id("person-message").filter(has_text="hello")
    await own.hover()
    await own.get_by_role("button", name="Edit").click()
    await page.get_by_test_id("text").fill("hello all")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("edited")).to_be_visible()
    await page.get_by_test_id("you-carol").check(force=True)
    await page.get_by_test_id("person-message").hover()
    await page.get_by_test_id("person-message").get_by_role("button", name="Reply").click()
    await page.get_by_test_id("text").fill("/start")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("bot-message")).to_contain_text("Send me a photo.")
    await shoot(page, "desktop-light-group")
    reply = sandbox.messages(sandbox.group)[1].json
    assert (reply["from"]["id"], reply["reply_to_message"]["text"]) == (1003, "hello all")


async def test_files_samples_and_a_lost_connection(open_page: OpenPage, sandbox: Sandbox) -> None:
    """A file is sent as it is, a sample with one click, and the page finds its way back."""
    page = await open_page("phone", "light")
    data = picture(300, 200)
    await page.get_by_test_id("files").set_input_files(
        FilePayload(name="exact.png", mimeType="image/png", buffer=data)
    )
    await page.get_by_test_id("as-file").check()
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("file")).to_contain_text("exact.png")
    await page.get_by_test_id("sample").first.click()
    await expect(page.get_by_test_id("album")).to_have_count(2)
    await page.get_by_test_id("photo").first.click()
    await expect(page.get_by_test_id("viewer")).to_be_visible()
    await page.keyboard.press("Escape")
    for handler in list(sandbox.world.events._listeners):
        handler.__self__.close()  # type: ignore[attr-defined]
    await expect(page.locator("#offline")).to_be_visible()
    await sandbox.alice.send_text("said meanwhile")
    await expect(page.get_by_test_id("log")).to_contain_text("said meanwhile")
    await expect(page.locator("#offline")).to_be_hidden()


async def test_trouble_on_purpose(open_page: OpenPage, sandbox: Sandbox) -> None:
    """Telegram goes away and comes back; a share of calls goes wrong; another page sees it, too."""
    page, other = await open_page("phone", "dark"), await open_page("desktop", "light")
    opener, came = page.get_by_test_id("trouble-open"), page.get_by_test_id("came")
    await expect(opener).not_to_have_attribute("data-on", "")
    await opener.click()
    await expect(came).to_have_text("0 calls went wrong so far.")
    await page.get_by_test_id("down").check()
    await expect(page.get_by_test_id("status")).to_have_text("away")
    await expect(other.get_by_test_id("status")).to_have_text("away")
    await expect(came).not_to_have_text("0 calls went wrong so far.")
    assert sandbox.faults.down
    await page.get_by_test_id("share").fill("35")
    await page.get_by_label("No answer").uncheck()
    await expect(other.get_by_test_id("share")).to_have_value("35")
    await expect(other.get_by_label("No answer")).not_to_be_checked(timeout=1000)
    await shoot(page, "phone-dark-trouble")
    [fault] = sandbox.faults.state["faults"]
    assert (fault["share"], "hang" in fault["kinds"], len(fault["kinds"])) == (0.35, False, 6)
    await page.get_by_test_id("share").fill("0")
    await page.get_by_test_id("down").uncheck()
    await expect(opener).not_to_have_attribute("data-on", "")
    await expect(other.get_by_test_id("status")).to_have_text("bot")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("trouble")).to_be_hidden()
    await page.get_by_test_id("text").fill("/start")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("bot-message")).to_contain_text("Send me a photo.")


async def test_the_page_shows_its_own_people_only(open_page: OpenPage, sandbox: Sandbox) -> None:
    """A test's hundred guests do not fill it, before it opens or after."""
    guest = sandbox.person("Guest")
    await guest.send_text("before")
    page = await open_page("desktop", "light")
    await guest.send_text("after")
    await sandbox.alice.send_text("mine")
    await expect(page.get_by_test_id("log")).to_contain_text("mine")
    await expect(page.get_by_test_id("chats").locator("li")).to_have_count(5)
