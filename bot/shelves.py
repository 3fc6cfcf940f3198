"""The shelves of the collection: which ones a chat can see, and which it looks up in."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.album import Album
from bot.settings import Settings

_SETTING = "shelves"
_OWN = re.compile(r"chat -?\d+")
_ALL = "all"


def own(chat: int) -> str:
    """The shelf of a chat, which no other chat sees."""
    return f"chat {chat}"


def named(text: str, known: Iterable[str]) -> list[str]:
    """The shelves that a text lists; a name may have spaces. Raises LookupError at another."""
    found, words, names = [], text.split(), {*known}
    while words:
        sizes = range(len(words), 0, -1)
        size = next((size for size in sizes if " ".join(words[:size]) in names), 0)
        if not size:
            raise LookupError(words[0])
        found.append(" ".join(words[:size]))
        words = words[size:]
    return found


@dataclass(frozen=True)
class Shelves:
    """What chats have chosen. A group's own shelf is for that group, and for admins in private."""

    settings: Settings
    album: Album

    async def seen(self, chat: int) -> dict[str, int]:
        """The shelves that a chat may choose from, and how many pictures are on each."""
        known = await self.album.worker.run(self.album.engine.shelves)
        return {name: count for name, count in known.items() if self._may_see(name, chat)}

    async def used(self, chat: int) -> frozenset[str] | None:
        """Those that it looks up in; None: in all that there are."""
        known = await self.album.worker.run(self.album.engine.shelves)
        chosen = await self.album.catalog.setting(chat, _SETTING)
        wanted = {*json.loads(chosen)} if chosen and chosen != _ALL else None
        used = frozenset(
            name
            for name in known
            if self._may_see(name, chat, asked=chosen is not None)
            and (wanted is None or name in wanted)
        )
        return None if used == known.keys() else used

    async def choose(self, chat: int, names: Iterable[str] | None) -> None:
        """From now on; None: all."""
        chosen = _ALL if names is None else json.dumps(sorted(names))
        await self.album.catalog.keep_setting(chat, _SETTING, chosen)

    async def move(self, old: int, new: int) -> None:
        """A chat has another id: with all that it has chosen, and its shelf wherever it is used."""
        catalog, names = self.album.catalog, (json.dumps(own(old)), json.dumps(own(new)))
        await catalog.move_chat(old, new)
        await catalog.replace_in_settings(_SETTING, *names)

    def _may_see(self, shelf: str, chat: int, *, asked: bool = True) -> bool:
        """An admin's private chat finds what is on groups' shelves where it `asked` for that."""
        private_admin = chat > 0 and chat in self.settings.admin_ids
        return not _OWN.fullmatch(shelf) or shelf == own(chat) or (asked and private_admin)
