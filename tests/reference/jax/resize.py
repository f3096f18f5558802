"""Resampling as `jax.image.scale_and_translate` does it, pixel after pixel and tap after tap.

Pixel i has its centre at i + 1/2. Output pixel j looks at input position

    centre = (j + 1/2) / scale - translation / scale - 1/2          (in input pixels, 0 = middle of the first)

with a kernel that is stretched by 1/scale where the picture shrinks (antialiasing) and never squeezed.
Weights are divided by their sum over the pixels *inside* the picture, so edges are not darkened; an output
pixel whose centre lies outside [-1/2, n - 1/2] (ends included) is 0 altogether. Both axes do the same.
Compared with jax 0.10.2 in float64: `golden.py`.
"""

import math

import torch


def lanczos3(x):
    """sinc(x) sinc(x/3) up to 3; jax takes 1 up to 0.001, which is visible in the seventh digit."""
    x = abs(x)
    if x <= 1e-3:
        return 1.0
    if x > 3:
        return 0.0
    return 3 * math.sin(math.pi * x) * math.sin(math.pi * x / 3) / (math.pi * x) ** 2


def keys(x):
    """jax's "cubic": Keys with a = -1/2 (Catmull-Rom)."""
    x = abs(x)
    if x < 1:
        return (1.5 * x - 2.5) * x * x + 1
    if x < 2:
        return ((-0.5 * x + 2.5) * x - 4) * x + 2
    return 0.0


RADIUS = {lanczos3: 3, keys: 2}


def taps(length, j, scale, translation, kernel):
    """Return [(input pixel, weight)] of output pixel j, empty if its centre lies outside."""
    centre = (j + 0.5) / scale - translation / scale - 0.5
    if not -0.5 <= centre <= length - 0.5:
        return []
    stretch = max(1 / scale, 1.0)
    reach = RADIUS[kernel] * stretch
    first, last = math.floor(centre - reach), math.ceil(centre + reach)
    inside = [i for i in range(first, last + 1) if 0 <= i < length]
    weights = [kernel((centre - i) / stretch) for i in inside]
    return [(i, w / sum(weights)) for i, w in zip(inside, weights, strict=True)]


def resample_axis(picture, axis, out, scale, translation, kernel):
    pixels = []
    for j in range(out):
        pixel = torch.zeros_like(picture.select(axis, 0))
        for i, w in taps(picture.shape[axis], j, scale, translation, kernel):
            pixel = pixel + w * picture.select(axis, i)
        pixels.append(pixel)
    return torch.stack(pixels, dim=axis)


def crop(picture, R, left, top, size):
    """Return the square of `size` pixels at (left, top), all three continuous, as (1, 3, R, R); lanczos3."""
    scale = R / size
    rows = resample_axis(picture, 2, R, scale, -top * R / size, lanczos3)
    return resample_axis(rows, 3, R, scale, -left * R / size, lanczos3)


def shrink(picture, f):
    """Return the picture of (H // f, W // f) pixels, antialiased cubic (`jax.image.resize`, "cubic")."""
    height, width = picture.shape[2:]
    rows = resample_axis(picture, 2, height // f, (height // f) / height, 0.0, keys)
    return resample_axis(rows, 3, width // f, (width // f) / width, 0.0, keys)
