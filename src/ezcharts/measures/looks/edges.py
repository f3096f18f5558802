"""Edge density: how much of a picture is outline.

Luma is blurred by a Gaussian of σ = 1 pixel, so that single pixels are no outlines; where its slope is above
0.04 of full scale a pixel, there is an edge. A step of a tenth of full scale just reaches that.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ezcharts.measures.luma import luma
from ezcharts.measures.measure import Measure, Pixels, Range

SIGMA_PX: Final = 1.0
STEEP: Final = 0.04
"""Of full scale, a pixel."""


def edges(picture: Pixels) -> float:
    """Return the share of the pixels of a picture (H, W, 3) that lie on an edge, in [0, 1]."""
    from scipy import ndimage

    slope = ndimage.gaussian_gradient_magnitude(luma(picture), SIGMA_PX, mode="reflect")
    return float(np.mean(slope > STEEP))


MEASURE = Measure(
    name="edges",
    formula="share of pixels where luma, blurred by 1 pixel, rises by more than 4 % of full scale a pixel",
    unit="of the pixels",
    range=Range(0, 1),
    source="the first step of J. Canny, A computational approach to edge detection, "
    "IEEE Trans. PAMI 8 (1986); SciPy, ndimage.gaussian_gradient_magnitude; the limit is ours",
    more="busier, more outlines",
    needs=("picture",),
    version=1,
    compute=edges,
    note="in pixels: compare pictures of one size",
)
