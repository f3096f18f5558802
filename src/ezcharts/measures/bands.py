"""A picture as the sum of its scales: a Laplacian stack of luma, in steps of four.

    fine = Y′ − G₁Y′,   middle = G₁Y′ − G₄Y′,   coarse = G₄Y′ − G₁₆Y′        (G_σ: Gaussian blur, σ in pixels)

It is the Laplacian pyramid of Burt and Adelson (1983) without the shrinking, so that every band has the
picture's size and a mirrored picture has mirrored bands. Scales are in pixels of the picture.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from ezcharts.measures.luma import Grey

SIGMAS_PX: Final = (1.0, 4.0, 16.0)
BANDS: Final = ("fine", "middle", "coarse")


def bands(grey: Grey) -> dict[str, Grey]:
    """Return the bands of a luma image (H, W), each (H, W) in [-1, 1], by name."""
    from scipy import ndimage  # takes a third of a second to load: not for the sake of a list

    blurred = [grey, *(ndimage.gaussian_filter(grey, sigma, mode="reflect") for sigma in SIGMAS_PX)]
    return {name: fine - coarse for name, (fine, coarse) in zip(BANDS, pairwise(blurred), strict=True)}
