"""A pressed button -> what it does, for those whose it is."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from telegram import CallbackQuery, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import replies
from bot.catalog import Button
from bot.people import People

Action = Callable[[CallbackQuery, Button], Awaitable[None]]


@dataclass(frozen=True)
class Buttons:
    """The handler of all buttons; they belong to whom they were made for, and to admins."""

    people: People
    actions: Mapping[str, Action]

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say at once whether the press counts, then act."""
        query = update.callback_query
        if query is None:
            return
        catalog, name = self.people.catalog, query.data or ""
        button = await catalog.button(name)
        if button is None:
            await _tell(query, replies.TOO_OLD)
        elif query.from_user.id != button.owner and not self.people.is_admin(query.from_user.id):
            await _tell(query, replies.NOT_YOURS)
        else:
            await _tell(query)
            await catalog.drop_button(name)
            await self.actions[button.action](query, button)


async def _tell(query: CallbackQuery, text: str | None = None) -> None:
    """Telegram takes this for a few seconds only; when those are over nobody waits for it."""
    with suppress(BadRequest):
        await query.answer(text, show_alert=text is not None)
