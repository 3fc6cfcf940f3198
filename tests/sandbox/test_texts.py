"""HTML becomes text and entities, with offsets in UTF-16 units."""

from typing import Any

import pytest

from bot.sandbox.entities import parse_text
from bot.sandbox.privacy import cut


def spans(source: str, mode: str | None = "HTML") -> tuple[str, list[tuple[str, str]]]:
    """The text, and each entity as (type, what it covers)."""
    text, entities = parse_text(source, mode)
    return text, [(one["type"], cut(text, one["offset"], one["length"])) for one in entities]


MARKUP = [
    ("<b>x</b> <strong>y</strong>", "x y", [("bold", "x"), ("bold", "y")]),
    ("🙂<i>a</i>🙂<em>b</em>", "🙂a🙂b", [("italic", "a"), ("italic", "b")]),
    ("<u>a</u><ins>b</ins>", "ab", [("underline", "a"), ("underline", "b")]),
    ("<s>a</s><del>b</del>", "ab", [("strikethrough", "a"), ("strikethrough", "b")]),
    ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
    ("<code>a &lt;b&gt; &amp;&#33;</code>", "a <b> &!", [("code", "a <b> &!")]),
    ("<span class='tg-spoiler'>a</span>", "a", [("spoiler", "a")]),
    ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", "a")]),
    ("<blockquote>a</blockquote>b", "ab", [("blockquote", "a")]),
    ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", "a")]),
    ("  <b> a </b>  ", "a", [("bold", "a")]),
    ("<b></b>a", "a", []),
    ("a & b &copy; 1 > 0", "a & b &copy; 1 > 0", []),
    ("<a href='nowhere'>a</a>", "a", []),
    ("<B>a</b>", "a", [("bold", "a")]),
    ("<code>/find @bob</code>", "/find @bob", [("code", "/find @bob")]),
]


@pytest.mark.parametrize(("source", "text", "expected"), MARKUP)
def test_html_is_read(source: str, text: str, expected: list[tuple[str, str]]) -> None:
    """Every tag that Telegram takes."""
    assert spans(source) == (text, expected)


MARKED = [
    ("/start", [("bot_command", "/start")]),
    ("🙂 /find@kazami_bot x", [("bot_command", "/find@kazami_bot")]),
    ("a/b and/or /é", []),
    ("hi @alice_sandbox!", [("mention", "@alice_sandbox")]),
    ("see https://x.org/a?b=1. #wind", [("url", "https://x.org/a?b=1"), ("hashtag", "#wind")]),
    ("write to a.b@x.org", [("email", "a.b@x.org")]),
    ("<b>plain</b>", []),
]


@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_telegram_marks_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    """Commands, mentions, links and tags need no markup."""
    assert spans(text, None) == (text, expected)


DETAILS: list[tuple[str, dict[str, Any]]] = [
    (
        "<a href='https://x.org/?a=1&amp;b=2'>a</a>",
        {"type": "text_link", "url": "https://x.org/?a=1&b=2"},
    ),
    ("<a href='tg://user?id=1001'>a</a>", {"type": "text_mention", "user": {"id": 1001}}),
    ("<pre>a</pre>", {"type": "pre"}),
    ("<pre><code class='language-python'>a</code></pre>", {"type": "pre", "language": "python"}),
    ("<tg-emoji emoji-id='5'>a</tg-emoji>", {"type": "custom_emoji", "custom_emoji_id": "5"}),
]


@pytest.mark.parametrize(("source", "expected"), DETAILS)
def test_an_entity_says_more(source: str, expected: dict[str, Any]) -> None:
    """Addresses, languages, people."""
    assert parse_text(source, "HTML") == ("a", [{"offset": 0, "length": 1, **expected}])


def test_entities_can_be_given() -> None:
    """Instead of markup, and they are kept."""
    given = [{"type": "bold", "offset": 1, "length": 2}]
    assert parse_text("abc", None, given)[1] == given
