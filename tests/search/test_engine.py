"""The whole path: what is asked, what is changed, and both at once."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Engine
from search.engine import EngineName
from search.errors import (
    BadName,
    Damaged,
    MissingDetector,
    NameTaken,
    NotAnImage,
    TooPlain,
    UnknownName,
)
from search.options import LONGEST_NAME
from search.verdict import Scale
from tests.search.edits import Edited, encoded, files, inverted, last, resized, speckled

PHOTOS = {  # of the samples, and which picture each is
    "at-an-angle.jpg": "photographs/astronaut.jpg",
    "captioned.jpg": "photographs/lighthouse.jpg",
    "cropped.jpg": "photographs/barn.jpg",
    "in-a-screenshot.jpg": "photographs/motocross.jpg",
    "mirrored.jpg": "photographs/macaws.jpg",
    "turned-and-gray.jpg": "photographs/coffee.jpg",
}


def test_an_opencv_without_kaze_is_named_when_a_collection_is_opened(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At once, with the remedy, and before anything is made."""
    monkeypatch.delattr(cv2, "KAZE")
    with pytest.raises(MissingDetector, match="opencv-python-headless"):
        Engine.open(tmp_path / "new", create=True)
    assert not (tmp_path / "new").exists()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with two small pictures."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in (1, 2):
        (folder / f"{seed}.png").write_bytes(image(seed))
    return folder


@pytest.fixture
def small(tmp_path: Path, pictures: Path) -> Iterator[Engine]:
    """An engine that holds them."""
    with Engine.open(tmp_path / "collection", create=True) as engine:
        last(engine.index([pictures]))
        yield engine


def image(seed: int) -> bytes:
    """A small picture, another for each seed."""
    return encoded(speckled(seed))


def best(engine: Engine, photo: bytes) -> str | None:
    """The name of the picture that the photo is the same as."""
    answer = engine.find(photo)
    return answer.matches[0].name if answer.verdict == "same" else None


def test_every_sample_photo_is_found_but_the_stranger(engine: Engine, samples: Path) -> None:
    """The samples do what samples/README.md says."""
    photos = samples / "photos"
    found = {path.name: best(engine, path.read_bytes()) for path in sorted(photos.iterdir())}
    known = {name: found.pop(name) for name in PHOTOS}
    assert known == PHOTOS
    assert found == {"plain.png": None, "stranger.jpg": None}
    assert engine.find((photos / "plain.png").read_bytes()).verdict == "plain"
    assert engine.find((photos / "stranger.jpg").read_bytes()).verdict == "none"


def test_only_the_mirrored_sample_is_called_mirrored(engine: Engine, samples: Path) -> None:
    """It is said which way round the photo is."""
    for name in ("mirrored.jpg", "cropped.jpg"):
        match = engine.find((samples / "photos" / name).read_bytes()).matches[0]
        assert match.mirrored == (name == "mirrored.jpg"), name


@pytest.mark.parametrize("turned", [0, 1])
def test_a_picture_in_a_long_screenshot_is_found(
    engine: Engine, samples: Path, turned: int
) -> None:
    """Fourteen times as long as wide, upright or on its side; and where it is."""
    picture = resized(0.5)(Edited.of(samples / "pictures" / "photographs/barn.jpg")).pixels
    rows, columns = picture.shape[:2]
    page = np.full((14 * columns, columns + 20, 3), 245, np.uint8)
    for line in range(60, len(page), 60):
        cv2.putText(page, "and so on", (10, line), 0, 1, (0, 0, 0), 2)
    top = 9 * columns
    page[top : top + rows, 10 : 10 + columns] = picture
    answer = engine.find(encoded(np.rot90(page, turned)))
    assert (answer.verdict, answer.matches[0].name) == ("same", "photographs/barn.jpg")
    if not turned:
        assert np.abs(np.array(answer.matches[0].outline[0]) - (10, top)).max() < 8


def test_every_stage_has_its_seconds(engine: Engine, samples: Path) -> None:
    """Those that did not run have none."""
    seconds = engine.find((samples / "photos" / "cropped.jpg").read_bytes()).seconds
    assert min(vars(seconds).values()) > 0
    assert engine.find(b"nothing").seconds.search == 0


