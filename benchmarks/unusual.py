"""Edits that no number was chosen on: other colours, papers, screens, lenses, scissors."""

from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks import edits, scenes
from benchmarks.studio import Edit, Pixels, Studio, u8

Map = NDArray[np.floating]


def _gray(pixels: Pixels) -> Pixels:
    return u8(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY))


def _colour(gray: NDArray[np.generic]) -> Pixels:
    return u8(cv2.cvtColor(u8(gray), cv2.COLOR_GRAY2BGR))


def _places(pixels: Pixels) -> tuple[Map, Map]:
    """Where each pixel is, across and down, from -1 to 1."""
    rows, columns = pixels.shape[:2]
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    return x, y


def _moved(pixels: Pixels, x: Map, y: Map) -> Pixels:
    """What is seen at each pixel: the pixel at (x, y), from -1 to 1."""
    rows, columns = pixels.shape[:2]
    across = ((x + 1) / 2 * (columns - 1)).astype(np.float32)
    down = ((y + 1) / 2 * (rows - 1)).astype(np.float32)
    return u8(cv2.remap(pixels, across, down, cv2.INTER_LINEAR))


# --- Colours -----------------------------------------------------------------------------------


def negative(pixels: Pixels, _: Studio) -> Pixels:
    """Light is dark."""
    return ~pixels


def two_tone(pixels: Pixels, _: Studio) -> Pixels:
    """Black where it is darker than half of it, else white."""
    gray = _gray(pixels)
    return _colour(255.0 * (gray > np.median(gray)))


def few_colours(pixels: Pixels, _: Studio, *, count: int) -> Pixels:
    """As a GIF has them, dithered."""
    few = Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1])).quantize(count)
    return np.asarray(few.convert("RGB"))[:, :, ::-1].copy()


def solarized(pixels: Pixels, _: Studio) -> Pixels:
    """What is light is dark, and what is dark stays so."""
    return np.minimum(pixels, 255 - pixels)


def false_colours(pixels: Pixels, _: Studio) -> Pixels:
    """As of a thermal camera."""
    return u8(cv2.applyColorMap(_gray(pixels), cv2.COLORMAP_JET))


def sketched(pixels: Pixels, _: Studio) -> Pixels:
    """In pencil: what differs from its surroundings."""
    gray = _gray(pixels)
    around = cv2.GaussianBlur(255 - gray, (0, 0), 8)
    return _colour(cv2.divide(gray, 255 - around, scale=256))


def painted(pixels: Pixels, _: Studio) -> Pixels:
    """In oil: flat between edges."""
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for _again in range(4):
        small = cv2.bilateralFilter(small, 9, 60, 9)
    return u8(cv2.resize(small, pixels.shape[1::-1]))


# --- Cameras, papers, screens ------------------------------------------------------------------


def halftone(pixels: Pixels, _: Studio) -> Pixels:
    """Dots of a newspaper, eight pixels apart, at 30 degrees."""
    large = cv2.resize(_gray(pixels), None, fx=2, fy=2)
    y, x = np.indices(large.shape)
    cos, sin = np.cos(np.pi / 6) * np.pi / 8, np.sin(np.pi / 6) * np.pi / 8
    dots = np.sin(x * cos + y * sin) * np.sin(y * cos - x * sin)
    ink = u8(255.0 * (large / 255 > (dots + 1) / 2))
    return _colour(cv2.resize(ink, pixels.shape[1::-1], interpolation=cv2.INTER_AREA))


def shaken(pixels: Pixels, studio: Studio) -> Pixels:
    """Blurred along a line of 21 pixels."""
    line = np.zeros((21, 21), np.float32)
    line[10] = 1
    about = cv2.getRotationMatrix2D((10, 10), studio.draw.uniform(0, 180), 1)
    turned = cv2.warpAffine(line, about, (21, 21))
    return u8(cv2.filter2D(pixels, -1, turned / turned.sum()))


def flashed(pixels: Pixels, studio: Studio) -> Pixels:
    """White about one place."""
    x, y = _places(pixels)
    at = studio.draw.uniform(-0.6, 0.6, 2)
    return u8(pixels + 255 * np.exp(-((x - at[0]) ** 2 + (y - at[1]) ** 2) / 0.4)[..., None])


def at_night(pixels: Pixels, studio: Studio) -> Pixels:
    """A third of the light, few photons, and made brighter again."""
    light = studio.draw.poisson((pixels / 255.0) ** 1.8 * 36) / 0.6
    return u8(cv2.GaussianBlur(u8(3 * light + studio.draw.normal(0, 12, light.shape)), (0, 0), 1))


def wide_angle(pixels: Pixels, _: Studio) -> Pixels:
    """A lens that bends straight lines."""
    x, y = _places(pixels)
    bent = 1 + 0.15 * (x * x + y * y)
    return _moved(pixels, x * bent, y * bent)


