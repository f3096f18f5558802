r"""Disco's "Dango" cutouts: which parts of the picture a perceptor sees (engines.md 2.4.1).

With m = min(W, H), R the perceptor's resolution and q = min(m, R), one repeat takes

* n *overview* cuts of the whole picture, padded to a square with black: plain, grey, mirrored, grey and
  mirrored for n ≤ 4, but n identical plain copies for n > 4 (Q4);
* n' *inner* crops of side int(uᵖ·(m − q) + q), u ~ U(0, 1), at uniform whole positions, the first
  int(p_grey·n') + 1 of them grey (Q3).

Each distinct view is two matrices (`resize.py`), and all views of all cells go through one batched product.
A `CutPlan` is what one repeat of one cell takes: plain data, drawn on the host, testable without a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ezcharts.guidance.disco import augment
from ezcharts.guidance.disco.augment import Augmentation
from ezcharts.guidance.resize import apply_cuts, resize_matrix

OVERVIEW_KINDS = ((False, False), (True, False), (False, True), (True, True))
"""(grey, mirrored) of overview cuts 1 to 4."""


@dataclass(frozen=True)
class View:
    """A square part of the picture: left and top pixel (negative: in the border) and side, in pixels."""

    left: int
    top: int
    side: int


@dataclass(frozen=True)
class Cut:
    """One perceptor input: which view of the plan it shows, made grey or not, mirrored or not."""

    view: int
    grey: bool = False
    mirror: bool = False


@dataclass(frozen=True)
class CutPlan:
    """All cuts of one repeat of one cell.

    Attributes:
        views: The distinct parts of the picture that are looked at.
        cuts: The perceptor's inputs, overview first.
        augmentation: The shared augmentation; None with skip_augs.
    """

    views: tuple[View, ...]
    cuts: tuple[Cut, ...]
    augmentation: Augmentation | None


def uniforms_needed(inner: int) -> int:
    """Return how many uniforms `plan_cuts` takes: ten for the augmentation, three for each inner crop."""
    return augment.UNIFORMS + 3 * inner


def grey_count(inner: int, probability: float) -> int:
    """Return how many inner crops are grey: min(n', int(p·n') + 1), so one even at p = 0 (Q3).

    From p = 1 on it is all of them and from p = -1 down none, however far p goes.
    """
    return min(inner, max(0, int(max(-1, min(probability, 1)) * inner) + 1))


def plan_cuts(
    size: tuple[int, int],
    resolution: int,
    *,
    overview: int,
    inner: int,
    power: float,
    grey_probability: float,
    skip_augs: bool,
    uniforms: Sequence[float],
) -> CutPlan:
    """Decide the cuts of one repeat.

    Args:
        size: (width, height) of the picture in pixels.
        resolution: R, the side of the perceptor's input in pixels.
        overview: Number of whole-picture cuts, ≥ 0.
        inner: Number of random crops, ≥ 0.
        power: cut_ic_pow, ≥ 0; larger means tighter crops.
        grey_probability: cut_icgray_p.
        skip_augs: Leave out every augmentation, noise included.
        uniforms: `uniforms_needed(inner)` values of U(0, 1).
    """
    greys = grey_count(inner, grey_probability)
    draws = uniforms[augment.UNIFORMS :]
    whole = [_overview_view(size)] if overview else []
    crops = [_crop(size, resolution, power, draws[3 * i : 3 * i + 3]) for i in range(inner)]
    cuts = _overview_cuts(overview) + [Cut(len(whole) + i, grey=i < greys) for i in range(inner)]
    augmentation = None if skip_augs else Augmentation.from_uniforms(list(uniforms), resolution)
    return CutPlan(tuple(whole + crops), tuple(cuts), augmentation)


def make_cuts(pictures: Tensor, plans: Sequence[CutPlan], resolution: int, noises: Tensor) -> Tensor:
    """Cut every picture by its plan; differentiable with respect to `pictures`.

    Args:
        pictures: Shape (B, 3, H, W), nominally in [0, 1], not clamped.
        plans: One per picture.
        resolution: R in pixels.
        noises: Standard normal draws for the augmentation, shape (3, N, 3, R, R), N = number of cuts in all
            plans.

    Returns:
        Shape (N, 3, R, R), the cuts of picture 0 first, before the perceptor's own normalisation.
    """
    device = pictures.device
    owned = [(row, cut) for row, plan in enumerate(plans) for cut in plan.cuts]
    owner = torch.tensor([row for row, _ in owned], device=device)
    views = _all_views(pictures, plans, resolution)
    place = torch.tensor([row * views.shape[1] + cut.view for row, cut in owned], device=device)
    mirror = torch.tensor([cut.mirror != _flips(plans[row]) for row, cut in owned], device=device)
    greys = torch.tensor([cut.grey for _, cut in owned], device=device)
    cuts = views.flatten(0, 1).index_select(0, place)
    cuts = augment.where_rows(mirror, cuts.flip(-1), cuts)
    cuts = augment.where_rows(greys, augment.grey(cuts), cuts)
    return _augment_where_asked(cuts, plans, owner, noises)


def _overview_view(size: tuple[int, int]) -> View:
    width, height = size
    return View(-(max(0, height - width) // 2), -(max(0, width - height) // 2), max(width, height))


def _overview_cuts(count: int) -> list[Cut]:
    if count > len(OVERVIEW_KINDS):
        return [Cut(0)] * count
    return [Cut(0, grey, mirror) for grey, mirror in OVERVIEW_KINDS[:count]]


def _crop(size: tuple[int, int], resolution: int, power: float, u: Sequence[float]) -> View:
    width, height = size
    largest = min(width, height)
    smallest = min(largest, resolution)
    side = int(u[0] ** power * (largest - smallest) + smallest)
    return View(int(u[1] * (width - side + 1)), int(u[2] * (height - side + 1)), side)


def _flips(plan: CutPlan) -> bool:
    return plan.augmentation is not None and plan.augmentation.flip


def _all_views(pictures: Tensor, plans: Sequence[CutPlan], resolution: int) -> Tensor:
    """Cut every distinct view of every plan; shape (B, V, 3, R, R), V the most views in a plan."""
    most = max(len(plan.views) for plan in plans)
    padded = [view for plan in plans for view in plan.views + plan.views[:1] * (most - len(plan.views))]
    left, top, side = torch.tensor([(v.left, v.top, v.side) for v in padded], device=pictures.device).unbind(
        dim=1
    )
    height, width = pictures.shape[-2:]
    rows = resize_matrix(height, top, side, resolution, dtype=pictures.dtype)
    columns = resize_matrix(width, left, side, resolution, dtype=pictures.dtype)
    shape = (len(plans), most, resolution, -1)
    return apply_cuts(pictures, rows.reshape(shape), columns.reshape(shape))


def _augment_where_asked(cuts: Tensor, plans: Sequence[CutPlan], owner: Tensor, noises: Tensor) -> Tensor:
    """Augment the cuts of the plans that have an augmentation; the others pass through."""
    rows = [row for row, plan in enumerate(plans) if plan.augmentation is not None]
    if not rows:
        return cuts
    new_row = torch.full((len(plans),), -1, device=cuts.device)
    new_row[rows] = torch.arange(len(rows), device=cuts.device)
    chosen = torch.nonzero(new_row[owner] >= 0).flatten()
    augmentations = [a for plan in plans if (a := plan.augmentation) is not None]
    augmented = augment.augment(cuts[chosen], augmentations, new_row[owner][chosen], noises[:, chosen])
    return cuts.index_copy(0, chosen, augmented)
