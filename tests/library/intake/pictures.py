"""Cells of made sheets: painted scenes and smooth noise, in the ways in which studies fill a sheet.

A *study* repeats one picture with slight changes, *seeds* gives every column its own picture and changes it
down the rows. *dark* and *white* draw them toward the background that hides their edges.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from ezcharts.training.world.draw import draw
from ezcharts.training.world.scene import sample_scene

Picture = NDArray[np.uint8]

SCENES = 14
SIDE = 128
BORDER = 10
LOOKS = ("painted", "painted", "painted", "noise", "noise", "dark", "white")


@functools.cache
def scene(number: int) -> Picture:
    """Paint a scene of `SIDE` pixels once."""
    return draw(sample_scene(number), (SIDE, SIDE))


def smooth_noise(rng: np.random.Generator, width: int, height: int) -> NDArray[np.float64]:
    """Draw noise of several sizes in three colours, with a little grain, in 0..255."""
    total = np.zeros((height, width, 3))
    for sigma in (2, 6, 18):
        part = gaussian_filter(rng.standard_normal((height, width, 3)), (sigma, sigma, 0))
        total += part / (part.std() + 1e-9)
    return np.clip(127 + 32 * total + rng.normal(0, 2, total.shape), 0, 255)


def base(rng: np.random.Generator, look: str, width: int, height: int, first: int) -> NDArray[np.float64]:
    """Return one picture; `first` is the first painted scene of the pool that may be used."""
    if look == "noise" or rng.random() < 0.25:
        return smooth_noise(rng, width, height)
    pixels = Image.fromarray(scene(first + int(rng.integers(SCENES))))
    if rng.random() < 0.95:  # some scenes have a plain border of their own: seldom, as in the world
        pixels = pixels.crop((BORDER, BORDER, SIDE - BORDER, SIDE - BORDER))
    return np.asarray(pixels.resize((width, height), Image.Resampling.BICUBIC)).astype(float)


def tint(picture: NDArray[np.float64], look: str, rng: np.random.Generator) -> NDArray[np.float64]:
    """Bring a picture near black or let its sky go toward white."""
    if look == "dark":
        return picture * rng.uniform(0.12, 0.3) + rng.uniform(0, 4)
    if look == "white":
        reach = rng.uniform(0.2, 0.6) * len(picture)
        veil = np.clip(1 - np.arange(len(picture)) / reach, 0, 0.9)[:, None, None]
        return picture * (1 - veil) + 250 * veil
    return picture


def changed(picture: NDArray[np.float64], other: NDArray[np.float64], t: float) -> Picture:
    """Change a picture a little: mix in another one, and move its tone and contrast."""
    mixed = picture * (1 - 0.25 * t) + other * 0.25 * t
    mean = mixed.mean()
    return (
        np.clip((mixed - mean) * (1 + 0.2 * t) + mean + 6 * t, 0, max(250, picture.max()))
        .round()
        .astype(np.uint8)
    )


def cells(
    rng: np.random.Generator, rows: int, columns: int, width: int, height: int, first: int
) -> list[list[Picture]]:
    """Fill a sheet, rows of pictures (height, width, 3)."""
    look = LOOKS[int(rng.integers(len(LOOKS)))]
    study = rng.random() < 0.6
    count = 1 if study else columns
    bases = [tint(base(rng, look, width, height, first), look, rng) for _ in range(count)]
    other = tint(base(rng, look, width, height, first), look, rng)
    return [
        [changed(bases[j % count], other, (i + (j / columns if study else 0)) / rows) for j in range(columns)]
        for i in range(rows)
    ]
