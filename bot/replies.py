"""What the bot says. Pure: a language and values in, text out; HTML but for captions."""

from collections.abc import Sequence
from html import escape

from bot import gauge
from bot.footnote import footnote
from bot.label import short as _short
from bot.label import shown as _shown
from bot.label import units
from bot.phrases import phrase
from bot.status import Status
from bot.tongue import ENGLISH, Tongue
from search.errors import KazamiError
from search.options import SAME_EVIDENCE
from search.stats import Stats
from search.verdict import Answer, Match

_LONGEST_PERSON = 64
_LONGEST_REPORT = 150
_LONGEST_ERROR = 2000
_CAPTION = 1024  # UTF-16 units, that Telegram takes below a picture
_ANSWER = 3900  # and of a text 4096: a line may follow
_BRIEFLY = 2  # pictures that are named of each photo of an album
_BRIEF = 80
_BELOW = 4  # that are named in the caption of a picture


def answer(t: Tongue, found: Answer) -> str:
    """The verdict, then the matches with their values."""
    if found.verdict == "unreadable":
        return _unreadable(t, found)
    if not found.found:
        return t(found.verdict)
    lines = [f"{_shown(m.name)} ·\u00a0{percent(m)}{_done(t, m)}" for m in found.matches]
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    said = [f"<b>{_verdict(t, found)}</b>", *lines]
    left = (_ANSWER - sum(units(line) + 1 for line in said)) // max(1, len(lines))
    below = [footnote(match.note, min(left, _CAPTION)) for match in found.matches]
    noted = [
        f"{line}\n{escape(n, quote=False)}" if n else line
        for line, n in zip(lines, below, strict=True)
    ]
    return "\n".join([said[0], *noted])


def _verdict(t: Tongue, found: Answer, brief: str = "") -> str:
    """In words; of a clip with the moment."""
    text = f"{found.verdict}{brief}"
    return t(text) if found.at is None else t(f"{text}-at", at=moment(t, found.at))


def moment(t: Tongue, at: float) -> str:
    """Of a clip, as people read it: 12 s, 1:05."""
    minutes, seconds = divmod(round(at), 60)
    return f"{minutes}:{seconds:02}" if minutes else t("seconds", seconds=seconds)


def answers(t: Tongue, found: Sequence[Answer]) -> str:
    """The verdict on each photo of an album, numbered."""
    return "\n".join(f"{number}. {_brief(t, each)}" for number, each in enumerate(found, start=1))


def _brief(t: Tongue, found: Answer) -> str:
    """In so few characters that ten fit a message."""
    if found.verdict == "unreadable":
        return _unreadable(t, found, 3 * _BRIEF)
    if not found.found:
        return t(found.verdict)
    shown, rest = found.matches[:_BRIEFLY], len(found.matches[_BRIEFLY:])
    names = [f"{_shown(m.name, _BRIEF)} ·\u00a0{percent(m)}{_done(t, m, _BRIEF)}" for m in shown]
    more = f" {t('and-more', count=rest)}" if rest else ""
    return f"<b>{_verdict(t, found, '-brief')}</b> {'; '.join(names)}{more}"


def below(t: Tongue, found: Answer) -> str:
    """The verdict and the matches, in so few characters that they fit below a picture."""
    shown, rest = found.matches[:_BELOW], len(found.matches[_BELOW:])
    lines = [f"{_shown(m.name, _BRIEF)} ·\u00a0{percent(m)}{_done(t, m, _BRIEF)}" for m in shown]
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return "\n".join(
        [f"<b>{_verdict(t, found)}</b>", *lines, *([t("and-more", count=rest)] if rest else [])]
    )


def compared(t: Tongue, found: Answer) -> str:
    """Whether two photos are the same picture."""
    if found.verdict == "unreadable":
        return _unreadable(t, found)
    said = t(f"comparison-{found.verdict}")
    if not found.found:
        return said
    (best, *_) = found.matches
    said, done = f"<b>{said}</b> ·\u00a0{percent(best)}", _done(t, best)
    return f"{said}\n{t('comparison-yours', done=done)}" if done else said


def more(t: Tongue, found: Answer) -> str:
    """The matches after those of an answer."""
    lines = [f"{_shown(each.name)} ·\u00a0{percent(each)}" for each in found.matches]
    return "\n".join([f"<b>{t('more')}</b>", *lines])


