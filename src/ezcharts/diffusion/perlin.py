r"""Perlin noise: soft clouds as the initial picture (engines.md 2.8; Perlin 1985, "An image synthesizer").

Two layers, A of 12 octaves over 1x1 cells and B of 8 over 4x4, are averaged. Octave i has twice the cells of
the one before and weighs ½·1.5⁻ⁱ; its cells have 2^(octaves − i) pixels a side, so every octave of A is a
picture of 4096x4096, of B of 1024x1024. With s(t) = 3t² − 2t³ and f, f' the place of a pixel within its cell,
0 to 1 down and across, each corner (a, b) ∈ {0, 1}² of the cell adds

    w_a(f)·w_b(f')·(g₀·(f − a) + g₁·(f' − b)),      w₀ = 1 − s,  w₁ = s

where (g₀, g₁) ~ N(0, 1), down and across, belong to the corner. A notebook sums the octaves on ½, resizes to
(H, W) bilinearly without antialias, clamps to [0, 1], truncates to 8 bit and stretches each channel's
contrast.

All of that up to the clamp is linear and separable: octave and resize are R₁·g₀·C₀ᵀ + R₀·g₁·C₁ᵀ with R₀, C₀
the weights w of the lattice lines in each output row and column, and R₁, C₁ those times the distances. No
large picture is made, and only the gradients that some output pixel looks at are drawn.

Draws: an octave of c cells a side has c + 1 lattice lines down and as many across. Each line down is one draw
of `normal`, key (seed, image, "perlin A" or "perlin B", step = octave, repeat = line), of channels·2·(c + 1)
values in the order (channel, g₀ or g₁, line across).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from ezcharts.diffusion.draws import DrawKey, normal

AMPLITUDE, FALL = 0.5, 1.5
"""Octave i weighs AMPLITUDE·FALL⁻ⁱ."""
MIDDLE = 0.5
"""What the octaves are added to."""
_LINES_AT_ONCE = 64


@dataclass(frozen=True)
class Layer:
    """One layer of clouds.

    Attributes:
        name: Enters the keys of its draws.
        octaves: How many.
        cells: Cells a side of the first octave.
    """

    name: str
    octaves: int
    cells: int


LAYERS: Final = (Layer("A", 12, 1), Layer("B", 8, 4))
CHANNELS: Final = {"mixed": (3, 1), "color": (3, 3), "gray": (1, 1)}
"""Mode -> channels of each layer; a layer of one channel is grey."""


def perlin_picture(
    mode: str,
    size: tuple[int, int],
    *,
    seed: int,
    image: int = 0,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Tensor:
    """Return the clouds of a seed, shape (1, 3, H, W) in [-1, 1].

    Args:
        mode: perlin_mode: mixed, color or gray.
        size: (width, height) in pixels.
        seed: The cell's seed.
        image: Image index of that seed.
        device: Where they are computed.
        dtype: Floating type of computation and result.
    """
    first, second = (
        stretched(clouds(layer, channels, size, seed=seed, image=image, device=device, dtype=dtype))
        for layer, channels in zip(LAYERS, CHANNELS[mode], strict=True)
    )
    return (first + second - 1)[None]


def clouds(
    layer: Layer,
    channels: int,
    size: tuple[int, int],
    *,
    seed: int,
    image: int = 0,
    device: torch.device | str = "cpu",
    dtype: torch.dtype = torch.float32,
) -> Tensor:
    """Return a layer as it is before the clamp, around ½; shape (channels, H, W).

    Args:
        layer: Which.
        channels: 3, or 1 for grey.
        size: (width, height) in pixels.
        seed: The cell's seed.
        image: Image index of that seed.
        device: Where it is computed.
        dtype: Floating type.
    """
    width, height = size
    total = torch.full((channels, height, width), MIDDLE, dtype=dtype, device=device)
    for octave in range(layer.octaves):
        cells, pixels = layer.cells * 2**octave, 2 ** (layer.octaves - octave)
        down, across = (_axis(cells, pixels, length).to(device, dtype) for length in (height, width))
        drawn = DrawKey(seed, image, f"perlin {layer.name}", octave)
        g = _gradients(drawn, channels, cells + 1, down, across)
        noise = down.sloped @ g[:, 0] @ across.weights.mT + down.weights @ g[:, 1] @ across.sloped.mT
        total += AMPLITUDE * FALL**-octave * noise
    return total


def stretched(layer: Tensor) -> Tensor:
    """Return a layer (1 or 3, H, W) as RGB of 8 bit, each channel stretched over [0, 1]: (3, H, W)."""
    bytes_ = (layer.clamp(0, 1) * 255).to(torch.uint8).expand(3, -1, -1).permute(1, 2, 0)
    picture = ImageOps.autocontrast(Image.fromarray(bytes_.cpu().numpy()))
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1).to(layer) / 255


class _Axis(NamedTuple):
    """What the pixels of one output axis take from the lattice lines across it.

    Attributes:
        lines: The lines that are looked at, ascending, int64, shape (K,).
        weights: w of each line, (N, K).
        sloped: w times the distance from each line, in cells, (N, K).
    """

    lines: Tensor
    weights: Tensor
    sloped: Tensor

    def to(self, device: torch.device | str, dtype: torch.dtype) -> _Axis:
        return _Axis(self.lines.to(device), self.weights.to(device, dtype), self.sloped.to(device, dtype))


def _axis(cells: int, pixels: int, length: int) -> _Axis:
    """Return the matrices of an axis of `cells` cells of `pixels` pixels each, resized to `length` pixels."""
    position, share = _bilinear(cells * pixels, length)
    cell, f = position // pixels, (position % pixels).double() / pixels
    smooth = 3 * f**2 - 2 * f**3
    lines, place = torch.unique(torch.cat((cell, cell + 1), dim=1), return_inverse=True)
    weights = torch.cat((share * (1 - smooth), share * smooth), dim=1)
    sloped = weights * torch.cat((f, f - 1), dim=1)
    empty = weights.new_zeros(length, len(lines))
    return _Axis(lines, empty.scatter_add(1, place, weights), empty.scatter_add(1, place, sloped))


def _bilinear(length: int, out_length: int) -> tuple[Tensor, Tensor]:
    """Return which two pixels of an axis every output pixel is between, and their shares; each (N, 2)."""
    centre = (torch.arange(out_length, dtype=torch.float64) + 0.5) * length / out_length - 0.5
    centre = centre.clamp(min=0)
    left = centre.floor().long()
    share = centre - left
    return torch.stack((left, (left + 1).clamp(max=length - 1)), 1), torch.stack((1 - share, share), 1)


def _gradients(drawn: DrawKey, channels: int, side: int, down: _Axis, across: _Axis) -> Tensor:
    """Return the gradients where two axes' lines cross, shape (channels, 2, lines down, lines across)."""
    like = down.weights
    keys = [replace(drawn, repeat=line) for line in down.lines.tolist()]
    parts = [
        normal(keys[i : i + _LINES_AT_ONCE], channels * 2 * side, device=like.device, dtype=like.dtype)
        .reshape(-1, channels, 2, side)
        .index_select(3, across.lines)
        for i in range(0, len(keys), _LINES_AT_ONCE)
    ]
    return torch.cat(parts).permute(1, 2, 0, 3)
