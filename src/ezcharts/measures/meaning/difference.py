r"""Difference from another picture: the mean distance of colours in CIELAB, pixel by pixel.

ΔE = √(ΔL*² + Δa*² + Δb*²) (CIE 1976), averaged over the pixels.
"""

from __future__ import annotations

import numpy as np

from ezcharts.errors import InputError
from ezcharts.measures.measure import Measure, Pixels, Range


def difference(picture: Pixels, baseline: Pixels) -> float:
    """Return the mean ΔE of two pictures (H, W, 3) of one size, in [0, 259].

    Raises:
        InputError: Their sizes differ.
    """
    from skimage.color import rgb2lab

    if picture.shape != baseline.shape:
        (h, w), (height, width) = picture.shape[:2], baseline.shape[:2]
        raise InputError(f"pictures must have one size to be compared, got {w} x {h} and {width} x {height}")
    return float(np.linalg.norm(rgb2lab(picture) - rgb2lab(baseline), axis=-1).mean())


MEASURE = Measure(
    name="difference",
    formula="mean over pixels of the distance ΔE in CIELAB between the two pictures",
    unit="ΔE of CIE 1976",
    range=Range(0, 259),  # pure green against pure blue: 258.7
    source="CIE 1976 L*a*b*; scikit-image, color.rgb2lab",
    more="further from the other picture",
    needs=("picture", "baseline"),
    version=1,
    compute=difference,
    typical="0 the same, 2 hardly to be told apart, 20 and more another picture",
    note="belongs to two cells, so it is not kept with either",
)
