"""Environments that people made: a field of flowers, a city, ruins."""

from __future__ import annotations

import itertools

import numpy as np

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.palette import mix
from ezcharts.training.world.pigments import (
    DUST,
    FLOWERS,
    GRASS,
    LANTERN,
    MARBLE,
    MEADOW,
    PANE,
    STREET,
    TOWER,
)
from ezcharts.training.world.shapes import ellipse, rectangle
from ezcharts.training.world.terrain import across, land, level

__all__ = ["city", "field_front", "field_of_flowers", "ruins"]


def field_of_flowers(canvas: Canvas) -> None:
    """Soft hills and a meadow full of red, yellow, violet and white."""
    horizon = canvas.composition.horizon
    land(canvas, canvas.ridge("hills", horizon + 0.03, 0.12, 1.5, 0.2), GRASS * 0.8, 0.8, 0.4, "hills")
    land(canvas, canvas.ridge("meadow", horizon + 0.05, 0.04, 1.2, 0.2), MEADOW, 0.35, 0.0, "meadow")
    flowers(canvas, "flowers", horizon + 0.04, canvas.composition.base + 0.03, 230)


def field_front(canvas: Canvas) -> None:
    """The nearest flowers."""
    flowers(canvas, "near flowers", canvas.composition.base + 0.02, 1.02, 110)


def flowers(canvas: Canvas, name: str, top: float, foot: float, count: int) -> None:
    """Strew flowers between two heights, in drifts of one colour, larger when nearer."""
    rng = canvas.scene.stream(name)
    order = rng.permutation(len(FLOWERS))
    near = rng.random(count) ** 0.6
    x, drift = rng.uniform(-1.1, 1.1, count), rng.uniform(-0.5, 0.5, count)
    y = top + (foot - top) * near
    which = np.floor((np.sin(3 * x + 2 * near) + drift + 1.5) / 3 * len(FLOWERS)).astype(int)
    scale = (y - canvas.composition.horizon) / (1 - canvas.composition.horizon)
    radii = (0.004 + 0.017 * np.clip(scale, 0, 1)) * rng.uniform(0.7, 1.3, count)
    for number in range(len(FLOWERS)):
        chosen = which == number
        if chosen.any():
            colour = canvas.palette.shade(FLOWERS[order[number]], 1.0)
            canvas.paint(canvas.dots(np.stack((x, y), 1)[chosen], radii[chosen]), colour)


def city(canvas: Canvas) -> None:
    """Two rows of towers with windows above a wet street."""
    horizon = canvas.composition.horizon
    for row, (depth, tall, spacing) in enumerate(((0.8, 0.46, 0.10), (0.35, 0.34, 0.15))):
        towers(canvas, row, depth, tall, spacing)
    land(canvas, level(canvas, horizon + 0.12), STREET, 0.25, 0.0, "street")
    top = round((horizon + 0.12) * canvas.height)
    rows = np.clip(top - 1 - np.arange(canvas.height - top), 0, None)
    canvas.pixels[:, top:] += np.float32(0.35) * (canvas.pixels[:, rows] - canvas.pixels[:, top:])


def towers(canvas: Canvas, row: int, depth: float, tall: float, spacing: float) -> None:
    """Paint a row of towers and their windows."""
    foot = canvas.composition.horizon + 0.13
    rng = canvas.scene.stream(f"windows {row}")
    walls: list[Points] = []
    windows: list[Points] = []
    for x, draw in across(canvas, f"towers {row}", spacing):
        half, top = spacing * (0.34 + 0.12 * draw), foot - tall * (0.45 + 0.75 * ((7.3 * draw) % 1))
        walls.append(rectangle(x - half, x + half, top, foot))
        for y, column in itertools.product(np.arange(top + 0.025, foot - 0.03, 0.042), (-0.55, 0.0, 0.55)):
            if rng.random() < 0.55:
                middle = x + half * column
                windows.append(rectangle(middle - 0.007, middle + 0.007, y, y + 0.018))
    canvas.paint(canvas.mask(walls), canvas.palette.shade(TOWER, 0.55, depth))
    pane = mix(canvas.palette.shade(PANE, 0.3), canvas.palette.haze, 0.3 * depth)
    canvas.paint(canvas.mask(windows), LANTERN if canvas.palette.lamps else pane, 0.9 - 0.4 * depth)


def ruins(canvas: Canvas) -> None:
    """Broken columns and arches on a dusty plain."""
    horizon = canvas.composition.horizon
    land(canvas, canvas.ridge("far plain", horizon + 0.02, 0.07, 2.2), DUST, 0.8, 0.5, "far plain")
    land(canvas, level(canvas, horizon + 0.02), DUST, 0.5, 0.0, "plain")
    for x, draw in across(canvas, "arches", 0.5, 0.2):
        arch(canvas, x, horizon + 0.06, 0.26 + 0.12 * draw, 0.40)
    for x, draw in across(canvas, "columns", 0.23, 0.35):
        if abs(x - canvas.composition.place) > 0.16:
            column(canvas, x, horizon + 0.13, 0.24 + 0.28 * draw, 0.10)


def arch(canvas: Canvas, x: float, foot: float, height: float, depth: float) -> None:
    """Paint a broken arch."""
    half, thick = canvas.units(height) * 0.5, canvas.units(height) * 0.17
    centre, share = foot - height * 0.55, 1 - thick / half
    outer, inner = (
        ellipse(x, centre, part * half, -part * height * 0.45, 1.0, 0.25, 9) for part in (1, share)
    )
    ring = np.concatenate(([(x - half, foot)], outer, inner[::-1], [(x - half + thick, foot)]))
    colour = canvas.palette.shade(MARBLE, 0.6, depth)
    canvas.fill(ring, colour)
    canvas.fill(rectangle(x + half - thick, x + half, foot - height * 0.5, foot), colour)


def column(canvas: Canvas, x: float, foot: float, height: float, depth: float) -> None:
    """Paint a column with a lit and a shaded side, broken off at the top."""
    half, side = 0.024 + 0.06 * height, canvas.composition.side
    notch, tip = (x + 0.3 * half, foot - height * 0.93), (x + half, foot - height * 1.04)
    shaft = [(x - half, foot), (x - half, foot - height), notch, tip, (x + half, foot)]
    dark = rectangle(x - side * half, x - side * 0.1 * half, foot - height * 0.93, foot)
    plinth = rectangle(x - 1.35 * half, x + 1.35 * half, foot - 0.02, foot + 0.012)
    for polygon, light in ((shaft, 0.75), (dark, 0.05), (plinth, 0.6)):
        canvas.fill(polygon, canvas.palette.shade(MARBLE, light, depth))
