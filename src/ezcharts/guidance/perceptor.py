"""What guidance needs of a CLIP model."""

from __future__ import annotations

from typing import Protocol

from torch import Tensor


class Perceptor(Protocol):
    """Embeds pictures.

    Attributes:
        resolution: R, the side in pixels of the pictures it sees.
        mean: Per channel, subtracted from pictures in [0, 1] before they are embedded.
        std: Per channel, then divided by.
    """

    resolution: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def encode_image(self, pixels: Tensor) -> Tensor:
        """Embed normalised pictures (N, 3, R, R) as raw rows (N, E)."""
        ...
