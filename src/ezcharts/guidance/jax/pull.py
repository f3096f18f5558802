r"""G: which way the losses pull the picture x_in (engines.md 3.4).

For every perceptor, with e_k the direction of cut k of K = cutn·cut_batches and p the one target,

    L = 1/K · Σ_k d(e_k, p),    G += ∇ clip_guidance_scale·L,

which is the notebook's mean over cut_batches of means over cutn. Perceptors are added up (J2). To that comes
the gradient of every other term of `TERMS`. A term whose scale is 0 or below is left out; those that are
means over the notebook's batch are divided by its size (J8).

The cuts of all cells that name a perceptor, of all repeats, go through it together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import torch
from torch import Tensor

from ezcharts.diffusion.draws import DrawKey, uniform
from ezcharts.guidance import losses
from ezcharts.guidance.jax.condition import JaxCondition
from ezcharts.guidance.jax.cutouts import SHARED, UNIFORMS, make_cuts, plan_cuts
from ezcharts.guidance.parts import CUTS_AT_ONCE, parts
from ezcharts.guidance.perceptor import Perceptor
from ezcharts.guidance.request import Pulled, Request


@dataclass(frozen=True)
class Term:
    """A loss on x_in alone.

    Attributes:
        name: What a trace calls it.
        strength: What a cell multiplies it by; 0 and below leave it out.
        loss: Its value for pictures (N, 3, H, W) of N cells, shape (N,).
    """

    name: str
    strength: Callable[[JaxCondition], float]
    loss: Callable[[Tensor, Sequence[JaxCondition]], Tensor]


class _View(NamedTuple):
    """One repeat of one cell: what draws its cuts."""

    row: int
    request: Request[JaxCondition]
    repeat: int


class _Found(NamedTuple):
    """Scaled values of a term, still with their graph, and the rows of the batch they belong to."""

    name: str
    rows: Sequence[int]
    values: Tensor


class JaxPuller:
    """Computes G for a batch of cells.

    Args:
        perceptors: By CLIP switch, in load order.
        cuts_at_once: Most cuts that go through a perceptor together; bounds memory, never the meaning.
    """

    def __init__(self, perceptors: Mapping[str, Perceptor], cuts_at_once: int = CUTS_AT_ONCE) -> None:
        self.perceptors, self.cuts_at_once = perceptors, cuts_at_once

    def __call__(self, x_in: Tensor, requests: Sequence[Request[JaxCondition]]) -> list[Pulled]:
        """Return each cell's share of G.

        Args:
            x_in: Estimates of the clean pictures, shape (B, 3, H, W), [-1, 1] units; taken as constants.
            requests: One per picture; their noisy pictures are not looked at.
        """
        leaf = x_in.detach().requires_grad_()
        found = []
        for name, rows, values in self._terms(leaf, requests):
            values.sum().backward()  # type: ignore[no-untyped-call]
            found.append(_Found(name, rows, values.detach()))
        gradient = leaf.grad if leaf.grad is not None else torch.zeros_like(leaf)
        told = _told(found, len(requests))
        return [Pulled(gradient[row : row + 1], told[row]) for row in range(len(requests))]

    def _terms(self, leaf: Tensor, requests: Sequence[Request[JaxCondition]]) -> Iterator[_Found]:
        conditions = [request.condition for request in requests]
        for term in TERMS:
            rows = [row for row, c in enumerate(conditions) if term.strength(c) > 0]
            if rows:
                chosen = [conditions[row] for row in rows]
                values = term.loss(_picked(leaf, rows), chosen)
                yield _Found(term.name, rows, values * values.new_tensor([term.strength(c) for c in chosen]))
        for switch in self.perceptors:
            yield from self._clip(leaf, requests, switch)

    def _clip(self, leaf: Tensor, requests: Sequence[Request[JaxCondition]], switch: str) -> Iterator[_Found]:
        """Give the pull of one perceptor, in parts that bound what autograd keeps."""
        views = [
            _View(row, request, repeat)
            for row, request in enumerate(requests)
            if request.condition.clip_guidance_scales.get(switch, 0.0) > 0
            for repeat in range(request.condition.cut_batches)
        ]
        for run in parts([view.request.condition.cutn for view in views], self.cuts_at_once):
            part = views[run]
            rows = list(dict.fromkeys(view.row for view in part))
            values = _clip_loss(_picked(leaf, rows), part, switch, self.perceptors[switch])
            yield _Found(f"clip {switch}", rows, values)


def _clip_loss(x_in: Tensor, views: Sequence[_View], switch: str, perceptor: Perceptor) -> Tensor:
    """Return what some repeats add to clip_guidance_scale·L, a value for each picture of `x_in`, (N,).

    Args:
        x_in: Pictures of the cells that have a view, in turn, shape (N, 3, H, W).
        views: One or more for each of them, those of picture 0 first.
        switch: Which perceptor it is.
        perceptor: The perceptor.
    """
    conditions = [views_of[0].request.condition for views_of in _by_row(views)]
    counts = [sum(view.request.condition.cutn for view in views_of) for views_of in _by_row(views)]
    size = (x_in.shape[-1], x_in.shape[-2])
    of_views = [view.request.condition for view in views]
    plan = plan_cuts(size, perceptor.resolution, of_views, _uniforms(views, switch))
    cuts = make_cuts((x_in + 1) / 2, counts, plan, perceptor.resolution)
    mean, std = (cuts.new_tensor(v).reshape(1, 3, 1, 1) for v in (perceptor.mean, perceptor.std))
    embedded = perceptor.encode_image((cuts - mean) / std).to(x_in.dtype)
    owner = torch.repeat_interleave(torch.tensor(counts)).to(x_in.device)
    targets = torch.stack([c.targets[switch] for c in conditions]).to(embedded)
    distances = losses.spherical_distance(embedded, targets.index_select(0, owner))
    strengths = [c.clip_guidance_scales[switch] / (c.cutn * c.cut_batches) for c in conditions]
    return x_in.new_zeros(len(counts)).index_add(0, owner, distances) * x_in.new_tensor(strengths)


def _uniforms(views: Sequence[_View], switch: str) -> Tensor:
    """Return the draws of each view's cuts, float64, shape (M, UNIFORMS·K), K the largest cutn.

    Where the pictures of a batch share their crops, those come from picture 0's draws (engines.md 3.1).
    """
    count = UNIFORMS * max(view.request.condition.cutn for view in views)
    own = [_key(view, switch, view.request.condition.image) for view in views]
    crops = [_key(view, switch, _cropped_as(view.request.condition)) for view in views]
    drawn = uniform(own + crops, count, dtype=torch.float64)
    mine, shared = drawn.reshape(2, len(views), -1, UNIFORMS)
    return torch.cat((shared[..., :SHARED], mine[..., SHARED:]), dim=-1).flatten(1)


def _key(view: _View, switch: str, image: int) -> DrawKey:
    request = view.request
    return DrawKey(request.condition.seed, image, "cuts", request.evaluation, switch, view.repeat)


def _cropped_as(c: JaxCondition) -> int:
    """Return the picture of the notebook's batch whose crops a cell has."""
    return 0 if c.cut_crops == "shared" else c.image


