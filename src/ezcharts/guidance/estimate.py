r"""The estimate that guidance differentiates through: by the secondary model, or by the main model itself.

The main model's own estimates are constants for the sampler; D, the estimate that the losses see, keeps its
graph back to the noisy picture (engines.md 2.5 step 2, 3.5 step 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser, Prediction
from ezcharts.guidance.request import Request, noise_levels


class Conditioned(Protocol):
    """The part of a condition that says which way the gradient goes."""

    @property
    def secondary(self) -> bool:
        """Whether through the secondary model."""
        ...


class Estimate(NamedTuple):
    """The main model's estimates, constants; and D, shape (B, 3, H, W), with its graph back to x."""

    raw: Prediction
    denoised: Tensor


class Estimator:
    """Estimates clean pictures for cells of either way, each model once for all that need it.

    Args:
        prior: The main diffusion model.
        secondary: The secondary model; needed by cells that use it.
    """

    def __init__(self, prior: Denoiser, secondary: Denoiser | None) -> None:
        self.prior, self.secondary = prior, secondary

    def __call__(self, x: Tensor, requests: Sequence[Request[Any]]) -> Estimate:
        """Return the estimates of noisy pictures `x`, shape (B, 3, H, W), that may require gradients."""
        x0, eps, denoised = torch.empty_like(x), torch.empty_like(x), torch.zeros_like(x)
        for rows, way in self._ways(requests):
            raw, estimate = way(x[rows], [requests[row] for row in rows])
            x0[rows], eps[rows] = raw.x0.detach(), raw.eps.detach()
            denoised = denoised.index_copy(0, torch.tensor(rows, device=x.device), estimate)
        return Estimate(Prediction(x0, eps), denoised)

    def unguided(self, x: Tensor, requests: Sequence[Request[Any]]) -> Prediction:
        """Return the main model's estimates alone."""
        with torch.no_grad():
            return self.prior(x, noise_levels(x, requests))

    def _ways(self, requests: Sequence[Request[Any]]) -> list[tuple[list[int], _Way]]:
        by_secondary = [i for i, r in enumerate(requests) if r.condition.secondary]
        by_prior = [i for i, r in enumerate(requests) if not r.condition.secondary]
        ways = [(by_secondary, self._through_secondary), (by_prior, self._through_prior)]
        return [(rows, way) for rows, way in ways if rows]

    def _through_secondary(self, x: Tensor, requests: Sequence[Request[Any]]) -> tuple[Prediction, Tensor]:
        if self.secondary is None:
            raise RuntimeError("a cell with use_secondary_model needs a secondary model")
        return self.unguided(x, requests), self.secondary(x, noise_levels(x, requests, told=True)).x0

    def _through_prior(self, x: Tensor, requests: Sequence[Request[Any]]) -> tuple[Prediction, Tensor]:
        """One evaluation serves both the sampler and guidance, unless guidance is told another level."""
        raw = self.prior(x, noise_levels(x, requests))
        same = all(request.level == request.told for request in requests)
        return raw, raw.x0 if same else self.prior(x, noise_levels(x, requests, told=True)).x0


class _Way(Protocol):
    def __call__(self, x: Tensor, requests: Sequence[Request[Any]]) -> tuple[Prediction, Tensor]: ...
