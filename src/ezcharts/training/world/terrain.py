"""What environments share: land under a skyline, and rows of things that stand on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.palette import Colour

__all__ = ["across", "land", "level"]


def land(
    canvas: Canvas, line: NDArray[np.float64], albedo: Colour, far: float, near: float, grain: str
) -> None:
    """Paint land from a skyline down, hazier at the top and darker at the foot.

    Args:
        line: Skyline, shape (n, 2).
        albedo: Its own colour.
        far: Depth at its upper edge, 0..1.
        near: Depth at the picture's lower edge, 0..1.
        grain: Names its texture.
    """
    top = float(line[:, 1].min())
    along = np.clip((canvas.y - np.float32(top)) / np.float32(1.02 - top), 0, 1)
    upper, lower = canvas.palette.shade(albedo, 0.9, far), canvas.palette.shade(0.8 * albedo, 0.55, near)
    texture = 0.78 + 0.44 * canvas.noise(grain, 9, 3, 2)
    canvas.fill(canvas.below(line), (upper + along * (lower - upper)) * texture)


def level(canvas: Canvas, y: float) -> NDArray[np.float64]:
    """Return a flat skyline."""
    return np.array(((-canvas.reach - 0.02, y), (canvas.reach + 0.02, y)))


def across(canvas: Canvas, purpose: str, spacing: float, jitter: float = 0.3) -> list[tuple[float, float]]:
    """Return (x, random number in 0..1) for each thing in a row, as many as the picture's width shows."""
    rng = canvas.scene.stream(purpose)
    draws = rng.random((129, 2))
    places = [((i - 64 + jitter * (a - 0.5) * 2) * spacing, b) for i, (a, b) in enumerate(draws)]
    return [place for place in places if abs(place[0]) < canvas.reach + spacing]
