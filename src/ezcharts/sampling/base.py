r"""What a sampler is: a generator that asks for guided evaluations, one after another.

    sampler  ── yields Ask(x, level, told) ──▶  driver  ── sends Answer(x0, eps, shown) ──▶  sampler

A sampler never sees a model, a prompt or a batch. One driver (`drive`) answers the asks of a single sampler
from a callable; the renderer drives many at once, gathers their asks into one batch and sends each its
answer. Samplers of different kinds, of both dialects, at different steps, share a batch that way.

Notation: (α, σ) at the step, (α', σ') after it (engines.md 1.4).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple

from torch import Tensor

from ezcharts.errors import CellFailure
from ezcharts.levels.level import Level, Track


class Ask(NamedTuple):
    """A request for one evaluation.

    Attributes:
        x: The noisy picture, shape (1, 3, H, W).
        level: The noise level of x.
        told: The noise level that guidance is told; differs only in the second evaluation of Disco's PLMS.
        executed: Number of sampler steps finished before this one, from 0.
        evaluation: Number of evaluations asked before this one, from 0; keys the draws.
        guided: False where the notebook looks at the main model alone.
    """

    x: Tensor
    level: Level
    told: Level
    executed: int
    evaluation: int
    guided: bool = True


class Answer(NamedTuple):
    """The guided estimates, and the unguided one that a notebook shows; each of shape (1, 3, H, W)."""

    x0: Tensor
    eps: Tensor
    shown: Tensor


class Landed(NamedTuple):
    """How a run ends: the last x, which no notebook shows, and the picture that is shown."""

    x: Tensor
    shown: Tensor


Steps = Generator[Ask, Answer, Landed]
"""A running sampler."""

Evaluation = Generator[Ask, Answer, Answer]
"""A part of a sampler that makes one estimate out of some evaluations."""

Noise = Callable[[int], Tensor]
"""Gives n ~ N(0, 1) of an executed step (counted from 0), of x's shape."""

Before = Callable[[int, Tensor], Tensor]
"""What is done to x before an executed step: (executed, x) -> x."""


def as_it_is(executed: int, x: Tensor) -> Tensor:
    """Leave x alone."""
    return x


def steps_of(track: Track) -> Iterator[tuple[int, Level, Level]]:
    """Give (executed, level it stands at, level it moves to) of each step.

    Raises:
        CellFailure: There is no step: no notebook shows anything then.
    """
    if not len(track):
        raise CellFailure("a run needs a step that moves; this one starts at the noise that it ends with")
    for executed, (here, there) in enumerate(track.moves):
        yield executed, here, there


def transfer(there: Level, x0: Tensor, eps: Tensor) -> Tensor:
    """Return α'·x0 + σ'·ε: the picture at another level, without fresh noise."""
    return there.alpha * x0 + there.sigma * eps


def x0_of(x: Tensor, here: Level, eps: Tensor) -> Tensor:
    """Return (x − σ·ε)/α: the clean picture that x holds if its noise is ε."""
    return (x - here.sigma * eps) / here.alpha


def follow(x: Tensor, here: Level, there: Level, eps: Tensor) -> Tensor:
    """Move x from one level to another as if its noise were ε."""
    return transfer(there, x0_of(x, here, eps), eps)


def weighted_mean(slopes: Sequence[Tensor], weights: Sequence[int]) -> Tensor:
    """Return Σ wᵢ·εᵢ / Σ wᵢ: one ε out of some, for every method that has a table of weights."""
    first, *rest = [weight * slope for weight, slope in zip(weights, slopes, strict=True)]
    return sum(rest, start=first) / sum(weights)


def drive(steps: Steps, answer: Callable[[Ask], Answer]) -> Landed:
    """Run one sampler to its end, answering every ask with `answer`."""
    ask = next(steps)
    while True:
        try:
            ask = steps.send(answer(ask))
        except StopIteration as end:
            landed: Landed = end.value
            return landed