def wavy(pixels: Pixels, _: Studio) -> Pixels:
    """Paper that was wet."""
    x, y = _places(pixels)
    return _moved(pixels, x + 0.024 * np.sin(6 * y), y + 0.024 * np.sin(6 * x))


def on_a_mug(pixels: Pixels, _: Studio) -> Pixels:
    """Round half of a cylinder."""
    x, y = _places(pixels)
    return _moved(pixels, np.arcsin(x) * 2 / np.pi, y + 0.2 * np.sqrt(1 - x * x))


def sheared(pixels: Pixels, _: Studio) -> Pixels:
    """Each row half a pixel farther than the one above."""
    rows, columns = pixels.shape[:2]
    slanted = np.array([[1, 0.5, 0], [0, 1, 0]])
    return u8(cv2.warpAffine(pixels, slanted, (columns + rows // 2, rows)))


# --- Scissors and stamps -----------------------------------------------------------------------


def round_portrait(pixels: Pixels, _: Studio) -> Pixels:
    """The circle in the middle, on white."""
    side = min(pixels.shape[:2])
    top, left = ((length - side) // 2 for length in pixels.shape[:2])
    square = pixels[top : top + side, left : left + side].copy()
    x, y = _places(square)
    square[x * x + y * y > 1] = 255
    return square


def torn(pixels: Pixels, studio: Studio) -> Pixels:
    """The lower half is gone, along a ragged line."""
    x, y = _places(pixels)
    ragged = np.interp(x[0], np.linspace(-1, 1, 9), studio.draw.uniform(-0.1, 0.1, 9))
    return np.where((y > ragged)[..., None], np.uint8(255), pixels)


def shuffled(pixels: Pixels, studio: Studio) -> Pixels:
    """Nine tiles in another order."""
    height, width = (length // 3 for length in pixels.shape[:2])
    tiles = [
        pixels[row * height : (row + 1) * height, column * width : (column + 1) * width]
        for row in range(3)
        for column in range(3)
    ]
    order = studio.draw.permutation(9).reshape(3, 3)
    return np.vstack([np.hstack([tiles[at] for at in row]) for row in order])


def stamped(pixels: Pixels, _: Studio) -> Pixels:
    """A watermark over all of it, in slanted lines."""
    side = max(pixels.shape[:2])
    words = np.zeros((2 * side, 2 * side), np.uint8)
    for line in range(0, 2 * side, max(12, side // 8)):
        for column in range(0, 2 * side, max(24, side // 3)):
            at, size = (column + line % 97, line), side / 640
            cv2.putText(words, "SAMPLE STOCK", at, cv2.FONT_HERSHEY_DUPLEX, size, 255, 2)
    ink = edits.turned(words, 20, 0)[side // 2 :, side // 2 :][: len(pixels), : pixels.shape[1]]
    return u8(pixels + 0.55 * (ink[..., None] / 255) * (255 - pixels.astype(np.float32)))


def on_itself(pixels: Pixels, _: Studio) -> Pixels:
    """As a story shows a wide picture: above an enlarged and blurred one of itself."""
    rows, columns = pixels.shape[:2]
    height = columns * 16 // 9
    ground = cv2.resize(pixels, (columns * max(height, rows) // rows, max(height, rows)))
    left, top = (ground.shape[1] - columns) // 2, (len(ground) - rows) // 2
    done = u8(cv2.GaussianBlur(ground[:, left : left + columns], (0, 0), columns / 30))
    small = cv2.resize(pixels, None, fx=0.85, fy=0.85, interpolation=cv2.INTER_AREA)
    top, left = (len(done) - len(small)) // 2, (columns - small.shape[1]) // 2
    done[top : top + len(small), left : left + small.shape[1]] = small
    return done


UNUSUAL: dict[str, Edit] = {
    "negative": negative,
    "two tones": two_tone,
    "16 colours": partial(few_colours, count=16),
    "solarized": solarized,
    "false colours": false_colours,
    "sketch": sketched,
    "oil": painted,
    "halftone": halftone,
    "shaken": shaken,
    "flash": flashed,
    "at night": at_night,
    "wide angle": wide_angle,
    "wavy paper": wavy,
    "on a mug": on_a_mug,
    "sheared": sheared,
    "page at 60 degrees": partial(scenes.tilted, degrees=60),
    "aspect 50 %": partial(edits.scaled, factor=1, aspect=0.5),
    "size 10 %": partial(edits.scaled, factor=0.1),
    "crop 10 %": partial(edits.cropped, area=0.1),
    "round portrait": round_portrait,
    "torn": torn,
    "shuffled tiles": shuffled,
    "watermark": stamped,
    "on itself, blurred": on_itself,
    "aspect 40 %": partial(edits.scaled, factor=1, aspect=0.4),
}
