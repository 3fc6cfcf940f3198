"""Hard and extreme edits, and several pictures in one photo: on screens, walls and each other."""

from functools import partial

import cv2
import numpy as np

from benchmarks.edits import LIGHT, blurred, cropped
from benchmarks.studio import Edit, Pixels, Studio, fit, middle, shrunk_into, u8, write


def overlaid(pixels: Pixels, studio: Studio) -> Pixels:
    """Another picture over it, half transparent."""
    height, width = pixels.shape[:2]
    return u8(cv2.addWeighted(pixels, 0.5, u8(cv2.resize(studio.other(), (width, height))), 0.5, 0))


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
    table = u8(cv2.resize(studio.other(), (int(size[0]), int(size[1]))))
    flags = cv2.INTER_AREA
    return u8(
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
        write(page, "A line of what somebody wrote there", 0.04, (line + 1) / 15, ink, 0.5)
    small = shrunk_into(pixels, columns * share, rows * 0.75)
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
    done = fit(ground, 1000)
    rows, columns = done.shape[:2]
    small = shrunk_into(pixels, columns * side, rows * side)
    height, width = small.shape[:2]
    top = studio.draw.integers(rows - height + 1)
    left = studio.draw.integers(columns - width + 1)
    done[top : top + height, left : left + width] = small
    return done


def in_a_collage(pixels: Pixels, studio: Studio) -> Pixels:
    """A quarter of a collage of four; the others are strangers."""
    four = [pixels, *(studio.other() for _ in range(3))]
    studio.draw.shuffle(four)
    return collage(four)


def collage(four: list[Pixels]) -> Pixels:
    """Two by two, each cut to 3 : 2 about its middle."""
    tiles = [
        u8(cv2.resize(middle(each, 1.5), (600, 400), interpolation=cv2.INTER_AREA)) for each in four
    ]
    return np.vstack([np.hstack(tiles[:2]), np.hstack(tiles[2:])])


def wall(pictures: list[Pixels], studio: Studio) -> Pixels:
    """A gallery wall: framed, in two rows, slightly askew."""
    done = np.full((900, 1280, 3), 205, np.uint8)
    done = u8(done + studio.draw.normal(0, 3, done.shape))
    columns = -(-len(pictures) // 2)
    for number, each in enumerate(pictures):
        small = shrunk_into(each, 1080 / columns, 360)
        framed = cv2.copyMakeBorder(small, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=[30] * 3)
        height, width = framed.shape[:2]
        left = 1280 / columns * (number % columns + 0.5) - width / 2
        top = 450 * (number // columns + 0.5) - height / 2
        done = _hung(done, u8(framed), left, top, float(studio.draw.uniform(-3, 3)))
    return done


def _hung(ground: Pixels, framed: Pixels, left: float, top: float, degrees: float) -> Pixels:
    height, width = framed.shape[:2]
    about = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    about[:, 2] += np.array([left, top])
    return u8(
        cv2.warpAffine(
            *(framed, about, ground.shape[1::-1], ground),
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_TRANSPARENT,
        )
    )


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