def why(t: Tongue, found: Answer) -> str:
    """Each stage of a lookup, and the numbers that decided."""
    times = {name: round(1000 * spent) for name, spent in vars(found.seconds).items()}
    if not found.matches:
        return _unreadable(t, found) if found.verdict == "unreadable" else t("why-nothing", **times)
    best = found.matches[0]
    if found.engine == "article":
        return t("why-article", value=f"{best.value:.3f}", **times)
    return t(
        "why",
        inliers=best.inliers,
        share=round(100 * best.confirmed),
        evidence=f"{best.evidence:.1f}",
        same=f"{SAME_EVIDENCE:.1f}",
        **times,
    )


def refused(t: Tongue, name: str) -> str:
    """A picture is not shown for a photo any more."""
    return t("refused", name=_shown(name))


def accepted(t: Tongue, name: str) -> str:
    """It may be again."""
    return t("accepted", name=_shown(name))


def _unreadable(t: Tongue, found: Answer, most: int = _LONGEST_ERROR) -> str:
    if found.cause:
        return trouble(t, found.cause, most)
    return _shown(found.error or "", most).strip() or t("failed")


def caption(match: Match) -> str:
    """Plain text below a picture: its name, and what people wrote of it."""
    name = f"{_short(match.name)} · {percent(match)}"
    note = footnote(match.note, _CAPTION - units(name) - 1)
    return f"{name}\n{note}" if note else name


def percent(match: Match) -> str:
    """The match value as people read it."""
    return f"{max(0.0, match.value):.0%}".replace("%", "\u00a0%")


def trouble(t: Tongue, error: KazamiError, most: int = _LONGEST_ERROR) -> str:
    """What the library refuses to do; in its own words where there are no others."""
    text = f"error-{type(error).__name__}"
    if getattr(error, "what", "image") != "image":
        text += "-clip"
    if not t.has(text):
        return _shown(str(error), most)
    return t(text, **{name: _shown(str(value), most) for name, value in vars(error).items()})


def given_up(count: int, untold: int, reason: str) -> str:
    """To the admins: messages that no handler could cope with, and of how many whoever asked does
    not know that (plain text).
    """
    whose = ENGLISH("given-up-untold", count=untold) if untold else ENGLISH("given-up-told")
    return f"{ENGLISH('given-up', count=count, reason=reason)} {whose}"


def access(t: Tongue, someone: int, *, allowed: bool, listed: bool) -> str:
    """Somebody was allowed or banned."""
    text = t("may-use" if allowed else "may-not-use", id=str(someone))
    return text if listed else f"{text} {t('all-may')}"


def stats(t: Tongue, all_: Stats, engine: str) -> str:
    """The collection in numbers."""
    return t(
        "stats",
        pictures=all_.pictures,
        descriptors=all_.descriptors,
        unreadable=all_.unreadable,
        plain=all_.plain,
        megabytes=f"{all_.bytes / 1_000_000:.1f}",
        engine=engine,
    )


def status(t: Tongue, now: Status) -> str:
    """How the bot is."""
    wrong = [] if now.takes else [t("status-deaf")]
    wrong += [] if now.keeps else [t("status-full")]
    queue = t("status-waiting", count=now.waiting, time=gauge.duration(t, now.oldest))
    up = t("status-up", time=gauge.duration(t, now.uptime))
    memory = t("status-memory", megabytes=round(now.memory / 1_000_000)) if now.memory else ""
    lines = [
        f"<b>{' '.join(wrong) or t('status-well')}</b>",
        queue if now.waiting > 0 else t("status-idle"),
        t("status-lookups", minute=now.per_minute, all=now.lookups),
        t("status-errors", count=now.errors),
        t("status-pictures", count=now.pictures, generation=str(now.generation)),
        t.row(up, memory) if memory else up,
    ]
    return "\n".join(lines)


def backed_up(t: Tongue, path: str, size: int, *, sent: bool) -> str:
    """A backup was made."""
    where = escape(path, quote=False)
    text = t("backed-up", megabytes=f"{size / 1_000_000:.1f}", path=where)
    return f"{text} {t('backed-up-sent' if sent else 'backed-up-unsent')}"


def person(name: str) -> str:
    """What somebody, or a chat, is called."""
    return _shown(name, _LONGEST_PERSON)


def _done(t: Tongue, match: Match, most: int = _LONGEST_REPORT) -> str:
    """What was done to the picture."""
    seen = {"mirrored": match.mirrored, "inverted colours": match.negative}
    words = match.report or [each for each, so in seen.items() if so]
    done = [phrase(t, each) for each in words if each != "unchanged"]
    return _shown(t.row("", *done), most)
