"""Environments that people made: a city, and ruins."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.lands.flats import depth_of, flats
from ezcharts.training.world.lands.flora import tuft
from ezcharts.training.world.lands.rocks import rock
from ezcharts.training.world.lands.waters import mirror
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.pigments import DUST, GRASS, LANTERN, MARBLE, MOSS, PANE, STREET, TOWER
from ezcharts.training.world.relief import Ground, View, paint_relief, step
from ezcharts.training.world.shapes import ellipse, rectangle

__all__ = ["city", "city_front", "ruins", "ruins_front"]

KERB = 0.50  # x of the walls along the street, units


def city(canvas: Canvas) -> None:
    """A street between towers with lit windows, wet, a skyline in the haze at its end."""
    for depth, near in ((0.9, 14.0), (0.7, 8.0)):
        skyline(canvas, depth, near)
    paint_relief(canvas, street, mist=0.2)
    rng = canvas.scene.stream("blocks")
    edges = np.array((5.6, 3.9, 2.8, 2.0, 1.45))
    for number, (far, near) in enumerate(itertools.pairwise(edges)):
        for side in (-1, 1):
            block(canvas, side, near * 1.06, far, rng.uniform(0.9, 2.2), f"block {side} {number}")
    mirror(canvas, canvas.light.shade(STREET, 0.5), share=0.5, chop=0.35, glitter=0.5)


def street(view: View) -> Ground:
    """Flat asphalt that mirrors a little."""
    wet = np.full_like(view.x, 0.40 if view.canvas.scene.hour != "storm" else 0.6)
    lane = step(np.abs(view.x), 0.035, 0.02) * step(
        np.abs(view.z * 1.2 - np.floor(view.z * 1.2) - np.float32(0.5)), 0.18, 0.22
    )
    return Ground(view.x * 0, mix(STREET, rgb(0.8, 0.75, 0.5), lane * np.float32(0.6)), water=wet, rough=0.35)


def skyline(canvas: Canvas, depth: float, z: float) -> None:
    """Paint a row of far towers."""
    rng, where = canvas.scene.stream(f"skyline {z}"), canvas.composition
    walls, lights = [], []
    foot = where.horizon + where.camera / z
    for x in np.arange(-1.1, 1.1, 0.085) + rng.uniform(-0.02, 0.02, 26):
        half, top = (
            rng.uniform(0.025, 0.05),
            foot - canvas.heights(rng.uniform(0.10, 0.34) * (1.2 - 0.4 * depth)),
        )
        walls.append(rectangle(x - half, x + half, top, foot + 0.01))
        if rng.random() < 0.35:
            walls.append(rectangle(x - 0.004, x + 0.004, top - 0.06, top))
        lights += [
            rectangle(x + c - 0.005, x + c + 0.005, y, y + 0.012)
            for c in (-0.015, 0.012)
            for y in np.arange(top + 0.02, foot - 0.02, 0.035)
            if rng.random() < 0.5
        ]
    flats(canvas, walls, TOWER, depth, rim=0.3, texture=0.2)
    if canvas.light.lamps:
        canvas.paint(canvas.mask(lights), mix(LANTERN, canvas.light.haze, 0.3 * depth), 0.8)


def block(canvas: Canvas, side: int, near: float, far: float, tall: float, name: str) -> None:
    """Paint a building along the street: the wall along the kerb, and the wall that faces us.

    Args:
        canvas: What it is painted on.
        side: −1 on the left, 1 on the right.
        near: Distance of its near corner.
        far: Distance of its far corner.
        tall: Its height, units.
        name: Names its streams.
    """
    where, light = canvas.composition, canvas.light

    def at(x: float, height: float, z: float) -> tuple[float, float]:
        return side * x / z, where.horizon + (where.camera - canvas.heights(height)) / z

    rng = canvas.scene.stream(name)
    tint = TOWER * rng.uniform(0.75, 1.2, (3, 1, 1)).astype(np.float32)
    kerb = [at(KERB, 0, near), at(KERB, tall, near), at(KERB, tall, far), at(KERB, 0, far)]
    front = [at(KERB, 0, near), at(KERB, tall, near), at(3.0, tall, near), at(3.0, 0, near)]
    depth = depth_of((near + far) / 2)
    flats(canvas, [kerb], tint, depth, share=0.75 if side != where.side else 0.12, rim=0.2, texture=0.35)
    flats(canvas, [front], tint, depth_of(near), share=0.25, rim=0.3, texture=0.35)
    lows = np.arange(0.16, tall - 0.1, 0.20)
    along = np.linspace(near, far, 5)[:-1] + (far - near) * 0.06
    openings = np.concatenate((
        panes(lows, along, lambda z: (KERB, z), (far - near) * 0.13),
        panes(lows, np.arange(KERB + 0.08, 1.6, 0.2), lambda x: (x, near), 0.11),
    ))  # fmt: skip
    x, height, z = np.moveaxis(openings, -1, 0)
    placed = np.stack((side * x / z, where.horizon + (where.camera - canvas.heights(1) * height) / z), -1)
    lit = rng.random(len(placed)) < 0.45
    canvas.paint(canvas.mask(list(placed[~lit])), light.shade(0.6 * PANE, 0.2, depth))
    bright = mix(LANTERN, light.haze, 0.3 * depth) if light.lamps else light.shade(1.6 * PANE, 0.5, depth)
    canvas.paint(canvas.mask(list(placed[lit])), bright)


def panes(
    lows: NDArray[np.float64],
    along: NDArray[np.float64],
    at: Callable[[NDArray[np.float64]], tuple[Any, Any]],
    wide: float,
) -> NDArray[np.float64]:
    """Return windows of a wall: x, height and distance of their corners, shape (n, 4, 3).

    Args:
        lows: Heights of their lower edges.
        along: Where each begins along the wall.
        at: Returns x and distance of a place along the wall.
        wide: Width of each along the wall.
    """
    start, low = (grid.ravel() for grid in np.meshgrid(along, lows))
    corners = [(start, low), (start, low + 0.11), (start + wide, low + 0.11), (start + wide, low)]
    rows = []
    for place, height in corners:
        x, z = at(place)
        rows.append(np.stack(np.broadcast_arrays(x, height, z), -1))
    return np.stack(rows, 1)


def city_front(canvas: Canvas) -> None:
    """A lamp post at the kerb."""
    where, light = canvas.composition, canvas.light
    x, top = -where.flip * (min(canvas.reach, 0.56) - 0.08), 0.30
    arm = x + where.flip * 0.09
    pole = [
        rectangle(x - 0.009, x + 0.009, top, 1.05),
        rectangle(min(x, arm), max(x, arm), top, top + 0.015),
        rectangle(arm - 0.022, arm + 0.022, top + 0.012, top + 0.04),
    ]
    flats(canvas, pole, 0.4 * STREET, 0.0, share=0.1, rim=0.5)
    if light.lamps:
        canvas.glow(arm, top + 0.045, 0.05, LANTERN, 0.9)


def ruins(canvas: Canvas) -> None:
    """Two rows of broken columns and a great arch on an overgrown floor of stone."""
    paint_relief(canvas, floor, mist=0.6)
    where = canvas.composition
    rng = canvas.scene.stream("columns")
    arch(canvas, where.place * 0.3 + rng.uniform(-0.1, 0.1), 5.2, 2.3)
    for z in (4.2, 3.0, 2.2, 1.55):
        for side in (-1, 1):
            column(canvas, side * rng.uniform(0.60, 0.68) / z, z, rng.choice((0.6, 0.95, 1.3, 1.4)), rng)


def floor(view: View) -> Ground:
    """Flagstones with grass between them, low hills beyond."""
    x, z = view.x, view.z
    rolling = view.field.fractal(x * 0.35, z * 0.35, 3)
    height = step(z, 6, 14) * rolling * np.float32(2.0)
    stones = step(view.field.fractal(x * 1.1 + np.float32(9), z * 1.1, 3), 0.42, 0.52)
    joints = np.minimum(
        np.abs(x * 3 - np.floor(x * 3) - np.float32(0.5)),
        np.abs(z * 2.2 - np.floor(z * 2.2) - np.float32(0.5)),
    )
    stone = mix(DUST, 0.6 * DUST, step(joints, 0.10, 0.03) * step(z, 4, 2))
    return Ground(height, mix(mix(GRASS, MOSS, rolling), stone, stones * step(z, 8, 5)), rough=0.45)


def arch(canvas: Canvas, x: float, z: float, height: float) -> None:
    """Paint a great broken arch at a distance."""
    where = canvas.composition
    foot, wide, tall = where.horizon + where.camera / z, 0.5 * height / z, canvas.heights(height / z)
    spring, thick = foot - 0.55 * tall, 0.24 * wide
    outer = ellipse(x, spring, wide, -0.45 * tall, 1.0, 0.28, 12)
    inner = ellipse(x, spring, wide - thick, -0.45 * tall + canvas.heights(thick), 1.0, 0.25, 12)
    ring = np.concatenate(([(x - wide, foot)], outer, inner[::-1], [(x - wide + thick, foot)]))
    stump = [
        (x + wide - thick, foot),
        (x + wide - thick, spring - 0.05 * tall),
        (x + wide - 0.3 * thick, spring - 0.16 * tall),
        (x + wide, spring),
        (x + wide, foot),
    ]
    flats(canvas, [ring, stump], MARBLE, depth_of(z), share=0.5, rim=0.7)


def column(canvas: Canvas, x: float, z: float, tall: float, rng: np.random.Generator) -> None:
    """Paint a fluted column, broken off at a height, on a plinth, with ivy."""
    where, light = canvas.composition, canvas.light
    foot, half, high = where.horizon + where.camera / z, 0.125 / z, canvas.heights(tall / z)
    jag = rng.uniform(0.86, 1.04, 4)
    shaft = [
        (x - half, foot),
        *((x + half * part, foot - high * cut) for part, cut in zip((-1, -0.3, 0.4, 1), jag, strict=True)),
        (x + half, foot),
    ]
    depth = depth_of(z)
    window, mask = canvas.stencil(shaft)
    across = np.clip((canvas.x[:, window[1]] - np.float32(x)) / np.float32(half), -1, 1) * where.side
    round_ = np.clip(np.float32(0.45) + np.float32(0.6) * across - np.float32(0.25) * across * across, 0, 1)
    colour = light.shade(MARBLE, round_, depth) * (1 + np.float32(0.5) * canvas.mottle[window])
    canvas.stand(mask, colour, window)
    flats(
        canvas,
        [
            rectangle(
                x - 1.4 * half,
                x + 1.4 * half,
                foot - canvas.heights(0.07 / z),
                foot + canvas.heights(0.02 / z),
            )
        ],
        MARBLE,
        depth,
        share=0.4,
    )
    leaves = np.stack((x + rng.uniform(-1, 0.1, 16) * half, foot - rng.random(16) ** 1.6 * 0.85 * high), 1)
    canvas.paint(
        canvas.dots(leaves, 0.24 * half * rng.uniform(0.6, 1.3, 16)),
        light.shade(0.8 * GRASS, 0.4, depth),
        0.9,
    )


def ruins_front(canvas: Canvas) -> None:
    """Fallen drums of columns and grass."""
    rng, where = canvas.scene.stream("drums"), canvas.composition
    edge = -where.side * min(canvas.reach, 0.6)
    shapes: list[Points] = [
        rock(edge + where.side * 0.03, 1.03, 0.16, canvas.heights(0.15), rng),
        rock(edge + where.side * 0.2, 1.04, 0.09, canvas.heights(0.09), rng),
    ]
    for x in rng.uniform(-0.6, 0.6, 8):
        shapes += tuft(canvas, float(x), 1.03, canvas.heights(rng.uniform(0.04, 0.10)), rng, 4)
    flats(canvas, shapes, 0.4 * MARBLE, 0.0, share=0.08, rim=0.4)
