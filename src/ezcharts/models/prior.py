"""The prior: a diffusion UNet that knows what pictures look like, and nothing about words.

The network is diffusers' `UNet2DModel`; `patches` says what it sees and what its output means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import torch
from diffusers import UNet2DModel
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, cosine_time
from ezcharts.errors import ModelError
from ezcharts.models.cards import Card
from ezcharts.models.patches import patches
from ezcharts.models.weights import load_into, option

TIMES: Final[Mapping[str, Callable[[NoiseLevel], Tensor]]] = {
    "timestep": lambda level: level.t,
    "cosine": lambda level: 1000 * cosine_time(level.alpha, level.sigma),
}
"""What a network can be told of a noise level: the level's own timestep, or 1000·c with c its cosine time."""


class Prior(nn.Module):
    """A UNet as a denoiser.

    Args:
        unet: A `UNet2DModel` or its keyword arguments; its input has 3·patch² channels.
        patch: Side p of the pixel blocks that the network sees as one place; H and W must be multiples of it
            times the network's own reduction.
        prediction_type: `v_prediction`, `epsilon`, `sample` (x0) or `residual`.
        time: What the network is told, see `TIMES`; `cosine` is nshepperd's "OpenAIFinetune" (engines.md
            4.1).

    Raises:
        ModelError: `prediction_type` or `time` is none of these.
    """

    def __init__(
        self,
        unet: Mapping[str, Any] | UNet2DModel,
        patch: int = 1,
        prediction_type: str = "epsilon",
        time: str = "timestep",
    ) -> None:
        super().__init__()
        if time not in TIMES:
            raise ModelError(f"time must be one of {', '.join(TIMES)}; got {time!r}")
        self.patches = patches(patch, prediction_type)
        self.unet = unet if isinstance(unet, nn.Module) else UNet2DModel(**unet)
        self._told = TIMES[time]

    def forward(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return the estimates (x0, ε), each (B, 3, H, W), for noisy pictures `x` at `level`."""
        t = self._told(level)

        def network(places: Tensor) -> Tensor:
            # Only the network works in its weights' type: α and σ would suffer in half precision.
            dtype = next(self.unet.parameters()).dtype
            seen = places.to(dtype, memory_format=torch.channels_last)
            output: Tensor = self.unet(seen, t).sample
            return output.to(places.dtype)

        prediction: Prediction = self.patches(x, level, network)
        return prediction


def load_prior(card: Card, device: torch.device | str = "cpu", dtype: torch.dtype = torch.float32) -> Prior:
    """Read a prior, frozen and in evaluation mode.

    Raises:
        ModelError: Its files are missing, damaged, or do not fit each other.
    """
    time = card.config.get("time", "timestep")
    prior = Prior(option(card, "unet"), option(card, "patch"), option(card, "prediction_type"), time)
    load_into(prior.unet, card, device, dtype)
    return prior.eval().to(device=device, dtype=dtype).to(memory_format=torch.channels_last)
