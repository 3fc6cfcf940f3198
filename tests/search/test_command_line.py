"""`python -m search`: the words that scripts rely on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from search import Engine, gate
from search.__main__ import main
from search.errors import Unreachable
from search.notes import Note
from search.verdict import Answer
from tests.search.clips import with_barn
from tests.search.edits import encoded, speckled

ROOT = Path(__file__).parent.parent.parent
COMMAND = (sys.executable, "-m", "search")
STAGES = {"decode", "extract", "search", "verify"}
KEYS = ["photo", "engine", "verdict", "matches", "seconds", "error", "reason", "report", "at"]

Captured = pytest.CaptureFixture[str]


def image(seed: int) -> bytes:
    """A small picture, another for each seed."""
    return encoded(speckled(seed))


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Two pictures, one plain, one broken."""
    folder = tmp_path / "pictures"
    (folder / "sub").mkdir(parents=True)
    (folder / "1.png").write_bytes(image(1))
    (folder / "sub" / "2.png").write_bytes(image(2))
    (folder / "plain.png").write_bytes(encoded(speckled(1) * 0))
    (folder / "broken.png").write_bytes(b"broken")
    return folder


@pytest.fixture
def held(tmp_path: Path, pictures: Path, capsys: Captured) -> Path:
    """A collection of them."""
    folder = tmp_path / "held"
    assert main(["index", str(pictures), "--collection", str(folder)]) == 0
    capsys.readouterr()
    return folder


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of 1.png."""
    path = tmp_path / "photo.png"
    path.write_bytes(image(1))
    return path


def told(capsys: Captured) -> list[Any]:
    """Every line of standard output as JSON."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_index_json_is_one_line(pictures: Path, tmp_path: Path, capsys: Captured) -> None:
    """Keys, types and order as promised; progress goes to standard error."""
    arguments = ["index", str(pictures), "--collection", str(tmp_path / "new"), "--json"]
    assert main(arguments) == 0
    captured = capsys.readouterr()
    (line,) = captured.out.splitlines()
    report = json.loads(line)
    seconds = report.pop("seconds")
    assert isinstance(seconds, float)
    assert report == {
        "added": 2,
        "changed": 0,
        "removed": 0,
        "unchanged": 0,
        "plain": ["plain.png"],
        "unreadable": [
            {"name": "broken.png", "reason": "This is not an image. Send a JPEG, PNG or WebP."}
        ],
        "pictures": 2,
    }
    assert "4 of 4 files" in captured.err
    assert main(arguments) == 0
    (again,) = told(capsys)
    assert (again["added"], again["unchanged"], again["plain"]) == (0, 2, ["plain.png"])


