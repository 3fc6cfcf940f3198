"""Sightings: what a chat has seen before is known again, also edited, and nothing else is."""

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from search.draft import Piece
from search.errors import DamagedSightings, PhotoError
from search.levels import extract
from search.options import FAN, SIGHTING_INDEXED, SIGHTINGS_KEPT
from search.sightings import Post, Seen, Sightings, records, sightings
from search.sightings.held import grown, held, packed
from search.sightings.schema import FILE
from search.snapshot import Snapshot
from tests.search.edits import encoded, random_features, speckled
from tests.search.snapshots import EXACT, same, small

PHOTOS = Path(__file__).parents[2] / "samples" / "photos"
PICTURES = Path(__file__).parents[2] / "samples" / "pictures"
BARN = (PICTURES / "photographs/barn.jpg").read_bytes()
CROPPED = (PHOTOS / "cropped.jpg").read_bytes()  # of the barn
STRANGER = (PHOTOS / "stranger.jpg").read_bytes()
DAY = records.DAY


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Sightings]:
    """Nothing was seen yet."""
    opened = Sightings(tmp_path)
    yield opened
    opened.close()


def see(seen: Sightings, message: int, photo: bytes, chat: int = -1, author: int = 7) -> Seen:
    """A photo is posted, one a day."""
    found = seen.see(Post(chat, message, author, message * DAY), photo)
    assert found
    return found


@pytest.mark.parametrize(
    ("picture", "edited"),
    [
        ("photographs/barn.jpg", "cropped.jpg"),
        ("photographs/macaws.jpg", "mirrored.jpg"),
        ("photographs/lighthouse.jpg", "captioned.jpg"),
    ],
)
def test_a_repost_is_known_after_an_edit(seen: Sightings, picture: str, edited: str) -> None:
    """Also among others; what is like nothing is not."""
    for message, name in enumerate(("drawings/soup.jpg", picture, "plates/allium.jpg"), start=1):
        assert see(seen, message, (PICTURES / name).read_bytes()).repeat is None
    assert see(seen, 4, STRANGER).repeat is None
    found = see(seen, 5, (PHOTOS / edited).read_bytes()).repeat
    assert found
    assert (found.first.message, found.latest.message, found.times, found.sure) == (2, 2, 1, True)


def test_the_first_and_the_latest_are_told(seen: Sightings) -> None:
    """Whoever posted them, and only of this chat."""
    see(seen, 1, BARN, author=5)
    see(seen, 2, CROPPED, author=6)
    found = see(seen, 3, BARN).repeat
    assert found
    assert (found.first.author, found.latest.author, found.times) == (5, 6, 2)
    assert see(seen, 3, BARN, chat=-2).repeat is None


def test_a_message_is_one_sighting(seen: Sightings, tmp_path: Path) -> None:
    """Handled again after a crash it is what it was."""
    see(seen, 1, BARN)
    first = see(seen, 2, CROPPED)
    assert see(seen, 2, b"") == first
    seen.close()
    with closing(Sightings(tmp_path)) as again:
        assert see(again, 2, b"") == first
        found = see(again, 3, CROPPED).repeat
        assert found
        assert found.times == 2


def test_what_is_plain_or_broken_is_none(seen: Sightings) -> None:
    """Neither is kept."""
    assert seen.see(Post(-1, 1, 7, 0), (PHOTOS / "plain.png").read_bytes()) is None
    with pytest.raises(PhotoError):
        seen.see(Post(-1, 2, 7, 0), b"no image")
    assert seen.records.of(-1, 1) is seen.records.of(-1, 2) is None


def test_sightings_leave_after_their_days(seen: Sightings) -> None:
    """The next of their picture stands for them then."""
    see(seen, 1, BARN)
    see(seen, 2, CROPPED)
    seen.expire(31 * DAY - 1)
    assert seen.records.of(-1, 1)
    seen.expire(31 * DAY)
    assert seen.records.of(-1, 1) is None
    found = see(seen, 40, BARN).repeat
    assert found
    assert found.first.message == 2
    seen.records.keep_for(-1, 7)
    seen.expire(30 * DAY)
    assert [seen.records.of(-1, each) is None for each in (2, 40)] == [True, False]


