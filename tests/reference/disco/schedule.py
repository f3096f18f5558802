"""Noise levels (engines.md 1.1, 1.2), one multiplication at a time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One respaced step: its base timestep, what networks are told, its alpha-bar and the next step's."""

    tau: int
    t: float
    abar: float
    abar_next: float

    @property
    def alpha(self):
        return self.abar**0.5

    @property
    def sigma(self):
        return (1 - self.abar) ** 0.5

    @property
    def schedule_index(self):
        return 1000 - (int(self.t) + 1)


def base_alpha_bars(T):
    s = 1000 / T
    low, high = 1e-4 * s, 2e-2 * s
    abars, product = [], 1.0
    for i in range(T):
        product *= 1 - (low + (high - low) * i / (T - 1))
        abars.append(product)
    return abars


def kept_timesteps(steps, T):
    for stride in range(1, T):
        kept = list(range(0, T, stride))
        if len(kept) == steps:
            return kept
    raise ValueError("no stride")


def levels(steps):
    """Return the levels of a run, index k = 0 the cleanest."""
    T = (1000 // steps) * steps if steps < 1000 else steps
    abars = base_alpha_bars(T)
    result, before = [], 1.0
    for tau in kept_timesteps(steps, T):
        result.append(Level(tau, tau * 1000 / T, abars[tau], before))
        before = abars[tau]
    return result
