"""Environments by the sea: cliffs, and a tropical beach."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.composition import AFLOAT
from ezcharts.training.world.lands.flats import depth_of, flats
from ezcharts.training.world.lands.flora import palm, tuft
from ezcharts.training.world.lands.waters import mirror, ripples
from ezcharts.training.world.light import mix
from ezcharts.training.world.pigments import BEACH, CLIFF, FOAM, GRASS, LAGOON, MOSS, PALM, SEA
from ezcharts.training.world.relief import Ground, View, paint_relief, step
from ezcharts.training.world.shapes import band

__all__ = ["beach", "beach_front", "sea_cliffs", "sea_cliffs_front"]


def sea_cliffs(canvas: Canvas) -> None:
    """Headlands with grass on top fall steeply into the sea."""
    paint_relief(canvas, headlands, mist=0.3)
    stormy = canvas.scene.hour == "storm"
    mirror(canvas, canvas.light.shade(SEA, 0.8), share=0.75, chop=1.0 if stormy else 0.55)
    surf(canvas, 0.75 if stormy else 0.35)
    if stormy:
        swell(canvas)


def headlands(view: View) -> Ground:
    """Plateaus whose edge winds back and forth with distance, and one far off on the other side.

    The subject stands on the nearest; boats, and the camera where there is no subject, are down on the water.
    """
    where, subject = view.canvas.composition, view.canvas.scene.subject
    afloat = subject in AFLOAT or subject == "none"
    x, z = view.x * np.float32(where.flip), view.z
    winding = view.field.fractal(z * 0.42 + np.float32(3), x * 0.10, 3) - np.float32(0.5)
    uneven = view.field.fractal(x * 1.3 + np.float32(40), z * 1.3, 4) - np.float32(0.5)
    edge = step(z, 1.1, 2.4) * (
        np.float32(0.9) + winding * np.float32(3.2) + z * np.float32(0.10)
    ) - np.float32(0.34)
    edge = edge + np.float32(where.flip * where.place) * step(z, 1.6, 0.9)
    if afloat:
        edge = np.maximum(edge, np.float32(0.32 if subject == "none" else 0.75)) + np.float32(0.10) * z
    depth, rise = (0.0, 1.05) if afloat else (0.95, 0.0)
    top = np.float32(rise) + step(z, 1.8, 5) * (np.float32(0.55) + winding * np.float32(1.2))
    near = step(x - edge + uneven * np.float32(0.30), 0.0, 0.20)
    far = step(-x - np.float32(0.26) * z - winding * 3 + uneven * np.float32(0.5), 0.0, 0.35) * step(
        z, 3.5, 4.5
    )
    crown = np.maximum(near, far)
    height = crown * (
        np.float32(depth) + np.maximum(top, far) + uneven * np.float32(0.14) * step(z, 1.2, 2.5)
    ) - np.float32(depth)
    rock = mix(1.15 * CLIFF, 0.55 * CLIFF, np.clip(uneven * 3 + np.float32(0.5), 0, 1))
    grass = mix(GRASS, MOSS, np.clip(uneven * 3 + np.float32(0.5), 0, 1))
    colour = mix(rock, grass, step(crown, 0.86, 0.98) * step(uneven, 0.16, 0.02))
    colour = mix(FOAM, colour, step(crown, 0.01, 0.16))
    return Ground(height, colour, water=(crown < 0.01).astype(np.float32), rough=0.45)


def surf(canvas: Canvas, strength: float) -> None:
    """Paint crests of foam on the water."""
    row = round(canvas.composition.horizon * canvas.height)
    wave = ripples(canvas, row, "surf", 1.4)
    crest = np.clip((wave - np.float32(0.16)) * 9, 0, 1) * np.float32(strength)
    view = canvas.pixels[:, row:]
    view += canvas.water[row:] * crest * (canvas.light.shade(FOAM, 0.9) - view)


def swell(canvas: Canvas) -> None:
    """Paint high waves one before the other, with crests of foam."""
    horizon, light = canvas.composition.horizon, canvas.light
    for row in range(4):
        near = (row + 0.6) / 4
        high = 0.025 + 0.10 * near
        line = canvas.ridge(
            f"swell {row}", horizon + (0.96 - horizon) * near**1.5 + 0.6 * high, high, 6 - 3.4 * near, 0.35
        )
        body = canvas.mask([canvas.below(line)]).astype(np.float32) / np.float32(255) * canvas.water
        down = np.clip((canvas.y - np.float32(line[:, 1].min())) / np.float32(1.6 * high), 0, 1)
        canvas.paint(
            body * (1 - np.float32(0.75) * down),
            mix(light.shade(1.25 * SEA, 0.9), light.shade(SEA, 0.2), near),
        )
        lip = canvas.mask([band(line, 0.30 * high)]).astype(np.float32) / np.float32(255) * canvas.water
        broken = np.clip(canvas.noise(f"lip {row}", 12, 2.5, 2) * 3 - np.float32(0.9), 0, 1)
        canvas.paint(lip * broken, light.shade(FOAM, 0.9), 0.95)


def sea_cliffs_front(canvas: Canvas) -> None:
    """Blades of grass along the edge."""
    rng, where = canvas.scene.stream("cliff grass"), canvas.composition
    if canvas.scene.subject in AFLOAT or canvas.scene.subject == "none":
        return
    blades: list[Points] = []
    for x in rng.uniform(-0.25, 0.9, 16) * where.flip:
        blades += tuft(canvas, float(x), 1.02, canvas.heights(rng.uniform(0.06, 0.13)), rng, 4)
    flats(canvas, blades, 0.5 * MOSS, 0.0, share=0.1, rim=0.35)


def beach(canvas: Canvas) -> None:
    """White sand, a turquoise lagoon with a line of foam, palms, and an island far off."""
    paint_relief(canvas, shore, mist=0.2)
    mirror(canvas, canvas.light.shade(LAGOON, 0.9), share=0.8, chop=0.5)
    surf(canvas, 0.2)
    rng, where = canvas.scene.stream("palms"), canvas.composition
    palms: list[Points] = []
    for number in range(3):
        z = 1.55 + 0.55 * number
        x = where.flip * (0.40 + 0.10 * number) + rng.uniform(-0.04, 0.04)
        palms += palm(
            canvas,
            x,
            where.horizon + where.camera / z,
            canvas.heights(1.15 / z * rng.uniform(0.8, 1.1)),
            -0.35 * where.flip * rng.uniform(0.2, 1),
            rng,
        )
    flats(canvas, palms, PALM, depth_of(1.8), share=0.45, rim=0.6)


def shore(view: View) -> Ground:
    """Sand that slopes into the water along a winding line, foam where they meet, an island beyond."""
    canvas = view.canvas
    x, z = view.x, view.z
    winding = view.field.fractal(x * 0.8 + np.float32(7), z * 0.3, 2) - np.float32(0.5)
    out = np.float32(0.72 if canvas.scene.subject in AFLOAT else 1.45)
    beyond = z - out - winding * np.float32(0.9) - np.float32(canvas.composition.flip) * x * np.float32(0.55)
    wet = step(beyond, 0.0, 0.05)
    island = (
        step(z, 11, 13)
        * step(z, 19, 15)
        * step(np.abs(x - np.float32(-4.5 * canvas.composition.flip)), 4.5, 1.5)
    )
    rugged = view.field.fractal(x * 0.4, z * 0.4, 4)
    height = np.maximum(-beyond, 0) * np.float32(0.05) + island * rugged * np.float32(2.4)
    water = mix(LAGOON, SEA, step(beyond, 0.6, 6))
    colour = mix(mix(BEACH, 0.72 * BEACH, step(beyond, -0.5, -0.02)), water, wet)
    colour = mix(colour, FOAM, step(beyond, -0.03, 0.02) * step(beyond, 0.16, 0.05))
    colour = mix(colour, 0.8 * PALM, step(island * rugged, 0.05, 0.12))
    return Ground(
        height,
        colour,
        water=wet * (island * rugged < 0.05) * step(beyond, 0.05, 0.2) * np.float32(0.75),
        rough=0.25,
    )


def beach_front(canvas: Canvas) -> None:
    """The leaves of a palm that hang into the picture, and stones."""
    rng, where = canvas.scene.stream("near palm"), canvas.composition
    x = -where.flip * (min(canvas.reach, 0.62) + 0.10)
    flats(canvas, palm(canvas, x, 1.3, 1.30, 0.06 * where.flip, rng), 0.5 * PALM, 0.0, share=0.1, rim=0.5)