def test_of_an_import_the_days_begin_with_it(seen: Sightings) -> None:
    """Else it would be gone at once; it is told by when it was posted."""
    see(seen, 50, CROPPED)
    assert seen.see(Post(-1, 1, 7, DAY, since=50 * DAY), BARN)
    seen.expire(60 * DAY)
    found = see(seen, 61, BARN).repeat
    assert found
    assert (found.first.message, found.latest.message) == (1, 50)


def test_an_ignored_picture_is_not_told(seen: Sightings) -> None:
    """In this chat, also when its sightings have left; until that is taken back."""
    see(seen, 1, BARN)
    picture = seen.picture(-1, CROPPED)
    assert picture
    seen.records.ignore(-1, picture, ignored=True)
    assert see(seen, 2, CROPPED).repeat is None
    seen.expire(35 * DAY)
    assert [seen.records.of(-1, each) is None for each in (1, 2)] == [False, True]
    left = seen.records.of(-1, 1)
    assert left
    assert left.author == 0
    assert see(seen, 36, CROPPED).repeat is None
    seen.records.ignore(-1, picture, ignored=False)
    assert see(seen, 37, CROPPED).repeat


def test_who_repeats_most(seen: Sightings) -> None:
    """And what; first sightings and what is ignored do not count."""
    see(seen, 1, BARN, author=5)
    see(seen, 2, STRANGER, author=5)
    for message, author in enumerate((6, 6, 5), start=3):
        see(seen, message, CROPPED, author=author)
    see(seen, 6, STRANGER, author=6)
    one, two = seen.records.of(-1, 1), seen.records.of(-1, 2)
    assert one
    assert two
    assert seen.records.authors(-1, 0, 10) == [(6, 3), (5, 1)]
    assert seen.records.pictures(-1, 0, 10) == [(one.id, 3), (two.id, 1)]
    assert seen.records.authors(-1, 5 * DAY, 1) == [(5, 1)]
    assert seen.records.authors(-2, 0, 10) == []


def test_whoever_opts_out_is_gone(seen: Sightings) -> None:
    """What others posted stays, and is known in memory and on disk."""
    see(seen, 1, BARN, author=5)
    see(seen, 2, CROPPED, author=6)
    seen.opt_out(5, b"mark")
    assert seen.opted_out(b"mark")
    found = see(seen, 3, BARN).repeat
    assert found
    assert found.first.author == 6
    seen.opt_in(b"mark")
    assert not seen.opted_out(b"mark")


def test_what_another_program_deleted_is_passed_over(seen: Sightings, tmp_path: Path) -> None:
    """As /forget does."""
    see(seen, 1, BARN, author=5)
    see(seen, 2, CROPPED, author=6)
    with closing(sqlite3.connect(tmp_path / FILE)) as database, database:
        database.execute("DELETE FROM sightings WHERE author = 5")
    found = see(seen, 3, BARN).repeat
    assert found
    assert found.first.author == 6


def test_a_chat_that_is_left_is_forgotten(seen: Sightings) -> None:
    """The others are not."""
    for chat in (-1, -2):
        see(seen, 1, BARN, chat)
    seen.leave(-1)
    assert see(seen, 2, BARN, -1).repeat is None
    assert see(seen, 2, BARN, -2).repeat


def test_a_chat_with_another_id_is_known(seen: Sightings) -> None:
    """Its messages have new numbers: those of before do not stand for others."""
    see(seen, 1, BARN)
    see(seen, 2, STRANGER, chat=-2)
    for _ in range(2):
        seen.move(-1, -2)
    found = see(seen, 1, CROPPED, chat=-2).repeat
    assert found
    assert (found.first.message, found.times) == (-1, 1)
    assert see(seen, 3, CROPPED).repeat is None


