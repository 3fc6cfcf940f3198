"""Pictures of a collection that are the same: found, grouped, and the best of them suggested."""

import io
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from search import Engine, geometry, verdict
from search.__main__ import main
from search.duplicates import Report
from search.duplicates.copies import Copy, Group
from search.options import CANDIDATES
from tests.search.edits import (
    Edit,
    Edited,
    Pixels,
    both,
    captioned,
    compressed,
    contrasted,
    cropped,
    encoded,
    files,
    last,
    mirrored,
    resized,
    speckled,
    turned,
)

Captured = pytest.CaptureFixture[str]
Make = Callable[[dict[str, bytes]], Report]

# Edit, and the shares that the copy shows of its original and that the original shows of it.
EDITS: dict[str, tuple[Edit, float, float]] = {
    "barn": (cropped(0.5), 0.5, 1),
    "lighthouse": (both(resized(0.5), compressed(30)), 1, 1),
    "coffee": (both(mirrored, resized(0.8)), 1, 1),
    "hibiscus": (compressed(10), 1, 1),
    "motocross": (both(resized(0.7), captioned(0.25)), 1, 0.8),
    "macaws": (both(resized(0.9), turned(90)), 1, 1),
    "pier": (both(contrasted(0.7, 20), cropped(0.8), resized(0.6), mirrored), 0.8, 1),
}


def searched(engine: Engine) -> Report:
    """What a search finds."""
    search = engine.duplicates()
    steps = list(search.run())
    assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]
    return search.report


def names(report: Report) -> dict[str, list[str]]:
    """The names of each group."""
    return {group.best: sorted(copy.name for copy in group.copies) for group in report.groups}


@pytest.fixture
def found(tmp_path: Path) -> Make:
    """Finds the duplicates among files."""

    def find(pictures: dict[str, bytes]) -> Report:
        folder = tmp_path / "pictures"
        folder.mkdir()
        for name, data in pictures.items():
            (folder / name).write_bytes(data)
        with Engine.open(tmp_path / "held", create=True) as engine:
            assert last(engine.index([folder])).added == len(pictures)
            return searched(engine)

    return find


