"""What the bot says. Pure: values in, text out; HTML for answers, plain text for captions."""

from collections.abc import Sequence
from html import escape

from bot.status import Status
from search.reindex import Progress, Report
from search.stats import Stats
from search.verdict import Answer, Match

HELP = (
    "Send me a photo, an image as a file, a sticker, or an album, and I find it in the collection; "
    "of a GIF or video I look at a few frames.\n"
    "It may be cropped, mirrored, captioned or photographed off a page.\n"
    "In a group, reply to a photo with /find or my name, or send it with that as its caption.\n"
    "A photo with /compare as its caption, in reply to another: are they the same?\n"
    "/forget makes me forget you: I keep no photos, but for a while who asked for what."
)
LOOKING = "Looking …"
NO_PICTURES = "There are no pictures in the collection yet. An admin can index them with /reindex."
FIND_WHAT = "Reply to a photo with /find, or send a photo with /find as its caption."
COMPARE_WHAT = "Send a photo with /compare as its caption, in reply to another photo."
ADD_WHAT = "Reply to a photo with /add NAME, or send a photo with /add NAME as its caption."
REMOVE_WHAT = "Which one? Write /remove NAME."
WHOM = "Whom? Write an id, as in /allow 12345, or reply to somebody."
NOT_A_PHOTO = "I look at pictures only. Send a photo, an image as a file, or a sticker."
PREVIEW = "It moves, so I looked at its preview only."
TOO_BIG = "This file is too big: Telegram gives me files up to 20 MB. Send it as a photo."
ONLY_ADMINS = "Only the bot's admins can do that."
NOT_YOURS = "This button belongs to somebody else."
TOO_OLD = "This button is too old. Ask again."
FAILED = "Something went wrong on my side. Please try again."
ENOUGH = "That was a lot at once. I look at {most} photos a minute; please send the rest later."
REINDEX_FAILED = "The reindex failed; what was done is kept. See the log, then try again."
REINDEX_RUNNING = "A reindex is running already."
FORGET_PRIVATELY = "Send me /forget yourself, in our private chat."
FORGOTTEN = (
    "Done. What I knew of you is gone, also from the backups here. "
    "This chat is yours: delete it, and Telegram forgets it, too.\n"
    "If an admin had allowed you to ask me, they have to do so again."
)
BACKUP_RUNNING = "A backup is being made already."
BACKING_UP = "Backing up …"
GONE = "This picture is no longer in the collection."
CANCELLING = "Stopping …"
PROOF_OF = "Proof {number}"
NEAREST, PICTURES, PROOF, CANCEL = "Show the nearest", "Show pictures", "Proof", "Cancel"
PROVEN = "Left your photo, right what it shows. Green is where it fits, lines join what agrees."
NO_PROOF = "I cannot show that any more: the photo or the picture is gone."

_LONGEST_NAME = 200  # UTF-16 units, as Telegram counts; ten with what was done fit a message
_LONGEST_REPORT = 150
_LONGEST_ERROR = 2000
_KEPT = "\u00a0\u200c\u200d"  # they steer no direction; emoji and Persian words need joiners
_BRIEFLY = 2  # pictures that are named of each photo of an album
_BRIEF = 80
_LISTED = 10  # names listed after a reindex


def answer(found: Answer) -> str:
    """The verdict, then the matches with their values (HTML)."""
    if found.verdict == "unreadable":
        return _shown(found.error or FAILED, _LONGEST_ERROR)
    if found.verdict == "plain":
        return "This photo has too little detail to judge. Send one that shows more."
    if found.verdict == "none":
        return "This photo is not in the collection."
    same, at = found.verdict == "same", moment(found)
    words = f"Found it{at}." if same else f"Perhaps this one{at}; I am not sure."
    lines = [f"{_shown(each.name)} ·\u00a0{percent(each)}{_done(each)}" for each in found.matches]
    if len(lines) > 1:
        lines = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return "\n".join([f"<b>{words}</b>", *lines])


