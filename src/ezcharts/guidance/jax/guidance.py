r"""The JAX notebooks' guided denoiser: one evaluation for many cells, each at its own step (engines.md 3.5).

With (α, σ) of the step, x the noisy picture:

1. main model: (x0_raw, ε), where asked for with the anti-JPEG pair's correction;
2. x_in = x0 of the conditioning model: the secondary model, or x0_raw itself;
3. G = pull of the losses on x_in;   g = −(∂x_in/∂x)ᵀ·G;
4. clamp, per picture and always on (J3): M = RMS(g), g ← g·clamp_max/M where M > clamp_max;
5. the anti-JPEG classifier's gradient is added, itself unclamped (J4);
6. ε' = ε − σ·g,   x0' = (x − σ·ε')/α, which is x0_raw + σ²/α·g, without the rounding of a tiny α.

What a notebook shows is x0_raw, the *unguided* estimate of the main model, while all losses look at x_in
(J10). With M = 0 there is nothing to clamp and nothing that guides.

No version looks for NaN before it is too late: 2.4 goes on with a black picture, later ones stop. Here the
cell ends with the reason at the evaluation that lost it. (In a notebook the very last evaluation may lose its
gradient unseen, since that gradient is never used; a sampler does not say which one is the last.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, per_picture
from ezcharts.errors import CellFailure
from ezcharts.guidance.estimate import Estimate, Estimator
from ezcharts.guidance.jax.condition import JaxCondition
from ezcharts.guidance.jax.pull import JaxPuller
from ezcharts.guidance.losses import root_mean_square
from ezcharts.guidance.request import Guided, Pulled, Request, noise_levels

Requests = Sequence[Request[JaxCondition]]


class AntiJpeg(Protocol):
    """The anti-JPEG pair; see `ezcharts.models.anti_jpeg`."""

    def correction(self, x: Tensor, level: NoiseLevel) -> Prediction:
        """Return what to add to the main model's x0 and ε, each (B, 3, H, W), with its graph back to x."""
        ...

    def gradient(self, x: Tensor, level: NoiseLevel, scale: float) -> Tensor:
        """Return `scale` times what to add to guidance, (B, 3, H, W): a mean of each picture's own."""
        ...


