"""Whether a photo that is posted was seen in its chat before, and who wants to hear of it."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from search.clock import Clock
from search.database import Database
from search.draft import Piece
from search.errors import DamagedSightings
from search.features import Features
from search.image import Decoders, Gray
from search.levels import Detail, Levels, extract
from search.locks import Locks
from search.matching import matches
from search.options import (
    MAYBE_EVIDENCE,
    PHOTO_SIDE,
    PICTURE_SIDE,
    PLAIN_FEATURES,
    SIGHTING_FEATURES,
    SIGHTINGS_LOADED,
)
from search.sightings.held import grown, held, packed, piece
from search.sightings.records import Post, Records, Sighting
from search.sightings.schema import FILE, VERSIONS
from search.sightings.watches import Watches
from search.snapshot import Snapshot
from search.verdict import Match

DETAIL = Detail(PICTURE_SIDE, SIGHTING_FEATURES)  # of each half as many: at most twice as many


@dataclass(frozen=True)
class Repeat:
    """What a sighting repeats, surely or perhaps: the first and the latest before it, how many."""

    first: Sighting
    latest: Sighting
    times: int
    sure: bool


@dataclass(frozen=True)
class Seen:
    """A sighting that is kept, and what it repeats."""

    sighting: Sighting
    repeat: Repeat | None


class Sightings:
    """One file with the sightings of all chats. Any thread may use it; of one chat one photo at a
    time, else two that come together do not know of each other.

    Photos are not kept: only features, of each picture of a chat once. Raises CollectionError from
    every method.
    """

    def __init__(self, folder: Path) -> None:
        self._database = Database(folder / FILE, VERSIONS, DamagedSightings)
        self._decoders = Decoders()
        self._lock = threading.Lock()  # held for a moment; a chat's turn, while its own are made
        self._turns = Locks[int]()
        self._chats: OrderedDict[int, Snapshot] = OrderedDict()  # latest used last
        self.records = Records(self._database)
        self.watches = Watches(self._database)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._decoders.close()
        self._database.close()

    # --- Seeing ---------------------------------------------------------------------------------

    def see(self, post: Post, photo: bytes) -> Seen | None:
        """Keep a sighting, once a message; None where the photo is too plain. Raises PhotoError."""
        known = self.records.of(post.chat, post.message)
        if known is None:
            gray = self._gray(photo)
            levels = Levels(gray, PHOTO_SIDE)
            match, sighting = self._find(post.chat, levels)
            known = self._keep(post, extract(gray, DETAIL), match, sighting, levels)
        return Seen(known, self._repeat(known)) if known else None

    def picture(self, chat: int, photo: bytes) -> int | None:
        """The picture of a chat that a photo surely is. Raises PhotoError."""
        match, sighting = self._find(chat, Levels(self._gray(photo), PHOTO_SIDE))
        return sighting.picture if match and sighting and match.sure else None

    def watch(self, owner: int, message: int, at: int, photo: bytes) -> bool | None:
        """Tell `owner` from now on where a picture is seen; False where they watch too many, None
        where it is too plain. Raises PhotoError.
        """
        features = extract(self._gray(photo), DETAIL)
        if len(features) < PLAIN_FEATURES:
            return None
        return self.watches.add(owner, message, at, features)

    # --- Forgetting -----------------------------------------------------------------------------

    def expire(self, now: int) -> None:
        """Delete what was kept long enough."""
        self._drop(self.records.expire(now))

    def leave(self, chat: int) -> None:
        """Delete all of a chat."""
        self._drop(self.records.delete("chat = ?", chat))

    def move(self, old: int, new: int) -> None:
        """A chat has another id, and new numbers of messages: it knows what was seen before."""
        self.records.move(old, new)
        self._drop({old, new})

    def opt_out(self, person: int, mark: bytes) -> None:
        """Delete somebody's sightings, and keep none from now on; `mark` stands for them."""
        with self._database.transaction() as database:
            database.execute("INSERT OR IGNORE INTO unwatched VALUES (?)", (mark,))
            chats = self.records.delete("author = ?", person)
        self._drop(chats)

    def opt_in(self, mark: bytes) -> None:
        """That is taken back."""
        with self._database.transaction() as database:
            database.execute("DELETE FROM unwatched WHERE mark = ?", (mark,))

    def opted_out(self, mark: bytes) -> bool:
        """Whether somebody's photos are left alone."""
        return bool(self._database.rows("SELECT 1 FROM unwatched WHERE mark = ?", mark))

    def reload(self) -> None:
        """Somebody else has changed the file."""
        chats = {*self._turns}  # first: what is read from now on is of the new file
        with self._lock:
            chats |= {*self._chats}
        self._drop(chats)
        self.watches.changed()

    # --- How ------------------------------------------------------------------------------------

    def _gray(self, photo: bytes) -> Gray:
        return self._decoders.gray(photo, PHOTO_SIDE)

    def _keep(
        self,
        post: Post,
        features: Features,
        match: Match | None,
        sighting: Sighting | None,
        levels: Levels,
    ) -> Sighting | None:
        """On disk, with the notes to those who watch what it shows; in memory where it is new."""
        if len(features) < PLAIN_FEATURES:
            return None
        same = sighting.picture if match and sighting and match.sure else None
        like = sighting.picture if sighting and same is None else None
        wanted = self.watches.find(levels) if post.since is None else []  # else it is no news
        with self._database.transaction() as database:
            number = self.records.add(post, features, same, like)
            self.watches.note(database, wanted, post.chat, post.message, post.at)
        if same is None:
            self._grow(post.chat, packed(number, features))
        return self.records.get(number)

    def _repeat(self, each: Sighting) -> Repeat | None:
        """Before it, in time."""
        sure = each.picture != each.id
        picture = each.picture if sure else each.resembles
        if picture is None or each.ignored:
            return None
        before = self.records.before(each, picture)
        if not before or before[0].ignored:
            return None
        return Repeat(before[0], before[-1], len(before), sure)

    def _find(self, chat: int, levels: Levels) -> tuple[Match | None, Sighting | None]:
        """The best match that may be the same, and its sighting."""
        for _ in range(2):
            match = self._ask(self._loaded(chat), levels)
            if match is None:
                break
            if sighting := self.records.get(int(match.name)):
                return match, sighting
            self._drop({chat})  # it was deleted: another of its picture may be left
        return None, None

    @staticmethod
    def _ask(snapshot: Snapshot, levels: Levels) -> Match | None:
        """The best match that may be the same."""
        found = matches(levels, snapshot, Clock()) or []
        best = max(found, key=lambda match: match.evidence, default=None)
        return best if best and best.evidence > MAYBE_EVIDENCE else None

    def _loaded(self, chat: int) -> Snapshot:
        """A chat's sightings; nobody of another chat waits while they are read."""
        with self._turns.of(chat):
            loaded = self._chats.get(chat)
            if loaded is None:
                rows = self.records.features(chat)
                loaded = held(piece(n, data, *size) for n, data, size in rows)
            self._put(chat, loaded)
            return loaded

    def _grow(self, chat: int, new: Piece) -> None:
        with self._turns.of(chat):
            loaded = self._chats.get(chat)
            if loaded is not None:
                self._put(chat, grown(loaded, new))

    def _put(self, chat: int, loaded: Snapshot) -> None:
        """Those of chats that were idle longest make room."""
        with self._lock:
            self._chats[chat] = loaded
            self._chats.move_to_end(chat)
            while len(self._chats) > 1 and sum(map(len, self._chats.values())) > SIGHTINGS_LOADED:
                self._chats.popitem(last=False)

    def _drop(self, chats: set[int]) -> None:
        """They are read anew when they are needed."""
        for chat in chats:
            with self._turns.of(chat), self._lock:
                self._chats.pop(chat, None)
