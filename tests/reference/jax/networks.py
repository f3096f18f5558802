"""The tiny networks of `tests.reference.networks` with what the JAX notebooks ask for besides."""

import math
import zlib

import torch

from tests.reference.networks import Models, Velocity, pattern


class JaxModels(Models):
    """`tests.reference.networks.Models` plus a mask, image prompts and, if asked for, v and anti-JPEG.

    Args:
        prediction: What `unet` returns; has to be the case's.
        anti_jpeg: Whether there are `correction` and `classifier_gradient`.
    """

    def __init__(self, prediction="eps", anti_jpeg=False):
        super().__init__()
        if prediction == "v":
            self.unet = self.velocity
        if anti_jpeg:
            self.clean, self.mixed = Velocity(9.0), Velocity(10.0)
            self.correction = self.clean_minus_mixed
            self.classifier_gradient = self.slope

    def velocity(self, x, told):
        return self._prior(x, told / 1000)

    def mask_picture(self, width_height):
        """-1 (black) at the left, +1 at the right."""
        width, height = width_height
        ramp = torch.linspace(-1, 1, width, dtype=torch.float64)
        return ramp.reshape(1, 1, 1, width).expand(1, 3, height, width).clone()

    def image_row(self, clip, image):
        return 4 * pattern((7,), zlib.crc32(f"{clip} {image} picture".encode()) % 1000 / 100, 1.0)

    def clean_minus_mixed(self, x, c):
        return 0.3 * (self.clean(x, c) - self.mixed(x, c))

    def slope(self, x, c):
        """A gradient that is not small against the clamp, and a little different at every noise level."""
        return 0.4 * torch.sin(2 * x + math.pi * c)
