r"""DDIM (Song, Meng and Ermon 2021, arXiv 2010.02502, eq. 12 and 16), as both notebooks run it.

    s = η·(σ'/σ)·√(1 − α²/α'²)          (engines.md 2.7, 3.5 step 8)
    x' = α'·x0 + √(σ'² − s²)·ε + s·n,   n ~ N(0, 1)

η = 0 is deterministic, η = 1 is ancestral sampling. A negative η only flips the sign of the noise in Disco
(Q16); in the JAX notebooks it is a process of its own, s = |η|·σ': −1 renews all noise at every step (J5).
Beyond a limit the root's argument is negative; a notebook shows black there, we fail with the reason. A last
move that is never shown has no limit: there the argument is held at 0.
"""

from __future__ import annotations

import math
from typing import Literal

from torch import Tensor

from ezcharts.errors import CellFailure
from ezcharts.levels.level import Level, Track, ddpm_sigma, largest_eta
from ezcharts.sampling.base import Ask, Before, Landed, Noise, Steps, as_it_is, steps_of

ORDER = 1
"""With η = 0, halving the steps divides the error by 2 to this power."""

NegativeEta = Literal["flips", "renews"]
"""What a negative η means: the sign of the noise turns (Disco), or noise is renewed (JAX)."""


def noise_scale(here: Level, there: Level, eta: float, negative: NegativeEta = "flips") -> float:
    """Return s, the standard deviation of the fresh noise, with the sign of η where that flips it."""
    if eta < 0 and negative == "renews":
        return -eta * there.sigma
    return eta * ddpm_sigma(here, there)


def check_eta(
    track: Track, eta: float, negative: NegativeEta = "flips", *, ending_look: bool = False
) -> None:
    """Refuse an η for which some move that is shown needs the root of a negative number.

    Raises:
        CellFailure: |η| is above the limit of this track (engines.md table 1.2, 3.5 step 8).
    """
    limit = _limit(track, eta, negative, ending_look=ending_look)
    if eta < 0 and negative == "renews" and -eta > limit:
        raise CellFailure(
            f"eta {eta:g} is below -1, where all noise is renewed already: a notebook shows black here"
        )
    if abs(eta) > limit:
        raise CellFailure(
            f"eta {eta:g} is above the limit of {limit:.3f} for {len(track)} steps: what is left of noise "
            "turns negative and a notebook's picture black; use a smaller |eta|"
        )


def _limit(track: Track, eta: float, negative: NegativeEta, *, ending_look: bool) -> float:
    if eta < 0 and negative == "renews":
        return 1.0 if track.shown_moves(ending_look=ending_look) else math.inf
    return largest_eta(track, ending_look=ending_look)


def ddim(
    x: Tensor,
    track: Track,
    *,
    eta: float,
    noise: Noise,
    negative: NegativeEta = "flips",
    ending_look: bool = False,
    before: Before = as_it_is,
) -> Steps:
    """Run DDIM from `x`, which belongs to the first level of the track.

    Args:
        x: Shape (1, 3, H, W).
        track: The noise levels.
        eta: η, any sign.
        noise: Gives n of an executed step.
        negative: What a negative η means.
        ending_look: The run goes into `ending_look`, which shows what the last move leads to.
        before: What is done to x before each step (symmetry).

    Raises:
        CellFailure: η is above the limit, or the track has no step.
    """
    check_eta(track, eta, negative, ending_look=ending_look)
    for executed, here, there in steps_of(track):
        x = before(executed, x)
        answer = yield Ask(x, here, here, executed, executed)
        s = noise_scale(here, there, eta, negative)
        x = there.alpha * answer.x0 + math.sqrt(max(0.0, there.sigma**2 - s * s)) * answer.eps
        if s != 0:
            x = x + s * noise(executed)
    return Landed(x, answer.shown)
