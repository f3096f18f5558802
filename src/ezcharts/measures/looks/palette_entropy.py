"""Palette entropy: how many colours share a picture, and how evenly.

Every channel is cut into 8 equal steps, which makes 512 colours; of their shares p_c of the pixels,

    H = −Σ p_c·log₂ p_c     bits.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ezcharts.measures.measure import Measure, Pixels, Range

_BITS: Final = 3
"""Of each channel."""


def palette_entropy(picture: Pixels) -> float:
    """Return H of a picture (H, W, 3), in [0, 9] bits. Where the pixels are does not matter."""
    from skimage.measure import shannon_entropy

    steps = picture.astype(np.int64) >> (8 - _BITS)
    colours = steps @ np.array([1 << 2 * _BITS, 1 << _BITS, 1])
    return max(0.0, float(shannon_entropy(colours)))  # one colour alone has -0.0


MEASURE = Measure(
    name="palette_entropy",
    formula="Shannon entropy of the shares of 512 colours (8 steps a channel)",
    unit="bits",
    range=Range(0, 3 * _BITS),
    source="C. E. Shannon, A mathematical theory of communication (1948); scikit-image, "
    "measure.shannon_entropy",
    more="many different colours, none of which rules",
    needs=("picture",),
    version=1,
    compute=palette_entropy,
    typical="0 one colour; each bit more is twice as many colours in equal shares",
)
