"""/settings: what a group's admins choose by buttons."""

from contextlib import suppress
from dataclasses import dataclass

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import TelegramError

from bot.ask import Ask
from bot.buttons import Press
from bot.catalog import Button
from bot.guard import Handler
from bot.network import insist
from bot.people import People
from bot.preference import ANSWERS, DAYS, REMARK, SURE, WATCH, Preference
from bot.tongue import Tongue
from bot.worker import Worker
from search.sightings import Sightings

_SHOWN = (ANSWERS, WATCH, REMARK, SURE, DAYS)  # a row each
_ACTIONS = {"choose", "shelves", "languages"}


@dataclass(frozen=True)
class Preferences:
    """What chats have chosen."""

    people: People
    sightings: Sightings
    worker: Worker

    async def of(self, chat: int, preference: Preference) -> str:
        """A chat's choice."""
        kept = await self.people.catalog.setting(chat, preference.name)
        return kept if kept in preference.choices else preference.default

    async def keep(self, chat: int, preference: Preference, choice: str) -> None:
        """From now on."""
        await self.people.catalog.keep_setting(chat, preference.name, choice)
        if preference == DAYS:
            await self.worker.run(self.sightings.records.keep_for, chat, int(choice))

    def heard(self, handle: Handler) -> Handler:
        """The same, but where a group has chosen that the bot answers its admins only."""

        async def heard(ask: Ask, text: str) -> None:
            chat = ask.message.chat
            quiet = await self.of(chat.id, ANSWERS) == "never" and chat.type != ChatType.PRIVATE
            if not quiet or await self.people.decides(ask.message):
                await handle(ask, text)

        return heard

    async def ask(self, ask: Ask, _: str) -> None:
        """/settings: one message, whose buttons change it."""
        chat = ask.message.chat
        if chat.type == ChatType.PRIVATE:
            await ask.say(ask.t("settings-in-groups"))
            return
        if not await self.people.decides(ask.message):
            await ask.say(ask.t("group-admins-only"))
            return
        keys = [[Button("choose", ask.owner, _payload(p, c)) for c in p.choices] for p in _SHOWN]
        keys.append([Button(each, ask.owner, {}) for each in ("shelves", "languages")])
        names = iter(await self.people.catalog.make_buttons([key for row in keys for key in row]))
        wanted = [[(next(names), key) for key in row] for row in keys]
        chosen = await self._chosen(chat.id)
        await ask.say(_text(ask.t, chosen), _keyboard(ask.t, chosen, wanted))

    async def choose(self, press: Press) -> None:
        """Keep it, and show it in the same message; say so where the bot sees too little."""
        chat, (preference, choice) = press.message.chat, _choice(press.button)
        await self.keep(chat.id, preference, choice)
        chosen, wanted = await self._chosen(chat.id), await self._buttons(press)
        text = _text(press.t, chosen)
        if chosen[WATCH] == "on" and not await sees_all(chat):
            text = f"{text}\n\n{press.t('watch-blind')}"
        with suppress(TelegramError):  # it says so already
            keyboard = _keyboard(press.t, chosen, wanted)
            await insist(
                lambda: press.message.edit_text(
                    text, parse_mode=ParseMode.HTML, reply_markup=keyboard
                )
            )

    async def _chosen(self, chat: int) -> dict[Preference, str]:
        return {each: await self.of(chat, each) for each in _SHOWN}

    async def _buttons(self, press: Press) -> list[list[tuple[str, Button]]]:
        """Those below a message."""
        markup, found = press.message.reply_markup, []
        for row in markup.inline_keyboard if markup else ():
            names = [str(each.callback_data) for each in row]
            keys = [(name, await self.people.catalog.button(name)) for name in names]
            found.append([(name, key) for name, key in keys if key and key.action in _ACTIONS])
        return found


async def sees_all(chat: Chat) -> bool:
    """Whether all messages of a group reach the bot."""
    bot = chat.get_bot()
    if (await insist(bot.get_me)).can_read_all_group_messages:
        return True
    member = await insist(lambda: chat.get_member(bot.id))
    return member.status == ChatMemberStatus.ADMINISTRATOR


def _payload(preference: Preference, choice: str) -> dict[str, str]:
    return {"name": preference.name, "choice": choice}


def _choice(button: Button) -> tuple[Preference, str]:
    (preference,) = [each for each in _SHOWN if each.name == button.payload["name"]]
    return preference, button.payload["choice"]


def _text(t: Tongue, chosen: dict[Preference, str]) -> str:
    lines = [
        f"{t(f'set-{each.name}')} <b>{t(f'set-{each.name}-{choice}')}</b>"
        for each, choice in chosen.items()
    ]
    return "\n".join([t("settings"), *lines])


def _keyboard(
    t: Tongue, chosen: dict[Preference, str], wanted: list[list[tuple[str, Button]]]
) -> InlineKeyboardMarkup:
    rows = [
        [InlineKeyboardButton(_label(t, key, chosen), callback_data=name) for name, key in row]
        for row in wanted
    ]
    return InlineKeyboardMarkup([row for row in rows if row])


def _label(t: Tongue, key: Button, chosen: dict[Preference, str]) -> str:
    """A tick before what is chosen."""
    if key.action != "choose":
        return t(f"button-{key.action}")
    preference, choice = _choice(key)
    label = t(f"set-{preference.name}-{choice}")
    return f"✓ {label}" if chosen[preference] == choice else label
