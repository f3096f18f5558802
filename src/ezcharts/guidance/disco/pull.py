r"""G: which way the losses pull the picture x_in (engines.md 2.5, steps 4 and 5).

For every perceptor and each of cutn_batches repeats, with K cuts of unit direction e_k and prompts p_j of
weight w_j,

    L = 1/K · Σ_k Σ_j w_j·d(e_k, p_j),    G += ∇ clip_guidance_scale·L / cutn_batches,

summed over perceptors, plus the gradient of tv_scale·TV + sat_scale·SAT + init_scale·(perceptual distance).
The cuts of all cells that name a perceptor go through it together. range_scale has no term: its penalty
depends on D, not on x_in, so its gradient is exactly zero (Q1); the loss itself is still traced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ezcharts.diffusion.draws import DrawKey, grain, uniform
from ezcharts.guidance import losses
from ezcharts.guidance.disco.condition import Condition, CutCounts, Target
from ezcharts.guidance.disco.cutouts import CutPlan, make_cuts, plan_cuts, uniforms_needed
from ezcharts.guidance.parts import CUTS_AT_ONCE, parts
from ezcharts.guidance.perceptor import Perceptor
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.guidance.request import Pulled


@dataclass(frozen=True)
class Viewer:
    """One cell at one evaluation, as the cuts see it.

    Attributes:
        condition: What guides the cell.
        counts: Its cut schedules at this step.
        evaluation: Number of the evaluation; keys the draws.
    """

    condition: Condition
    counts: CutCounts
    evaluation: int

    def key(self, purpose: str, switch: str, repeat: int) -> DrawKey:
        """Return the key of this cell's draws for one perceptor and repeat."""
        return DrawKey(self.condition.seed, self.condition.image, purpose, self.evaluation, switch, repeat)


class Puller:
    """Computes G for a batch of cells.

    Args:
        perceptors: By Disco switch, in load order.
        perceptual: The distance to the initial image.
        cuts_at_once: Most cuts that go through a perceptor together; bounds memory, never the meaning.
    """

    def __init__(
        self,
        perceptors: Mapping[str, Perceptor],
        perceptual: PerceptualDistance | None,
        cuts_at_once: int = CUTS_AT_ONCE,
    ) -> None:
        self.perceptors, self.perceptual, self.cuts_at_once = perceptors, perceptual, cuts_at_once

    def __call__(self, x_in: Tensor, denoised: Tensor, viewers: Sequence[Viewer]) -> list[Pulled]:
        """Return each cell's share of G.

        Args:
            x_in: The blended estimates, shape (B, 3, H, W), [-1, 1] units; taken as constants.
            denoised: D, shape (B, 3, H, W); only the (inert) range loss looks at it.
            viewers: One per picture.
        """
        leaf = x_in.detach().requires_grad_()
        terms = self._auxiliary(leaf, denoised.detach(), viewers)
        for switch, perceptor in self.perceptors.items():
            rows = [row for row, viewer in enumerate(viewers) if switch in viewer.condition.targets]
            if rows:
                for row, value in zip(rows, self._clip(leaf, viewers, rows, switch, perceptor), strict=True):
                    terms[row][f"clip {switch}"] = value
        gradient = leaf.grad if leaf.grad is not None else torch.zeros_like(leaf)
        return [Pulled(gradient[row : row + 1], terms[row]) for row in range(len(viewers))]

    def _auxiliary(self, leaf: Tensor, denoised: Tensor, viewers: Sequence[Viewer]) -> list[dict[str, float]]:
        conditions = [viewer.condition for viewer in viewers]
        tv = losses.total_variation(leaf) * _scales(leaf, [c.tv_scale for c in conditions])
        sat = losses.absolute_excess(leaf) * _scales(leaf, [c.sat_scale for c in conditions])
        dead = losses.squared_excess(denoised) * _scales(leaf, [c.range_scale for c in conditions])
        terms = {"tv": tv, "sat": sat, "range": dead}
        with_init = [i for i, c in enumerate(conditions) if c.init_features is not None and c.init_scale != 0]
        total = _acting(tv, [c.tv_scale for c in conditions]) + _acting(
            sat, [c.sat_scale for c in conditions]
        )
        if with_init:
            terms["init"] = self._init(leaf, conditions, with_init)
            total = total + terms["init"].sum()
        if total.requires_grad:
            total.backward()  # type: ignore[no-untyped-call]
        values = {name: value.detach().tolist() for name, value in terms.items()}
        return [_row(values, row, has_init=row in with_init) for row in range(len(viewers))]

    def _init(self, leaf: Tensor, conditions: Sequence[Condition], rows: list[int]) -> Tensor:
        if self.perceptual is None:
            raise RuntimeError("a cell with an initial image needs a perceptual distance")
        chosen = [conditions[row].init_features or () for row in rows]
        others = [torch.cat(maps) for maps in zip(*chosen, strict=True)]
        distance = self.perceptual.distance(self.perceptual.features(leaf[rows]), others)
        scaled = distance * _scales(leaf, [conditions[row].init_scale for row in rows])
        return leaf.new_zeros(len(conditions)).index_add(0, torch.tensor(rows, device=leaf.device), scaled)

    def _clip(
        self, leaf: Tensor, viewers: Sequence[Viewer], rows: list[int], switch: str, perceptor: Perceptor
    ) -> list[float]:
        """Add one perceptor's gradient to `leaf`; return its loss for each of `rows`, mean over repeats."""
        values = dict.fromkeys(rows, 0.0)
        for repeat in range(max(viewers[row].condition.cutn_batches for row in rows)):
            active = [row for row in rows if viewers[row].condition.cutn_batches > repeat]
            plans = _plans(leaf, [viewers[row] for row in active], switch, repeat, perceptor.resolution)
            for part in parts([len(plan.cuts) for plan in plans], self.cuts_at_once):
                chosen = active[part]
                loss = _clip_loss(
                    leaf[chosen], [viewers[row] for row in chosen], plans[part], switch, repeat, perceptor
                )
                loss.sum().backward()  # type: ignore[no-untyped-call]
                for row, value in zip(chosen, loss.detach().tolist(), strict=True):
                    values[row] += value
        return list(values.values())


