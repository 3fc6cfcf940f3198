"""How surprising is so much agreement? The number of false alarms, a contrario."""

import math

from search.options import TURN, ZOOM

_SAMPLE = 4  # pairs that fix a view
_SIZES = 2 * math.log(8)  # width of the range over which the zoom of chance pairs is spread


def surprise(pairs: int, inliers: int, share: float) -> float:
    """Minus log10 of how many of such agreements chance alone would bring in one comparison.

    Of `pairs` pairs `inliers` fit one view, where a pair that has nothing to do with it falls near
    its place with probability `share`, and has also a like turn and zoom with that of TURN and
    ZOOM (Moisan, Stival 2004, "A probabilistic criterion to detect rigid point matches", 3.2).
    """
    free = inliers - _SAMPLE
    if free <= 0:
        return 0.0
    chance = math.log10(share) + math.log10(TURN / math.pi) + math.log10(2 * ZOOM / _SIZES)
    choices = _choose(pairs, inliers) + _choose(inliers, _SAMPLE)
    return max(0.0, -(math.log10(max(1, pairs - _SAMPLE)) + choices + free * chance))


def _choose(n: int, k: int) -> float:
    """log10 of the number of ways to choose k of n."""
    return (math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)) / math.log(10)
