"""How far a reindex is, as people read it, and its end. Pure: language and values in, HTML out."""

from bot.label import shown
from bot.tongue import Tongue
from search.reindex import Progress, Report

_BAR = 16  # characters
_LISTED = 10  # names listed after a reindex
_REASON = 150  # UTF-16 units
_QUIET_SECONDS = 15  # of workers; less is no news


def indexing(t: Tongue, now: Progress) -> str:
    """A reindex under way: bar, count, rate and time left."""
    report = now.report
    if not now.total:
        return t("indexing")
    rate = now.done / report.seconds if report.seconds else 0.0
    counts = t("indexing-counts", done=now.done, total=now.total, rate=f"{rate:.1f}")
    if rate:
        left = duration(t, (now.total - now.done) / rate)
        counts = t.row(counts, t("indexing-left", time=left))
    if now.waiting >= _QUIET_SECONDS:
        counts = f"{counts}\n{t('indexing-waiting', time=duration(t, now.waiting))}"
    return f"{t('indexing')}\n{bar(now.done / now.total)}\n{counts}"


def bar(share: float) -> str:
    """How far something is, to look at."""
    full = round(share * _BAR)
    return f"{'▓' * full}{'░' * (_BAR - full)} {share:.0%}"


def duration(t: Tongue, seconds: float) -> str:
    """A time as people read it: 40 s, 3 min, 2 h 5 min."""
    if seconds < 60:  # noqa: PLR2004
        return t("seconds", seconds=round(seconds))
    minutes = round(seconds / 60)
    if minutes < 60:  # noqa: PLR2004
        return t("minutes", minutes=minutes)
    return t("hours", hours=minutes // 60, minutes=minutes % 60)


def indexed(t: Tongue, report: Report, *, cancelled: bool = False) -> str:
    """The end of a reindex with all its counts."""
    counts = t(
        "indexed-counts",
        pictures=report.pictures,
        added=report.added,
        changed=report.changed,
        removed=report.removed,
        unchanged=report.unchanged,
        unreadable=len(report.unreadable),
        plain=len(report.plain),
    )
    broken = [
        f"✗ {shown(each.name)}: {shown(each.reason, _REASON)}"
        for each in report.unreadable[:_LISTED]
    ]
    return "\n".join(
        [f"<b>{t('indexed-stopped' if cancelled else 'indexed')}</b>", counts, *broken]
    )
