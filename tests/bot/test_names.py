"""Names and captions are shown as what they are, whatever is in them, and Telegram takes them."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import gauge, notices, replies
from bot.sandbox.entities import MARKED, parse_text
from bot.sandbox.rules import utf16_length
from bot.tongue import ENGLISH
from search.errors import UnknownName
from search.notes import Note, check_note
from search.options import LONGEST_CAPTION, LONGEST_TAG
from search.refused import Refusal
from search.reindex import Progress, Report
from search.stats import Stats
from search.verdict import Answer, Match

from .conftest import photo, running

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NASTY = [
    "<b>bold</b> & <script>alert(1)</script>",
    '<a href="https://evil.example">x</a> &lt;i&gt; &#60; "quotes"',
    "</b></code><tg-spoiler>",
    "**bold** _x_ [a](tg://user?id=1) `c`",
    f"safe{BIDI}gpj.exe",
    "two\nlines\r\n\t\u2028\u2029and\x00 more\x1b[2J",
    "\ud800 half \udfff",
    "👩‍👩‍👧‍👦🏳️‍🌈🇯🇵 風見 مرحبا",
    "🙂" * 4096,
    "<" * 4096,
    "&amp;" * 1024,
    " " * 4096,
    "/ban 1 @everybody #tag",
]
ALPHABET = st.characters(exclude_categories=()) | st.sampled_from(f"<>&;/\"'*_[]`\n{BIDI}🙂")
pieces = st.text(ALPHABET, max_size=20)
names = st.sampled_from(NASTY) | pieces | st.builds(str.__mul__, pieces, st.integers(1, 300))
reports = st.lists(names, max_size=6).map(tuple)
matches = st.builds(
    Match, name=names, path=st.none(), value=st.floats(allow_nan=False), report=reports
)
captions = names.map(
    lambda text: "".join(c for c in text if c.isprintable() or c == "\n")[:LONGEST_CAPTION]
)
tags = names.map(lambda text: "".join(filter(str.isprintable, text)).replace(" ", "")[:LONGEST_TAG])
answers = st.builds(
    Answer,
    engine=st.just("kaze"),
    verdict=st.sampled_from(["same", "maybe", "none", "plain", "unreadable"]),
    matches=st.lists(matches, max_size=10).map(tuple),
    error=st.none() | names,
)


def literally(name: str) -> str:
    """The characters of a name that show and steer nothing, each in its place; others: a space."""
    joiners = "\u200c\u200d\u00a0"
    return "".join(c if c.isprintable() or c in joiners else " " for c in name)


def shown(html: str) -> str:
    """What Telegram shows of a text; it must take it, and no markup may come from a name."""
    text, entities = parse_text(html, "HTML")
    assert 1 <= utf16_length(text) <= 4096
    assert not set(text) & set(BIDI)
    ours = [each for each in entities if each["type"] not in MARKED]
    assert [each["type"] for each in ours] in ([], ["bold"], ["code"])
    return text


def is_shown(name: str, text: str) -> bool:
    """Whether a text shows a name, or as much of it as fits."""
    wanted = literally(name)
    if wanted.strip() in text:
        return True
    start = wanted[:90].strip()
    return len(wanted) > 90 and start in text and "…" in text


@given(answers)
@example(Answer("kaze", "same", (Match("🙂" * 4096, None, 1.0, report=("🙂" * 400,)),) * 10))
def test_answers(answer: Answer) -> None:
    """The verdict in bold, then every name."""
    text = shown(replies.answer(ENGLISH, answer))
    if answer.found:
        assert len(text.splitlines()) <= 1 + len(answer.matches)
        assert all(is_shown(match.name, text) for match in answer.matches)


@given(matches)
def test_captions(match: Match) -> None:
    """No markup at all: they are plain text of at most 1,024 characters."""
    caption = replies.caption(match)
    text, _ = parse_text(caption, None)
    assert text == caption.strip()
    assert utf16_length(text) <= 1024
    assert not set(text) & set(BIDI)
    assert is_shown(match.name, text)


@given(captions, st.lists(tags.filter(bool), max_size=5).map(tuple))
def test_what_people_wrote_of_a_picture(caption: str, tags: tuple[str, ...]) -> None:
    """Its beginning at least, and nothing in it leads anywhere: neither markup nor what Telegram
    finds by itself, but for the tags.
    """
    check_note(note := Note(caption, tags))
    match = Match("x", None, 1.0, note=note)
    answer = replies.answer(ENGLISH, Answer("kaze", "same", (match,)))
    shown(answer)
    for said, mode in ((answer, "HTML"), (replies.caption(match), None)):
        text, entities = parse_text(said, mode)
        assert caption[:90].strip() in text.replace("\u2060", "")
        assert {each["type"] for each in entities} <= {"bold", "hashtag"}


@given(names, st.lists(names, max_size=3), st.booleans())
def test_what_admins_are_told(name: str, near: list[str], stays: bool) -> None:  # noqa: FBT001
    """Names that were added, removed, or are unknown; what the library refuses."""
    unknown = shown(notices.unknown(ENGLISH, name, near))
    assert all(is_shown(each, unknown) for each in [name, *near])
    assert is_shown(name, shown(notices.added(ENGLISH, name, 1, alone=False)))
    assert is_shown(name, shown(notices.removed(ENGLISH, name, stays=stays)))
    shown(replies.trouble(ENGLISH, UnknownName(name)))


@given(st.lists(st.tuples(names, names), max_size=12), st.booleans())
def test_the_end_of_a_reindex(files: list[tuple[str, str]], cancelled: bool) -> None:  # noqa: FBT001
    """Files that could not be read."""
    unreadable = tuple(Refusal(name, "", plain=False, reason=reason) for name, reason in files)
    text = shown(gauge.indexed(ENGLISH, Report(unreadable=unreadable), cancelled=cancelled))
    assert all(is_shown(name, text) for name, _ in files[:10])


@given(st.integers(0, 10**15), st.floats(0, 1e9), st.sampled_from(["kaze", "article"]))
def test_texts_of_numbers(number: int, seconds: float, engine: str) -> None:
    """They are taken, whatever the numbers."""
    shown(ENGLISH("refusal", id=number))
    shown(replies.access(ENGLISH, -number, allowed=True, listed=False))
    shown(replies.backed_up(ENGLISH, "data/backups/x.zip", number, sent=True))
    shown(replies.stats(ENGLISH, Stats(number, number, number, number, number, {}), engine))
    shown(gauge.indexing(ENGLISH, Progress(number, number + 1, Report(seconds=seconds))))
    assert parse_text(replies.given_up(number, number, "KeyError"), None)[0]


async def test_a_hostile_file_name_is_only_a_name(tmp_path: Path) -> None:
    """From the folder to the answer, the picture's caption and the buttons."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    name = "<b>x<i>&amp;\u202egpj.exe\n🙂.jpg"
    (folder / name).write_bytes(photo("stranger.jpg"))
    (folder / f"broken {name}").write_bytes(b"\xff\xd8\xff\xe0 no more")
    async with running(tmp_path / "data", images_dir=folder) as room:
        asked = await room.alice.send_text("/reindex")
        told = await room.reply(asked, lambda m: "Done" in m.text)
        assert "broken <b>x<i>&amp; gpj.exe 🙂.jpg" in told.text
        asked = await room.bob.send_photo(photo("stranger.jpg"), caption="<i>&\u202e")
        answer = await room.verdict(asked)
        assert "<b>x<i>&amp; gpj.exe 🙂.jpg" in answer.text
        sent = await room.reply(asked, lambda m: "photo" in m.json)
        assert sent.text.startswith("<b>x<i>&amp; gpj.exe 🙂.jpg")


@pytest.mark.parametrize("command", ["/add", "/remove", "/allow", "/find", "/stats"])
async def test_whatever_follows_a_command_is_answered(tmp_path: Path, command: str) -> None:
    """Once, in a text that Telegram takes."""
    async with running(tmp_path / "data") as room:
        for name in NASTY:
            text = f"{command} {name}".encode("utf-16", "ignore").decode("utf-16")[:2000]
            asked = await room.alice.send_text(text)
            assert (await room.reply(asked)).text not in ("", ENGLISH("failed"))
            if command == "/add":
                caption = text.encode("utf-16-le")[:2048].decode("utf-16-le", "ignore")
                asked = await room.alice.send_photo(photo("plain.png"), caption=caption)
                assert (await room.reply(asked)).text not in ("", ENGLISH("failed"))