def answers(found: Sequence[Answer]) -> str:
    """The verdict on each photo of an album, numbered (HTML)."""
    return "\n".join(f"{number}. {_brief(each)}" for number, each in enumerate(found, start=1))


def _brief(found: Answer) -> str:
    """In so few characters that ten fit a message."""
    if found.verdict == "unreadable":
        return _shown(found.error or FAILED, 3 * _BRIEF)
    if not found.found:
        return answer(found)
    word = ("Found" if found.verdict == "same" else "Perhaps") + moment(found)
    shown = found.matches[:_BRIEFLY]
    more = f" and {len(found.matches) - len(shown)} more" if len(found.matches) > len(shown) else ""
    names = "; ".join(
        f"{_shown(m.name, _BRIEF)} ·\u00a0{percent(m)}{_done(m, _BRIEF)}" for m in shown
    )
    return f"<b>{word}:</b> {names}{more}"


def moment(found: Answer) -> str:
    """Where in a clip it was found, to follow what is said of it; nothing for stills."""
    if found.at is None:
        return ""
    minutes, seconds = divmod(round(found.at), 60)
    return f", {f'{minutes}:{seconds:02}' if minutes else f'{seconds} s'} into the clip"


def compared(found: Answer) -> str:
    """Whether two photos are the same picture (HTML)."""
    match found.verdict:
        case "unreadable":
            return _shown(found.error or FAILED, _LONGEST_ERROR)
        case "plain":
            return "One of them has too little detail to judge."
        case "none":
            return "These are not the same picture."
    (best, *_) = found.matches
    word = "The same picture." if found.verdict == "same" else "Perhaps the same; I am not sure."
    return f"<b>{word}</b>\nYours is the other{_done(best)} ·\u00a0{percent(best)}"


def caption(match: Match) -> str:
    """Plain text below a picture."""
    return f"{_short(match.name)} · {percent(match)}"


def percent(match: Match) -> str:
    """The match value as people read it."""
    return f"{max(0.0, match.value):.0%}".replace("%", "\u00a0%")


def trouble(error: Exception) -> str:
    """What the library refuses to do, as it says it (HTML)."""
    return _shown(str(error), _LONGEST_ERROR)


def refusal(someone: int) -> str:
    """To whom the bot does not answer."""
    return (
        "This bot answers only those whom its admins have allowed. "
        f"Your id, to give to them: <code>{someone}</code>"
    )


def given_up(count: int, reason: str) -> str:
    """To the admins: messages that no handler could cope with (plain text)."""
    what = "A message" if count == 1 else f"{count} messages"
    return (
        f"{what} could not be handled ({reason}). Whoever sent it was told; "
        "it is kept in inbox.sqlite under dead_letters, and the log says more."
    )


def indexing(progress: Progress) -> str:
    """A reindex under way: bar, count, rate and time left."""
    report = progress.report
    if not progress.total:
        return "Indexing …"
    share = progress.done / progress.total
    rate = progress.done / report.seconds if report.seconds else 0.0
    bar = "▓" * round(share * 16) + "░" * (16 - round(share * 16))
    left = f", {duration((progress.total - progress.done) / rate)} left" if rate else ""
    counts = f"{progress.done} of {progress.total}, {rate:.1f} a second"
    return f"Indexing …\n{bar} {share:.0%}\n{counts}{left}"


def duration(seconds: float) -> str:
    """A time as people read it: 40 s, 3 min, 2 h 5 min."""
    if seconds < 60:  # noqa: PLR2004
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"  # noqa: PLR2004


