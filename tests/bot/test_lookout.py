"""What a worker reads for whoever asks, and what it says of it."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import errand
from bot.errand import BadMessage, Errand, Outcome
from bot.lookout import Lookout
from search import Engine
from search.extractors import Extractors
from search.features import VERSION
from search.options import MAX_BYTES
from tests.conftest import SAMPLES

BARN = "photographs/barn.jpg"


@pytest.fixture
def lookout() -> Iterator[Lookout]:
    """With the sample pictures."""
    with Extractors() as extractors, closing(Lookout(SAMPLES / "pictures", extractors)) as lookout:
        yield lookout


def wanted(name: str | None, data: bytes) -> Errand:
    """An errand for a file."""
    return Errand(name=name, sha256=hashlib.sha256(data).hexdigest(), length=len(data))


def test_it_makes_the_features_that_the_collection_holds(lookout: Lookout, engine: Engine) -> None:
    """Those of the file that the bot named, or of the bytes that it sent."""
    data = (SAMPLES / "pictures" / BARN).read_bytes()
    query = "SELECT features, width, height, scale FROM pictures WHERE name = ?"
    (held,) = engine._collection.rows(query, BARN)
    for name, sent in ((BARN, None), (None, data)):
        outcome, rows = lookout.look(7, wanted(name, data), sent)
        assert (outcome.how, outcome.number) == ("found", 7)
        packed = outcome.packed(errand.unwrap(errand.wrap(outcome, rows))[1])
        assert (packed.rows, packed.width, packed.height, packed.scale) == tuple(held)
    assert len(lookout.extractors._idle) == 1  # they were found in a process apart


@pytest.mark.parametrize(
    "name",
    ["/etc/hostname", "../photos/cropped.jpg", "photographs/../../photos/cropped.jpg", "a\0b", ""],
)
def test_it_reads_nothing_outside_its_folder(lookout: Lookout, name: str) -> None:
    """Whoever asks, and even if they know what is in it."""
    path = Path(SAMPLES / "pictures" / name) if "\0" not in name else SAMPLES
    data = path.read_bytes() if path.is_file() else b""
    outcome, rows = lookout.look(1, wanted(name, data), None)
    assert (outcome.how, rows) == ("unread", b"")
    assert outcome.why


def test_it_follows_no_link_out_of_its_folder(tmp_path: Path) -> None:
    """As the bot does not."""
    (tmp_path / "pictures").mkdir()
    link = tmp_path / "pictures" / "a.jpg"
    link.symlink_to(SAMPLES / "pictures" / BARN)
    with Extractors() as extractors, closing(Lookout(tmp_path / "pictures", extractors)) as lookout:
        outcome, _ = lookout.look(1, wanted("a.jpg", link.read_bytes()), None)
    assert (outcome.how, outcome.why) == ("unread", "a link that leads out of the folder")


def test_a_file_that_is_no_image_is_refused_in_the_same_words(lookout: Lookout) -> None:
    """The reason is the library's."""
    outcome, rows = lookout.look(1, wanted(None, b"text"), b"text")
    assert (outcome.how, rows) == ("refused", b"")
    assert outcome.why == "This is not an image. Send a JPEG, PNG or WebP."


RIGHT = {"name": "a.jpg", "sha256": "0" * 64, "length": 1, "version": VERSION}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": 1},
        {"name": "x" * 5000},
        {"sha256": "0" * 63},
        {"sha256": "Z" * 64},
        {"length": -1},
        {"length": MAX_BYTES + 1},
        {"length": True},
        {"version": "v" * 1000},
        {"path": "/etc/passwd"},
    ],
)
def test_an_errand_is_checked_before_it_is_begun(wrong: dict[str, Any]) -> None:
    """Kinds, lengths, and no word more; the fault is named."""
    assert Errand.parse(json.dumps(RIGHT).encode()).name == "a.jpg"
    with pytest.raises(BadMessage, match=next(iter(wrong))):
        Errand.parse(json.dumps(RIGHT | wrong).encode())


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"[]\n", b"null\n", b'{"number": NaN}\n'])
def test_what_is_no_outcome_is_said_to_be_none(data: bytes) -> None:
    """Whatever it is."""
    with pytest.raises(BadMessage):
        errand.unwrap(data)


def test_an_outcome_comes_back_as_it_went() -> None:
    """Also a scale that no decimal says exactly."""
    said = Outcome(number=3, sha256="a" * 64, how="found", width=640, height=427, scale=640 / 1013)
    assert errand.unwrap(errand.wrap(said, b"\n\n")) == (said, b"\n\n")
