"""What the command line says of reports and answers: lines for people, or JSON (pure)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from search import calibration, duplicates, reindex
from search.console import printable
from search.duplicates.copies import Copy, Group
from search.options import SAME_EVIDENCE
from search.verdict import Answer, Match

_VERDICTS = {
    "same": "found",
    "maybe": "perhaps",
    "none": "not in the collection",
    "plain": "too little detail to judge",
}
_COMPARED = {
    "same": "the same picture",
    "maybe": "perhaps the same picture",
    "none": "not the same picture",
    "plain": "too little detail to judge",
}
_INSIDE = (  # not told
    *("photo_xy", "picture_xy", "evidence", "confirmed", "surprise", "note", "negative"),
)
_MISSED = 0.05  # of a copy's area; less is within the error of an outline


def of_reindex(report: reindex.Report, *, as_json: bool) -> str:
    """What became of the files."""
    if as_json:
        return json.dumps({**asdict(report), "unreadable": _reasons(report)})
    counts = (report.added, report.changed, report.removed, report.unchanged)
    return _lines(
        f"{report.pictures} pictures in the collection ({report.seconds:.1f} s)",
        "{} added, {} changed, {} removed, {} unchanged".format(*counts),
        *(f"too plain: {name}" for name in report.plain),
        *(f"unreadable: {each['name']}: {each['reason']}" for each in _reasons(report)),
    )


def of_gone(gone: Sequence[str], pictures: int) -> str:
    """That many files are not there any more."""
    return (
        f"The files of {len(gone)} of {pictures} pictures are gone, so these leave the collection."
        " If a disk is missing, index again when it is back."
    )


def of_answer(photo: str, answer: Answer, *, as_json: bool) -> str:
    """Which pictures a photo is."""
    if as_json:
        return json.dumps({"photo": photo, **_plain(answer)})
    reason = [f"  {answer.reason}"] if answer.verdict == "maybe" else []
    at = f" ({answer.at:.1f} s into the clip)" if answer.found and answer.at is not None else ""
    nearest = "; the nearest:" if answer.verdict == "none" and answer.matches else ""
    verdict = f"{photo}: {answer.error or _VERDICTS[answer.verdict]}{at}{nearest}"
    matches = [line for match in answer.matches for line in _match(match, answer)]
    return _lines(verdict, *reason, *matches)


def of_comparison(photo: str, answer: Answer, *, as_json: bool) -> str:
    """Whether another image is the same picture; in JSON an answer as any."""
    if as_json or answer.error:
        return of_answer(photo, answer, as_json=as_json)
    matches = [line for match in answer.matches for line in _match(match, answer)]
    return _lines(f"{photo}: {_COMPARED[answer.verdict]}", *matches)


def of_value(value: object) -> str:
    """A number, or a table of them in a line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return str(value)


def of_duplicates(report: duplicates.Report, *, as_json: bool) -> str:
    """Which pictures are the same."""
    if as_json:
        return json.dumps(asdict(report))
    among = f"among {report.pictures} pictures ({report.seconds:.1f} s)"
    if not report.groups:
        return f"No picture is there twice {among}."
    copies = sum(len(group.copies) for group in report.groups)
    return _lines(
        *(line for group in report.groups for line in _group(group)),
        f"{_count(copies, 'copy', 'copies')} of {_count(len(report.groups), 'picture')} {among}."
        " Nothing was deleted.",
    )


def of_calibration(report: calibration.Report | None, *, as_json: bool) -> str:
    """How far the match value can be believed; there is no report where pictures were too few."""
    if as_json:
        return json.dumps(_measured(report))
    if report is None:
        return (
            f"Too few pictures to calibrate: {calibration.LEAST} are needed, and their files."
            " Values stay as they were."
        )
    fitted = "Calibrated on" if report.fitted else "Values stay as they were: no better fit to"
    return _lines(
        f"{fitted} {report.photos} photos made of {report.pictures} pictures, each looked up with"
        f" and without its picture ({report.seconds:.0f} s)",
        "  value   right  answers",
        *(f"   {each.value:4.0%}    {each.right:4.0%}  {each.count:7}" for each in report.bins),
        f"A value is off by {report.error:.1%} on average (Brier score {report.brier:.4f};"
        f" {report.shipped:.4f} as shipped).",
        f"Of photos whose picture is not there, {report.same:.1%} were called the same"
        f" (evidence at most {report.highest:.1f}; from {SAME_EVIDENCE} on it is the same).",
    )


def _measured(report: calibration.Report | None) -> dict[str, object]:
    """As JSON takes it; what is not known is null."""
    names = ("photos", "strangers", "slope", "offset", "brier", "error", "bins", "seconds")
    if report is None:
        return {**dict.fromkeys(names), "photos": 0, "strangers": 0, "bins": []}
    known = {**asdict(report), **asdict(report.scale)}
    return {name: known[name] for name in names}


def _group(group: Group) -> Iterator[str]:
    yield f"{group.best} ({_measures(group)}) is the best of {len(group.copies) + 1}:"
    for copy in group.copies:
        yield f"  {copy.value:4.0%}  {copy.name} ({'; '.join([_measures(copy), *_about(copy)])})"


def _measures(picture: Copy | Group) -> str:
    return f"{picture.width} x {picture.height}, {-(-picture.bytes // 1000)} kB"


def _about(copy: Copy) -> Iterator[str]:
    """What a copy is to the best one."""
    if copy.exact:
        yield "exact copy"
        return
    yield f"{copy.inliers} inliers"
    if copy.mirrored:
        yield "mirrored"
    if 1 - copy.covers > _MISSED:
        yield f"shows {copy.covers:.0%} of it"
    if 1 - copy.within > _MISSED:
        yield f"{1 - copy.within:.0%} of this is not in it"


def _match(match: Match, answer: Answer) -> Iterator[str]:
    """A picture; what was done to the best one; what people wrote of it."""
    seen = ", mirrored" * match.mirrored + ", negative" * match.negative
    yield f"  {match.value:4.0%}  {match.name} ({match.inliers} inliers{seen})"
    if answer.report and match is answer.matches[0]:
        yield f"    {', '.join(answer.report)}"
    yield from (f"    {line}" for line in match.note.lines)


def _plain(answer: Answer) -> dict[str, object]:
    """An answer as JSON takes it; what the verdict was made from stays inside."""
    matches = [
        {key: value for key, value in vars(match).items() if key not in _INSIDE} | vars(match.note)
        for match in answer.matches
    ]
    told = {**vars(answer), "matches": matches, "seconds": asdict(answer.seconds)}
    del told["cause"], told["repeated"]  # `error` says it; a command begins with nothing
    at = told.pop("at")  # newer than the others, and so behind them
    return {**told, "report": answer.report, "at": at}


def _reasons(report: reindex.Report) -> list[dict[str, str]]:
    return [{"name": each.name, "reason": each.reason} for each in report.unreadable]


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def _lines(*lines: str) -> str:
    return "\n".join(map(printable, lines))
