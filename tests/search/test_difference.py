"""What a reindex would do, told beforehand: it is what the reindex then does."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Engine
from search.collection import Collection
from search.difference import Comparison, Difference
from search.errors import Damaged, NoFolder
from search.features import Features
from search.looks import here
from search.refused import Refusal
from search.reindex import Reindex, Report
from search.source import Source
from tests.search.edits import encoded, files, last, random_features, speckled

NAMES = ["a.jpg", "b.jpg", "sub/c.jpg", "d.jpg"]
CONTENTS = st.sampled_from(["one", "two", "three", "plain", "broken"])


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A new collection."""
    with closing(Collection(tmp_path / "collection", create=True)) as collection:
        yield collection


def filled(folder: Path, contents: dict[str, str]) -> Path:
    """A folder of these files and no others."""
    folder.mkdir(exist_ok=True)
    for path in folder.rglob("*.jpg"):
        path.unlink()
    for name, text in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def extract(data: bytes) -> Features:
    """Quick, and as the bytes say."""
    if data.startswith(b"broken"):
        raise Damaged("test")
    return random_features(5 if data.startswith(b"plain") else 20, sum(data))


def indexed(collection: Collection, *folders: Path) -> Report:
    """A reindex, to its end."""
    return last(Reindex(collection, folders, here(extract)).run())


def compared(collection: Collection, *folders: Path) -> Difference:
    """What it would do."""
    return [step.report for step in Comparison(collection, folders).run()][-1]


def held(collection: Collection) -> dict[str, tuple[Source, str]]:
    """Names, where they come from, and the version of their features."""
    return {source.name: (source, version) for source, version in collection.sources()}


def test_it_tells_added_changed_gone_and_broken_apart(
    collection: Collection, tmp_path: Path
) -> None:
    """Each by name; afterwards there is nothing left to tell."""
    folder = filled(tmp_path / "pictures", {f"{n}.jpg": f"{n}" for n in range(8)})
    filled(folder, {**{f"{n}.jpg": f"{n}" for n in range(8)}, "bad.jpg": "broken"})
    indexed(collection, folder)
    collection.add(Source.of("by hand", b"x"), random_features(20), b"x")
    rest = {f"{n}.jpg": f"{n}" for n in range(2, 8)}
    filled(folder, {**rest, "7.jpg": "changed", "new.jpg": "new", "bad.jpg": "broken"})
    found = compared(collection, folder)
    why = "This image is damaged and cannot be read."
    assert found == Difference(
        added=("new.jpg",),
        changed=("7.jpg",),
        gone=("0.jpg", "1.jpg"),
        broken=(Refusal("bad.jpg", str(folder), plain=False, reason=why),),
        unchanged=5,
    )
    report = indexed(collection, folder)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 2, 5)
    again = compared(collection, folder)
    assert (again.added, again.changed, again.gone, again.unchanged) == ((), (), (), 7)
    assert again.broken == found.broken


CONTENT = st.dictionaries(st.sampled_from(NAMES), CONTENTS)


@given(CONTENT, CONTENT, CONTENT, CONTENT, st.sampled_from(NAMES))
@settings(max_examples=60, deadline=None)
def test_it_is_what_the_reindex_then_does(
    first: dict[str, str],
    second: dict[str, str],
    then: dict[str, str],
    also: dict[str, str],
    mine: str,
) -> None:
    """Of two folders, whatever changes in them: but for new files that turn out to be broken."""
    with TemporaryDirectory() as place:
        one, two = Path(place, "one"), Path(place, "two")
        with closing(Collection(Path(place, "collection"), create=True)) as collection:
            collection.add(Source.of(mine, b"mine"), random_features(20), b"mine")
            indexed(collection, filled(one, first), filled(two, second))
            before = held(collection)
            found = compared(collection, filled(one, then), filled(two, also))
            assert held(collection) == before
            report = indexed(collection, one, two)
            after = held(collection)
        refused = {*report.plain, *(each.name for each in report.unreadable)}
        broken = {each.name for each in found.broken}
        new = after.keys() - before.keys()
        gone = before.keys() - after.keys()
        assert new - broken <= set(found.added) <= new | refused
        assert set(found.gone) <= gone <= set(found.gone) | set(found.changed) & refused
        changed = {name for name in after.keys() & before.keys() if after[name] != before[name]}
        assert changed <= set(found.changed) <= changed | refused
        assert found.unchanged == report.unchanged


