"""Guest messages: the bot is called by its name where it is no member, and may answer once."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import (
    Bot,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import replies
from bot.album import Album
from bot.incoming import Incoming
from bot.letter import Letter
from bot.lookup import Lookup
from bot.network import insist
from bot.people import People, author
from bot.quota import Verdict
from bot.tongue import Tongue
from search.errors import KazamiError

_log = logging.getLogger(__name__)
_ID = "answer"  # of the only result
_LATE = ("query is too old", "query id is invalid", "query_id_invalid")  # or answered already


@dataclass(frozen=True)
class Guests:
    """The handler of guest messages; `letters` are those at work, by the id of their update.

    There is no placeholder and no album: the photo is looked up, then one result is the answer.
    It speaks the language of whoever called, as the chat is not the bot's.
    """

    people: People
    lookup: Lookup
    album: Album
    letters: Mapping[int, Letter]

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """After a crash the answer is given again; that there is one already is fine."""
        message = update.guest_message
        if message is None or not message.guest_query_id:
            return
        t = await self.people.tongue(author(message).id, message.from_user)
        try:
            results = await self._results(message, self.letters[update.update_id], t)
        except KazamiError as error:
            if not self.people.may_hear(message, error):
                raise
            results = [article(replies.trouble(t, error))]
        await reply(message.get_bot(), message.guest_query_id, *results)

    async def _results(
        self, message: Message, letter: Letter, t: Tongue
    ) -> list[InlineQueryResult]:
        """The best first; none where too much was asked, and that was said."""
        photo = Incoming.of(message) or Incoming.replied(message)
        if not await self.people.may_ask(message):
            return [article(t("refusal", id=str(author(message).id)))]
        if photo is None:
            return [article(t("guest-what"))]
        (verdict,) = self.lookup.count(message, letter, 1)
        if verdict is not Verdict.LOOK:
            return [article(self.lookup.enough(t))] if verdict is Verdict.TELL else []
        if not len(self.album.engine):
            return [article(t("no-pictures"))]
        return await self._found(message, letter, t, photo)

    async def _found(
        self, message: Message, letter: Letter, t: Tongue, photo: Incoming
    ) -> list[InlineQueryResult]:
        """The best picture where Telegram has it; else, and where it has not any more, a text."""
        ((shown, answer),) = await self.lookup.look(message, letter, [photo])
        note = f"\n{t('preview')}" if shown and shown.previewed else ""
        results: list[InlineQueryResult] = [article(replies.answer(t, answer) + note)]
        if answer.found:
            picture = await self.album.file_id(message.get_bot(), answer.matches[0])
            if picture:
                results.insert(0, _photo(picture, replies.below(t, answer) + note))
        return results


def article(html: str) -> InlineQueryResult:
    """A text as a result."""
    text = InputTextMessageContent(html, ParseMode.HTML)
    return InlineQueryResultArticle(_ID, "Kazami", text)  # nobody sees the title


def _photo(file_id: str, html: str) -> InlineQueryResult:
    return InlineQueryResultCachedPhoto(_ID, file_id, caption=html, parse_mode=ParseMode.HTML)


async def reply(bot: Bot, query: str, *results: InlineQueryResult) -> None:
    """Answer with the first result that Telegram takes, if it still takes any.

    Raises TelegramError.
    """
    for left, result in zip(reversed(range(len(results))), results, strict=True):
        try:
            await _answer(bot, query, result)
        except BadRequest as error:
            if any(late in error.message.lower() for late in _LATE):
                _log.info("A guest message takes no answer any more: %s", error.message)
            elif left:
                _log.info("Telegram does not take a guest's picture: %s", error.message)
                continue
            else:
                raise
        return


async def _answer(bot: Bot, query: str, result: InlineQueryResult) -> None:
    await insist(lambda: bot.answer_guest_query(query, result))
