"""Two images -> whether they are the same; no collection is needed."""

from dataclasses import replace

from search import geometry, verdict
from search.clock import Clock
from search.errors import PhotoError
from search.features import Features
from search.image import Decoders
from search.levels import PHOTO, PICTURE, Detail, Levels
from search.options import PLAIN_FEATURES
from search.straight import doubtful, straight
from search.telling import tell
from search.verdict import PLAIN, Answer, Match, Scale


def compare(photo: bytes, picture: bytes, name: str, decoders: Decoders) -> Answer:
    """The answer for `photo` in a collection of one picture, which needs no folder."""
    clock = Clock()
    try:
        shown = _levels(photo, PHOTO[-1], decoders, clock)
    except PhotoError as error:
        return Answer.unreadable("kaze", error, clock.seconds())
    try:
        known = look(picture, PICTURE, decoders, clock)
    except PhotoError as error:
        answer = Answer.unreadable("kaze", error, clock.seconds())
        return replace(answer, error=f"{name}: {error}")
    seen = shown.features(PHOTO[-1])
    clock.lap("extract")
    if min(len(seen), len(known)) < PLAIN_FEATURES:
        return Answer("kaze", "plain", seconds=clock.seconds(), reason=PLAIN)
    views = [view for each in (seen, seen.negated()) for view in (each, each.mirrored())]
    matches = [_match(name, each, known) for each in views]
    matches = [straight(shown, known, each) if doubtful(each) else each for each in matches]
    word, reason, best = verdict.judge(matches, 1, Scale())
    told = tell(best, photo, lambda _: picture, decoders)
    clock.lap("verify")
    return Answer("kaze", word, told, clock.seconds(), reason=reason)


def look(data: bytes, detail: Detail, decoders: Decoders, clock: Clock) -> Features:
    """The features of an image file. Raises PhotoError."""
    features = _levels(data, detail, decoders, clock).features(detail)
    clock.lap("extract")
    return features


def _levels(data: bytes, detail: Detail, decoders: Decoders, clock: Clock) -> Levels:
    gray = decoders.gray(data, detail.side)
    clock.lap("decode")
    return Levels(gray, detail.side)


def _match(name: str, photo: Features, picture: Features) -> Match:
    found = geometry.prove(photo, picture, stretched=True)
    return verdict.match(name, name, photo, picture, found)
