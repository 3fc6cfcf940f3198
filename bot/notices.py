"""What is said to those who look after the collection. Pure: a language and values in, HTML out."""

from collections.abc import Sequence

from bot import replies
from bot.label import shown
from bot.tongue import Tongue
from search.journal import Change

_NAME = 80  # UTF-16 units, in a list


def added(t: Tongue, name: str, pictures: int, *, alone: bool) -> str:
    """A picture was taken in; `alone`: there are more in the album that was replied to."""
    text = replies.added(t, name, pictures)
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


def renamed(t: Tongue, old: str, new: str) -> str:
    """A picture has another name."""
    return t("renamed", old=shown(old), name=shown(new))


def undone(t: Tongue, change: Change) -> str:
    """What was taken back."""
    return t(f"undone-{change.what}", name=shown(change.name), old=shown(change.old or ""))
