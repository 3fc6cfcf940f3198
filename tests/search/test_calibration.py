"""The match value as a probability: fitted, judged, drawn, and kept for the collection."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.optimize import minimize

from search import Engine, calibration, diagram, words
from search.__main__ import main
from search.calibration import Calibration, edits, judged, platt, reliability
from search.calibration.reliability import Bin
from search.calibration.trials import Trial, Trials
from search.collection import Collection
from search.features import Doubles, Mask
from search.verdict import Scale
from tests.conftest import SAMPLES
from tests.search.edits import encoded, last, speckled

TRUE = Scale(0.6, 0.8)
Captured = pytest.CaptureFixture[str]


def made_up(count: int, seed: int = 0, scale: Scale = TRUE) -> tuple[Doubles, Mask]:
    """Evidence from hopeless to sure, and answers that are right as often as a scale says."""
    draw = np.random.default_rng(seed)
    evidence = draw.uniform(-5, 8, count)
    return evidence, draw.random(count) < platt.values(scale, evidence)


# --- The fit ------------------------------------------------------------------------------------


def test_the_fit_is_the_best_of_all_slopes_and_offsets() -> None:
    """Brute force: the loss, written out, at each of a grid of scales."""
    evidence, right = made_up(80)
    grid = [(a, b) for a in np.linspace(0.2, 1.5, 66) for b in np.linspace(-1, 2, 76)]
    doubt = np.linspace(-3, 3, 7)

    def loss(scale: Scale) -> float:
        values, known = platt.values(scale, evidence), platt.values(Scale(), doubt)
        own = platt.values(scale, doubt)
        prior = known * np.log(own) + (1 - known) * np.log(1 - own)
        return -float(
            np.log(np.where(right, values, 1 - values)).sum() + prior.mean() * platt.PRIOR
        )

    best = min((Scale(float(a), float(b)) for a, b in grid), key=loss)
    found = platt.fit(evidence, right, Scale())
    assert found is not None
    assert loss(found) <= loss(best)
    assert (found.slope, found.offset) == pytest.approx((best.slope, best.offset), abs=0.04)


@pytest.mark.parametrize("count", [0, 1, 5, 80, 5000])
@pytest.mark.parametrize("prior", [Scale(), Scale(0.2, -4.0), Scale(6.0, 3.0)], ids=str)
def test_the_fit_is_that_of_scipy(count: int, prior: Scale) -> None:
    """From whatever it begins with, also where all are right."""
    evidence, right = made_up(count)
    for known in (right, np.ones(count, np.bool_)):
        xs = np.concatenate([evidence, np.linspace(-3, 3, 7)])
        targets = np.concatenate([known, platt.values(prior, np.linspace(-3, 3, 7))])
        weights = np.concatenate([np.ones(count), np.full(7, platt.PRIOR / 7)])

        def loss(at: Doubles, xs: Doubles, targets: Doubles, weights: Doubles) -> float:
            logits = at[0] * xs + at[1]
            return float(weights @ (np.logaddexp(0, logits) - targets * logits))

        start = [prior.slope, prior.offset]
        wanted = minimize(loss, start, (xs, targets, weights), method="Nelder-Mead", tol=1e-10).x
        found = platt.fit(evidence, known, prior)
        assert (found is None) == (wanted[0] <= 0)
        if found:
            assert (found.slope, found.offset) == pytest.approx(wanted, rel=1e-4, abs=1e-4)


def test_many_lookups_find_the_true_scale() -> None:
    """Whatever was believed before."""
    found = platt.fit(*made_up(20_000), Scale())
    assert found is not None
    assert (found.slope, found.offset) == pytest.approx((TRUE.slope, TRUE.offset), abs=0.05)


@pytest.mark.parametrize("prior", [Scale(), Scale(0.5, -1.0)])
def test_without_lookups_the_scale_stays(prior: Scale) -> None:
    """Few move it a little."""
    none = platt.fit(np.zeros(0), np.zeros(0, bool), prior)
    assert none is not None
    assert (none.slope, none.offset) == pytest.approx((prior.slope, prior.offset), abs=1e-3)


def test_no_slope_is_infinite() -> None:
    """Where all right answers have more evidence than all wrong ones."""
    evidence = np.array([-4.9] * 20 + [9.0] * 20)
    found = platt.fit(evidence, evidence > 0, Scale())
    assert found is not None
    assert 0.8 < found.slope < 3


def test_more_evidence_never_makes_an_answer_worse() -> None:
    """There is no scale where right answers have less; then the one so far is kept."""
    evidence = np.linspace(-5, 8, 200)
    assert platt.fit(evidence, evidence < 0, Scale()) is None
    tried = [[Trial(float(each), bool(each < 0), stranger=False)] for each in evidence]
    report = judged(tried, Scale(0.5, 0.1), 0.0)
    assert (report.fitted, report.scale) == (False, Scale(0.5, 0.1))


def test_nine_in_ten_are_right_of_what_has_value_nine_tenths() -> None:
    """In each bin, on answers that the fit has not seen; the shipped scale is off."""
    scale = platt.fit(*made_up(2_000, 1), Scale())
    assert scale is not None
    evidence, right = made_up(20_000, 2)
    found = reliability.bins(platt.values(scale, evidence), right)
    assert len(found) == 10
    assert all(abs(each.value - each.right) < 0.07 for each in found)
    shipped = reliability.bins(platt.values(Scale(), evidence), right)
    assert reliability.error(found) < 0.03 < reliability.error(shipped)


def test_values_are_judged_by_a_scale_that_has_not_seen_them() -> None:
    """Each half by what the other taught."""
    evidence, right = made_up(200)
    half = np.arange(200) < 100
    crossed = platt.crossed(evidence, right, half, Scale())
    for this in (half, ~half):
        scale = platt.fit(evidence[~this], right[~this], Scale())
        assert scale is not None
        assert crossed[this] == pytest.approx(platt.values(scale, evidence[this]))


# --- What is said of it -------------------------------------------------------------------------


def test_bins_hold_all_answers() -> None:
    """1 belongs to the last; those without answers are left out."""
    values, right = np.array([0.0, 0.04, 0.95, 1.0]), np.array([False, True, True, True])
    assert reliability.bins(values, right) == (Bin(0.02, 0.5, 2), Bin(0.975, 1.0, 2))


def test_scores_by_hand() -> None:
    """Brier: the mean square; error: how far the bins are off, by count."""
    values, right = np.array([0.2, 0.2, 0.9]), np.array([False, True, True])
    assert reliability.brier(values, right) == pytest.approx((0.04 + 0.64 + 0.01) / 3)
    found = reliability.bins(values, right)
    assert reliability.error(found) == pytest.approx((2 * 0.3 + 1 * 0.1) / 3)
    assert reliability.error(()) == 0


@pytest.mark.parametrize(
    ("right", "count", "low", "high"), [(0.5, 2, 0.095, 0.905), (1, 1, 0.207, 1), (0, 40, 0, 0.088)]
)
def test_chance_leaves_little_open_where_answers_are_many(
    right: float, count: int, low: float, high: float
) -> None:
    """Wilson's interval, as in tables."""
    assert diagram.chance(Bin(0.5, right, count)) == pytest.approx((low, high), abs=0.001)


