"""Matching: every picture that a photo shows is found, and what they explain is taken away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from search import Engine, coverage, election, geometry, matching, verdict, votes
from search.clock import Clock
from search.features import Features, Floats
from search.image import Gray
from search.index import Neighbours
from search.levels import GLANCE, PHOTO, Levels, Points
from search.matching import Look, matches
from search.options import (
    CANDIDATES,
    CANDIDATES_AGAIN,
    PHOTO_SIDE,
    ROUNDS,
    SAME_EVIDENCE,
    SURE_EVIDENCE,
    SURPRISING,
    VOTERS,
    VOTERS_MIRRORED,
)
from search.snapshot import Snapshot
from search.verdict import Match
from search.votes import Ballot, Candidate, candidates
from tests.search.edits import (
    Edit,
    Edited,
    Pixels,
    both,
    compressed,
    inverted,
    mirrored,
    pasted_onto,
)

FOUR = ("astronaut", "lighthouse", "barn", "macaws")


@pytest.fixture
def snapshot(engine: Engine) -> Snapshot:
    """Of the samples."""
    return engine._snapshot


@pytest.fixture
def pixels(samples: Path) -> Callable[[str], Pixels]:
    """A sample photograph."""
    return lambda name: Edited.of(samples / "pictures" / "photographs" / f"{name}.jpg").pixels


def levels(photo: Pixels) -> Levels:
    """Of a photo in colour."""
    gray = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY).astype(np.uint8)
    return Levels(Gray(gray, gray.shape[1], gray.shape[0]), PHOTO_SIDE)


def look_up(
    photo: Pixels, snapshot: Snapshot, without: frozenset[int] = frozenset()
) -> list[Match]:
    """All that was checked of a photo that is not plain."""
    found = matches(levels(photo), snapshot, Clock(), without)
    assert found is not None
    return found


def same(found: list[Match]) -> set[str]:
    """Names of the pictures that are surely there."""
    return {Path(match.name).stem for match in found if match.sure}


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
    found = look_up(np.asarray(cv2.vconcat(rows), np.uint8), snapshot)
    assert same(found) == set(FOUR[:count])
    for match in found:
        if match.sure:
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
    assert same(look_up(photo.pixels, snapshot)) == {"garden", "macaws"}


def test_a_collage_of_a_picture_and_its_mirror_image_names_it_once(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """A picture is a match only once."""
    barn = pixels("barn")
    found = look_up(np.hstack([barn, barn[:, ::-1]]), snapshot)
    assert same(found) == {"barn"}
    assert len({match.name for match in found}) == len(found)


def proposals(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, int]]:
    """Each proposal as it comes: whether for the mirrored photo, and how many pictures."""
    made: list[tuple[bool, int]] = []
    prove = Look._prove

    def noted(self: Look, view: Features, proposed: list[Candidate], *rest: Ballot) -> object:
        made.append((view.flipped, len(proposed)))
        return prove(self, view, proposed, *rest)

    monkeypatch.setattr(Look, "_prove", noted)
    return made


def test_a_photo_that_is_explained_takes_one_glance(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is nothing left to look for."""
    made = proposals(monkeypatch)
    photo = levels(pixels("barn"))
    matches(photo, snapshot, Clock())
    assert [mirrored for mirrored, _ in made] == [False]
    assert max(photo._sizes[number][0] for number in photo._found) <= GLANCE[0].side


