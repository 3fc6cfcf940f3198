"""What every index keeps, wherever its rows are: brute force, inverted lists, Milvus."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from search import milvus
from search.address import Address
from search.collection import Collection
from search.current import Current
from search.features import Features, Floats
from search.matrix import unit
from search.remote import Remote
from search.snapshot import Snapshot
from search.source import Source
from tests.search import standalone
from tests.search.edits import random_features
from tests.search.proxy import Proxy

SLOW = (pytest.mark.slow, pytest.mark.timeout(900))  # its package is installed once
Opener = Callable[[Collection], Current | Remote]


@dataclass
class Gallery:
    """Some pictures, and the index of them. `least` of the nearest rows are the right ones."""

    collection: Collection
    opener: Opener
    least: float
    features: dict[str, Features] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = self.opener(self.collection)

    def put(self, name: str, shelf: str = "folder", rows: int = 100) -> int:
        """Hold a picture of random features; its id."""
        features = random_features(rows, len(self.features))
        self.collection.put(Source.of(name, name.encode(), shelf=shelf), features)
        self.features[name] = features
        return max(self.collection.ids())

    def reopen(self) -> None:
        """As after a start of the program."""
        self.index.close()
        self.index = self.opener(self.collection)

    @property
    def snapshot(self) -> Snapshot:
        """What is found now."""
        return self.index.snapshot

    def finds(self, name: str, shelves: frozenset[str] | None = None) -> list[int]:
        """Pictures whose rows are as near to the first rows of a picture as its own must be."""
        near = self.snapshot.on(shelves).search(self.features[name].descriptors[:20], 3)
        return sorted(set(near.picture[near.distance < 0.3].tolist()))


@pytest.fixture(scope="session")
def standalone_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server, behind a proxy; skips where its package cannot be had."""
    cache = Path.home() / ".cache" / "kazami-tests"
    try:
        with standalone.server(cache, tmp_path_factory.mktemp("milvus")) as at:
            yield Proxy(at).url
    except standalone.Missing as error:
        pytest.skip(f"no Milvus server here: {error}")


@pytest.fixture(
    params=[
        pytest.param(("exact", 0, 1.0), id="exact"),
        pytest.param(("lists", 60, 0.9), id="lists"),
        pytest.param(("lite", 0, 0.99), id="milvus-lite"),
        pytest.param(("server", 0, 0.99), id="milvus", marks=SLOW),
    ]
)
def gallery(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Gallery]:
    """An index of each kind, of 12 pictures on three shelves and perhaps `more` of others."""
    monkeypatch.setattr(milvus, "REMOTE_SECONDS", 60)  # milvus-lite is slow, machines are busy
    kind, more, least = request.param
    opener: Opener = Current
    if kind == "lite":
        lite = Address.parse(f"milvus+lite://{tmp_path}/index.db")
        opener = lambda collection: Remote(collection, lite)  # noqa: E731
    elif kind == "server":
        server = Address.parse(request.getfixturevalue("standalone_url"))
        opener = lambda collection: Remote(collection, server)  # noqa: E731
    collection = Collection(tmp_path / secrets.token_hex(4), create=True)
    made = Gallery(collection, opener, least)
    for number in range(12):
        made.put(f"p{number}", f"shelf {number % 3}")
    for number in range(more):
        made.put(f"more {number}", "more", rows=100)
    made.index.refresh(whole=True)
    yield made
    made.index.close()
    collection.close()


def noisy(features: Features, seed: int = 0) -> Floats:
    """Its descriptors, a little off."""
    noise = np.random.default_rng(seed).normal(0, 0.03, features.descriptors.shape)
    return unit((features.descriptors + noise).astype(np.float32))


