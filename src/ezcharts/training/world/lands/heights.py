"""Environments of rock: mountains, canyon, volcano."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, triangle
from ezcharts.training.world.lands.flats import depth_of, flats, scatter
from ezcharts.training.world.lands.flora import fir
from ezcharts.training.world.lands.rocks import boulders
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.noise import Field, Grid, fold
from ezcharts.training.world.pigments import BASALT, CLAY, FIR, LAVA, MOSS, ROCK, SAND, SNOW
from ezcharts.training.world.relief import Ground, View, clearing, paint_relief, step

PEAK, DISTANCE = 2.45, 5.5  # height of the volcano, units, and its distance

__all__ = ["canyon", "canyon_front", "mountains", "mountains_front", "volcano", "volcano_front"]


def mountains(canvas: Canvas) -> None:
    """Ranges with snow on their crests behind a stony meadow with a few firs."""
    paint_relief(canvas, alps)
    rng = canvas.scene.stream("mountain firs")
    for near, far, count in ((4.0, 7.0, 26), (1.8, 3.2, 9)):
        firs = []
        for x, y, scale in scatter(canvas, f"firs {near}", count, near, far, 0.30):
            firs += fir(canvas, x, y, canvas.heights(0.62 * scale * rng.uniform(0.6, 1.2)), rng)
        if firs:
            flats(canvas, firs, FIR, depth_of((near + far) / 2))


def alps(view: View) -> Ground:
    """Crests that rise with distance; snow where it is high."""
    x, z = view.x, view.z
    crest = view.field.ridged(x * 0.22 + np.float32(5), z * 0.22 + np.float32(3.7), 5, 0.42)
    rolling = view.field.fractal(x * 0.9, z * 0.9, 3) - np.float32(0.5)
    height = step(z, 2.0, 6.5) * np.float32(4.6) * crest + rolling * np.float32(0.30) * clearing(view)
    white = step(height + rolling * 2, 0.95, 1.35)
    colour = mix(mix(MOSS, ROCK, step(rolling, 0.0, 0.25)), 0.50 * ROCK, step(height, 0.15, 0.6))
    return Ground(height, mix(colour, SNOW, white), rough=0.5)


def mountains_front(canvas: Canvas) -> None:
    """Boulders."""
    boulders(canvas, ROCK)


def canyon(canvas: Canvas) -> None:
    """Terraced red walls on both sides of a sandy floor."""
    paint_relief(canvas, gorge, mist=0.8)


def gorge(view: View) -> Ground:
    """Walls in steps, with bands of colour."""
    x, z = view.x, view.z
    middle = (view.field.at(z * 0.16, z * 0) - np.float32(0.5)) * step(z, 1, 6) * 4
    uneven = view.field.fractal(x * 0.8 + np.float32(9), z * 0.5, 4)
    apart = (
        np.abs(x - middle)
        - np.float32(0.52)
        - np.float32(0.03) * z
        - np.float32(0.9) * (uneven - np.float32(0.5))
    )
    wall = np.clip(apart * np.float32(1.5), 0, None)
    rise = np.float32(2.6) * wall / (wall + np.float32(0.5)) * (np.float32(0.85) + np.float32(0.07) * z)
    stairs = rise * np.float32(1.6) + uneven * np.float32(0.4)
    terraces = (np.floor(stairs) + step(stairs - np.floor(stairs), 0.1, 0.9)) / np.float32(1.6)
    height = terraces + uneven * np.float32(0.05)
    bands = triangle(height * np.float32(2.2) + uneven * np.float32(0.5))
    colour = mix(mix(CLAY, 0.8 * SAND, bands), 0.72 * CLAY, step(height, 0.9, 0.4) * step(height, 0.05, 0.3))
    floor = mix(SAND, CLAY, np.float32(0.35) + np.float32(0.3) * uneven)
    return Ground(height, mix(floor, colour, step(height, 0.04, 0.20)), rough=0.45)


def canyon_front(canvas: Canvas) -> None:
    """Red boulders."""
    boulders(canvas, 0.8 * CLAY)


def volcano(canvas: Canvas) -> None:
    """A smoking cone with rivers of lava above a plain of cracked basalt."""
    top = crater(canvas)
    smoke(canvas, *top)
    paint_relief(canvas, cone, mist=0.3)
    canvas.glow(*top, 0.09, rgb(1.0, 0.35, 0.08), 0.9)


def crater(canvas: Canvas) -> tuple[float, float]:
    """Return x and y of the crater."""
    where = canvas.composition
    x = 0.0 if canvas.scene.subject == "none" else -0.27 * where.side
    return x, where.horizon + (where.camera - canvas.heights(0.95 * PEAK)) / DISTANCE


def cone(view: View) -> Ground:
    """A cone with gullies, and lava that shines."""
    x, z = view.x, view.z
    middle = crater(view.canvas)[0] * DISTANCE
    aside, beyond = x - np.float32(middle), z - np.float32(DISTANCE)
    away: Grid = np.sqrt(aside * aside + beyond * beyond * np.float32(1.4))
    rugged = view.field.fractal(x * 0.9, z * 0.9, 4)
    flank: Grid = np.clip(1 - away / np.float32(1.45 * PEAK), 0, 1)
    height = np.minimum(
        np.float32(1.45 * PEAK) * flank * flank * (1 + flank * np.float32(0.25)), np.float32(PEAK)
    )
    height = height + (rugged - np.float32(0.5)) * (
        np.float32(0.16) + np.float32(0.35) * step(flank, 0, 0.3)
    ) * clearing(view)
    veins = fold(view.field.at(x * 1.2 + rugged + np.float32(11), z * 0.5))
    rivers = step(veins, 0.90, 0.97) * step(flank, 0.0, 0.15)
    cracks = step(fold(view.field.fractal(x * 1.3, z * 1.3 + np.float32(20), 2)), 0.93, 0.985) * clearing(
        view, 0.3
    )
    molten = np.clip(rivers + cracks + step(flank, 0.75, 0.82), 0, 1)
    shine = molten * mix(LAVA, rgb(1.0, 0.75, 0.25), molten * np.float32(0.4)) * np.float32(0.95)
    return Ground(height, mix(BASALT, 1.7 * BASALT, rugged), shine=shine, rough=0.6)


def smoke(canvas: Canvas, x: float, y: float) -> None:
    """Paint a plume of smoke, lit red from below."""
    field = Field(canvas.scene.stream("smoke"))
    up = np.clip(np.float32(y) - canvas.y, 0, 1)
    drift = canvas.x - np.float32(x) - up * np.float32(0.30 * canvas.composition.side)
    body = field.fractal(canvas.x * 7 + np.float32(9), canvas.y * 7 + np.float32(3), 4)
    wide = np.float32(0.06) + up * np.float32(0.55)
    cover = np.clip(1.25 - np.abs(drift) / wide - (body - np.float32(0.5)) * 2.4, 0, 1) * (
        canvas.y < y + 0.01
    )
    red = np.clip(1 - up * 4, 0, 1)
    colour = mix(canvas.light.shade(0.9 * BASALT, 0.3), canvas.light.shade(3.0 * BASALT, 0.8), body)
    canvas.paint(cover * np.float32(0.9), colour + red * red * LAVA * np.float32(0.7))


def volcano_front(canvas: Canvas) -> None:
    """Boulders of basalt, and embers in the air."""
    boulders(canvas, BASALT)
    rng = canvas.scene.stream("embers")
    places = np.stack((rng.uniform(-0.8, 0.8, 34), rng.uniform(0.15, 0.98, 34)), 1)
    canvas.paint(canvas.dots(places, rng.uniform(0.003, 0.007, 34)), mix(LAVA, rgb(1, 0.85, 0.4), 0.5), 0.9)
