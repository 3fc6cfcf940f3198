"""Match -> the picture that proves it: both side by side, outlines and inlier lines."""

import cv2
import numpy as np
from numpy.typing import NDArray

from search.features import Floats
from search.homography import corners
from search.image import Colour, Pixels
from search.options import PROOF_LINES, PROOF_SIDE
from search.verdict import Match

Points = NDArray[np.int32]

_GAP = 16  # px between the two
_OUTLINE, _LINE, _GROUND = (64, 200, 96), (255, 196, 64), (24, 26, 30)  # red, green, blue
_SUBPIXEL = 4  # bits: OpenCV draws at 1/16 px


def draw(photo: Colour, picture: Colour, match: Match) -> bytes:
    """JPEG bytes: photo left, picture right, each with a long side of PROOF_SIDE px at most.

    The matched area is outlined on both, and thin lines join at most PROOF_LINES inliers, those
    spread best. A match without geometry is shown without either.
    """
    left, right = _fitted(photo.pixels), _fitted(picture.pixels)
    height = max(len(left), len(right))
    sheet = np.full((height, left.shape[1] + _GAP + right.shape[1], 3), _GROUND, np.uint8)
    photo_at = np.array([0, (height - len(left)) // 2])
    picture_at = np.array([left.shape[1] + _GAP, (height - len(right)) // 2])
    for image, (x, y) in ((left, photo_at), (right, picture_at)):
        sheet[y : y + image.shape[0], x : x + image.shape[1]] = image
    if match.outline:
        photo_scale, picture_scale = left.shape[1] / photo.width, right.shape[1] / picture.width
        around = np.array(match.outline, np.float32)
        whole = corners(picture.width, picture.height) + 0.5
        _outline(sheet[:, : left.shape[1]], around * photo_scale + photo_at)
        _outline(sheet, (whole * picture_scale).clip(1) + picture_at - 1)
        _lines(
            sheet,
            match.photo_xy * photo_scale + photo_at,
            match.picture_xy * picture_scale + picture_at,
        )
    return jpeg(sheet)


def jpeg(pixels: Pixels, quality: int = 90) -> bytes:
    """Encode (rows, columns, 3) RGB pixels."""
    bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(data)


def _fitted(pixels: Pixels) -> Pixels:
    scale = PROOF_SIDE / max(pixels.shape[:2])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(pixels, size, interpolation=how).astype(np.uint8)


def _outline(sheet: Pixels, xy: Floats) -> None:
    points = _fixed(xy)[:, None]
    cv2.polylines(sheet, [points], True, (0, 0, 0), 5, cv2.LINE_AA, _SUBPIXEL)  # noqa: FBT003
    cv2.polylines(sheet, [points], True, _OUTLINE, 3, cv2.LINE_AA, _SUBPIXEL)  # noqa: FBT003


def _lines(sheet: Pixels, photo_xy: Floats, picture_xy: Floats) -> None:
    step = max(1, -(-len(photo_xy) // PROOF_LINES))
    for start, end in zip(_fixed(photo_xy[::step]), _fixed(picture_xy[::step]), strict=True):
        cv2.line(sheet, start.tolist(), end.tolist(), _LINE, 1, cv2.LINE_AA, _SUBPIXEL)


def _fixed(xy: Floats) -> Points:
    """Pixel edges -> OpenCV's fixed point, whose origin is a pixel's centre."""
    limit = 2**26  # outlines of things seen at a steep angle may lie far outside
    fixed: Points = np.round((xy - 0.5) * 2**_SUBPIXEL).clip(-limit, limit).astype(np.int32)
    return fixed
