"""A folder and its collection, brought in line: what is new, changed or gone, and nothing else."""

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search.collection import Collection
from search.errors import Damaged, NoDecoder, NoFolder
from search.features import Features
from search.looks import Looks, See, here
from search.options import MAX_BYTES
from search.reindex import Progress, Reindex
from search.source import Source
from search.walk import File
from tests.search.edits import last, random_features


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A new collection."""
    collection = Collection(tmp_path / "collection", create=True)
    yield collection
    collection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pictures, one of them in a folder of its own."""
    return filled(tmp_path / "pictures", {"a.jpg": "one", "sub/deep/b.png": "two"})


def filled(folder: Path, contents: dict[str, str]) -> Path:
    """A folder of files."""
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def extract(data: bytes) -> Features:
    """Features as the bytes say: quick, and a change of content changes them."""
    if data.startswith(b"broken"):
        raise Damaged("test")
    return random_features(5 if data.startswith(b"plain") else 20, sum(data))


def run(collection: Collection, *folders: Path) -> Generator[Progress]:
    """A reindex."""
    yield from Reindex(collection, folders, here(extract)).run()


def counts(collection: Collection, *folders: Path) -> tuple[int, int, int, int]:
    """Added, changed, removed, unchanged; the equation of every report holds."""
    before = len(collection)
    report = last(run(collection, *folders))
    assert report.pictures == len(collection) == before + report.added - report.removed
    return report.added, report.changed, report.removed, report.unchanged


def names(collection: Collection) -> list[str]:
    """What the collection holds."""
    return [source.name for source, _ in collection.sources()]


def test_a_new_folder_is_added_with_its_subfolders(collection: Collection, folder: Path) -> None:
    """Names are paths relative to it; each file knows where it is."""
    assert counts(collection, folder) == (2, 0, 0, 0)
    assert names(collection) == ["a.jpg", "sub/deep/b.png"]
    source = collection.source("sub/deep/b.png")
    assert source == Source.of("sub/deep/b.png", b"two", str(folder), str(folder / source.name))


def test_only_what_changed_is_read_again(collection: Collection, folder: Path) -> None:
    """New, changed, gone, unchanged in one run; then nothing is left to do."""
    filled(folder, {"c.jpg": "three"})
    counts(collection, folder)
    (folder / "a.jpg").unlink()
    filled(folder, {"c.jpg": "changed", "d.jpg": "four"})
    assert counts(collection, folder) == (1, 1, 1, 1)
    generation = collection.generation
    assert counts(collection, folder) == (0, 0, 0, 3)
    assert collection.generation == generation


def test_content_decides_not_the_time_of_the_file(collection: Collection, folder: Path) -> None:
    """A touched file is unchanged; a changed one with its old time and length is changed."""
    counts(collection, folder)
    os.utime(folder / "a.jpg", (1, 1))
    assert counts(collection, folder) == (0, 0, 0, 2)
    (folder / "a.jpg").write_text("eno")
    os.utime(folder / "a.jpg", (1, 1))
    assert counts(collection, folder) == (0, 1, 0, 1)


def test_a_renamed_file_is_one_gone_and_one_added(collection: Collection, folder: Path) -> None:
    """Names are what people see."""
    counts(collection, folder)
    (folder / "a.jpg").rename(folder / "z.jpg")
    assert counts(collection, folder) == (1, 0, 1, 1)


