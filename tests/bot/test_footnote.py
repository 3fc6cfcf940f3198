"""What people wrote of a picture, below it: whole if it fits, and nothing in it can be pressed."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import replies
from bot.footnote import footnote
from bot.label import units
from bot.tongue import ENGLISH
from search.notes import Note
from search.verdict import Answer, Match

LINK = "https://t.me/c/1000000001/7"
# As Telegram finds them: a word joiner is in no address, name or command.
PRESSED = re.compile(r"[\w-]+\.[a-z]{2,}|\w+@\w|://\w|(?<!\S)[@/]\w", re.IGNORECASE)


def test_a_note_is_shown_whole() -> None:
    """Caption, tags, link, each on a line of its own."""
    note = Note("The old harbour\nin June", ("boats", "sea"), LINK)
    assert footnote(note, 1000) == f"The old harbour\nin June\n#boats #sea\n{LINK}"
    assert footnote(Note(), 1000) == ""


@pytest.mark.parametrize(
    "link",
    [
        *("https://evil.example/t.me/c/1/2", "http://t.me/c/1/2", "https://t.me@evil.example/1"),
        *("https://t.me.evil.example/x/1", "https://t.me/joinchat", "tg://resolve?domain=x", "x"),
        *("https://t.me/c/1/2 https://evil.example", "https://t.me/x/1?start=2"),
    ],
)
def test_only_a_message_is_linked_to(link: str) -> None:
    """Anything else is left out."""
    assert footnote(Note("boat", link=link), 1000) == "boat"


@pytest.mark.parametrize(
    "caption",
    [
        *("see https://evil.example/x", "evil.example", "www.evil.example", "me@evil.example"),
        *("ask @evil", "press /forget", "tg://user?id=1", "(evil.example)", "a.b.c.de"),
    ],
)
def test_nothing_written_can_be_pressed(caption: str) -> None:
    """It reads the same: only what nobody sees is added."""
    shown = footnote(Note(caption, (caption.rsplit(maxsplit=1)[-1],)), 1000)
    assert not PRESSED.search(shown)
    assert shown.replace("\u2060", "").startswith(caption)


@given(st.text(max_size=1024), st.lists(st.text(min_size=1, max_size=64)), st.integers(0, 1024))
def test_it_fits(caption: str, tags: list[str], most: int) -> None:
    """Whatever is written; the link before the tags before the caption."""
    note = Note(caption, tuple(tags), LINK)
    shown = footnote(note, most)
    assert units(shown) <= most
    assert shown.endswith(LINK) == (most >= len(LINK))


def test_it_follows_its_match_and_is_escaped() -> None:
    """In an answer as HTML, below a picture as it is."""
    matches = (
        Match("a", None, 0.9, note=Note("<b>1 & 2</b>", link=LINK)),
        Match("b", None, 0.8),
        Match("c", None, 0.7, note=Note("three")),
    )
    lines = replies.answer(ENGLISH, Answer("kaze", "same", matches)).split("\n")
    assert [line[:3] for line in lines[1:]] == ["1. ", "&lt", "htt", "2. ", "3. ", "thr"]
    assert lines[2] == "&lt;b&gt;1 &amp; 2&lt;/\u2060b&gt;"
    assert replies.caption(matches[0]) == f"a · 90\u00a0%\n<b>1 & 2</\u2060b>\n{LINK}"


def test_the_longest_answers_fit_a_message() -> None:
    """Telegram's 4,096 and 1,024 UTF-16 units."""
    for count in range(1, 11):
        note = Note("😀." * 512, ("x" * 64,) * 30, LINK)
        match = Match("😀&" * 300, None, 1.0, report=("x" * 300,), note=note)
        answer = Answer("kaze", "same", (match,) * count)
        text = html.unescape(re.sub("</?b>", "", replies.answer(ENGLISH, answer)))
        assert units(f"{text}\n{ENGLISH('preview')}") <= 4096
        assert units(replies.caption(match)) <= 1024
