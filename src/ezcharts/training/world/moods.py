"""Moods: how a picture feels. They tint, light and add signs of their own, and leave the hour to be seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ezcharts.training.world.canvas import Canvas, triangle
from ezcharts.training.world.colour import bloom, contrast, luminance, saturate, shoulder, tone, vignette
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.shapes import limb

__all__ = ["MOODS", "paint_mood", "polish"]

BLACK, SLIME = rgb(0.02, 0.01, 0.02), rgb(0.35, 0.85, 0.12)


def paint_mood(canvas: Canvas) -> None:
    """Apply the scene's mood."""
    shoulder(canvas)
    MOODS[canvas.scene.mood](canvas)


def plain(canvas: Canvas) -> None:
    """As it is."""


def ominous(canvas: Canvas) -> None:
    """Drained and dark at the edges, blood in the shadows, crows."""
    saturate(canvas, 0.85)
    canvas.pixels = tone(canvas.pixels, rgb(0.06, 0.0, 0.01), rgb(0.84, 0.64, 0.58), 0.32)
    vignette(canvas, 0.66)
    crows(canvas)


def crows(canvas: Canvas) -> None:
    """Draw a few black birds."""
    rng = canvas.scene.stream("crows")
    for x, y, size in zip(
        rng.uniform(-0.45, 0.45, 6), rng.uniform(0.05, 0.36, 6), rng.uniform(0.028, 0.055, 6), strict=True
    ):
        flap = rng.uniform(0.3, 0.9)
        wing = [
            (x - size, y - flap * size),
            (x - 0.35 * size, y - 0.45 * size),
            (x, y),
            (x + 0.35 * size, y - 0.45 * size),
        ]
        canvas.fill(
            [
                *wing,
                (x + size, y - flap * size),
                (x + 0.12 * size, y + 0.3 * size),
                (x - 0.12 * size, y + 0.3 * size),
            ],
            BLACK,
        )


def cursed(canvas: Canvas) -> None:
    """A sickly green that glows from below, thorns that grow in from the edges."""
    where = canvas.composition
    canvas.pixels = tone(canvas.pixels, rgb(0.05, 0.0, 0.08), rgb(0.70, 0.90, 0.45), 0.36)
    canvas.glow(where.place, min(where.base, 0.95), 0.22, SLIME, 0.45)
    reek = canvas.noise("reek", 3, 2.5, 3) * np.clip((canvas.y - np.float32(0.66)) * np.float32(2.6), 0, 1)
    reek *= np.float32(1.15) - canvas.subject.astype(np.float32) * np.float32(0.7 / 255)
    canvas.paint(np.clip(reek, 0, 0.50), mix(SLIME, rgb(0.10, 0.30, 0.05), 0.45))
    vignette(canvas, 0.5)
    thorns(canvas)


def thorns(canvas: Canvas) -> None:
    """Draw thorny black tendrils in the upper corners."""
    rng = canvas.scene.stream("thorns")
    edge, shapes = min(canvas.reach, 0.62), []
    for side in (-1, 1):
        for start, reach in ((0.02, 0.36), (0.15, 0.22)):
            part = np.linspace(0, 1, 9)
            x = side * (edge + 0.03 - reach * part)
            y = start + canvas.heights(0.05 * np.sin(part * 7 + rng.uniform(0, 6)) - 0.04 * part)
            path = np.stack((x, y), 1)
            shapes.append(limb(path, 0.026 * (1 - part) + 0.003, canvas.heights(1)))
            for number in range(1, 8, 2):
                at, lean = (
                    path[number],
                    rng.choice((-1, 1)) * canvas.heights(0.045) * (1 - 0.6 * part[number]),
                )
                shapes.append(
                    np.array(
                        [(at[0] - 0.010, at[1]), (at[0] - side * 0.012, at[1] + lean), (at[0] + 0.010, at[1])]
                    )
                )
    canvas.paint(canvas.mask(shapes), BLACK)


def serene(canvas: Canvas) -> None:
    """Soft and pale, with bands of mist."""
    canvas.pixels = tone(canvas.pixels, rgb(0.30, 0.33, 0.44), rgb(0.98, 0.97, 0.96), 0.34)
    away = (canvas.y - np.float32(canvas.composition.horizon + 0.03)) * 9
    canvas.paint(
        (np.float32(0.42) / (1 + away * away)) * (0.6 + 0.8 * canvas.noise("calm", 2, 6, 1)),
        mix(canvas.light.low, rgb(1, 1, 1), 0.35),
    )
    bloom(canvas, 0.12)


