"""A language: its texts (Project Fluent), by name. Pure; what is missing is said in English."""

import logging
from dataclasses import dataclass
from functools import cache, reduce
from pathlib import Path
from typing import Self

from fluent.runtime import FluentBundle, FluentResource

_log = logging.getLogger(__name__)
_LOCALES = Path(__file__).parent / "locales"
NAMES = {  # of languages, as those who speak them say; by the name of their file
    "en": "English",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "ru": "Русский",
    "es": "Español",
    "pt": "Português",
    "ar": "العربية",
    "ja": "日本語",
    "de": "Deutsch",
    "fr": "Français",
}
_TRADITIONAL = {"tw", "hk", "mo", "hant"}  # regions and the script itself


@dataclass(frozen=True)
class Tongue:
    """Call it with the name of a text and what stands in its gaps: numbers, or HTML."""

    code: str

    def __call__(self, text: str, /, **gaps: str | float) -> str:
        """Raises LookupError where not even English has the text."""
        bundle = _bundle(self.code if _bundle(self.code).has_message(text) else "en")
        pattern = bundle.get_message(text).value
        if pattern is None:
            raise LookupError(text)
        said, errors = bundle.format_pattern(pattern, gaps)
        for error in errors:
            _log.error("The text %r of %r: %s", text, self.code, error)
        return str(said)

    def row(self, *items: str) -> str:
        """One after the other, with what the language sets between."""
        return reduce(lambda said, item: self("row", said=said, item=item), items)

    def has(self, text: str) -> bool:
        """Whether there is such a text."""
        return _bundle("en").has_message(text)

    @classmethod
    def of(cls, code: str | None) -> Self:
        """The nearest to an IETF language tag, as Telegram gives it."""
        main, *rest = (code or "").lower().replace("_", "-").split("-")
        if main == "zh":
            return cls("zh-Hant" if _TRADITIONAL & {*rest} else "zh-Hans")
        return cls(main if main in NAMES else "en")


ENGLISH = Tongue("en")


def read(*codes: str) -> None:
    """Read languages, each once; else that is done at their first word, and takes a tenth of a
    second, which the loop has not.
    """
    for code in codes:
        _bundle(code)


@cache
def _bundle(code: str) -> FluentBundle:
    bundle = FluentBundle([code], use_isolating=False)  # marks would be copied with an id
    text = (_LOCALES / f"{code}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(text))
    return bundle
