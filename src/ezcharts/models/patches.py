r"""Between pictures and denoising networks: what a network sees, and what its output means.

To be affordable on a processor, a network sees p×p pixels as one *place* with 3·p² channels. Two ways:

*Plain*: the channels are the pixels (space to depth), and the output is v, ε or x0 by the names that
diffusers has for them (engines.md 1.4). With p = 1 this is what the notebooks' models are.

*Residual*: the channels are the coefficients of an orthonormal cosine basis over the block and three opponent
colours (brightness, red against blue, green against both). In pictures they have very unequal spreads g:
brightness of a block 7, its finest grain 0.04. The best guess that looks at one coefficient c of x = α·x0 +
σ·ε alone is Wiener's,

    x0 ≈ α·g²/(α²·g² + σ²) · c,   wrong by g·σ/√(α²·g² + σ²) on average,

and the network has only to say the error, in units of its average (Karras et al. 2022, arXiv 2206.00364, do
the same with one g for all). It gets c/√(α²·g² + σ²), times the part α·g/√(α²·g² + σ²) of it that is picture,
so that the many coefficients that are mere noise do not drown the few that are not, and all of it scaled to
mean square one. What it says is of size one at every noise level, and an untrained one already denoises.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ezcharts.diffusion.denoiser import NoiseLevel, Prediction, from_eps, from_v, from_x0, per_picture
from ezcharts.errors import ModelError

Network = Callable[[Tensor], Tensor]

_READINGS = {"v_prediction": from_v, "epsilon": from_eps, "sample": from_x0}
RESIDUAL = "residual"

# Orthogonal colours as rows over RGB, their spreads in a block's mean, and how these fall with frequency.
_COLOURS = ((1.0, 1.0, 1.0), (1.0, 0.0, -1.0), (1.0, -2.0, 1.0))
_COLOUR_SPREADS = (0.87, 0.45, 0.27)
_FIRST_FREQUENCY, _FALL = 0.15, 1.55


class Patches(nn.Module):
    """Pixels as channels; the output is v, ε or x0.

    Args:
        patch: Side p of a block in pixels.
        prediction_type: `v_prediction`, `epsilon` or `sample` (x0).
    """

    def __init__(self, patch: int, prediction_type: str) -> None:
        super().__init__()
        self.patch = patch
        self._read = _READINGS[prediction_type]

    def forward(self, x: Tensor, level: NoiseLevel, network: Network) -> Prediction:
        """Return what `network` estimates of noisy pictures `x`, (B, 3, H, W), at `level`.

        A network may put out twice its input's channels, as the ADM nets do: the second half, the learned
        variance, is not used by DDIM or PLMS and is dropped (engines.md 1.3).
        """
        output = F.pixel_shuffle(network(F.pixel_unshuffle(x, self.patch)), self.patch)
        return self._read(x, output[:, :3], level)


class ResidualPatches(nn.Module):
    """Cosine coefficients as channels; the output is what Wiener's guess gets wrong.

    Args:
        patch: Side p of a block in pixels.
    """

    basis: Tensor
    spreads: Tensor

    def __init__(self, patch: int) -> None:
        super().__init__()
        self.patch = patch
        self.register_buffer("basis", block_basis(patch), persistent=False)
        self.register_buffer("spreads", block_spreads(patch), persistent=False)

    def forward(self, x: Tensor, level: NoiseLevel, network: Network) -> Prediction:
        """Return what `network` estimates of noisy pictures `x`, (B, 3, H, W), at `level`."""
        alpha, sigma, g = per_picture(level.alpha), per_picture(level.sigma), self.spreads
        size = (alpha**2 * g**2 + sigma**2).sqrt()
        coefficients = self.analyse(x)
        guess, error = alpha * g**2 / size**2 * coefficients, g * sigma / size
        signal = alpha * g / size
        seen = signal / signal.square().mean(dim=1, keepdim=True).sqrt() * coefficients / size
        return from_x0(x, self.synthesise(guess + error * network(seen)), level)

    def analyse(self, pictures: Tensor) -> Tensor:
        """Return the coefficients (B, 3·p², H/p, W/p) of pictures (B, 3, H, W)."""
        return F.conv2d(F.pixel_unshuffle(pictures, self.patch), self.basis)

    def synthesise(self, coefficients: Tensor) -> Tensor:
        """Return the pictures of coefficients; undoes `analyse`."""
        return F.pixel_shuffle(F.conv2d(coefficients, self.basis.transpose(0, 1)), self.patch)


def patches(patch: int, prediction_type: str) -> Patches | ResidualPatches:
    """Return the way that a configuration names.

    Args:
        patch: Side p of a block in pixels.
        prediction_type: `v_prediction`, `epsilon`, `sample` (x0) or `residual`.

    Raises:
        ModelError: `prediction_type` is none of these.
    """
    if prediction_type == RESIDUAL:
        return ResidualPatches(patch)
    if prediction_type not in _READINGS:
        raise ModelError(
            f"prediction_type must be one of {', '.join((*_READINGS, RESIDUAL))}; got {prediction_type!r}"
        )
    return Patches(patch, prediction_type)


def block_basis(patch: int) -> Tensor:
    """Return the orthonormal basis over colours and p×p pixels as a 1×1 convolution, (3·p², 3·p², 1, 1)."""
    place = torch.arange(patch, dtype=torch.float64)
    cosines = torch.cos(torch.pi * (2 * place + 1) * place[:, None] / (2 * patch))
    colours = torch.tensor(_COLOURS, dtype=torch.float64)
    one_way, colours = (rows / rows.norm(dim=1, keepdim=True) for rows in (cosines, colours))
    basis = torch.kron(colours, torch.kron(one_way, one_way))
    return basis[:, :, None, None].to(torch.get_default_dtype())


def block_spreads(patch: int) -> Tensor:
    """Return the spread g of every coefficient, (3·p², 1, 1); measured on painted scenes in [-1, 1]."""
    place = torch.arange(patch, dtype=torch.float64)
    frequency = (place**2 + place[:, None] ** 2).sqrt()
    fall = torch.where(frequency > 0, _FIRST_FREQUENCY * frequency.clamp(min=1) ** -_FALL, 1.0)
    spreads = patch * torch.tensor(_COLOUR_SPREADS, dtype=torch.float64)[:, None, None] * fall
    return spreads.reshape(-1, 1, 1).to(torch.get_default_dtype())