def test_index_takes_several_folders(pictures: Path, tmp_path: Path, capsys: Captured) -> None:
    """The same name twice is listed."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "1.png").write_bytes(image(3))
    folders = [str(pictures), str(other)]
    assert main(["index", *folders, "--collection", str(tmp_path / "new"), "--json"]) == 0
    (report,) = told(capsys)
    reasons = {each["name"]: each["reason"] for each in report["unreadable"]}
    assert reasons["1.png"] == f"this name is taken by {pictures}"


def test_index_begins_no_collection_where_a_folder_is_missing(
    pictures: Path, tmp_path: Path, capsys: Captured
) -> None:
    """It says which, and exit code 2; also where the others are there."""
    missing, new = tmp_path / "missing", tmp_path / "new"
    assert main(["index", str(pictures), str(missing), "--collection", str(new)]) == 2
    assert capsys.readouterr().err == f"There is no folder {missing}.\n"
    assert not new.exists()


@pytest.mark.parametrize("engine", ["kaze", "article"])
def test_find_says_that_a_collection_is_empty(
    photo: Path, tmp_path: Path, capsys: Captured, engine: str
) -> None:
    """There is no nearest."""
    (tmp_path / "nothing").mkdir()
    command = ["--collection", str(tmp_path / "new")]
    assert main(["index", str(tmp_path / "nothing"), *command]) == 0
    capsys.readouterr()
    assert main(["find", str(photo), *command, "--engine", engine]) == 1
    captured = capsys.readouterr()
    assert captured.out == f"{photo}: not in the collection\n"
    assert captured.err == "The collection is empty. Fill it: python -m search index\n"


def test_find_json_is_one_line_for_each_photo_in_order(
    held: Path, pictures: Path, photo: Path, tmp_path: Path, capsys: Captured
) -> None:
    """Found, unknown, plain, broken and missing ones; one found is enough for exit code 0."""
    stranger = tmp_path / "stranger.png"
    stranger.write_bytes(image(9))
    photos = [
        str(each)
        for each in (
            tmp_path / "missing.png",
            photo,
            stranger,
            pictures / "plain.png",
            pictures / "broken.png",
            tmp_path,
        )
    ]
    assert main(["find", *photos, "--collection", str(held), "--json"]) == 0
    lines = told(capsys)
    assert [line["photo"] for line in lines] == photos
    assert [line["verdict"] for line in lines] == [
        *("unreadable", "same", "none", "plain", "unreadable", "unreadable")
    ]
    for line in lines:
        assert list(line) == KEYS
        assert line["engine"] == "kaze"
        assert set(line["seconds"]) == STAGES
        assert all(isinstance(lap, float) for lap in line["seconds"].values())
        assert isinstance(line["error"], str if line["verdict"] == "unreadable" else type(None))
        assert bool(line["reason"]) == (line["verdict"] != "unreadable")
        assert line["report"] == (line["matches"][0]["report"] if line["matches"] else [])
        for match in line["matches"]:
            check_match(match)
    assert [line["report"] for line in lines] == [[], ["unchanged"], [], [], [], []]
    found = lines[1]["matches"][0]
    assert (found["name"], found["path"]) == ("1.png", str(pictures / "1.png"))
    assert found["outline"] == [
        pytest.approx(corner, abs=0.2) for corner in ([0, 0], [96, 0], [96, 96], [0, 96])
    ]
    assert found["mirrored"] is False
    assert found["inliers"] > 15
    assert lines[0]["error"] == f"{photos[0]} cannot be read: No such file or directory."


def check_match(match: dict[str, Any]) -> None:
    """Keys and types as promised."""
    assert {key: type(value) for key, value in match.items()} == {
        "name": str,
        "path": str,
        "value": float,
        "inliers": int,
        "mirrored": bool,
        "outline": list,
        "report": list,
        "caption": str,
        "tags": list,
        "link": str,
    }
    assert all(isinstance(phrase, str) for phrase in match["report"])
    assert 0 <= match["value"] <= 1
    assert len(match["outline"]) in (0, 4)
    assert all(len(corner) == 2 for corner in match["outline"])


def test_find_by_the_article(held: Path, photo: Path, capsys: Captured) -> None:
    """Always `maybe`, no inliers, no outline; any of its detectors."""
    for extra in ([], ["--detector", "orb"]):
        arguments = ["find", str(photo), "--collection", str(held), "--json", *extra]
        assert main([*arguments, "--engine", "article"]) == 0
        (line,) = told(capsys)
        assert (line["engine"], line["verdict"]) == ("article", "maybe")
        assert [(m["inliers"], m["outline"]) for m in line["matches"]] == [(0, []), (0, [])]
        assert line["matches"][0]["name"] == "1.png"
        assert line["matches"][0]["value"] == pytest.approx(1, abs=1e-6)
        for match in line["matches"]:
            check_match(match)


def test_people_are_told_what_was_done_and_why_it_is_only_perhaps(
    held: Path, pictures: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The report stands below the best match, the reason below a verdict that is not sure."""
    path = tmp_path / "mirror.png"
    path.write_bytes(encoded(speckled(1)[:, ::-1].copy()))
    assert main(["find", str(path), "--collection", str(held)]) == 0
    verdict, match, told = capsys.readouterr().out.splitlines()
    assert verdict == f"{path}: found"
    assert match.endswith(" inliers, mirrored)")
    assert told == "    mirrored"
    article = ["find", str(path), "--collection", str(held), "--engine", "article"]
    assert main(article) == 0
    verdict, reason, *matches = capsys.readouterr().out.splitlines()
    assert verdict == f"{path}: perhaps"
    assert (
        reason == "  The nearest by the article's cosine, which cannot tell the same from the like."
    )
    assert len(matches) == 2
    assert main(["compare", str(path), str(pictures / "1.png")]) == 0
    assert capsys.readouterr().out.splitlines()[2] == "    mirrored"


def test_top_bounds_the_matches(held: Path, photo: Path, capsys: Captured) -> None:
    """At least one."""
    arguments = ["find", str(photo), "--collection", str(held), "--engine", "article", "--json"]
    assert main([*arguments, "--top", "1"]) == 0
    (line,) = told(capsys)
    assert len(line["matches"]) == 1


