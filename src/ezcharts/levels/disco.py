r"""ADM's linear noise schedule and Disco's way of spacing steps on it.

T base steps have betas evenly spaced from 1e-4·s to 2e-2·s with s = 1000/T; ᾱ_i = Π_{j≤i} (1 − β_j)
(engines.md 1.1). `ddimN` keeps every i-th base step, 0, i, 2i, ..., for the first stride i that gives
exactly N (engines.md 1.2). Step k = 0 is the cleanest; sampling runs from k = N − 1 down to 0. What networks
are told is the rescaled timestep t = τ_k·1000/T.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.errors import DomainError
from ezcharts.levels.level import CLEAN, Level, Track

ENTRIES = 1000
"""Length of a cut schedule; entry 0 is the noisiest."""


@dataclass(frozen=True)
class Spacing:
    """The noise levels that a run of N steps visits, indexed by k = 0 (cleanest) to N − 1 (noisiest).

    Attributes:
        base_steps: T, the length of the base schedule.
        stride: Distance of neighbouring kept base steps.
        timesteps: Rescaled timestep t of each k, in [0, 1000), float64, shape (N,).
        alpha_bar: ᾱ of each k in (0, 1), float64, shape (N,).
    """

    base_steps: int
    stride: int
    timesteps: NDArray[np.float64]
    alpha_bar: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.alpha_bar)

    def alpha_bar_after(self, k: int) -> float:
        """Return ᾱ of the step that follows k: that of k − 1, and 1 after the last one (k = 0)."""
        return float(self.alpha_bar[k - 1]) if k > 0 else 1.0

    def level(self, k: int) -> Level:
        """Return the level of step k."""
        abar = float(self.alpha_bar[k])
        return Level(math.sqrt(abar), math.sqrt(1 - abar), float(self.timesteps[k]))

    def schedule_index(self, k: int) -> int:
        """Return the entry of a cut schedule that step k reads."""
        return schedule_entry(float(self.timesteps[k]))


def betas(base_steps: int) -> NDArray[np.float64]:
    """Return the T betas of ADM's linear schedule, noise variances per base step (engines.md 1.1)."""
    scale = 1000 / base_steps
    return np.linspace(scale * 1e-4, scale * 2e-2, base_steps, dtype=np.float64)


def alpha_bar(base_steps: int) -> NDArray[np.float64]:
    """Return ᾱ, shape (T,), the cumulative product of 1 − β (engines.md 1.1)."""
    return np.cumprod(1 - betas(base_steps), dtype=np.float64)


def disco_base_steps(steps: int) -> int:
    """Return Disco's `diffusion_steps` T: (1000 // steps)·steps below 1000, else steps (engines.md 1.2)."""
    return (1000 // steps) * steps if steps < 1000 else steps


def ddim_stride(steps: int, base_steps: int) -> int:
    """Return the first stride that keeps exactly `steps` of `base_steps`.

    Raises:
        DomainError: No stride does (Disco itself stops here; `steps` 1 is such a case).
    """
    for stride in range(1, base_steps):
        if len(range(0, base_steps, stride)) == steps:
            return stride
    raise DomainError(
        f"steps must have a stride that keeps exactly that many of {base_steps}, not {steps}; use 2 or more"
    )


@functools.lru_cache(maxsize=256)
def disco_spacing(steps: int) -> Spacing:
    """Return the noise levels of a Disco run (v3.1 and later) with the user's `steps` ≥ 2 (engines.md 1.2).

    Raises:
        DomainError: `steps` has no valid stride.
    """
    if steps < 2:
        raise DomainError(f"steps must be 2 or more (a single step has no valid stride); got {steps}")
    base_steps = disco_base_steps(steps)
    stride = ddim_stride(steps, base_steps)
    kept = np.arange(0, base_steps, stride)
    return Spacing(base_steps, stride, kept * 1000.0 / base_steps, alpha_bar(base_steps)[kept])


def schedule_entry(t: float) -> int:
    """Return the entry of a cut schedule that is read at timestep `t`: 999 − ⌊t⌋ (engines.md 2.3)."""
    return ENTRIES - (int(t) + 1)


@functools.lru_cache(maxsize=256)
def disco_track(steps: int, skip_steps: int = 0) -> Track:
    """Return the levels of a run: steps k = N − skip − 1 down to 0, then no noise (engines.md 2.6, 2.7).

    Args:
        steps: The user's steps, 2 or more.
        skip_steps: How many of the noisiest are left out, 0 to N − 1.
    """
    spacing = disco_spacing(steps)
    visited = range(len(spacing) - skip_steps - 1, -1, -1)
    return Track((*(spacing.level(k) for k in visited), CLEAN))


def schedule_entries(steps: int, skip_steps: int = 0) -> tuple[int, ...]:
    """Return the entries of a cut schedule that a run reads, noisiest first."""
    return tuple(schedule_entry(level.t) for level in disco_track(steps, skip_steps).levels[:-1])
