"""Images as Telegram makes them: JPEG sizes for photos, thumbnails for files."""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from PIL import Image, ImageOps

from .records import RefusedError

SIDES = (90, 320, 800, 1280)  # pixels, the long side of each size of a photo
THUMBNAIL_SIDE = 320  # pixels
JPEG_QUALITY = 87
PHOTO_BYTES = 10 * 1024 * 1024  # the most that a bot may send as a photo
PHOTO_SIDES = 10_000  # pixels, width and height together
PHOTO_RATIO = 20  # the longer side over the shorter
PERSON_PIXELS = 100_000_000  # an app shrinks what it can open; more is not opened here


class Size(NamedTuple):
    """One JPEG of a photo."""

    width: int
    height: int
    data: bytes


def bot_photo(data: bytes) -> list[Size]:
    """The sizes of a photo that a bot uploads, smallest first, or a refusal."""
    if len(data) > PHOTO_BYTES:
        message = f"file of size {len(data)} bytes is too big for a photo; "
        message += f"the maximum size is {PHOTO_BYTES} bytes"
        raise RefusedError(message)
    try:
        image = _open(data)
        if sum(image.size) <= PHOTO_SIDES and _ratio(image) <= PHOTO_RATIO:
            return _sizes(image)
    except ValueError:
        raise RefusedError("IMAGE_PROCESS_FAILED") from None
    raise RefusedError("PHOTO_INVALID_DIMENSIONS")


@lru_cache(32)  # a thousand photos of a test are often the same few
def person_photo(data: bytes) -> Sequence[Size]:
    """The sizes of a photo that a person sends; the app shrinks it first, whatever its size."""
    image = _open(data)
    if image.width * image.height > PERSON_PIXELS or _ratio(image) > PHOTO_RATIO:
        raise ValueError(
            "Telegram does not send an image of this size as a photo; send it as a file"
        )
    return tuple(_sizes(image))


def thumbnail(data: bytes) -> Size | None:
    """A small JPEG of a file that is an image, or None."""
    try:
        image = _open(data)
        return _jpeg(_flat(image), THUMBNAIL_SIDE) if sum(image.size) <= PHOTO_SIDES else None
    except ValueError:
        return None


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height of an image, or None when it is not one."""
    try:
        return _open(data).size
    except ValueError:
        return None


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data))
    except Exception as error:  # a broken file makes Pillow raise anything
        raise ValueError(_CANNOT_OPEN) from error


_CANNOT_OPEN = "this is not an image that can be opened; send it as a file"


def _ratio(image: Image.Image) -> float:
    return max(image.size) / max(1, min(image.size))


def _flat(image: Image.Image) -> Image.Image:
    """The image upright and opaque; what is transparent becomes white."""
    try:
        image.draft("RGB", (2 * SIDES[-1], 2 * SIDES[-1]))  # a huge JPEG is decoded smaller
        upright = ImageOps.exif_transpose(image)
        if not upright.has_transparency_data:
            return upright.convert("RGB")
        clear = upright.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    except Exception as error:  # see _open
        raise ValueError(_CANNOT_OPEN) from error


def _sizes(image: Image.Image) -> list[Size]:
    flat = _flat(image)
    smaller = [side for side in SIDES if side < max(flat.size)]
    largest = min(max(flat.size), SIDES[-1])
    return [_jpeg(flat, side) for side in sorted({*smaller, largest})]


def _jpeg(image: Image.Image, side: int) -> Size:
    """The image with its long side at most ``side``, never enlarged."""
    scale = min(1, side / max(image.size))
    width, height = (max(1, round(length * scale)) for length in image.size)
    small = image.resize((width, height), Image.Resampling.LANCZOS) if scale < 1 else image
    file = io.BytesIO()
    small.save(file, "JPEG", quality=JPEG_QUALITY)
    return Size(width, height, file.getvalue())
