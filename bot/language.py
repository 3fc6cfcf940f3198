"""/language: which one the bot speaks in a chat."""

from contextlib import suppress
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.ask import Ask
from bot.buttons import Press
from bot.catalog import Button
from bot.keyboard import in_rows
from bot.network import insist
from bot.people import LANGUAGE, People
from bot.tongue import NAMES, Tongue

_IN_A_ROW = 2


@dataclass(frozen=True)
class Language:
    """In private everybody chooses for themselves, in a group its admins for all."""

    people: People

    async def ask(self, ask: Ask, _: str) -> None:
        """A button for each."""
        if not await self.people.decides(ask.message):
            await ask.say(ask.t("group-admins-only"))
            return
        await ask.say(ask.t("language-which"), await self._keyboard(ask.owner))

    async def offer(self, press: Press) -> None:
        """The same, in place of what the message said."""
        keyboard = await self._keyboard(press.person)
        with suppress(TelegramError):  # it says so already
            text = press.t("language-which")
            await insist(lambda: press.message.edit_text(text, reply_markup=keyboard))

    async def _keyboard(self, owner: int) -> InlineKeyboardMarkup:
        wanted = [Button("language", owner, {"code": code}) for code in NAMES]
        names = await self.people.catalog.make_buttons(wanted)
        keys = [
            InlineKeyboardButton(label, callback_data=name)
            for label, name in zip(NAMES.values(), names, strict=True)
        ]
        return InlineKeyboardMarkup(in_rows(keys, _IN_A_ROW))

    async def choose(self, press: Press) -> None:
        """Say so in the language itself."""
        code = press.button.payload["code"]
        await self.people.catalog.keep_setting(press.message.chat.id, LANGUAGE, code)
        with suppress(TelegramError):  # it says so already
            await insist(lambda: press.message.edit_text(Tongue(code)("language-set")))
