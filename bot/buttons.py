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

Once = Callable[[Message, Button, Letter], Awaitable[None]]
Action = Callable[[CallbackQuery, Button], Awaitable[None]]


@dataclass(frozen=True)
class Buttons:
    """The handler of all buttons: `actions` are for whom they were made for, and for admins, and
    their button goes when it is pressed.

    `admin_actions` are for admins only, also when somebody else had one made.
    """

    people: People
    letters: Mapping[int, Letter]
    actions: Mapping[str, Once]
    admin_actions: Mapping[str, Action]

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Say at once whether the press counts, then act."""
        query = update.callback_query
        if query is None:
            return
        button = await self.people.catalog.button(query.data or "")
        known = self.actions.keys() | self.admin_actions.keys()
        if button is None or button.action not in known:
            await _tell(query, replies.TOO_OLD)
        elif not self._may(query, button):
            await _tell(query, replies.NOT_YOURS)
        else:
            await _tell(query)
            if button.action in self.admin_actions:
                await self.admin_actions[button.action](query, button)
            elif isinstance(query.message, Message):
                await self._once(query, query.message, button, self.letters[update.update_id])

    async def _once(
        self, query: CallbackQuery, message: Message, button: Button, letter: Letter
    ) -> None:
        """What was begun to be sent, before a crash or on a bad line, is never sent again unasked:
        its button comes back.
        """
        if letter.album:
            await _put(message, message.reply_markup)
            return
        await _put(message, _without(message, query.data))
        await letter.begin()
        await self.actions[button.action](message, button, letter)
        await self.people.catalog.drop_button(query.data or "")

    def _may(self, query: CallbackQuery, button: Button) -> bool:
        someone = query.from_user.id
        own = someone == button.owner and button.action not in self.admin_actions
        return own or self.people.is_admin(someone)


async def _put(message: Message, buttons: InlineKeyboardMarkup | None) -> None:
    """These below a message from now on."""
    with suppress(BadRequest):  # they are so already
        await insist(lambda: message.edit_reply_markup(buttons))


def _without(message: Message, pressed: str | None) -> InlineKeyboardMarkup | None:
    """The buttons of a message but for one."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    left = [[each for each in row if each.callback_data != pressed] for row in rows]
    left = [row for row in left if row]
    return InlineKeyboardMarkup(left) if left else None


async def _tell(query: CallbackQuery, text: str | None = None) -> None:
    """Telegram takes this for a few seconds only; when those are over nobody waits for it."""
    with suppress(TelegramError):
        await query.answer(text, show_alert=text is not None)
