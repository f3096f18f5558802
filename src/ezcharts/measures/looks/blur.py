"""Blur: how little another blur changes (Crété-Roffet and others, 2007).

A sharp picture loses much of its differences between neighbours when it is blurred once more, a blurred one
little. What remains is the measure: 0 sharp, 1 blurred. A picture of one colour has 1, the limit of ever more
blur.
"""

from __future__ import annotations

from ezcharts.measures.luma import luma
from ezcharts.measures.measure import Measure, Pixels, Range


def blur(picture: Pixels) -> float:
    """Return the blur of a picture (H, W, 3), in [0, 1]; of down and across, the one with more of it."""
    from skimage.measure import blur_effect

    return float(blur_effect(luma(picture)))


MEASURE = Measure(
    name="blur",
    formula="share of the differences between neighbours that a blur of 11 pixels leaves",
    unit="of the differences",
    range=Range(0, 1),
    source="F. Crété-Roffet and others, The blur effect: perception and estimation with a new no-reference "
    "perceptual blur metric, SPIE 6492 (2007); scikit-image, measure.blur_effect",
    more="softer",
    needs=("picture",),
    version=1,
    compute=blur,
    typical="0.2 to 0.4 sharp, 0.6 and more soft",
)