def _clip_loss(
    x_in: Tensor, viewers: list[Viewer], plans: list[CutPlan], switch: str, repeat: int, perceptor: Perceptor
) -> Tensor:
    """Return clip_guidance_scale·L / cutn_batches of one repeat, shape (B,)."""
    noises = _noises(x_in, viewers, plans, switch, repeat, perceptor.resolution)
    cuts = make_cuts((x_in + 1) / 2, plans, perceptor.resolution, noises)
    mean, std = (cuts.new_tensor(v).reshape(1, 3, 1, 1) for v in (perceptor.mean, perceptor.std))
    embedded = perceptor.encode_image((cuts - mean) / std).to(x_in.dtype)
    counts = torch.tensor([len(plan.cuts) for plan in plans], device=x_in.device)
    owner = torch.repeat_interleave(torch.arange(len(plans), device=x_in.device), counts)
    per_cut = _weighted_distance(embedded, owner, [viewer.condition.targets[switch] for viewer in viewers])
    mean_loss = x_in.new_zeros(len(plans)).index_add(0, owner, per_cut) / counts
    strength = [v.condition.clip_guidance_scale / v.condition.cutn_batches for v in viewers]
    return mean_loss * _scales(x_in, strength)


def _weighted_distance(embedded: Tensor, owner: Tensor, targets: list[Target]) -> Tensor:
    """Return Σ_j w_j·d(e_k, p_j) of every cut k, shape (N,); fewer prompts: rows of weight 0."""
    most = max(len(target.weights) for target in targets)
    rows = torch.stack([_pad(target.rows, most) for target in targets]).to(embedded)
    weights = torch.stack([_pad(target.weights, most, zero=True) for target in targets]).to(embedded)
    return (losses.spherical_distance(embedded[:, None], rows[owner]) * weights[owner]).sum(dim=1)


def _pad(values: Tensor, length: int, *, zero: bool = False) -> Tensor:
    filler = values[:1].expand(length - len(values), *values.shape[1:])
    return torch.cat((values, torch.zeros_like(filler) if zero else filler))


def _plans(leaf: Tensor, viewers: list[Viewer], switch: str, repeat: int, resolution: int) -> list[CutPlan]:
    keys = [viewer.key("cuts", switch, repeat) for viewer in viewers]
    draws = uniform(keys, uniforms_needed(max(v.counts.inner for v in viewers)), dtype=torch.float64).tolist()
    size = (leaf.shape[-1], leaf.shape[-2])
    return [
        plan_cuts(
            size,
            resolution,
            overview=viewer.counts.overview,
            inner=viewer.counts.inner,
            power=viewer.counts.power,
            grey_probability=viewer.counts.grey_probability,
            skip_augs=viewer.condition.skip_augs,
            uniforms=u,
        )
        for viewer, u in zip(viewers, draws, strict=True)
    ]


def _noises(
    x_in: Tensor, viewers: list[Viewer], plans: list[CutPlan], switch: str, repeat: int, resolution: int
) -> Tensor:
    """Return the draws of the three augmentation noises, shape (3, N, 3, R, R); each cell has its own."""
    counts = [len(plan.cuts) for plan in plans]
    shape = (3, resolution, resolution)
    if all(plan.augmentation is None for plan in plans):
        return x_in.new_zeros(()).expand(3, sum(counts), *shape)
    keys = [viewer.key(f"cut noise {n}", switch, repeat) for n in range(3) for viewer in viewers]
    most = max(counts)
    drawn = grain(keys, most * 3 * resolution**2, device=x_in.device, dtype=x_in.dtype)
    shaped = drawn.reshape(3, len(plans), most, *shape)
    if min(counts) == most:
        return shaped.flatten(1, 2)
    used = torch.arange(most) < torch.tensor(counts)[:, None]
    return shaped[:, used.to(x_in.device)]


def _row(values: Mapping[str, list[float]], row: int, *, has_init: bool) -> dict[str, float]:
    """Return one cell's losses; "init" only where the cell has one, whoever shares its batch."""
    return {name: value[row] for name, value in values.items() if name != "init" or has_init}


def _scales(like: Tensor, values: list[float]) -> Tensor:
    return torch.tensor(values, dtype=like.dtype, device=like.device)


def _acting(term: Tensor, scales: list[float]) -> Tensor:
    """Sum a loss term over the batch, or a constant 0 where no cell uses it, so that it costs no gradient."""
    return term.sum() if any(scales) else term.detach().sum() * 0
