"""The prior: a diffusion UNet that knows what pictures look like, and nothing about words.

The network is diffusers' `UNet2DModel`; `patches` says what it sees and what its output means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from diffusers import UNet2DModel
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction
from ezcharts.models.cards import Card
from ezcharts.models.patches import patches
from ezcharts.models.weights import load_into, option


class Prior(nn.Module):
    """A UNet as a denoiser.

    Args:
        unet: Keyword arguments of `UNet2DModel`; its input has 3·patch² channels. patch: Side p of the pixel
        blocks that the network sees as one place; H and W must be multiples of it times
            the network's own reduction.
        prediction_type: `v_prediction`, `epsilon`, `sample` (x0) or `residual`.

    Raises:
        ModelError: `prediction_type` is none of these.
    """

    def __init__(self, unet: Mapping[str, Any], patch: int = 1, prediction_type: str = "epsilon") -> None:
        super().__init__()
        self.patches = patches(patch, prediction_type)
        self.unet = UNet2DModel(**unet)

    def forward(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return the estimates (x0, ε), each (B, 3, H, W), for noisy pictures `x` at `level`."""

        def network(places: Tensor) -> Tensor:
            output: Tensor = self.unet(places.contiguous(memory_format=torch.channels_last), level.t).sample
            return output

        prediction: Prediction = self.patches(x, level, network)
        return prediction


def load_prior(card: Card, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32) -> Prior:
    """Read a prior, frozen and in evaluation mode.

    Raises:
        ModelError: Its files are missing, damaged, or do not fit each other.
    """
    prior = Prior(option(card, "unet"), option(card, "patch"), option(card, "prediction_type"))
    load_into(prior.unet, card, device, dtype)
    return prior.eval().to(device=device, dtype=dtype).to(memory_format=torch.channels_last)