@pytest.fixture(scope="module")
def copied(
    collection: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The samples, an edited copy of some, and an exact one."""
    held, folder = tmp_path_factory.mktemp("held"), tmp_path_factory.mktemp("copies")
    photographs = samples / "pictures" / "photographs"
    shutil.copytree(collection, held, dirs_exist_ok=True)
    for name, (edit, _, _) in EDITS.items():
        edited = edit(Edited.of(photographs / f"{name}.jpg"))
        (folder / f"{name}-copy.jpg").write_bytes(edited.jpeg())
    shutil.copy(photographs / "astronaut.jpg", folder / "exact.jpg")
    with Engine.open(held) as engine:
        last(engine.index([folder]))
        yield engine


@pytest.fixture(scope="module")
def report(copied: Engine) -> Report:
    """What is found there."""
    return searched(copied)


def of(report: Report, best: str) -> tuple[Group, Copy]:
    """The group of a best picture, and its only copy."""
    (group,) = (group for group in report.groups if group.best == best)
    (copy,) = group.copies
    return group, copy


def test_every_copy_is_found_with_its_original_and_no_stranger(report: Report) -> None:
    """The original is the best of each, whatever was done to the copy."""
    edited = {f"photographs/{name}.jpg": [f"{name}-copy.jpg"] for name in EDITS}
    exact = {"exact.jpg": ["photographs/astronaut.jpg"]}  # the first by name
    assert names(report) == edited | exact
    assert report.pictures == 26 + len(EDITS) + 1
    assert report.seconds > 0


@pytest.mark.parametrize("name", EDITS)
def test_what_a_copy_is_to_the_best(report: Report, copied: Engine, name: str) -> None:
    """Its size to the pixel, what either shows of the other, and which way round it is."""
    best, copy = of(report, f"photographs/{name}.jpg")
    for each, held in ((best, best.best), (copy, copy.name)):
        looked = copied.look(copied.read(held), 64)
        assert (each.width, each.height) == (looked.width, looked.height)
        assert each.bytes == len(copied.read(held))
    _, covers, within = EDITS[name]
    assert copy.covers == pytest.approx(covers, abs=0.03)
    assert copy.within == pytest.approx(within, abs=0.03)
    assert copy.mirrored == (name in ("coffee", "pier"))
    assert copy.inliers > 0
    assert copy.value > 0.5
    assert not copy.exact


def test_only_the_same_file_is_an_exact_copy(report: Report) -> None:
    """By its SHA-256."""
    _, copy = of(report, "exact.jpg")
    assert copy.exact
    assert (copy.value, copy.covers, copy.within, copy.mirrored) == (1, 1, 1, False)
    assert sum(copy.exact for group in report.groups for copy in group.copies) == 1


@pytest.mark.slow
def test_groups_are_those_of_proving_every_pair(copied: Engine, report: Report) -> None:
    """Both ways, as it is and mirrored, without any index."""
    snapshot = copied._snapshot
    every = {entry.name: snapshot.features(entry.id) for entry in snapshot.entries}
    proven = set()
    for a, b in itertools.permutations(every, 2):
        for photo in (every[a], every[a].mirrored()):
            shown = geometry.prove(photo, every[b])
            match = verdict.match(b, None, photo, every[b], shown)
            if match.sure:
                proven.add(frozenset((a, b)))
    assert proven == {frozenset((best, *copies)) for best, copies in names(report).items()}


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 0.5])
def test_a_collage_joins_nothing(found: Make, samples: Path, size: float) -> None:
    """What is pasted together is a copy of neither, be it larger or smaller than they are; but a
    copy of the collage is its copy.
    """
    photographs = samples / "pictures" / "photographs"
    garden, tower = (
        Edited.of(photographs / f"{name}.jpg").pixels for name in ("garden", "lighthouse")
    )
    both_sides = cv2.hconcat([garden, tower])
    pictures = {"garden": garden, "tower": tower}
    for name, factor in {"collage": size, "small-collage": size * 0.8}.items():
        pictures[name] = shrunk(both_sides, factor)
    report = found({f"{name}.png": encoded(pixels) for name, pixels in pictures.items()})
    assert names(report) == {"collage.png": ["small-collage.png"]}


def shrunk(pixels: Any, factor: float) -> Pixels:
    """Smaller."""
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def test_one_half_alone_is_taken_for_a_crop(found: Make, samples: Path) -> None:
    """Nothing tells it from one where the other half is not in the collection."""
    garden = Edited.of(samples / "pictures" / "photographs" / "garden.jpg").pixels
    left = garden[:, : garden.shape[1] // 2]
    assert names(found({"a.png": encoded(garden), "b.png": encoded(left)})) == {"a.png": ["b.png"]}


def test_look_alikes_are_not_the_same(found: Make) -> None:
    """They agree in a corner only, such as covers of one series."""
    one, other = speckled(1, 256), speckled(2, 256)
    other[:96] = one[:96]
    pictures = {"a.png": encoded(one), "b.png": encoded(other)}
    assert found(pictures).groups == ()


def test_a_chain_is_no_group(found: Make, samples: Path) -> None:
    """A crop of a crop shows too little of the whole: it is not listed as its copy."""
    whole = Edited.of(samples / "pictures" / "photographs" / "garden.jpg")
    crop = cropped(0.55)(whole)
    pictures = {"a": whole, "b": crop, "c": cropped(0.55)(crop)}
    report = found({f"{name}.png": encoded(each.pixels) for name, each in pictures.items()})
    assert names(report) == {"a.png": ["b.png"]}


@pytest.mark.slow
def test_more_copies_than_the_index_proposes_are_one_group(found: Make) -> None:
    """Those that it left out are proven with the best of the others."""
    picture = speckled(1, 128)
    copies = {f"{quality}.jpg": compress(picture, quality) for quality in range(60, 80)}
    assert len(copies) > CANDIDATES + 1
    (group,) = found(copies).groups
    assert group.best == max(copies, key=lambda name: len(copies[name]))
    assert len(group.copies) == len(copies) - 1


def compress(picture: Pixels, quality: int) -> bytes:
    """As JPEG."""
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return data.tobytes()


def test_exact_copies_of_a_copy_are_not_exact(found: Make) -> None:
    """That is said of the best only; all are listed."""
    picture = speckled(1, 192)
    best, small = encoded(picture), encoded(cv2.resize(picture, (160, 160)))
    files = {"a.png": best, "b.png": best, "c.png": small, "d.png": small}
    (group,) = found(files).groups
    listed = [(copy.name, copy.exact) for copy in group.copies]
    assert (group.best, listed) == (
        "a.png",
        [("b.png", True), ("c.png", False), ("d.png", False)],
    )


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_pictures_have_no_copies(found: Make, count: int) -> None:
    """Nor has an empty collection."""
    report = found({f"{seed}.png": encoded(speckled(seed)) for seed in range(count)})
    assert (report.groups, report.pictures) == ((), count)


def test_a_picture_whose_file_is_gone_is_still_listed(tmp_path: Path) -> None:
    """With the size that its features know."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(encoded(speckled(1)))
    with Engine.open(tmp_path / "held", create=True) as engine:
        last(engine.index([folder]))
        shutil.rmtree(folder)
        (group,) = searched(engine).groups
    assert [(group.best, group.width, group.height)] == [("a.png", 96, 96)]


def test_sizes_are_of_the_upright_image(found: Make) -> None:
    """As the camera's EXIF turns it, and exact though the working image is smaller."""
    stored = Image.fromarray(cv2.resize(speckled(1), (1003, 751)))
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: to be turned by a quarter
    turned_file, plain_file = io.BytesIO(), io.BytesIO()
    stored.save(turned_file, "JPEG", exif=exif)
    stored.save(plain_file, "JPEG", quality=50)
    report = found({"turned.jpg": turned_file.getvalue(), "plain.jpg": plain_file.getvalue()})
    best, copy = of(report, "turned.jpg")
    assert (best.width, best.height) == (751, 1003)
    assert (copy.width, copy.height) == (1003, 751)


# --- The command --------------------------------------------------------------------------------


@pytest.fixture
def held(tmp_path: Path, capsys: Captured) -> Path:
    """A collection with a picture, its smaller mirror image, its exact copy, and another."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    picture = speckled(1, 192)
    (folder / "large.png").write_bytes(encoded(picture))
    (folder / "twin.png").write_bytes(encoded(picture))
    (folder / "other.png").write_bytes(encoded(speckled(2, 192)))
    small = cv2.resize(picture, (144, 144), interpolation=cv2.INTER_AREA)[:, ::-1]
    (folder / "mirror\x1b[31m\n.png").write_bytes(encoded(small))
    assert main(["index", str(folder), "--collection", str(tmp_path / "held")]) == 0
    capsys.readouterr()
    return tmp_path / "held"


def test_json_is_one_line(held: Path, capsys: Captured) -> None:
    """Keys, types and order as promised; standard error stays empty where it is no terminal."""
    assert main(["duplicates", "--collection", str(held), "--json"]) == 0
    captured = capsys.readouterr()
    (line,) = captured.out.splitlines()
    told: dict[str, Any] = json.loads(line)
    assert (list(told), captured.err) == (["groups", "pictures", "seconds"], "")
    assert (told["pictures"], type(told["seconds"])) == (4, float)
    (group,) = told["groups"]
    assert list(group) == ["best", "width", "height", "bytes", "copies"]
    assert (group["best"], group["width"], group["height"]) == ("large.png", 192, 192)
    exact, mirror = group["copies"]
    assert {key: type(value) for key, value in mirror.items()} == {
        "name": str,
        "width": int,
        "height": int,
        "bytes": int,
        "inliers": int,
        "value": float,
        "mirrored": bool,
        "exact": bool,
        "covers": float,
        "within": float,
    }
    assert (exact["name"], exact["exact"], exact["mirrored"]) == ("twin.png", True, False)
    assert (mirror["name"], mirror["exact"], mirror["mirrored"]) == (
        *("mirror\x1b[31m\n.png", False, True),
    )


def test_people_are_told_which_is_best_and_what_the_others_are(
    held: Path, capsys: Captured
) -> None:
    """A line each; names cannot steer the terminal; nothing is deleted."""
    before = list(files(held.parent / "pictures"))
    assert main(["duplicates", "--collection", str(held)]) == 0
    best, exact, mirror, summary = capsys.readouterr().out.splitlines()
    assert best.startswith("large.png (192 x 192, ")
    assert best.endswith(" is the best of 3:")
    assert exact.startswith("  100%  twin.png (192 x 192, ")
    assert exact.endswith("; exact copy)")
    assert mirror.startswith(r"  100%  mirror\x1b[31m\n.png (144 x 144, ")
    assert mirror.endswith(" inliers; mirrored)")
    assert summary.startswith("2 copies of 1 picture among 4 pictures (")
    assert summary.endswith("Nothing was deleted.")
    assert list(files(held.parent / "pictures")) == before


def test_exit_code_1_where_there_are_none(tmp_path: Path, capsys: Captured) -> None:
    """In words or as JSON."""
    Engine.open(tmp_path, create=True).close()
    assert main(["duplicates", "--collection", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("No picture is there twice among 0 pictures (")
    assert main(["duplicates", "--collection", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["groups"] == []


def test_exit_code_2_where_it_cannot_run(tmp_path: Path, capsys: Captured) -> None:
    """One sentence on standard error."""
    nowhere = os.fspath(tmp_path / "nowhere")
    assert main(["duplicates", "--collection", nowhere]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert nowhere in captured.err
    with pytest.raises(SystemExit) as left:
        main(["duplicates"])
    assert left.value.code == 2


def test_help_says_that_nothing_is_deleted(capsys: Captured) -> None:
    """Before anyone tries."""
    with pytest.raises(SystemExit):
        main(["duplicates", "--help"])
    assert "Never deletes or changes anything" in " ".join(capsys.readouterr().out.split())
