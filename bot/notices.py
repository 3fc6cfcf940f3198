"""What is said to those who look after the collection. Pure: a language and values in, HTML out."""

from collections.abc import Sequence

from bot import gauge
from bot.label import shown
from bot.tongue import Tongue
from bot.twins import Twin
from search.difference import Difference
from search.journal import Change
from search.refused import Refusal

_NAME = 80  # UTF-16 units, in a list
_REASON = 90  # twenty of both fit a message
_REFUSALS = 20
_NAMES = 5  # of a kind
_MORE = 0.9  # of what a copy shows is in the best one; less is worth a word
_SHELVES = 30


def added(t: Tongue, name: str, pictures: int, *, alone: bool) -> str:
    """A picture was taken in; `alone`: there are more in the album that was replied to."""
    text = t("added", name=shown(name), count=pictures)
    return f"{text}\n{t('added-alone')}" if alone else text


def added_all(t: Tongue, results: Sequence[tuple[str, str]], pictures: int) -> str:
    """Names, each with the reason (HTML) why it was not taken in, if it was not."""
    done = sum(not reason for _, reason in results)
    said = t("added-all", done=done, all=len(results), count=pictures)
    lines = [
        f"✗ {shown(name, _NAME)}: {reason}" if reason else f"✓ {shown(name, _NAME)}"
        for name, reason in results
    ]
    return "\n".join([said, *lines])


def removed(t: Tongue, name: str, *, stays: bool) -> str:
    """A picture was let go."""
    return t("removed-stays" if stays else "removed", name=shown(name))


def unknown(t: Tongue, name: str, near: list[str]) -> str:
    """No such picture, with names that are like it."""
    return t("unknown", name=shown(name)) + "".join(f"\n• {shown(each)}" for each in near)


def renamed(t: Tongue, old: str, new: str) -> str:
    """A picture has another name."""
    return t("renamed", old=shown(old), name=shown(new))


def undone(t: Tongue, change: Change) -> str:
    """What was taken back."""
    return t(f"undone-{change.what}", name=shown(change.name), old=shown(change.old or ""))


def unreadable(t: Tongue, refusals: Sequence[Refusal]) -> str:
    """The files that did not become pictures, each with the reason."""
    if not refusals:
        return t("unreadable-none")
    lines = [f"✗ {shown(each.name, _NAME)}: {_reason(t, each)}" for each in refusals[:_REFUSALS]]
    rest = len(refusals) - len(lines)
    more = [t("and-more", count=rest)] if rest else []
    return "\n".join([t("unreadable", count=len(refusals)), *lines, *more])


def _reason(t: Tongue, refusal: Refusal) -> str:
    return t("unreadable-plain") if refusal.plain else shown(refusal.reason, _REASON)


def progress(t: Tongue, text: str, done: int, total: int) -> str:
    """Something under way: what, and how far it is."""
    if not total:
        return t(text)
    return f"{t(text)}\n{gauge.bar(done / total)}"


def differs(found: Difference) -> bool:
    """Whether a reindex would do anything."""
    return bool(found.added or found.changed or found.gone)


def difference(t: Tongue, found: Difference) -> str:
    """What a reindex would do: counts, and the first names of each kind."""
    kinds = {
        "added": found.added,
        "changed": found.changed,
        "gone": found.gone,
        "broken": [each.name for each in found.broken],
    }
    lines = [
        f"{t(f'difference-{kind}', count=len(names))}: {some(t, names)}"
        for kind, names in kinds.items()
        if names
    ]
    head = t("difference" if differs(found) else "difference-none")
    return "\n".join([head, *lines, t("difference-unchanged", count=found.unchanged)])


def drastic(t: Tongue, gone: Sequence[str], pictures: int) -> str:
    """A reindex would let go of many."""
    text = t("reindex-drastic", count=len(gone), all=pictures)
    return f"{text}\n{some(t, gone)}"


def some(t: Tongue, names: Sequence[str]) -> str:
    """The first names, and how many there are beside."""
    first = t.row(*(shown(name, _NAME) for name in names[:_NAMES]))
    rest = len(names[_NAMES:])
    return f"{first} {t('and-more', count=rest)}" if rest else first


def shelves(t: Tongue, rows: Sequence[tuple[str, int, bool]]) -> str:
    """Each by its name, with how many pictures it has and whether it is looked up in."""
    lines = [
        t(
            "shelf-used" if used else "shelf-unused",
            name=f"<code>{shown(name, _NAME)}</code>",
            count=count,
        )
        for name, count, used in rows[:_SHELVES]
    ]
    rest = len(rows) - len(lines)
    more = [t("and-more", count=rest)] if rest else []
    return "\n".join([t("shelves" if rows else "no-pictures"), *lines, *more])


def unknown_shelf(t: Tongue, name: str) -> str:
    """There is none of that name, or not for that chat."""
    return t("shelf-unknown", name=shown(name))


def barred(t: Tongue, name: str) -> str:
    """A picture that only admins may change."""
    return t("barred", name=shown(name))


def editor(t: Tongue, someone: int, *, edits: bool) -> str:
    """Somebody became an editor, or is none any more."""
    return t("editor-on" if edits else "editor-off", id=str(someone))


def duplicates(t: Tongue, groups: int, pictures: int) -> str:
    """How many groups there are to go through."""
    return t("duplicates" if groups else "duplicates-none", count=groups, all=pictures)


def group(t: Tongue, twins: Sequence[Twin], number: int, count: int) -> str:
    """Pictures that are the same, the best first, with what tells them apart."""
    lines = [f"{place}. {_twin(t, twin)}" for place, twin in enumerate(twins, start=1)]
    return "\n".join([f"<b>{t('duplicates-group', number=number, count=count)}</b>", *lines])


def _twin(t: Tongue, twin: Twin) -> str:
    kilobytes = max(1, round(twin.bytes / 1000))
    size = f"{twin.width} \N{MULTIPLICATION SIGN} {twin.height}, {kilobytes} kB"
    said = f"{shown(twin.name)} · {size}"
    return t.row(said, t("duplicates-more")) if twin.within < _MORE else said


def kept_best(t: Tongue, best: str, gone: Sequence[str], *, stays: bool) -> str:
    """The others were let go, unless they had changed since."""
    if not gone:
        return t("duplicates-left", name=shown(best))
    text = t("duplicates-best", name=shown(best), names=some(t, gone))
    return f"{text} {t('duplicates-stay')}" if stays else text


def kept_all(t: Tongue, twins: Sequence[Twin]) -> str:
    """They are meant to be there."""
    return t("duplicates-all", names=some(t, [twin.name for twin in twins]))


def skipped(t: Tongue, twins: Sequence[Twin]) -> str:
    """They are as they were."""
    return t("duplicates-next", names=some(t, [twin.name for twin in twins]))
