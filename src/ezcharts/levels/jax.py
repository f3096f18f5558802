r"""The noise levels of nshepperd's JAX notebooks: a straight line of times, and two meanings of a time.

*ddpm* (v2.4): α² = exp(−(1e-4 + 10·t²)), t in [0, 1]; at t = 0 σ is 0.01, not 0 (engines.md 1.5).

*spliced* (January 2022 and later): the clean end is linear in the cosine time c, the noisy end follows the
ddpm schedule; t may exceed 1 (engines.md 1.6). The networks' time is c then, and half-way of a step is
half-way in c.

An ADM network is told 1000·t of the ddpm schedule, whatever schedule the run follows.
"""

from __future__ import annotations

import functools
import math
from itertools import pairwise

import numpy as np

from ezcharts.levels.level import Level, Track

SCHEDULES = ("ddpm", "spliced")

_OFFSET, _SLOPE = 1e-4, 10.0
_CROSSOVER, _JOINED = 0.80074257, 0.48536712


def ddpm_level(t: float) -> Level:
    """Return the level at time `t` ≥ 0 of the continuous DDPM schedule (engines.md 1.5).

    From t = 12.3 on α is 0 in doubles: no picture comes of such a level, but a track does.
    """
    exponent = _OFFSET + _SLOPE * (t * t)
    return Level(math.exp(-exponent / 2), math.sqrt(-math.expm1(-exponent)), 1000 * t)


def ddpm_time(alpha: float, sigma: float) -> float:
    """Return t in [0, 1] of a level: √(clip((log1p(σ²/α²) − 1e-4)/10, 0, 1)) (engines.md 1.5)."""
    noise = math.log1p((sigma / alpha) ** 2)
    return math.sqrt(min(max((noise - _OFFSET) / _SLOPE, 0.0), 1.0))


def cosine_level(c: float) -> Level:
    """Return the level at cosine time `c` in [0, 1): α = cos(πc/2), σ = sin(πc/2) (engines.md 1.4)."""
    alpha, sigma = math.cos(math.pi * c / 2), math.sin(math.pi * c / 2)
    return Level(alpha, sigma, 1000 * ddpm_time(alpha, sigma))


def spliced_time(t: float) -> float:
    """Return the cosine time of time `t` ≥ 0 of the spliced schedule (engines.md 1.6)."""
    big = t * (_CROSSOVER + 1 - _JOINED)
    return big if big < _CROSSOVER else ddpm_level(big - _CROSSOVER + _JOINED).cosine_time


@functools.lru_cache(maxsize=256)
def jax_track(steps: int, starting_noise: float, ending_noise: float, time_schedule: str) -> Track:
    """Return the levels of a run: S + 1 evenly spaced times from `starting_noise` to `ending_noise`.

    Args:
        steps: S ≥ 1.
        starting_noise: First time, 0 to about 1.5.
        ending_noise: Last time, less than `starting_noise` in any sensible run.
        time_schedule: `ddpm` or `spliced`.

    Returns:
        The levels; steps that would not move (equal times) are left out, as the notebook does.
    """
    times = np.linspace(starting_noise, ending_noise, steps + 1).tolist()
    spliced = time_schedule == "spliced"
    level = cosine_level if spliced else ddpm_level
    places = [spliced_time(t) for t in times] if spliced else times
    kept = places[:1] + [there for here, there in pairwise(places) if here != there]
    middles = tuple(level((here + there) / 2) for here, there in pairwise(kept))
    return Track(tuple(level(place) for place in kept), middles)
