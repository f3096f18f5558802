"""Environments under trees: a forest, and a swamp."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.lands.flats import depth_of, flats, scatter
from ezcharts.training.world.lands.flora import bare_tree, crowns, fir, tuft
from ezcharts.training.world.lands.waters import mirror
from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.noise import Grid
from ezcharts.training.world.pigments import BLEACHED, BOG, FIR, LEAF, MOSS, MUD, TRUNK
from ezcharts.training.world.relief import Ground, View, clearing, paint_relief, step
from ezcharts.training.world.shapes import ellipse, limb

__all__ = ["forest", "forest_front", "swamp", "swamp_front"]

AUTUMN = (
    rgb(0.85, 0.30, 0.08),
    rgb(0.95, 0.62, 0.10),
    rgb(0.70, 0.12, 0.14),
    rgb(0.20, 0.50, 0.40),
    rgb(0.72, 0.25, 0.60),
)


def forest(canvas: Canvas) -> None:
    """Rows of trees that darken out of a bright haze, around a mossy clearing."""
    paint_relief(canvas, moss, mist=0.9)
    rng = canvas.scene.stream("forest")
    needles = rng.random() < 0.5
    for row, (near, far, count, tall) in enumerate(
        ((6.5, 8.0, 44, 2.6), (3.6, 4.4, 30, 2.2), (1.9, 2.5, 18, 1.7))
    ):
        places = [
            place
            for place in scatter(canvas, f"trees {row}", count, near, far, 0.0)
            if clear(canvas, place, row)
        ]
        depth = min(1.0, 1.25 * depth_of((near + far) / 2))
        if needles and canvas.scene.mood != "colourful":
            firs: list[Points] = []
            for x, y, scale in places:
                firs += fir(canvas, x, y + 0.01, canvas.heights(tall * scale * rng.uniform(0.75, 1.15)), rng)
            if firs:
                flats(canvas, firs, FIR * np.float32(1.4 - 0.25 * row), depth, rim=0.6)
        else:
            crowns(canvas, f"leaves {row}", places, tall * 0.8, leaf(canvas, row), depth)


def clear(canvas: Canvas, place: tuple[float, float, float], row: int) -> bool:
    """Return whether a tree leaves the middle of the clearing free."""
    return abs(place[0] - canvas.composition.place) > (0.0, 0.10, 0.27)[row]


def leaf(canvas: Canvas, row: int) -> Colour:
    """Return the colour of a row of leaves: every row another in a colourful forest."""
    if canvas.scene.mood == "colourful":
        return AUTUMN[(row * 2 + canvas.scene.seed) % len(AUTUMN)]
    return LEAF * np.float32(1.1 - 0.15 * row)


def moss(view: View) -> Ground:
    """Uneven ground under moss and needles, with a paler path."""
    x, z = view.x, view.z
    rolling = view.field.fractal(x * 0.8, z * 0.8, 3) - np.float32(0.5)
    path = step(
        np.abs(
            x
            - np.float32(view.canvas.composition.place)
            + (view.field.at(z * 0.5, z * 0) - np.float32(0.5)) * (z - 1) * np.float32(0.6)
        ),
        0.30,
        0.12,
    )
    colour = mix(
        mix(MOSS, MUD, np.clip(rolling * 3 + np.float32(0.4), 0, 1)), 1.9 * MUD, path * np.float32(0.6)
    )
    return Ground(rolling * np.float32(0.25) * clearing(view), colour, rough=0.7)


def forest_front(canvas: Canvas) -> None:
    """Dark trunks and boughs that frame the picture, ferns below."""
    shapes: list[Points] = []
    rng = canvas.scene.stream("trunks")
    for side in (-1, 1):
        x = side * (min(canvas.reach, 0.58) - 0.05 - 0.05 * rng.random())
        half = 0.05 + 0.03 * rng.random()
        lean = side * rng.uniform(-0.03, 0.05)
        shapes.append(
            limb(
                [(x, 1.05), (x + lean * 0.5, 0.5), (x + lean, -0.05)],
                [2.4 * half, 1.6 * half, 1.3 * half],
                canvas.heights(1),
            )
        )
        for y in rng.uniform(0.05, 0.30, 2):
            shapes.append(
                limb(
                    [(x, y), (x - side * 0.10, y - 0.05), (x - side * 0.22, y - 0.04)],
                    [0.035, 0.02, 0.004],
                    canvas.heights(1),
                )
            )
        for at in side * rng.uniform(0.25, 0.62, 6):
            shapes += tuft(canvas, float(at), 1.03, canvas.heights(rng.uniform(0.06, 0.13)), rng, 4)
    flats(canvas, shapes, 0.6 * TRUNK, 0.0, share=0.06, rim=0.5)


def swamp(canvas: Canvas) -> None:
    """Black water with drowned trees and lily pads under a green mist."""
    haze = mix(canvas.light.haze, canvas.light.shade(rgb(0.42, 0.62, 0.28), 0.6), 0.45)
    paint_relief(canvas, bog, mist=1.0)
    rng = canvas.scene.stream("drowned")
    for row, (near, far, count, tall) in enumerate(((5.0, 7.0, 20, 2.4), (2.6, 3.4, 9, 2.0))):
        trees: list[Points] = []
        for x, y, scale in scatter(canvas, f"drowned {row}", count, near, far, 0.0):
            if row == 0 or abs(x - canvas.composition.place) > 0.2:
                trees += bare_tree(canvas, x, y, canvas.heights(tall * scale * rng.uniform(0.8, 1.2)), rng, 2)
        if trees:
            flats(canvas, trees, 0.8 * TRUNK, depth_of((near + far) / 2), rim=0.4)
        veil(canvas, haze, 0.36 - 0.1 * row, 0.05 + 0.03 * row)
    mirror(canvas, canvas.light.shade(BOG, 0.7), share=0.62, chop=0.12, glitter=0.6)
    pads(canvas)


def bog(view: View) -> Ground:
    """Still water with low hummocks, one of which carries the subject."""
    x, z = view.x, view.z
    uneven = view.field.fractal(x * 0.9 + np.float32(5), z * 0.7, 3)
    aside = x - np.float32(view.canvas.composition.place)
    away: Grid = np.sqrt(aside**2 + (z - 1) ** 2 * np.float32(1.6))
    island = step(1 - away / np.float32(0.62), 0.0, 0.4)
    if view.canvas.scene.subject in ("none", "sailing boat"):
        island = island * 0
    land = np.maximum(step(uneven, 0.60, 0.70) * step(z, 0.9, 1.8), island)
    colour = mix(BOG, mix(MOSS, MUD, uneven), step(land, 0.1, 0.5))
    return Ground(land * uneven * np.float32(0.10), colour, water=step(land, 0.3, 0.1), rough=0.5)


def veil(canvas: Canvas, colour: Colour, opacity: float, thick: float) -> None:
    """Lay a band of mist along the horizon."""
    away = (canvas.y - np.float32(canvas.composition.horizon + 0.02)) / np.float32(thick)
    drift = canvas.noise("veil", 2.5, 4, 2) + np.float32(0.4)
    canvas.paint(np.clip(drift / (1 + away * away) * np.float32(opacity), 0, 1), colour)


def pads(canvas: Canvas) -> None:
    """Strew lily pads over the water."""
    shapes = [
        ellipse(x, y, 0.050 * scale, canvas.heights(0.014 * scale))
        for x, y, scale in scatter(canvas, "pads", 34, 0.62, 2.6, 0.32)
    ]
    canvas.paint(canvas.mask(shapes), canvas.light.shade(0.9 * LEAF, 0.7))


def swamp_front(canvas: Canvas) -> None:
    """A dead tree at one side with hanging moss, and reeds."""
    rng, where = canvas.scene.stream("swamp front"), canvas.composition
    x = -where.flip * (min(canvas.reach, 0.58) - 0.05)
    shapes = bare_tree(canvas, x - where.flip * 0.08, 1.06, canvas.heights(1.1), rng, 2)
    for at in rng.uniform(0.1, 0.75, 10) * where.flip:
        shapes += tuft(canvas, float(at), 1.03, canvas.heights(rng.uniform(0.08, 0.20)), rng, 3)
    for at, low in zip(x + where.flip * rng.uniform(-0.05, 0.16, 6), rng.uniform(0.10, 0.30, 6), strict=True):
        shapes.append(
            limb([(at, -0.02), (at + 0.01, low * 0.6), (at, low)], [0.022, 0.016, 0.003], canvas.heights(1))
        )
    flats(canvas, shapes, 0.5 * BLEACHED, 0.0, share=0.05, rim=0.4)