def test_exit_code_1_where_nothing_is_found(held: Path, tmp_path: Path, capsys: Captured) -> None:
    """Neither a stranger nor a missing file."""
    stranger = tmp_path / "stranger.png"
    stranger.write_bytes(image(9))
    assert main(["find", str(stranger), "--collection", str(held)]) == 1
    assert main(["find", str(tmp_path / "missing"), "--collection", str(held)]) == 1
    assert capsys.readouterr().out.splitlines()[0].endswith("not in the collection; the nearest:")
    proof = tmp_path / "proof.jpg"
    assert main(["find", str(stranger), "--collection", str(held), "--proof", str(proof)]) == 1
    assert not proof.exists()


def test_a_clip_is_found_and_it_is_told_when(
    collection: Path, tmp_path: Path, capsys: Captured
) -> None:
    """For people and as JSON; the proof is of that frame."""
    clip, proof = tmp_path / "clip.webm", tmp_path / "proof.jpg"
    clip.write_bytes(with_barn("vp8"))
    command = ["find", str(clip), "--collection", str(collection)]
    assert main([*command, "--proof", str(proof)]) == 0
    first, best, *_ = capsys.readouterr().out.splitlines()
    assert first == f"{clip}: found (3.0 s into the clip)"
    assert "photographs/barn.jpg" in best
    assert gate.inspect(proof.read_bytes()).width > 720
    assert main([*command, "--json"]) == 0
    (line,) = told(capsys)
    assert (line["verdict"], line["at"]) == ("same", pytest.approx(3.0, abs=0.11))


def test_compare_json_is_the_same_object(pictures: Path, photo: Path, capsys: Captured) -> None:
    """Photo A, one match: B."""
    other = str(pictures / "1.png")
    assert main(["compare", str(photo), other, "--json"]) == 0
    (line,) = told(capsys)
    assert list(line) == KEYS
    assert (line["photo"], line["verdict"]) == (str(photo), "same")
    (match,) = line["matches"]
    check_match(match)
    assert (match["name"], match["path"]) == (other, other)
    assert main(["compare", str(photo), str(pictures / "sub" / "2.png"), "--json"]) == 1
    (line,) = told(capsys)
    assert (line["verdict"], len(line["matches"])) == ("none", 1)


@pytest.mark.parametrize("missing", [0, 1])
def test_compare_with_a_missing_file_says_which(
    photo: Path, missing: int, capsys: Captured
) -> None:
    """In the same object."""
    both = [str(photo), str(photo)]
    both[missing] = "nowhere.jpg"
    assert main(["compare", *both, "--json"]) == 1
    (line,) = told(capsys)
    assert (line["photo"], line["verdict"], line["matches"]) == (both[0], "unreadable", [])
    assert line["error"] == "nowhere.jpg cannot be read: No such file or directory."


def test_compare_says_for_people_whether_they_are_the_same(
    pictures: Path, photo: Path, capsys: Captured
) -> None:
    """There is no collection to speak of."""
    for other, said in (("1.png", "the same picture"), ("sub/2.png", "not the same picture")):
        main(["compare", str(photo), str(pictures / other)])
        assert capsys.readouterr().out.splitlines()[0] == f"{photo}: {said}"


def test_index_says_that_a_disk_may_be_missing(tmp_path: Path, capsys: Captured) -> None:
    """Where more than a tenth of the pictures would go, three at least: before they go."""
    folder, collection = tmp_path / "pictures", tmp_path / "collection"
    folder.mkdir()
    for seed in range(4):
        (folder / f"{seed}.png").write_bytes(image(seed))
    command = ["index", str(folder), "--collection", str(collection)]
    assert main(command) == 0
    assert "gone" not in capsys.readouterr().err
    for seed in range(3):
        (folder / f"{seed}.png").unlink()
    assert main(command) == 0
    said = capsys.readouterr()
    assert said.err.startswith("The files of 3 of 4 pictures are gone")
    assert "3 removed" in said.out


@pytest.mark.parametrize("command", [["index", ""], ["stats"]])
def test_an_empty_name_is_no_folder(command: list[str], capsys: Captured) -> None:
    """A variable that a script forgot to set is not the working directory."""
    with pytest.raises(SystemExit, match="2"):
        main([*command, "--collection", ""])
    assert "a folder, not an empty name" in capsys.readouterr().err


