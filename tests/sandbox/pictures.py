"""Images for the tests, made on the spot."""

import io

from PIL import Image


def picture(
    width: int = 640, height: int = 480, kind: str = "PNG", color: str = "teal", **save: object
) -> bytes:
    """An image that has something to see on it."""
    image = Image.new("RGB", (width, height), color)
    image.paste("gold", (width // 8, height // 8, width // 2, height // 2))
    file = io.BytesIO()
    image.save(file, kind, **save)
    return file.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of an encoded image."""
    return Image.open(io.BytesIO(data)).size
