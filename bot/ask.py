"""A message that wants an answer, and the one answer that it gets."""

from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.letter import Letter
from bot.network import insist
from bot.tongue import Tongue

_GONE = ("message to edit not found", "message can't be edited")


@dataclass(frozen=True)
class Ask:
    """What was asked, the letter that it came in, and the language to answer in.

    The answer to a photo is a placeholder, edited. Its id is on disk as soon as it is known: after
    a crash the same message is edited again, and nobody is answered twice. A placeholder is no
    answer, so it is sent until its id is known.
    """

    message: Message
    letter: Letter
    t: Tongue

    @property
    def owner(self) -> int:
        """The id of whoever asked; behind an account of Telegram's own: of the chat."""
        return self.message.from_user.id if self.message.from_user else self.message.chat.id

    async def say(self, html: str, buttons: InlineKeyboardMarkup | None = None) -> Message:
        """Reply in a message of its own, once more after a crash."""
        return await insist(lambda: say(self.message, html, buttons))

    async def show(
        self, html: str | None = None, buttons: InlineKeyboardMarkup | None = None
    ) -> None:
        """The placeholder, unless it is there already."""
        if self.letter.placeholder is None:
            shown = await self.say(html or self.t("looking"), buttons)
            await self.letter.keep_placeholder(shown.message_id)

    async def answer(self, html: str, buttons: InlineKeyboardMarkup | None = None) -> None:
        """Edit the placeholder; that it says so already is fine; gone, there is another."""
        await self.show()
        if not await self._edit(html, buttons):
            self.letter.placeholder = None
            await self.show()
            await self._edit(html, buttons)

    async def end(self, html: str) -> None:
        """Say something instead of the answer, where the placeholder is if there is one."""
        await (self.say(html) if self.letter.placeholder is None else self.answer(html))

    async def _edit(self, html: str, buttons: InlineKeyboardMarkup | None) -> bool:
        """Whether the placeholder was there."""
        bot, chat = self.message.get_bot(), self.message.chat.id
        return await edit(bot, chat, self.letter.placeholder, html, buttons)


async def edit(
    bot: Bot,
    chat: int,
    message: int | None,
    html: str,
    buttons: InlineKeyboardMarkup | None = None,
) -> bool:
    """Let a message of the bot say this, if it does not already; whether it was there."""
    try:
        await insist(
            lambda: bot.edit_message_text(
                html, chat, message, parse_mode=ParseMode.HTML, reply_markup=buttons
            )
        )
    except BadRequest as error:
        reason = error.message.lower()
        if any(gone in reason for gone in _GONE):
            return False
        if "message is not modified" not in reason:
            raise
    return True


async def say(message: Message, html: str, buttons: InlineKeyboardMarkup | None = None) -> Message:
    """Reply to a message, in its topic."""
    return await message.reply_text(
        html,
        parse_mode=ParseMode.HTML,
        reply_markup=buttons,
        reply_parameters=reply_to(message),
    )


def reply_to(message: Message) -> ReplyParameters:
    """Below a message, also when it is gone."""
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)
