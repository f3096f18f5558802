r"""What a denoiser is, what it returns, and the one that is known exactly.

A noisy picture is x = α·x0 + σ·ε with α² + σ² = 1. A *denoiser* looks at x and its noise level and returns
its estimate of both x0 and ε; the two always satisfy that equation, so either may be derived from the other
(engines.md 1.4). With v = α·ε − σ·x0 (Salimans and Ho 2022, arXiv 2202.00512):

    x0 = α·x − σ·v,   ε = σ·x + α·v,   x0 = (x − σ·ε)/α.

`GaussianDenoiser` knows the answer in closed form for data x0 ~ N(μ, s²) and is the oracle of the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import torch
from torch import Tensor

from ezcharts.levels.level import Level


class NoiseLevel(NamedTuple):
    """The noise level of every picture of a batch.

    Attributes:
        alpha: Signal amplitude α in (0, 1], shape (B,).
        sigma: Noise amplitude σ in [0, 1], shape (B,); PRK looks where it is 0.
        t: What the network is told: the rescaled timestep in [0, 1000), fractions allowed, shape (B,).
    """

    alpha: Tensor
    sigma: Tensor
    t: Tensor

    @classmethod
    def of(cls, levels: Sequence[Level], like: Tensor) -> NoiseLevel:
        """Return the levels of a batch, in the type and on the device of `like`."""
        columns = torch.tensor(levels, dtype=torch.float64).unbind(dim=1)
        return cls(*(column.to(like) for column in columns))


class Prediction(NamedTuple):
    """Estimates of the clean picture, in [-1, 1] units, and of the noise; each (B, 3, H, W)."""

    x0: Tensor
    eps: Tensor


class Denoiser(Protocol):
    """Anything that estimates the clean picture: a network, a wrapper around one, or a closed form."""

    def __call__(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return the estimates for noisy pictures `x`, shape (B, 3, H, W), at `level`."""
        ...


def per_picture(values: Tensor) -> Tensor:
    """Reshape per-picture values (B,) to (B, 1, 1, 1), so that they multiply pictures."""
    return values.reshape(-1, 1, 1, 1)


def from_v(x: Tensor, v: Tensor, level: NoiseLevel) -> Prediction:
    """Turn a v-prediction into (x0, ε); exact for every noise level (engines.md 1.4)."""
    alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
    return Prediction(alpha * x - sigma * v, sigma * x + alpha * v)


def from_eps(x: Tensor, eps: Tensor, level: NoiseLevel) -> Prediction:
    """Turn an ε-prediction into (x0, ε); needs α > 0 (engines.md 1.4)."""
    return Prediction((x - per_picture(level.sigma) * eps) / per_picture(level.alpha), eps)


def from_x0(x: Tensor, x0: Tensor, level: NoiseLevel) -> Prediction:
    """Turn an x0-prediction into (x0, ε) (engines.md 1.4).

    Where σ = 0 the picture says nothing about ε; it is 0 there, the mean of the noise, which is also what the
    best estimate E[ε | x] = −σ·∇log p(x) tends to. No gradient goes through it.
    """
    sigma = per_picture(level.sigma)
    noise = (x - per_picture(level.alpha) * x0) / torch.where(sigma > 0, sigma, 1)
    return Prediction(x0, torch.where(sigma > 0, noise, 0))


def cosine_time(alpha: Tensor, sigma: Tensor) -> Tensor:
    """Return c = (2/π)·atan2(σ, α) in [0, 1], the time of the secondary model (engines.md 1.4)."""
    return torch.atan2(sigma, alpha) * (2 / torch.pi)


@dataclass(frozen=True)
class GaussianDenoiser:
    """The exact denoiser of data x0 ~ N(mean, spread²), independent per value.

    E[x0 | x] = μ + α·s²/(α²·s² + σ²) · (x − α·μ).

    Attributes:
        mean: μ, a number or anything that broadcasts against (B, 3, H, W).
        spread: s > 0, likewise.
    """

    mean: float | Tensor = 0.0
    spread: float | Tensor = 1.0

    def __call__(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return the posterior mean of x0 and the matching ε."""
        alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
        residual = x - alpha * self.mean
        variance = alpha**2 * self.spread**2 + sigma**2
        picture = self.mean + alpha * self.spread**2 / variance * residual
        return Prediction(picture, sigma / variance * residual)
