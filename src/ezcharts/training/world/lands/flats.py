"""Flats: silhouettes that stand in a landscape like stage scenery, textured, lit along an edge, in haze."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.light import Colour
from ezcharts.training.world.relief import fog

__all__ = ["Place", "depth_of", "flats", "scatter"]

Place = tuple[float, float, float]  # x in units, y of the foot, height of a thing of height 1 there


def flats(
    canvas: Canvas,
    polygons: Sequence[Points],
    albedo: Colour,
    depth: float,
    *,
    share: float = 0.35,
    rim: float = 0.5,
    texture: float = 0.6,
) -> None:
    """Paint silhouettes together.

    Args:
        canvas: What they are painted on.
        polygons: Their outlines, on the canvas.
        albedo: Their colour.
        depth: How far they are, 0..1.
        share: Share of the key light on their face, 0..1.
        rim: Strength of the light along the edge that the sun is behind.
        texture: Strength of their mottling.
    """
    window, mask = canvas.stencil(*polygons)
    if not mask.size:
        return
    light, side = canvas.light, canvas.composition.side
    colour = light.shade(albedo, share, depth) * (1 + np.float32(texture) * canvas.mottle[window])
    lit = canvas.edge(mask, side, 1, 0.010) * np.float32(rim * (1 - depth * light.thickness))
    canvas.stand(mask, colour + lit * (light.key * (0.3 + 0.5 * albedo)), window)


def depth_of(z: float) -> float:
    """Return how far into the haze things at distance `z` are, 0..1."""
    return float(fog(np.asarray(z, np.float32)))


def scatter(
    canvas: Canvas,
    purpose: str,
    count: int,
    near: float,
    far: float,
    clear: float = 0.25,
    height: float = 0.0,
) -> list[Place]:
    """Return places on the ground, the farthest first, evenly strewn over the picture's width.

    Args:
        canvas: The picture.
        purpose: Names the stream they are drawn from.
        count: How many there are in a picture twice as wide as high.
        near: Distance of the nearest.
        far: Distance of the farthest.
        clear: Half the width that is left free around the subject, units at its distance.
        height: How high above the ground they stand, units at distance 1.
    """
    rng, where = canvas.scene.stream(purpose), canvas.composition
    x, z = rng.uniform(-1.1, 1.1, count), 1 / rng.uniform(1 / far, 1 / near, count)
    places = []
    for at, distance in sorted(zip(x, z, strict=True), key=lambda place: -place[1]):
        hides = distance < 1.3 or abs(distance - 1) < 0.3
        if not (hides and abs(at - where.place) < clear / distance):
            y = where.horizon + (where.camera - canvas.heights(height)) / distance
            places.append((float(at), float(y), float(1 / distance)))
    return places
