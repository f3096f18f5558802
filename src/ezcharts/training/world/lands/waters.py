"""Water that mirrors what is above it, with ripples and the sun's path."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, Pixels
from ezcharts.training.world.light import Colour
from ezcharts.training.world.noise import Field

__all__ = ["mirror", "ripples"]


def mirror(
    canvas: Canvas, tint: Colour, *, share: float = 0.45, chop: float = 0.5, glitter: float = 1.0
) -> None:
    """Turn `canvas.water` into water that mirrors what is painted above the horizon.

    Args:
        canvas: What it is painted on.
        tint: Colour of the water itself, already lit.
        share: How much of it shows at the picture's lower edge, 0..1.
        chop: Height of the waves, 0..1.
        glitter: Strength of the sun's path.
    """
    where, light = canvas.composition, canvas.light
    row = min(max(round(where.horizon * canvas.height), 1), canvas.height - 1)
    below = canvas.height - row
    wave = ripples(canvas, row)
    down = np.arange(below, dtype=np.float32)[:, None]
    near = down / np.float32(below)
    shift_rows = np.rint(down + wave * (chop * 0.10 * canvas.height * near)).astype(np.intp)
    shift_columns = np.rint(np.arange(canvas.width)[None] + wave * (chop * 0.06 * canvas.unit * near)).astype(
        np.intp
    )
    rows = np.clip(row - 1 - shift_rows, 0, row - 1)
    image = canvas.pixels[:, rows, np.clip(shift_columns, 0, canvas.width - 1)]
    deep = np.float32(share) * (np.float32(0.35) + np.float32(0.65) * near)
    water = image + deep * (tint - image)
    water *= 1 + np.float32(0.55 * chop) * wave
    aside = (canvas.x - np.float32(where.sun)) / (np.float32(0.05) + np.float32(0.10) * near)
    path = np.clip(wave * 3 + np.float32(0.35), 0, 1) / (1 + aside * aside)
    strength = glitter * (0.75 if light.front < 0 else 0.3) * (1 - light.thickness * (light.shadow < 0.3))
    water += (path * np.float32(strength)) * light.sun
    cover = canvas.water[row:]
    view = canvas.pixels[:, row:]
    view += cover * (water - view)


def ripples(canvas: Canvas, row: int, name: str = "ripples", cells: float = 1.0) -> Pixels:
    """Return waves in perspective, −½..½, from a row of the picture down."""
    field = Field(canvas.scene.stream(name))
    near = 1 / (canvas.y[row:] - canvas.y[row] + np.float32(0.04))
    x = canvas.x * np.float32(4 * cells) * (near * np.float32(0.25) + np.float32(0.5)) + np.float32(30)
    y = np.broadcast_to(near * np.float32(2.2 * cells), x.shape)
    return field.fractal(x, y, 3) - np.float32(0.5)
