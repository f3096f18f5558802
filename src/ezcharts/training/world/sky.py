"""Skies: a gradient of three colours, clouds, and what each hour hangs into them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.palette import Colour, mix, rgb

__all__ = ["SKIES", "paint_sky"]

WHITE: Colour = rgb(1.0, 1.0, 1.0)
SUN: Colour = rgb(1.0, 0.93, 0.72)
MOON: Colour = rgb(0.96, 0.97, 0.90)
BOLT: Colour = rgb(0.88, 0.92, 1.0)


def paint_sky(canvas: Canvas) -> None:
    """Paint the sky over the whole picture."""
    gradient(canvas)
    SKIES[canvas.scene.hour](canvas)


def gradient(canvas: Canvas) -> None:
    """Paint top to middle to low colour, down to the horizon."""
    palette = canvas.palette
    depth = np.clip(canvas.y / np.float32(canvas.composition.horizon + 0.02), 0, 1)
    upper, lower = np.clip(2 * depth, 0, 1), np.clip(2 * depth - 1, 0, 1)
    canvas.pixels[:] = (
        palette.top + upper * (palette.middle - palette.top) + lower * (palette.low - palette.middle)
    )


def clouds(canvas: Canvas, colour: Colour, cover: float, stretch: float = 2.2, cells: float = 3.5) -> None:
    """Paint clouds; `cover` (0..1) is the share of the sky under them."""
    cloud = np.clip((canvas.noise("clouds", cells, stretch, 4) - np.float32(0.75 - 0.5 * cover)) * 4, 0, 1)
    canvas.paint(cloud * np.clip(1.15 - canvas.y, 0, 1), colour, 0.85)


def disc(canvas: Canvas, y: float, radius: float, colour: Colour) -> None:
    """Paint the sun or the moon with its halo."""
    x = canvas.composition.sun
    canvas.glow(x, y, radius * 3.2, colour, 0.5)
    canvas.paint(canvas.dots([(x, y)], [radius]), colour)


def day(canvas: Canvas) -> None:
    """Blue, with white clouds."""
    clouds(canvas, 0.97 * WHITE, 0.42)


def sunset(canvas: Canvas) -> None:
    """A red sun on the horizon under violet bars of cloud."""
    clouds(canvas, mix(canvas.palette.top, canvas.palette.middle, 0.4), 0.42, stretch=6)
    x, y = canvas.composition.sun, canvas.composition.horizon - 0.07
    canvas.glow(x, y, 0.42, rgb(0.9, 0.35, 0.05), 0.6)
    disc(canvas, y, 0.075, rgb(1.0, 0.82, 0.45))


def night(canvas: Canvas) -> None:
    """Stars and a large moon."""
    rng = canvas.scene.stream("stars")
    places = np.stack((rng.uniform(-1.2, 1.2, 120), rng.uniform(0, 0.6, 120)), 1)
    canvas.paint(canvas.dots(places, 0.002 + 0.004 * rng.random(120) ** 3), MOON, 0.8)
    clouds(canvas, canvas.palette.low, 0.25)
    disc(canvas, 0.17, 0.075, MOON)
    crater = [(canvas.composition.sun + 0.02, 0.155), (canvas.composition.sun - 0.025, 0.19)]
    canvas.paint(canvas.blur(canvas.dots(crater, (0.022, 0.015)), 0.01), 0.82 * MOON, 0.7)


def storm(canvas: Canvas) -> None:
    """Heavy clouds, and lightning that lights them."""
    clouds(canvas, 0.4 * canvas.palette.top, 0.75)
    clouds(canvas, 1.25 * canvas.palette.low, 0.28, cells=5)
    x = canvas.composition.sun
    canvas.glow(x, 0.25, 0.28, BOLT, 0.5)
    lightning(canvas, x, canvas.composition.horizon)


def lightning(canvas: Canvas, x: float, ground: float) -> None:
    """Paint one forked bolt from the clouds down to y = ground."""
    rng = canvas.scene.stream("lightning")
    y = np.linspace(0.02, ground, 10)
    path = np.stack((x + np.cumsum(rng.uniform(-0.06, 0.06, 10)), y), 1)
    fork = np.stack((path[4, 0] + np.cumsum(rng.uniform(0.0, 0.07, 5)) * canvas.composition.side, y[4:9]), 1)
    bolt = canvas.mask([ribbon(path, 0.016), ribbon(fork, 0.009)])
    canvas.paint(canvas.blur(bolt, 0.05), BOLT, 0.9)
    canvas.paint(bolt, WHITE)


def ribbon(path: np.ndarray, width: float) -> np.ndarray:
    """Return a polygon around a downward path, tapering from `width` to nothing."""
    half = np.stack((np.linspace(width / 2, width / 6, len(path)), np.zeros(len(path))), 1)
    return np.concatenate((path - half, (path + half)[::-1]))


def fog(canvas: Canvas) -> None:
    """Nothing but a pale disc in grey."""
    clouds(canvas, canvas.palette.low, 0.5, cells=2)
    canvas.glow(canvas.composition.sun, 0.2, 0.14, WHITE, 0.22)


def golden_hour(canvas: Canvas) -> None:
    """A low sun that drowns the sky in gold, and its rays."""
    x, y = canvas.composition.sun, canvas.composition.horizon - 0.2
    clouds(canvas, rgb(1.0, 0.90, 0.66), 0.4)
    rays(canvas, x, y)
    canvas.glow(x, y, 0.3, SUN, 0.75)


def rays(canvas: Canvas, x: float, y: float) -> None:
    """Add shafts of light that fan out from (x, y)."""
    rng = canvas.scene.stream("rays")
    shafts = []
    for angle in np.linspace(-2.6, 2.6, 9) + rng.uniform(-0.15, 0.15, 9):
        shafts.append([(x, y), (x + 2 * angle - 0.09, y + 1.2), (x + 2 * angle + 0.16, y + 1.2)])
    canvas.paint(canvas.blur(canvas.mask(shafts), 0.03), SUN, 0.22)


SKIES: dict[str, Callable[[Canvas], None]] = {
    "day": day,
    "sunset": sunset,
    "night": night,
    "storm": storm,
    "fog": fog,
    "golden hour": golden_hour,
}
