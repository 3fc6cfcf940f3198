"""Who may call a handler, and how PTB calls it."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import ContextTypes

from bot import replies
from bot.ask import Ask
from bot.commands import parse
from bot.gather import gather, spare
from bot.incoming import Incoming
from bot.letter import Letter
from bot.people import People, author
from search.errors import KazamiError

Handler = Callable[[Ask, str], Awaitable[None]]  # what was asked, and what follows its command
Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Guard:
    """Makes callbacks of handlers; `letters` are those at work, by the id of their update."""

    people: People
    letters: Mapping[int, Letter]

    def all(self, handle: Handler) -> Callback:
        """For all; what the library refuses is told as it says it, to those who may hear it.

        The desk tries again what the others may not, then apologises and tells the admins.
        """

        async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            message = update.message
            if message is not None:
                t = await self.people.tongue(message.chat.id, message.from_user)
                ask = Ask(message, self.letters[update.update_id], t)
                command, text = parse(message)
                await spare(ask, command)
                try:
                    await handle(ask, text)
                except KazamiError as error:
                    if not self.people.may_hear(message, error):
                        raise
                    await ask.end(replies.trouble(t, error))

        return callback

    def allowed(self, handle: Handler) -> Callback:
        """For those who may use the bot; the others get one short refusal."""

        async def guarded(ask: Ask, text: str) -> None:
            if await self.people.may_ask(ask.message):
                await handle(ask, text)
            else:
                await gather(ask)  # of an album there is one
                tell = ask.answer if Incoming.of(ask.message) else ask.say
                await tell(ask.t("refusal", id=str(author(ask.message).id)))

        return self.all(guarded)

    def editors(self, handle: Handler) -> Callback:
        """For admins, and for those whom they let change some shelves."""

        async def guarded(ask: Ask, text: str) -> None:
            if await self.people.may_change(ask.message) != frozenset():
                await handle(ask, text)
            else:
                await ask.say(ask.t("only-editors"))

        return self.all(guarded)

    def admins(self, handle: Handler) -> Callback:
        """For admins; the others get one short refusal."""

        async def guarded(ask: Ask, text: str) -> None:
            if self.people.commands(ask.message):
                await handle(ask, text)
            else:
                await ask.say(ask.t("only-admins"))

        return self.all(guarded)
