"""The prior: a diffusion UNet that knows what pictures look like, and nothing about words.

The network is diffusers' `UNet2DModel`. To be affordable on a processor it sees p×p pixels as one place with
3·p² channels (space to depth), so a 128 px picture is 16×16×192 for it. What it outputs is v, ε or x0 by its
configuration (engines.md 1.4); where it outputs twice the channels, as the ADM nets do, the second half (the
learned variance) is not used by DDIM or PLMS and is dropped (engines.md 1.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
import torch.nn.functional as F
from diffusers import UNet2DModel
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction
from ezcharts.models.cards import Card
from ezcharts.models.prediction import reading
from ezcharts.models.weights import load_into, option


class Prior(nn.Module):
    """A UNet as a denoiser.

    Args:
        unet: Keyword arguments of `UNet2DModel`; its input has 3·patch² channels.
        patch: Side p of the pixel blocks that the network sees as one place.
        prediction_type: `v_prediction`, `epsilon` or `sample` (x0).

    Raises:
        ModelError: `prediction_type` is none of these.
    """

    def __init__(self, unet: Mapping[str, Any], patch: int = 1, prediction_type: str = "epsilon") -> None:
        super().__init__()
        self.unet = UNet2DModel(**unet)
        self.patch = patch
        self._read = reading(prediction_type)

    def output(self, x: Tensor, t: Tensor) -> Tensor:
        """Return what the network predicts, v, ε or x0, shape (B, 3, H, W).

        Args:
            x: Noisy pictures, (B, 3, H, W); H and W divisible by patch times the network's own reduction.
            t: Rescaled timesteps in [0, 1000), (B,), fractions allowed.
        """
        places = F.pixel_unshuffle(x, self.patch).contiguous(memory_format=torch.channels_last)
        predicted = F.pixel_shuffle(self.unet(places, t).sample, self.patch)
        return predicted[:, :3]

    def forward(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return the estimates (x0, ε), each (B, 3, H, W), for noisy pictures `x` at `level`."""
        return self._read(x, self.output(x, level.t), level)


def load_prior(card: Card, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32) -> Prior:
    """Read a prior, frozen and in evaluation mode.

    Raises:
        ModelError: Its files are missing, damaged, or do not fit each other.
    """
    prior = Prior(option(card, "unet"), option(card, "patch"), option(card, "prediction_type"))
    load_into(prior.unet, card, device, dtype)
    return prior.eval().to(memory_format=torch.channels_last)