class JaxGuidance:
    """Evaluates guided denoising for cells of one picture size.

    Args:
        estimator: The models that look at the noisy picture.
        puller: Computes the losses' gradient on x_in.
        antijpeg: The anti-JPEG pair; needed by cells that ask for it.
    """

    def __init__(self, estimator: Estimator, puller: JaxPuller, antijpeg: AntiJpeg | None = None) -> None:
        self.estimator, self.puller, self.antijpeg = estimator, puller, antijpeg

    def __call__(self, requests: Requests) -> list[Guided | CellFailure]:
        """Evaluate all requests together; a cell that cannot go on gets its failure, the others an answer."""
        answers: dict[int, Guided | CellFailure] = {}
        for guided, evaluate in ((True, self._guided), (False, self._unguided)):
            rows = [row for row, request in enumerate(requests) if request.guided == guided]
            if rows:
                answers |= zip(rows, evaluate([requests[row] for row in rows]), strict=True)
        return [answers[row] for row in range(len(requests))]

    def _unguided(self, requests: Requests) -> list[Guided | CellFailure]:
        """Look at the main model alone, as an ending look does (engines.md 3.6)."""
        x = torch.cat([request.x for request in requests])
        raw = self.estimator.unguided(x, requests)
        corrected = self._corrected(x, Estimate(raw, raw.x0), requests).raw
        nothing = torch.zeros_like(x)
        return _answers(x, corrected, nothing, nothing, requests, [{} for _ in requests])

    def _guided(self, requests: Requests) -> list[Guided | CellFailure]:
        x = torch.cat([request.x for request in requests]).detach().requires_grad_()
        raw, x_in = self._corrected(x, self.estimator(x, requests), requests)
        pulled = self.puller(x_in, requests)
        pull = torch.cat([p.gradient for p in pulled])
        sound = torch.isfinite(x.detach() + pull).flatten(1).all(dim=1)
        kept = torch.where(sound.reshape(-1, 1, 1, 1), pull, torch.zeros_like(pull))
        gradient = -torch.autograd.grad(x_in, x, kept)[0]
        constant = x.detach()
        after = self._after_clamp(constant, requests)
        answers = _answers(constant, raw, gradient, after, requests, [p.losses for p in pulled])
        sound &= torch.isfinite(gradient + after).flatten(1).all(dim=1)
        return [
            answer if ok else _lost(request, p)
            for answer, ok, request, p in zip(answers, sound.tolist(), requests, pulled, strict=True)
        ]

    def _corrected(self, x: Tensor, estimate: Estimate, requests: Requests) -> Estimate:
        """Add the pair's correction to the estimates of the cells that ask for it (engines.md 3.5 step 2)."""
        for secondary in (True, False):
            rows = [
                row
                for row, request in enumerate(requests)
                if request.condition.antijpeg and request.condition.secondary == secondary
            ]
            if rows:
                estimate = self._correct(x, estimate, requests, rows, through=not secondary)
        return estimate

    def _correct(
        self, x: Tensor, estimate: Estimate, requests: Requests, rows: list[int], *, through: bool
    ) -> Estimate:
        """Correct some rows; where guidance goes `through` the main model, it goes through that too."""
        (x0, eps), x_in = estimate
        place = torch.tensor(rows, device=x.device)
        level = noise_levels(x, [requests[row] for row in rows])
        with torch.set_grad_enabled(through):
            added = self._pair().correction(x.index_select(0, place), level)
        x0, eps = x0.index_add(0, place, added.x0.detach()), eps.index_add(0, place, added.eps.detach())
        return Estimate(Prediction(x0, eps), x_in.index_add(0, place, added.x0) if through else x_in)

    def _after_clamp(self, x: Tensor, requests: Requests) -> Tensor:
        """Return what the anti-JPEG classifier adds after the clamp (J4), divided as batch means are (J8)."""
        strengths = [_antijpeg_strength(request.condition) for request in requests]
        rows = [row for row, strength in enumerate(strengths) if strength > 0]
        added = torch.zeros_like(x)
        if not rows:
            return added
        place = torch.tensor(rows, device=x.device)
        level = noise_levels(x, [requests[row] for row in rows])
        gradient = self._pair().gradient(x.index_select(0, place), level, 1.0)
        return added.index_add(0, place, gradient * per_picture(x.new_tensor(strengths)[place]))

    def _pair(self) -> AntiJpeg:
        if self.antijpeg is None:
            raise RuntimeError("a cell with antijpeg needs the anti-JPEG pair")
        return self.antijpeg


def clamp_factor(rms: Tensor, limit: Tensor) -> Tensor:
    """Return what the clamp multiplies a gradient of this RMS by: limit/rms above the limit, else 1; (B,).

    The notebook divides 0 by 0 where the limit is negative and nothing pulls; here that is 1, no guidance.
    """
    return torch.where((rms > limit) & (rms > 0), limit / rms, torch.ones_like(rms))


def _answers(
    x: Tensor,
    raw: Prediction,
    gradient: Tensor,
    after: Tensor,
    requests: Requests,
    losses: Sequence[dict[str, float]],
) -> list[Guided | CellFailure]:
    """Make the answers out of g before the clamp and what is added `after` it."""
    rms = root_mean_square(gradient)
    factor = clamp_factor(rms, rms.new_tensor([request.condition.clamp_max for request in requests]))
    level = noise_levels(x, requests)
    alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
    shift = sigma * (gradient * per_picture(factor) + after)
    eps, x0 = raw.eps - shift, raw.x0 + shift * sigma / alpha
    pictures = [torch.split(part, 1) for part in (x0, eps, raw.x0)]
    notes = (level.t.tolist(), rms.tolist(), (factor != 1).tolist(), [False] * len(requests))
    return [Guided(*answer) for answer in zip(*pictures, *notes, losses, strict=True)]


def _antijpeg_strength(c: JaxCondition) -> float:
    return c.antijpeg_guidance_scale / c.batch_size if c.antijpeg else 0.0


def _lost(request: Request[JaxCondition], pulled: Pulled) -> CellFailure:
    where = f"at t = {request.level.t:g}"
    if not torch.isfinite(request.x).all():
        return CellFailure(f"the noisy picture turned NaN or infinite {where}: a notebook shows black here")
    terms = [name for name, value in pulled.losses.items() if not math.isfinite(value)]
    of = f" of {', '.join(terms)}" if terms else ""
    return CellFailure(
        f"the guidance gradient{of} is NaN or infinite {where}: a notebook's picture turns black after it; "
        "lower the scales"
    )
