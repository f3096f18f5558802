"""Tiny smooth networks with weights by formula, so that no generator's stream decides a figure.

The denoisers resemble real ones: they know the noise level and return pictures of a sensible range, so that
cuts lie partly in and partly out of range and every clamp has something to do.
"""

import math
import zlib
from dataclasses import dataclass

import torch
from torch.nn.functional import conv2d


def pattern(shape, phase, size):
    """Weights in [-size, size] that look random but are not."""
    count = math.prod(shape)
    i = torch.arange(1, count + 1, dtype=torch.float64)
    return (size * torch.sin(i * i * 0.7713 + 12.9898 * phase)).reshape(shape)


class Velocity:
    """v = tanh of a convolution and a shift that follows the noise level."""

    def __init__(self, phase):
        self.kernel, self.shift = pattern((3, 3, 3, 3), phase, 0.4), pattern((3,), phase + 1, 1.5)

    def __call__(self, x, time):
        time = torch.as_tensor(time, dtype=x.dtype).reshape(-1, 1, 1, 1)
        kernel, shift = self.kernel.to(x), self.shift.to(x).reshape(1, 3, 1, 1)
        return 1.2 * torch.tanh(conv2d(x, kernel, padding=1) + shift * torch.cos(3 * time))


@dataclass(frozen=True)
class Clip:
    """Embeds pictures by a strided convolution, a tanh and a matrix."""

    resolution: int
    phase: float

    def encode(self, pictures):
        kernel = pattern((6, 3, 4, 4), self.phase, 0.3).to(pictures)
        maps = torch.tanh(conv2d(pictures, kernel, stride=4))
        matrix = pattern((maps[0].numel(), 7), self.phase + 1, 0.5).to(pictures)
        return maps.flatten(1) @ matrix


class Models:
    """Everything a run needs, in the raw form of the reference."""

    def __init__(self):
        self._prior = Velocity(1.0)
        self.secondary = Velocity(4.0)
        self.clips = {"small": Clip(8, 2.0), "large": Clip(20, 3.0)}
        self.edges = pattern((4, 3, 3, 3), 5.0, 0.5)

    def unet(self, x, t):
        """eps = sigma x + alpha v with (alpha, sigma) of the continuous schedule (engines.md 1.5)."""
        t = torch.as_tensor(t, dtype=x.dtype).reshape(-1, 1, 1, 1)
        alpha = torch.exp(-(1e-4 + 10 * ((t + 1) / 1000) ** 2) / 2)
        return torch.sqrt(1 - alpha**2) * x + alpha * self._prior(x, t / 1000)

    def features(self, picture):
        first = torch.tanh(conv2d(picture, self.edges.to(picture), padding=1))
        return [first, first[:, :, ::2, ::2] ** 2 + first[:, :, 1::2, 1::2]]

    def prompt_row(self, clip, text):
        return pattern((7,), zlib.crc32(f"{clip} {text}".encode()) % 1000 / 100, 1.0)

    def init_picture(self, width_height):
        width, height = width_height
        return pattern((1, 3, height, width), 6.0, 0.9)
