"""python -m search index | find | compare | stats | check. See `python -m search --help`."""

import argparse
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from search import check, proof
from search.article import DETECTORS
from search.collection import Collection
from search.console import follow, printable
from search.engine import Engine, EngineName, compare
from search.errors import DamagedCollection, KazamiError
from search.image import Decoders
from search.options import PROOF_SIDE
from search.reindex import Report
from search.verdict import Answer

FOUND, NOTHING, FAILED = 0, 1, 2  # exit codes


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except KazamiError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or 'The system'}: {error.strerror or error}")
    except sqlite3.Error as error:
        return _fail(f"The collection's database cannot be used: {error}.")
    except KeyboardInterrupt:
        return _fail("Stopped. What is done is kept; run it again to go on.")
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m search", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    collection = argparse.ArgumentParser(add_help=False)
    collection.add_argument("--collection", type=Path, required=True, metavar="DIR")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="one JSON object a line")
    with_proof = argparse.ArgumentParser(add_help=False)
    with_proof.add_argument("--proof", type=Path, metavar="FILE.jpg", help="draw the best match")

    index = commands.add_parser("index", parents=[collection, as_json], help="bring up to date")
    index.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    index.set_defaults(run=_index)
    find = commands.add_parser(
        "find", parents=[collection, as_json, with_proof], help="look photos up"
    )
    find.add_argument("photos", nargs="+", metavar="PHOTO")
    find.add_argument("--top", type=_positive, default=5, metavar="N")
    find.add_argument("--engine", choices=("kaze", "article"), default="kaze")
    find.add_argument(
        "--detector", choices=DETECTORS, default="kaze", help="of the article's engine"
    )
    find.set_defaults(run=_find)
    pair = commands.add_parser("compare", parents=[as_json, with_proof], help="are two the same?")
    pair.add_argument("a", metavar="A")
    pair.add_argument("b", metavar="B")
    pair.set_defaults(run=_compare)
    stats = commands.add_parser("stats", parents=[collection, as_json], help="counts and sizes")
    stats.set_defaults(run=_stats)
    verify = commands.add_parser("check", parents=[collection], help="verify every checksum")
    verify.set_defaults(run=_check)
    return parser


def _index(options: argparse.Namespace) -> int:
    with (
        Engine.open(options.collection, create=True) as engine,
        closing(engine.index(options.folders)) as steps,
    ):
        report = follow(steps)
    result = {**asdict(report), "unreadable": _reasons(report)}
    print(json.dumps(result) if options.json else _summary(report))
    return 0


def _summary(report: Report) -> str:
    counts = (report.added, report.changed, report.removed, report.unchanged)
    lines = [
        f"{report.pictures} pictures in the collection ({report.seconds:.1f} s)",
        "{} added, {} changed, {} removed, {} unchanged".format(*counts),
        *(f"too plain: {name}" for name in report.plain),
        *(f"unreadable: {each['name']}: {each['reason']}" for each in _reasons(report)),
    ]
    return "\n".join(map(printable, lines))


def _reasons(report: Report) -> list[dict[str, str]]:
    return [{"name": each.name, "reason": each.reason} for each in report.unreadable]


def _find(options: argparse.Namespace) -> int:
    found = proven = False
    with Engine.open(options.collection) as engine:
        if options.engine == "article":
            _prepare(engine, options.detector)
        for photo in options.photos:
            data, answer = _read(photo, options.engine)
            if answer is None:
                answer = engine.find(data, options.top, options.engine, options.detector)
            _tell(photo, answer, as_json=options.json)
            if options.proof and answer.matches and not proven:
                options.proof.write_bytes(engine.prove(data, answer.matches[0]))
                proven = True
            found = found or answer.found
    return FOUND if found else NOTHING


def _prepare(engine: Engine, detector: str) -> None:
    """Make the article's vectors now, where their progress can be seen."""
    title = "Making the article's vectors, once"
    with tqdm(desc=title, unit="picture", leave=False, disable=None) as bar:
        for done, total in engine.prepare(detector):
            bar.total = total
            bar.update(done - bar.n)


def _compare(options: argparse.Namespace) -> int:
    decoders = Decoders()
    try:
        photo, answer = _read(options.a, "kaze")
        picture, other = _read(options.b, "kaze")
        answer = answer or other or compare(photo, picture, options.b, decoders)
        _tell(options.a, answer, as_json=options.json)
        if options.proof and answer.matches:
            with decoders.borrow() as decoder:
                left, right = (decoder.colour(each, PROOF_SIDE) for each in (photo, picture))
            options.proof.write_bytes(proof.draw(left, right, answer.matches[0]))
    finally:
        decoders.close()
    return FOUND if answer.found else NOTHING


def _stats(options: argparse.Namespace) -> int:
    with Engine.open(options.collection) as engine:
        stats = asdict(engine.stats())
    if options.json:
        print(json.dumps(stats))
    else:
        for name, value in stats.items():
            print(f"{name.replace('_', ' ')}: {value}")
    return 0


def _check(options: argparse.Namespace) -> int:
    try:  # not by the engine, which mends its index when it opens
        with closing(Collection(options.collection, create=False)) as collection:
            faults = list(check.faults(collection))
    except DamagedCollection as error:
        faults = [str(error)]
    for fault in faults:
        print(printable(fault))
    return 1 if faults else 0


def _read(path: str, engine: EngineName) -> tuple[bytes, Answer | None]:
    """A file's bytes; where there are none, the answer that says why."""
    try:
        return Path(path).read_bytes(), None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return b"", Answer(engine, "unreadable", error=f"{path} cannot be read: {reason}.")


def _tell(photo: str, answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"photo": photo, **_plain(answer)}))
        return
    print(printable(f"{photo}: {answer.error or _WORDS[answer.verdict]}"))
    for match in answer.matches:
        mirrored = ", mirrored" if match.mirrored else ""
        print(printable(f"  {match.value:4.0%}  {match.name} ({match.inliers} inliers{mirrored})"))


def _plain(answer: Answer) -> dict[str, object]:
    """An answer as JSON takes it; the points of the proof stay inside."""
    matches = [
        {key: value for key, value in vars(match).items() if key not in ("photo_xy", "picture_xy")}
        for match in answer.matches
    ]
    return {**vars(answer), "matches": matches, "seconds": asdict(answer.seconds)}


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _fail(message: str) -> int:
    print(printable(message), file=sys.stderr)
    return FAILED


_WORDS = {
    "same": "found",
    "maybe": "perhaps",
    "none": "not in the collection; the nearest:",
    "plain": "too little detail to judge",
}

if __name__ == "__main__":
    sys.exit(main())
