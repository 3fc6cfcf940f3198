"""The buttons below an answer: what they are called, and what stands behind them."""

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.ask import Ask
from bot.catalog import Button, Catalog
from bot.incoming import Incoming
from search.verdict import Answer, Match

_log = logging.getLogger(__name__)
_IN_A_ROW = 3  # on a phone
Item = TypeVar("Item")


def in_rows(keys: list[Item], most: int) -> list[list[Item]]:
    """So many in each."""
    return [keys[at : at + most] for at in range(0, len(keys), most)]


class Key(NamedTuple):
    """A button that is wanted."""

    label: str
    action: str
    payload: dict[str, Any]


@dataclass(frozen=True)
class Keyboard:
    """The buttons of one answer; they belong to whoever asked."""

    catalog: Catalog
    ask: Ask

    async def show(self, *rows: Sequence[Key]) -> InlineKeyboardMarkup | None:
        """Buttons in rows; none where they cannot be kept."""
        wanted = [Button(key.action, self.ask.owner, key.payload) for row in rows for key in row]
        try:
            names = iter(await self.catalog.make_buttons(wanted))
        except sqlite3.Error as error:
            _log.warning("Buttons could not be kept, so there are none: %s", error)
            return None
        lines = [
            [InlineKeyboardButton(key.label, callback_data=next(names)) for key in row]
            for row in rows
            if row
        ]
        return InlineKeyboardMarkup(lines) if lines else None

    def below(self, answer: Answer, photo: Incoming) -> list[list[Key]]:
        """Of the answer to one photo: proofs, what people think of it, more."""
        if not answer.matches:
            return []
        given = _given(answer, photo)
        if not answer.found:
            return [[self.pictures("nearest", answer.matches[:1]), self._key("why", **given)]]
        name = answer.matches[0].name
        best = {"photo": given["photo"], "name": name}
        proofs = [self._key(each, **given) for each in ("proof", "blink")]
        return [
            proofs if provable(answer) else [],
            [self._key("right", **best), self._key("wrong", **best)],
            [
                self._key("original", name=name),
                self._key("more", **given),
                self._key("why", **given),
            ],
        ]

    def proofs(
        self, answers: Sequence[Answer], photos: Sequence[Incoming | None]
    ) -> list[list[Key]]:
        """Of each photo of an album, by its number."""
        keys = [
            Key(self.ask.t("button-proof-of", number=number), "proof", _given(answer, photo))
            for number, (answer, photo) in enumerate(zip(answers, photos, strict=True), start=1)
            if photo and provable(answer)
        ]
        return in_rows(keys, _IN_A_ROW)

    def pictures(self, label: str, matches: Sequence[Match]) -> Key:
        """Shows the pictures of matches when pressed."""
        shown = [{"name": m.name, "path": m.path, "value": m.value} for m in matches]
        return Key(self.ask.t(f"button-{label}"), "show", {"matches": shown})

    def _key(self, action: str, **payload: object) -> Key:
        return Key(self.ask.t(f"button-{action}"), action, payload)


def _given(answer: Answer, photo: Incoming) -> dict[str, Any]:
    """By which an answer can be had again, whatever was said of its pictures since."""
    return {"photo": asdict(photo), "names": [match.name for match in answer.matches]}


def provable(answer: Answer) -> bool:
    """Whether there is anything to see: the article's matches have no geometry."""
    return answer.found and any(match.outline for match in answer.proven)
