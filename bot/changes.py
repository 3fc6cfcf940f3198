"""What people change by hand: /remove, /rename, and /undo, each once whatever happens."""

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegram import Message

from bot import notices
from bot.album import Album
from bot.ask import Ask
from bot.people import People
from bot.shelves import Shelves
from search.errors import UnknownName
from search.journal import Change, What

_ARROW = re.compile(r"\s*(?:->|=>|→)\s*")
_CAPTION = re.compile(r"(.+) · \d+\u00a0%")  # of a picture that the bot sent
_LIKE = 3  # names that are shown where there is no such one


@dataclass(frozen=True)
class Changes:
    """Handlers; who did it is written down with each."""

    album: Album
    people: People
    shelves: Shelves

    async def remove(self, ask: Ask, text: str) -> None:
        """/remove NAME, or /remove in reply to a picture that the bot sent."""
        name = text or _shown(ask.message)
        if not name:
            await ask.say(ask.t("remove-what"))
            return
        engine, worker = self.album.engine, self.album.worker
        if await self._barred(ask, name):
            return
        await ask.letter.begin()
        try:
            stays = await worker.change(engine.remove, name, by=ask.owner)
        except UnknownName:
            if not self._did(ask, "remove", name):
                await self._unknown(ask, name)
                return
            stays = False
        await ask.say(notices.removed(ask.t, name, stays=stays))

    async def rename(self, ask: Ask, text: str) -> None:
        """/rename OLD -> NEW, or /rename NEW in reply to a picture that the bot sent."""
        old, new = self._names(ask.message, text)
        if not old or not new:
            await ask.say(ask.t("rename-what"))
            return
        if await self._barred(ask, old):
            return
        await ask.letter.begin()
        try:
            await self.album.worker.change(self.album.engine.rename, old, new, by=ask.owner)
        except UnknownName:
            if not self._did(ask, "rename", new, old):
                await self._unknown(ask, old)
                return
        await ask.say(notices.renamed(ask.t, old, new))

    async def undo(self, ask: Ask, text: str) -> None:
        """/undo: whoever asks takes their newest change back. Which that is, is on disk before.

        With `any` an admin takes back the newest of all.
        """
        engine, letter = self.album.engine, ask.letter
        of_all = text.lower() == "any" and self.people.commands(ask.message)
        by = None if of_all else ask.owner
        await letter.begin()
        change = planned(letter.plan) if letter.plan else engine.undoable(by)
        if change is None:
            await ask.say(ask.t("undo-nothing-at-all" if of_all else "undo-nothing"))
            return
        if not letter.plan:
            await letter.keep_plan(plan(change))
        await self.album.worker.change(engine.undo, by, change.id)
        await ask.say(notices.undone(ask.t, change))

    def _names(self, message: Message, text: str) -> tuple[str, str]:
        """The old name and the new one; either may be empty."""
        known, splits = self.album.engine, list(_splits(text))
        if splits:
            return next((pair for pair in splits if pair[0] in known), splits[0])
        return _shown(message), text

    def _did(self, ask: Ask, what: What, name: str, old: str | None = None) -> bool:
        """Whether this very command did it, before a crash."""
        wanted = what, name, ask.owner, old
        changes = self.album.engine.changes() if ask.letter.again else []
        return wanted in [(each.what, each.name, each.by, each.old) for each in changes]

    async def _barred(self, ask: Ask, name: str) -> bool:
        """Whether a picture is on a shelf that they may not change; that is said."""
        allowed = await self.people.may_change(ask.message)
        engine = self.album.engine
        if allowed is None or name not in engine or (shelf := engine.shelf(name)) in allowed:
            return False
        if shelf in await self.shelves.seen(ask.message.chat.id):
            await ask.say(notices.barred(ask.t, name))
        else:
            await self._unknown(ask, name)
        return True

    async def _unknown(self, ask: Ask, name: str) -> None:
        """With those like it, of the shelves that this chat sees."""
        seen = frozenset(await self.shelves.seen(ask.message.chat.id))
        near = await self.album.worker.run(self._near, name, seen)
        await ask.say(notices.unknown(ask.t, name, near))

    def _near(self, name: str, shelves: frozenset[str]) -> list[str]:
        """Those that it is a part of, without its folder perhaps; else those that look like it."""
        names, part = self.album.engine.names(shelves), name.casefold()
        holding = [each for each in names if part and part in each.casefold()]
        return holding[:_LIKE] or difflib.get_close_matches(name, names, n=_LIKE)


def _shown(message: Message) -> str:
    """The picture of the bot that a message replies to; empty where there is none."""
    replied = message.reply_to_message
    ours = replied and replied.from_user and replied.from_user.id == message.get_bot().id
    shown = _CAPTION.match(replied.caption or "") if ours and replied else None
    return shown[1] if shown else ""


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """At each arrow: names may have some, too."""
    for arrow in _ARROW.finditer(text):
        yield text[: arrow.start()], text[arrow.end() :]


def plan(change: Change) -> str:
    """As it is kept until it has been taken back and said."""
    return json.dumps([change.id, change.what, change.name, change.old])


def planned(text: str) -> Change:
    """The reverse."""
    number, what, name, old = json.loads(text)
    return Change(what, name, old=old, id=number)
