"""A photo comes in, its answer goes out: placeholder, verdict, pictures."""

import asyncio
import logging
import os
from collections.abc import Sequence
from contextlib import suppress

from telegram import Message
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import TelegramError

from bot import replies
from bot.album import Album
from bot.ask import Ask, say
from bot.buttons import Press
from bot.finder import Finder
from bot.gather import gather
from bot.incoming import Incoming, NotAPhoto, TooBig
from bot.keyboard import Key, Keyboard
from bot.letter import Letter
from bot.network import insist
from bot.people import author, place
from bot.quota import Quota, Verdict
from bot.settings import Settings
from bot.tally import Tally
from bot.tongue import Tongue
from search.verdict import Answer, Match

_log = logging.getLogger(__name__)
_AT_ONCE = 2 * (os.cpu_count() or 1)  # photos in memory: one at work on each core, one ready
_ACKNOWLEDGE_SECONDS = 2


class Lookup:
    """Handlers of photos, /find and the nearest miss."""

    def __init__(
        self, settings: Settings, album: Album, finder: Finder, tally: Tally, quota: Quota
    ) -> None:
        self._settings, self._album, self._finder = settings, album, finder
        self._tally, self._quota = tally, quota
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def photo(self, ask: Ask, _: str = "") -> None:
        """A photo or image file, or an album of them, which gets one answer."""
        photos = [Incoming.of(each) for each in await gather(ask)]
        if any(photos):
            await self._take(ask, photos)
        else:
            await ask.say(ask.t("error-NotAPhoto"))

    async def find(self, ask: Ask, _: str) -> None:
        """/find as a photo's caption, or in reply to a photo: who asked is answered."""
        replied = Incoming.replied(ask.message)
        if Incoming.of(ask.message):
            await self.photo(ask)
        elif replied:
            await self._take(ask, [replied])
        else:
            await ask.say(ask.t("find-what"))

    async def show(self, press: Press) -> None:
        """Pictures that waited behind a button: the nearest miss, or an album that got lost."""
        matches = [Match(**each) for each in press.button.payload["matches"]]
        asked = press.message.reply_to_message or press.message
        if not await self._album.send(asked, matches, press.letter.begin_album):
            await insist(lambda: say(press.message, press.t("gone")))

    async def _take(self, ask: Ask, photos: Sequence[Incoming | None]) -> None:
        """Unless there were too many: the first of those is told so."""
        verdicts = self.count(ask.message, ask.letter, len(photos))
        if allowed := photos[: verdicts.count(Verdict.LOOK)]:
            note = self.enough(ask.t) if len(allowed) < len(photos) else ""
            await asyncio.gather(self._answer(ask, allowed, note), _acknowledge(ask.message))
        elif Verdict.TELL in verdicts:
            await ask.answer(self.enough(ask.t))

    def count(self, message: Message, letter: Letter, photos: int) -> list[Verdict]:
        """What becomes of each photo; those of an update that was at work before were counted."""
        if letter.again:
            return [Verdict.LOOK] * photos
        person, sent = author(message).id, message.date.timestamp()
        return [self._quota.take(person, sent) for _ in range(photos)]

    def enough(self, t: Tongue) -> str:
        """That it was too much at once."""
        return t("enough", most=self._settings.photos_per_minute)

    async def _answer(self, ask: Ask, photos: Sequence[Incoming | None], note: str) -> None:
        """One message, edited from its placeholder; the pictures follow it."""
        await ask.show()
        if not len(self._album.engine):
            await ask.answer(ask.t("no-pictures"))
            return
        looks = await self.look(ask.message, ask.letter, photos)
        photos, answers = [photo for photo, _ in looks], [answer for _, answer in looks]
        if len(photos) == 1 and not note:
            await self._tell(ask, answers[0], photos[0])
        else:
            await self._tell_all(ask, answers, photos, note)

    async def _tell(self, ask: Ask, answer: Answer, photo: Incoming | None) -> None:
        """What was found; a miss waits behind a button."""
        text = replies.answer(ask.t, answer)
        keyboard = Keyboard(self._album.catalog, ask)
        rows = keyboard.below(answer, photo) if photo else []
        if photo and photo.previewed:
            text = f"{text}\n{ask.t('preview')}"
        if answer.found:
            await self._show(keyboard, text, answer.matches, rows)
        else:
            await ask.answer(text, await keyboard.show(*rows))

    async def _tell_all(
        self, ask: Ask, answers: list[Answer], photos: Sequence[Incoming | None], note: str
    ) -> None:
        """What was found of an album, numbered; of each photo the best picture, once."""
        found = {each.matches[0].name: each.matches[0] for each in answers if each.found}
        keyboard = Keyboard(self._album.catalog, ask)
        text = "\n".join(filter(None, [replies.answers(ask.t, answers), note]))
        proofs = keyboard.proofs(answers, photos)
        await self._show(keyboard, text, list(found.values()), proofs)

    async def _show(
        self, keyboard: Keyboard, text: str, matches: Sequence[Match], rows: list[list[Key]]
    ) -> None:
        """The answer in the placeholder, then the pictures.

        Pictures that were begun to be sent, before a crash or on a bad line, are never sent again
        unasked: a button shows them.
        """
        ask = keyboard.ask
        if not ask.letter.album:
            await ask.answer(text, await keyboard.show(*rows))
            try:
                await self._album.send(ask.message, matches, ask.letter.begin_album)
            except TelegramError as error:
                _log.warning("The pictures of an answer may be lost: %s", error)
            else:
                return
        lost = [keyboard.pictures("pictures", matches)] if matches else []
        await ask.answer(text, await keyboard.show(lost, *rows))

    async def look(
        self, message: Message, letter: Letter, photos: Sequence[Incoming | None]
    ) -> list[tuple[Incoming | None, Answer]]:
        """What was looked at of each photo, and the answer; few are in memory at a time."""
        letter.waits = True
        largest = max((photo.size for photo in photos if photo), default=0)
        async with self._album.worker.room(largest), self._turns:
            letter.waits = False
            await letter.begin()
            return [await self._look(message, photo) for photo in photos]

    async def _look(
        self, message: Message, photo: Incoming | None
    ) -> tuple[Incoming | None, Answer]:
        """What was looked at, and the answer: where a clip cannot be read, for its preview."""
        answer = await self._look_up(message, photo)
        if photo and photo.preview and not photo.previewed and answer.verdict == "unreadable":
            photo = photo.shown
            answer = await self._look_up(message, photo)
        return photo, answer

    async def _look_up(self, message: Message, photo: Incoming | None) -> Answer:
        engine = self._settings.engine
        if photo is None:
            return Answer.unreadable(engine, NotAPhoto())
        try:
            answer = await self._finder.find(message.get_bot(), place(message), photo)
        except TooBig as error:
            return Answer.unreadable(engine, error)
        self._tally.look_up(answer)
        return answer


async def _acknowledge(message: Message) -> None:
    """At once, so that people see that they were heard; where it cannot be shown it is not."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_ACKNOWLEDGE_SECONDS):
            await asyncio.gather(
                message.set_reaction(ReactionEmoji.EYES),
                message.reply_chat_action(ChatAction.TYPING),
                return_exceptions=True,
            )
