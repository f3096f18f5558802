"""Saturation: how far colours are from grey, for how light they are.

HSV's saturation of a pixel is (max − min) / max of its RGB values. A nearly black pixel, whose colour nobody
sees, has any saturation by chance, so each pixel counts as much as its value max: the sum of max − min over
the sum of max. A picture at half its exposure has the same saturation.
"""

from __future__ import annotations

from ezcharts.measures.measure import Measure, Pixels, Range


def saturation(picture: Pixels) -> float:
    """Return the weighted mean saturation of a picture (H, W, 3), in [0, 1]; 0 where all is black."""
    value = picture.max(axis=2)
    light = int(value.sum(dtype="int64"))
    span = light - int(picture.min(axis=2).sum(dtype="int64"))
    return span / light if light else 0.0


MEASURE = Measure(
    name="saturation",
    formula="mean of HSV saturation, each pixel weighted by its value: sum of (max − min) over sum of max",
    unit="of full saturation",
    range=Range(0, 1),
    source="A. R. Smith, Color gamut transform pairs, SIGGRAPH 1978; the weighting is ours",
    more="purer, less grey colours",
    needs=("picture",),
    version=1,
    compute=saturation,
    typical="0 grey, 1 every pixel as far from grey as can be",
)
