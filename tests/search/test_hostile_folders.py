"""A folder of pictures in which somebody else may write: what it can and cannot make us do."""

import errno
import os
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import disk
from search.collection import Collection
from search.looks import here
from search.reindex import Progress, Reindex
from tests.search.edits import files, last, random_features

OUT = "a link that leads out of the folder"
WITHIN = "a link to a folder that is indexed itself"


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    """A new collection."""
    collection = Collection(tmp_path / "collection", create=True)
    yield collection
    collection.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures; beside the folder there is a secret."""
    folder = tmp_path / "pictures"
    write(folder / "a.jpg")
    write(folder / "sub" / "b.jpg")
    write(tmp_path / "secret" / "s.jpg")
    return folder


def write(path: Path) -> None:
    """A file of its own content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name)


def run(collection: Collection, folder: Path) -> Iterator[Progress]:
    """A reindex that looks at no image."""
    return Reindex(collection, (folder,), here(lambda data: random_features(20, sum(data)))).run()


def names(collection: Collection) -> list[str]:
    """What the collection holds."""
    return [source.name for source, _ in collection.sources()]


LINKS: dict[str, tuple[str, Callable[[Path], object], str | None]] = {
    "file outside": ("x.jpg", lambda f: f.parent / "secret" / "s.jpg", OUT),
    "relative": ("x.jpg", lambda _: "../secret/s.jpg", OUT),
    "system": ("x.jpg", lambda _: "/etc/passwd", OUT),
    "device": ("x.jpg", lambda _: "/dev/zero", OUT),
    "process": ("x.jpg", lambda _: "/proc/self/environ", OUT),
    "nowhere outside": ("x.jpg", lambda _: "../gone.jpg", OUT),
    "itself": ("x.jpg", lambda _: "x.jpg", "Too many levels of symbolic links"),
    "nowhere within": ("x.jpg", lambda _: "gone.jpg", "No such file"),
    "folder by a picture's name": ("x.jpg", lambda f: f / "sub", WITHIN),
    "file within": ("x.jpg", lambda f: f / "a.jpg", None),
    "by a link": ("x.jpg", lambda f: f / "sub" / ".." / "a.jpg", None),
    "folder outside": ("x", lambda f: f.parent / "secret", OUT),
    "everything": ("x", lambda _: "/", OUT),
    "folder above": ("x", lambda f: f.parent, OUT),
    "circle": ("x", lambda f: f, WITHIN),
    "folder beside": ("x", lambda f: f / "sub", WITHIN),
}


@pytest.mark.parametrize(("name", "target", "reason"), LINKS.values(), ids=LINKS)
def test_links_are_pictures_or_refused_with_the_reason(
    collection: Collection,
    folder: Path,
    name: str,
    target: Callable[[Path], str | Path],
    reason: str | None,
) -> None:
    """Nothing that lies elsewhere is read, nothing is walked twice, and no circle is walked."""
    (folder / name).symlink_to(target(folder))
    report = last(run(collection, folder))
    assert names(collection) == ["a.jpg", "sub/b.jpg"] + ([] if reason else ["x.jpg"])
    assert [each.name for each in report.unreadable] == ([name] if reason else [])
    assert all(reason in each.reason for each in report.unreadable if reason)


@pytest.mark.parametrize("which", ["sub/b.jpg", "sub"])
def test_what_became_a_link_once_it_was_listed_is_refused(
    collection: Collection, folder: Path, which: str, tmp_path: Path
) -> None:
    """A file, or the folder in which it is."""
    write(tmp_path / "secret" / "b.jpg")
    last(run(collection, folder))
    (folder / "sub" / "b.jpg").write_text("changed")
    steps = run(collection, folder)
    next(steps)
    (folder / which).rename(folder / "moved.txt")
    target = tmp_path / "secret" if which == "sub" else tmp_path / "secret" / "b.jpg"
    (folder / which).symlink_to(target)
    report = last(steps)
    assert [(each.name, each.reason) for each in report.unreadable] == [("sub/b.jpg", OUT)]
    assert names(collection) == ["a.jpg"]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.mknod(path, 0o140600)])
