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

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import Prediction, from_x0, per_picture
from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.condition import Condition
from ezcharts.guidance.disco.pull import Puller, Viewer
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.losses import root_mean_square
from ezcharts.guidance.request import Guided, Pulled, Request, noise_levels
from ezcharts.levels.disco import schedule_entry


class DiscoGuidance:
    """Evaluates guided denoising for cells of one picture size.

    Args:
        estimator: The models that look at the noisy picture.
        puller: Computes the losses' gradient on x_in.
    """

    def __init__(self, estimator: Estimator, puller: Puller) -> None:
        self.estimator, self.puller = estimator, puller

    def __call__(self, requests: Sequence[Request[Condition]]) -> list[Guided | CellFailure]:
        """Evaluate all requests together; a cell that cannot go on gets its failure, the others an answer."""
        viewers = [_viewer(request) for request in requests]
        pairs = [(r, v) for r, v in zip(requests, viewers, strict=True) if isinstance(v, Viewer)]
        guided = iter(self._evaluate(*map(list, zip(*pairs, strict=True))) if pairs else [])
        return [next(guided) if isinstance(viewer, Viewer) else viewer for viewer in viewers]

    def _evaluate(
        self, requests: list[Request[Condition]], viewers: list[Viewer]
    ) -> list[Guided | CellFailure]:
        x = torch.cat([request.x for request in requests]).detach().requires_grad_()
        raw, denoised = self.estimator(x, requests)
        sigma = per_picture(noise_levels(x, requests, told=True).sigma)
        x_in = denoised * sigma + x * (1 - sigma)
        pulled = self.puller(x_in, denoised, viewers)
        pull = torch.cat([p.gradient for p in pulled])
        nan = torch.isnan(pull).flatten(1).any(dim=1)
        pull = torch.where(nan.reshape(-1, 1, 1, 1), torch.zeros_like(pull), pull)
        gradient = -torch.autograd.grad(x_in, x, pull)[0]
        return _answers(x.detach(), raw, gradient, nan, requests, pulled)


def _viewer(request: Request[Condition]) -> Viewer | CellFailure:
    """Read the schedules: they follow the timestep of x, not the step guidance is told (engines.md 2.3)."""
    try:
        counts = request.condition.cut_counts(schedule_entry(request.level.t))
    except CellFailure as failure:
        return failure
    return Viewer(request.condition, counts, request.evaluation)


def _answers(
    x: Tensor,
    raw: Prediction,
    gradient: Tensor,
    nan: Tensor,
    requests: list[Request[Condition]],
    pulled: list[Pulled],
) -> list[Guided | CellFailure]:
    rms = root_mean_square(gradient)
    free, factor = _clamping(rms, nan, requests)
    shown, eps = _shown(x, raw, requests)
    level = noise_levels(x, requests)
    alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
    guided_eps = eps - sigma * gradient * per_picture(factor)
    guided_x0 = (x - sigma * guided_eps) / alpha
    pictures = [torch.split(part, 1) for part in (guided_x0, guided_eps, shown)]
    notes = (level.t.tolist(), rms.tolist(), (factor != 1).tolist(), nan.tolist())
    answers = zip(*pictures, *notes, [p.losses for p in pulled], strict=True)
    lost = ((rms == 0) & ~free).tolist()
    return [_zero_clamp_failure() if zero else Guided(*a) for zero, a in zip(lost, answers, strict=True)]


def _clamping(rms: Tensor, nan: Tensor, requests: list[Request[Condition]]) -> tuple[Tensor, Tensor]:
    """Return which cells go without a clamp, and everyone's factor min(M, clamp_max)/M, each (B,)."""
    limits = [r.condition.clamp_max for r in requests]
    free = nan | torch.tensor([limit is None for limit in limits], device=rms.device)
    limit = rms.new_tensor([0.0 if limit is None else limit for limit in limits])
    return free, torch.where(free, torch.ones_like(rms), torch.minimum(rms, limit) / rms)


def _shown(x: Tensor, raw: Prediction, requests: list[Request[Condition]]) -> tuple[Tensor, Tensor]:
    """Apply clip_denoised where asked: the sampler's x0 is clamped, ε follows from it (engines.md 2.7)."""
    clip = torch.tensor([r.condition.clip_denoised for r in requests], device=x.device).reshape(-1, 1, 1, 1)
    x0 = torch.where(clip, raw.x0.clamp(-1, 1), raw.x0)
    return x0, torch.where(clip, from_x0(x, x0, noise_levels(x, requests)).eps, raw.eps)


def _zero_clamp_failure() -> CellFailure:
    return CellFailure(
        "the guidance gradient is exactly zero and clamp_grad divides it by its own size: 0/0, a notebook's "
        "picture turns black (Q9); raise clip_guidance_scale or switch clamp_grad off"
    )
