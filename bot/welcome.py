"""The bot is added to a group, or taken out of it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from telegram import (
    ChatMember,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.buttons import Press
from bot.catalog import Button
from bot.letter import Letter
from bot.network import insist
from bot.preference import ANSWERS, WATCH
from bot.preferences import Preferences, sees_all

_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_CHOICES = {  # what the bot is to do: what that means for its answers and its watch
    "asked": ("asked", "off"),
    "watch": ("asked", "on"),
    "off": ("never", "off"),
}


@dataclass(frozen=True)
class Welcome:
    """Asks a group's admins what to do there; forgets what was seen in a group that is left."""

    preferences: Preferences
    letters: Mapping[int, Letter]

    async def changed(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """What the bot is in a chat has changed."""
        change = update.my_chat_member
        if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return
        before, now = change.old_chat_member, change.new_chat_member
        if now.status in _GONE:
            sightings = self.preferences.sightings
            await self.preferences.worker.run(sightings.leave, change.chat.id)
        elif before.status in _GONE and _may_speak(now):
            await self._ask(change, self.letters[update.update_id])

    async def choose(self, press: Press) -> None:
        """Say what was chosen; it may be chosen again."""
        chat, choice = press.message.chat, press.button.payload["choice"]
        answers, watch = _CHOICES[choice]
        await self.preferences.keep(chat.id, ANSWERS, answers)
        await self.preferences.keep(chat.id, WATCH, watch)
        text = press.t(f"welcome-{choice}")
        if watch == "on" and not await sees_all(chat):
            text = f"{text}\n\n{press.t('watch-blind')}"
        with suppress(TelegramError):  # it says so already
            message, markup = press.message, press.message.reply_markup
            await insist(lambda: message.edit_text(text, ParseMode.HTML, reply_markup=markup))

    async def _ask(self, change: ChatMemberUpdated, letter: Letter) -> None:
        """Once, also after a crash, but for one in the middle of it."""
        if letter.placeholder is not None:
            return
        t = await self.preferences.people.tongue(change.chat.id, change.from_user)
        wanted = [Button("welcome", change.from_user.id, {"choice": each}) for each in _CHOICES]
        names = await self.preferences.people.catalog.make_buttons(wanted)
        keys = [
            [InlineKeyboardButton(t(f"button-{each}"), callback_data=name)]
            for each, name in zip(_CHOICES, names, strict=True)
        ]
        markup = InlineKeyboardMarkup(keys)
        said = await insist(lambda: change.chat.send_message(t("welcome"), reply_markup=markup))
        await letter.keep_placeholder(said.message_id)


def _may_speak(member: ChatMember) -> bool:
    """As far as is known."""
    return getattr(member, "can_send_messages", True) is not False
