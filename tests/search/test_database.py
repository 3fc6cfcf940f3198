"""The database: nobody waits for who writes, a view is of one moment, errors have names."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search import database
from search.database import Database
from search.errors import DamagedCollection, NewerCollection, Unavailable
from tests.search.edits import files

STEPS = (("CREATE TABLE t (x)", "INSERT INTO t VALUES (1)"), ("ALTER TABLE t ADD COLUMN y",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is to be."""
    return tmp_path / "file.sqlite"


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    """A database of one table of one row."""
    with closing(Database(path, STEPS)) as opened:
        yield opened


def put(database: Database, number: int) -> None:
    """One more row."""
    with database.transaction() as connection:
        connection.execute("INSERT INTO t (x) VALUES (?)", (number,))


def numbers(database: Database) -> list[int]:
    """What it holds."""
    return [number for (number,) in database.rows("SELECT x FROM t ORDER BY x")]


def elsewhere(do: object) -> None:
    """In another thread, to its end."""
    thread = threading.Thread(target=do)  # type: ignore[arg-type]
    thread.start()
    thread.join()


def test_readers_do_not_wait_for_who_writes(opened: Database) -> None:
    """They see what was there before."""
    seen = []
    with opened.transaction() as connection:
        connection.execute("INSERT INTO t (x) VALUES (2)")
        assert numbers(opened) == [1, 2]
        elsewhere(lambda: seen.append(numbers(opened)))
    assert seen == [[1]]
    assert numbers(opened) == [1, 2]


def test_a_view_is_of_one_moment(opened: Database) -> None:
    """Whatever others write meanwhile, and this thread itself."""
    with opened.view():
        assert numbers(opened) == [1]
        elsewhere(lambda: put(opened, 2))
        with opened.view():
            assert numbers(opened) == [1]
        with opened.transaction():
            assert numbers(opened) == [1, 2]
        assert numbers(opened) == [1]
    assert numbers(opened) == [1, 2]


def test_a_transaction_in_another_is_part_of_it(opened: Database) -> None:
    """What is done in it is undone with the rest."""

    def fail() -> None:
        with opened.transaction():
            put(opened, 2)
            assert numbers(opened) == [1, 2]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert numbers(opened) == [1]


def test_one_writes_at_a_time(opened: Database, path: Path) -> None:
    """Threads, and programs: none of them sees half of it, none is refused."""
    with closing(Database(path, STEPS)) as other:

        def grow(database: Database) -> None:
            for _ in range(50):
                with database.transaction() as connection:
                    ((most,),) = database.rows("SELECT max(x) FROM t")
                    connection.execute("INSERT INTO t (x) VALUES (?)", (most + 1,))

        threads = [threading.Thread(target=grow, args=(each,)) for each in (opened, opened, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert numbers(opened) == list(range(1, 152))


def test_files_of_every_version_lead_to_the_last(path: Path) -> None:
    """A new one takes all steps, an old one those that are missing, once."""
    for known in range(3):
        path.unlink(missing_ok=True)
        with closing(Database(path, STEPS[:known])):
            pass
        for _ in range(2):
            with closing(Database(path, STEPS)) as database:
                assert database.rows("SELECT * FROM t") == [(1, None)]
                assert database.rows("PRAGMA user_version") == [(2,)]


def test_a_step_that_fails_leaves_the_old_version(path: Path) -> None:
    """All of it or nothing."""
    with closing(Database(path, STEPS[:1])):
        pass
    with pytest.raises(DamagedCollection, match="no such table: nowhere"):
        Database(path, (STEPS[0], (*STEPS[1], "INSERT INTO nowhere VALUES (1)")))
    with closing(Database(path, STEPS)) as database:
        assert database.rows("SELECT * FROM t") == [(1, None)]


def test_two_programs_may_begin_it_at_once(path: Path) -> None:
    """One makes the tables, the other finds them."""
    start = "import sys; from search.database import Database; from pathlib import Path"
    program = f"{start}; sys.stdin.read(1); Database(Path(sys.argv[1]), {STEPS!r}).close()"
    several = [
        subprocess.Popen([sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE)
        for _ in range(4)
    ]
    for each in several:
        assert each.stdin
        each.stdin.close()
    assert [each.wait() for each in several] == [0] * 4
    with closing(Database(path, STEPS)) as database:
        assert numbers(database) == [1]


def test_a_file_of_a_later_kazami_is_left_alone(path: Path) -> None:
    """What it means is not known here."""
    with closing(Database(path, (*STEPS, ("CREATE TABLE later (x)",)))):
        pass
    before = dict(files(path.parent))
    with pytest.raises(NewerCollection, match=r"A newer Kazami wrote .* Update this one\."):
        Database(path, STEPS)
    assert dict(files(path.parent)) == before


def test_a_lock_of_another_program_is_named(
    opened: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some patience; reading goes on, and writing when it is gone."""
    monkeypatch.setattr(database, "_PATIENCE", 0.1)
    with closing(Database(path, STEPS)) as ours, closing(sqlite3.connect(path)) as theirs:
        theirs.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="another program has locked it"):
            put(ours, 2)
        assert numbers(ours) == [1]
        theirs.rollback()
        put(ours, 2)
    assert numbers(opened) == [1, 2]


def test_a_full_disk_is_named_and_costs_nothing(opened: Database) -> None:
    """The transaction is undone; when there is room again it goes on."""
    ((pages,),) = opened.rows("PRAGMA page_count")
    opened._writer.execute(f"PRAGMA max_page_count = {pages}")

    def grow() -> None:
        with opened.transaction() as connection:
            connection.execute("INSERT INTO t (x) VALUES (2)")
            connection.execute("INSERT INTO t (x) VALUES (zeroblob(100000))")

    with pytest.raises(Unavailable, match="the disk is full"):
        grow()
    assert numbers(opened) == [1]
    put(opened, 2)
    opened._writer.execute("PRAGMA max_page_count = 4294967294")
    grow()
    assert opened.rows("SELECT count(*) FROM t") == [(4,)]


@pytest.mark.parametrize(
    "content", [b"no database at all" * 99, b"SQLite format 3\0" + b"\xff" * 2000]
)
def test_a_damaged_file_is_named(path: Path, content: bytes) -> None:
    """And left for whoever may mend it."""
    path.write_bytes(content)
    with pytest.raises(DamagedCollection, match="from a copy, or delete it"):
        Database(path, STEPS)
    assert path.read_bytes() == content


def test_a_page_that_is_damaged_is_named_when_it_is_read(path: Path) -> None:
    """The rest can be read."""
    with closing(Database(path, STEPS)) as database:
        for number in range(2000):
            put(database, number)
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    path.write_bytes(data)
    with closing(Database(path, STEPS)) as database:
        with pytest.raises(DamagedCollection, match="is damaged"):
            numbers(database)
        assert database.rows("PRAGMA user_version") == [(2,)]


def test_nothing_is_read_once_it_is_closed(path: Path) -> None:
    """Not even by a new connection; a reader at work finishes, and is closed then."""
    database = Database(path, STEPS)
    database.rows("SELECT 1")
    with database.view():
        assert numbers(database) == [1]
        database.close()
        assert numbers(database) == [1]
    for use in (numbers, lambda each: put(each, 1)):
        with pytest.raises(sqlite3.ProgrammingError):
            use(database)
    database.close()
    assert [name for name, _ in files(path.parent)] == ["file.sqlite"]
