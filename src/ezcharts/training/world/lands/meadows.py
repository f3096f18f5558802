"""Mild environments: a field of flowers, a serene landscape around a lake, snow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.composition import AFLOAT
from ezcharts.training.world.lands.flats import depth_of, flats, scatter
from ezcharts.training.world.lands.flora import crowns, fir, tuft
from ezcharts.training.world.lands.waters import mirror
from ezcharts.training.world.light import mix
from ezcharts.training.world.pigments import (
    BUTTERCUP,
    FLOWERS,
    FROSTED,
    GRASS,
    LAKE,
    LEAF,
    MEADOW,
    MOSS,
    SNOW,
)
from ezcharts.training.world.relief import Ground, View, clearing, paint_relief, step

__all__ = [
    "field_front", "field_of_flowers", "serene_front", "serene_landscape", "snow", "snow_front",
]  # fmt: skip


def field_of_flowers(canvas: Canvas) -> None:
    """Soft hills under drifts of flowers, a few round trees far off."""
    paint_relief(canvas, hills)
    crowns(canvas, "field trees", scatter(canvas, "field trees", 7, 4.0, 8.0), 0.8, LEAF, depth_of(5))
    flowers(canvas, "flowers", 1.0, 5.0, 240)


def hills(view: View) -> Ground:
    """Rolling meadows, striped with the colours of flowers."""
    x, z = view.x, view.z
    order = view.canvas.scene.stream("drifts").permutation(len(FLOWERS))
    rolling = view.field.fractal(x * 0.22, z * 0.22, 2)
    height = (rolling - np.float32(0.35)) * step(z, 1.5, 9) * np.float32(2.6)
    patch = view.field.fractal(x * 0.6 + np.float32(20), z * 1.1, 2)
    colour = mix(MEADOW, GRASS, step(view.field.at(x * 2, z * 2), 0.3, 0.7))
    for number, low in enumerate((0.34, 0.46, 0.58)):
        band = step(patch, low - 0.04, low + 0.01) * step(patch, low + 0.11, low + 0.05)
        colour = mix(colour, FLOWERS[order[number]], band * step(z, 1.2, 3) * np.float32(0.75))
    return Ground(height, colour, rough=0.5)


def flowers(canvas: Canvas, name: str, near: float, far: float, count: int) -> None:
    """Strew flowers between two distances, in drifts of one colour."""
    rng = canvas.scene.stream(f"{name} colours")
    order = canvas.scene.stream("drifts").permutation(len(FLOWERS))
    places = np.array(scatter(canvas, name, count, near, far, 0.0))
    drift = np.sin(4 * places[:, 0] + 3 * places[:, 1]) + rng.uniform(-0.6, 0.6, len(places))
    which = np.clip(np.floor((drift + 1.6) / 3.2 * len(FLOWERS)), 0, len(FLOWERS) - 1).astype(int)
    radii = 0.021 * places[:, 2] * rng.uniform(0.7, 1.3, len(places))
    for number in range(len(FLOWERS)):
        chosen = which == number
        if chosen.any():
            colour = canvas.light.shade(FLOWERS[order[number]], 0.85)
            centres, sizes = places[chosen, :2], radii[chosen]
            canvas.paint(canvas.dots(centres + np.array((0, 0.005)), sizes), 0.5 * colour, 0.7)
            around = petals(centres, sizes, canvas.heights(1))
            canvas.paint(canvas.dots(around, np.repeat(sizes * 0.52, 5)), colour)
            canvas.paint(canvas.dots(centres, sizes * 0.36), canvas.light.shade(BUTTERCUP, 0.9))


def petals(centres: NDArray[np.float64], sizes: NDArray[np.float64], squash: float) -> NDArray[np.float64]:
    """Return the places of five petals around each centre, flower after flower."""
    turn = 2 * np.pi * np.arange(5) / 5 + 0.3
    ring = np.stack((np.cos(turn), 0.75 * squash * np.sin(turn)), 1)
    places: NDArray[np.float64] = centres[:, None] + 0.55 * sizes[:, None, None] * ring
    return places.reshape(-1, 2)


def field_front(canvas: Canvas) -> None:
    """Grass and the nearest, largest flowers."""
    rng = canvas.scene.stream("field grass")
    blades: list[Points] = []
    for x in rng.uniform(-0.8, 0.8, 26):
        blades += tuft(canvas, float(x), 1.03, canvas.heights(rng.uniform(0.06, 0.14)), rng, 3)
    flats(canvas, blades, 0.5 * GRASS, 0.0, share=0.15, rim=0.3)
    flowers(canvas, "near flowers", 0.62, 1.0, 46)


def serene_landscape(canvas: Canvas) -> None:
    """Wooded hills and a far range mirrored in a still lake between green banks."""
    paint_relief(canvas, lakeside, mist=0.9)
    crowns(canvas, "far grove", scatter(canvas, "far grove", 26, 5.2, 7.5, 0.0), 0.9, 0.8 * LEAF, depth_of(6))
    mirror(canvas, canvas.light.shade(LAKE, 0.8), share=0.30, chop=0.16)
    grove = [place for place in scatter(canvas, "grove", 12, 1.5, 2.6, 0.3) if abs(place[0]) > 0.28]
    if canvas.scene.subject not in AFLOAT:
        crowns(canvas, "grove", grove, 0.75, LEAF, depth_of(2))


def lakeside(view: View) -> Ground:
    """A bank, a lake whose far shore lies at distance 5, hills and blue mountains."""
    canvas = view.canvas
    x, z = view.x, view.z
    rolling = view.field.fractal(x * 0.30, z * 0.30, 3)
    bank = np.float32(0.78 if canvas.scene.subject in AFLOAT else 1.35)
    winding = view.field.fractal(x * 0.7 + np.float32(30), z * 0.2, 2) - np.float32(0.5)
    near = z - bank - winding * np.float32(0.7) - np.abs(x) * np.float32(0.35)
    wet = step(near, 0.0, 0.05) * (z < 5 + winding * 2)
    height = step(z, 5, 14) * (rolling * np.float32(3.0) + step(z, 14, 24) * rolling * np.float32(3.5))
    height = height + np.maximum(-near, 0) * np.float32(0.06) * clearing(view)
    wood = step(view.field.fractal(x * 1.6, z * 1.6, 2), 0.4, 0.6) * step(z, 4, 6)
    colour = mix(mix(GRASS, MEADOW, winding + np.float32(0.5)), MOSS, wood)
    return Ground(height, mix(colour, LAKE, wet), water=wet, rough=0.35)


def serene_front(canvas: Canvas) -> None:
    """Reeds in one corner."""
    rng, where = canvas.scene.stream("reeds"), canvas.composition
    blades: list[Points] = []
    for x in rng.uniform(0.30, 0.75, 9):
        blades += tuft(canvas, float(-where.flip * x), 1.03, canvas.heights(rng.uniform(0.12, 0.26)), rng, 3)
    flats(canvas, blades, 0.5 * MOSS, 0.0, share=0.12, rim=0.4)


def snow(canvas: Canvas) -> None:
    """White hills and firs under snow."""
    paint_relief(canvas, drifts)
    rng = canvas.scene.stream("snow firs")
    for near, far, count in ((5.0, 9.0, 36), (1.7, 3.2, 14)):
        firs = []
        for x, y, scale in scatter(canvas, f"snow firs {near}", count, near, far, 0.30):
            if near > 3 or abs(x) > 0.25:
                firs += fir(canvas, x, y + 0.012, canvas.heights(0.85 * scale * rng.uniform(0.6, 1.1)), rng)
        if firs:
            snowy(canvas, firs, depth_of((near + far) / 2))


def snowy(canvas: Canvas, firs: list[Points], depth: float) -> None:
    """Paint firs with snow on the upper edges of their boughs."""
    flats(canvas, firs, FROSTED, depth, rim=0.2)
    window, mask = canvas.stencil(*firs)
    top = canvas.edge(mask, 0, 1, 0.012)
    canvas.paint(top, canvas.light.shade(SNOW, 0.9, depth), 0.85, window)


def drifts(view: View) -> Ground:
    """Smooth hills of snow."""
    x, z = view.x, view.z
    rolling = view.field.fractal(x * 0.28, z * 0.28, 2) - np.float32(0.45)
    small = view.field.fractal(x * 1.1, z * 1.1, 2) - np.float32(0.5)
    far = view.field.ridged(x * 0.13 + np.float32(9), z * 0.13, 4, 0.4)
    height = rolling * step(z, 1.5, 8) * np.float32(2.4) + small * np.float32(0.20) * clearing(view, 0.35)
    height = height + far * step(z, 11, 18) * np.float32(4.5)
    return Ground(height, SNOW * np.float32(1.0), rough=0.12)


def snow_front(canvas: Canvas) -> None:
    """A drift in the corner, and falling flakes."""
    rng = canvas.scene.stream("flakes")
    places = np.stack((rng.uniform(-1.1, 1.1, 110), rng.random(110)), 1)
    canvas.paint(canvas.dots(places, rng.uniform(0.003, 0.008, 110)), canvas.light.shade(SNOW, 1.0), 0.85)
