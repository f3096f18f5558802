"""Weather in front of everything: rain and veils of fog."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.palette import rgb

__all__ = ["paint_weather"]


def paint_weather(canvas: Canvas) -> None:
    """Paint the hour's weather, where it has one."""
    if canvas.scene.hour in WEATHERS:
        WEATHERS[canvas.scene.hour](canvas)


def rain(canvas: Canvas) -> None:
    """Slanted streaks."""
    rng = canvas.scene.stream("rain")
    slant, drops = 0.05 * canvas.composition.side, []
    for x, y, length in zip(
        rng.uniform(-1.1, 1.1, 70), rng.random(70), rng.uniform(0.05, 0.12, 70), strict=True
    ):
        drops.append([(x, y), (x + 0.003, y), (x - slant * length * 6, y + length)])
    canvas.paint(canvas.mask(drops), rgb(0.75, 0.80, 0.84), 0.45)


def fog(canvas: Canvas) -> None:
    """Bands of mist that thicken towards the horizon."""
    near = 1 - np.abs(canvas.y - np.float32(canvas.composition.horizon)) * 1.6
    band = canvas.noise("mist", 2.5, 4, 2) * np.clip(near, 0, 1)
    canvas.paint(np.clip(0.10 + 0.50 * band, 0, 1), canvas.palette.haze)


WEATHERS: dict[str, Callable[[Canvas], None]] = {"storm": rain, "fog": fog}
