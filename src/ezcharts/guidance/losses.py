r"""The losses of the notebooks, one pure function each, one value per picture.

Pictures x are (B, 3, H, W) in [-1, 1] units. A batch of ours is many cells, so nothing is ever reduced over
B; where a notebook reduces over its own batch, that batch size is an argument (Q11, J8).
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


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


def root_mean_square(gradient: Tensor) -> Tensor:
    """Return the RMS over everything but the batch, shape (B,)."""
    return torch.sqrt(gradient.square().mean(dim=(1, 2, 3)))