def beautiful(canvas: Canvas) -> None:
    """A warm bloom, rosy lights, and petals in the air."""
    canvas.pixels = tone(canvas.pixels, rgb(0.14, 0.06, 0.20), rgb(1.0, 0.86, 0.84), 0.26)
    saturate(canvas, 1.2)
    bloom(canvas, 0.34)
    rng = canvas.scene.stream("petals")
    shapes = []
    for x, y, size, turn in zip(
        rng.uniform(-0.62, 0.62, 30),
        rng.uniform(0.03, 0.97, 30),
        rng.uniform(0.013, 0.024, 30),
        rng.uniform(0, np.pi, 30),
        strict=True,
    ):
        along, aside = (
            (np.cos(turn) * size, np.sin(turn) * size),
            (-np.sin(turn) * size * 0.5, np.cos(turn) * size * 0.5),
        )
        high = canvas.heights(1)
        shapes.append(
            [
                (x + along[0], y + along[1] * high),
                (x + aside[0], y + aside[1] * high),
                (x - along[0], y - along[1] * high),
                (x - aside[0], y - aside[1] * high),
            ]
        )
    canvas.paint(canvas.mask(shapes), rgb(1.0, 0.66, 0.76), 0.92)


def vibrant(canvas: Canvas) -> None:
    """Strong pure colours."""
    saturate(canvas, 2.1)
    contrast(canvas, 1.26, 0.45)


def colourful(canvas: Canvas) -> None:
    """Every hue at once: brightness turns into hue, which drifts over the picture, on land more
    than above.
    """
    grey = np.clip(luminance(canvas.pixels), 0, 1)
    drift = canvas.noise("hues", 1.6, 1.0, 1) * np.float32(0.8) + canvas.x * np.float32(0.7)
    phase = drift - grey * np.float32(1.1)
    hues = np.concatenate([triangle(phase + np.float32(offset)) for offset in (0.0, 1 / 3, 2 / 3)])
    pure = grey * np.float32(0.45) + hues * (np.float32(0.12) + np.float32(0.85) * grey)
    share = np.float32(0.16) + np.float32(0.34) * canvas.land
    canvas.pixels += share * (pure - canvas.pixels)
    saturate(canvas, 1.45)


def cinematic(canvas: Canvas) -> None:
    """Teal shadows, orange lights, a flare across, and black bars above and below."""
    where = canvas.composition
    canvas.pixels = tone(canvas.pixels, rgb(0.0, 0.12, 0.16), rgb(1.0, 0.86, 0.66), 0.34)
    contrast(canvas, 1.28, 0.42)
    row = where.horizon - 0.10
    away = (canvas.y - np.float32(row)) * 42
    aside = (canvas.x - np.float32(where.sun)) * 1.5
    canvas.pixels += (
        np.float32(0.42)
        / ((1 + away * away) * (1 + aside * aside))
        * mix(canvas.light.sun, rgb(0.5, 0.8, 1.0), 0.5)
    )
    vignette(canvas, 0.35)
    canvas.pixels *= np.clip(
        (np.float32(0.5 - 0.07) - np.abs(canvas.y - np.float32(0.5))) * np.float32(canvas.height)
        + np.float32(0.5),
        0,
        1,
    )


def polish(canvas: Canvas) -> None:
    """Give what trends on ArtStation: depth, glow, crisp edges, dust in the light."""
    if not canvas.scene.trending:
        return
    soft = canvas.blur(np.rint(np.clip(canvas.pixels, 0, 1) * 255).astype(np.uint8), 0.035).astype(
        np.float32
    ) / np.float32(255)
    canvas.pixels += np.float32(0.55) * (canvas.pixels - soft)
    bloom(canvas, 0.22)
    vignette(canvas, 0.42)
    rng, where = canvas.scene.stream("dust"), canvas.composition
    x = where.place + rng.uniform(-0.4, 0.4, 30)
    motes = np.stack((x, rng.uniform(0.25, 0.95, 30)), 1)
    canvas.paint(
        canvas.dots(motes, rng.uniform(0.003, 0.007, 30)),
        mix(canvas.light.sun, rgb(1.0, 0.85, 0.5), 0.4),
        0.8,
    )


MOODS: dict[str, Callable[[Canvas], None]] = {
    "plain": plain,
    "ominous": ominous,
    "cursed": cursed,
    "serene": serene,
    "vibrant": vibrant,
    "colourful": colourful,
    "cinematic": cinematic,
    "beautiful": beautiful,
}
