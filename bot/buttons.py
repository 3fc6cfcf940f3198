"""A pressed button -> what it does, for those whose it is."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot import replies
from bot.catalog import Button
from bot.inbox import Letter
from bot.network import insist
from bot.people import People

Action = Callable[[CallbackQuery, Button, Letter], Awaitable[None]]


@dataclass(frozen=True)
class Buttons:
    """The handler of all buttons: `actions` are for whom they were made for, and for admins.

    `admin_actions` are for admins only, also when somebody else had one made.
    """

    people: People
    letters: Mapping[int, Letter]
    actions: Mapping[str, Action]
    admin_actions: Mapping[str, Action]

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say at once whether the press counts, then act."""
        query = update.callback_query
        if query is None:
            return
        button = await self.people.catalog.button(query.data or "")
        act = {**self.actions, **self.admin_actions}.get(button.action) if button else None
        if button is None or act is None:
            await _tell(query, replies.TOO_OLD)
        elif not self._may(query, button):
            await _tell(query, replies.NOT_YOURS)
        else:
            await _tell(query)
            await act(query, button, self.letters[update.update_id])

    def _may(self, query: CallbackQuery, button: Button) -> bool:
        someone = query.from_user.id
        own = someone == button.owner and button.action not in self.admin_actions
        return own or self.people.is_admin(someone)


async def put(message: Message, buttons: InlineKeyboardMarkup | None) -> None:
    """These below a message from now on."""
    with suppress(BadRequest):  # they are so already
        await insist(lambda: message.edit_reply_markup(buttons))


def without(message: Message, pressed: str | None) -> InlineKeyboardMarkup | None:
    """The buttons of a message but for one."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    left = [[each for each in row if each.callback_data != pressed] for row in rows]
    left = [row for row in left if row]
    return InlineKeyboardMarkup(left) if left else None


async def _tell(query: CallbackQuery, text: str | None = None) -> None:
    """Telegram takes this for a few seconds only; when those are over nobody waits for it."""
    with suppress(TelegramError):
        await query.answer(text, show_alert=text is not None)