def test_idle_chats_make_room(seen: Sightings, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read again when they are asked."""
    monkeypatch.setattr(sightings, "SIGHTINGS_LOADED", 2)
    for chat in range(-4, 0):
        see(seen, 1, BARN, chat)
    assert len(seen._chats) <= 3
    assert all(see(seen, 2, CROPPED, chat).repeat for chat in range(-4, 0))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """The first chat to be loaded: it was read, and goes on."""
    read, go_on = threading.Event(), threading.Event()

    def hold(pieces: Iterator[Piece]) -> Snapshot:
        chosen = list(pieces)
        if not read.is_set():
            read.set()
            assert go_on.wait(10)
        return held(chosen)

    monkeypatch.setattr(sightings, "held", hold)
    return read, go_on


def test_a_chat_that_is_read_holds_up_no_other(
    seen: Sightings, slow: tuple[threading.Event, threading.Event]
) -> None:
    """Photos of others are answered meanwhile; of its own each waits."""
    read, go_on = slow
    with ThreadPoolExecutor() as pool:
        first = pool.submit(seen.picture, -1, BARN)
        assert read.wait(30)
        see(seen, 1, BARN, -2)
        assert see(seen, 2, CROPPED, -2).repeat
        assert not first.done()
        go_on.set()
    assert first.result() is None


def test_what_is_deleted_while_its_chat_is_read_is_not_kept_in_memory(
    seen: Sightings, slow: tuple[threading.Event, threading.Event]
) -> None:
    """By another program, say, which says so."""
    read, go_on = slow
    post = Post(-1, 1, 7, DAY)
    seen.records.add(post, extract(seen._gray(BARN), sightings.DETAIL), None, None)
    with ThreadPoolExecutor() as pool:
        pool.submit(seen.picture, -1, STRANGER)
        assert read.wait(30)
        seen.records.delete("chat = ?", -1)
        told = pool.submit(seen.reload)
        wait([told], 0.1)  # it cannot be done before the chat is
        go_on.set()
    told.result()
    assert -1 not in seen._chats


def test_a_chat_is_bounded(seen: Sightings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go."""
    assert SIGHTINGS_KEPT > 1000
    monkeypatch.setattr(records, "SIGHTINGS_KEPT", 2)
    for message, photo in enumerate((BARN, STRANGER, encoded(speckled(1))), start=1):
        see(seen, message, photo)
    assert seen.records.of(-1, 1) is None
    assert see(seen, 4, CROPPED).repeat is None


@pytest.mark.parametrize("content", [b"no database at all" * 999, b"SQLite format 3\0" * 999])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    """With what to do about it: the collection beside it is well."""
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DamagedSightings, match=r"sightings\.sqlite .*, or move it away"):
        Sightings(tmp_path)


def test_nobody_else_reads_them(seen: Sightings, tmp_path: Path) -> None:
    """The file is ours alone, and the photo is not in it."""
    see(seen, 1, BARN)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    seen.close()
    assert BARN[1000:1100] not in (tmp_path / FILE).read_bytes()


# --- Watches ------------------------------------------------------------------------------------


def test_a_watched_picture_is_noted(seen: Sightings) -> None:
    """When it or a part of it is posted; its owner is told once."""
    assert seen.watch(9, 100, 0, BARN)
    assert seen.watch(9, 100, 0, BARN)  # after a crash
    see(seen, 1, STRANGER)
    see(seen, 2, CROPPED)
    assert seen.watches.notes(-1, 1) == []
    (note,) = seen.watches.notes(-1, 2)
    assert (note.owner, note.asked) == (9, 100)
    seen.watches.told(9, -1, 2)
    assert seen.watches.notes(-1, 2) == []


def test_whoever_watches_it_twice_is_told_once(seen: Sightings) -> None:
    """The same photo is not watched twice; a part of it is, and may be posted alone."""
    for message, photo in (100, BARN), (101, BARN), (102, CROPPED):
        assert seen.watch(9, message, 0, photo)
    assert [each.asked for each in seen.watches.of(9)] == [100, 102]
    see(seen, 1, BARN)
    (note,) = seen.watches.notes(-1, 1)
    assert note.asked == 100
    seen.watches.told(9, -1, 1)
    assert seen.watches.notes(-1, 1) == []


