r"""What a sampler is: a generator that asks for guided evaluations, one after another.

    sampler  ── yields Ask(x, k, told) ──▶  whoever drives it  ── sends Answer(x0, eps, shown) ──▶  sampler

A sampler never sees a model, a prompt or a batch. One driver (`drive`) answers the asks of a single sampler
from a callable; the renderer drives many at once, gathers their asks into one batch and sends each its
answer. Samplers of different kinds, at different steps, share a batch that way.

Notation: ᾱ (`abar`) at the step, ᾱ' (`abar_next`) after it; α = √ᾱ, σ = √(1 − ᾱ) (engines.md 2.7).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from typing import NamedTuple

from torch import Tensor

from ezcharts.diffusion.schedule import Spacing


class Ask(NamedTuple):
    """A request for one guided evaluation.

    Attributes:
        x: The noisy picture, shape (1, 3, H, W).
        k: The respaced step x belongs to.
        told: The respaced step that guidance is told; differs from k only in the second evaluation of PLMS.
        executed: Number of sampler steps finished before this one, from 0.
        evaluation: Number of evaluations asked before this one, from 0.
    """

    x: Tensor
    k: int
    told: int
    executed: int
    evaluation: int


class Answer(NamedTuple):
    """The guided estimates, and the unguided one that a notebook shows; each of shape (1, 3, H, W)."""

    x0: Tensor
    eps: Tensor
    shown: Tensor


Steps = Generator[Ask, Answer, Tensor]
"""A running sampler. Its return value is the last x, which no notebook shows."""


def alpha_sigma(abar: float) -> tuple[float, float]:
    """Return (√ᾱ, √(1 − ᾱ))."""
    return math.sqrt(abar), math.sqrt(1 - abar)


def drive(steps: Steps, answer: Callable[[Ask], Answer]) -> tuple[Tensor, Tensor]:
    """Run one sampler to its end.

    Args:
        steps: The sampler.
        answer: Evaluates one ask.

    Returns:
        The last x, and the last picture shown.
    """
    ask = next(steps)
    while True:
        reply = answer(ask)
        try:
            ask = steps.send(reply)
        except StopIteration as end:
            return end.value, reply.shown


def executed_steps(spacing: Spacing, skip_steps: int) -> range:
    """Return the steps k that are run, noisiest first: N − skip − 1 down to 0 (engines.md 2.6)."""
    return range(len(spacing) - skip_steps - 1, -1, -1)
