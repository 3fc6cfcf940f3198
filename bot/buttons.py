"""A pressed button -> what it does, for those whose it is."""

import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.catalog import Button
from bot.letter import Letter
from bot.network import insist
from bot.people import People
from bot.tongue import Tongue

_MARKUP = re.compile("<[^>]+>")
_REMEMBERED = 1000  # buttons that have done their work, the last ones


@dataclass(frozen=True)
class Press:
    """What was pressed, below which message, by whom, and the language to answer in."""

    name: str  # the button's id
    button: Button
    message: Message
    letter: Letter
    person: int
    t: Tongue


@dataclass(frozen=True)
class Action:
    """What buttons of a kind do, and for whom: whom they were made for and the bot's admins, its
    admins alone, or whoever leads the group.

    Those that do their work `once` go when they are pressed; `said` is the text that is shown then.
    """

    work: Callable[[Press], Awaitable[None]]
    whose: Literal["owner", "admins", "leaders"] = "owner"
    once: bool = True
    said: str = ""


@dataclass(frozen=True)
class Buttons:
    """The handler of all buttons, by the names of their actions.

    Who presses one twice in a hurry is not told that it is too old: it has done its work. Nor is it
    done again while it is under way.
    """

    people: People
    letters: Mapping[int, Letter]
    actions: Mapping[str, Action]
    _done: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED), init=False)
    _at_work: set[str] = field(default_factory=set, init=False)

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say at once whether the press counts, then act."""
        query = update.callback_query
        if query is None:
            return
        name = query.data or ""
        button = await self.people.catalog.button(name)
        action = self.actions.get(button.action) if button else None
        place = query.message.chat.id if query.message else None
        t = await self.people.tongue(place, query.from_user)
        if button is None or action is None or not isinstance(query.message, Message):
            await _tell(query, None if name in self._done else t("too-old"))
            return
        letter = self.letters[update.update_id]
        press = Press(name, button, query.message, letter, query.from_user.id, t)
        if refusal := await self._refusal(press, action):
            await _tell(query, refusal)
            return
        await _tell(query, t(action.said) if action.said else None, alert=False)
        await (self._once(press, action) if action.once else action.work(press))

    async def _once(self, press: Press, action: Action) -> None:
        """What was begun to be sent, before a crash or on a bad line, is never sent again unasked:
        its button comes back.
        """
        message = press.message
        if press.name in self._at_work or press.name in self._done:
            return
        if press.letter.album:
            await _put(message, message.reply_markup)
            return
        self._at_work.add(press.name)
        try:
            await self._work(press, action)
        finally:
            self._at_work.discard(press.name)

    async def _work(self, press: Press, action: Action) -> None:
        await _put(press.message, _without(press.message, press.name))
        await press.letter.begin()
        await action.work(press)
        await self.people.catalog.drop_button(press.name)
        self._done.append(press.name)

    async def _refusal(self, press: Press, action: Action) -> str:
        """Why the press does not count; nothing where it does."""
        if self.people.is_admin(press.person):
            return ""
        match action.whose:
            case "leaders" if not await self.people.leads(press.message.chat, press.person):
                return press.t("group-admins-only")
            case "leaders":
                return ""
            case "owner" if press.person == press.button.owner:
                allowed = await self.people.may_press(press.message.chat.id, press.person)
                return "" if allowed else press.t("refusal", id=str(press.person))
        return press.t("not-yours")


async def _put(message: Message, buttons: InlineKeyboardMarkup | None) -> None:
    """These below a message from now on."""
    with suppress(BadRequest):  # they are so already
        await insist(lambda: message.edit_reply_markup(buttons))


def _without(message: Message, pressed: str) -> InlineKeyboardMarkup | None:
    """The buttons of a message but for one."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    left = [[each for each in row if each.callback_data != pressed] for row in rows]
    left = [row for row in left if row]
    return InlineKeyboardMarkup(left) if left else None


async def _tell(query: CallbackQuery, html: str | None, *, alert: bool = True) -> None:
    """In plain text, as Telegram shows it. It takes this for a few seconds only; when those are
    over nobody waits for it.
    """
    text = unescape(_MARKUP.sub("", html)) if html else None
    with suppress(TelegramError):
        await query.answer(text, show_alert=alert)
