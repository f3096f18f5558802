"""An environment in the sky: floating islands above a sea of clouds."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.lands.flats import flats
from ezcharts.training.world.lands.flora import crowns
from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.noise import Field, smooth
from ezcharts.training.world.pigments import CLIFF, FOAM, GRASS, LEAF, MEADOW

__all__ = ["floating_front", "floating_islands"]


def floating_islands(canvas: Canvas) -> None:
    """Grassy rocks that hang in the air, with waterfalls; the nearest carries the subject."""
    cloud_sea(canvas, canvas.composition.horizon + 0.05, "far clouds", 0.7)
    rng, where = canvas.scene.stream("islands"), canvas.composition
    for number, (depth, size) in enumerate(((0.8, 0.22), (0.6, 0.30), (0.35, 0.36))):
        x = (-1) ** number * where.flip * rng.uniform(0.28, 0.44)
        island(
            canvas,
            x,
            rng.uniform(0.22, 0.44) + 0.07 * number,
            size * rng.uniform(0.8, 1.15),
            depth,
            f"island {number}",
        )
    cloud_sea(canvas, 0.80, "near clouds", 0.25)
    if canvas.scene.subject != "none":
        island(canvas, where.place, min(where.base, 0.9), 0.82, 0.02, "own island", falls=False)
    else:
        island(canvas, where.place, 0.64, 0.55, 0.05, "own island")


def island(
    canvas: Canvas, x: float, top: float, wide: float, depth: float, name: str, *, falls: bool = True
) -> None:
    """Paint one island.

    Args:
        canvas: What it is painted on.
        x: Its middle.
        top: y of its grass.
        wide: Its width, units.
        depth: How far it is, 0..1.
        name: Names its stream.
        falls: Whether water falls from it and trees grow on it.
    """
    rng = canvas.scene.stream(name)
    half = wide / 2
    along = np.linspace(-1, 1, 15)
    crown = np.stack(
        (
            x + half * along,
            top - canvas.heights(0.045 * wide) * np.sqrt(1 - along**2) * rng.uniform(0.5, 1.2, 15),
        ),
        1,
    )
    hang = canvas.heights(wide) * (0.10 + 0.55 * (1 - np.abs(along)) ** 1.2 * rng.uniform(0.55, 1.1, 15))
    rock = np.concatenate((crown, np.stack((x + half * 0.96 * along, top + hang), 1)[::-1]))
    stone(canvas, rock, x, half, depth)
    rim = np.stack((x + half * along, top + canvas.heights(wide) * (0.035 + 0.045 * rng.random(15))), 1)
    flats(
        canvas,
        [np.concatenate((crown, rim[::-1]))],
        mix(GRASS, MEADOW, rng.random()),
        depth,
        share=0.75,
        rim=0.5,
    )
    if falls:
        spout = x + rng.choice((-0.55, 0.5)) * half
        length = canvas.heights(wide) * 1.1
        canvas.fill(
            [
                (spout - 0.03 * wide, top),
                (spout + 0.03 * wide, top),
                (spout + 0.045 * wide, top + length),
                (spout - 0.045 * wide, top + length),
            ],
            canvas.light.shade(FOAM, 0.9, depth),
            0.75,
        )
        trees = [(float(at), top, wide) for at in x + half * rng.uniform(-0.7, 0.7, 4)]
        crowns(canvas, f"{name} trees", trees, 0.34, LEAF, depth)


def stone(canvas: Canvas, outline: Points, x: float, half: float, depth: float) -> None:
    """Paint the rock of an island, lit from the side of the light, dark below."""
    window, mask = canvas.stencil(outline)
    across = (
        np.clip((canvas.x[:, window[1]] - np.float32(x)) / np.float32(half), -1, 1) * canvas.composition.side
    )
    crag = canvas.noise("crag", 9, 0.45, 3)[window]
    share = np.clip(np.float32(0.30) + np.float32(0.45) * across + (crag - np.float32(0.5)) * 2, 0, 1)
    canvas.stand(mask, canvas.light.shade(CLIFF, share, depth), window)


def cloud_sea(canvas: Canvas, top: float, name: str, depth: float) -> None:
    """Paint a bank of clouds that fills the picture's lower part."""
    light = canvas.light
    field = Field(canvas.scene.stream(name))
    body = field.fractal(canvas.x * 3.2 + np.float32(20), canvas.y * np.float32(7.5), 4)
    edge = np.clip((canvas.y - np.float32(top) + (body - np.float32(0.5)) * np.float32(0.28)) * 14, 0, 1)
    share = np.clip((body - np.float32(0.30)) * np.float32(2.2), 0, 1)
    white: Colour = rgb(0.95, 0.96, 1.0)
    bright = mix(light.shade(white, 0.9), light.low, 0.35)
    dark = mix(light.shade(0.75 * white, 0.1), light.haze, 0.35)
    colour = dark + share * (bright - dark)
    canvas.paint(smooth(edge), mix(colour, light.haze, 0.6 * depth), 0.96)


def floating_front(canvas: Canvas) -> None:
    """Wisps of cloud that drift past below."""
    body = canvas.noise("wisps", 3.0, 2.5, 3)
    low = np.clip((canvas.y - np.float32(0.86)) * 6, 0, 1)
    canvas.paint(
        np.clip((body - np.float32(0.42)) * 4, 0, 1) * low,
        mix(canvas.light.shade(rgb(1, 1, 1), 0.8), canvas.light.low, 0.4),
        0.8,
    )
