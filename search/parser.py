"""The command line's words: which commands there are, and what each of them takes."""

import argparse
from pathlib import Path

from search.article import DETECTORS

_DESCRIPTION = (
    "python -m search index | find | compare | duplicates | calibrate | stats | check."
    " `COMMAND --help` says more of each. Where INDEX_URL is set, the index is at that Milvus"
    " server (docs/milvus.md)."
)


def parser() -> argparse.ArgumentParser:
    """For all commands; `command` has the name of the one that was given."""
    whole = argparse.ArgumentParser(prog="python -m search", description=_DESCRIPTION)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    collection, as_json, with_proof = _collection(), _as_json(), _with_proof()

    index = commands.add_parser("index", parents=[collection, as_json], help="bring up to date")
    index.add_argument("folders", nargs="+", type=_folder, metavar="FOLDER")
    find = commands.add_parser(
        "find", parents=[collection, as_json, with_proof], help="look photos up"
    )
    find.add_argument("photos", nargs="+", metavar="PHOTO")
    find.add_argument("--top", type=_positive, default=5, metavar="N")
    find.add_argument("--engine", choices=("kaze", "article"), default="kaze")
    find.add_argument(
        "--detector", choices=DETECTORS, default="kaze", help="of the article's engine"
    )
    pair = commands.add_parser("compare", parents=[as_json, with_proof], help="are two the same?")
    pair.add_argument("a", metavar="A")
    pair.add_argument("b", metavar="B")
    commands.add_parser(
        "duplicates",
        parents=[collection, as_json],
        help="which pictures are there twice?",
        description="List pictures of the collection that are the same, be they cropped, resized,"
        " compressed or mirrored, the best of each first. Never deletes or changes anything.",
    )
    calibrate = commands.add_parser(
        "calibrate",
        parents=[collection, as_json],
        help="fit the match value to this collection",
        description="Try the collection with photos made of its own pictures, and fit the match"
        " value to what was right: of all answers with 90 %, nine in ten. Takes a minute or two.",
    )
    calibrate.add_argument("--diagram", type=Path, metavar="FILE.png", help="draw how well it fits")
    commands.add_parser("stats", parents=[collection, as_json], help="counts and sizes")
    commands.add_parser("check", parents=[collection], help="verify every checksum")
    return whole


def _collection() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--collection", type=_folder, required=True, metavar="DIR")
    return shared


def _as_json() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="one JSON object a line")
    return shared


def _with_proof() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--proof", type=Path, metavar="FILE.jpg", help="draw the best match")
    return shared


def _folder(text: str) -> Path:
    if not text:  # an unset variable of a script; Path takes it for the working directory
        raise argparse.ArgumentTypeError("a folder, not an empty name")
    return Path(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 on, not {text}")
    return int(text)
