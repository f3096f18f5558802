r"""One noise level, and the track of them that a run follows.

A noisy picture is x = α·x0 + σ·ε with α² + σ² = 1. A run of S steps visits S levels, noisiest first, and
moves from each to the next; the last move leads to a level that is never looked at, unless the notebook takes
an ending look (engines.md 3.6). What a step's fresh noise may be at most follows from the levels alone
(`largest_eta`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple


class Level(NamedTuple):
    """One noise level.

    Attributes:
        alpha: Signal amplitude α in (0, 1].
        sigma: Noise amplitude σ in [0, 1].
        t: What an ADM network is told: the rescaled timestep in [0, 1000], fractions allowed.
    """

    alpha: float
    sigma: float
    t: float

    @property
    def cosine_time(self) -> float:
        """c = (2/π)·atan2(σ, α) in [0, 1] (engines.md 1.4)."""
        return math.atan2(self.sigma, self.alpha) * 2 / math.pi


CLEAN = Level(1.0, 0.0, 0.0)
"""No noise at all."""


@dataclass(frozen=True)
class Track:
    """The levels of a run.

    Attributes:
        levels: S + 1 levels, noisiest first: step i stands at `levels[i]` and moves to `levels[i + 1]`.
        middles: The level half-way of each step in the notebook's own time, S of them; only PRK asks for
            them.
    """

    levels: tuple[Level, ...]
    middles: tuple[Level, ...] = ()

    def __len__(self) -> int:
        """Return S, the number of steps."""
        return len(self.levels) - 1

    @property
    def start(self) -> Level:
        """The level of the first step."""
        return self.levels[0]

    @property
    def moves(self) -> tuple[tuple[Level, Level], ...]:
        """From which level to which each step moves."""
        return tuple(pairwise(self.levels))

    @property
    def ends_with_noise(self) -> bool:
        """True if something is left to denoise where the last step leads."""
        return self.levels[-1].sigma > 0

    def shown_moves(self, *, ending_look: bool = False) -> tuple[tuple[Level, Level], ...]:
        """Return the moves that reach a picture: all but the last, and that too if it is looked at.

        Args:
            ending_look: The notebook looks where the last step leads, if that has noise (engines.md 3.6).
        """
        return self.moves if ending_look and self.ends_with_noise else self.moves[:-1]


def ddpm_sigma(here: Level, there: Level) -> float:
    """Return the standard deviation of the noise that ancestral sampling adds (engines.md 2.7, 3.5 step 8).

    (σ'/σ)·√(1 − α²/α'²), which is √((1 − ᾱ')/(1 − ᾱ))·√(1 − ᾱ/ᾱ'). It is 0 where that is 0/0: here is no
    noise yet, or there no picture left.
    """
    if here.sigma == 0 or there.alpha == 0:
        return 0.0
    kept = here.alpha / there.alpha
    return there.sigma / here.sigma * math.sqrt(max(0.0, 1 - kept * kept))


def largest_eta(track: Track, *, ending_look: bool = False) -> float:
    """Return the largest η for which σ'² − (η·ddpm_sigma)² stays positive at every move that is shown.

    Infinite where no such move adds noise (engines.md 1.2 and 3.5 step 8).

    Args:
        track: The levels of a run.
        ending_look: The notebook looks where the last step leads, if that has noise (engines.md 3.6).
    """
    moves = track.shown_moves(ending_look=ending_look)
    scales = [(there.sigma, ddpm_sigma(here, there)) for here, there in moves]
    return min((left / added for left, added in scales if added > 0), default=math.inf)
