r"""Colourfulness: how far colours lie from grey, and from each other (Hasler and Süsstrunk, 2003).

With the opponent values rg = R − G and yb = (R + G)/2 − B, their standard deviations and means over the
pixels,

    M = √(σ²_rg + σ²_yb) + 0.3·√(μ²_rg + μ²_yb).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ezcharts.measures.measure import Measure, Pixels, Range

_MEAN_WEIGHT: Final = 0.3
_LONGEST: Final = 255 * math.sqrt(1.25)
"""Of (rg, yb): pure red, green, cyan and magenta."""


def colourfulness(picture: Pixels) -> float:
    """Return M of a picture (H, W, 3)."""
    red, green, blue = np.moveaxis(picture.astype(float), 2, 0)
    opponents = np.stack([red - green, (red + green) / 2 - blue]).reshape(2, -1)
    spread, mean = np.linalg.norm(opponents.std(axis=1)), np.linalg.norm(opponents.mean(axis=1))
    return float(spread + _MEAN_WEIGHT * mean)


MEASURE = Measure(
    name="colourfulness",
    formula="M3 = spread + 0.3 · mean distance from grey, in the plane of R − G and (R + G)/2 − B",
    unit="levels of 255",
    # spread² + mean² is at most _LONGEST², so M is at most _LONGEST·√(1 + 0.3²).
    range=Range(0, _LONGEST * math.hypot(1, _MEAN_WEIGHT)),
    source="D. Hasler and S. Süsstrunk, Measuring colourfulness in natural images, SPIE 5007 (2003)",
    more="stronger and more different colours",
    needs=("picture",),
    version=1,
    compute=colourfulness,
    typical="0 not, 15 slightly, 33 moderately, 59 quite, 82 highly, 109 extremely colourful (so the paper)",
)
