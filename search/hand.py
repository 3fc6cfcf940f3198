"""What people do to a collection by hand: all of it is written down, and can be taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from search.collection import Collection
from search.errors import NamedByFile, NameTaken
from search.features import Features
from search.journal import Change
from search.notes import NOTHING, Note, check_note
from search.schema import GROW
from search.source import Source, check_name


@dataclass(frozen=True)
class Hand:
    """Each change is one transaction with its line in the journal: both happen, or neither does.

    `by` is whoever does it, a number of the caller's choice.
    """

    collection: Collection

    def add(self, source: Source, features: Features, data: bytes, note: Note, by: int) -> None:
        """Take a picture in, with its bytes. Raises NameTaken."""
        self.collection.kept.leave(source.sha256)  # at once, lest they stay if we die half way
        with self._change(Change("add", source.name, by)):
            self.collection.add(source, features, data)
            self.collection.notes.put(source.name, note)

    def remove(self, name: str, by: int) -> Source:
        """Let go of a picture; returns where it came from. Raises UnknownName."""
        with self.collection.changing():
            source, note = self.collection.source(name), self.collection.notes.of(name)
            with self._change(Change("remove", name, by, before=note)):
                self._let_go(name)
        return source

    def rename(self, old: str, new: str, by: int) -> None:
        """Give a picture another name. Raises UnknownName, NamedByFile, BadName or NameTaken."""
        with self.collection.changing():
            if self.collection.source(old).path is not None:
                raise NamedByFile(old)
            check_name(new)
            if new in self.collection:
                raise NameTaken(new)
            with self._change(Change("rename", new, by, old)):
                self._rename(old, new)

    def move(self, old: str, new: str) -> None:
        """What is on a shelf by hand is on another from now on. Nobody takes that back."""
        with self.collection.transaction() as database:
            on_it = "SET shelf = ? WHERE shelf = ? AND path IS NULL"
            database.execute(f"UPDATE removed {on_it}", (new, old))
            if database.execute(f"UPDATE pictures {on_it}", (new, old)).rowcount:
                database.execute(GROW)

    def annotate(self, name: str, note: Note, by: int) -> None:
        """Write another note; an empty one takes it away. Raises UnknownName or BadNote."""
        check_note(note)
        with self.collection.changing():
            self.collection.source(name)
            before = self.collection.notes.of(name)
            with self._change(Change("note", name, by, before=before)):
                self.collection.notes.put(name, note)

    def undo(self, by: int | None = None, number: int | None = None) -> Change | None:
        """Take back what `undoable` says; where that is not change `number` any more, nothing."""
        with self.collection.changing():
            self.collection.journal.prune()
            change = self.undoable(by)
            if change is None or number not in (None, change.id):
                return None
            self._take_back(change)
            self.collection.journal.drop(change)
        return change

    def undoable(self, by: int | None = None) -> Change | None:
        """The newest change (of one person) that can be taken back: to whose pictures nothing was
        done since, by nobody.
        """
        touched: set[str] = set()
        for change in self.collection.journal.changes():
            if by in (None, change.by) and not change.names & touched and self._can(change):
                return change
            touched |= change.names
        return None

    @contextmanager
    def _change(self, change: Change) -> Iterator[None]:
        with self.collection.changing():
            self.collection.journal.write(change)
            yield

    def _can(self, change: Change) -> bool:
        """Whether it is as the change left it: a folder may have brought its name back meanwhile,
        and a backup does not hold the bytes of what was removed before.
        """
        there = change.name in self.collection
        if change.what == "remove":
            sha256 = self.collection.journal.sha256(change)
            return not there and (sha256 is None or self.collection.kept.path(sha256).exists())
        return there and (change.old is None or change.old not in self.collection)

    def _take_back(self, change: Change) -> None:
        notes, name = self.collection.notes, change.name
        if change.what == "add":
            self._let_go(name)
        elif change.what == "rename":
            self._rename(name, change.old or name)
        elif change.what == "remove":
            with self.collection.transaction() as database:
                self.collection.journal.put_back(change)
                database.execute(GROW)
        if change.what in ("remove", "note"):
            notes.put(name, change.before)

    def _let_go(self, name: str) -> None:
        self.collection.remove(name)
        self.collection.notes.put(name, NOTHING)

    def _rename(self, old: str, new: str) -> None:
        """The picture keeps its number, and with it the article's vectors."""
        note = self.collection.notes.of(old)
        with self.collection.transaction() as database:
            database.execute("UPDATE pictures SET name = ? WHERE name = ?", (new, old))
            database.execute(GROW)
            self.collection.notes.put(old, NOTHING)
            self.collection.notes.put(new, note)