def test_a_picture_that_moved_to_another_folder_is_not_gone(
    collection: Collection, tmp_path: Path
) -> None:
    """Its name is still there: nobody has to be asked."""
    one, two = filled(tmp_path / "one", {"a.jpg": "x"}), filled(tmp_path / "two", {})
    indexed(collection, one, two)
    (one / "a.jpg").rename(two / "a.jpg")
    found = compared(collection, one, two)
    assert (found.gone, found.changed) == ((), ("a.jpg",))


def test_features_of_another_version_are_told_of_as_changed(
    collection: Collection, tmp_path: Path
) -> None:
    """They will be made anew, those of pictures added by hand, too."""
    folder = filled(tmp_path / "pictures", {"a.jpg": "x"})
    indexed(collection, folder)
    collection.add(Source.of("by hand", b"x"), random_features(20), b"x")
    with collection.transaction() as database:
        database.execute("UPDATE pictures SET version = 'kaze-1'")
    assert compared(collection, folder).changed == ("a.jpg", "by hand")
    assert indexed(collection, folder).changed == 2


def test_a_file_that_cannot_be_read_says_why(collection: Collection, tmp_path: Path) -> None:
    """Its picture would go where it is a link to nowhere, or out of the folder."""
    folder = filled(tmp_path / "pictures", {"a.jpg": "x", "b.jpg": "y"})
    indexed(collection, folder)
    for name, target in (("a.jpg", folder / "nowhere.jpg"), ("b.jpg", tmp_path / "out.jpg")):
        (folder / name).unlink()
        (folder / name).symlink_to(target)
    found = compared(collection, folder)
    assert found.gone == ("a.jpg", "b.jpg")
    assert [each.reason for each in found.broken] == [
        "it cannot be read: No such file or directory",
        "a link that leads out of the folder",
    ]
    assert indexed(collection, folder).removed == 2


def test_nothing_is_looked_at_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a byte of the collection; it counts the files as it goes."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "1.png").write_bytes(encoded(speckled(1)))
    with Engine.open(tmp_path / "collection", create=True) as engine:
        last(engine.index([folder]))
        (folder / "1.png").write_bytes(encoded(speckled(2)))
        (folder / "2.png").write_bytes(b"broken")
        before = dict(files(tmp_path / "collection"))
        monkeypatch.setattr(Engine, "_extract", None)
        steps = list(engine.difference([folder]))
        assert [(step.done, step.total) for step in steps] == [(0, 2), (1, 2), (2, 2)]
        assert (steps[-1].report.changed, steps[-1].report.added) == (("1.png",), ("2.png",))
        assert dict(files(tmp_path / "collection")) == before
        assert engine.refusals() == []


def test_a_missing_folder_is_named(collection: Collection, tmp_path: Path) -> None:
    """As by the reindex; an empty one would take every picture with it."""
    with pytest.raises(NoFolder, match="There is no folder"):
        compared(collection, tmp_path / "nowhere")
    folder = filled(tmp_path / "pictures", {"a.jpg": "x"})
    indexed(collection, folder)
    assert compared(collection, filled(folder, {})).gone == ("a.jpg",)


def test_the_files_that_became_no_pictures_are_listed(tmp_path: Path) -> None:
    """With their folder and the reason, by name."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "plain.png").write_bytes(encoded(speckled(1) * 0))
    (folder / "broken.png").write_bytes(b"broken")
    with Engine.open(tmp_path / "collection", create=True) as engine:
        last(engine.index([folder]))
        told = [(each.name, each.folder, each.plain, each.reason) for each in engine.refusals()]
        image, plain = "This is not an image. Send a JPEG, PNG or WebP.", "too little detail"
        assert told == [
            ("broken.png", str(folder), False, image),
            ("plain.png", str(folder), True, f"{plain} to be found again"),
        ]


def test_what_is_gone_is_what_a_reindex_takes_out(tmp_path: Path) -> None:
    """It is told without reading a file; of no folder nothing can be told."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed, name in enumerate(["a.jpg", "b.jpg"]):
        (folder / name).write_bytes(encoded(speckled(seed), ".jpg"))
    with Engine.open(tmp_path / "collection", create=True) as engine:
        last(engine.index([folder]))
        assert engine.gone([folder]) == []
        (folder / "b.jpg").unlink()
        assert engine.gone([folder]) == ["b.jpg"]
        assert engine.names() == ["a.jpg", "b.jpg"]
        last(engine.index([folder]))
        assert engine.names() == ["a.jpg"]
        with pytest.raises(NoFolder):
            engine.gone([tmp_path / "nowhere"])