def test_what_is_no_file_is_not_waited_for(
    collection: Collection, folder: Path, make: Callable[[Path], None]
) -> None:
    """A pipe, a folder and a socket by the names of pictures."""
    make(folder / "x.jpg")
    report = last(run(collection, folder))
    assert names(collection) == ["a.jpg", "sub/b.jpg"]
    assert [each.name for each in report.unreadable] == ([] if make == os.mkdir else ["x.jpg"])


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE])
def test_a_folder_that_cannot_be_listed_loses_no_picture(
    collection: Collection, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Its pictures may well be there: they stay until it can be listed again."""
    last(run(collection, folder))
    list_ = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("sub"):
            raise OSError(number, os.strerror(number), str(path))
        return list_(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        report = last(run(collection, folder))
    assert [(each.name, each.reason) for each in report.unreadable] == [
        ("sub", f"it cannot be read: {os.strerror(number)}")
    ]
    assert (report.removed, names(collection)) == (0, ["a.jpg", "sub/b.jpg"])
    (folder / "sub" / "b.jpg").unlink()
    assert last(run(collection, folder)).removed == 1


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.EMFILE])
def test_a_file_that_the_disk_does_not_give_loses_no_picture(
    collection: Collection, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """It is listed with the reason; nothing is known against the picture."""
    last(run(collection, folder))

    def read(path: Path, _: int) -> bytes:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patch:
        patch.setattr(disk, "read", read)
        report = last(run(collection, folder))
    assert {each.reason for each in report.unreadable} == {
        f"it cannot be read: {os.strerror(number)}"
    }
    assert (report.removed, report.pictures) == (0, 2)
    assert last(run(collection, folder)).unchanged == 2


NAMES = [
    "..jpg",
    "...jpg",
    " .jpg",
    "-rf.jpg",
    "$(reboot).jpg",
    "'; DROP TABLE pictures; --.jpg",
    "%00.jpg",
    "a\nb.jpg",
    "a\tb.jpg",
    "\x1b[2J.jpg",
    "a\u202egpj.jpg",
    "\u200b.jpg",
    "\U0001f3f4\u200d\u2620\ufe0f.jpg",
    "e\u0301.jpg",
    "\u00e9.jpg",
    "風見.JPG",
    "con.jpg",
    "a:b.jpg",
    "back\\slash.jpg",
    "x" * 251 + ".jpg",
    "風" * 83 + ".jpg",  # 253 bytes
]


def test_any_name_is_a_name(collection: Collection, folder: Path, tmp_path: Path) -> None:
    """As it is written, however odd; nothing but the collection's own folder is written to."""
    deep = folder / ("d" * 250) / ("e" * 250) / ("f" * 250)
    hidden = [name for name in NAMES if name.startswith(".")]
    for name in NAMES:
        write(folder / name)
    write(deep / "deep.jpg")
    before = dict(files(folder)), dict(files(tmp_path / "secret"))
    report = last(run(collection, folder))
    assert set(names(collection)) == {
        *(set(NAMES) - set(hidden)),
        *("a.jpg", "sub/b.jpg", deep.relative_to(folder).as_posix() + "/deep.jpg"),
    }
    for name in names(collection):
        assert collection.read(name) == (folder / name).read_bytes()
    assert report.unreadable == ()
    assert (dict(files(folder)), dict(files(tmp_path / "secret"))) == before
    assert {path.name for path in tmp_path.iterdir()} == {"collection", "pictures", "secret"}


@pytest.mark.slow
def test_a_huge_folder_takes_little_memory(
    collection: Collection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither its bytes nor its features are held at once."""
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    collection._database._writer.execute("PRAGMA synchronous = OFF")  # quicker
    for number in range(600):
        with (folder / f"{number}.jpg").open("wb") as file:
            file.write(b"%d" % number)
            file.truncate(200_000)  # 120 MB together
    tracemalloc.start()
    report = last(run(collection, folder))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.pictures == 602
    assert most < 10 << 20


def test_a_folder_that_is_taken_out_while_it_is_read_loses_nothing(
    collection: Collection, folder: Path
) -> None:
    """Another one in its place is not it."""
    assert last(run(collection, folder)).pictures == 2
    steps = run(collection, folder)
    next(steps)
    folder.rename(folder.with_name("away"))
    folder.mkdir()
    assert last(steps).pictures == 2
    assert names(collection) == ["a.jpg", "sub/b.jpg"]


def test_a_folder_too_deep_to_be_named_costs_no_other(
    collection: Collection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is passed over, and said to be."""
    monkeypatch.chdir(folder)
    for _ in range(30):  # one at a time: longer names have none
        Path("e" * 200).mkdir()
        os.chdir("e" * 200)
    report = last(run(collection, folder))
    assert report.pictures == 2
    assert len(report.unreadable) == 1
