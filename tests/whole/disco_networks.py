"""Both sides of what a Disco run is given: Perlin noise as its init, and pictures among its prompts.

Each side makes them itself, of the same draws.
"""

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import torch

from ezcharts.diffusion.draws import DrawKey, grain, normal, uniform
from ezcharts.diffusion.perlin import perlin_picture
from tests.reference.disco import prompts
from tests.reference.disco.perlin import LAYERS, perlin_init
from tests.reference.disco.run import normalised
from tests.reference.networks import Models, pattern

QUANTILE = NormalDist().inv_cdf
UNIFORMS = 17
"""Of a legacy cut in the package: the first is the crop's side, as the quantile of a normal law."""


class Pictured(Models):
    """The package's side: what the reference's networks have, pictures, and Perlin noise as init.

    Args:
        seed: The case's.
        perlin_mode: None where the init is the plain one.
        layers: Base grid and octaves of both layers of Perlin noise.
    """

    def __init__(self, seed=1, perlin_mode=None, layers=LAYERS):
        super().__init__()
        self.seed, self.perlin_mode, self.layers = seed, perlin_mode, layers

    def init_picture(self, width_height):
        if self.perlin_mode is None:
            return super().init_picture(width_height)
        return perlin_picture(self.perlin_mode, width_height, seed=self.seed, dtype=torch.float64)

    def prompt_picture(self, image):
        """In [-1, 1], a little over it at some places, as no file can be."""
        width, height = {"wide": (13, 7), "tall": (8, 14)}[image]
        return pattern((1, 3, height, width), 8.0, 1.1)


class Read(Pictured):
    """The reference's side of the same.

    Args:
        case: Its image prompts get their draws from it.
    """

    def __init__(self, case, perlin_mode=None, layers=LAYERS):
        super().__init__(case.seed, perlin_mode, layers)
        self.case = case

    def init_picture(self, width_height):
        if self.perlin_mode is None:
            return super().init_picture(width_height)
        return perlin_init(self.perlin_mode, width_height, PerlinDraws(self.seed), self.layers)

    @cache  # noqa: B019 - as long as the case
    def image_rows(self, name, image):
        number = [one for one, _ in self.case.image_prompts].index(image)
        drawn = LegacyDraws(self.seed, name, number)
        picture = self.prompt_picture(image)
        return prompts.image_rows(
            self.clips[name],
            picture,
            self.case.skip_augs,
            normalised,
            drawn.uniforms,
            drawn.normals,
            drawn.noise,
        )


@dataclass(frozen=True)
class LegacyDraws:
    """The package's draws of one image prompt in the form of the reference: (16, normal) for 17 uniforms."""

    seed: int
    model: str
    number: int
    image: int = 0

    def key(self, purpose, cut):
        return DrawKey(self.seed, self.image, purpose, self.number, self.model, cut)

    def of_cuts(self, count):
        keys = [self.key("image prompt cut", cut) for cut in range(count)]
        return uniform(keys, UNIFORMS, dtype=torch.float64).tolist()

    def uniforms(self, count):
        return [u for cut in self.of_cuts(count // (UNIFORMS - 1)) for u in cut[1:]]

    def normals(self, count):
        return [QUANTILE(cut[0]) for cut in self.of_cuts(count)]

    def noise(self, cut, n, shape):
        key = self.key(f"image prompt noise {n}", cut)
        return grain([key], torch.Size(shape).numel(), dtype=torch.float64).reshape(shape)


@dataclass(frozen=True)
class PerlinDraws:
    """The package's gradients of Perlin noise, each lattice line drawn when it is first looked at."""

    seed: int
    image: int = 0

    def normal(self, purpose, layer, octave, shape):
        assert purpose == "perlin"
        return Lattice(DrawKey(self.seed, self.image, f"perlin {'AB'[layer]}", octave), shape)


class Lattice:
    """Gradients of one octave, shape (channels, 2, lines down, lines across), and of one channel of it."""

    def __init__(self, key, shape):
        self.key, self.shape = key, shape
        self.line = cache(self._line)

    def _line(self, down):
        channels, _, _, across = self.shape
        key = DrawKey(self.key.seed, self.key.image, self.key.purpose, self.key.step, "", down)
        drawn = normal([key], channels * 2 * across, dtype=torch.float64)
        return drawn.reshape(channels, 2, across).tolist()

    def __getitem__(self, channel):
        return Channel(self, channel)


@dataclass(frozen=True)
class Channel:
    lattice: Lattice
    channel: int

    def __getitem__(self, place):
        _, down, across = place
        first, second = self.lattice.line(down)[self.channel]
        return first[across], second[across]
