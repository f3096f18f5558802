r"""Crop and antialiased resize as a pair of small matrices.

Cropping and resizing is separable and linear: cut = rows @ picture @ columnsᵀ. One axis of length n, a crop
of `size` pixels beginning at `offset`, resized to R: output pixel j looks at position p = (j + ½)·size/R − ½
of the crop and weighs input pixel i with κ(s·(p − i)), where s = min(1, R/size) stretches the kernel κ when
shrinking. The two dialects differ in the kernel and in what happens at edges:

* `resize_matrix`, Disco: κ is the Keys cubic (a = −½, Catmull-Rom), crops begin and end at whole pixels.
  Weights are normalised over the *whole* support, and what lies outside the crop counts as zero: that is the
  faint dark rim on every cut of Disco (engines.md 2.4.2).
* `window_matrix`, JAX: any kernel, any place. Weights are normalised over the pixels *inside* the picture, so
  that edges are not darkened; a sample whose centre lies outside is 0, black (engines.md 3.3).
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

SUPPORT = 4
"""Width of the cubic's support in input pixels, before stretching."""

_FLAT = 1e-3


def cubic(distance: Tensor) -> Tensor:
    """Return the Keys cubic with a = −½ at signed distances (Keys 1981); zero from 2 on."""
    d = distance.abs()
    near = (1.5 * d - 2.5) * d**2 + 1
    far = ((-0.5 * d + 2.5) * d - 4) * d + 2
    return torch.where(d <= 1, near, torch.where(d < 2, far, torch.zeros_like(d)))


def lanczos3(distance: Tensor) -> Tensor:
    """Return sinc(x)·sinc(x/3) at signed distances x, with sinc(x) = sin(πx)/(πx); zero from 3 on.

    With c = sinc(x/3) and s = sin(πx/3) = c·πx/3 it is c²·(1 − 4/3·s²), by sin 3φ = 3·sin φ − 4·sin³ φ: one
    sine instead of two. Within 0.001 of the centre it is exactly 1, as in jax.image.
    """
    third = F.threshold(distance.abs() / 3, _FLAT / 3, 0.0).clamp(max=1)
    c_squared = torch.sinc(third) ** 2
    return c_squared * (1 - (4 / 3 * torch.pi**2) * third**2 * c_squared)


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


def window_matrix(
    length: int,
    offset: Tensor,
    size: Tensor,
    out_length: int,
    kernel: Callable[[Tensor], Tensor],
    *,
    dtype: torch.dtype,
) -> Tensor:
    """Return one matrix per cut that resizes a window of an axis, as jax.image.scale_and_translate does.

    Args:
        length: Pixels of the picture along this axis.
        offset: Where each window begins, in pixels, fractions and any sign allowed, shape (N,).
        size: Pixels that each window is wide, fractions allowed, shape (N,). Below 0 the window goes back
            from `offset`: it is seen mirrored.
        out_length: R, pixels of the result.
        kernel: κ, such as `lanczos3` or `cubic`.
        dtype: Floating type of the result.

    Returns:
        Shape (N, R, length). Rows sum to 1 where the sample lies in the picture, and are 0 where it does not.
    """
    begin, wide = (values.to(dtype).reshape(-1, 1, 1) for values in (offset, size))
    j = torch.arange(out_length, dtype=dtype, device=offset.device).reshape(1, -1, 1)
    i = torch.arange(length, dtype=dtype, device=offset.device)
    p = begin + (j + 0.5) * (wide / out_length) - 0.5
    weights = kernel((p - i) * torch.clamp(out_length / wide.abs(), max=1.0))
    inside = (p >= -0.5) & (p <= length - 0.5)
    return weights * torch.where(inside, 1 / weights.sum(dim=-1, keepdim=True), 0.0)


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