def test_another_extraction_makes_all_features_anew(
    collection: Collection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Old features are never compared with new ones."""
    counts(collection, folder)
    monkeypatch.setattr("search.survey.VERSION", "kaze-2")
    monkeypatch.setattr("search.collection.VERSION", "kaze-2")
    assert counts(collection, folder) == (0, 2, 0, 0)
    assert counts(collection, folder) == (0, 0, 0, 2)


def test_gone_are_only_pictures_of_a_folder_that_is_named(
    collection: Collection, folder: Path, tmp_path: Path
) -> None:
    """The others stay, whatever became of their files."""
    other = filled(tmp_path / "other", {"o.jpg": "other"})
    assert counts(collection, folder, other) == (3, 0, 0, 0)
    (other / "o.jpg").unlink()
    (folder / "a.jpg").unlink()
    assert counts(collection, folder) == (0, 0, 1, 1)
    assert names(collection) == ["o.jpg", "sub/deep/b.png"]
    assert counts(collection, other) == (0, 0, 1, 0)


def test_the_second_folder_with_the_same_name_is_refused_and_listed(
    collection: Collection, folder: Path, tmp_path: Path
) -> None:
    """In one run and in a later one; the first stays as it is."""
    other = filled(tmp_path / "other", {"a.jpg": "another", "o.jpg": "other"})
    report = last(run(collection, folder, other))
    assert (report.added, report.pictures) == (3, 3)
    ((refused),) = report.unreadable
    assert (refused.name, refused.folder) == ("a.jpg", str(other))
    assert refused.reason == f"this name is taken by {folder}"
    assert collection.source("a.jpg").folder == str(folder)
    again = last(run(collection, other))
    assert (again.added, again.unchanged, again.unreadable) == (0, 1, report.unreadable)


def test_a_folder_that_was_renamed_keeps_its_pictures(collection: Collection, folder: Path) -> None:
    """Nobody has their names any more; as long as the old one is there it has."""
    assert counts(collection, folder) == (2, 0, 0, 0)
    renamed = folder.rename(folder.with_name("renamed"))
    assert counts(collection, renamed) == (0, 2, 0, 0)
    assert {source.folder for source, _ in collection.sources()} == {str(renamed)}
    assert counts(collection, renamed) == (0, 0, 0, 2)


def test_a_name_that_moved_to_another_folder_is_taken_over(
    collection: Collection, folder: Path, tmp_path: Path
) -> None:
    """Both named: gone there, added here."""
    other = filled(tmp_path / "other", {"o.jpg": "other"})
    counts(collection, folder, other)
    (folder / "a.jpg").rename(other / "a.jpg")
    assert counts(collection, folder, other) == (1, 0, 1, 2)
    assert collection.source("a.jpg").folder == str(other)


def test_a_folder_named_twice_counts_once(collection: Collection, folder: Path) -> None:
    """Also by another way to write it."""
    assert counts(collection, folder, folder, folder / "sub" / "..") == (2, 0, 0, 0)


def test_pictures_added_by_hand_survive(collection: Collection, folder: Path) -> None:
    """Also where a folder brings the same name, which is refused."""
    for name in ("hand", "a.jpg"):
        source = Source.of(name, b"by hand")
        collection.keep(source, b"by hand")
        collection.put(source, random_features(20))
    report = last(run(collection, folder))
    assert (report.added, report.removed, report.pictures) == (1, 0, 3)
    assert report.unreadable[0].reason == "this name is taken by pictures added by hand"
    assert collection.read("a.jpg") == b"by hand"
    assert last(run(collection, folder)).pictures == 3


def test_a_picture_added_by_hand_meanwhile_survives(collection: Collection, folder: Path) -> None:
    """It came first, though the reindex had begun."""
    with closing(run(collection, folder)) as steps:
        next(steps)
        source = Source.of("sub/deep/b.png", b"by hand")
        collection.keep(source, b"by hand")
        collection.put(source, random_features(20))
        report = last(steps)
    assert collection.read("sub/deep/b.png") == b"by hand"
    assert [each.reason for each in report.unreadable] == [
        "this name is taken by pictures added by hand"
    ]
    assert (report.added, report.removed) == (1, 0)


def test_plain_and_unreadable_files_are_listed_every_time(
    collection: Collection, folder: Path
) -> None:
    """They are looked at again: nothing else would notice that they became readable."""
    filled(folder, {"p.jpg": "plain", "u.jpg": "broken"})
    for _ in range(2):
        report = last(run(collection, folder))
        assert report.plain == ("p.jpg",)
        assert [(each.name, each.reason) for each in report.unreadable] == [
            ("u.jpg", "This image is damaged and cannot be read.")
        ]
        assert report.pictures == 2
    assert [(each.name, each.plain) for each in collection.refused.all()] == [
        ("p.jpg", True),
        ("u.jpg", False),
    ]
    filled(folder, {"p.jpg": "now there is something to see", "u.jpg": "mended"})
    assert counts(collection, folder) == (2, 0, 0, 2)
    assert collection.refused.all() == []


@pytest.mark.parametrize("text", ["plain", "broken"])
def test_a_picture_that_cannot_be_judged_any_more_is_let_go(
    collection: Collection, folder: Path, text: str
) -> None:
    """Else a photo would be compared with what is not there."""
    counts(collection, folder)
    filled(folder, {"a.jpg": text})
    assert counts(collection, folder) == (0, 0, 1, 1)
    assert names(collection) == ["sub/deep/b.png"]


def test_a_file_that_cannot_be_opened_is_listed_with_the_reason(
    collection: Collection, folder: Path
) -> None:
    """A link to nowhere."""
    (folder / "link.jpg").symlink_to(folder / "nowhere.jpg")
    report = last(run(collection, folder))
    assert [(each.name, each.reason) for each in report.unreadable] == [
        ("link.jpg", "it cannot be read: No such file or directory")
    ]


def test_a_folder_that_is_a_link_itself_is_its_target(
    collection: Collection, folder: Path, tmp_path: Path
) -> None:
    """One folder, whichever way it is named."""
    (tmp_path / "link").symlink_to(folder)
    assert counts(collection, tmp_path / "link") == (2, 0, 0, 0)
    assert counts(collection, folder) == (0, 0, 0, 2)


def test_a_name_that_is_no_text_is_listed_in_one_that_is(
    collection: Collection, folder: Path
) -> None:
    """File systems hold bytes."""
    with Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.jpg")).open("wb") as file:
        file.write(b"bytes")
    report = last(run(collection, folder))
    assert [(each.name, each.reason) for each in report.unreadable] == [
        ("??.jpg", "its name is not valid text (UTF-8)")
    ]
    assert report.added == 2


def test_hidden_files_and_other_kinds_are_passed_over(collection: Collection, folder: Path) -> None:
    """They are neither pictures nor worth a line."""
    filled(folder, {".hidden.jpg": "x", ".git/a.jpg": "x", "notes.txt": "x", "B.JPG": "upper"})
    report = last(run(collection, folder))
    assert names(collection) == ["B.JPG", "a.jpg", "sub/deep/b.png"]
    assert report.unreadable == ()


def test_a_file_larger_than_any_image_is_not_read(collection: Collection, folder: Path) -> None:
    """It may be larger than the memory."""
    with (folder / "huge.jpg").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    report = last(run(collection, folder))
    assert [each.reason for each in report.unreadable] == [f"larger than {MAX_BYTES >> 20} MB"]


def test_a_missing_folder_stops_it_before_anything_is_changed(
    collection: Collection, folder: Path, tmp_path: Path
) -> None:
    """A disk that is not mounted must not empty the collection."""
    counts(collection, folder)
    (folder / "a.jpg").unlink()
    for wrong in (tmp_path / "wrong", folder / "sub" / "deep" / "b.png"):
        with pytest.raises(NoFolder, match=f"There is no folder {wrong}"):
            last(run(collection, folder, wrong))
    assert len(collection) == 2


def test_an_empty_folder_yields_progress_too(collection: Collection, tmp_path: Path) -> None:
    """At least once: the report is in it."""
    (tmp_path / "empty").mkdir()
    assert [(step.done, step.total) for step in run(collection, tmp_path / "empty")] == [(0, 0)]


@pytest.mark.parametrize("after", [0, 1, 5, 19])
def test_what_was_done_before_an_interruption_is_kept(
    collection: Collection, tmp_path: Path, after: int
) -> None:
    """The next run does the rest, and ends where one run would have ended."""
    many = filled(tmp_path / "many", {f"{n:02}.jpg": f"{n}" for n in range(20)})
    with closing(run(collection, many)) as steps:
        for step in steps:
            if step.done == after:
                break
    assert len(collection) == after
    assert counts(collection, many) == (20 - after, 0, 0, after)


def test_progress_counts_every_file_in_order(collection: Collection, tmp_path: Path) -> None:
    """Reports never run backwards."""
    many = filled(tmp_path / "many", {f"{n:02}.jpg": f"{n}" for n in range(20)})
    steps = list(run(collection, many))
    assert [step.done for step in steps] == list(range(21))
    assert {step.total for step in steps} == {20}
    assert [step.report.added for step in steps] == list(range(21))
    seconds = [step.report.seconds for step in steps]
    assert seconds == sorted(seconds)


def test_where_no_image_can_be_looked_at_no_picture_is_lost(
    collection: Collection, folder: Path
) -> None:
    """The system starts no decoder: the run stops and says so; nothing is known of the file."""
    counts(collection, folder)
    filled(folder, {"a.jpg": "changed"})

    def cannot(_: bytes) -> Features:
        raise NoDecoder("Cannot allocate memory")

    with pytest.raises(NoDecoder, match=r"Cannot allocate memory\). Try again later"):
        last(Reindex(collection, (folder,), here(cannot)).run())
    assert names(collection) == ["a.jpg", "sub/deep/b.png"]
    assert counts(collection, folder) == (0, 1, 0, 1)


def test_what_a_crash_left_half_written_is_taken_away(collection: Collection, folder: Path) -> None:
    """By the next run."""
    left = collection.folder / "added" / "0123.part"
    left.parent.mkdir()
    left.write_text("hal")
    counts(collection, folder)
    assert not left.exists()


def test_damaged_features_are_made_anew(collection: Collection, folder: Path) -> None:
    """Of a file that is as it was, too."""
    counts(collection, folder)
    with collection.transaction() as database:
        database.execute("UPDATE pictures SET features = x'00' WHERE name = 'a.jpg'")
    assert len(list(collection.pictures())) == 1
    assert counts(collection, folder) == (0, 1, 0, 1)
    assert len(list(collection.pictures())) == 2
    assert counts(collection, folder) == (0, 0, 0, 2)


@pytest.mark.parametrize("data", [b"broken", b"plain"])
def test_a_picture_added_by_hand_stays_where_it_cannot_be_made_anew(
    collection: Collection, folder: Path, data: bytes
) -> None:
    """It is not shown by its old features, and never lost."""
    collection.add(Source.of("hand", data), random_features(20), data)
    with collection.transaction() as database:
        database.execute("UPDATE pictures SET version = 'kaze-1'")
    last(run(collection, folder))
    assert "hand" in collection
    assert collection.read("hand") == data


def test_who_waits_for_the_files_says_so_and_can_leave(
    collection: Collection, folder: Path
) -> None:
    """Where they are looked at elsewhere, nothing may come for a while; nothing is lost by it."""
    elsewhere = here(extract)

    def slow(see: See, files: Iterable[File]) -> Looks:
        for looked in elsewhere(see, files):
            yield from (None, None, looked)

    steps = list(Reindex(collection, (folder,), slow).run())
    assert [step.done for step in steps] == [0, 0, 0, 1, 1, 1, 2]
    waits = [step.waiting for step in steps]
    assert [waits[n] for n in (0, 3, 6)] == [0, 0, 0]
    assert 0 < waits[1] <= waits[2]
    assert names(collection) == ["a.jpg", "sub/deep/b.png"]


def test_features_of_a_picture_that_was_replaced_meanwhile_are_not_taken(
    collection: Collection, folder: Path
) -> None:
    """Somebody removed it and added another of its name while its own were made anew."""
    collection.add(Source.of("hand", b"old"), random_features(20), b"old")
    with collection.transaction() as database:
        database.execute("UPDATE pictures SET version = 'kaze-1'")
    replaced = random_features(20, seed=7)

    def replace(data: bytes) -> Features:
        if data == b"old":
            collection.remove("hand")
            collection.add(Source.of("hand", b"new"), replaced, b"new")
        return extract(data)

    last(Reindex(collection, (folder,), here(replace)).run())
    (held,) = (each for each in collection.pictures() if each.source.name == "hand")
    assert collection.read("hand") == b"new"
    assert held.features.pack() == Features.unpack(replaced.pack(), 480, 480, 1.0).pack()
