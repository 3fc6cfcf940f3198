"""Matching: every picture that a photo shows is found, and what they explain is taken away."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from search import Engine, matching
from search.clock import Clock
from search.features import PHOTO, Features, extract
from search.image import Gray
from search.matching import matches
from search.options import CANDIDATES, CANDIDATES_AGAIN, ROUNDS, SAME_EVIDENCE
from search.snapshot import Snapshot
from search.verdict import Match
from search.votes import Ballot, Candidate, candidates
from tests.search.edits import Edit, Edited, Pixels, both, compressed, mirrored, pasted_onto

FOUR = ("astronaut", "lighthouse", "barn", "macaws")


@pytest.fixture
def snapshot(engine: Engine) -> Snapshot:
    """Of the samples."""
    return engine._snapshot


@pytest.fixture
def pixels(samples: Path) -> Callable[[str], Pixels]:
    """A sample photograph."""
    return lambda name: Edited.of(samples / "pictures" / "photographs" / f"{name}.jpg").pixels


def features(photo: Pixels) -> Features:
    """Of a photo in colour."""
    gray = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY).astype(np.uint8)
    return extract(Gray(gray, gray.shape[1], gray.shape[0]), PHOTO)


def same(found: list[Match]) -> set[str]:
    """Names of the pictures that are surely there."""
    return {Path(match.name).stem for match in found if match.evidence >= SAME_EVIDENCE}


def fitted(picture: Pixels, width: int = 400, height: int = 300) -> Pixels:
    """As large as fits, on white."""
    factor = min(width / picture.shape[1], height / picture.shape[0])
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    tile = np.full((height, width, 3), 255, np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    return tile


@pytest.mark.parametrize("count", [2, 4])
def test_every_picture_of_a_collage_is_found(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], count: int
) -> None:
    """Side by side or in two rows; each lies where it was put."""
    tiles = [fitted(pixels(name)) for name in FOUR[:count]]
    rows = [cv2.hconcat(tiles[at : at + 2]) for at in range(0, count, 2)]
    found = matches(features(np.asarray(cv2.vconcat(rows), np.uint8)), snapshot, Clock())
    assert same(found) == set(FOUR[:count])
    for match in found:
        if match.evidence >= SAME_EVIDENCE:
            at = FOUR.index(Path(match.name).stem)
            assert match.outline[0] == pytest.approx((at % 2 * 400, at // 2 * 300), abs=3)


@pytest.mark.parametrize(
    "edit", [compressed(80), both(mirrored, compressed(40))], ids=["pasted", "mirrored first"]
)
@pytest.mark.parametrize("share", [0.15, 0.3])
def test_a_picture_on_another_is_found_with_it(
    snapshot: Snapshot, samples: Path, edit: Edit, share: float
) -> None:
    """Either way round."""
    photographs = samples / "pictures" / "photographs"
    photo = both(edit, pasted_onto(photographs / "garden.jpg", share))(
        Edited.of(photographs / "macaws.jpg")
    )
    assert same(matches(features(photo.pixels), snapshot, Clock())) == {"garden", "macaws"}


def test_a_collage_of_a_picture_and_its_mirror_image_names_it_once(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """A picture is a match only once."""
    barn = pixels("barn")
    found = matches(features(np.hstack([barn, barn[:, ::-1]])), snapshot, Clock())
    assert same(found) == {"barn"}
    assert len({match.name for match in found}) == len(found)


def rounds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many candidates are proven in each round, as they come."""
    counts: list[int] = []
    prove = matching.prove

    def counted(photo: object, snapshot: object, proposed: list[object]) -> object:
        counts.append(len(proposed))
        return prove(photo, snapshot, proposed)  # type: ignore[arg-type]

    monkeypatch.setattr(matching, "prove", counted)
    return counts


def test_a_stranger_takes_one_round(
    snapshot: Snapshot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is taken away, so there is nothing to look for again."""
    counts = rounds(monkeypatch)
    stranger = Edited.of(samples / "photos" / "stranger.jpg").pixels
    found = matches(features(stranger), snapshot, Clock())
    assert (same(found), counts) == (set(), [CANDIDATES])


def test_each_further_round_is_shorter_and_looks_at_others(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as it brings something sure; no picture is proven in two rounds."""
    counts = rounds(monkeypatch)
    found = matches(features(pixels("barn")), snapshot, Clock())
    assert counts == [CANDIDATES, CANDIDATES_AGAIN]
    assert len({match.name for match in found}) == len(found)


def test_keypoints_that_are_explained_vote_no_more(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as they are nor mirrored; all others do."""
    voted: list[list[set[int]]] = []

    def noted(photo: Ballot, mirror: Ballot, without: frozenset[int]) -> list[Candidate]:
        voted.append([set(each.keypoint.tolist()) for each in (photo, mirror)])
        return candidates(photo, mirror, without)

    monkeypatch.setattr(matching, "candidates", noted)
    photo = features(pixels("barn"))
    found = matches(photo, snapshot, Clock())
    (barn,) = (match for match in found if match.evidence >= SAME_EVIDENCE)
    place = {tuple(xy): at for at, xy in enumerate(photo.as_given(photo.xy).tolist())}
    taken = {place[tuple(xy)] for xy in barn.photo_xy.tolist()}
    assert len(taken) > 100
    for first, second in zip(*voted, strict=True):
        where = {tuple(photo.as_given(photo.xy[[at]])[0].tolist()) for at in first - second}
        assert where <= {tuple(xy) for xy in barn.photo_xy.tolist()}
        assert not second & taken


def test_rounds_end(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though every one brings something."""
    counts = rounds(monkeypatch)
    monkeypatch.setattr(matching, "SAME_EVIDENCE", -1000.0)
    matches(features(pixels("barn")), snapshot, Clock())
    assert len(counts) == ROUNDS


@pytest.mark.parametrize("name", ["barn", "motocross"])
def test_a_picture_can_be_left_out(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], name: str
) -> None:
    """Then its own photo is a stranger: it is not even among the misses."""
    number = next(at for at, e in enumerate(snapshot.entries) if Path(e.name).stem == name)
    found = matches(features(pixels(name)), snapshot, Clock(), frozenset({number}))
    assert same(found) == set()
    assert found
    assert name not in {Path(match.name).stem for match in found}
    assert same(matches(features(pixels(name)), snapshot, Clock())) == {name}


def test_of_a_collage_without_one_the_others_are_found(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """What is left out has no say in any round."""
    number = next(at for at, e in enumerate(snapshot.entries) if Path(e.name).stem == FOUR[0])
    photo = np.hstack([fitted(pixels(name)) for name in FOUR[:2]])
    found = matches(features(photo), snapshot, Clock(), frozenset({number}))
    assert same(found) == {FOUR[1]}


def test_search_and_verify_are_both_timed(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """Over all rounds."""
    clock = Clock()
    matches(features(pixels("barn")), snapshot, clock)
    seconds = clock.seconds()
    assert min(seconds.search, seconds.verify) > 0
    assert (seconds.decode, seconds.extract) == (0, 0)
