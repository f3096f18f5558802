"""Wild environments: mountains, forest, desert, snow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.palette import mix
from ezcharts.training.world.pigments import CLAY, FIR, FROSTED, LEE, MOSS, ROCK, SAND, SNOW, TRUNK
from ezcharts.training.world.terrain import across, land, level

__all__ = ["desert", "forest", "forest_front", "mountains", "snow", "snow_front"]


def mountains(canvas: Canvas) -> None:
    """Three ranges in haze, the two farther with snow, and a rocky meadow."""
    horizon = canvas.composition.horizon
    for layer, (depth, rise, knots) in enumerate(((0.75, 0.50, 2.2), (0.45, 0.36, 3.0))):
        line = canvas.ridge(f"range {layer}", horizon + 0.08 + 0.05 * layer, rise, knots, 0.42)
        peak(canvas, line, depth, horizon - 0.14 + 0.08 * layer)
    line = canvas.ridge("foothills", horizon + 0.16, 0.10, 3)
    land(canvas, line, mix(MOSS, ROCK, 0.4), 0.35, 0.0, "foothills")


def peak(canvas: Canvas, line: NDArray[np.float64], depth: float, snow: float) -> None:
    """Paint one range: rock in light and shade, white above y = snow."""
    shape = canvas.mask([canvas.below(line)])
    facet = canvas.noise(f"facet {depth}", 9, 0.7, 3) * canvas.composition.side
    lit = np.clip(facet * 4 - canvas.composition.side * 2 + 0.5, 0, 1)
    white = np.clip((np.float32(snow) - canvas.y) * 9 + (facet * canvas.composition.side - 0.5) * 3, 0, 1)
    shade = canvas.palette.shade
    rock = shade(ROCK, 1.0, depth) * lit + shade(ROCK, 0.1, depth) * (1 - lit)
    ice = shade(SNOW, 1.0, depth * 0.7) * lit + shade(SNOW, 0.3, depth * 0.8) * (1 - lit)
    fade = np.clip((canvas.y - np.float32(snow)) * 1.6, 0, 0.8)
    colour = rock + white * (ice - rock)
    canvas.paint(shape, colour + fade * (canvas.palette.haze - colour))


def forest(canvas: Canvas) -> None:
    """Rows of firs that darken out of the haze, around a mossy clearing."""
    horizon = canvas.composition.horizon
    land(canvas, level(canvas, horizon), MOSS, 0.5, 0.0, "moss")
    rows = ((0.85, 0.34, 0.06), (0.55, 0.44, 0.09), (0.25, 0.56, 0.15))
    for row, (depth, height, spacing) in enumerate(rows):
        clearing = 0.0 if row < 2 else 0.20
        foot = horizon + 0.05 + 0.05 * row
        crowns: list[Points] = []
        for x, tall in across(canvas, f"firs {row}", spacing):
            if abs(x - canvas.composition.place) > clearing:
                crowns += fir(canvas, x, foot, height * (0.7 + 0.5 * tall))
        canvas.paint(canvas.mask(crowns), canvas.palette.shade(FIR * (1.5 - 0.3 * row), 0.8, depth))


def forest_front(canvas: Canvas) -> None:
    """Dark trunks that frame the picture."""
    dark = canvas.palette.shade(TRUNK, 0.25)
    for side in (-1, 1):
        rng = canvas.scene.stream(f"trunk {side}")
        x, half = side * (min(canvas.reach, 0.55) - 0.04 * rng.random() - 0.02), 0.03 + 0.02 * rng.random()
        canvas.fill([(x - half, -0.1), (x + half, -0.1), (x + 1.6 * half, 1.1), (x - 1.6 * half, 1.1)], dark)
        leaves = np.stack((x + rng.uniform(-0.14, 0.14, 26), rng.uniform(-0.04, 0.16, 26)), 1)
        canvas.paint(canvas.dots(leaves, rng.uniform(0.02, 0.05, 26)), canvas.palette.shade(FIR, 0.5))


def fir(canvas: Canvas, x: float, foot: float, height: float) -> list[Points]:
    """Return the polygons of a fir: three tiers that overlap."""
    tiers: list[Points] = []
    for low, high, half in ((0.08, 0.55, 0.22), (0.32, 0.78, 0.17), (0.56, 1.0, 0.12)):
        base = foot - height * low
        half = canvas.units(height) * half
        tiers.append([(x - half, base), (x, foot - height * high), (x + half, base)])
    return [*tiers, [(x - 0.008, foot), (x - 0.008, foot - 0.1), (x + 0.008, foot - 0.1), (x + 0.008, foot)]]


def desert(canvas: Canvas) -> None:
    """Table mountains far off, and dunes with a lit and a shaded side."""
    horizon = canvas.composition.horizon
    rng = canvas.scene.stream("mesas")
    for x, draw in across(canvas, "mesa", 0.42, 0.45):
        half, top, foot = 0.08 + 0.07 * draw, horizon - (0.05 + 0.10 * rng.random()), horizon + 0.02
        mesa = [(x - half, foot), (x - half * 0.7, top), (x + half * 0.7, top), (x + half, foot)]
        canvas.fill(mesa, canvas.palette.shade(CLAY, 0.7, 0.55))
    land(canvas, level(canvas, horizon + 0.02), SAND, 0.5, 0.0, "sand")
    for row, depth in enumerate((0.45, 0.25, 0.05)):
        for x, draw in across(canvas, f"dunes {row}", 0.55 + 0.15 * row, 0.3):
            dune(canvas, x, horizon + 0.06 + 0.13 * row, 0.06 + 0.05 * row + 0.05 * draw, depth)


def dune(canvas: Canvas, x: float, foot: float, rise: float, depth: float) -> None:
    """Paint a dune with a winding crest: lit towards the light, dark away from it."""
    away, half = -canvas.composition.side, 0.40 + 1.2 * rise
    along = np.linspace(-1, 1, 21)
    hump = np.stack((x + half * along, foot - rise * (1 - along**2) ** 2), 1)
    canvas.fill(hump, canvas.palette.shade(SAND, 1.0, depth))
    lee = hump[10:] if away > 0 else hump[10::-1]
    down = np.linspace(1, 0, 11)
    winding = x + away * half * (0.45 * down - 0.30 * np.sin(3 * down) * down)
    crest = np.stack((winding, foot - rise * (1 - down)), 1)
    canvas.fill(np.concatenate((lee, crest)), canvas.palette.shade(LEE, 0.3, depth))


def snow(canvas: Canvas) -> None:
    """White hills with a few dark firs."""
    horizon = canvas.composition.horizon
    land(canvas, canvas.ridge("white hills", horizon + 0.02, 0.20, 1.6, 0.25), SNOW, 0.6, 0.3, "white hills")
    firs: list[Points] = []
    for x, draw in across(canvas, "snow firs", 0.13, 0.45):
        if abs(x - canvas.composition.place) > 0.14 and draw > 0.3:
            firs += fir(canvas, x, horizon + 0.07, 0.12 + 0.14 * draw)
    line = canvas.ridge("white field", horizon + 0.09, 0.06, 1.2, 0.2)
    canvas.paint(canvas.mask(firs), canvas.palette.shade(FROSTED, 0.6, 0.3))
    land(canvas, line, 1.12 * SNOW, 0.1, 0.0, "white field")


def snow_front(canvas: Canvas) -> None:
    """Falling flakes."""
    rng = canvas.scene.stream("flakes")
    places = np.stack((rng.uniform(-1.1, 1.1, 150), rng.random(150)), 1)
    canvas.paint(canvas.dots(places, rng.uniform(0.003, 0.009, 150)), canvas.palette.shade(SNOW, 1.0), 0.85)
