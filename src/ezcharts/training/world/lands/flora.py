"""What grows: firs, leafy trees, palms, dead trees, tufts of grass; outlines and dabs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points
from ezcharts.training.world.lands.flats import Place, flats
from ezcharts.training.world.light import Colour
from ezcharts.training.world.pigments import TRUNK
from ezcharts.training.world.shapes import limb

__all__ = ["bare_tree", "crowns", "fir", "palm", "tuft"]


def fir(canvas: Canvas, x: float, foot: float, height: float, rng: np.random.Generator) -> list[Points]:
    """Return the outline of a fir with ragged boughs; height in heights of the picture."""
    levels = np.linspace(0.12, 1.0, 8)
    half = canvas.units(height) * 0.23 * (1.04 - levels) * rng.uniform(0.75, 1.15, 8)
    left, right = [], []
    for level, wide in zip(levels, half, strict=True):
        y = foot - height * level
        left += [(x - wide, y + 0.02 * height), (x - 0.45 * wide, y - 0.03 * height)]
        right += [(x + wide, y + 0.02 * height), (x + 0.45 * wide, y - 0.03 * height)]
    stem = 0.018 * canvas.units(height)
    return [[
        *left, (x, foot - height * 1.04), *right[::-1], (x + stem, foot - 0.1 * height), (x + stem, foot),
        (x - stem, foot), (x - stem, foot - 0.1 * height),
    ]]  # fmt: skip


def crowns(
    canvas: Canvas,
    name: str,
    places: Sequence[Place],
    tall: float,
    albedo: Colour,
    depth: float,
    bark: Colour = TRUNK,
) -> None:
    """Paint leafy trees: trunks, then dabs of leaves, dark below and lit towards the light.

    Args:
        canvas: What they are painted on.
        name: Names their stream.
        places: Where they stand.
        tall: Height of one at distance 1, units.
        albedo: Colour of the leaves.
        depth: How far they are, 0..1.
        bark: Colour of the trunks.
    """
    rng, heights = canvas.scene.stream(name), canvas.heights(1)
    dabs, trunks = [], []
    for x, y, scale in places:
        high = tall * scale * rng.uniform(0.8, 1.25)
        wide, bend = high * rng.uniform(0.26, 0.36), high * rng.uniform(-0.05, 0.05)
        top = y - heights * high * 0.66
        trunks.append(limb([(x, y + 0.004), (x + bend, y - heights * 0.35 * high), (x, top)],
                           [0.055 * high, 0.032 * high, 0.02 * high], heights))  # fmt: skip
        turn, far, leaf = rng.uniform(0, 2 * np.pi, 22), np.sqrt(rng.random(22)), rng.uniform(0.6, 1.25, 22)
        if high < 0.25:  # small trees need fewer, larger dabs
            turn, far, leaf = turn[:10], far[:10], 1.3 * leaf[:10]
        dabs.append(np.stack((x + wide * far * np.cos(turn),
                              top + heights * (0.30 * high * far * np.sin(turn) + 0.10 * high * far**2),
                              0.085 * high * leaf), 1))  # fmt: skip
    if dabs:
        flats(canvas, trunks, bark, depth, share=0.2)
        foliage(canvas, np.concatenate(dabs), albedo, depth)


def foliage(canvas: Canvas, dabs: NDArray[np.float64], albedo: Colour, depth: float) -> None:
    """Paint dabs of leaves (x, y, radius) as one mass: dark, half lit, and lit where dabs face the light."""
    side, light, heights = canvas.composition.side, canvas.light, canvas.heights(1)
    grain = 1 + np.float32(1.1) * canvas.mottle
    for share, lean, size, tone in ((0.0, 0.0, 1.0, 0.75), (0.35, 0.45, 0.75, 0.95), (0.9, 0.85, 0.42, 1.15)):
        moved = dabs[:, :2] + dabs[:, 2:] * (side * lean, -lean * heights)
        canvas.stand(
            canvas.dots(moved, dabs[:, 2] * size),
            light.shade(albedo * np.float32(tone), share, depth) * grain,
        )


def palm(
    canvas: Canvas, x: float, foot: float, height: float, lean: float, rng: np.random.Generator
) -> list[Points]:
    """Return the outlines of a palm: a bowed trunk and eight drooping leaves."""
    part = np.linspace(0, 1, 8)
    wide = canvas.units(height)
    path = np.stack((x + lean * wide * part**1.7, foot - height * part), 1)
    shapes: list[Points] = [limb(path, np.linspace(0.035, 0.018, 8) * wide, canvas.heights(1))]
    for turn in np.linspace(-0.15, 1.15, 8) * np.pi + rng.uniform(-0.1, 0.1, 8):
        reach = 0.42 * wide * rng.uniform(0.8, 1.1)
        along = np.linspace(0, 1, 7)
        droop = canvas.heights(reach) * (0.75 * along**2 - np.sin(turn) * along * 0.75)
        leaf = path[-1] + np.stack((np.cos(turn) * reach * along, droop), 1)
        shapes.append(
            limb(leaf, 0.055 * wide * np.array((0.5, 1, 1, 0.9, 0.75, 0.5, 0.1)), canvas.heights(1))
        )
    return shapes


def bare_tree(
    canvas: Canvas, x: float, foot: float, height: float, rng: np.random.Generator, levels: int = 3
) -> list[Points]:
    """Return the outlines of a leafless tree whose branches fork; its height in heights of the picture."""
    tall, squash = canvas.units(height), canvas.heights(1)
    start = np.array([[x, foot / squash]])
    angle, length, thick = rng.uniform(-0.15, 0.15, 1), np.full(1, 0.45 * tall), 0.075 * tall
    shapes: list[Points] = []
    for _ in range(levels + 1):
        bend = angle + rng.uniform(-0.35, 0.35, len(angle))
        knee = start + 0.5 * length[:, None] * np.stack((np.sin(angle), -np.cos(angle)), 1)
        end = knee + 0.5 * length[:, None] * np.stack((np.sin(bend), -np.cos(bend)), 1)
        shapes += list(branches(start, knee, end, thick) * (1, squash))
        angle = np.concatenate([bend + turn * rng.uniform(0.35, 0.85, len(bend)) for turn in (-1, 1)])
        length = np.tile(length, 2) * rng.uniform(0.55, 0.78, 2 * len(length))
        start, thick = np.tile(end, (2, 1)), 0.55 * thick
    return shapes


def branches(
    start: NDArray[np.float64], knee: NDArray[np.float64], end: NDArray[np.float64], thick: float
) -> NDArray[np.float64]:
    """Return outlines of bent branches that taper to half their thickness, shape (n, 6, 2)."""
    points, sides = (start, knee, end), []
    for at, (one, other), share in zip(
        points, ((start, knee), (start, end), (knee, end)), (1.0, 0.8, 0.5), strict=True
    ):
        along = other - one
        aside = along[:, ::-1] * (-1, 1) / np.maximum(np.sqrt((along**2).sum(1, keepdims=True)), 1e-9)
        sides.append((at + aside * share * thick / 2, at - aside * share * thick / 2))
    return np.stack([left for left, _ in sides] + [right for _, right in sides[::-1]], 1)


def tuft(
    canvas: Canvas, x: float, foot: float, height: float, rng: np.random.Generator, blades: int = 5
) -> list[Points]:
    """Return the outlines of a tuft of grass or reeds."""
    wide = canvas.units(height)
    tips = np.linspace(-0.6, 0.6, blades) + rng.uniform(-0.15, 0.15, blades)
    return [
        [
            (x - 0.07 * wide, foot),
            (x + tip * wide, foot - height * rng.uniform(0.6, 1.0)),
            (x + 0.07 * wide, foot),
        ]
        for tip in tips
    ]
