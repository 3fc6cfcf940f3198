"""What people wrote of pictures: shown with a match, and never looked up."""

from collections.abc import Iterable
from dataclasses import dataclass

from search.characters import all_show
from search.database import Database
from search.errors import BadNote
from search.options import LONGEST_CAPTION, LONGEST_LINK, LONGEST_TAG, MOST_TAGS

_AT_ONCE = 500  # names in one query; SQLite takes 999 at least


@dataclass(frozen=True)
class Note:
    """A caption, which may have lines; tags, each a word without its #; a link, say to the message
    that the picture came with. Empty where nobody wrote anything.
    """

    caption: str = ""
    tags: tuple[str, ...] = ()
    link: str = ""

    def __bool__(self) -> bool:
        return self != NOTHING

    @property
    def lines(self) -> list[str]:
        """For people."""
        tags = " ".join(f"#{tag}" for tag in self.tags)
        return [line for line in (*self.caption.split("\n"), tags, self.link) if line]

    @property
    def columns(self) -> tuple[str, str, str]:
        """As the database has it; `Note.of` is the reverse."""
        return self.caption, " ".join(self.tags), self.link

    @classmethod
    def of(cls, caption: str, tags: str, link: str) -> "Note":
        """From what the database has."""
        return cls(caption, tuple(tags.split()), link)


NOTHING = Note()


def check_note(note: Note) -> None:
    """A note can be shown, and fits below a picture. Raises BadNote."""
    if not all_show(note.caption.replace("\n", "")):
        raise BadNote("its caption has characters that cannot be shown")
    if len(note.caption) > LONGEST_CAPTION:
        raise BadNote(f"its caption is longer than {LONGEST_CAPTION} characters")
    if any(not tag or not all_show(tag) or " " in tag for tag in note.tags):
        raise BadNote("a tag is a word, without spaces")
    if len(note.tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in note.tags):
        raise BadNote(f"it may have {MOST_TAGS} tags of {LONGEST_TAG} characters")
    if not all_show(note.link) or " " in note.link or len(note.link) > LONGEST_LINK:
        raise BadNote(f"its link is none, or longer than {LONGEST_LINK} characters")


@dataclass(frozen=True)
class Notes:
    """The notes of a collection, by the names of their pictures, whose changes they outlive.

    No index is derived from them: a new one costs no more than its row. Raises what the database
    does.
    """

    database: Database

    def of(self, name: str) -> Note:
        """A picture's note."""
        return self.all([name]).get(name, NOTHING)

    def all(self, names: Iterable[str]) -> dict[str, Note]:
        """The notes of those pictures that have one."""
        wanted, found = list(names), dict[str, Note]()
        for at in range(0, len(wanted), _AT_ONCE):
            some = wanted[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            query = f"SELECT name, caption, tags, link FROM notes WHERE name IN ({marks})"
            found |= {name: Note.of(*note) for name, *note in self.database.rows(query, *some)}
        return found

    def put(self, name: str, note: Note) -> None:
        """In place of the one before; an empty one takes it away."""
        with self.database.transaction() as database:
            database.execute("DELETE FROM notes WHERE name = ?", (name,))
            if note:
                database.execute("INSERT INTO notes VALUES (?, ?, ?, ?)", (name, *note.columns))

    def tidy(self) -> None:
        """Take away those whose picture is gone; not of a file that is there and broken for now."""
        gone = "name NOT IN (SELECT name FROM pictures) AND name NOT IN (SELECT name FROM refused)"
        if self.database.rows(f"SELECT 1 FROM notes WHERE {gone} LIMIT 1"):
            with self.database.transaction() as database:
                database.execute(f"DELETE FROM notes WHERE {gone}")
