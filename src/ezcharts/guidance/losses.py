r"""The losses of the notebooks, one pure function each, one value per picture.

Pictures x are (B, 3, H, W) in [-1, 1] units. A batch of ours is many cells, so nothing is ever reduced over
B. A notebook's mean over its own batch is a picture's own mean divided by that batch size (Q11, J8), which is
an argument or, in the JAX dialect, part of the scale; `population_variance` says where that is not the whole
truth.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from ezcharts.guidance.resize import cubic, window_matrix

TV_FACTORS = (1, 2, 4)
"""By how much the JAX notebooks shrink a picture before each of their three variations."""


def spherical_distance(images: Tensor, prompts: Tensor) -> Tensor:
    """Return d = 2·asin(|e − p|/2)², half the squared angle between directions (engines.md 2.5 step 4).

    Args:
        images: Embeddings, shape (..., E), any length.
        prompts: Embeddings, shape (..., E), broadcast against `images`.

    Returns:
        Shape (...), in squared radians, [0, π²/2].
    """
    e, p = F.normalize(images, dim=-1), F.normalize(prompts, dim=-1)
    chord = torch.linalg.vector_norm(e - p, dim=-1)
    return 2 * torch.asin(chord / 2) ** 2


def total_variation(x: Tensor) -> Tensor:
    """Return the mean over C, H, W of dx² + dy², edges repeated; shape (B,) (engines.md 2.5)."""
    padded = F.pad(x, (0, 1, 0, 1), "replicate")
    dx = padded[..., :-1, 1:] - padded[..., :-1, :-1]
    dy = padded[..., 1:, :-1] - padded[..., :-1, :-1]
    return (dx**2 + dy**2).mean(dim=(1, 2, 3))


def squared_excess(x: Tensor) -> Tensor:
    """Return the mean of (x − clamp(x, −1, 1))², shape (B,): Disco's range loss (engines.md 2.5, Q1)."""
    return (x - x.clamp(-1, 1)).pow(2).mean(dim=(1, 2, 3))


def absolute_excess(x: Tensor, notebook_batch: int = 1) -> Tensor:
    """Return the mean of |x − clamp(x, −1, 1)|, shape (B,): the saturation loss (engines.md 2.5).

    Args:
        x: Pictures, shape (B, 3, H, W).
        notebook_batch: The notebook's batch size, over which it would have averaged (Q11); 1 in Disco.
    """
    return (x - x.clamp(-1, 1)).abs().mean(dim=(1, 2, 3)) / notebook_batch


def three_scale_variation(x: Tensor) -> Tensor:
    """Return the mean of dx² plus the mean of dy², at full, half and quarter size added up, shape (B,).

    Each mean runs over the differences that there are: C, H, W − 1 and C, H − 1, W (engines.md 3.4).
    """
    return torch.stack([_variation(shrink(x, factor)) for factor in TV_FACTORS]).sum(dim=0)


def shrink(x: Tensor, factor: int) -> Tensor:
    """Return pictures at (H // factor, W // factor), by the antialiased cubic of jax.image.resize."""
    if factor == 1:
        return x
    rows, columns = (_shrinking(length, factor, x) for length in x.shape[-2:])
    return rows @ x @ columns.mT


def squared_difference(x: Tensor, target: Tensor, mask: Tensor | float = 1.0) -> Tensor:
    """Return the mean of mask·(x − target)², shape (B,): the MSE loss of the JAX notebooks (engines.md 3.4).

    Args:
        x: Pictures, shape (B, 3, H, W).
        target: What they are held to, of the same shape.
        mask: How strongly, broadcast against `x`; a mask read like a picture is −1 where it is black, and
            pushes away there (J11).
    """
    return (mask * (x - target) ** 2).mean(dim=(1, 2, 3))


def mean_magnitude(x: Tensor) -> Tensor:
    """Return the mean of |x|, shape (B,): huemin's pull toward mid grey (engines.md 3.4)."""
    return x.abs().mean(dim=(1, 2, 3))


def population_variance(x: Tensor) -> Tensor:
    """Return the mean of (x − mean of x)² over C, H, W, shape (B,): huemin's var loss (engines.md 3.4).

    The notebook's is the variance over its whole batch. That is the mean over pictures of this one, plus the
    variance of the pictures' own means, a pull of the pictures toward each other that is left out here: it
    exists in no batch of one.
    """
    return x.var(dim=(1, 2, 3), correction=0)


def horizontal_asymmetry(x: Tensor) -> Tensor:
    """Return the mean of |left half − mirrored right half|, shape (B,) (engines.md 3.4)."""
    half = x.shape[-1] // 2
    return (x[..., :half] - x.flip(-1)[..., :half]).abs().mean(dim=(1, 2, 3))


def vertical_asymmetry(x: Tensor) -> Tensor:
    """Return the mean of |top half − mirrored bottom half|, shape (B,) (engines.md 3.4)."""
    return horizontal_asymmetry(x.mT)


def root_mean_square(gradient: Tensor) -> Tensor:
    """Return the RMS over everything but the batch, shape (B,)."""
    return torch.sqrt(gradient.square().mean(dim=(1, 2, 3)))


def _variation(x: Tensor) -> Tensor:
    return x.diff(dim=-1).square().mean(dim=(1, 2, 3)) + x.diff(dim=-2).square().mean(dim=(1, 2, 3))


def _shrinking(length: int, factor: int, like: Tensor) -> Tensor:
    """Return the matrix that shrinks an axis to length // factor pixels."""
    begin, size = torch.tensor([[0.0], [length]], dtype=like.dtype, device=like.device)
    return window_matrix(length, begin, size, length // factor, cubic, dtype=like.dtype)[0]
