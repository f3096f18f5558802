"""ResizeRight's default filter (engines.md 2.4.2): pixel after pixel, tap after tap."""

import math

import torch


def keys(x):
    """Catmull-Rom cubic, support 4."""
    x = abs(x)
    if x <= 1:
        return 1.5 * x**3 - 2.5 * x**2 + 1
    if x <= 2:
        return -0.5 * x**3 + 2.5 * x**2 - 4 * x + 2
    return 0.0


def taps(length, out, j):
    """Return [(input position, weight)] of output pixel j; positions outside the picture included."""
    scale = out / length
    centre = j / scale + (length - 1) / 2 - (out - 1) / (2 * scale)
    stretch = min(scale, 1.0)
    reach = 2 / stretch
    positions = range(math.floor(centre - reach), math.ceil(centre + reach) + 1)
    weights = [keys(stretch * (centre - i)) for i in positions]
    total = sum(weights)
    return [(i, w / total) for i, w in zip(positions, weights, strict=True)]


def resize_axis(picture, axis, out):
    length = picture.shape[axis]
    if out == length:
        return picture
    pixels = []
    for j in range(out):
        inside = [(i, w) for i, w in taps(length, out, j) if 0 <= i < length]
        part = picture.index_select(axis, torch.tensor([i for i, _ in inside]))
        weights = torch.tensor([w for _, w in inside], dtype=picture.dtype)
        pixels.append(torch.tensordot(part, weights, dims=([axis], [0])))
    return torch.stack(pixels, dim=axis)


def resize(picture, out):
    """Resize (1, 3, H, W) to (1, 3, out, out), axes in ascending order of scale."""
    for axis in sorted((2, 3), key=lambda axis: out / picture.shape[axis]):
        picture = resize_axis(picture, axis, out)
    return picture
