r"""Noise: the standard deviation of fine grain, by Immerkær's fast method (1996).

The mask N = [1 −2 1]ᵀ[1 −2 1] is zero on planes and on straight edges along the axes; of Gaussian noise of
deviation σ it makes 6σ, whose mean size is 6σ·√(2/π). Hence σ = √(π/2)/6 · mean |N ∗ Y′|.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ezcharts.measures.luma import LEVELS, luma
from ezcharts.measures.measure import Measure, Pixels, Range

_FACTOR: Final = math.sqrt(math.pi / 2) / 6
_LARGEST: Final = 8 * LEVELS
"""Of |N ∗ Y′|, on a checkerboard of single pixels."""


def noise(picture: Pixels) -> float:
    """Return σ of a picture (H, W, 3), in levels of 255."""
    grey = luma(picture) * LEVELS
    answer = np.diff(np.diff(grey, n=2, axis=0), n=2, axis=1)
    return float(_FACTOR * np.abs(answer).mean())


MEASURE = Measure(
    name="noise",
    formula="√(π/2)/6 times the mean size of luma's second difference down and across",
    unit="levels of 255",
    range=Range(0, _FACTOR * _LARGEST),
    source="J. Immerkær, Fast noise variance estimation, Computer Vision and Image Understanding 64 (1996)",
    more="more grain or fine texture",
    needs=("picture",),
    version=1,
    compute=noise,
    typical="below 1 clean, 5 visible grain, 20 and more strong",
)
