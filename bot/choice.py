"""/collections and /use: the shelves that a chat looks up in."""

from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError

from bot import notices
from bot.ask import Ask, say
from bot.buttons import Press
from bot.catalog import Button
from bot.label import short
from bot.network import insist
from bot.people import People
from bot.shelves import Shelves, named, own

_HERE = "here"  # what a group calls its own
_LABEL = 30  # UTF-16 units of a button
_MOST = 90  # buttons; Telegram takes 100


class Shelf(NamedTuple):
    """One that a chat may choose."""

    name: str
    label: str
    pictures: int
    used: bool

    @property
    def key(self) -> str:
        """What its button says."""
        return f"{'✓ ' * self.used}{short(self.label, _LABEL)}"


@dataclass(frozen=True)
class Choice:
    """In private everybody chooses for themselves, in a group its admins and the bot's."""

    people: People
    shelves: Shelves

    async def show(self, ask: Ask, _: str = "") -> None:
        """/collections."""
        shelves = await self._shelves(ask.message.chat.id)
        await ask.say(notices.shelves(ask.t, [(s.label, s.pictures, s.used) for s in shelves]))

    async def offer(self, press: Press) -> None:
        """A button for each, in place of what the message said."""
        shelves = await self._shelves(press.message.chat.id)
        wanted = [Button("shelf", press.person, {"name": each.name}) for each in shelves]
        names = await self.people.catalog.make_buttons(wanted)
        keys = [
            [InlineKeyboardButton(each.key, callback_data=name)]
            for each, name in zip(shelves, names, strict=True)
        ]
        text = notices.shelves(press.t, [(s.label, s.pictures, s.used) for s in shelves])
        with suppress(TelegramError):  # it says so already
            await insist(
                lambda: press.message.edit_text(
                    text, ParseMode.HTML, reply_markup=InlineKeyboardMarkup(keys)
                )
            )

    async def turn(self, press: Press) -> None:
        """Look in a shelf from now on, or no more; the last one stays."""
        chat, turned = press.message.chat.id, press.button.payload["name"]
        shelves = await self._shelves(chat)
        names = {each.name for each in shelves if each.used} ^ {turned}
        if not names:
            await insist(lambda: say(press.message, press.t("shelf-last")))
            return
        await self.shelves.choose(chat, None if len(names) == len(shelves) else names)
        await self.offer(press)

    async def _shelves(self, chat: int) -> list[Shelf]:
        """Those that a chat may choose from; a group's own has no name there."""
        used, seen = await self.shelves.used(chat), await self.shelves.seen(chat)
        return [
            Shelf(name, _HERE if name == own(chat) else name, count, used is None or name in used)
            for name, count in sorted(seen.items())[:_MOST]
        ]

    async def use(self, ask: Ask, text: str) -> None:
        """/use NAME ..., or all."""
        message = ask.message
        leads = self.people.commands(message) or await self.people.decides(message)
        if not leads:
            await ask.say(ask.t("group-admins-only"))
        elif not text:
            await ask.say(ask.t("use-what"))
        else:
            await self._use(ask, text)

    async def _use(self, ask: Ask, text: str) -> None:
        chat = ask.message.chat
        seen = await self.shelves.seen(chat.id)
        known = {name: name for name in seen}
        if chat.type != ChatType.PRIVATE:
            known[_HERE] = known[own(chat.id)] = own(chat.id)
        try:
            names = [known[name] for name in named(text, known)]
        except LookupError as error:
            if text.lower() != "all":
                await ask.say(notices.unknown_shelf(ask.t, str(error.args[0])))
                return
            names = None
        if names and not seen.keys() & names:
            await ask.say(ask.t("shelf-empty"))
            return
        await self.shelves.choose(chat.id, names)
        await self.show(ask)
