"""What measures of meaning need of a perceptor, in plain arrays, so that they load without torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Directions = NDArray[np.float64]


class Perceptor(Protocol):
    """Gives pictures and texts directions in one space of E dimensions; near ones belong together."""

    def views(self, picture: NDArray[np.uint8]) -> Directions:
        """Return unit vectors (V, E): one for each of the squares that together cover a picture (H, W, 3)."""
        ...

    def texts(self, texts: Sequence[str]) -> Directions:
        """Return unit vectors (P, E) of P texts.

        Raises:
            PromptError: A text is too long.
        """
        ...

    def knows(self, text: str) -> bool:
        """Return whether it has learnt at least one word of a text; of others it has nothing to say."""
        ...