def test_a_stranger_takes_a_glance_and_a_quick_and_a_close_look_of_one_round_each(
    snapshot: Snapshot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each as it is and mirrored; at the last look also those with few votes, all features once
    more, and a glance at it as a negative of either. Nothing is taken away, so there is nothing to
    look for again.
    """
    made = proposals(monkeypatch)
    found = look_up(Edited.of(samples / "photos" / "stranger.jpg").pixels, snapshot)
    assert same(found) == set()
    assert [mirrored for mirrored, _ in made] == [
        *[False, True],
        *[False, True],
        *[False, False, True, True],
        *[False],
        *[False, True],
    ]
    assert max(count for _, count in made) <= CANDIDATES


def test_a_small_picture_that_the_best_features_miss_is_found_by_all(
    snapshot: Snapshot,
    pixels: Callable[[str], Pixels],
    samples: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A twentieth of a page of other things has a twentieth of its features."""
    monkeypatch.setattr(matching, "VOTERS", 30)  # among so few samples these would be enough
    page = cv2.resize(Edited.of(samples / "photos" / "stranger.jpg").pixels, (960, 720))
    page[500:660, 700:920] = cv2.resize(pixels("barn"), (220, 160), interpolation=cv2.INTER_AREA)
    photo = levels(np.asarray(page, np.uint8)).features(PHOTO[-1])
    (found,) = (each for each in Look(photo, snapshot, Clock(), last=True).matches() if each.sure)
    assert Path(found.name).stem == "barn"


def test_a_mirrored_photo_takes_one_glance(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At its mirror image, too."""
    made = proposals(monkeypatch)
    photo = levels(np.ascontiguousarray(pixels("barn")[:, ::-1]))
    assert same(matches(photo, snapshot, Clock()) or []) == {"barn"}
    assert [mirrored for mirrored, _ in made] == [False, True]
    assert max(photo._sizes[number][0] for number in photo._found) <= GLANCE[0].side


@pytest.mark.parametrize("edit", [inverted, both(inverted, mirrored, compressed(50))])
def test_a_negative_is_found(snapshot: Snapshot, samples: Path, edit: Edit) -> None:
    """Also a mirrored one."""
    photo = edit(Edited.of(samples / "pictures" / "photographs" / "barn.jpg"))
    (match,) = (each for each in look_up(photo.pixels, snapshot) if each.sure)
    assert (Path(match.name).stem, match.negative) == ("barn", True)
    assert match.evidence > SURE_EVIDENCE
    assert np.abs(np.array(match.outline) - photo.corners).max() < 0.01 * max(photo.size)


def test_what_a_negative_shows_is_looked_at_again_as_such(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """As closely as the look sees."""
    barn = next(each for each in snapshot.entries if "barn" in each.name)
    known = Match(barn.name, None, 0.0, evidence=SURE_EVIDENCE, negative=True)
    look = Look(levels(~pixels("barn")).features(PHOTO[0]), snapshot, Clock())
    look.found[barn.id] = known
    look.again()
    assert look.found[barn.id].inliers > 100


@pytest.mark.parametrize(("evidence", "wanted"), [(SAME_EVIDENCE, True), (SURE_EVIDENCE, False)])
def test_what_is_there_but_doubtful_is_looked_for_in_the_mirror(
    snapshot: Snapshot,
    pixels: Callable[[str], Pixels],
    evidence: float,
    *,
    wanted: bool,
) -> None:
    """What is nearly the same in a mirror may seem to be there as it is."""
    barn = next(each for each in snapshot.entries if "barn" in each.name)
    square = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    seeming = Match(barn.name, None, 0.0, outline=square, evidence=evidence, surprise=SURPRISING)
    view = levels(np.ascontiguousarray(pixels("barn")[:, ::-1])).features(PHOTO[0])
    look = Look(view, snapshot, Clock(), found={barn.id: seeming})
    look.matches()
    assert look.found[barn.id].mirrored == wanted


def test_a_glance_at_too_few_points_for_an_exact_outline_is_followed_by_a_closer_one(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first has found is proven once more, and is all there is."""
    monkeypatch.setattr(coverage, "EXACT_INLIERS", 10_000)
    large = cv2.resize(pixels("barn"), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    made, photo = proposals(monkeypatch), levels(large.astype(np.uint8))
    found = matches(photo, snapshot, Clock()) or []
    assert same(found) == {"barn"}
    assert len(made) == 1
    sides = [photo._sizes[number][0] for number in photo._found]
    assert GLANCE[0].side < max(sides) <= GLANCE[1].side


def test_a_look_at_what_is_left_describes_nothing_else(
    snapshot: Snapshot,
    samples: Path,
    pixels: Callable[[str], Pixels],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside a picture that was found at a glance."""
    described: list[int] = []
    describe = Levels.describe

    def noted(self: Levels, points: Points) -> Features:
        described.append(len(points))
        return describe(self, points)

    monkeypatch.setattr(Levels, "describe", noted)
    barn = pixels("barn")
    other = Edited.of(samples / "photos" / "stranger.jpg").pixels
    photo = levels(np.vstack([barn, cv2.resize(other, barn.shape[1::-1]).astype(np.uint8)]))
    assert same(matches(photo, snapshot, Clock()) or []) == {"barn"}
    assert described[-1] < 0.7 * len(photo.points(PHOTO[-1]))


def test_once_one_is_beyond_doubt_those_with_far_fewer_votes_are_not_checked(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of pictures without a rival only the first is proven."""
    proven = []
    prove = election.prove

    def noted(*arguments: Any, **how: Any) -> Any:
        proven.append(arguments)
        return prove(*arguments, **how)

    monkeypatch.setattr("search.matching.prove", noted)
    assert same(look_up(pixels("barn"), snapshot)) == {"barn"}
    assert len(proven) == 1


def test_only_the_likeliest_may_be_stretched(
    snapshot: Snapshot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For others as well it finds one in 240 more, at some CPU (benchmarks/README.md)."""
    tried: list[bool] = []
    prove = election.prove

    def noted(*arguments: Any, stretched: bool) -> Any:
        tried.append(stretched)
        return prove(*arguments, stretched=stretched)

    monkeypatch.setattr("search.matching.prove", noted)
    seen = levels(Edited.of(samples / "photos" / "stranger.jpg").pixels).features(PHOTO[-1])
    Look(seen, snapshot, Clock()).matches()
    assert tried[:2] == [True, False]
    assert sum(tried) == 2  # as it is, and mirrored
    assert len(tried) > 4


def test_each_further_round_is_shorter_and_looks_at_others(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as it brings something sure and something is left."""
    made = proposals(monkeypatch)
    monkeypatch.setattr(matching, "EXPLAINED", 2.0)
    view = levels(pixels("barn")).features(PHOTO[0])
    found = Look(view, snapshot, Clock()).matches()
    assert [mirrored for mirrored, _ in made] == [False, False, True]
    assert made[1][1] <= CANDIDATES_AGAIN
    assert len({match.name for match in found}) == len(found)


def test_keypoints_that_are_explained_vote_no_more(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither as they are nor mirrored; all others do, mirrored the best of them."""
    voted: list[set[int]] = []

    def noted(ballot: Ballot, without: frozenset[int]) -> list[Candidate]:
        voted.append(set(ballot.keypoint.tolist()))
        return candidates(ballot, without)

    monkeypatch.setattr(matching, "candidates", noted)
    monkeypatch.setattr(matching, "EXPLAINED", 2.0)
    view = levels(pixels("barn")).features(PHOTO[0])
    look = Look(view, snapshot, Clock())
    look.matches()
    taken = set(np.concatenate(look._taken).tolist())
    assert len(taken) > 50
    assert len(voted) == 3
    assert voted[0] == set(range(len(view)))
    assert voted[1] == voted[0] - taken
    assert voted[2] == voted[1] & set(range(VOTERS_MIRRORED))


def test_pictures_whose_votes_do_not_agree_are_not_proven(
    snapshot: Snapshot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many of those that are proposed for a stranger; all are among what was checked."""
    proven: list[Features] = []
    made, prove = proposals(monkeypatch), geometry.prove

    def noted(photo: Features, picture: Features, *votes: Any, **how: Any) -> object:
        proven.extend([] if votes else [picture])
        return prove(photo, picture, *votes, **how)

    monkeypatch.setattr("search.geometry.prove", noted)
    stranger = Edited.of(samples / "photos" / "stranger.jpg").pixels
    few = look_up(stranger, snapshot)
    assert len(proven) < sum(count for _, count in made)
    monkeypatch.setattr("search.election.SUPPORT", 0)
    assert {match.name for match in look_up(stranger, snapshot)} == {match.name for match in few}


def test_what_one_photo_asks_twice_is_looked_up_once(
    snapshot: Snapshot, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closer looks see most of what the last one saw."""
    asked: list[bytes] = []
    search = Snapshot.search

    def noted(self: Snapshot, descriptors: Floats, neighbours: int) -> Neighbours:
        asked.extend(each.tobytes() for each in descriptors)
        return search(self, descriptors, neighbours)

    monkeypatch.setattr(Snapshot, "search", noted)
    look_up(Edited.of(samples / "photos" / "stranger.jpg").pixels, snapshot)
    assert len(asked) > VOTERS
    assert len(set(asked)) == len(asked)


def test_rounds_end(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though every one brings something."""
    made = proposals(monkeypatch)
    monkeypatch.setattr(verdict, "SAME_EVIDENCE", -1000.0)
    monkeypatch.setattr(matching, "EXPLAINED", 2.0)
    monkeypatch.setattr(votes, "RISE", 0.0)
    Look(levels(pixels("barn")).features(PHOTO[0]), snapshot, Clock()).matches()
    assert [mirrored for mirrored, _ in made].count(False) == ROUNDS


def test_a_plain_photo_has_no_matches_to_speak_of(snapshot: Snapshot) -> None:
    """None rather than an empty list."""
    assert matches(levels(np.full((200, 300, 3), 90, np.uint8)), snapshot, Clock()) is None


@pytest.mark.parametrize("name", ["barn", "motocross"])
def test_a_picture_can_be_left_out(
    snapshot: Snapshot, pixels: Callable[[str], Pixels], name: str
) -> None:
    """Then its own photo is a stranger: it is not even among the misses."""
    number = next(e.id for e in snapshot.entries if Path(e.name).stem == name)
    found = look_up(pixels(name), snapshot, frozenset({number}))
    assert same(found) == set()
    assert found
    assert name not in {Path(match.name).stem for match in found}
    assert same(look_up(pixels(name), snapshot)) == {name}


def test_of_a_collage_without_one_the_others_are_found(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """What is left out has no say in any round."""
    number = next(e.id for e in snapshot.entries if Path(e.name).stem == FOUR[0])
    photo = np.hstack([fitted(pixels(name)) for name in FOUR[:2]])
    found = look_up(photo, snapshot, frozenset({number}))
    assert same(found) == {FOUR[1]}


def test_extract_search_and_verify_are_timed(
    snapshot: Snapshot, pixels: Callable[[str], Pixels]
) -> None:
    """Over all looks and rounds."""
    clock = Clock()
    matches(levels(pixels("barn")), snapshot, clock)
    seconds = clock.seconds()
    assert min(seconds.extract, seconds.search, seconds.verify) > 0
    assert seconds.decode == 0
