r"""PLMS of order 2 (Liu et al. 2022, arXiv 2202.09778), as Disco runs it since 5.1 (engines.md 2.7).

    first step   e = (ε'_k + ε'(x̃))/2,   x̃ = x moved to k − 1 along ε'_k
    afterwards   e = (3·ε'_k − ε'_{k+1})/2
    x moves to k − 1 along e;   at the last step x = x0'

ε' is the guided estimate. In the second evaluation of the first step x̃ and its timestep belong to k − 1, but
what Disco tells its guidance is still the level of k. No noise, no η, no symmetry.

The history holds what each step saw first, ε'_k; neither the second evaluation nor the means enter it. What
a step shows is likewise its first evaluation's.
"""

from __future__ import annotations

from torch import Tensor

from ezcharts.levels.level import Track
from ezcharts.sampling.base import Ask, Landed, Steps, follow, steps_of, weighted_mean

ORDER = 2
"""Halving the steps divides the error by 2 to this power."""

IMPROVED_EULER = (1, 1)
ADAMS_BASHFORTH = (3, -1)
"""Weights of (this, earlier) ε'."""


def plms(x: Tensor, track: Track) -> Steps:
    """Run PLMS from `x`, which belongs to the first level of the track.

    Args:
        x: Shape (1, 3, H, W).
        track: The noise levels, ending without noise.

    Raises:
        CellFailure: The track has no step.
    """
    earlier: Tensor | None = None
    for executed, here, there in steps_of(track):
        answer = yield Ask(x, here, here, executed, executed + (earlier is not None))
        if there.sigma == 0:
            # A run of one step ends here too: Disco's second evaluation would not reach the picture.
            x = answer.x0
        elif earlier is None:
            predicted = follow(x, here, there, answer.eps)
            second = yield Ask(predicted, there, here, executed, executed + 1)
            x = follow(x, here, there, weighted_mean((answer.eps, second.eps), IMPROVED_EULER))
        else:
            x = follow(x, here, there, weighted_mean((answer.eps, earlier), ADAMS_BASHFORTH))
        earlier = answer.eps
    return Landed(x, answer.shown)
