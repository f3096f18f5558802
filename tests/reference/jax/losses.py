"""The losses of engines.md 3.4 for one picture, before their scales.

`batch_size` is the notebook's: saturation, MSE and huemin's terms are means over all elements of the batch
(J8), so one picture's share is its own mean over batch_size. CLIP and TV are per picture.
"""

import math

import torch

from tests.reference.jax.resize import shrink


def unit(row):
    return row / torch.sqrt((row * row).sum())


def spherical_distance(e, p):
    """2 asin(|e - p| / 2)^2 of two rows (E,) after unit normalisation."""
    chord = torch.sqrt(((unit(e) - unit(p)) ** 2).sum())
    return 2 * torch.arcsin(chord / 2) ** 2


def clip_distance(rows, target):
    """Mean over cuts."""
    total = 0.0
    for e in rows:
        total = total + spherical_distance(e, target)
    return total / len(rows)


def one_scale_tv(x):
    """Mean of dx^2 over C, H, W - 1 plus mean of dy^2 over C, H - 1, W."""
    channels, height, width = x.shape[1:]
    across = down = 0.0
    for i in range(width - 1):
        across = across + ((x[:, :, :, i + 1] - x[:, :, :, i]) ** 2).sum()
    for i in range(height - 1):
        down = down + ((x[:, :, i + 1] - x[:, :, i]) ** 2).sum()
    return across / (channels * height * (width - 1)) + down / (channels * (height - 1) * width)


def tv(x):
    return one_scale_tv(x) + one_scale_tv(shrink(x, 2)) + one_scale_tv(shrink(x, 4))


def saturation(x, batch_size):
    return (x - x.clamp(-1, 1)).abs().sum() / (x.numel() * batch_size)


def mse(x, init, batch_size):
    return ((x - init) ** 2).sum() / (x.numel() * batch_size)


def masked_mse(x, init, mask, batch_size):
    """The mask is loaded like an image, so black is -1 and pushes away (J11)."""
    return (mask * (x - init) ** 2).sum() / (x.numel() * batch_size)


def mean_loss(x, batch_size):
    return x.abs().sum() / (x.numel() * batch_size)


def variance(x, batch_size):
    """Population variance of all elements.

    The notebook's runs over the batch as well; with batch_size > 1 the other pictures are taken to have this
    one's mean.
    """
    return ((x - x.mean()) ** 2).sum() / (x.numel() * batch_size)


def horizontal_symmetry(x, batch_size):
    width = x.shape[3]
    total = 0.0
    for i in range(width // 2):
        total = total + (x[:, :, :, i] - x[:, :, :, width - 1 - i]).abs().sum()
    return total / (x.numel() / 2 * batch_size)


def vertical_symmetry(x, batch_size):
    height = x.shape[2]
    total = 0.0
    for i in range(height // 2):
        total = total + (x[:, :, i] - x[:, :, height - 1 - i]).abs().sum()
    return total / (x.numel() / 2 * batch_size)


def rms(g):
    return math.sqrt(float((g**2).mean()))
