"""Formatted text: HTML to text and entities, and what Telegram marks by itself."""

import html
import re
from dataclasses import dataclass, field
from operator import itemgetter

from .records import Json, RefusedError
from .rules import check_objects, utf16_length

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
MARKED = {  # Telegram finds these by itself
    "bot_command": r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])",
    "url": r"(?<![\w@])(?:https?://|www\.)[^\s<>\"]*[\w/]",
    "email": r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "mention": r"(?<![\w@.])@[A-Za-z]\w{2,31}(?![\w@])",
    "hashtag": r"(?<![\w#])#\w*[^\W\d]\w*",
}
CLOSED = {"code", "pre", "text_link"}  # nothing is marked inside these

_MARK = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in MARKED.items()))
_ATTRIBUTE = r"\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+))?"
_TAG = re.compile(rf"<(/?)([^\s<>/]*)((?:{_ATTRIBUTE})*)\s*>")
_PAIR = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_AMPERSAND = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
_TOKEN = re.compile(r"[<&]")


def parse_text(text: str, parse_mode: str | None, given: object = None) -> tuple[str, list[Json]]:
    """The text that is shown, stripped, and its entities in order; offsets in UTF-16 units."""
    if given:
        entities = check_objects("MessageEntity", given)
    elif parse_mode and parse_mode.lower() != "html":
        raise RefusedError("unsupported parse_mode: the sandbox reads HTML only")
    else:
        text, entities = parse_html(text) if parse_mode else (text, [])
    text, entities = _strip(text, entities)
    return text, sorted(
        [*entities, *_mark(text, entities)], key=lambda e: (e["offset"], -e["length"])
    )


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Read the HTML that Telegram takes; refuse what it does not."""
    reader = _Reader(source)
    position = 0
    while token := _TOKEN.search(source, position):
        reader.add(source[position : token.start()])
        position = reader.tag(token.start()) if token[0] == "<" else reader.escape(token.start())
    reader.add(source[position:])
    return reader.finish()


@dataclass(frozen=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    offset: int
    entity: Json


@dataclass
class _Reader:
    """What has been read so far."""

    source: str
    parts: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def escape(self, at: int) -> int:
        match = _AMPERSAND.match(self.source, at)
        self.add(html.unescape(match[0]) if match else "&")
        return match.end() if match else at + 1

    def tag(self, at: int) -> int:
        match = _TAG.match(self.source, at)
        if not match:
            name = re.match(r"<[^\s<>]*", self.source[at:])
            raise self.refusal(f'Unsupported start tag "{name[0][1:] if name else ""}"', at)
        if match[1]:
            self.end(match[2].lower(), at)
        else:
            self.start(match[2].lower(), match[3], at)
        return match.end()

    def start(self, name: str, attributes: str, at: int) -> None:
        if name not in TAGS:
            raise self.refusal(f'Unsupported start tag "{name}"', at)
        given = {
            key: html.unescape(first or second or bare)
            for key, first, second, bare in _PAIR.findall(attributes)
        }
        if name == "span" and given.get("class") != "tg-spoiler":
            raise self.refusal('Tag "span" must have class "tg-spoiler"', at)
        self.open.append(_Open(name, self.length, _entity(name, given)))

    def end(self, name: str, at: int) -> None:
        if not self.open:
            raise self.refusal("Unexpected end tag", at)
        opened = self.open.pop()
        if name not in ("", opened.name):
            found = f', expected "</{opened.name}>", found "</{name}>"'
            raise self.refusal("Unmatched end tag", at, found)
        length = self.length - opened.offset
        outer = self.open[-1] if self.open else None
        if opened.name == "code" and outer and outer.name == "pre":
            outer.entity.update(opened.entity, type="pre")  # <pre><code> is one block
        elif length and _says_something(opened.entity):
            self.entities.append({**opened.entity, "offset": opened.offset, "length": length})

    def finish(self) -> tuple[str, list[Json]]:
        if self.open:
            name = self.open[-1].name
            message = (
                f"can't parse entities: Can't find end tag corresponding to start tag \"{name}\""
            )
            raise RefusedError(message)
        unique = {tuple(map(str, entity.items())): entity for entity in self.entities}
        return "".join(self.parts), sorted(
            (_in_order(entity) for entity in unique.values()), key=itemgetter("offset")
        )

    def refusal(self, what: str, at: int, more: str = "") -> RefusedError:
        offset = len(self.source[:at].encode())
        return RefusedError(f"can't parse entities: {what} at byte offset {offset}{more}")


def _entity(name: str, given: dict[str, str]) -> Json:
    kind = TAGS[name]
    if name == "a":
        person = re.fullmatch(r"tg://user\?id=(\d{1,18})", given.get("href", ""))
        if person:
            return {"type": "text_mention", "user": {"id": int(person[1])}}
        return {"type": kind, "url": given.get("href", "")}
    if name == "code" and given.get("class", "").startswith("language-"):
        return {"type": kind, "language": given["class"].removeprefix("language-")}
    if name == "blockquote" and "expandable" in given:
        return {"type": "expandable_blockquote"}
    if name == "tg-emoji":
        return {"type": kind, "custom_emoji_id": given.get("emoji-id", "")}
    return {"type": kind}


def _says_something(entity: Json) -> bool:
    """A link to nowhere is dropped, as Telegram does."""
    return entity["type"] != "text_link" or bool(re.match(r"(https?|tg)://.", entity["url"]))


def _in_order(entity: Json) -> Json:
    first = {"offset": entity["offset"], "length": entity["length"], "type": entity["type"]}
    rest = {key: value for key, value in entity.items() if key not in first}
    if entity["type"] == "code":
        rest.pop("language", None)  # only a block has a language
    return first | rest


def _strip(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    lead = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in entities:
        start = min(max(entity["offset"] - lead, 0), end)
        stop = min(max(entity["offset"] + entity["length"] - lead, 0), end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, kept


def _mark(text: str, entities: list[Json]) -> list[Json]:
    closed = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in CLOSED
    ]
    found = []
    for match in _MARK.finditer(text):
        start = utf16_length(text[: match.start()])
        stop = start + utf16_length(match[0])
        if not any(start < last and first < stop for first, last in closed):
            found.append({"offset": start, "length": stop - start, "type": match.lastgroup})
    return found
