"""Pictures on their way to a network, and random numbers where they are wanted.

On a processor, pictures are read from disk as they are needed. A GPU would wait for that: it is given all
of them at the start, as bytes (300,000 scenes of 128 px are 15 GB), and draws its noise itself, because
drawing a batch's noise on the processor takes several times as long as the step that uses it.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ezcharts.training.data import Scenes

Bytes = NDArray[np.uint8] | Tensor


class Feed:
    """The pictures of some scenes, handed out by row.

    Args:
        scenes: Whose pictures.
        device: Where they are wanted.
    """

    def __init__(self, scenes: Scenes, device: str) -> None:
        self.scenes, self._device = scenes, device
        self._held = None if device == "cpu" else torch.from_numpy(np.array(scenes.pictures)).to(device)

    def __call__(self, rows: NDArray[np.int64]) -> Tensor:
        """Return the pictures of `rows` as bytes on the device, (B, H, W, 3)."""
        if self._held is None:
            return torch.from_numpy(self.scenes.pictures[rows])
        return self._held[torch.from_numpy(rows).to(self._device)]


def generator_of(device: str | torch.device, *key: int) -> torch.Generator:
    """Return a generator on `device` that `key` alone decides; devices of other kinds draw other numbers."""
    seed = int(np.random.SeedSequence(key).generate_state(1)[0])
    return torch.Generator(device).manual_seed(seed)


def to_float(pictures: Bytes, device: str | torch.device) -> Tensor:
    """Return bytes (B, H, W, 3) as floats in [0, 255], (B, 3, H, W)."""
    held = pictures if isinstance(pictures, Tensor) else torch.tensor(pictures)
    return held.to(device).permute(0, 3, 1, 2).float()
