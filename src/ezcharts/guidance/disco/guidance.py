r"""Disco's guided denoiser: one evaluation for many cells, each at its own step (engines.md 2.5, 2.7).

With (α, σ) and ᾱ of the step, x the noisy picture:

1. prior: (x0_raw, ε);   D = secondary model's x0, or x0_raw itself without a secondary model;
2. x_in = D·σ + x·(1 − σ);   G = pull of the losses on x_in;   g = −(∂x_in/∂x)ᵀ·G;
3. clamp: M = RMS(g), g ← g·min(M, clamp_max)/M;
4. ε' = ε − √(1 − ᾱ)·g,   x0' = (x − √(1 − ᾱ)·ε')/√ᾱ.

What a notebook shows is x0_raw, the *unguided* estimate (Q15). A NaN anywhere in G leaves that step unguided
(Q23).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser, NoiseLevel, Prediction, from_x0, per_picture
from ezcharts.diffusion.schedule import Spacing
from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.condition import Condition
from ezcharts.guidance.disco.pull import Pulled, Puller, Viewer
from ezcharts.guidance.losses import root_mean_square


@dataclass(frozen=True)
class Request:
    """One cell that wants one guided evaluation.

    Attributes:
        x: The noisy picture, shape (1, 3, H, W).
        spacing: The cell's noise levels.
        k: The respaced step of x.
        told: The respaced step that guidance is told (Disco's cur_t).
        evaluation: Number of evaluations of this cell before this one; keys the draws.
        condition: What guides it.
    """

    x: Tensor
    spacing: Spacing
    k: int
    told: int
    evaluation: int
    condition: Condition


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
        nan: Whether the step stayed unguided because G held a NaN.
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


class DiscoGuidance:
    """Evaluates guided denoising for cells of one picture size.

    Args:
        prior: The main diffusion model.
        secondary: The secondary model; needed by cells that use it.
        puller: Computes the losses' gradient on x_in.
    """

    def __init__(self, prior: Denoiser, secondary: Denoiser | None, puller: Puller) -> None:
        self.prior, self.secondary, self.puller = prior, secondary, puller

    def __call__(self, requests: Sequence[Request]) -> list[Guided | CellFailure]:
        """Evaluate all requests together; a cell that cannot go on gets its failure, the others an answer."""
        viewers = [_viewer(request) for request in requests]
        pairs = [(r, v) for r, v in zip(requests, viewers, strict=True) if isinstance(v, Viewer)]
        guided = iter(self._evaluate(*map(list, zip(*pairs, strict=True))) if pairs else [])
        return [next(guided) if isinstance(viewer, Viewer) else viewer for viewer in viewers]

    def _evaluate(self, requests: list[Request], viewers: list[Viewer]) -> list[Guided | CellFailure]:
        x = torch.cat([request.x for request in requests]).detach().requires_grad_()
        raw, denoised = self._predict(x, requests)
        sigma = per_picture(_level(x, requests, told=True).sigma)
        x_in = denoised * sigma + x * (1 - sigma)
        pulled = self.puller(x_in, denoised, viewers)
        pull = torch.cat([p.gradient for p in pulled])
        nan = torch.isnan(pull).flatten(1).any(dim=1)
        pull = torch.where(nan.reshape(-1, 1, 1, 1), torch.zeros_like(pull), pull)
        gradient = -torch.autograd.grad(x_in, x, pull)[0]
        return _answers(x.detach(), raw, gradient, nan, requests, pulled)

    def _predict(self, x: Tensor, requests: list[Request]) -> tuple[Prediction, Tensor]:
        """Return the prior's estimates (constants), and D, which keeps its graph back to x."""
        by_secondary = [i for i, r in enumerate(requests) if r.condition.secondary]
        by_prior = [i for i, r in enumerate(requests) if not r.condition.secondary]
        x0, eps, denoised = torch.empty_like(x), torch.empty_like(x), torch.zeros_like(x)
        if by_secondary:
            x0[by_secondary], eps[by_secondary], estimate = self._through_secondary(x, requests, by_secondary)
            denoised = denoised.index_copy(0, _index(x, by_secondary), estimate)
        if by_prior:
            x0[by_prior], eps[by_prior], estimate = self._through_prior(x, requests, by_prior)
            denoised = denoised.index_copy(0, _index(x, by_prior), estimate)
        return Prediction(x0, eps), denoised

    def _through_secondary(
        self, x: Tensor, requests: list[Request], rows: list[int]
    ) -> tuple[Tensor, Tensor, Tensor]:
        if self.secondary is None:
            raise RuntimeError("a cell with use_secondary_model needs a secondary model")
        chosen = [requests[row] for row in rows]
        with torch.no_grad():
            raw = self.prior(x[rows], _level(x, chosen))
        return raw.x0, raw.eps, self.secondary(x[rows], _level(x, chosen, told=True)).x0

    def _through_prior(
        self, x: Tensor, requests: list[Request], rows: list[int]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """One evaluation serves both the sampler and guidance, unless guidance is told another step."""
        chosen = [requests[row] for row in rows]
        raw = self.prior(x[rows], _level(x, chosen))
        same = all(request.k == request.told for request in chosen)
        estimate = raw.x0 if same else self.prior(x[rows], _level(x, chosen, told=True)).x0
        return raw.x0.detach(), raw.eps.detach(), estimate


def _viewer(request: Request) -> Viewer | CellFailure:
    """Read the schedules: they follow the timestep of x, not the step guidance is told (engines.md 2.3)."""
    try:
        counts = request.condition.cut_counts(request.spacing.schedule_index(request.k))
    except CellFailure as failure:
        return failure
    return Viewer(request.condition, counts, request.evaluation)


def _answers(
    x: Tensor, raw: Prediction, gradient: Tensor, nan: Tensor, requests: list[Request], pulled: list[Pulled]
) -> list[Guided | CellFailure]:
    rms = root_mean_square(gradient)
    free, factor = _clamping(rms, nan, requests)
    shown, eps = _shown(x, raw, requests)
    level = _level(x, requests)
    alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
    guided_eps = eps - sigma * gradient * per_picture(factor)
    guided_x0 = (x - sigma * guided_eps) / alpha
    pictures = [torch.split(part, 1) for part in (guided_x0, guided_eps, shown)]
    notes = (level.t.tolist(), rms.tolist(), (factor != 1).tolist(), nan.tolist())
    answers = zip(*pictures, *notes, [p.losses for p in pulled], strict=True)
    lost = ((rms == 0) & ~free).tolist()
    return [_zero_clamp_failure() if zero else Guided(*a) for zero, a in zip(lost, answers, strict=True)]


def _clamping(rms: Tensor, nan: Tensor, requests: list[Request]) -> tuple[Tensor, Tensor]:
    """Return which cells go without a clamp, and everyone's factor min(M, clamp_max)/M, each (B,)."""
    limits = [r.condition.clamp_max for r in requests]
    free = nan | torch.tensor([limit is None for limit in limits], device=rms.device)
    limit = rms.new_tensor([0.0 if limit is None else limit for limit in limits])
    return free, torch.where(free, torch.ones_like(rms), torch.minimum(rms, limit) / rms)


def _shown(x: Tensor, raw: Prediction, requests: list[Request]) -> tuple[Tensor, Tensor]:
    """Apply clip_denoised where asked: the sampler's x0 is clamped, ε follows from it (engines.md 2.7)."""
    clip = torch.tensor([r.condition.clip_denoised for r in requests], device=x.device).reshape(-1, 1, 1, 1)
    x0 = torch.where(clip, raw.x0.clamp(-1, 1), raw.x0)
    return x0, torch.where(clip, from_x0(x, x0, _level(x, requests)).eps, raw.eps)


def _zero_clamp_failure() -> CellFailure:
    return CellFailure(
        "the guidance gradient is exactly zero and clamp_grad divides it by its own size: 0/0, a notebook's "
        "picture turns black (Q9); raise clip_guidance_scale or switch clamp_grad off"
    )


def _level(like: Tensor, requests: Sequence[Request], *, told: bool = False) -> NoiseLevel:
    steps = [(r.spacing, r.told if told else r.k) for r in requests]
    abar = torch.tensor([float(spacing.alpha_bar[k]) for spacing, k in steps], dtype=torch.float64)
    t = torch.tensor([float(spacing.timesteps[k]) for spacing, k in steps], dtype=torch.float64)
    return NoiseLevel(*(v.to(like) for v in (abar.sqrt(), (1 - abar).sqrt(), t)))


def _index(like: Tensor, rows: list[int]) -> Tensor:
    return torch.tensor(rows, device=like.device)
