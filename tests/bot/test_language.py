"""Ten languages: the same texts in each, and each person is spoken to in their own."""

import re
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot import gauge, notices, replies, tongue
from bot.commands import ADMIN, GROUP, PRIVATE
from bot.phrases import phrase
from bot.sandbox.entities import parse_text
from bot.sandbox.rules import utf16_length
from bot.tongue import ENGLISH, NAMES, Tongue
from search.verdict import Answer, Match

from .conftest import Room, photo, running

FOLDER = Path(bot.__file__).parent
OTHERS = [code for code in NAMES if code != "en"]
PHRASES = (
    *("cropped to 62 %", "mirrored", "flipped upside down", "turned by 180°"),
    *("turned by 4° to the right", "turned by 4° to the left", "photographed at an angle"),
    *("stretched: 20 % wider", "stretched: 20 % taller", "48 % of the size"),
    *("fills 30 % of the photo", "something added at the top", "inside something larger"),
    *("inside something larger, on 20 % of it", "caption added at the bottom"),
    *("caption added at the top and bottom", "border added", "white border added"),
    *("black border added", "bar added at the left", "white bars added at the top and bottom"),
    *("black bars added at the top, left and right", "pixelated", "strongly compressed"),
    *("inverted colours", "made black and white", "colours changed", "more colourful", "paler"),
    *("brighter", "darker", "more contrast", "less contrast", "blurred", "noisy"),
    *("text over it", "text over it, at the top", "something covers 20 % of it"),
    "something covers 20 % of it, in the middle",
    "something covers 20 % of it, at the bottom left",
)


class Gaps(Visitor):
    """What a text leaves open, and by which numbers it changes."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  theirs
        """`{ $name }`."""
        self.names.add(node.id.name)


@cache
def texts(code: str) -> dict[str, ast.Message]:
    """Of a language; its file must be in order."""
    resource = FluentParser().parse((FOLDER / f"locales/{code}.ftl").read_text("utf-8"))
    assert not [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    found = [entry for entry in resource.body if isinstance(entry, ast.Message)]
    assert len({each.id.name for each in found}) == len(found)
    return {each.id.name: each for each in found}


def gaps(text: ast.Message) -> set[str]:
    """The names of what stands in it."""
    visitor = Gaps()
    visitor.visit(text)
    return visitor.names


def tags(code: str, text: str) -> list[str]:
    """The markup of a text, whichever of its plural forms is taken."""
    numbers = dict.fromkeys(gaps(texts(code)[text]), 5)
    return sorted(re.findall(r"</?\w+>", Tongue(code)(text, **numbers)))


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_there_with_the_same_gaps(code: str) -> None:
    """And with the same markup."""
    english, other = texts("en"), texts(code)
    assert list(other) == list(english)
    for name, text in english.items():
        assert gaps(other[name]) == gaps(text), name
        assert tags(code, name) == tags("en", name), name


@pytest.mark.parametrize(
    ("code", "said"), [("de", "a, b, c"), ("ar", "a، b، c"), ("ja", "a、b、c")]
)
def test_commas_are_those_of_the_language(code: str, said: str) -> None:
    """Between names, and between what was done to a picture."""
    assert notices.some(Tongue(code), ["a", "b", "c"]) == said
    done = ["mirrored", "darker"]
    answer = Answer("kaze", "same", (Match("x", None, 1.0, report=tuple(done)),))
    words = Tongue(code).row(*(phrase(Tongue(code), each) for each in done))
    assert replies.answer(Tongue(code), answer).endswith(Tongue(code).row("", words))


@pytest.mark.parametrize("code", NAMES)
@pytest.mark.parametrize("error", ["Damaged", "Damaged-clip", "NotAnImage", "TooLarge", "TooBig"])
def test_what_is_refused_is_said_with_what_to_do(code: str, error: str) -> None:
    """Two sentences, or a clause and another."""
    told = Tongue(code)(f"error-{error}", size="9", limit="8")
    assert len(re.findall(r"[.。](?=\s|$|\w)", told)) >= 2, told


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_is_not_english(code: str) -> None:
    """Nothing was left as it was, but for what is the same everywhere."""
    same = {name for name in texts("en") if Tongue(code)(name) == ENGLISH(name)}
    assert len(same) <= 12, same


def named() -> Iterator[str]:
    """Every text that the code asks for by its whole name."""
    for path in FOLDER.glob("*.py"):
        yield from re.findall(r"""\b(?:t|ENGLISH)\(\s*"([\w-]+)\"""", path.read_text("utf-8"))


def test_every_text_that_is_asked_for_exists() -> None:
    """A wrong name would only be noticed by whom it should have told something."""
    assert set(named()) <= set(texts("en"))
    assert len(set(named())) > 40


@pytest.mark.parametrize("code", NAMES)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 11, 21, 22, 100, 1_000_000])
def test_plural_forms(code: str, count: int) -> None:
    """Every number has its form, and says itself."""
    digits = re.sub(r"\D", "", ENGLISH("added", name="x", count=count))
    said = Tongue(code)("added", name="x", count=count)
    assert re.sub(r"\D", "", said) == digits


def test_russian_has_three_forms() -> None:
    """One, few, many."""
    forms = [Tongue("ru")("status-errors", count=count).split()[1] for count in (1, 2, 5, 21)]
    assert forms[0] == forms[3]
    assert len(set(forms)) == 3


