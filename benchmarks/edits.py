"""Light edits, as people make them, with a seed."""

from functools import partial

import cv2
import numpy as np

from benchmarks.studio import Edit, Pixels, Studio, decoded, emoji, jpeg, u8, write


def compressed(pixels: Pixels, _: Studio, *, quality: int) -> Pixels:
    """Saved with little quality."""
    return decoded(jpeg(pixels, quality))


def scaled(pixels: Pixels, _: Studio, *, factor: float, aspect: float = 1.0) -> Pixels:
    """Another size; `aspect` wider than it was."""
    height, width = pixels.shape[:2]
    size = max(1, round(width * factor * aspect)), max(1, round(height * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return u8(cv2.resize(pixels, size, interpolation=how))


def blurred(pixels: Pixels, _: Studio, *, radius: float) -> Pixels:
    """Out of focus; the radius is the Gaussian's sigma in px."""
    return u8(cv2.GaussianBlur(pixels, (0, 0), radius))


def toned(pixels: Pixels, _: Studio, *, contrast: float = 1.0, light: float = 0.0) -> Pixels:
    """Contrast about the middle gray, and brighter by `light` levels."""
    return u8((pixels - 128.0) * contrast + 128 + light)


def coloured(pixels: Pixels, _: Studio, *, hue: int = 0, saturation: float = 1.0) -> Pixels:
    """Other colours: hue turned by 2 x `hue` degrees; saturation 0 is gray."""
    hsv = cv2.cvtColor(pixels, cv2.COLOR_BGR2HSV).astype(float)
    hsv[..., 0] = (hsv[..., 0] + hue) % 180
    hsv[..., 1] *= saturation
    return u8(cv2.cvtColor(u8(hsv), cv2.COLOR_HSV2BGR))


def noisy(pixels: Pixels, studio: Studio, *, sigma: float) -> Pixels:
    """Grain, sigma in gray levels."""
    return u8(pixels + studio.draw.normal(0, sigma, pixels.shape))


def pixelated(pixels: Pixels, _: Studio, *, factor: float) -> Pixels:
    """Shrunk by `factor`, and blown up again in squares."""
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return u8(cv2.resize(small, (width, height), interpolation=cv2.INTER_NEAREST))


def padded(pixels: Pixels, studio: Studio, *, share: float) -> Pixels:
    """A border of one colour, `share` of each side."""
    height, width = pixels.shape[:2]
    colour = [int(level) for level in studio.draw.choice([0, 127, 255], 3)]
    down, across = round(height * share), round(width * share)
    return u8(
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
    return u8(cv2.warpAffine(pixels, about, size, flags=cv2.INTER_CUBIC, borderValue=[ground] * 3))


def mirrored(pixels: Pixels, _: Studio) -> Pixels:
    """Left is right."""
    return np.ascontiguousarray(pixels[:, ::-1])


def captioned(pixels: Pixels, studio: Studio, *, below: bool) -> Pixels:
    """A bar with two lines of bold text, a quarter of the height."""
    height, width = pixels.shape[:2]
    ground = int(studio.draw.choice([0, 255]))
    bar = np.full((max(8, height // 4), width, 3), ground, np.uint8)
    for line, words in enumerate(("NOBODY EXPECTS", "A CHANGE IN THE WIND")):
        write(bar, words, 0.05, 0.42 + 0.45 * line, 255 - ground, 0.9)
    return np.vstack([pixels, bar] if below else [bar, pixels])


def overwritten(pixels: Pixels, studio: Studio) -> Pixels:
    """Text and emoji over half of the picture."""
    done = pixels.copy()
    height, width = done.shape[:2]
    top = float(studio.draw.choice([0, 0.5]))
    for line in range(3):
        write(done, "WHEN IT BLOWS", 0.02, top + 0.14 + 0.16 * line, 255, 0.96, edge=True)
    for _ in range(4):
        x, y = studio.draw.uniform((0, top), (1, top + 0.5)) * (width, height)
        emoji(done, int(x), int(y), max(4, min(width, height) // 9))
    return done


def striped(pixels: Pixels, studio: Studio) -> Pixels:
    """A fifth of it under slanted stripes of one colour."""
    height, width = pixels.shape[:2]
    period = max(10, max(height, width) / 12)
    along = np.arange(width) + np.arange(height)[:, None] * studio.draw.uniform(-1, 1)
    done = pixels.copy()
    done[(along % period) < period / 5] = studio.draw.integers(0, 256, 3)
    return done


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
