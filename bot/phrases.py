"""What the library says was done to a picture -> the same in another language. Pure."""

import re

from bot.tongue import Tongue

_WORDS = {  # phrases without a gap, and their texts
    "mirrored": "done-mirrored",
    "flipped upside down": "done-flipped",
    "turned by 180°": "done-turned-180",
    "photographed at an angle": "done-angle",
    "inside something larger": "done-inside",
    "border added": "done-border",
    "white border added": "done-border-white",
    "black border added": "done-border-black",
    "pixelated": "done-pixelated",
    "strongly compressed": "done-compressed",
    "inverted colours": "done-inverted",
    "made black and white": "done-gray",
    "colours changed": "done-colours",
    "more colourful": "done-colourful",
    "paler": "done-paler",
    "brighter": "done-brighter",
    "darker": "done-darker",
    "more contrast": "done-more-contrast",
    "less contrast": "done-less-contrast",
    "blurred": "done-blurred",
    "noisy": "done-noisy",
    "text over it": "done-text",
}
_GAPS = {  # those with gaps, named as in their texts
    r"cropped to (?P<share>\d+) %": "done-cropped",
    r"turned by (?P<degrees>\d+)° to the right": "done-turned-right",
    r"turned by (?P<degrees>\d+)° to the left": "done-turned-left",
    r"stretched: (?P<share>\d+) % wider": "done-wider",
    r"stretched: (?P<share>\d+) % taller": "done-taller",
    r"(?P<share>\d+) % of the size": "done-size",
    r"fills (?P<share>\d+) % of the photo": "done-fills",
    r"something added at the (?P<where>.+)": "done-added",
    r"inside something larger, on (?P<share>\d+) % of it": "done-inside-on",
    r"caption added at the (?P<where>.+)": "done-caption",
    r"bars? added at the (?P<where>.+)": "done-bars",
    r"white bars? added at the (?P<where>.+)": "done-bars-white",
    r"black bars? added at the (?P<where>.+)": "done-bars-black",
    r"text over it, (?P<where>.+)": "done-text-at",
    r"something covers (?P<share>\d+) % of it": "done-covered",
    r"something covers (?P<share>\d+) % of it, (?P<where>.+)": "done-covered-at",
}
_PLACE = re.compile("top|bottom|left|right|middle")


def phrase(t: Tongue, said: str) -> str:
    """A phrase of `search.report` in another language; as it is where that is English."""
    if t.code == "en":
        return said
    if said in _WORDS:
        return t(_WORDS[said])
    for pattern, text in _GAPS.items():
        if match := re.fullmatch(pattern, said):
            return t(text, **{name: _gap(t, value) for name, value in match.groupdict().items()})
    return said


def _gap(t: Tongue, value: str) -> str:
    """A number, or a place: "at the top left" names two sides."""
    return value if value.isdecimal() else t.row(*(t(f"at-{s}") for s in _PLACE.findall(value)))