def test_misses_are_shown_nearest_first(engine: Engine, samples: Path) -> None:
    """For a stranger too, each with less than one half; and it is said that it is a stranger."""
    answer = engine.find((samples / "photos" / "stranger.jpg").read_bytes(), 4)
    evidence = [match.evidence for match in answer.matches]
    assert evidence == sorted(evidence, reverse=True)
    assert len(answer.matches) == 4
    assert max(match.value for match in answer.matches) < 0.5
    assert answer.reason.endswith("chance can do that.")


@pytest.mark.parametrize(
    ("name", "phrases"),
    [
        ("cropped.jpg", ["cropped to 45 %"]),
        ("mirrored.jpg", ["mirrored"]),
        ("captioned.jpg", ["caption added at the top"]),
    ],
)
def test_it_is_said_what_was_done(
    engine: Engine, samples: Path, name: str, phrases: list[str]
) -> None:
    """In the words of search/report, by find and by compare; and why it is the same."""
    photo = (samples / "photos" / name).read_bytes()
    found = engine.find(photo)
    compared = engine.compare(photo, engine.read(PHOTOS[name]), "it")
    for answer in (found, compared):
        assert list(answer.report) == list(answer.matches[0].report) == phrases
        assert answer.reason.endswith("of its detail is there.")


def test_a_negative_is_said_to_be_one(engine: Engine, samples: Path) -> None:
    """By find and by compare."""
    name = "photographs/barn.jpg"
    photo = inverted(Edited.of(samples / "pictures" / name)).jpeg()
    for answer in (engine.find(photo), engine.compare(photo, engine.read(name), name)):
        assert (answer.verdict, answer.matches[0].name) == ("same", name)
        assert answer.report == ("inverted colours",)


@pytest.mark.parametrize("name", ["stranger.jpg", "plain.png"])
def test_nothing_was_done_to_a_picture_that_is_not_there(
    engine: Engine, samples: Path, name: str
) -> None:
    """No misses are told of."""
    answer = engine.find((samples / "photos" / name).read_bytes())
    assert not any(match.report for match in answer.matches)
    assert answer.report == ()
    assert answer.reason


@pytest.mark.parametrize("become", [None, b"", b"no image at all", b"\xff\xd8\xff\xe0"])
def test_a_picture_whose_file_is_gone_or_broken_is_found_without_a_report(
    small: Engine, pictures: Path, become: bytes | None
) -> None:
    """Its features are enough."""
    assert small.find(image(1)).report == ("unchanged",)
    if become is None:
        (pictures / "1.png").unlink()
    else:
        (pictures / "1.png").write_bytes(become)
    answer = small.find(image(1))
    assert (answer.verdict, answer.report, answer.error) == ("same", (), None)
    assert answer.matches[0].name == "1.png"


