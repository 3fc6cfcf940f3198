"""/duplicates: the pictures that are the same, a group at a time, best first."""

import json
import logging
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError

from bot import notices
from bot.album import Album, Begin
from bot.ask import Ask, say
from bot.buttons import Press
from bot.catalog import Button
from bot.indexing import watch
from bot.network import insist
from bot.shelves import Shelves
from bot.tongue import Tongue
from bot.twins import Twin, Twins, fingerprint, twins
from bot.worker import Job
from search.errors import UnknownName
from search.verdict import Match

_log = logging.getLogger(__name__)
_SETTING = "duplicates"  # the groups that a chat goes through
_KEYS = ("keep-best", "keep-all", "next", "stop")


@dataclass(frozen=True)
class Walk:
    """The groups of one search; `id` tells them from those of another."""

    id: str
    groups: list[Twins]

    def dump(self) -> str:
        """As the catalog keeps it."""
        return json.dumps([self.id, [[asdict(twin) for twin in each] for each in self.groups]])

    @classmethod
    def load(cls, text: str) -> "Walk":
        """The reverse."""
        name, groups = json.loads(text)
        return cls(name, [[Twin(**twin) for twin in each] for each in groups])


@dataclass(frozen=True)
class DuplicatesWalk:
    """Shows one group after the other; what is done is the admins' to say."""

    album: Album
    shelves: Shelves

    async def begin(self, ask: Ask, _: str) -> None:
        """/duplicates: search, then show the first group."""
        search = await self.album.worker.run(self.album.engine.duplicates)
        job: Job[tuple[int, int]] = Job(search.run(), (0, 0))
        ask.letter.step_aside()
        over = await watch(job, ask, lambda: notices.progress(ask.t, "comparing", *job.progress))
        over.result()
        chat, catalog = ask.message.chat.id, self.album.catalog
        seen, apart = frozenset(await self.shelves.seen(chat)), await catalog.kept_apart()
        groups = await self.album.worker.run(
            lambda: [*twins(search.report.groups, self.album.engine, seen, apart)]
        )
        await ask.answer(notices.duplicates(ask.t, len(groups), search.report.pictures))
        walk = Walk(secrets.token_urlsafe(8), groups)
        await catalog.keep_setting(chat, _SETTING, walk.dump())
        if groups:
            begin = None if ask.letter.album else ask.letter.begin_album
            await self._show(ask.message, ask.t, walk, 0, begin)

    async def keep_best(self, press: Press) -> None:
        """Let go of the others, as far as they are what was shown."""
        walk, at = await self._walk(press)
        if walk is None:
            return
        best, *copies = walk.groups[at]
        engine = self.album.engine
        if fingerprint(engine, best.name) != best.sha256:
            await self._go_on(press, walk, at, press.t("gone"))
            return
        stays = [await self._remove(each, press.person) for each in copies]
        gone = [each.name for each in copies if each.name not in engine]
        said = notices.kept_best(press.t, best.name, gone, stays=any(stays))
        await self._go_on(press, walk, at, said)

    async def keep_all(self, press: Press) -> None:
        """They are not shown again as long as none comes to them."""
        walk, at = await self._walk(press)
        if walk:
            await self.album.catalog.keep_apart({each.sha256 for each in walk.groups[at]})
            await self._go_on(press, walk, at, notices.kept_all(press.t, walk.groups[at]))

    async def skip(self, press: Press) -> None:
        """On to the next group: nothing is changed."""
        walk, at = await self._walk(press)
        if walk:
            await self._go_on(press, walk, at, notices.skipped(press.t, walk.groups[at]))

    async def stop(self, press: Press) -> None:
        """No more of them."""
        await _put(press.message, press.t("duplicates-stopped"))

    async def _walk(self, press: Press) -> tuple[Walk | None, int]:
        """Where a button was pressed; nowhere, where there was another search since."""
        kept = await self.album.catalog.setting(press.message.chat.id, _SETTING)
        walk, at = Walk.load(kept) if kept else None, press.button.payload["at"]
        if walk is None or walk.id != press.button.payload["walk"]:
            await _put(press.message, press.t("too-old"))
            return None, 0
        return walk, at

    async def _remove(self, twin: Twin, person: int) -> bool:
        """Whether its file stays in the folder; one that changed since, or went, is left alone."""
        engine = self.album.engine
        if fingerprint(engine, twin.name) != twin.sha256:
            return False
        with suppress(UnknownName):
            return await self.album.worker.change(engine.remove, twin.name, by=person)
        return False

    async def _go_on(self, press: Press, walk: Walk, at: int, said: str) -> None:
        """Say below the group what became of it, and show the next."""
        await _put(press.message, said)
        if at + 1 < len(walk.groups):
            await self._show(press.message, press.t, walk, at + 1, press.letter.begin_album)
        else:
            await insist(lambda: say(press.message, press.t("duplicates-over")))

    async def _show(
        self, message: Message, t: Tongue, walk: Walk, at: int, begin: Begin | None
    ) -> None:
        """The pictures, unless they were sent before a crash, then what they are."""
        group = walk.groups[at]
        matches = [Match(twin.name, None, twin.value) for twin in group]
        if begin:
            try:
                await self.album.send(message, matches, begin)
            except TelegramError as error:
                _log.warning("The pictures of a group may be lost: %s", error)
        text = notices.group(t, group, at + 1, len(walk.groups))
        keys = await self._keys(message, t, walk.id, at)
        await insist(lambda: say(message, text, keys))

    async def _keys(self, message: Message, t: Tongue, walk: str, at: int) -> InlineKeyboardMarkup:
        payload = {"walk": walk, "at": at}
        buttons = [Button(action, message.chat.id, payload) for action in _KEYS]
        names = await self.album.catalog.make_buttons(buttons)
        keys = [
            InlineKeyboardButton(t(f"button-{action}"), callback_data=name)
            for action, name in zip(_KEYS, names, strict=True)
        ]
        return InlineKeyboardMarkup([keys[:2], keys[2:]])


async def _put(message: Message, html: str) -> None:
    """In place of a message and its buttons."""
    with suppress(BadRequest):  # it says so already, or is gone
        await insist(lambda: message.edit_text(html, parse_mode="HTML"))
