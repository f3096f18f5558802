"""Clipped pixels: where at least one channel is at the end of its scale and what was beyond is lost."""

from __future__ import annotations

import numpy as np

from ezcharts.measures.measure import Measure, Pixels, Range


def clipped(picture: Pixels) -> float:
    """Return the share of the pixels of a picture (H, W, 3) with a channel at 0 or 255, in [0, 1]."""
    return float(np.mean(((picture == 0) | (picture == 255)).any(axis=2)))


MEASURE = Measure(
    name="clipped",
    formula="share of pixels with at least one channel at 0 or 255",
    unit="of the pixels",
    range=Range(0, 1),
    source="counted",
    more="harder: lights burnt out, darks drowned, colours at their limit",
    needs=("picture",),
    version=1,
    compute=clipped,
)
