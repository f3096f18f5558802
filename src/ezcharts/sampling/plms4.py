r"""PLMS of order 4 started by PRK (Liu et al. 2022, arXiv 2202.09778), as the JAX notebook 2.7
runs it (engines.md 3.6).

    first three steps   as PRK; their averaged ε̄ counts as history
    afterwards          e = (55·ε'_n − 59·ε'_{n−1} + 37·ε'_{n−2} − 9·ε'_{n−3})/24

and x moves along e. One evaluation a step after the start. *4* is the order of its weights; its own is 2, as
PRK's and for the same reason. Where that reason is gone 2 is left, too: an averaged ε̄ is close to ε' in the
middle of its step, while the weights expect it at the beginning.
"""

from __future__ import annotations

from collections import deque

from torch import Tensor

from ezcharts.levels.level import Track
from ezcharts.sampling.base import (
    Ask,
    Before,
    Landed,
    Steps,
    as_it_is,
    follow,
    steps_of,
    weighted_mean,
)
from ezcharts.sampling.runge_kutta import EVALUATIONS, prk_estimate

ORDER = 2
"""Halving the steps divides the error by 2 to this power."""

ADAMS_BASHFORTH = (55, -59, 37, -9)
"""Weights of ε', this step's first."""

START = len(ADAMS_BASHFORTH) - 1
"""Number of steps that are made by PRK."""


def plms4(x: Tensor, track: Track, *, before: Before = as_it_is) -> Steps:
    """Run PLMS from `x`, which belongs to the first level of the track; a run of up to 3 steps is PRK.

    Args:
        x: Shape (1, 3, H, W).
        track: The noise levels, with their middles.
        before: What is done to x before each step (symmetry).

    Raises:
        CellFailure: The track has no step.
    """
    slopes: deque[Tensor] = deque(maxlen=len(ADAMS_BASHFORTH))
    evaluation = 0
    for executed, here, there in steps_of(track):
        x = before(executed, x)
        if executed < START:
            middle = track.middles[executed]
            answer = yield from prk_estimate(x, here, middle, there, executed, evaluation)
            evaluation += EVALUATIONS
            slopes.appendleft(answer.eps)
            eps = answer.eps
        else:
            answer = yield Ask(x, here, here, executed, evaluation)
            evaluation += 1
            slopes.appendleft(answer.eps)
            eps = weighted_mean(slopes, ADAMS_BASHFORTH)
        x = follow(x, here, there, eps)
    return Landed(x, answer.shown)
