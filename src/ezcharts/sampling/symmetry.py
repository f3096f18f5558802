r"""Symmetry by force: before some steps one half of x becomes the mirror image of the other.

*Horizontal* mirrors left to right, *vertical* top to bottom; with both, horizontal comes first. When it
happens is a share p of the run, counted differently by the two notebooks that have it (R steps are left after
skipping, the first of them is executed step 0):

    Disco 5.3+   before the step whose index is k = int(R·(1 − p)), executed step R − 1 − k (engines.md 2.7)
    Huemin 2.7   before executed step int(R·p) (engines.md 3.6)

So p = 0 never happens in Disco and is the first step in Huemin's; p = 1 is the last step in Disco and never
happens in Huemin's.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from ezcharts.sampling.base import Before


def mirror_right(x: Tensor) -> Tensor:
    """Replace the right half of (..., H, W) by the mirror image of the left; a middle column stays."""
    return _mirror(x, -1)


def mirror_bottom(x: Tensor) -> Tensor:
    """Replace the bottom half of (..., H, W) by the mirror image of the top; a middle row stays."""
    return _mirror(x, -2)


def _mirror(x: Tensor, dim: int) -> Tensor:
    size, half = x.shape[dim], x.shape[dim] // 2
    return torch.cat((x.narrow(dim, 0, size - half), x.narrow(dim, 0, half).flip(dim)), dim)


def disco_symmetry(
    horizontal: bool, vertical: bool, transformation_percent: Iterable[float], remaining_steps: int
) -> Before:
    """Return what Disco does to x before a step.

    Args:
        horizontal: `use_horizontal_symmetry`.
        vertical: `use_vertical_symmetry`.
        transformation_percent: Shares p of the run, in [0, 1].
        remaining_steps: R, the steps of the run without the skipped ones.
    """
    indices = {int(remaining_steps * (1 - p)) for p in transformation_percent}
    return _mirrored(horizontal, vertical, {remaining_steps - 1 - k for k in indices})


def huemin_symmetry(
    horizontal: bool, vertical: bool, transformation_schedule: Iterable[float], steps: int
) -> Before:
    """Return what Huemin's notebook does to x before a step.

    Args:
        horizontal: `use_horizontal_symmetry`.
        vertical: `use_vertical_symmetry`.
        transformation_schedule: Shares p of the run, in [0, 1].
        steps: The steps of the run.
    """
    return _mirrored(horizontal, vertical, {int(steps * p) for p in transformation_schedule})


def _mirrored(horizontal: bool, vertical: bool, at: set[int]) -> Before:
    def before(executed: int, x: Tensor) -> Tensor:
        if executed in at:
            x = mirror_right(x) if horizontal else x
            x = mirror_bottom(x) if vertical else x
        return x

    return before
