"""What people do to pictures, made with a seed: light, hard and extreme edits, and several at once.

An edit takes a picture's pixels, (rows, columns, 3) uint8, and a `Studio`, and returns the photo's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
_SENT = 1280  # px: messengers shrink a photo to this long side
_QUALITY = 85  # of the JPEG that a photo is sent as


@dataclass(frozen=True)
class Studio:
    """What an edit may use: chance, and pictures that are not in the collection."""

    draw: np.random.Generator
    others: list[Pixels]

    def other(self) -> Pixels:
        """Another picture, to paste on or to blend with."""
        return self.others[self.draw.integers(len(self.others))]


Edit = Callable[[Pixels, Studio], Pixels]


def opened(path: Path) -> Pixels:
    """An image file in colour; what is transparent shows white, as in a chat."""
    image = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))[:, :, ::-1].copy()


def sent(pixels: Pixels) -> bytes:
    """The JPEG that arrives."""
    return jpeg(_fit(pixels, min(_SENT, max(pixels.shape))), _QUALITY)


def received(pixels: Pixels) -> Pixels:
    """What that JPEG shows."""
    return _decoded(sent(pixels))


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """Bytes of a JPEG."""
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


# --- Light -------------------------------------------------------------------------------------


def compressed(pixels: Pixels, _: Studio, *, quality: int) -> Pixels:
    """Saved with little quality."""
    return _decoded(jpeg(pixels, quality))


def scaled(pixels: Pixels, _: Studio, *, factor: float, aspect: float = 1.0) -> Pixels:
    """Another size; `aspect` wider than it was."""
    height, width = pixels.shape[:2]
    size = max(1, round(width * factor * aspect)), max(1, round(height * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _u8(cv2.resize(pixels, size, interpolation=how))


def blurred(pixels: Pixels, _: Studio, *, radius: float) -> Pixels:
    """Out of focus; the radius is the Gaussian's sigma in px."""
    return _u8(cv2.GaussianBlur(pixels, (0, 0), radius))


def toned(pixels: Pixels, _: Studio, *, contrast: float = 1.0, light: float = 0.0) -> Pixels:
    """Contrast about the middle gray, and brighter by `light` levels."""
    return _u8((pixels - 128.0) * contrast + 128 + light)


def coloured(pixels: Pixels, _: Studio, *, hue: int = 0, saturation: float = 1.0) -> Pixels:
    """Other colours: hue turned by 2 x `hue` degrees; saturation 0 is gray."""
    hsv = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV).astype(float)
    hsv[..., 0] = (hsv[..., 0] + hue) % 180
    hsv[..., 1] *= saturation
    return _u8(cv2.cvtColor(_u8(hsv), cv2.COLOR_HSV2BGR))


def noisy(pixels: Pixels, studio: Studio, *, sigma: float) -> Pixels:
    """Grain, sigma in gray levels."""
    return _u8(pixels + studio.draw.normal(0, sigma, pixels.shape))


def pixelated(pixels: Pixels, _: Studio, *, factor: float) -> Pixels:
    """Shrunk by `factor`, and blown up again in squares."""
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return _u8(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST))


def padded(pixels: Pixels, studio: Studio, *, share: float) -> Pixels:
    """A border of one colour, `share` of each side."""
    height, width = pixels.shape[:2]
    colour = [int(level) for level in studio.draw.choice([0, 127, 255], 3)]
    down, across = round(height * share), round(width * share)
    return _u8(
        cv2.copyMakeBorder(pixels, down, down, across, across, cv2.BORDER_CONSTANT, value=colour)
    )


def cropped(pixels: Pixels, studio: Studio, *, area: float) -> Pixels:
    """A piece of `area` of the picture, anywhere in it."""
    rows, columns = pixels.shape[:2]
    height, width = max(1, round(rows * area**0.5)), max(1, round(columns * area**0.5))
    top = studio.draw.integers(rows - height + 1)
    left = studio.draw.integers(columns - width + 1)
    return pixels[top : top + height, left : left + width]


def rotated(pixels: Pixels, studio: Studio) -> Pixels:
    """Turned by any angle, on a canvas that holds all of it."""
    return turned(pixels, float(studio.draw.uniform(5, 355)), int(studio.draw.choice([0, 255])))