def test_nothing_is_said_where_nobody_reads(held: Path, photo: Path) -> None:
    """As after `| head`."""
    ours, theirs = os.pipe()
    os.close(ours)
    command = [*COMMAND, "find", str(photo), "--collection", str(held)]
    with os.fdopen(theirs, "wb") as closed:
        done = subprocess.run(
            command, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "")


def test_a_closed_standard_error_is_no_fault(tmp_path: Path, samples: Path) -> None:
    """As by 2>&- in a script."""
    command = [*COMMAND, "index", str(samples / "photos"), "--collection", str(tmp_path / "c")]
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *command],  # noqa: S607  every system's
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, "pictures in the collection" in done.stdout) == (0, True)


def test_stats_json(held: Path, capsys: Captured) -> None:
    """Keys and types as promised."""
    assert main(["stats", "--collection", str(held), "--json"]) == 0
    (stats,) = told(capsys)
    assert {key: type(value) for key, value in stats.items()} == {
        "pictures": int,
        "descriptors": int,
        "plain": int,
        "unreadable": int,
        "bytes": int,
        "engine_versions": dict,
        "shelves": dict,
    }
    assert (stats["pictures"], stats["plain"], stats["unreadable"]) == (2, 1, 1)
    assert stats["shelves"] == {"folder": 2}
    with Engine.open(held) as engine:
        engine.add("by hand", image(3), shelf="chat -100")
    assert main(["stats", "--collection", str(held)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "pictures: 3" in said
    assert "shelves: chat -100 1, folder 2" in said


def test_find_says_what_people_wrote_of_a_picture(
    held: Path, photo: Path, capsys: Captured
) -> None:
    """Below the picture, and in keys of their own."""
    with Engine.open(held) as engine:
        engine.annotate("1.png", Note("Two\nlines", ("red", "old"), "https://example.org/1"))
    assert main(["find", str(photo), "--collection", str(held), "--json"]) == 0
    (line,) = told(capsys)
    match = line["matches"][0]
    assert (match["caption"], match["tags"], match["link"]) == (
        *("Two\nlines", ["red", "old"]),
        "https://example.org/1",
    )
    assert main(["find", str(photo), "--collection", str(held)]) == 0
    said = capsys.readouterr().out.splitlines()
    at = next(number for number, each in enumerate(said) if "1.png" in each and "inliers" in each)
    wrote = ["    Two", "    lines", "    #red #old", "    https://example.org/1"]
    assert said[at + 1 : at + 6][-4:] == wrote


def test_check_prints_a_line_a_fault(held: Path, pictures: Path, capsys: Captured) -> None:
    """Exit code 0 and nothing where all is well, 1 where it is not."""
    assert main(["check", "--collection", str(held)]) == 0
    assert capsys.readouterr().out == ""
    (pictures / "1.png").write_bytes(image(3))
    (pictures / "sub" / "2.png").unlink()
    assert main(["check", "--collection", str(held)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1.png: ")
    assert second.startswith("sub/2.png: ")


def test_check_sees_a_damaged_index(held: Path, capsys: Captured) -> None:
    """And says what becomes of it."""
    (path,) = held.glob("index-*")
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    assert main(["check", "--collection", str(held)]) == 1
    assert f"index: {path.name} is damaged" in capsys.readouterr().out


def test_a_database_that_is_none_is_said_to_be_none(
    held: Path, photo: Path, capsys: Captured
) -> None:
    """`check` finds the fault, the others cannot run."""
    (held / "collection.sqlite").write_bytes(b"not a database at all" * 500)
    assert main(["check", "--collection", str(held)]) == 1
    assert "file is not a database" in capsys.readouterr().out
    assert main(["find", str(photo), "--collection", str(held)]) == 2
    assert "file is not a database" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["find", "x.jpg", "--collection", "nowhere"],
        ["stats", "--collection", "nowhere"],
        ["check", "--collection", "nowhere"],
        ["index", "nowhere", "--collection", "new"],
    ],
)
def test_exit_code_2_where_it_cannot_run(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """One sentence on standard error, nothing on standard output."""
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "nowhere" in captured.err
    assert len(captured.err.splitlines()) == 1


def test_a_fault_of_ours_is_no_stranger(
    held: Path, photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """Exit code 2: Python's own is 1, which says that nothing was found."""

    def find(*_: object) -> None:
        raise MemoryError("too little")

    monkeypatch.setattr(Engine, "find", find)
    assert main(["find", str(photo), "--collection", str(held)]) == 2
    assert "MemoryError: too little" in capsys.readouterr().err


def test_folders_that_cannot_be_named_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """A link to itself, and a name that is no text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "circle").symlink_to("circle")
    odd = os.fsdecode(b"odd\xff")
    (tmp_path / odd).mkdir()
    for folder, why in (("circle", "There is no folder circle."), (odd, "not valid text")):
        assert main(["index", folder, "--collection", "new"]) == 2
        assert why in capsys.readouterr().err


def test_a_terminal_that_knows_fewer_letters_is_no_fault(held: Path, tmp_path: Path) -> None:
    """What it cannot show is written as a number."""
    command = [sys.executable, "-m", "search", "find", "x😀.jpg", "--collection", str(held)]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert rb"x\U0001f600.jpg" in done.stdout


@pytest.mark.parametrize("kind", ["pipe", "huge"])
def test_what_is_no_file_is_not_waited_for(
    kind: str, held: Path, tmp_path: Path, capsys: Captured
) -> None:
    """Nor is more read than an image may have."""
    path = tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    else:
        with path.open("wb") as file:
            file.truncate(1 << 40)
    for command in (["find", str(path), "--collection", str(held)], ["compare", *[str(path)] * 2]):
        assert main(command) == 1
        assert "it is not a file" if kind == "pipe" else "larger than" in capsys.readouterr().out


def test_an_empty_database_is_no_collection(held: Path, photo: Path, capsys: Captured) -> None:
    """Else what is left of it would be tidied away."""
    (held / "collection.sqlite").write_bytes(b"")
    left = {each.name for each in held.iterdir()}
    for command in (["find", str(photo)], ["check"], ["stats"]):
        assert main([*command, "--collection", str(held)]) == 2
        assert "There is no collection" in capsys.readouterr().err
    assert left <= {each.name for each in held.iterdir()}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["search"],
        ["find", "--collection", "x"],
        ["find", "x.jpg"],
        ["find", "x.jpg", "--collection", "x", "--top", "0"],
        ["find", "x.jpg", "--collection", "x", "--top", "many"],
        ["find", "x.jpg", "--collection", "x", "--engine", "google"],
        ["find", "x.jpg", "--collection", "x", "--detector", "surf"],
        ["compare", "x.jpg"],
        ["index", "x", "--collection", "y", "--fast"],
    ],
)
def test_exit_code_2_for_a_wrong_option(arguments: list[str], capsys: Captured) -> None:
    """With the usage on standard error."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "usage: python -m search" in captured.err
    assert "_" not in captured.err.partition("error:")[2]  # as names of functions have


def test_proof_is_a_jpeg_of_the_first_photo_that_matches(
    held: Path, pictures: Path, photo: Path, tmp_path: Path, capsys: Captured
) -> None:
    """By find and by compare; standard output stays as it is."""
    for number, command in enumerate(
        (
            ["find", str(pictures / "broken.png"), str(photo), "--collection", str(held)],
            ["find", str(photo), "--collection", str(held), "--engine", "article"],
            ["compare", str(photo), str(pictures / "1.png")],
        )
    ):
        path = tmp_path / f"{number}.jpg"
        assert main([*command, "--json", "--proof", str(path)]) == 0
        assert path.read_bytes().startswith(b"\xff\xd8\xff")
        assert len(told(capsys)) == len([each for each in command if each.endswith(".png")]) - (
            number == 2
        )


def test_a_proof_that_cannot_be_written_is_said(
    held: Path, photo: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The answer comes first."""
    path = str(tmp_path / "no" / "proof.jpg")
    assert main(["find", str(photo), "--collection", str(held), "--json", "--proof", path]) == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["verdict"] == "same"
    assert path in captured.err


def test_a_photo_that_cannot_be_looked_up_holds_up_no_other(
    held: Path, photo: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which one it was is said; the exit code is 2, whatever is found."""
    find, faults = Engine.find, [Unreachable("milvus://here", "it is away")]

    def away_once(*asked: Any) -> Answer:
        if faults:
            raise faults.pop()
        return find(*asked)

    monkeypatch.setattr(Engine, "find", away_once)
    first = photo.rename(photo.with_name("first.png"))
    photo.write_bytes(image(2))
    proof = str(photo.parent / "no" / "proof.jpg")
    photos = [str(first), str(photo), str(first)]
    assert main(["find", *photos, "--collection", str(held), "--json", "--proof", proof]) == 2
    captured = capsys.readouterr()
    assert [json.loads(line)["photo"] for line in captured.out.splitlines()] == photos[1:]
    outage, no_proof = captured.err.splitlines()
    assert outage.startswith(f"{first}: The index server at milvus://here")
    assert no_proof == f"{photo}: {proof}: No such file or directory"


def test_odd_file_names_cannot_steer_the_terminal(
    pictures: Path, tmp_path: Path, capsys: Captured
) -> None:
    """Newlines, colours, and names that are no text are shown escaped, and found all the same."""
    odd = "a\nsame\x1b[31m\u202e\x07.png"
    (pictures / odd).write_bytes(image(5))
    (pictures / "bad\x1b]0;title\x07.png").write_bytes(b"no image")
    bytes_name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[2J.png")
    Path(bytes_name).write_bytes(image(5))
    folder = str(tmp_path / "new")
    assert main(["index", str(pictures), "--collection", folder]) == 0
    assert main(["find", bytes_name, odd, "--collection", folder]) == 0
    (pictures / odd).write_bytes(image(6))
    assert main(["check", "--collection", folder]) == 1
    assert main(["find", "x", "--collection", f"\x1b[31m{folder}"]) == 2
    assert main(["index", "\x1b[31mx", "--collection", folder]) == 2
    captured = capsys.readouterr()
    for line in (captured.out + captured.err).split("\n"):
        assert line.isprintable()
    assert r"a\nsame\x1b[31m\u202e\x07.png" in captured.out


def test_odd_file_names_come_out_of_json_as_they_are(
    pictures: Path, tmp_path: Path, capsys: Captured
) -> None:
    """One line each, ASCII; the name is the argument as given."""
    odd = "a\nb\x1b[31m.png"
    (pictures / odd).write_bytes(image(5))
    folder, bytes_name = str(tmp_path / "new"), os.fsdecode(b"\xff.png")
    assert main(["index", str(pictures), "--collection", folder, "--json"]) == 0
    capsys.readouterr()
    assert main(["find", str(pictures / odd), bytes_name, "--collection", folder, "--json"]) == 0
    output = capsys.readouterr().out
    assert output.isascii()
    found, missing = map(json.loads, output.splitlines())
    assert (found["photo"], found["matches"][0]["name"]) == (str(pictures / odd), odd)
    assert missing["photo"] == bytes_name


def many(tmp_path: Path, count: int) -> Path:
    """A folder of pictures that takes a few seconds to index."""
    folder = tmp_path / "many"
    folder.mkdir()
    for seed in range(count):
        (folder / f"{seed:03}.png").write_bytes(image(seed))
    return folder


def begun(folder: Path, collection: Path) -> subprocess.Popen[str]:
    """`python -m search index`, as soon as it has kept a picture."""
    process = subprocess.Popen(
        [*COMMAND, "index", str(folder), "--collection", str(collection)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    assert "2 of 12 files" in process.stderr.readline()
    return process


def children(pid: int) -> list[str]:
    """The processes that it started; none where there is no /proc."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [child for task in tasks for child in task.read_text().split()]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="needs signals")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_index_that_was_killed_goes_on_where_it_was(
    how: signal.Signals, tmp_path: Path, capsys: Captured
) -> None:
    """What was done is kept and sound; no decoder is left; Ctrl-C says so and exits with 2."""
    folder, collection = many(tmp_path, 12), tmp_path / "collection"
    process = begun(folder, collection)
    decoders = children(process.pid)
    started = time.monotonic()
    process.send_signal(how)
    output, errors = process.communicate(timeout=20)
    assert time.monotonic() - started < 10
    while any(Path(f"/proc/{pid}").exists() for pid in decoders):  # they see the pipe's end
        assert time.monotonic() - started < 10
        time.sleep(0.01)
    assert output == ""
    assert (process.returncode == 2) == (how == signal.SIGINT)
    assert ("Stopped. What is done is kept" in errors) == (how == signal.SIGINT)
    assert "Traceback" not in errors
    assert main(["check", "--collection", str(collection)]) == 0
    capsys.readouterr()
    assert main(["index", str(folder), "--collection", str(collection), "--json"]) == 0
    (report,) = told(capsys)
    assert report["unchanged"] >= 2
    assert report["added"] + report["unchanged"] == report["pictures"] == 12


def test_it_runs_as_a_module(held: Path, photo: Path) -> None:
    """Standard error stays empty where all is well."""
    command = [*COMMAND, "find", *[str(photo)] * 3, "--collection", str(held), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["same"] * 3