def _by_row(views: Sequence[_View]) -> list[list[_View]]:
    return [list(views_of) for _, views_of in groupby(views, lambda view: view.row)]


def _picked(leaf: Tensor, rows: Sequence[int]) -> Tensor:
    """Return rows of the batch, or all of it untouched. Each is asked for once: the gradient adds rows up."""
    if len(rows) == len(leaf):
        return leaf
    return leaf.index_select(0, torch.tensor(rows, device=leaf.device))


def _told(found: Sequence[_Found], count: int) -> list[dict[str, float]]:
    """Return each cell's losses by name; values of one name are added up. One transfer for them all."""
    told: list[dict[str, float]] = [{} for _ in range(count)]
    values = iter(torch.cat([one.values for one in found]).tolist() if found else [])
    for name, rows, _ in found:
        for row in rows:
            told[row][name] = told[row].get(name, 0.0) + next(values)
    return told


def _mse_strength(c: JaxCondition) -> float:
    return 0.0 if c.init is None else c.init_weight_mse / c.batch_size


def _mse(x_in: Tensor, conditions: Sequence[JaxCondition]) -> Tensor:
    """Hold pictures to their initial images, where their masks say so or everywhere."""
    inits = _joined(x_in, (c.init for c in conditions))
    return losses.squared_difference(x_in, inits, _joined(x_in, (c.mask for c in conditions)))


def _joined(x_in: Tensor, pictures: Iterable[Tensor | None]) -> Tensor:
    """Join pictures (1, 3, H, W); 1 where there is none."""
    one = torch.ones_like(x_in[:1])
    return torch.cat([one if picture is None else picture.to(x_in) for picture in pictures])


TERMS = (
    Term("tv", lambda c: c.tv_scale, lambda x, _: losses.three_scale_variation(x)),
    Term("sat", lambda c: c.sat_scale / c.batch_size, lambda x, _: losses.absolute_excess(x)),
    Term("mse", _mse_strength, _mse),
    Term("mean", lambda c: c.mean_scale / c.batch_size, lambda x, _: losses.mean_magnitude(x)),
    Term("var", lambda c: c.var_scale / c.batch_size, lambda x, _: losses.population_variance(x)),
    Term(
        "hsym",
        lambda c: c.horizontal_symmetry_scale / c.batch_size,
        lambda x, _: losses.horizontal_asymmetry(x),
    ),
    Term(
        "vsym", lambda c: c.vertical_symmetry_scale / c.batch_size, lambda x, _: losses.vertical_asymmetry(x)
    ),
)
"""All losses but CLIP's, in the order in which their gradients are added."""
