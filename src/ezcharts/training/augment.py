"""What guidance will show a perceptor, as an augmentation of painted scenes.

Guidance looks at cuts (the whole padded with black, and crops of every size), turned, moved, mirrored, greyed
and recoloured (engines.md 2.4.1), of an estimate that is blurred and noisy for most of a run. A perceptor
that has learnt from all of these has gradients that mean something there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from ezcharts.diffusion.denoiser import Denoiser
from ezcharts.training.feed import generator_of
from ezcharts.training.noising import add_noise

# Timesteps whose estimates are shown: before the first nothing is lost, after the last nothing is left.
_ESTIMATED = (50, 850)
_GREY = (0.2989, 0.587, 0.114)


def augment(pictures: Tensor, resolution: int, rng: Generator, share: float = 1.0) -> Tensor:
    """Return one view of each picture, (N, 3, R, R), near [0, 1].

    Args:
        pictures: (N, 3, H, H) in [0, 1].
        resolution: R in pixels.
        rng: Decides everything.
        share: Which part of the views is changed at all, 0 to 1; the others are the whole picture as it is.
    """
    plain = F.interpolate(pictures, size=(resolution, resolution), mode="area")
    changed = torch.from_numpy(rng.random(len(pictures)) < share).to(pictures.device)
    return torch.where(changed[:, None, None, None], _changed(pictures, resolution, rng), plain)


def _changed(pictures: Tensor, resolution: int, rng: Generator) -> Tensor:
    views = cut(pictures, resolution, rng)
    views = recolour(views, rng)
    views = blur(views, rng)
    generator = generator_of(views.device, int(rng.integers(2**32)))
    noise = torch.randn(views.shape, generator=generator, device=views.device)
    return views + noise * _column(0.12 * rng.random(len(views)) ** 2, views)


@torch.no_grad()
def estimated(pictures: Tensor, denoiser: Denoiser, rng: Generator, share: float) -> Tensor:
    """Put in place of some pictures what a denoiser makes of them under noise.

    For most of a run guidance looks at such estimates. A guide that has seen them knows what the first soft
    patches of a lighthouse are, and its gradient then is one that makes a lighthouse of them.

    Args:
        pictures: (N, 3, H, H) in [0, 1].
        denoiser: Such as the secondary model.
        rng: Decides which, how noisy (uniform in t), and the noise.
        share: Which part is exchanged, 0 to 1.
    """
    chosen = torch.from_numpy(np.flatnonzero(rng.random(len(pictures)) < share)).to(pictures.device)
    if not len(chosen):
        return pictures
    t = torch.from_numpy(rng.integers(*_ESTIMATED, len(chosen))).to(pictures.device)
    generator = generator_of(pictures.device, int(rng.integers(2**32)))
    clean = 2 * pictures[chosen] - 1
    noise = torch.randn(clean.shape, generator=generator, device=pictures.device)
    noisy = add_noise(clean, t, noise)
    estimates = (denoiser(noisy.x, noisy.level).x0.clamp(-1, 1) + 1) / 2
    return pictures.index_copy(0, chosen, estimates.to(pictures.dtype))


def cut(pictures: Tensor, resolution: int, rng: Generator) -> Tensor:
    """Return crops, wholes and rimmed wholes, turned by up to 10 degrees, half of them mirrored."""
    count = len(pictures)
    # Side of the view as a part of the picture's: crops below 1, wholes at 1, more with a rim.
    sides = np.stack([rng.uniform(0.5, 1, count), np.ones(count), rng.uniform(1, 1.5, count)])
    side = sides[rng.choice(3, count, p=(0.45, 0.35, 0.2)), np.arange(count)]
    angle = np.radians(rng.uniform(-10, 10, count)) * (rng.random(count) < 0.7)
    mirror = np.where(rng.random(count) < 0.5, -1.0, 1.0)
    # A crop lies anywhere inside; a whole moves by up to 5 % of its side.
    room = np.maximum(1 - side, 0.05 * side)
    shift = rng.uniform(-1, 1, (2, count)) * room
    cos, sin = side * np.cos(angle), side * np.sin(angle)
    theta = np.stack([np.stack([mirror * cos, -sin, shift[0]]), np.stack([mirror * sin, cos, shift[1]])])
    matrices = torch.from_numpy(theta.transpose(2, 0, 1)).to(pictures)
    grid = F.affine_grid(matrices, [count, 3, resolution, resolution], align_corners=False)
    # Halving first keeps bilinear sampling from skipping pixels.
    small = F.avg_pool2d(pictures, 2) if pictures.shape[-1] >= 2 * resolution else pictures
    tight = torch.from_numpy(side < 0.75).to(pictures.device)[:, None, None, None]
    fine, coarse = (F.grid_sample(source, grid, align_corners=False) for source in (pictures, small))
    return torch.where(tight, fine, coarse)


def recolour(views: Tensor, rng: Generator) -> Tensor:
    """Change brightness, contrast and saturation of each view a little; one in eight becomes grey."""
    count = len(views)
    brightness, contrast, saturation = (_column(rng.uniform(0.85, 1.15, count), views) for _ in range(3))
    saturation = saturation * _column(rng.random(count) > 1 / 8, views)
    # Estimates early in a run are pale: one view in four has lost up to half of its contrast.
    contrast = contrast * _column(np.where(rng.random(count) < 0.25, rng.uniform(0.5, 1, count), 1), views)
    views = views * brightness
    grey = (views * torch.tensor(_GREY, device=views.device)[:, None, None]).sum(dim=1, keepdim=True)
    views = grey + saturation * (views - grey)
    mean = views.mean(dim=(1, 2, 3), keepdim=True)
    return mean + contrast * (views - mean)


def blur(views: Tensor, rng: Generator) -> Tensor:
    """Blur half of the views, by averaging over 2, 4 or 8 pixels and mixing the result in."""
    count = len(views)
    width = rng.choice((0, 2, 4, 8), count, p=(0.5, 0.25, 0.15, 0.1))
    share = _column(rng.uniform(0.3, 1, count), views)
    for pixels in (2, 4, 8):
        chosen = torch.from_numpy(width == pixels).to(views.device)[:, None, None, None]
        soft = F.interpolate(F.avg_pool2d(views, pixels), size=views.shape[2:], mode="bilinear")
        views = torch.where(chosen, views + share * (soft - views), views)
    return views


def _column(values: NDArray[Any], like: Tensor) -> Tensor:
    """Return per-picture values as (N, 1, 1, 1) beside `like`."""
    return torch.as_tensor(values, dtype=like.dtype, device=like.device)[:, None, None, None]
