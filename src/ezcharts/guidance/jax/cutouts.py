r"""The JAX notebooks' cutouts: which parts of the picture a perceptor sees (engines.md 3.3).

With m = min(W, H), R the perceptor's resolution, q = min(m, R) and uniforms u, a repeat takes

* cutn // 2 *local* cuts of side s = q + u^cut_pow·(m − q), or with whole sizes ⌊q + u^cut_pow·(m − q + 1)⌋,
  at most m; anywhere inside the picture;
* the others *global*: a border b = c + c·u with c the cut_border (the notebooks' is 40), side
  s = ⌊max(W, H) + b⌋, left = (W − s)/2 + b·(2u − 1) and top likewise. What lies outside the picture is black,
  and cut_pow does nothing here (J6). An odd cutn, on which older notebooks break, has one more of these (J1).

Places are continuous. Then, each cut by itself: with probability cut_p_mixgrey it is blended with its grey by
another u, with cut_p_grey it becomes its grey, with cut_p_flip it is mirrored. grey is the plain mean of R, G
and B, and nothing is clamped (J7).

A negative cut_pow is like 0: sides end at m, as they do in the notebooks.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ezcharts.guidance.jax.condition import JaxCondition
from ezcharts.guidance.resize import apply_cuts, lanczos3, window_matrix

UNIFORMS = 7
"""Of each cut, in this order: size or border, left, top, whether mixed, how much, whether grey, mirrored."""
SHARED = 3
"""The first of them say where the cut is; the pictures of a batch may share those."""


@dataclass(frozen=True, eq=False)
class CutPlan:
    """Some cuts, of one cell or of many: a column for each property, float64 unless stated.

    Attributes:
        left: First column that is seen, in pixels, shape (N,).
        top: First row that is seen, in pixels, shape (N,).
        side: How far is seen, in pixels, shape (N,).
        greyness: Part of the colour that is taken away, in [0, 1], shape (N,).
        mirrored: Whether left and right are exchanged, bool, shape (N,).
    """

    left: Tensor
    top: Tensor
    side: Tensor
    greyness: Tensor
    mirrored: Tensor


def plan_cuts(
    size: tuple[int, int], resolution: int, conditions: Sequence[JaxCondition], uniforms: Tensor
) -> CutPlan:
    """Decide the cuts of one repeat of every condition, those of the first one first.

    Args:
        size: (width, height) of the pictures in pixels.
        resolution: R, the side of the perceptor's input in pixels.
        conditions: Whose cuts.
        uniforms: Values of U(0, 1) for each of them, `UNIFORMS` a cut, float64, shape (M, `UNIFORMS`·K), K
            the largest cutn. What is "likely" happens where u is below the probability.
    """
    counts = torch.tensor([c.cutn for c in conditions])
    owner = torch.repeat_interleave(counts)
    number = torch.arange(len(owner)) - (counts.cumsum(0) - counts)[owner]
    rules = torch.tensor([_rules(c) for c in conditions], dtype=torch.float64)[owner].unbind(dim=1)
    whole, power, p_mixgrey, p_grey, p_flip, border = rules
    u = uniforms.reshape(len(uniforms), -1, UNIFORMS)[owner, number].unbind(dim=1)
    near, far = _local(size, resolution, whole > 0, power, u), _global(size, border, u)
    left, top, side = torch.where(number < (counts // 2)[owner], near, far)
    mixed = torch.where(u[3] < p_mixgrey, u[4], 0.0)
    return CutPlan(left, top, side, torch.where(u[5] < p_grey, 1.0, mixed), u[6] < p_flip)


def make_cuts(pictures: Tensor, counts: Sequence[int], plan: CutPlan, resolution: int) -> Tensor:
    """Cut every picture; differentiable with respect to `pictures`.

    Args:
        pictures: Shape (B, 3, H, W), nominally in [0, 1], not clamped.
        counts: How many of the cuts are of each picture, in turn.
        plan: N cuts, those of picture 0 first.
        resolution: R in pixels.

    Returns:
        Shape (N, 3, R, R), before the perceptor's own normalisation.
    """
    height, width = pictures.shape[-2:]
    device, dtype = pictures.device, pictures.dtype
    left, across = _horizontally(plan)
    numbers = torch.stack((left, across, plan.top, plan.side, plan.greyness)).to(device, dtype)
    left, across, top, side, greyness = numbers
    rows = window_matrix(height, top, side, resolution, lanczos3, dtype=dtype)
    columns = window_matrix(width, left, across, resolution, lanczos3, dtype=dtype)
    cuts = _products(pictures, counts, rows, columns)
    grey = cuts.mean(dim=1, keepdim=True).expand_as(cuts)
    return torch.lerp(cuts, grey, greyness.reshape(-1, 1, 1, 1))


def _rules(c: JaxCondition) -> tuple[float, ...]:
    whole = float(c.cut_sizes == "whole")
    return whole, c.cut_pow, c.cut_p_mixgrey, c.cut_p_grey, c.cut_p_flip, c.cut_border


def _local(
    size: tuple[int, int], resolution: int, whole: Tensor, power: Tensor, u: Sequence[Tensor]
) -> Tensor:
    """Return left, top and side of local cuts, shape (3, N)."""
    width, height = size
    largest = min(width, height)
    smallest = min(largest, resolution)
    # Not above 1, where a negative power would lead; and 0 times infinity never comes up.
    reach = (u[0] ** power).clamp(max=1)
    stepped = torch.floor(smallest + reach * (largest - smallest + 1)).clamp(max=largest)
    side = torch.where(whole, stepped, smallest + reach * (largest - smallest))
    return torch.stack((u[1] * (width - side), u[2] * (height - side), side))


def _global(size: tuple[int, int], least: Tensor, u: Sequence[Tensor]) -> Tensor:
    """Return left, top and side of global cuts whose borders are `least` to twice that, shape (3, N)."""
    width, height = size
    border = least + least * u[0]
    side = torch.floor(max(width, height) + border)
    left, top = ((n - side) / 2 + border * (2 * v - 1) for n, v in ((width, u[1]), (height, u[2])))
    return torch.stack((left, top, side))


def _horizontally(plan: CutPlan) -> tuple[Tensor, Tensor]:
    """Return where each cut begins and how far it goes to the right; to the left where it is mirrored."""
    return (
        torch.where(plan.mirrored, plan.left + plan.side, plan.left),
        torch.where(plan.mirrored, -plan.side, plan.side),
    )


def _products(pictures: Tensor, counts: Sequence[int], rows: Tensor, columns: Tensor) -> Tensor:
    """Return rows @ picture @ columnsᵀ of every cut, (N, 3, R, R): one go for neighbours of one count."""
    parts, picture, cut = [], 0, 0
    for count, run in itertools.groupby(counts):
        pictures_end = picture + len(list(run))
        cuts_end = cut + count * (pictures_end - picture)
        pair = (m[cut:cuts_end].reshape(-1, count, *m.shape[1:]) for m in (rows, columns))
        parts.append(apply_cuts(pictures[picture:pictures_end], *pair).flatten(0, 1))
        picture, cut = pictures_end, cuts_end
    return torch.cat(parts)
