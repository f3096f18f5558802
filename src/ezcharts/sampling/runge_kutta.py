r"""Pseudo Runge-Kutta (PRK; Liu et al. 2022, arXiv 2202.09778), as the JAX notebook 2.7 runs it
(engines.md 3.6).

Four guided evaluations a step, each at x of the step's start moved along the ε' before it:

    ε1 at the level here, ε2 and ε3 half-way, ε4 at the level there;   ε̄ = (ε1 + 2·ε2 + 2·ε3 + ε4)/6

and x moves there along ε̄. *Pseudo*: the weights are those of the classical method of order 4, but they
average ε over the notebook's time, while the way that x goes is measured in σ/α. Where the two are not
proportional a method of order 2 is left; where they are it is the classical one. What a step shows is its
first evaluation's.
"""

from __future__ import annotations

from torch import Tensor

from ezcharts.levels.level import Level, Track
from ezcharts.sampling.base import (
    Answer,
    Ask,
    Before,
    Evaluation,
    Landed,
    Steps,
    as_it_is,
    follow,
    steps_of,
    transfer,
    weighted_mean,
    x0_of,
)

ORDER = 2
"""Halving the steps divides the error by 2 to this power; 4 where σ/α is linear in the notebook's time."""

WEIGHTS = (1, 2, 2, 1)
EVALUATIONS = len(WEIGHTS)
"""Evaluations of one step."""


def prk_estimate(
    x: Tensor, here: Level, middle: Level, there: Level, executed: int, evaluation: int
) -> Evaluation:
    """Make one guided estimate out of four.

    Args:
        x: Shape (1, 3, H, W), at `here`.
        here: The level of the step.
        middle: The level half-way of the step.
        there: The level it moves to; its σ may be 0.
        executed: Number of sampler steps finished before this one.
        evaluation: Number of evaluations asked before these four.

    Returns:
        The averaged ε', the x0' that goes with it at x, and what the first evaluation shows.
    """
    first = yield Ask(x, here, here, executed, evaluation)
    slopes = [first.eps]
    for n, level in enumerate((middle, middle, there), start=1):
        answer = yield Ask(follow(x, here, level, slopes[-1]), level, level, executed, evaluation + n)
        slopes.append(answer.eps)
    eps = weighted_mean(slopes, WEIGHTS)
    return Answer(x0_of(x, here, eps), eps, first.shown)


def prk(x: Tensor, track: Track, *, before: Before = as_it_is) -> Steps:
    """Run PRK from `x`, which belongs to the first level of the track.

    Args:
        x: Shape (1, 3, H, W).
        track: The noise levels, with their middles.
        before: What is done to x before each step (symmetry).

    Raises:
        CellFailure: The track has no step.
    """
    for executed, here, there in steps_of(track):
        x = before(executed, x)
        middle = track.middles[executed]
        answer = yield from prk_estimate(x, here, middle, there, executed, EVALUATIONS * executed)
        x = transfer(there, answer.x0, answer.eps)
    return Landed(x, answer.shown)
