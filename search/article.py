"""The article's way, whole: the strongest KAZE keypoints, one vector, cosine (engine=article).

It is kept so that anyone can see the article's number beside ours, and is not the default: any
edit changes the order of the strongest keypoints, and unrelated photos score 0.75 to 0.9.
"""

from typing import Any

import cv2
import numpy as np

from search.errors import MissingDetector
from search.features import Floats
from search.image import Gray
from search.options import ARTICLE_SIDE, KEYPOINTS, THINNEST

VERSION = f"article-1 {KEYPOINTS} strongest, {ARTICLE_SIDE} px"
DETECTORS = ("kaze", "akaze", "sift", "orb")  # OpenCV detectors that can take KAZE's place


def vector(gray: Gray, detector: str = "kaze") -> Floats | None:
    """The article's vector of an image: (KEYPOINTS x descriptor size,) float32; None where plain.

    Detect, sort by response, compute, flatten, pad with zeros: in this order, because
    `detectAndCompute` gives other descriptors (the map, 6). KAZE: 32 x 64 = 2048 numbers.
    Raises MissingDetector.
    """
    algorithm = _detector(detector)
    if min(gray.pixels.shape) < THINNEST:
        return None
    keypoints = sorted(algorithm.detect(gray.pixels), key=lambda each: -each.response)[:KEYPOINTS]
    _, descriptors = algorithm.compute(gray.pixels, keypoints)
    if descriptors is None:
        return None
    flat = descriptors.astype(np.float32).ravel()
    padded = np.zeros(KEYPOINTS * algorithm.descriptorSize(), np.float32)
    padded[: len(flat)] = flat
    return padded


def _detector(name: str) -> Any:  # cv2.Feature2D's own types reject detect's result
    if name not in DETECTORS or not hasattr(cv2, f"{name.upper()}_create"):
        raise MissingDetector(name.upper())
    return getattr(cv2, f"{name.upper()}_create")()
