"""Two photos -> whether they are the same picture."""

import asyncio
import logging
from dataclasses import dataclass

from telegram.error import TelegramError

from bot import replies
from bot.again import send
from bot.album import Album
from bot.ask import Ask
from bot.gather import gather
from bot.incoming import Incoming, TooBig
from bot.people import author
from bot.quota import Quota, Verdict
from search import proof
from search.errors import Moving
from search.options import PROOF_SIDE
from search.verdict import Answer

_log = logging.getLogger(__name__)
_OTHER = "the other"
_TWO = 2  # in an album


@dataclass(frozen=True)
class Compare:
    """The handler of /compare, which looks at nothing but the two."""

    album: Album
    quota: Quota
    most: int  # photos a minute, to be told

    async def compare(self, ask: Ask, _: str) -> None:
        """/compare as the caption of a photo that replies to another, or of an album of two.

        Raises PhotoError.
        """
        message = ask.message
        photo, other = await _both(ask)
        if photo is None or other is None:
            await ask.say(ask.t("compare-what"))
            return
        photo, other = photo.shown, other.shown  # of a clip its preview
        if photo is None or other is None:
            raise Moving
        verdict = Verdict.LOOK
        if not ask.letter.again:  # else it was counted
            verdict = self.quota.take(author(message).id, message.date.timestamp())
        if verdict is Verdict.LOOK:
            await self._answer(ask, photo, other)
        elif verdict is Verdict.TELL:
            await ask.answer(ask.t("enough", most=self.most))

    async def _answer(self, ask: Ask, photo: Incoming, other: Incoming) -> None:
        await ask.show()
        await ask.letter.begin()
        try:
            answer, drawn = await self._look(ask, photo, other)
        except TooBig as error:
            answer, drawn = Answer.unreadable("kaze", error), None
        await ask.answer(replies.compared(ask.t, answer))
        if drawn and not ask.letter.album:  # else it was begun to be sent, before a crash
            try:
                await send(ask.message, drawn, ask.t("proven"), ask.letter)
            except TelegramError as error:
                _log.warning("The proof of a comparison may be lost: %s", error)

    async def _look(
        self, ask: Ask, photo: Incoming, other: Incoming
    ) -> tuple[Answer, bytes | None]:
        bot = ask.message.get_bot()
        async with self.album.worker.room(photo.size, other.size):
            files = await asyncio.gather(photo.download(bot), other.download(bot))
            return await self.album.worker.run(self._compare, *files)

    def _compare(self, photo: bytes, other: bytes) -> tuple[Answer, bytes | None]:
        engine = self.album.engine
        answer = engine.compare(photo, other, _OTHER)
        if not answer.found:
            return answer, None
        left, right = (engine.look(each, PROOF_SIDE) for each in (photo, other))
        return answer, proof.draw(left, [(right, answer.matches[0])])


async def _both(ask: Ask) -> tuple[Incoming | None, Incoming | None]:
    """What was sent and what it is compared with, as far as they are there."""
    sent = [Incoming.of(each) for each in await gather(ask)]
    other = Incoming.replied(ask.message)
    if other is None and len(sent) == _TWO:
        other, sent = sent[0], sent[1:]
    return sent[0], other
