"""The grey that most measures look at: luma Y′, the weighted sum of the stored RGB values.

    Y′ = (0.2126·R + 0.7152·G + 0.0722·B) / 255                 (Rec. ITU-R BT.709)

Linear in the values of the file, so that adding a constant to all of them leaves differences as they are.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float64]

WEIGHTS: Final = (0.2126, 0.7152, 0.0722)
LEVELS: Final = 255.0
"""Full scale of a stored value."""


def luma(picture: NDArray[np.uint8]) -> Grey:
    """Return the luma of a picture (H, W, 3), shape (H, W), in [0, 1]."""
    weighed: Grey = picture @ np.array(WEIGHTS) / LEVELS
    return weighed