def test_a_watch_is_its_owners(seen: Sightings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who alone stops it, and has not too many."""
    assert seen.watch(9, 100, 0, BARN)
    (watch,) = seen.watches.of(9)
    seen.watches.stop(8, watch.id)
    assert seen.watches.of(9) == [watch]
    monkeypatch.setattr("search.sightings.watches.WATCHES_KEPT", 1)
    assert seen.watch(9, 101, 0, STRANGER) is False
    assert seen.watch(8, 101, 0, (PHOTOS / "plain.png").read_bytes()) is None
    seen.watches.stop(9, watch.id)
    see(seen, 1, BARN)
    assert seen.watches.notes(-1, 1) == []
    assert seen.watches.asked(watch.id) is None


# --- In memory ----------------------------------------------------------------------------------


def test_it_holds_all_that_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """In about log n parts, oldest first; the same as when all is made at once, also once there are
    lists.
    """
    small(monkeypatch)
    pieces = [packed(number, random_features(9, number)) for number in range(200)]
    snapshot = held([])
    for count, piece in enumerate(pieces, start=1):
        snapshot = grown(snapshot, piece)
        sizes = [len(part) for part in snapshot.parts]
        assert sum(sizes) == count
        assert len(sizes) <= np.log2(count) / np.log2(FAN) + 1
        assert (snapshot.codebook is None) == (9 * count <= EXACT)
    at_once = held(reversed(pieces))
    for whole in (snapshot, at_once):
        assert [int(entry.name) for entry in whole.entries] == whole.ids == list(range(200))
        assert [whole.features(n).pack() for n in range(200)] == [each.packed for each in pieces]


def test_what_grows_finds_what_it_would_find_made_at_once() -> None:
    """Exactly, while there are few."""
    pieces = [packed(number, random_features(9, number)) for number in range(60)]
    snapshot = held([])
    for piece in pieces:
        snapshot = grown(snapshot, piece)
    assert len(snapshot.parts) > 1
    same(snapshot, held(pieces))


def test_of_an_image_the_best_features_are_indexed() -> None:
    """SIGHTING_INDEXED of them, and all are kept."""
    features = random_features(SIGHTING_INDEXED + 20)
    for snapshot in (held([packed(1, features)]), grown(held([]), packed(1, features))):
        assert snapshot.rows == SIGHTING_INDEXED
        assert snapshot.features_held == len(features) == len(snapshot.features(1))


@pytest.mark.slow
def test_each_of_many_is_found(tmp_path: Path) -> None:
    """300 small images; then the file is opened again."""
    photos = [encoded(speckled(seed)) for seed in range(300)]
    with closing(Sightings(tmp_path)) as seen:
        for message, photo in enumerate(photos, start=1):
            features = extract(seen._gray(photo), sightings.DETAIL)
            assert seen.records.add(Post(-1, message, 7, message), features, None, None)
    with closing(Sightings(tmp_path)) as seen:
        for message in range(0, 300, 15):
            found = see(seen, 1000 + message, photos[message]).repeat
            assert found
            assert found.first.message == message + 1


KILLED = """
import sys
from pathlib import Path
from search.sightings import Post, Sightings
seen = Sightings(Path(sys.argv[1]))
photo = Path(sys.argv[2]).read_bytes()
for message in range(1, 1000):
    seen.see(Post(-1, message, 7, message), photo)
    print(message, flush=True)
"""


def test_a_kill_leaves_it_whole(tmp_path: Path) -> None:
    """What was said to be kept is kept, and the file is sound."""
    photo = PICTURES / "photographs/barn.jpg"
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(photo)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) == 3:
                process.kill()
                break
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(Sightings(tmp_path)) as seen:
        assert all(seen.records.of(-1, message) for message in (1, 2, 3))
        found = seen.see(Post(-1, 2000, 7, 2000), CROPPED)
        assert found
        assert found.repeat
        assert found.repeat.first.message == 1
