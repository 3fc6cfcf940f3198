"""What is done to a collection: folders are indexed, pictures come and go by hand."""

import logging
import time
from abc import abstractmethod
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from search import difference, disk
from search.alone import alone
from search.calibration import Calibration, after_reindex
from search.clock import Clock
from search.collection import Collection
from search.errors import Incomplete, NameTaken, TooPlain, Unavailable, Unreachable
from search.features import Features
from search.gallery import Gallery
from search.hand import Hand
from search.journal import Change
from search.levels import PICTURE
from search.looks import Look, here
from search.notes import NOTHING, Note, check_note
from search.options import PLAIN_FEATURES
from search.pair import look
from search.reindex import Progress, Reindex, Report
from search.source import UPLOADS, Source, check_name, check_shelf
from search.survey import Survey
from search.vectors import Vectors

LOCK = "index.lock"
_LOOK_SECONDS = 0.2  # how often it is looked whether another reindex is over
_log = logging.getLogger(__name__)


class Curator(Gallery):
    """The part of the engine that changes the collection. What was changed by hand is found at
    once, what was indexed when that ends.
    """

    def __init__(self, collection: Collection, look: Look | None = None) -> None:
        super().__init__(collection)
        self._look = look or here(
            self._extract, lambda data: self._decoders.gray(data, PICTURE.side)
        )
        self._hand = Hand(collection)
        self._vectors = Vectors(collection, self._decoders)

    @abstractmethod
    def _refresh(self, *, whole: bool = False) -> None:
        """From now on lookups find what the collection holds; `whole`: wait until that is saved."""

    def index(self, folders: Iterable[Path]) -> Generator[Progress, None, None]:
        """Bring the collection in line with folders of pictures; yields progress, the last is all.

        Leave the iteration early to interrupt it: what is done is kept, and a later run goes on.
        Lookups see the change when it ends. A collection that has no scale yet, or whose size has
        doubled or halved, is calibrated then, for a few seconds, in which the last progress is
        yielded again. While another program indexes it this one waits, yields that nothing is done
        yet, and then finds what is left to do. Raises NoFolder.
        """
        told = False
        while True:
            with self._alone() as ours:
                if ours:
                    yield from self._index(tuple(folders))
                    return
            if not told:
                _log.warning("Another program indexes this collection: waiting until it is done")
                told = True
            yield Progress(0, 0, Report(pictures=len(self._collection)))
            time.sleep(_LOOK_SECONDS)

    def _index(self, folders: tuple[Path, ...]) -> Generator[Progress, None, None]:
        try:
            for step in Reindex(self._collection, folders, self._look).run():
                yield step
        except BaseException:
            self._refresh()
            raise
        self._refresh(whole=True)
        try:
            for _ in after_reindex(self._snapshot, self._collection, self._decoders):
                yield step
        except (Unreachable, Incomplete) as error:  # all is indexed none the less
            _log.warning("The match value could not be fitted to the collection: %s", error)

    def difference(self, folders: Iterable[Path]) -> Generator[difference.Progress, None, None]:
        """What `index` would do, without doing it: the last progress has all of it. Files are read
        and not looked at. Raises NoFolder.
        """
        yield from difference.Comparison(self._collection, tuple(folders)).run()

    def gone(self, folders: Iterable[Path]) -> list[str]:
        """The pictures of which `index` would let go because their files are gone: these are only
        listed, so that is quick. Raises NoFolder.
        """
        return sorted(Survey.of(self._collection, folders).gone())

    def calibration(self) -> Calibration:
        """Trials that fit the match value to this collection; nothing is changed until they ran."""
        return Calibration(self._snapshot, self._collection, self._decoders)

    def prepare(self, detector: str = "kaze") -> Iterator[tuple[int, int]]:
        """Make the article's vectors that are missing; yields how many of how many are done."""
        yield from self._vectors.prepare(detector)

    def add(
        self, name: str, data: bytes, shelf: str = UPLOADS, note: Note = NOTHING, by: int = 0
    ) -> None:
        """Take a picture into the collection's own keeping, to be found at once.

        Names are unique in the whole collection, whatever the shelf. `by` is whoever does it, for
        `undo`. Raises BadName, BadShelf, BadNote, NameTaken, TooPlain or a PhotoError.
        """
        check_name(name)
        check_shelf(shelf)
        check_note(note)
        if name in self._collection:
            raise NameTaken(name)
        features = self._extract(data)
        if len(features) < PLAIN_FEATURES:
            raise TooPlain(name)
        with self._refreshed():
            self._hand.add(Source.of(name, data, shelf=shelf), features, data, note, by)

    def remove(self, name: str, by: int = 0) -> bool:
        """Let go of a picture and its note. Returns whether its file stays in an indexed folder.

        Raises UnknownName.
        """
        with self._refreshed():
            return self._hand.remove(name, by).path is not None

    def rename(self, old: str, new: str, by: int = 0) -> None:
        """Give a picture another name; its note goes with it.

        Raises UnknownName, NamedByFile (a picture of a folder), BadName or NameTaken.
        """
        with self._refreshed():
            self._hand.rename(old, new, by)

    def move_shelf(self, old: str, new: str) -> None:
        """Give a shelf another name, also where undo would put a picture on it. It may join one
        that is there. Raises BadShelf.
        """
        check_shelf(new)
        with self._refreshed():
            self._hand.move(old, new)

    def annotate(self, name: str, note: Note, by: int = 0) -> None:
        """Write another note, which answers show from now on; an empty one takes it away.

        Raises UnknownName or BadNote.
        """
        self._hand.annotate(name, note, by)

    def undo(self, by: int | None = None, number: int | None = None) -> Change | None:
        """Take back the newest change by hand (of one person) that can be taken back; it says what
        that was. None where there is none: the last 100 are kept, for seven days.

        Given the `id` of what `undoable` said as `number`, it takes back that one or nothing, so
        that a second try after a crash does no harm.
        """
        with self._refreshed():
            return self._hand.undo(by, number)

    def undoable(self, by: int | None = None) -> Change | None:
        """What `undo` would take back."""
        return self._hand.undoable(by)

    def forget_judgment(self, judgment: int) -> None:
        """What somebody said of an answer was taken back."""
        self._collection.learned.forget(judgment)

    def forget(self, person: int) -> None:
        """Nobody can tell any more which changes were theirs; they can still be taken back.

        Not even from the files; backups are not ours. Raises Unavailable: then it is to be done
        again.
        """
        self._collection.journal.forget(person)

    def _extract(self, data: bytes) -> Features:
        return look(data, PICTURE, self._decoders, Clock())

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else indexes this collection: nobody does, then, until it is left."""
        folder = self._collection.folder
        with ExitStack() as stack:
            try:
                ours = stack.enter_context(alone(folder / LOCK))
            except OSError as error:
                raise Unavailable(folder, disk.reason(error)) from error
            yield ours

    @contextmanager
    def _refreshed(self) -> Iterator[None]:
        """Lookups see what was changed, once it is."""
        yield
        self._refresh()
