"""`python -m search`: a function for each command. Its words are in parser.py and words.py."""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path

from search import check, diagram, disk, proof, words
from search.collection import Collection
from search.console import follow, printable, wait
from search.engine import Engine, EngineName
from search.errors import DamagedCollection, KazamiError
from search.image import Decoders
from search.options import MAX_BYTES, PROOF_SIDE
from search.pair import compare
from search.parser import parser
from search.survey import drastic
from search.verdict import Answer
from search.walk import roots

FOUND, NOTHING, FAILED = 0, 1, 2  # exit codes


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115  closed, as by 2>&-
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name that this terminal cannot show
    try:
        return _run(options)
    except BrokenPipeError:
        return _unread()
    except (KazamiError, OSError) as error:
        return _fail(_said(error))
    except KeyboardInterrupt:
        return _fail("Stopped. What is done is kept; run it again to go on.")
    except Exception:  # noqa: BLE001  a fault of ours: Python's own code would be NOTHING
        traceback.print_exc()
        return FAILED


def _run(options: argparse.Namespace) -> int:
    code = _COMMANDS[options.command](options)
    print(end="", flush=True)  # here, where it is noticed that nobody reads it
    return code


def _open(options: argparse.Namespace, *, create: bool = False) -> Engine:
    url = os.environ.get("INDEX_URL", "")
    return Engine.open(options.collection, create=create, index_url=url)


def _index(options: argparse.Namespace) -> int:
    folders = roots(options.folders)  # first: where one is not there no collection is begun
    with _open(options, create=True) as engine, closing(engine.index(folders)) as steps:
        if drastic(gone := engine.gone(folders), len(engine)):
            print(words.of_gone(gone, len(engine)), file=sys.stderr)
        report = follow(steps)
    print(words.of_reindex(report, as_json=options.json))
    return 0


def _find(options: argparse.Namespace) -> int:
    with _open(options) as engine:
        if not len(engine):
            print("The collection is empty. Fill it: python -m search index", file=sys.stderr)
        if options.engine == "article":
            wait("Making the article's vectors, once", engine.prepare(options.detector))
        codes = [_look_up(engine, photo, options) for photo in options.photos]
    return FAILED if FAILED in codes else min(codes)


def _look_up(engine: Engine, photo: str, options: argparse.Namespace) -> int:
    """One of the photos, which holds up no other where it fails."""
    try:
        data, answer = _read(photo, options.engine)
        answer = answer or engine.find(data, options.top, options.engine, options.detector)
        print(words.of_answer(photo, answer, as_json=options.json))
        if options.proof and answer.found:
            path, options.proof = options.proof, None  # of the first alone
            path.write_bytes(engine.prove(data, answer.proven, answer.at))
    except BrokenPipeError:
        raise  # nobody reads the rest
    except (KazamiError, OSError) as error:
        return _fail(f"{photo}: {_said(error)}")
    return FOUND if answer.found else NOTHING


def _compare(options: argparse.Namespace) -> int:
    decoders = Decoders()
    try:
        photo, answer = _read(options.a, "kaze")
        picture, other = _read(options.b, "kaze")
        answer = answer or other or compare(photo, picture, options.b, decoders)
        print(words.of_comparison(options.a, answer, as_json=options.json))
        if options.proof and answer.found:
            left, right = (decoders.colour(each, PROOF_SIDE) for each in (photo, picture))
            options.proof.write_bytes(proof.draw(left, [(right, answer.matches[0])]))
    finally:
        decoders.close()
    return FOUND if answer.found else NOTHING


def _duplicates(options: argparse.Namespace) -> int:
    with _open(options) as engine:
        search = engine.duplicates()
        with closing(search.run()) as steps:
            wait("Looking for copies", steps)
    print(words.of_duplicates(search.report, as_json=options.json))
    return FOUND if search.report.groups else NOTHING


def _calibrate(options: argparse.Namespace) -> int:
    with _open(options) as engine:
        calibration = engine.calibration()
        with closing(calibration.run()) as steps:
            wait("Trying it out", steps)
    report = calibration.report
    print(words.of_calibration(report, as_json=options.json))
    if report and options.diagram:
        options.diagram.write_bytes(diagram.draw(report))
    return 0 if report else NOTHING


def _stats(options: argparse.Namespace) -> int:
    with _open(options) as engine:
        stats = asdict(engine.stats())
    if options.json:
        print(json.dumps(stats))
    else:
        for name, value in stats.items():
            print(printable(f"{name.replace('_', ' ')}: {words.of_value(value)}"))
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
        return disk.read(Path(path), MAX_BYTES), None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return b"", Answer(engine, "unreadable", error=f"{path} cannot be read: {reason}.")


def _said(error: KazamiError | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'The system'}: {error.strerror or error}"
    return str(error)


def _unread() -> int:
    """Nobody reads what is printed, as after `| head`: that is no fault to speak of."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is not written yet
    return FAILED


def _fail(message: str) -> int:
    print(printable(message), file=sys.stderr)
    return FAILED


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "index": _index,
    "find": _find,
    "compare": _compare,
    "duplicates": _duplicates,
    "calibrate": _calibrate,
    "stats": _stats,
    "check": _check,
}

if __name__ == "__main__":
    sys.exit(main())
