"""Empty environments: the desert, and an alien planet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.lands.flats import depth_of, flats, scatter
from ezcharts.training.world.lands.rocks import boulders
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.pigments import ALIEN, CACTUS, SAND
from ezcharts.training.world.relief import Ground, View, clearing, paint_relief, step
from ezcharts.training.world.shapes import ellipse, limb

__all__ = ["alien_front", "alien_planet", "desert"]

CYAN = rgb(0.20, 0.95, 0.90)


def desert(canvas: Canvas) -> None:
    """Dunes with sharp crests, bright towards the light and dark behind, and cacti."""
    paint_relief(canvas, dunes, mist=0.4)
    rng = canvas.scene.stream("cacti")
    for near, far, count in ((3.0, 5.0, 7), (1.15, 1.9, 5)):
        shapes: list[Points] = []
        for x, y, scale in scatter(canvas, f"cacti {near}", count, near, far, 0.36):
            if abs(x - canvas.composition.place) > 0.24:
                shapes += cactus(canvas, x, y, 0.42 * scale * rng.uniform(0.7, 1.2), rng)
        if shapes:
            flats(canvas, shapes, CACTUS, depth_of((near + far) / 2), share=0.35, rim=0.6)


def cactus(canvas: Canvas, x: float, foot: float, height: float, rng: np.random.Generator) -> list[Points]:
    """Return the outlines of a cactus with two arms; its height in units."""
    high = canvas.heights(height)
    shapes: list[Points] = [
        limb(
            [(x, foot), (x, foot - 0.93 * high), (x, foot - high)],
            [0.17 * height, 0.17 * height, 0.08 * height],
            canvas.heights(1),
        )
    ]
    for side in (-1, 1):
        low, out = rng.uniform(0.30, 0.55) * high, side * 0.24 * height
        arm = [(x, foot - low), (x + out, foot - low - 0.04 * high), (x + out, foot - low - 0.32 * high)]
        shapes.append(limb(arm, [0.11 * height, 0.13 * height, 0.09 * height], canvas.heights(1)))
    return shapes


def dunes(view: View) -> Ground:
    """Waves of sand that rise slowly on one side and fall steeply on the other."""
    x, z = view.x, view.z
    side = view.canvas.composition.side
    warp = view.field.fractal(x * 0.25 + np.float32(12), z * 0.25, 2)
    phase = z * np.float32(0.30) + x * np.float32(0.42 * side) + warp * np.float32(2.6)
    part = phase - np.floor(phase)
    crest = np.minimum(part / np.float32(0.66), (1 - part) / np.float32(0.34))
    crest = crest * (np.float32(1.35) - np.float32(0.45) * crest)  # a crest of sand is not quite sharp
    strength = view.field.at(x * 0.2, z * 0.2 + np.float32(30)) + np.float32(0.4)
    height = (
        crest
        * strength
        * np.float32(0.95)
        * step(z, 0.8, 4.5)
        * np.maximum(clearing(view, 0.4, 3.0), np.float32(0.12))
    )
    ripple = view.field.at(x * 1.5, z * 9) - np.float32(0.5)
    return Ground(height, SAND * (1 + ripple * np.float32(0.22) * step(z, 5, 1)), rough=0.15)


def alien_planet(canvas: Canvas) -> None:
    """A violet waste with leaning spires and shining pools, a ringed planet and a moon above."""
    planet(canvas)
    paint_relief(canvas, waste)
    rng = canvas.scene.stream("spires")
    for near, far, count in ((4.0, 8.0, 11), (1.6, 3.0, 7)):
        spires: list[Points] = []
        for x, y, scale in scatter(canvas, f"spires {near}", count, near, far, 0.35):
            if abs(x - canvas.composition.place) > 0.2:
                spires.append(spire(canvas, x, y, scale * rng.uniform(0.7, 1.7), rng))
        if spires:
            flats(canvas, spires, 0.75 * ALIEN, depth_of((near + far) / 2), rim=0.9)


def planet(canvas: Canvas) -> None:
    """Paint a banded planet with a ring, half in shade, and a small moon."""
    where, light = canvas.composition, canvas.light
    rng = canvas.scene.stream("planet")
    x, y, radius = -where.side * rng.uniform(0.26, 0.34), rng.uniform(0.18, 0.25), rng.uniform(0.19, 0.24)
    tint = (rgb(0.85, 0.55, 0.45), rgb(0.45, 0.75, 0.80), rgb(0.80, 0.70, 0.50))[rng.integers(3)]
    window, mask = canvas.stencil(ellipse(x, y, radius, canvas.heights(radius)))
    across = (canvas.x[:, window[1]] - np.float32(x)) / np.float32(radius)
    down = (canvas.y[window[0]] - np.float32(y)) / np.float32(canvas.heights(radius))
    ball = np.sqrt(np.clip(1 - across * across - down * down, 0, 1))
    share = np.clip(ball * 0.55 + across * np.float32(0.7 * where.side) - down * np.float32(0.35), 0, 1)
    bands = canvas.noise("bands", 14, 9, 2)[window]
    sky = mix(light.middle, light.low, 0.3)
    lit = mix(0.75 * sky, (0.35 * sky + 0.75 * tint * (0.6 + 0.8 * bands)), share)
    ring = ellipse(x, y, 1.75 * radius, canvas.heights(0.34 * radius))
    hole = ellipse(x, y, 1.32 * radius, canvas.heights(0.22 * radius))
    band = (
        np.maximum(
            canvas.mask([tilt(canvas, ring, x, y)]).astype(np.float32)
            - canvas.mask([tilt(canvas, hole, x, y)]),
            0,
        )
        / 255
    )
    colour = mix(sky, tint, 0.75) * np.float32(1.05)
    behind = canvas.y < np.float32(y) + (canvas.x - np.float32(x)) * np.float32(
        0.22 * canvas.unit / canvas.height
    )
    canvas.paint((band * behind).astype(np.float32), colour, 0.75)
    canvas.paint(mask, lit, 0.95, window)
    canvas.paint((band * ~behind).astype(np.float32), colour, 0.85)
    canvas.paint(canvas.dots([(x + where.side * 0.42, y + 0.10)], [0.028]), mix(sky, tint, 0.6))


def tilt(canvas: Canvas, points: NDArray[np.float64], x: float, y: float) -> NDArray[np.float64]:
    """Return points turned a little around (x, y)."""
    moved = points - (x, y)
    return points + np.stack((0 * moved[:, 0], canvas.heights(0.22) * moved[:, 0]), 1)


def spire(canvas: Canvas, x: float, foot: float, height: float, rng: np.random.Generator) -> Points:
    """Return the outline of a leaning, bent spire of rock."""
    part = np.linspace(0, 1, 6)
    half = 0.10 * height * (1 - part) ** 1.3 + 0.008 * height
    bend = rng.uniform(-0.35, 0.35) * height * part**2
    left, right = x + bend - half, x + bend + half
    y = foot - canvas.heights(height) * part
    return np.concatenate((np.stack((left, y), 1), np.stack((right, y), 1)[::-1]))


def waste(view: View) -> Ground:
    """Rolling rock with craters that shine."""
    x, z = view.x, view.z
    rolling = view.field.fractal(x * 0.4, z * 0.4, 3) - np.float32(0.45)
    crust = view.field.ridged(x * 0.16 + np.float32(3), z * 0.16, 4)
    height = rolling * np.float32(0.6) * clearing(view) + step(z, 6, 14) * crust * np.float32(1.3)
    pools = (
        step(view.field.at(x * 0.8 + np.float32(25), z * 0.55), 0.72, 0.82)
        * step(z, 9, 4)
        * clearing(view, 0.3)
    )
    shine = pools * CYAN * np.float32(0.55)
    colour = mix(ALIEN, rgb(0.26, 0.24, 0.52), np.clip(rolling * 2 + np.float32(0.5), 0, 1))
    return Ground(height, colour, shine=shine, rough=0.5)


def alien_front(canvas: Canvas) -> None:
    """Boulders, and shining spores."""
    boulders(canvas, ALIEN)
    rng = canvas.scene.stream("spores")
    for x, y, size in zip(
        rng.uniform(-0.6, 0.6, 9), rng.uniform(0.55, 0.98, 9), rng.uniform(0.006, 0.012, 9), strict=True
    ):
        canvas.glow(float(x), float(y), 2.5 * float(size), CYAN, 0.5)
        canvas.paint(canvas.dots([(float(x), float(y))], [float(size) * 0.7]), mix(CYAN, rgb(1, 1, 1), 0.5))