def test_the_nearest_row_is_that_of_brute_force(gallery: Gallery) -> None:
    """Its picture, its number in it, and about how far it is; sorted by distance."""
    ids = gallery.collection.ids()
    rows = np.concatenate([each.descriptors for each in gallery.features.values()])
    asked = np.concatenate([noisy(gallery.features[f"p{n}"], n)[:40] for n in range(12)])
    apart = 2 - 2 * asked @ rows.T
    wanted = apart.argmin(axis=1)
    near = gallery.snapshot.search(asked, 10)
    right = (near.picture[:, 0] == np.array(ids)[wanted // 100]) & (near.row[:, 0] == wanted % 100)
    assert right.mean() >= gallery.least
    assert (np.diff(near.distance, axis=1) >= 0).all()
    if gallery.least > 0.9:  # what product quantisation says of distances is rough
        far = np.abs(near.distance[right, 0] - apart.min(axis=1)[right])
        assert far.max() < 0.02


def test_a_row_has_its_keypoints_turn_and_size(gallery: Gallery) -> None:
    """To a step of what votes are counted in, and less: 1/256 of the circle, 1/32 of an octave."""
    photo = gallery.features["p5"]
    near = gallery.snapshot.search(photo.descriptors, 1)
    own = near.picture[:, 0] == gallery.collection.ids()[5]
    assert own.mean() >= gallery.least
    turn = (np.radians(photo.angle) - near.turn[:, 0] + np.pi) % (2 * np.pi) - np.pi
    size = np.log(photo.size) - near.size[:, 0]
    own &= near.row[:, 0] == np.arange(len(photo))
    assert np.abs(turn[own]).max() < np.radians(1)
    assert np.abs(size[own]).max() < np.log(2) / 32


def test_types_and_shapes(gallery: Gallery) -> None:
    """Five arrays of one shape, of the types that votes reckon with."""
    near = gallery.snapshot.search(gallery.features["p0"].descriptors[:7], 4)
    arrays = (near.distance, near.picture, near.row, near.turn, near.size)
    assert {each.shape for each in arrays} == {(7, 4)}
    assert {each.dtype for each in (near.distance, near.turn, near.size)} == {np.dtype(np.float32)}
    assert {each.dtype for each in (near.picture, near.row)} == {np.dtype(np.int64)}


def test_an_empty_photo_and_an_empty_shelf(gallery: Gallery) -> None:
    """Nothing is near, in the shape that was asked for."""
    assert gallery.snapshot.search(np.zeros((0, 64), np.float32), 10).distance.shape == (0, 10)
    nowhere = gallery.snapshot.on(frozenset({"no such shelf"}))
    near = nowhere.search(gallery.features["p0"].descriptors[:3], 5)
    assert (near.picture == -1).all()
    assert np.isinf(near.distance).all()


def test_fewer_rows_than_asked(gallery: Gallery) -> None:
    """Those there are; the rest is nobody's, infinitely far."""
    gallery.put("small", "tiny", rows=12)
    gallery.index.refresh(whole=True)
    near = gallery.snapshot.on(frozenset({"tiny"})).search(random_features(3, 9).descriptors, 20)
    assert np.isfinite(near.distance).sum(axis=1).max() <= 12
    assert ((near.picture == -1) == np.isinf(near.distance)).all()
    assert (near.picture[:, -1] == -1).all()


def test_a_shelf_is_as_if_there_were_no_other(gallery: Gallery) -> None:
    """Only its pictures are found, and they lose no place to the others."""
    ids = gallery.collection.ids()
    shelf = frozenset({"shelf 1"})
    near = gallery.snapshot.on(shelf).search(gallery.features["p0"].descriptors[:20], 10)
    there = {ids[number] for number in range(12) if number % 3 == 1}
    assert set(near.picture.ravel().tolist()) <= there
    assert gallery.finds("p4", shelf) == [ids[4]]
    assert gallery.finds("p3", shelf) == []


def test_what_is_added_and_removed_counts_at_once(gallery: Gallery) -> None:
    """And still does when it is settled."""
    ids = gallery.collection.ids()
    new = gallery.put("new")
    gallery.collection.remove("p2")
    for whole in (False, True):
        gallery.index.refresh(whole=whole)
        assert gallery.finds("new") == [new]
        assert gallery.finds("p2") == []
        assert gallery.finds("p3") == [ids[3]]
        assert len(gallery.snapshot) == len(gallery.features) - 1


def test_a_snapshot_stays_what_it_was(gallery: Gallery) -> None:
    """What comes later is not found in it."""
    before = gallery.snapshot
    new = gallery.put("new")
    gallery.index.refresh(whole=True)
    near = before.search(gallery.features["new"].descriptors, 5)
    assert new not in near.picture
    assert new not in {entry.id for entry in before.entries}


def test_a_changed_picture_is_found_by_what_it_is_now(gallery: Gallery) -> None:
    """Under its new id; its old features are forgotten."""
    old = gallery.features["p7"]
    changed = gallery.put("p7", "shelf 1")
    gallery.index.refresh(whole=True)
    assert gallery.finds("p7") == [changed]
    near = gallery.snapshot.search(old.descriptors[:20], 1)
    assert (near.distance > 0.3).mean() >= 0.9


def test_many_questions_at_once(gallery: Gallery) -> None:
    """Each has its own answer."""
    every = np.concatenate([gallery.features[f"p{n}"].descriptors for n in range(12)])
    ids = gallery.collection.ids()
    near = gallery.snapshot.search(every, 2)
    assert (near.picture[:, 0] == np.repeat(ids[:12], 100)).mean() >= gallery.least


def test_reopened_it_is_the_same(gallery: Gallery) -> None:
    """With nothing built or sent again, and with all its pictures."""
    asked = noisy(gallery.features["p8"])
    before = gallery.snapshot.search(asked, 5)
    gallery.reopen()
    after = gallery.snapshot.search(asked, 5)
    assert (before.picture == after.picture).mean() > 0.95
    assert [entry.name for entry in gallery.snapshot.entries] == list(gallery.features)


def test_pictures_are_known_by_id_and_by_name(gallery: Gallery) -> None:
    """Entry, features and numbers of one."""
    number = gallery.collection.ids()[4]
    entry = gallery.snapshot.entry(number)
    assert (entry.id, entry.name, entry.shelf) == (number, "p4", "shelf 1")
    assert gallery.snapshot.numbers(frozenset({"p4", "nobody"})) == {number}
    stored = gallery.snapshot.features(number)
    np.testing.assert_allclose(stored.xy, gallery.features["p4"].xy, atol=1 / 32)
    assert gallery.snapshot.shelves()["shelf 1"] == 4
