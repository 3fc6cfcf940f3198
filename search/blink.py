"""Match -> a GIF in which photo and picture, laid over each other, come in turn."""

import io

import cv2
import numpy as np

from search.features import Floats
from search.image import Colour, Pixels
from search.report.aligned import Aligned
from search.report.placement import Placement
from search.verdict import Match

_SIDE = 640  # px: a phone shows no more of a GIF
_FRAME_MS, _DIFFERENCE_MS = 700, 1400
_ROUNDS = 3  # of photo and picture, before their difference is shown
_NOTICEABLE = 12  # steps of 255: less is JPEG's


def draw(photo: Colour, picture: Colour, match: Match) -> bytes | None:
    """GIF bytes: photo, picture, ..., then where they differ; None where the two have too little
    in common to be laid over each other. The frame is what the photo shows of the picture.
    """
    from PIL import Image  # noqa: PLC0415  the library's start does without

    placement = Placement.of(photo, picture, match)
    seen = Aligned.of(photo, picture, placement, _SIDE) if placement else None
    if seen is None:
        return None
    pair = [_rgb(seen.photo), _rgb(seen.picture)]
    pair[0][~seen.seen] = 255
    frames = [Image.fromarray(each) for each in [*pair * _ROUNDS, _difference(seen)]]
    shown = io.BytesIO()
    durations = [_FRAME_MS] * 2 * _ROUNDS + [_DIFFERENCE_MS]
    frames[0].save(
        shown, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0
    )
    return shown.getvalue()


def _difference(seen: Aligned) -> Pixels:
    """The picture in dim gray, and over it what differs, from dark to bright."""
    smooth = [cv2.GaussianBlur(each, (0, 0), 1.5) for each in (seen.photo, seen.picture)]
    apart = np.abs(smooth[0] - smooth[1]).max(axis=2)
    apart[~seen.seen] = 0
    strength = ((apart - _NOTICEABLE) * 4).clip(0, 255).astype(np.uint8)
    heat = cv2.applyColorMap(strength, cv2.COLORMAP_INFERNO)[:, :, ::-1].astype(np.float32)
    ground = np.repeat(seen.picture[:, :, :1] * 0.35, 3, axis=2)
    share = (strength / 255.0)[:, :, None] ** 0.5
    shown: Pixels = (heat * share + ground * (1 - share)).clip(0, 255).astype(np.uint8)
    return shown


def _rgb(luma: Floats) -> Pixels:
    rounded = luma.round().clip(0, 255).astype(np.uint8)
    return cv2.cvtColor(rounded, cv2.COLOR_YCrCb2RGB).astype(np.uint8)
