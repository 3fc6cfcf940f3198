"""/ignore, /top, /optout, /optin: what people say to the watch of a group."""

import time
from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from bot import key, remark
from bot.ask import Ask
from bot.incoming import Incoming
from bot.people import in_person
from bot.preference import DAYS, WATCH
from bot.preferences import Preferences
from bot.watch import name
from bot.worker import Worker
from search.sightings import Post, Sighting, Sightings

_TOP_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Reposts:
    """Handlers of these commands."""

    preferences: Preferences
    sightings: Sightings
    worker: Worker

    async def ignore(self, ask: Ask, _: str) -> None:
        """A picture is not remarked on here any more; again: it is."""
        message, people = ask.message, self.preferences.people
        if message.chat.type == ChatType.PRIVATE:
            await ask.say(ask.t("in-groups-only"))
            return
        if not people.commands(message) and not await people.decides(message):
            await ask.say(ask.t("group-admins-only"))
            return
        photo, replied = Incoming.of(message.reply_to_message), message.reply_to_message
        if photo is None or replied is None:
            await ask.say(ask.t("ignore-what"))
            return
        first = await self._first(replied, photo)
        if first is None:
            await ask.say(ask.t("plain"))
            return
        ignored = first.ignored if ask.letter.album else not first.ignored
        await ask.letter.begin_album()  # after a crash it is said how it is, and left so
        await self.worker.run(self._ignore, first, ignored)
        await ask.say(ask.t("ignored" if ignored else "unignored"))

    async def _first(self, replied: Message, photo: Incoming) -> Sighting | None:
        """The first sighting of what a message shows. Raises PhotoError."""
        chat, number, at = replied.chat.id, replied.message_id, int(replied.date.timestamp())
        days = int(await self.preferences.of(chat, DAYS))
        post = Post(chat, number, 0, at, days, since=int(time.time()))
        if await self.worker.run(self.sightings.records.of, chat, number):
            return await self.worker.run(self._picture, post, b"")
        async with self.worker.room(photo.size):
            data = await photo.download(replied.get_bot())
            return await self.worker.run(self._picture, post, data)

    async def top(self, ask: Ask, _: str) -> None:
        """Who repeated most in the last 30 days, and what."""
        message, since = ask.message, int(time.time()) - _TOP_SECONDS
        records, chat, most = self.sightings.records, ask.message.chat.id, remark.LISTED
        if message.chat.type == ChatType.PRIVATE:
            await ask.say(ask.t("in-groups-only"))
            return
        authors = await self.worker.run(records.authors, chat, since, most)
        people = [(await name(message, who), times) for who, times in authors]
        counted = await self.worker.run(records.pictures, chat, since, most)
        firsts = [
            (await self.worker.run(records.first, chat, which), times) for which, times in counted
        ]
        pictures = [(first, times) for first, times in firsts if first]
        watched = await self.preferences.of(chat, WATCH) == "on"
        await ask.say(remark.top(ask.t, message.chat, people, pictures, watched=watched))

    async def opt_out(self, ask: Ask, _: str) -> None:
        """Their photos are left alone from now on, in every group."""
        if await self._in_person(ask):
            await self.worker.run(self.sightings.opt_out, ask.owner, self._mark(ask))
            await ask.say(ask.t("opted-out"))

    async def opt_in(self, ask: Ask, _: str) -> None:
        """That is taken back."""
        if await self._in_person(ask):
            await self.worker.run(self.sightings.opt_in, self._mark(ask))
            await ask.say(ask.t("opted-in"))

    async def _in_person(self, ask: Ask) -> bool:
        """Nobody opts out for somebody else."""
        if in_person(ask.message):
            return True
        await ask.say(ask.t("opt-yourself"))
        return False

    def _mark(self, ask: Ask) -> bytes:
        return key.mark(self.preferences.people.settings.data_dir, ask.owner)

    def _picture(self, post: Post, photo: bytes) -> Sighting | None:
        """The first sighting of what a message shows; where there is none, one of nobody's.

        Raises PhotoError.
        """
        records = self.sightings.records
        known = records.of(post.chat, post.message)
        number = known.picture if known else self.sightings.picture(post.chat, photo)
        if number is None:
            seen = self.sightings.see(post, photo)
            return seen.sighting if seen else None
        return records.first(post.chat, number)

    def _ignore(self, first: Sighting, ignored: bool) -> None:  # noqa: FBT001  for the worker
        self.sightings.records.ignore(first.chat, first.picture, ignored=ignored)
