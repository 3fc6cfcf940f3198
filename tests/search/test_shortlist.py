"""The article's matrix of a large collection against the exact one; `large` is 200 here."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from search import shortlist, vectors
from search.codes import Codes
from search.collection import Collection
from search.features import Floats
from search.image import Decoders
from search.matrix import Matrix, pictures, stored, unit
from search.schema import GROW
from search.shortlist import Shortlist
from search.vectors import Vectors

SIZE, WIDE = 1500, 128


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    """Of SIZE vectors."""
    monkeypatch.setattr(shortlist, "EXACT_PICTURES", 200)
    collection = Collection(tmp_path, create=True)
    put(collection, made(SIZE, 0))
    yield collection
    collection.close()


def made(count: int, seed: int) -> Floats:
    """Like the article's: most of their length is in common."""
    draw = np.random.default_rng(seed)
    groups = np.random.default_rng(0).normal(2, 1, (40, WIDE))
    alike = groups[draw.integers(40, size=count)] + draw.normal(0, 0.7, (count, WIDE))
    return alike.astype(np.float32)


def put(collection: Collection, rows: Floats, first: int = 0) -> None:
    """Pictures without features, and their vectors."""
    with collection.transaction() as database:
        for at, vector in enumerate(rows.astype("<f4"), first):
            number = database.execute(
                "INSERT INTO pictures (name, sha256, bytes, width, height, scale, features,"
                " checksum, version) VALUES (?, x'', 0, 1, 1, 1, x'', x'', '')",
                (f"{at:05}",),
            ).lastrowid
            data = vector.tobytes()
            stored_row = number, data, hashlib.sha256(data).digest()
            database.execute("INSERT INTO vectors VALUES (?, 'kaze', ?, ?)", stored_row)


def both(collection: Collection) -> tuple[Matrix, Shortlist]:
    """The exact one, and ours."""
    names = pictures(collection, "kaze")
    return Matrix.load(collection, "kaze", names), Shortlist.load(collection, "kaze", names)


def recall(exact: Matrix, ours: Matrix | Shortlist, asked: Floats) -> float:
    """The share of vectors whose nearest is the same, with the same value."""
    pairs = [(exact.nearest(each, 1)[0], ours.nearest(each, 1)[0]) for each in asked]
    return float(np.mean([one == pytest.approx(two, abs=1e-6) for one, two in pairs]))


@pytest.mark.parametrize(("noise", "least"), [(0.0, 1.0), (0.1, 0.99), (0.3, 0.99)])
def test_the_nearest_of_a_photo_is_that_of_brute_force(
    collection: Collection, noise: float, least: float
) -> None:
    """Photos are members, changed a little."""
    exact, ours = both(collection)
    draw = np.random.default_rng(1)
    members = made(SIZE, 0)[draw.integers(SIZE, size=200)]
    photos = members + draw.normal(0, noise, members.shape).astype(np.float32)
    assert recall(exact, ours, photos) >= least


def test_the_nearest_of_a_stranger_is_mostly_that_of_brute_force(collection: Collection) -> None:
    """It has no picture of its own, and many are equally far."""
    assert recall(*both(collection), made(200, 9)) >= 0.8


def test_what_is_shown_is_the_exact_value(collection: Collection) -> None:
    """1 - cosine distance of the stored vector, whatever was proposed; best first."""
    _, ours = both(collection)
    members, asked = made(SIZE, 0), made(1, 9)[0]
    found = ours.nearest(asked, 20)
    values = [value for _, value in found]
    assert len(found) == 20
    assert values == sorted(values, reverse=True)
    assert values == pytest.approx(
        [unit(members[int(n)]) @ unit(asked) for n, _ in found], abs=1e-6
    )


@pytest.mark.parametrize("share", [0.02, 0.5])
def test_among_some_only_these_are_found(collection: Collection, share: float) -> None:
    """Exactly where they are few, and by the codes where they are many."""
    exact, ours = both(collection)
    draw = np.random.default_rng(2)
    some = draw.random(SIZE) < share
    few = ours.among(some)
    assert isinstance(few, Matrix) == (share < 0.1)
    photos = made(SIZE, 0)[draw.choice(np.flatnonzero(some), 30)]
    assert recall(exact.among(some), few, photos) == 1
    shown = {name for each in made(20, 9) for name, _ in few.nearest(each, 5)}
    assert shown <= {f"{at:05}" for at in np.flatnonzero(some)}


def test_what_is_saved_is_read_again_and_what_came_or_went_since_counts(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is trained again for it."""
    both(collection)
    monkeypatch.setattr(Codes, "train", None)
    more = made(30, 5)
    put(collection, more, SIZE)
    gone = ("00003", f"{SIZE + 4:05}")
    with collection.transaction() as database:
        database.executemany("DELETE FROM pictures WHERE name = ?", [(name,) for name in gone])
    exact, ours = both(collection)
    assert recall(exact, ours, np.concatenate([made(SIZE, 0)[:40], more])) >= 0.98
    assert not {name for at in (3, 4) for name, _ in ours.nearest(more[at], 50)} & set(gone)


@pytest.mark.parametrize("spoil", ["damaged", "another", "cut"])
def test_what_is_not_its_own_is_made_anew(collection: Collection, spoil: str) -> None:
    """A damaged file, and numbers that an older state has given to other pictures."""
    both(collection)
    path = collection.folder / "matrix-kaze"
    data = path.read_bytes()
    if spoil == "damaged":
        path.write_bytes(data[:-9] + bytes(9))
    elif spoil == "cut":
        path.write_bytes(data[:40])
    else:
        with collection.transaction() as database:
            database.execute("DELETE FROM pictures WHERE id > ?", (SIZE - 500,))
            database.execute("UPDATE sqlite_sequence SET seq = ?", (SIZE - 500,))
        put(collection, made(500, 6), SIZE)
    exact, ours = both(collection)
    assert recall(exact, ours, exact.vectors[-100:]) == 1
    assert len(ours.codes.numbers) == SIZE


def test_vectors_are_read_in_order_and_a_few_at_a_time(collection: Collection) -> None:
    """A million of them would be 8 GB."""
    numbers = list(pictures(collection, "kaze"))[::-1]
    batches = list(stored(collection, "kaze", numbers))
    assert [len(each) for each, _, _ in batches] == [1000, 500]
    assert np.concatenate([each for each, _, _ in batches]).tolist() == numbers
    np.testing.assert_array_equal(np.concatenate([v for _, _, v in batches]), made(SIZE, 0)[::-1])


def test_a_collection_that_grows_past_the_border_changes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same pictures with the same values before and after, and back again."""
    monkeypatch.setattr(vectors, "EXACT_PICTURES", SIZE - 1)
    collection, photo = Collection(tmp_path, create=True), made(SIZE, 0)[7]
    asked = Vectors(collection, Decoders())
    put(collection, made(SIZE - 1, 0))
    kinds, values = [], []

    def ask() -> None:
        matrix = asked.matrix("kaze")
        ((name, value),) = matrix.nearest(photo, 1)
        kinds.append(type(matrix))
        values.append(value)
        assert name == "00007"

    ask()
    put(collection, made(SIZE, 0)[-1:], SIZE)
    grow(collection)
    ask()
    collection.remove(f"{SIZE:05}")
    ask()
    collection.close()
    assert kinds == [Matrix, Shortlist, Matrix]
    assert values == pytest.approx([1, 1, 1], abs=1e-6)


def grow(collection: Collection) -> None:
    """Another generation."""
    with collection.transaction() as database:
        database.execute(GROW)
