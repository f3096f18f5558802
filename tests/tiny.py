"""A tiny world of random networks: everything that rendering needs, in milliseconds.

`TinyBench` has what `ezcharts.render.bench.Bench` has. The networks are random but smooth, so that their
gradients mean something; their weights depend on a fixed seed only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, from_v
from ezcharts.errors import PromptError
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.params.settings import Settings
from ezcharts.render.machine import Machine

GREY = (0.5, 0.5, 0.5)
SIDES = {"ViTB32": 24, "ViTB16": 16, "RN50": 40}


def machine(dtype: torch.dtype) -> Machine:
    return Machine(torch.device("cpu"), dtype=dtype, networks=dtype)


class TinyDenoiser:
    """v = tanh of a random 3x3 convolution of the picture, shifted by the noise level."""

    def __init__(self, seed: int, dtype: torch.dtype) -> None:
        generator = torch.Generator().manual_seed(seed)
        self.kernel = (torch.randn((3, 3, 3, 3), generator=generator, dtype=torch.float64) / 4).to(dtype)

    def __call__(self, x: Tensor, level: NoiseLevel) -> Prediction:
        mixed = torch.nn.functional.conv2d(x, self.kernel, padding=1)
        v = torch.tanh(mixed + level.t.reshape(-1, 1, 1, 1) / 1000) - level.sigma.reshape(-1, 1, 1, 1) * x / 2
        return from_v(x, v, level)


@dataclass
class TinyPerceptor:
    """Embeds a cut by a random linear map of its 8x8 means."""

    resolution: int
    weight: Tensor
    mean: tuple[float, float, float] = GREY
    std: tuple[float, float, float] = GREY

    def encode_image(self, pixels: Tensor) -> Tensor:
        return torch.tanh(torch.nn.functional.adaptive_avg_pool2d(pixels, 8).flatten(1) @ self.weight)


class TinyBench:
    """The tiny models, as the renderer wants them."""

    def __init__(self, dtype: torch.dtype = torch.float64) -> None:
        self.dtype = dtype
        self.main, self.secondary = TinyDenoiser(1, dtype), TinyDenoiser(2, dtype)
        self.perceptual = PerceptualDistance("first differences", lambda p: (p, p.diff(dim=-1)), GREY, GREY)

    anti_jpeg = None

    def prior_name(self, settings: Settings) -> str:
        return "tiny"

    def prior(self, name: str) -> TinyDenoiser:
        return self.main

    def perceptor(self, switch: str) -> TinyPerceptor:
        generator = torch.Generator().manual_seed(SIDES[switch])
        weight = torch.randn((192, 12), generator=generator, dtype=torch.float64) / 5
        return TinyPerceptor(SIDES[switch], weight.to(self.dtype))

    def text_rows(self, switch: str, texts: Sequence[str]) -> Tensor:
        return torch.stack([self._row(switch, text) for text in texts])

    def _row(self, switch: str, text: str) -> Tensor:
        if len(text) > 77:
            raise PromptError("longer than 77 tokens")
        generator = torch.Generator().manual_seed(sum(text.encode()) + SIDES[switch])
        return torch.randn(12, generator=generator, dtype=torch.float64).to(self.dtype)