def test_each_picture_that_is_surely_there_is_told_of_up_to_a_number(
    small: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every one costs a decode; those beyond, and those that are only perhaps there, cost none."""
    both = np.hstack([speckled(1), speckled(2)])
    photo = encoded(both)
    assert all(match.report for match in small.find(photo).matches)
    monkeypatch.setattr("search.telling.REPORTS", 1)
    first, second = small.find(photo).matches
    assert first.report
    assert not second.report
    monkeypatch.setattr("search.verdict.SAME_EVIDENCE", 1000.0)
    assert not any(match.report for match in small.find(photo).matches)


def test_values_follow_the_collections_scale(small: Engine) -> None:
    """Once it is calibrated; the verdict stays."""
    before = small.find(image(1)).matches[0]
    small._collection.learned.calibrate(Scale(0.1, 0.0))
    after = small.find(image(1))
    assert after.verdict == "same"
    assert after.matches[0].value == Scale(0.1).value(before.evidence) < before.value


@pytest.mark.parametrize("photo", [b"", b"hello", b"\xff\xd8\xff\xe0", image(1)[:300]])
def test_a_broken_photo_is_an_answer(engine: Engine, photo: bytes) -> None:
    """With a sentence for the person who sent it."""
    answer = engine.find(photo)
    assert (answer.verdict, answer.matches) == ("unreadable", ())
    assert answer.error
    assert answer.error.endswith((".", "again."))


def test_compare_needs_no_collection_of_them(engine: Engine, samples: Path) -> None:
    """The same words as find, about one picture."""
    photo = (samples / "photos" / "mirrored.jpg").read_bytes()
    stranger = (samples / "photos" / "stranger.jpg").read_bytes()
    picture = engine.read(PHOTOS["mirrored.jpg"])
    (match,) = engine.compare(photo, picture, "it").matches
    assert (match.name, match.mirrored) == ("it", True)
    assert engine.compare(stranger, picture, "it").verdict == "none"
    assert engine.compare(photo, b"", "it").verdict == "unreadable"


@pytest.mark.parametrize("name", ["kaze", "article"])
def test_an_empty_collection_answers_none(tmp_path: Path, name: EngineName) -> None:
    """There are no pictures yet."""
    with Engine.open(tmp_path, create=True) as engine:
        answer = engine.find(image(1), engine=name)
        assert (answer.verdict, answer.matches) == ("none", ())
        assert len(engine) == 0


def test_a_picture_added_by_hand_is_found_at_once_and_for_ever(
    small: Engine, pictures: Path, tmp_path: Path
) -> None:
    """Also after a reindex, and when opened again."""
    small.add("by hand", image(3))
    assert best(small, image(3)) == "by hand"
    last(small.index([pictures]))
    small.close()
    with Engine.open(tmp_path / "collection") as again:
        assert best(again, image(3)) == "by hand"
        assert again.read("by hand") == image(3)
        assert again.sha256("by hand") == hashlib.sha256(image(3)).hexdigest()
        assert again.find(image(3)).matches[0].path is None
        assert again.remove("by hand") is False
        assert best(again, image(3)) is None
        assert len(list((tmp_path / "collection" / "added").iterdir())) == 1  # for `undo`
        with again._collection.transaction() as database:
            database.execute("UPDATE journal SET at = at - 8 * 24 * 3600")
        last(again.index([pictures]))
    assert not list((tmp_path / "collection" / "added").iterdir())


def test_a_removed_picture_of_a_folder_comes_back_with_the_next_reindex(
    small: Engine, pictures: Path
) -> None:
    """So it is said that its file stays."""
    assert small.remove("1.png") is True
    assert best(small, image(1)) is None
    assert last(small.index([pictures])).added == 1
    assert best(small, image(1)) == "1.png"


def test_what_cannot_be_added_changes_nothing(small: Engine, tmp_path: Path) -> None:
    """Each refusal has its name and a sentence."""
    before = dict(files(tmp_path / "collection" / "added"))
    for name, data, error, words in (
        ("1.png", image(3), NameTaken, "a picture named 1.png already"),
        ("", image(3), BadName, "cannot have this name"),
        ("plain", encoded(speckled(1) * 0), TooPlain, "plain has too little detail"),
        ("text", b"text", NotAnImage, "This is not an image"),
        ("half", image(3)[:500], Damaged, "damaged"),
    ):
        with pytest.raises(error, match=words):
            small.add(name, data)
    assert small.names() == ["1.png", "2.png"]
    assert dict(files(tmp_path / "collection" / "added")) == before
    with pytest.raises(UnknownName, match="nobody"):
        small.remove("nobody")


def test_of_two_who_add_the_same_name_one_is_refused(small: Engine) -> None:
    """Neither picture is lost without a word."""
    refused = []

    def add(seed: int) -> None:
        try:
            small.add("name", image(seed))
        except NameTaken:
            refused.append(seed)

    threads = [threading.Thread(target=add, args=(seed,)) for seed in range(3, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5
    (kept,) = set(range(3, 9)) - set(refused)
    assert small.read("name") == image(kept)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(name=st.text(max_size=LONGEST_NAME + 5))
def test_any_name_is_taken_or_refused_and_never_a_path(small: Engine, name: str) -> None:
    """Neither `../` nor `/etc/passwd` reaches the disk."""
    try:
        small.add(name, image(3))
    except (BadName, NameTaken):
        return
    assert small.read(name) == image(3)
    folder = small._collection.folder
    assert [path.name for path in (folder / "added").iterdir()] == [small.sha256(name)]
    small.remove(name)


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/b", "C:\\x", "*", "'; --", "名前"])
def test_odd_names_are_only_names(small: Engine, tmp_path: Path, name: str) -> None:
    """Bytes are kept by their checksum."""
    outside = set(tmp_path.parent.iterdir())
    small.add(name, image(3))
    assert best(small, image(3)) == name
    assert set(tmp_path.parent.iterdir()) == outside
    small.remove(name)


def test_lookups_go_on_while_the_collection_changes(small: Engine, pictures: Path) -> None:
    """Each sees one whole generation: the old one until the reindex ends, then the new one."""
    for seed in range(3, 11):
        (pictures / f"{seed}.png").write_bytes(image(seed))
    asked, stop, seen, errors = threading.Event(), threading.Event(), [], []

    def ask() -> None:
        try:
            while not stop.is_set():
                seen.append((best(small, image(1)), best(small, image(9))))
                asked.set()
        except Exception as error:  # noqa: BLE001  whatever it is, the test says so
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    assert asked.wait(30)
    report = last(small.index([pictures]))
    stop.set()
    thread.join()
    assert (errors, report.added) == ([], 8)
    assert {first for first, _ in seen} == {"1.png"}
    assert {second for _, second in seen[:1]} == {None}
    assert best(small, image(9)) == "9.png"


def test_an_interrupted_reindex_can_be_searched(small: Engine, pictures: Path) -> None:
    """What is done counts at once."""
    for seed in range(3, 11):
        (pictures / f"{seed}.png").write_bytes(image(seed))
    with closing(small.index([pictures])) as steps:
        for step in steps:
            if step.report.added == 2:
                break
    assert len(small) == 4


def test_asking_changes_no_file(collection: Path, samples: Path, tmp_path: Path) -> None:
    """Photos leave no trace in the collection."""
    folder = tmp_path / "copy"
    passing = shutil.ignore_patterns("*-shm", "*-wal")  # SQLite's, where others have it open
    shutil.copytree(collection, folder, ignore=passing)
    before = dict(files(folder))
    with Engine.open(folder) as engine:
        engine.find((samples / "photos" / "cropped.jpg").read_bytes())
        engine.stats()
        engine.check()
    assert dict(files(folder)) == before


@pytest.mark.parametrize("name", ["snapshot.json", "features-*", "index-*"])
def test_a_damaged_snapshot_is_made_anew(small: Engine, tmp_path: Path, name: str) -> None:
    """Nobody notices but the clock."""
    small.close()
    (path,) = (tmp_path / "collection").glob(name)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with Engine.open(tmp_path / "collection") as engine:
        assert best(engine, image(2)) == "2.png"
        assert engine.check() == []


def test_a_folder_that_cannot_be_written_is_searched_from_memory(
    small: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The disk is full: the index is not saved, and the log says so."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("search.disk.write", full)
    small.remove("1.png")
    assert (best(small, image(1)), best(small, image(2))) == (None, "2.png")
    assert "No space left" in caplog.text


def test_stats_count_what_is_there(small: Engine, pictures: Path, tmp_path: Path) -> None:
    """Pictures, descriptors, refusals, and the bytes on disk."""
    (pictures / "plain.png").write_bytes(encoded(speckled(1) * 0))
    (pictures / "broken.png").write_bytes(b"broken")
    last(small.index([pictures]))
    stats = small.stats()
    assert (stats.pictures, stats.plain, stats.unreadable) == (2, 1, 1)
    held = [len(picture.features) for picture in small._collection.pictures()]
    assert stats.descriptors == sum(held)
    assert stats.bytes == sum(len(data) for _, data in files(tmp_path / "collection"))
    assert set(stats.engine_versions) == {"kaze", "article"}


def test_the_proof_is_a_jpeg(engine: Engine, samples: Path) -> None:
    """Of the best match."""
    photo = (samples / "photos" / "cropped.jpg").read_bytes()
    assert engine.prove(photo, engine.find(photo).proven).startswith(b"\xff\xd8\xff")