def test_the_diagram_is_a_picture() -> None:
    """PNG, with a point for every bin: one more changes it."""
    evidence, right = made_up(60)
    tried = [
        [Trial(float(x), bool(y), stranger=False)] for x, y in zip(evidence, right, strict=True)
    ]
    report = judged(tried, Scale(), 1.0)
    data = diagram.draw(report)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (diagram.WIDTH, diagram.HEIGHT))
    assert 5_000 < len(data) < 100_000
    assert len(set(image.convert("RGB").get_flattened_data())) > 50
    assert diagram.draw(judged(tried[:30], Scale(), 1.0)) != data


# --- Edits --------------------------------------------------------------------------------------


@pytest.mark.parametrize("edit", edits.EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("shape", [(480, 640), (40, 900), (8, 8)])
def test_an_edit_leaves_a_gray_image(edit: edits.Edit, shape: tuple[int, int]) -> None:
    """Bytes, two axes, and what was drawn follows from the seed alone; the picture stays whole."""
    pixels = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    before = pixels.copy()
    photo = edit(pixels, np.random.default_rng(1))
    assert photo.dtype == np.uint8
    assert photo.ndim == 2
    assert photo.size > 0
    assert (edit(pixels, np.random.default_rng(1)) == photo).all()
    assert (pixels == before).all()


def test_no_two_photos_are_edited_alike() -> None:
    """One after the other from the same source of chance; again from the same seed."""
    draws = [np.random.default_rng(seed) for seed in (3, 3, 4)]
    first, same, other = ([edits.edited(speckled(1), draw) for _ in range(9)] for draw in draws)
    assert all((a == b).all() for a, b in zip(first, same, strict=True))
    assert not any(np.array_equal(a, b) for a, b in [*pairwise(first), (first[0], other[0])])


def test_a_picture_is_pasted_whole() -> None:
    """Onto a ground that keeps its size, be it smaller than the picture."""
    for ground in (np.zeros((300, 200), np.uint8), np.zeros((8, 8), np.uint8)):
        photo = edits.pasted(speckled(1), ground, np.random.default_rng(0))
        assert photo.shape == ground.shape
        assert photo.any()
        assert not ground.any()


# --- Trials -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten pictures, and a smaller copy of the first, mirrored."""
    folder = tmp_path_factory.mktemp("pictures")
    for seed in range(10):
        (folder / f"{seed}.png").write_bytes(encoded(speckled(seed)))
    copy = speckled(0)[:90, ::-1]
    (folder / "copy.jpg").write_bytes(encoded(copy, ".jpg"))
    return folder


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> Path:
    """A collection of them; for copying only."""
    folder = tmp_path_factory.mktemp("indexed")
    with Engine.open(folder, create=True) as engine:
        last(engine.index([pictures]))
    return folder


@pytest.fixture
def held(tmp_path: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One to calibrate, with one photo of each picture, to be quick."""
    monkeypatch.setattr(calibration, "_PHOTOS", 1)
    return Path(shutil.copytree(indexed, tmp_path / "held"))


@pytest.fixture
def engine(held: Path) -> Iterator[Engine]:
    """One that holds them."""
    with Engine.open(held) as engine:
        yield engine


def trials(engine: Engine, photos: int = 2) -> Trials:
    """Trials of its pictures."""
    return Trials(engine._snapshot, engine._collection, engine._decoders, photos)


def number(engine: Engine, name: str) -> int:
    """The id of a picture."""
    (found,) = engine._snapshot.numbers(frozenset({name}))
    return found


def test_a_copy_is_no_stranger(engine: Engine) -> None:
    """It is right to name it, and it is left out with its picture; others are not."""
    copy = number(engine, "copy.jpg")
    first, other = number(engine, "0.png"), number(engine, "1.png")
    assert trials(engine).copies(first) == trials(engine).copies(copy) == {first, copy}
    assert trials(engine).copies(other) == {other}


def test_each_photo_is_looked_up_twice(engine: Engine) -> None:
    """Once as a stranger, of whom every answer is wrong; the same again with the same seed."""
    drawn = engine._snapshot.ids[:2]
    found = trials(engine, 4).of(*drawn)
    strangers = [trial for trial in found if trial.stranger]
    assert len(found) == 2 * len(strangers) > 0
    assert not any(trial.right for trial in strangers)
    assert any(trial.right for trial in found)
    assert trials(engine, 4).of(*drawn) == found


def test_a_file_that_is_gone_is_passed_over(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or broken; what it would have been pasted on does not matter."""
    read = engine._collection.read
    broken = {"0.png": b"broken", "1.png": read("1.png")}

    def one(name: str) -> bytes:
        if name not in broken:
            raise FileNotFoundError(name)
        return broken[name]

    monkeypatch.setattr(engine._collection, "read", one)
    zero, other, gone = (number(engine, f"{n}.png") for n in range(3))
    assert trials(engine).of(zero, other) == trials(engine).of(gone, other) == []
    assert trials(engine).of(other, gone) != []


# --- The whole ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_collection_keeps_its_scale(engine: Engine) -> None:
    """And answers by it, at once and when it is opened again; progress counts pictures."""
    before = engine.find(encoded(speckled(3)), 1).matches[0]
    calibration = engine.calibration()
    assert list(calibration.run()) == [(done, 11) for done in range(1, 12)]
    report = calibration.report
    assert report is not None
    assert (report.pictures, report.photos) == (11, report.strangers)
    assert sum(each.count for each in report.bins) == 2 * report.photos
    assert engine._collection.learned.scale() == report.scale != Scale()
    assert engine._collection.learned.pictures() == 11
    after = engine.find(encoded(speckled(3)), 1).matches[0]
    assert after.value == report.scale.value(before.evidence)


def test_leaving_early_changes_nothing(engine: Engine) -> None:
    """There is no half scale."""
    calibration = engine.calibration()
    with closing(calibration.run()) as steps:
        next(steps)
    assert calibration.report is None
    assert engine._collection.learned.pictures() == 0


def test_another_version_of_the_features_needs_another_scale(engine: Engine) -> None:
    """The old one is not believed."""
    engine._collection.learned.calibrate(Scale(0.1, 0.0))
    with engine._collection.transaction() as database:
        database.execute("UPDATE scale SET version = 'kaze-0'")
    assert engine._collection.learned.scale() == Scale()
    assert engine._collection.learned.pictures() == 0


def test_a_reindex_calibrates_what_has_become_another_collection(
    engine: Engine, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once; the second does not, until there are twice as many pictures, or half."""
    tried: list[int] = []
    run = Calibration.run

    def counted(self: Calibration) -> Iterator[tuple[int, int]]:
        tried.append(self.pictures)
        return run(self)

    monkeypatch.setattr(calibration, "_ONE_IN", 11)
    monkeypatch.setattr(Calibration, "run", counted)
    assert last(engine.index([pictures])).unchanged == 11
    assert tried == [1]
    assert engine._collection.learned.pictures() == 11
    last(engine.index([pictures]))
    assert tried == [1]
    for pictures_then in (6, 21):
        with engine._collection.transaction() as database:
            database.execute("UPDATE scale SET pictures = ?", (pictures_then,))
        last(engine.index([pictures]))
    assert tried == [1]
    for pictures_then in (5, 22):
        with engine._collection.transaction() as database:
            database.execute("UPDATE scale SET pictures = ?", (pictures_then,))
        last(engine.index([pictures]))
    assert tried == [1, 1, 1]


def test_a_reindex_of_few_pictures_leaves_the_scale(engine: Engine, pictures: Path) -> None:
    """Trying them would take longer than indexing did."""
    last(engine.index([pictures]))
    assert engine._collection.learned.pictures() == 0


@pytest.mark.slow
def test_the_command_says_how_good_it_is(held: Path, tmp_path: Path, capsys: Captured) -> None:
    """JSON on the last line, and the diagram."""
    path = tmp_path / "diagram.png"
    assert main(["calibrate", "--collection", str(held), "--json", "--diagram", str(path)]) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    numbers = ("slope", "offset", "brier", "error", "seconds")
    assert list(report) == ["photos", "strangers", *numbers[:4], "bins", "seconds"]
    assert all(isinstance(report[name], float) for name in numbers)
    assert 0 < report["photos"] == report["strangers"] <= 11
    assert all(set(each) == {"value", "right", "count"} for each in report["bins"])
    with Image.open(path) as image:
        assert image.size == (diagram.WIDTH, diagram.HEIGHT)


def test_people_read_a_table() -> None:
    """Short, and it says whether the scale was changed."""
    trials = [[Trial(float(x), bool(y), stranger=not y)] for x, y in zip(*made_up(99), strict=True)]
    report = judged(trials, Scale(), 9.0)
    first, _, *table, summary, strangers = words.of_calibration(report, as_json=False).splitlines()
    assert first.startswith("Calibrated on ")
    assert len(table) == len(report.bins)
    assert "Brier" in summary
    assert "called the same" in strangers
    kept = words.of_calibration(replace(report, fitted=False), as_json=False)
    assert kept.startswith("Values stay as they were")


@pytest.mark.parametrize("gone", [False, True], ids=["one picture", "files gone"])
def test_too_few_pictures_are_not_calibrated(
    pictures: Path, tmp_path: Path, capsys: Captured, *, gone: bool
) -> None:
    """Exit code 1, and nothing is drawn."""
    folder, held = tmp_path / "pictures", str(tmp_path / "held")
    shutil.copytree(pictures, folder)
    for path in sorted(folder.iterdir())[1:]:
        if not gone:
            path.unlink()
    main(["index", str(folder), "--collection", held])
    if gone:
        shutil.rmtree(folder)
    drawn = tmp_path / "diagram.png"
    arguments = ["calibrate", "--collection", held, "--diagram", str(drawn)]
    capsys.readouterr()
    assert main(arguments) == 1
    assert capsys.readouterr().out.startswith("Too few pictures")
    assert main([*arguments, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        **dict.fromkeys(("photos", "strangers"), 0),
        **dict.fromkeys(("slope", "offset", "brier", "error", "seconds")),
        "bins": [],
    }
    assert not drawn.exists()


def test_no_collection_is_an_error(tmp_path: Path) -> None:
    """Exit code 2, as of every command."""
    assert main(["calibrate", "--collection", str(tmp_path / "nothing")]) == 2


# --- What people say ------------------------------------------------------------------------------


def test_what_people_say_counts() -> None:
    """Much said of answers with little evidence moves the value there, and can be taken back."""
    evidence, right = made_up(60)
    seen = zip(evidence, right, strict=True)
    tried = [[Trial(float(each), bool(said), stranger=False)] for each, said in seen]
    said = [(0.5, False)] * 40
    before, after = (judged(tried, Scale(), 0.0, each).scale for each in ((), said))
    assert after.value(0.5) < before.value(0.5) - 0.1


def test_what_people_say_is_kept(collection: Path, tmp_path: Path) -> None:
    """Until it is taken back."""
    photo = (SAMPLES / "photos/cropped.jpg").read_bytes()
    copy = shutil.copytree(collection, tmp_path / "copy")
    with Engine.open(copy) as engine:
        first = engine.judge(photo, "photographs/barn.jpg", right=False)
        engine.judge(photo, "photographs/barn.jpg", right=True)
        assert engine.judge(photo, "no such picture", right=True) == 0
        engine.forget_judgment(first)
    with closing(Collection(copy, create=False)) as changed:
        ((evidence, right),) = changed.learned.judgments()
    assert right
    assert evidence > 1.1
