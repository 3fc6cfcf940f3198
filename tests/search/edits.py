"""What people do to pictures, each edit with the homography that it applied (the truth)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from search.features import Features
from search.reindex import Report

Pixels = NDArray[np.uint8]
View = NDArray[np.float64]  # (3, 3), picture -> photo; pixels, origin at the top left corner

KNOWN = (  # of samples/pictures: of each kind, and of every texture
    "drawings/jeep.jpg",
    "photographs/astronaut.jpg",
    "photographs/lighthouse.jpg",
    "photographs/hats.jpg",
    "photographs/pier.jpg",
    "plates/cat-in-motion.jpg",
)


@dataclass(frozen=True)
class Edited:
    """A picture after an edit: (rows, columns, 3) pixels, where it lies, how it is compressed."""

    pixels: Pixels
    view: View
    whole: tuple[int, int]  # width and height of the picture
    quality: int = 90

    @classmethod
    def of(cls, path: Path) -> Self:
        """A picture as it is."""
        pixels = cv2.imread(str(path))
        assert pixels is not None
        return cls(pixels.astype(np.uint8), np.eye(3), (pixels.shape[1], pixels.shape[0]))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def corners(self) -> NDArray[np.float64]:
        """(4, 2): where the picture's corners lie in the photo, from the top left clockwise."""
        width, height = self.whole
        return project(self.view, [[0, 0], [width, 0], [width, height], [0, height]])

    def jpeg(self) -> bytes:
        """The photo's bytes."""
        _, data = cv2.imencode(".jpg", self.pixels, [cv2.IMWRITE_JPEG_QUALITY, self.quality])
        return data.tobytes()

    def warped(self, view: View, size: tuple[int, int], ground: int = 255) -> Self:
        """Seen through `view`, on a canvas of `size`."""
        half = shift(-0.5, -0.5)  # OpenCV counts from pixel centres
        centred = half @ view @ np.linalg.inv(half)
        pixels = cv2.warpPerspective(
            self.pixels,
            centred,
            size,
            flags=cv2.INTER_AREA if abs(np.linalg.det(view[:2, :2])) < 1 else cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(ground, ground, ground),
        )
        return replace(self, pixels=pixels.astype(np.uint8), view=view @ self.view)

    def painted(self, paint: Callable[[Any], Any]) -> Self:
        """With other colours in the same place."""
        return replace(self, pixels=np.clip(paint(self.pixels), 0, 255).astype(np.uint8))


Edit = Callable[[Edited], Edited]


def shift(x: float, y: float) -> View:
    """Move."""
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)


def project(view: View, xy: ArrayLike) -> NDArray[np.float64]:
    """Take (n, 2) points through a view."""
    points = np.asarray(xy, float)
    seen: NDArray[np.float64] = np.column_stack([points, np.ones(len(points))]) @ view.T
    return seen[:, :2] / seen[:, 2:]


def unchanged(picture: Edited) -> Edited:
    """As it is."""
    return picture


def compressed(quality: int) -> Edit:
    """JPEG, badly."""
    return lambda picture: replace(picture, quality=quality)


def resized(factor: float) -> Edit:
    """Smaller or larger."""

    def edit(picture: Edited) -> Edited:
        width, height = (max(1, round(side * factor)) for side in picture.size)
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        pixels = cv2.resize(picture.pixels, (width, height), interpolation=how).astype(np.uint8)
        scale = np.diag([width / picture.size[0], height / picture.size[1], 1.0])
        return replace(picture, pixels=pixels, view=scale @ picture.view)

    return edit


def cropped(share: float) -> Edit:
    """Only the middle, `share` of the area."""

    def edit(picture: Edited) -> Edited:
        width, height = (round(side * share**0.5) for side in picture.size)
        left, top = (picture.size[0] - width) // 2, (picture.size[1] - height) // 2
        pixels = picture.pixels[top : top + height, left : left + width].copy()
        return replace(picture, pixels=pixels, view=shift(-left, -top) @ picture.view)

    return edit


def mirrored(picture: Edited) -> Edited:
    """Left is right."""
    across = np.array([[-1, 0, picture.size[0]], [0, 1, 0], [0, 0, 1]], float)
    return replace(picture, pixels=picture.pixels[:, ::-1].copy(), view=across @ picture.view)


def turned(degrees: float) -> Edit:
    """Rotated about its middle, on a canvas that holds all of it."""

    def edit(picture: Edited) -> Edited:
        angle = np.radians(degrees)
        cos, sin = np.cos(angle), np.sin(angle)
        width, height = picture.size
        size = (
            round(width * abs(cos) + height * abs(sin)),
            round(width * abs(sin) + height * abs(cos)),
        )
        rotation = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
        middle = shift(size[0] / 2, size[1] / 2) @ rotation @ shift(-width / 2, -height / 2)
        return picture.warped(middle, size)

    return edit


