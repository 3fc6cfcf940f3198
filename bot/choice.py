"""/collections and /use: the shelves that a chat looks up in."""

from dataclasses import dataclass

from telegram.constants import ChatType

from bot import notices
from bot.ask import Ask
from bot.people import People
from bot.shelves import Shelves, named, own

_HERE = "here"  # what a group calls its own


@dataclass(frozen=True)
class Choice:
    """In private everybody chooses for themselves, in a group its admins and the bot's."""

    people: People
    shelves: Shelves

    async def show(self, ask: Ask, _: str = "") -> None:
        """/collections."""
        chat = ask.message.chat.id
        used, seen = await self.shelves.used(chat), await self.shelves.seen(chat)
        shown = {_HERE if name == own(chat) else name: name for name in sorted(seen)}
        rows = [(label, seen[name], used is None or name in used) for label, name in shown.items()]
        await ask.say(notices.shelves(ask.t, rows))

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
        known = {name: name for name in await self.shelves.seen(chat.id)}
        if chat.type != ChatType.PRIVATE:
            known[_HERE] = known[own(chat.id)] = own(chat.id)
        try:
            names = [known[name] for name in named(text, known)]
        except LookupError as error:
            if text.lower() != "all":
                await ask.say(notices.unknown_shelf(ask.t, str(error.args[0])))
                return
            names = None
        await self.shelves.choose(chat.id, names)
        await self.show(ask)