def indexed(report: Report, *, cancelled: bool = False) -> str:
    """The end of a reindex with all its counts (HTML)."""
    word = "Stopped; what is done is kept." if cancelled else "Done."
    lines = [
        f"<b>{word}</b>",
        f"{report.pictures} pictures in the collection",
        f"{report.added} added",
        f"{report.changed} changed",
        f"{report.removed} removed",
        f"{report.unchanged} unchanged",
        f"{len(report.unreadable)} unreadable",
        f"{len(report.plain)} too plain",
        *(
            f"✗ {_shown(each.name)}: {_shown(each.reason, _LONGEST_REPORT)}"
            for each in report.unreadable[:_LISTED]
        ),
    ]
    return "\n".join(lines)


def added(name: str, pictures: int) -> str:
    """A picture was taken in (HTML)."""
    return f"Added <b>{_shown(name)}</b>. The collection has {pictures} pictures."


def removed(name: str, *, stays: bool) -> str:
    """A picture was let go (HTML)."""
    text = f"Removed <b>{_shown(name)}</b>."
    if stays:
        text += " Its file is still in the folder: delete it there too, or /reindex brings it back."
    return text


def unknown(name: str, near: list[str]) -> str:
    """No such picture (HTML), with names that are like it."""
    text = f"There is no picture named <b>{_shown(name)}</b>."
    return text + "".join(f"\n• {_shown(each)}" for each in near)


def access(someone: int, *, allowed: bool, listed: bool) -> str:
    """Somebody was allowed or banned (HTML)."""
    text = f"<code>{someone}</code> {'may' if allowed else 'may not'} use the bot."
    return text if listed else f"{text} (At present everybody may: ACCESS=open.)"


def stats(all_: Stats, engine: str) -> str:
    """The collection in numbers (HTML)."""
    return (
        f"<b>{all_.pictures} pictures</b>, {all_.descriptors} descriptors\n"
        f"{all_.unreadable} unreadable, {all_.plain} too plain\n"
        f"{all_.bytes / 1_000_000:.1f} MB on disk\n"
        f"engine: {engine}"
    )


def status(now: Status) -> str:
    """How the bot is (HTML)."""
    wrong = [] if now.takes else ["No updates are coming in."]
    wrong += [] if now.keeps else ["The disk cannot be written."]
    queue = f"{now.waiting} waiting, the oldest for {duration(now.oldest)}"
    errors = f"{now.errors or 'no'} error{'' if now.errors == 1 else 's'} in the log"
    memory = f", {now.memory / 1_000_000:.0f} MB of memory" if now.memory else ""
    return (
        f"<b>{' '.join(wrong) or 'All is well.'}</b>\n"
        f"{queue if now.waiting > 0 else 'nobody waits'}\n"
        f"{now.per_minute} lookups in the last minute, {now.lookups} since the start\n"
        f"{errors}\n"
        f"{now.pictures} pictures, generation {now.generation}\n"
        f"up {duration(now.uptime)}{memory}"
    )


def backed_up(path: str, size: int, *, sent: bool) -> str:
    """A backup was made (HTML)."""
    text = f"Backed up: {size / 1_000_000:.1f} MB in <code>{escape(path, quote=False)}</code>."
    if sent:
        return f"{text} I have sent it to you, too. Keep it safe: it tells who uses the bot."
    return f"{text} I could not send it to you; copy it from there to a safe place."


def _done(match: Match, most: int = _LONGEST_REPORT) -> str:
    """What was done to the picture."""
    words = match.report or (("mirrored",) if match.mirrored else ())
    done = "".join(f", {each}" for each in words if each != "unchanged")
    return _shown(done, most)


def _shown(text: str, most: int = _LONGEST_NAME) -> str:
    return escape(_short(text, most), quote=False)


def _short(text: str, most: int = _LONGEST_NAME) -> str:
    """A name that fits, on one line; what steers writing direction is taken out."""
    flat = "".join(c if c.isprintable() or c in _KEPT else " " for c in text)
    units = flat.encode("utf-16-le")
    kept = units[: 2 * most].decode("utf-16-le", "ignore")  # half a character is left out
    return flat if kept == flat else f"{kept}…"
