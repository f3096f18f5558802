r"""A guided denoiser that is known exactly, and where its flow leads.

Data N(MEAN, SPREAD²) per value; with μ = MEAN, s = SPREAD the posterior is

    x0 = μ + α·s²/v·(x − α·μ),   ε = σ/v·(x − α·μ),   v = α²·s² + σ²,

and neither divides by σ, so that a level without noise is no exception. Guidance pulls x0 to AIM with the
loss c/2·(x0 − AIM)²:  g = −c·(∂x0/∂x)·(x0 − AIM),  ε' = ε − σ·g (engines.md 2.7, 3.6).

Every deterministic sampler solves dy/dr = ε' with y = x/α, r = σ/α, since a transfer is y' = y + (r' − r)·ε'.
Put u = y − μ and w = s² + r²; everything above is linear in u, and the flow becomes

    du/dw = (1/(2w) + k/(2w²))·u + h/(2w),   k = c·s⁴,  h = c·s²·(μ − AIM).

Without the last term u ∝ U(w) = √w·exp(−k/(2w)); with it u/U grows by ∫ h/(2w)/U dw, which the substitution
q = √(k/(2w)) turns into −h·√(2/k)·∫ exp(q²) dq: a power series. Without guidance u ∝ √w.
"""

import math

import torch

from ezcharts.levels.level import Level
from ezcharts.sampling.base import Answer

MEAN, SPREAD, AIM = 0.3, 0.5, -0.4


def variance(level):
    return level.alpha**2 * SPREAD**2 + level.sigma**2


def gaussian(strength=0.0):
    """Answer asks exactly; guidance looks at the level that it is told."""

    def answer(ask):
        level, told = ask.level, ask.told
        eps = level.sigma / variance(level) * (ask.x - level.alpha * MEAN)
        gain = told.alpha * SPREAD**2 / variance(told)
        pull = -strength * gain * (MEAN + gain * (ask.x - told.alpha * MEAN) - AIM) if ask.guided else 0.0
        shown = (ask.x - level.sigma * eps) / level.alpha
        eps = eps - level.sigma * pull
        return Answer((ask.x - level.sigma * eps) / level.alpha, eps, shown)

    return answer


def antiderivative(q):
    """∫ exp(q²) dq."""
    return sum(q ** (2 * n + 1) / (math.factorial(n) * (2 * n + 1)) for n in range(60))


def flow(x: float, here: Level, there: Level, strength: float = 0.0) -> float:
    """Return where the exact guided flow takes x."""
    before, after = (SPREAD**2 + (level.sigma / level.alpha) ** 2 for level in (here, there))
    u = x / here.alpha - MEAN
    k, h = strength * SPREAD**4, strength * SPREAD**2 * (MEAN - AIM)

    def homogeneous(w):
        return math.sqrt(w) * math.exp(-k / (2 * w))

    def driven(w):
        return -h * math.sqrt(2 / k) * antiderivative(math.sqrt(k / (2 * w))) if k else 0.0

    u = homogeneous(after) * (u / homogeneous(before) + driven(after) - driven(before))
    return there.alpha * (MEAN + u)


def picture(seed, side=4, dtype=torch.float64):
    """Return a picture of normal noise, shape (1, 3, side, side)."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn((1, 3, side, side), generator=generator, dtype=torch.float64).to(dtype)


def curved(ask):
    """Answer asks with estimates that are no straight line in anything, so that no two evaluations agree."""
    level, told = ask.level, ask.told
    eps = torch.sin(1.3 * ask.x + told.sigma) * level.sigma + 0.2 * ask.x * told.alpha
    return Answer((ask.x - level.sigma * eps) / level.alpha, eps, torch.cos(ask.x) + level.sigma)
