"""What is said of sightings. Pure; HTML."""

from collections.abc import Sequence
from html import escape

from telegram import Chat
from telegram.constants import ChatType

from bot import gauge, replies
from bot.tongue import Tongue
from search.sightings import Repeat, Sighting

_SUPERGROUP = "-100"  # before the id that its links have
_DAY = 24 * 3600  # seconds
LISTED = 5  # people, and pictures, in /top


def link(chat: Chat, message: int) -> str:
    """Where a message is; empty where it has no link, as before its chat was a supergroup."""
    if message < 0:
        return ""
    if chat.username:
        return f"https://t.me/{chat.username}/{message}"
    number = str(chat.id)
    if chat.type == ChatType.SUPERGROUP and number.startswith(_SUPERGROUP):
        return f"https://t.me/c/{number.removeprefix(_SUPERGROUP)}/{message}"
    return ""


def linked(chat: Chat, message: int, text: str) -> str:
    """A text that leads to a message, where that has a link."""
    address = link(chat, message)
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def age(t: Tongue, seconds: float) -> str:
    """How long ago something was."""
    if seconds < 2 * _DAY:
        return t("ago", time=gauge.duration(t, max(0.0, seconds)))
    return t("days-ago", count=round(seconds / _DAY))


def repeated(t: Tongue, chat: Chat, repeat: Repeat, names: Sequence[str | None], now: float) -> str:
    """That a photo was posted before: by whom and when at first, and at last."""
    whose = [replies.person(name) if name else t("somebody") for name in names]
    when = [
        linked(chat, each.message, age(t, now - each.at)) for each in (repeat.first, repeat.latest)
    ]
    text = f"seen-{'same' if repeat.sure else 'maybe'}"
    if repeat.times == 1:
        return t(f"{text}-once", name=whose[0], when=when[0])
    return t(f"{text}-often", name=whose[0], when=when[0], last=whose[1], again=when[1])


def top(
    t: Tongue,
    chat: Chat,
    people: Sequence[tuple[str | None, int]],
    pictures: Sequence[tuple[Sighting, int]],
    *,
    watched: bool,
) -> str:
    """Who repeated most, and what was repeated most; and where nothing is seen any more, that."""
    if not people:
        return t("top-nobody" if watched else "top-off")
    lines = [f"<b>{t('top-people')}</b>"]
    for number, (name, times) in enumerate(people, start=1):
        shown = replies.person(name) if name else t("somebody")
        lines.append(f"{number}. {shown}: {t('times', count=times)}")
    if pictures:
        lines.append(f"<b>{t('top-pictures')}</b>")
    for number, (first, times) in enumerate(pictures, start=1):
        where = linked(chat, first.message, t("this-picture"))
        lines.append(f"{number}. {where}: {t('times', count=times)}")
    if not watched:
        lines.append(t("top-off"))
    return "\n".join(lines)
