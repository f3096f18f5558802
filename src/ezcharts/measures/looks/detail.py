"""Detail: how much happens at a fine, a middle and a coarse scale; see `bands`."""

from __future__ import annotations

import numpy as np

from ezcharts.measures.bands import bands
from ezcharts.measures.luma import luma
from ezcharts.measures.measure import Measure, Pixels, Range


def detail(picture: Pixels) -> dict[str, float]:
    """Return the root mean square of each band of a picture (H, W, 3), in [0, 1]."""
    return {name: float(np.sqrt(np.mean(band**2))) for name, band in bands(luma(picture)).items()}


MEASURE = Measure(
    name="detail",
    formula="RMS of luma's bands between Gaussian blurs of 0, 1, 4 and 16 pixels",
    unit="of full scale",
    range=Range(0, 1),
    source="P. J. Burt and E. H. Adelson, The Laplacian pyramid as a compact image code, IEEE Trans. Comm. "
    "31 (1983), without shrinking; SciPy, ndimage.gaussian_filter",
    more="more happens at that scale",
    parts={
        "fine": "more texture, lines and grain, of a pixel or two",
        "middle": "more shapes of some 5 to 15 pixels",
        "coarse": "stronger large masses of light and dark, of some 20 to 60 pixels",
    },
    needs=("picture",),
    version=1,
    compute=detail,
    note="scales are in pixels: compare pictures of one size",
)
