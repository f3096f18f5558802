"""Contrast: how far luma strays from its mean."""

from __future__ import annotations

from ezcharts.measures.luma import luma
from ezcharts.measures.measure import Measure, Pixels, Range


def contrast(picture: Pixels) -> float:
    """Return the standard deviation of luma over a picture (H, W, 3), in [0, 0.5]."""
    return float(luma(picture).std())


MEASURE = Measure(
    name="contrast",
    formula="RMS contrast: standard deviation of luma over the pixels",
    unit="of full scale",
    range=Range(0, 0.5),
    source="E. Peli, Contrast in complex images, J. Opt. Soc. Am. A 7 (1990); luma of Rec. BT.709",
    more="darker darks beside lighter lights",
    needs=("picture",),
    version=1,
    compute=contrast,
    typical="0 one flat tone, 0.5 as much pure black as pure white; photographs 0.15 to 0.3",
)
