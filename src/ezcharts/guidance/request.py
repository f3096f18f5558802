"""What guidance is asked, and what it answers; the same for every dialect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from torch import Tensor

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import CellFailure
from ezcharts.levels.level import Level

C = TypeVar("C")


@dataclass(frozen=True)
class Request(Generic[C]):
    """One cell that wants one evaluation.

    Attributes:
        x: The noisy picture, shape (1, 3, H, W).
        level: The noise level of x.
        told: The noise level that guidance is told; see `ezcharts.sampling.base.Ask`.
        evaluation: Number of evaluations of this cell before this one; keys the draws.
        guided: False where only the main model is looked at.
        condition: What guides it, in the dialect's own words.
    """

    x: Tensor
    level: Level
    told: Level
    evaluation: int
    condition: C
    guided: bool = True


@dataclass(frozen=True)
class Guided:
    """The answer to one request.

    Attributes:
        x0: Guided estimate of the clean picture, shape (1, 3, H, W).
        eps: Guided estimate of the noise.
        shown: The unguided estimate that a notebook shows.
        t: Rescaled timestep of the step.
        grad_rms: RMS of the gradient before the clamp.
        clamped: Whether the clamp changed it.
        nan: Whether the step stayed unguided because the pull held a NaN.
        losses: Value of each scaled loss term.
    """

    x0: Tensor
    eps: Tensor
    shown: Tensor
    t: float
    grad_rms: float
    clamped: bool
    nan: bool
    losses: dict[str, float]


class Guidance(Protocol[C]):
    """Evaluates guided denoising for cells of one size and one prior."""

    def __call__(self, requests: Sequence[Request[C]]) -> list[Guided | CellFailure]:
        """Evaluate all requests together; a cell that cannot go on gets its failure, the others an answer."""
        ...


def noise_levels(like: Tensor, requests: Sequence[Request[C]], *, told: bool = False) -> NoiseLevel:
    """Return the noise levels of the requests' pictures, or those that guidance is told."""
    return NoiseLevel.of([r.told if told else r.level for r in requests], like)


@dataclass(frozen=True)
class Pulled:
    """What one evaluation of the losses gives for one cell: its share of G, the value of each loss term."""

    gradient: Tensor
    losses: dict[str, float]
