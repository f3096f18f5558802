"""Boulders in the foreground: dark shapes that frame a picture, with light on their upper edges."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.lands.flats import flats
from ezcharts.training.world.light import Colour

__all__ = ["boulders", "rock"]


def rock(x: float, foot: float, half: float, high: float, rng: np.random.Generator) -> Points:
    """Return the outline of a rock; half its width in units, its height in heights."""
    turn = np.pi * np.linspace(1.0, 0.0, 9)
    uneven = rng.uniform(0.75, 1.1, 9)
    return np.stack((x + half * np.cos(turn) * uneven, foot - high * np.sin(turn) ** 0.7 * uneven), 1)


def boulders(canvas: Canvas, albedo: Colour) -> None:
    """Paint boulders into the lower corners, the larger on the side away from the light."""
    rng, where = canvas.scene.stream("boulders"), canvas.composition
    shapes: list[Points] = []
    for side, count, size in ((-where.side, 3, 0.17), (where.side, 2, 0.09)):
        edge = side * min(canvas.reach, 0.62)
        for _ in range(count):
            half = size * rng.uniform(0.5, 1.2)
            shapes.append(
                rock(
                    edge - side * rng.uniform(0.0, 0.14),
                    1.03,
                    half,
                    canvas.heights(half * rng.uniform(0.7, 1.3)),
                    rng,
                )
            )
    flats(canvas, shapes, 0.55 * albedo, 0.0, share=0.08, rim=0.45, texture=0.9)