def turned(pixels: Pixels, degrees: float, ground: int) -> Pixels:
    """Turned counter-clockwise about its middle."""
    height, width = pixels.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cos, sin = np.abs(about[0, :2])
    size = round(width * cos + height * sin), round(width * sin + height * cos)
    about[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return _u8(cv2.warpAffine(pixels, about, size, flags=cv2.INTER_CUBIC, borderValue=[ground] * 3))


def mirrored(pixels: Pixels, _: Studio) -> Pixels:
    """Left is right."""
    return np.ascontiguousarray(pixels[:, ::-1])


def captioned(pixels: Pixels, studio: Studio, *, below: bool) -> Pixels:
    """A bar with two lines of bold text, a quarter of the height."""
    height, width = pixels.shape[:2]
    ground = int(studio.draw.choice([0, 255]))
    bar = np.full((max(8, height // 4), width, 3), ground, np.uint8)
    for line, words in enumerate(("NOBODY EXPECTS", "A CHANGE IN THE WIND")):
        _write(bar, words, 0.05, 0.42 + 0.45 * line, 255 - ground, 0.9)
    return np.vstack([pixels, bar] if below else [bar, pixels])


def overwritten(pixels: Pixels, studio: Studio) -> Pixels:
    """Text and emoji over half of the picture."""
    done = pixels.copy()
    height, width = done.shape[:2]
    top = float(studio.draw.choice([0, 0.5]))
    for line in range(3):
        _write(done, "WHEN IT BLOWS", 0.02, top + 0.14 + 0.16 * line, 255, 0.96, edge=True)
    for _ in range(4):
        x, y = studio.draw.uniform((0, top), (1, top + 0.5)) * (width, height)
        _emoji(done, int(x), int(y), max(4, min(width, height) // 9))
    return done


def striped(pixels: Pixels, studio: Studio) -> Pixels:
    """A fifth of it under slanted stripes of one colour."""
    height, width = pixels.shape[:2]
    period = max(10, max(height, width) / 12)
    along = np.arange(width) + np.arange(height)[:, None] * studio.draw.uniform(-1, 1)
    done = pixels.copy()
    done[(along % period) < period / 5] = studio.draw.integers(0, 256, 3)
    return done


# --- Hard --------------------------------------------------------------------------------------


def overlaid(pixels: Pixels, studio: Studio) -> Pixels:
    """Another picture over it, half transparent."""
    height, width = pixels.shape[:2]
    return _u8(
        cv2.addWeighted(pixels, 0.5, _u8(cv2.resize(studio.other(), (width, height))), 0.5, 0)
    )


def combined(pixels: Pixels, studio: Studio, *, count: int) -> Pixels:
    """Several light edits, one after the other."""
    for name in studio.draw.choice(sorted(LIGHT), count, replace=False):
        pixels = LIGHT[name](pixels, studio)
    return pixels


def tilted(pixels: Pixels, studio: Studio, *, degrees: float) -> Pixels:
    """A page seen at an angle, turned about a slanted axis, 2.2 widths away, on a table."""
    height, width = pixels.shape[:2]
    axis = studio.draw.uniform(0, 2 * np.pi)
    turn, _ = cv2.Rodrigues(np.radians(degrees) * np.array([np.cos(axis), np.sin(axis), 0]))
    away, focus = 2.2 * max(width, height), 2.2 * max(width, height)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, height / 2)
    seen = np.column_stack([corners, np.zeros(4)]) @ turn.T + (0, 0, away)
    flat = seen[:, :2] / seen[:, 2:] * focus
    low, margin = flat.min(axis=0), 0.08 * max(width, height)
    size = np.ceil(np.ptp(flat, axis=0) + 2 * margin).astype(int)
    to = (flat - low + margin).astype(np.float32)
    home = (corners + np.array([width, height]) / 2).astype(np.float32)
    view = cv2.getPerspectiveTransform(home, to)
    table = _u8(cv2.resize(studio.other(), (int(size[0]), int(size[1]))))
    flags = cv2.INTER_AREA
    return _u8(
        cv2.warpPerspective(
            pixels, view, table.shape[1::-1], table, flags, borderMode=cv2.BORDER_TRANSPARENT
        )
    )


def on_a_phone(pixels: Pixels, studio: Studio) -> Pixels:
    """A phone's screenshot: the picture in a chat, 60 to 100 % of the screen's width."""
    screen = np.full((2340, 1080, 3), int(studio.draw.choice([18, 240])), np.uint8)
    return _on_a_page(screen, pixels, studio.draw.uniform(0.6, 1.0), studio)


def on_a_web_page(pixels: Pixels, studio: Studio) -> Pixels:
    """A screenshot of a browser: the picture in a column, 35 to 60 % of the page's width."""
    page = np.full((1080, 1920, 3), int(studio.draw.choice([30, 255])), np.uint8)
    return _on_a_page(page, pixels, studio.draw.uniform(0.35, 0.6), studio)


def _on_a_page(page: Pixels, pixels: Pixels, share: float, studio: Studio) -> Pixels:
    rows, columns = page.shape[:2]
    ink = 255 - int(page[0, 0, 0])
    for line in range(14):
        _write(page, "A line of what somebody wrote there", 0.04, (line + 1) / 15, ink, 0.5)
    small = _shrunk_into(pixels, columns * share, rows * 0.75)
    height, width = small.shape[:2]
    left = round((columns - width) * studio.draw.uniform(0.2, 0.8))
    top = round((rows - height) * studio.draw.uniform(0.15, 0.7))
    page[top : top + height, left : left + width] = small
    return page


def pasted(pixels: Pixels, studio: Studio, *, side: float) -> Pixels:
    """On another picture, `side` of its width and height at most."""
    return laid_on(studio.other(), pixels, studio, side)


def laid_on(ground: Pixels, pixels: Pixels, studio: Studio, side: float = 0.5) -> Pixels:
    """Anywhere on `ground`."""
    done = _fit(ground, 1000)
    rows, columns = done.shape[:2]
    small = _shrunk_into(pixels, columns * side, rows * side)
    height, width = small.shape[:2]
    top = studio.draw.integers(rows - height + 1)
    left = studio.draw.integers(columns - width + 1)
    done[top : top + height, left : left + width] = small
    return done


# --- Extreme, and several ----------------------------------------------------------------------


def in_a_collage(pixels: Pixels, studio: Studio) -> Pixels:
    """A quarter of a collage of four; the others are strangers."""
    four = [pixels, *(studio.other() for _ in range(3))]
    studio.draw.shuffle(four)
    return collage(four)


def collage(four: list[Pixels]) -> Pixels:
    """Two by two, each cut to 3 : 2 about its middle."""
    tiles = [
        _u8(cv2.resize(_middle(each, 1.5), (600, 400), interpolation=cv2.INTER_AREA))
        for each in four
    ]
    return np.vstack([np.hstack(tiles[:2]), np.hstack(tiles[2:])])


def wall(pictures: list[Pixels], studio: Studio) -> Pixels:
    """A gallery wall: framed, in two rows, slightly askew."""
    done = np.full((900, 1280, 3), 205, np.uint8)
    done = _u8(done + studio.draw.normal(0, 3, done.shape))
    columns = -(-len(pictures) // 2)
    for number, each in enumerate(pictures):
        small = _shrunk_into(each, 1080 / columns, 360)
        framed = cv2.copyMakeBorder(small, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=[30] * 3)
        height, width = framed.shape[:2]
        left = 1280 / columns * (number % columns + 0.5) - width / 2
        top = 450 * (number // columns + 0.5) - height / 2
        done = _hung(done, _u8(framed), left, top, float(studio.draw.uniform(-3, 3)))
    return done


def _hung(ground: Pixels, framed: Pixels, left: float, top: float, degrees: float) -> Pixels:
    height, width = framed.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    about[:, 2] += np.array([left, top])
    return _u8(
        cv2.warpAffine(
            *(framed, about, ground.shape[1::-1], ground),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_TRANSPARENT,
        )
    )


# --- Brushes -----------------------------------------------------------------------------------


def _decoded(data: bytes) -> Pixels:
    return _u8(np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)))


def _u8(pixels: NDArray[np.generic]) -> Pixels:
    return np.asarray(pixels).clip(0, 255).astype(np.uint8)


def _fit(pixels: Pixels, side: int) -> Pixels:
    factor = side / max(pixels.shape[:2])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _u8(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how))


def _shrunk_into(pixels: Pixels, width: float, height: float) -> Pixels:
    factor = min(width / pixels.shape[1], height / pixels.shape[0])
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return _u8(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=how))


def _middle(pixels: Pixels, aspect: float) -> Pixels:
    rows, columns = pixels.shape[:2]
    width, height = min(columns, round(rows * aspect)), min(rows, round(columns / aspect))
    top, left = (rows - height) // 2, (columns - width) // 2
    return pixels[top : top + height, left : left + width]


def _write(  # noqa: PLR0913, PLR0917  a pen has so many settings
    pixels: Pixels, words: str, x: float, y: float, ink: int, share: float, *, edge: bool = False
) -> None:
    """`words` from (x, y) in shares of the canvas, `share` of its width."""
    rows, columns = pixels.shape[:2]
    (wide, _), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_DUPLEX, 1, 2)
    size = columns * share / wide
    at, thick = (round(columns * x), round(rows * y)), max(1, round(2 * size))
    if edge:
        cv2.putText(pixels, words, at, cv2.FONT_HERSHEY_DUPLEX, size, [0] * 3, 3 * thick)
    cv2.putText(pixels, words, at, cv2.FONT_HERSHEY_DUPLEX, size, [ink] * 3, thick, cv2.LINE_AA)


def _emoji(pixels: Pixels, x: int, y: int, radius: int) -> None:
    cv2.circle(pixels, (x, y), radius, (60, 210, 255), -1, cv2.LINE_AA)
    for eye in (-1, 1):
        cv2.circle(
            pixels, (x + eye * radius // 3, y - radius // 4), max(1, radius // 7), [40] * 3, -1
        )
    cv2.ellipse(pixels, (x, y), [radius * 3 // 5] * 2, 0, 20, 160, [40] * 3, max(1, radius // 10))


LIGHT: dict[str, Edit] = {
    **{f"JPEG {q}": partial(compressed, quality=q) for q in (5, 20, 50, 95)},
    **{f"size {round(100 * f)} %": partial(scaled, factor=f) for f in (0.25, 0.5, 1.5, 2.0)},
    "blur 2": partial(blurred, radius=2),
    "brighter": partial(toned, light=60),
    "darker": partial(toned, light=-60),
    "contrast 50 %": partial(toned, contrast=0.5),
    "contrast 160 %": partial(toned, contrast=1.6),
    "gray": partial(coloured, saturation=0),
    "other colours": partial(coloured, hue=60, saturation=1.5),
    "noise 20": partial(noisy, sigma=20),
    "pixelated 0.35": partial(pixelated, factor=0.35),
    "aspect 130 %": partial(scaled, factor=1, aspect=1.3),
    "aspect 75 %": partial(scaled, factor=1, aspect=0.75),
    "padded 20 %": partial(padded, share=0.2),
    "crop 70 %": partial(cropped, area=0.7),
    "crop 50 %": partial(cropped, area=0.5),
    "rotated": rotated,
    "mirrored": mirrored,
    "caption above": partial(captioned, below=False),
    "caption below": partial(captioned, below=True),
    "text and emoji": overwritten,
    "stripes": striped,
}
HARD: dict[str, Edit] = {
    "crop 30 %": partial(cropped, area=0.3),
    "blur 4": partial(blurred, radius=4),
    "overlay 50 %": overlaid,
    "two edits": partial(combined, count=2),
    "three edits": partial(combined, count=3),
    "page at 40 degrees": partial(tilted, degrees=40),
    "phone screenshot": on_a_phone,
    "web page": on_a_web_page,
    "pasted at 60 %": partial(pasted, side=0.6),
}
EXTREME: dict[str, Edit] = {
    "crop 15 %": partial(cropped, area=0.15),
    "pasted at 35 %": partial(pasted, side=0.35),
    "quarter of a collage": in_a_collage,
}
GROUPS = {"light": LIGHT, "hard": HARD, "extreme": EXTREME}
