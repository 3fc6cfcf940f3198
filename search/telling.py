"""Matches -> the same matches, each with what was done to its picture, and written of it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from search.errors import CollectionError, PhotoError
from search.image import Decoders
from search.notes import NOTHING, Notes
from search.options import REPORT_SIDE, REPORTS
from search.report import report
from search.verdict import Match

_log = logging.getLogger(__name__)


def tell(
    matches: tuple[Match, ...], photo: bytes, read: Callable[[str], bytes], decoders: Decoders
) -> tuple[Match, ...]:
    """Look at the photo and at the pictures that it surely shows, at most REPORTS, in colour.

    `read` gives the bytes of a picture by its name. Where they are gone or broken, or the photo
    is, nothing is said of that match.
    """
    told: dict[str, tuple[str, ...]] = {}
    if not sure(matches):
        return matches
    with suppress(PhotoError):
        seen = decoders.colour(photo, REPORT_SIDE)
        for match in sure(matches):
            with suppress(OSError, PhotoError, CollectionError):
                picture = decoders.colour(read(match.name), REPORT_SIDE)
                told[match.name] = report(seen, picture, match)
    return tuple(replace(each, report=told.get(each.name, ())) for each in matches)


def sure(matches: tuple[Match, ...]) -> list[Match]:
    """Those that are told of."""
    return [match for match in matches if match.sure][:REPORTS]


def noted(matches: tuple[Match, ...], notes: Notes) -> tuple[Match, ...]:
    """Without notes where these cannot be read: lookups go on."""
    try:
        found = notes.all(match.name for match in matches)
    except CollectionError as error:
        _log.warning("%s", error)
        return matches
    return tuple(replace(each, note=found.get(each.name, NOTHING)) for each in matches)
