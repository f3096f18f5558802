"""Noise levels of the JAX notebooks (engines.md 1.4, 1.5, 1.6, 3.1).

Two times are in use. v2.4 steps through the DDPM time t of 1.5 and knows nothing else; the versions after
it write a list of "spliced" times, turn every entry into cosine time c at once, and step through c.
`Level.value` is the entry of the list that the notebook steps through: t in the first case, c in the second.
"""

import math
from dataclasses import dataclass

CROSSOVER_COSINE = 0.80074257
CROSSOVER_DDPM = 0.48536712


@dataclass(frozen=True)
class Level:
    """One entry of the schedule.

    Attributes:
        value: The entry itself: DDPM time ('ddpm') or cosine time ('spliced').
        cosine: c, alpha = cos(pi c / 2).
        ddpm: t in [0, 1] of the DDPM schedule; ADM networks are told 1000 t, unrounded.
    """

    value: float
    alpha: float
    sigma: float
    cosine: float
    ddpm: float


def ddpm_alpha_sigma(t):
    """engines.md 1.5: alpha^2 = exp(-(1e-4 + 10 t^2)), sigma^2 = 1 - alpha^2."""
    exponent = 1e-4 + 10 * t**2
    return math.sqrt(math.exp(-exponent)), math.sqrt(-math.expm1(-exponent))


def cosine_alpha_sigma(c):
    return math.cos(math.pi * c / 2), math.sin(math.pi * c / 2)


def cosine_time(alpha, sigma):
    return math.atan2(sigma, alpha) * 2 / math.pi


def ddpm_time(alpha, sigma):
    """The inverse of 1.5, clipped to [0, 1]."""
    t_squared = (math.log1p(sigma**2 / alpha**2) - 1e-4) / 10
    return math.sqrt(min(max(t_squared, 0.0), 1.0))


def spliced_to_cosine(t):
    """engines.md 1.6."""
    big = t * (CROSSOVER_COSINE + 1 - CROSSOVER_DDPM)
    if big < CROSSOVER_COSINE:
        return big
    return cosine_time(*ddpm_alpha_sigma(big - CROSSOVER_COSINE + CROSSOVER_DDPM))


def linspace(start, end, count):
    """Evenly spaced; the last value is `end` itself, not what rounding makes of it."""
    return [start + (end - start) * i / (count - 1) for i in range(count - 1)] + [end]


def level_at(value, time_schedule):
    """The level of an entry of the schedule, or of a point between two entries (prk)."""
    if time_schedule == "ddpm":
        alpha, sigma = ddpm_alpha_sigma(value)
        return Level(value, alpha, sigma, cosine_time(alpha, sigma), value)
    alpha, sigma = cosine_alpha_sigma(value)
    return Level(value, alpha, sigma, value, ddpm_time(alpha, sigma))


def schedule(starting_noise, ending_noise, steps, time_schedule):
    """The steps + 1 values that a run steps through, noisiest first (engines.md 3.1)."""
    times = linspace(starting_noise, ending_noise, steps + 1)
    if time_schedule == "ddpm":
        return times
    if time_schedule == "spliced":
        return [spliced_to_cosine(t) for t in times]
    raise ValueError(time_schedule)
