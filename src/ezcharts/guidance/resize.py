r"""Crop and antialiased resize as a pair of small matrices.

Cropping and resizing is separable and linear: cut = rows @ picture @ columnsᵀ. One axis of length n, a crop
of `size` pixels beginning at `offset`, resized to R: output pixel j looks at crop position p = (j +
½)·size/R − ½ and weighs input pixel i with κ(s·(p − i)), where κ is the Keys cubic (a = −½, Catmull-Rom) and
s = min(1, R/size) stretches it when shrinking. Weights are normalised over the *whole*
support, and what lies outside the crop counts as zero: that is the faint dark rim on every cut of Disco
(engines.md 2.4.2).
"""

from __future__ import annotations

import torch
from torch import Tensor

SUPPORT = 4
"""Width of the cubic's support in input pixels, before stretching."""


def cubic(distance: Tensor) -> Tensor:
    """Return the Keys cubic with a = −½ at signed distances (Keys 1981); zero from 2 on."""
    d = distance.abs()
    near = (1.5 * d - 2.5) * d**2 + 1
    far = ((-0.5 * d + 2.5) * d - 4) * d + 2
    return torch.where(d <= 1, near, torch.where(d < 2, far, torch.zeros_like(d)))


def resize_matrix(
    length: int, offset: Tensor, size: Tensor, out_length: int, *, dtype: torch.dtype
) -> Tensor:
    """Return one matrix per cut that crops an axis and resizes the crop.

    Args:
        length: Pixels of the picture along this axis.
        offset: First pixel of each crop, whole numbers (negative where a zero border was padded on), shape
            (N,).
        size: Pixels of each crop, whole numbers ≥ 1, shape (N,).
        out_length: R, pixels of the result.
        dtype: Floating type of the result.

    Returns:
        Shape (N, R, length). Rows sum to 1 only where their support lies inside the crop and the picture.
    """
    size_f = size.to(dtype).reshape(-1, 1, 1)
    squeeze = torch.clamp(out_length / size_f, max=1.0)
    j = torch.arange(out_length, dtype=dtype, device=size.device).reshape(1, -1, 1)
    p = (j + 0.5) * size_f / out_length - 0.5
    i = torch.arange(length, dtype=dtype, device=size.device).reshape(1, 1, -1) - offset.to(dtype).reshape(
        -1, 1, 1
    )
    weights = cubic((p - i) * squeeze) / _full_sum(p, squeeze)
    return torch.where((i >= 0) & (i < size_f), weights, torch.zeros_like(weights))


def _full_sum(p: Tensor, squeeze: Tensor) -> Tensor:
    """Sum of the kernel over every whole position, inside the crop or not; shape (N, R, 1)."""
    reach = int(torch.ceil(SUPPORT / 2 / squeeze.min())) + 1
    taps = torch.arange(-reach, reach + 1, dtype=p.dtype, device=p.device)
    return cubic((p - torch.floor(p) - taps) * squeeze).sum(dim=-1, keepdim=True)


def apply_cuts(pictures: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Cut every picture by its own matrices, all in two batched products.

    Args:
        pictures: Shape (B, C, H, W).
        rows: Shape (B, K, R, H).
        columns: Shape (B, K, R, W).

    Returns:
        Shape (B, K, C, R, R).
    """
    batch, channels, height, width = pictures.shape
    cuts, side = rows.shape[1:3]
    flat = pictures.permute(0, 2, 1, 3).reshape(batch, height, channels * width)
    tall = torch.bmm(rows.reshape(batch, cuts * side, height), flat)
    wide = tall.reshape(batch * cuts, side * channels, width) @ columns.reshape(batch * cuts, side, width).mT
    return wide.reshape(batch, cuts, side, channels, side).permute(0, 1, 3, 2, 4)
