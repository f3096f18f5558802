r"""Left-right symmetry: how well luma agrees with its mirror image, whatever the contrast.

With Y′ less its mean, y, and its mirror image y*: s = Σ y·y* / Σ y², the correlation of the two.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ezcharts.measures.luma import luma
from ezcharts.measures.measure import Measure, Pixels, Range

_FLAT: Final = 1e-9
"""A smaller Σ y² is rounding: a single pixel that is one level bluer has 8e-8."""


def symmetry(picture: Pixels) -> float:
    """Return s of a picture (H, W, 3), in [-1, 1]; 1 where all luma is the same."""
    grey = luma(picture)
    y = grey - grey.mean()
    energy = float((y * y).sum())
    if energy < _FLAT:
        return 1.0
    return float(np.clip((y * y[:, ::-1]).sum() / energy, -1, 1))


MEASURE = Measure(
    name="symmetry",
    formula="correlation of luma with its left-right mirror image",
    unit="correlation",
    range=Range(-1, 1),
    source="Pearson's correlation coefficient",
    more="left and right more alike",
    needs=("picture",),
    version=1,
    compute=symmetry,
    typical="1 mirrored, 0 unrelated halves, -1 one the negative of the other; skies over grounds are high",
)