def tilted(strength: float) -> Edit:
    """Seen from the side: the right edge is `strength` of the height shorter, at both ends."""

    def edit(picture: Edited) -> Edited:
        width, height = picture.size
        margin = height * 0.2
        whole = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        short = height * strength / 2
        narrow = width * (1 - strength / 2)
        seen = [[0, 0], [narrow, short], [narrow, height - short], [0, height]]
        to = (np.array(seen) + margin).astype(np.float32)
        size = round(width + 2 * margin), round(height + 2 * margin)
        view = cv2.getPerspectiveTransform(whole, to).astype(np.float64)
        return picture.warped(view, size, ground=90)

    return edit


def captioned(share: float) -> Edit:
    """A white bar with words above it, `share` of the height."""

    def edit(picture: Edited) -> Edited:
        width, height = picture.size
        bar = round(height * share)
        canvas = np.full((height + bar, width, 3), 255, np.uint8)
        canvas[bar:] = picture.pixels
        _write(canvas, "When the wind turns", (8, bar * 2 // 3), bar / 60)
        return replace(picture, pixels=canvas, view=shift(0, bar) @ picture.view)

    return edit


def in_a_screenshot(share: float) -> Edit:
    """Shown by a phone: `share` of the screen's width, between lines of text."""

    def edit(picture: Edited) -> Edited:
        screen = np.full((1200, 600, 3), 245, np.uint8)
        for line in range(10):
            _write(screen, "Look what I found today", (20, 60 + 115 * line), 0.8)
        small = resized(600 * share / picture.size[0])(picture)
        width, height = small.size
        left, top = (600 - width) // 2, (1200 - height) // 3
        screen[top : top + height, left : left + width] = small.pixels
        return replace(small, pixels=screen, view=shift(left, top) @ small.view)

    return edit


def blurred(sigma: float) -> Edit:
    """Out of focus, sigma in px."""
    return lambda picture: picture.painted(lambda p: cv2.GaussianBlur(p, (0, 0), sigma))


def noisy(sigma: float) -> Edit:
    """In the dark, sigma in gray levels."""
    noise = np.random.default_rng(7)
    return lambda picture: picture.painted(lambda p: p + noise.normal(0, sigma, p.shape))


def contrasted(factor: float, brightness: float) -> Edit:
    """Brighter or darker, flatter or harder."""
    return lambda picture: picture.painted(lambda p: (p - 128.0) * factor + 128 + brightness)


def both(*edits: Edit) -> Edit:
    """One after the other."""

    def edit(picture: Edited) -> Edited:
        for each in edits:
            picture = each(picture)
        return picture

    return edit


def _write(pixels: Pixels, text: str, at: tuple[int, int], size: float) -> None:
    cv2.putText(pixels, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, (30, 30, 30), 2, cv2.LINE_AA)


def stretched(factor: float) -> Edit:
    """Wider by a factor, as high as before."""

    def edit(picture: Edited) -> Edited:
        width, height = round(picture.size[0] * factor), picture.size[1]
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        pixels = cv2.resize(picture.pixels, (width, height), interpolation=how).astype(np.uint8)
        view = np.diag([width / picture.size[0], 1.0, 1.0]) @ picture.view
        return replace(picture, pixels=pixels, view=view)

    return edit


def bordered(across: float, down: float, ground: int) -> Edit:
    """On a plain ground that is wider and higher, by shares of the width at either end."""

    def edit(picture: Edited) -> Edited:
        width, height = picture.size
        x, y = round(across * width), round(down * width)
        canvas = np.full((height + 2 * y, width + 2 * x, 3), ground, np.uint8)
        canvas[y : y + height, x : x + width] = picture.pixels
        return replace(picture, pixels=canvas, view=shift(x, y) @ picture.view)

    return edit


def footed(share: float) -> Edit:
    """A black bar with white words below it, `share` of the height."""

    def edit(picture: Edited) -> Edited:
        width, height = picture.size
        bar = np.full((round(height * share), width, 3), 255, np.uint8)
        _write(bar, "Nobody saw it turn", (8, len(bar) * 2 // 3), len(bar) / 80)
        return replace(picture, pixels=np.concatenate([picture.pixels, 255 - bar]))

    return edit


def pasted_onto(other: Path, share: float) -> Edit:
    """In the middle of another picture, as `share` of its area at most."""

    def edit(picture: Edited) -> Edited:
        ground = Edited.of(other).pixels.copy()
        rows, columns = ground.shape[:2]
        width, height = picture.size
        factor = (share * rows * columns / (width * height)) ** 0.5
        small = resized(min(factor, 0.9 * columns / width, 0.9 * rows / height))(picture)
        left, top = (columns - small.size[0]) // 2, (rows - small.size[1]) // 2
        ground[top : top + small.size[1], left : left + small.size[0]] = small.pixels
        return replace(small, pixels=ground, view=shift(left, top) @ small.view)

    return edit


def grayed(picture: Edited) -> Edited:
    """Black and white."""
    return picture.painted(lambda p: p @ np.array([0.114, 0.587, 0.299])[:, None].repeat(3, 1))


def inverted(picture: Edited) -> Edited:
    """A negative."""
    return picture.painted(lambda p: 255 - p)


def saturated(factor: float) -> Edit:
    """More colour or less."""

    def paint(pixels: Pixels) -> NDArray[np.float64]:
        gray: NDArray[np.float64] = pixels @ np.array([0.114, 0.587, 0.299])
        more: NDArray[np.float64] = gray[..., None] + factor * (pixels - gray[..., None])
        return more

    return lambda picture: picture.painted(paint)


def swapped(picture: Edited) -> Edited:
    """Red for blue."""
    return picture.painted(lambda p: p[..., ::-1])


def tinted(blue: float, green: float, red: float) -> Edit:
    """Each channel brighter or darker by a factor."""
    return lambda picture: picture.painted(lambda p: p * np.array([blue, green, red]))


def pixelated(block: int) -> Edit:
    """In squares of `block` px."""

    def edit(picture: Edited) -> Edited:
        width, height = picture.size
        few = (max(1, width // block), max(1, height // block))
        small = cv2.resize(picture.pixels, few, interpolation=cv2.INTER_AREA)
        back = cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST)
        return replace(picture, pixels=back.astype(np.uint8))

    return edit


def written_over(height: float) -> Edit:
    """Large white words with a black edge across its lower part, as on a meme."""

    def edit(picture: Edited) -> Edited:
        pixels = picture.pixels.copy()
        rows, columns = pixels.shape[:2]
        size = height * rows / 22  # the font's capitals are 22 px high
        words, font = "TOP OF THE HILL", cv2.FONT_HERSHEY_DUPLEX
        width = cv2.getTextSize(words, font, size, 1)[0][0]
        size *= min(1, 0.94 * columns / width)
        at, bold = (round(0.03 * columns), round(0.94 * rows)), max(1, round(2.2 * size))
        for colour, pen in (((0, 0, 0), 3 * bold), ((255, 255, 255), bold)):
            cv2.putText(pixels, words, at, font, size, colour, pen, cv2.LINE_AA)
        return replace(picture, pixels=pixels)

    return edit


def covered(x: float, y: float, share: float) -> Edit:
    """A smiling disc over it, `share` of its area, its middle at shares of width and height."""

    def edit(picture: Edited) -> Edited:
        pixels = picture.pixels.copy()
        rows, columns = pixels.shape[:2]
        at = np.array([round(x * columns), round(y * rows)])
        radius = (share * rows * columns / np.pi) ** 0.5
        face, ink = (40, 205, 250), (30, 30, 60)
        cv2.circle(pixels, at.tolist(), round(radius), face, -1, cv2.LINE_AA)
        for side in (-0.35, 0.35):
            eye = (at + radius * np.array([side, -0.3])).round().astype(int)
            cv2.circle(pixels, eye.tolist(), round(radius / 8), ink, -1, cv2.LINE_AA)
        axes = (round(radius / 2), round(radius / 2))
        cv2.ellipse(pixels, at.tolist(), axes, 0, 20, 160, ink, max(1, round(radius / 12)))
        return replace(picture, pixels=pixels)

    return edit


# --- Other things that several tests make -------------------------------------------------------


def encoded(pixels: NDArray[Any], suffix: str = ".png") -> bytes:
    """Bytes of an image file."""
    done, data = cv2.imencode(suffix, pixels)
    assert done
    return data.tobytes()


def speckled(seed: int, side: int = 96) -> Pixels:
    """A small gray image full of keypoints, another for each seed."""
    coarse = np.random.default_rng(seed).integers(0, 256, (side // 8, side // 8), np.uint8)
    return cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def random_features(count: int, seed: int = 0, width: int = 480, height: int = 360) -> Features:
    """Features at random places with random descriptors of unit length."""
    draw = np.random.default_rng(seed)
    xy = draw.uniform((0, 0), (width - 1, height - 1), (count, 2)).astype(np.float32)
    descriptors = draw.normal(size=(count, 64)).astype(np.float32)
    descriptors /= np.linalg.norm(descriptors, axis=1, keepdims=True)
    size, angle = draw.uniform((2, 0), (20, 360), (count, 2)).astype(np.float32).T
    return Features(xy, size, angle, descriptors, width, height, 1.0)


def chosen(features: Features, at: NDArray[np.intp]) -> Features:
    """Some of the features of an image."""
    return replace(
        features,
        xy=features.xy[at],
        size=features.size[at],
        angle=features.angle[at],
        descriptors=features.descriptors[at],
    )


def together(*several: Features) -> Features:
    """The features of several images as those of the last."""
    return replace(
        several[-1],
        xy=np.concatenate([each.xy for each in several]),
        size=np.concatenate([each.size for each in several]),
        angle=np.concatenate([each.angle for each in several]),
        descriptors=np.concatenate([each.descriptors for each in several]),
    )


def last(steps: Iterable[Any]) -> Report:
    """Run a reindex to its end."""
    report: Report = [step.report for step in steps][-1]
    return report


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, with its bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()