@pytest.mark.parametrize("code", NAMES)
def test_telegram_takes_every_text(code: str) -> None:
    """As HTML, and within its limits; nothing is left open."""
    for name, text in texts(code).items():
        said = Tongue(code)(name, **dict.fromkeys(gaps(text), 7))
        shown, _ = parse_text(said, "HTML")
        assert 1 <= utf16_length(shown) <= 4096
        assert "{" not in shown
        if name.startswith("button-"):
            assert len(shown) <= 26, shown


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("said", PHRASES)
def test_what_was_done_is_said_in_each_language(code: str, said: str) -> None:
    """With the same numbers, and nothing of the English."""
    other = phrase(Tongue(code), said)
    assert other != said or code in {"de", "fr", "es", "pt"}
    assert re.findall(r"\d+", other) == re.findall(r"\d+", said)
    assert not {"covers", "something", "added", "bottom"} & set(other.split())


@given(st.text(max_size=40))
def test_an_unknown_phrase_stays_as_it_is(said: str) -> None:
    """The library may learn new ones."""
    if said not in PHRASES:
        assert phrase(Tongue("de"), said) == said


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        *[(code, code) for code in NAMES],
        *[("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant")],
        *[("zh-hant-tw", "zh-Hant"), ("pt-br", "pt"), ("de-AT", "de"), ("DE", "de")],
        *[("tlh", "en"), ("", "en"), (None, "en"), ("../../x", "en")],
    ],
)
def test_the_nearest_language_is_taken(tag: str | None, code: str) -> None:
    """Whatever an app says."""
    assert Tongue.of(tag) == Tongue(code)


async def test_everybody_is_answered_in_their_own(room: Room) -> None:
    """As their app is set, without asking."""
    room.bob.language = "de"
    answer = await room.verdict(await room.bob.send_photo(photo("stranger.jpg")))
    assert answer.text == Tongue("de")("none")
    assert answer.buttons[0]["text"] == Tongue("de")("button-nearest")
    other = await room.verdict(await room.sandbox.carol.send_photo(photo("stranger.jpg")))
    assert other.text == ENGLISH("none")


@pytest.mark.parametrize("code", NAMES)
async def test_a_language_is_chosen_by_a_button(room: Room, code: str) -> None:
    """And stays chosen."""
    asked = await room.reply(await room.bob.send_text("/language"))
    assert [each["text"] for each in asked.buttons] == list(NAMES.values())
    await room.bob.press(asked, NAMES[code])
    wanted = Tongue(code)("language-set")
    await room.sandbox.until(lambda m: m.id == asked.id and m.text == wanted, room.bob)
    await room.stop()
    await room.start()
    told = await room.reply(await room.bob.send_text("/privacy"))
    assert told.text == parse_text(Tongue(code)("privacy"), "HTML")[0]


async def test_a_groups_language_is_its_admins_choice(room: Room) -> None:
    """Nobody else is given the buttons, and nobody else may press them."""
    group = room.sandbox.group
    refused = await room.reply(await room.bob.send_text("/language", group))
    assert refused.text == ENGLISH("group-admins-only")
    group.members[room.bob.id] = "administrator"
    asked = await room.reply(await room.bob.send_text("/language", group))
    told = await room.sandbox.carol.press(asked, "Français")
    assert told
    assert told.text == ENGLISH("group-admins-only")
    await room.bob.press(asked, "Français")
    await room.sandbox.until(lambda m: m.id == asked.id and "français" in m.text, group)
    said = await room.reply(await room.sandbox.carol.send_text("/find", group))
    assert said.text == Tongue("fr")("find-what")


async def test_forgetting_forgets_the_language(room: Room) -> None:
    """It was theirs."""
    asked = await room.reply(await room.bob.send_text("/language"))
    await room.bob.press(asked, "Deutsch")
    await room.sandbox.until(lambda m: m.id == asked.id and "Deutsch" in m.text, room.bob)
    await room.reply(await room.bob.send_text("/forget"))
    told = await room.reply(await room.bob.send_text("/find"))
    assert told.text == ENGLISH("find-what")


def test_menus_speak_all_languages() -> None:
    """What a command does has a text."""
    for name in (*PRIVATE, *GROUP, *ADMIN):
        assert f"menu-{name}" in texts("en")


def test_numbers_are_written_as_people_write_them() -> None:
    """A German's thousand has a dot."""
    assert "1,234" in ENGLISH("added", name="x", count=1234)
    assert "1.234" in Tongue("de")("added", name="x", count=1234)
    assert gauge.duration(Tongue("ru"), 125 * 60) == Tongue("ru")("hours", hours=2, minutes=5)


async def test_languages_are_read_beside_the_loop(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes a tenth of a second, in which nobody would be answered."""
    inside: list[bool] = []

    def read(text: str) -> object:
        inside.append(threading.current_thread() is threading.main_thread())
        return FluentResource(text)

    monkeypatch.setattr(tongue, "FluentResource", read)
    tongue._bundle.cache_clear()
    async with running(data_dir) as room:
        await room.sent("setMyCommands", len(NAMES))
    assert inside == [False] * len(NAMES)
