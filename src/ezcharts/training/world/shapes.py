"""Outlines: polygons as arrays of points, shape (n, 2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["band", "curve", "ellipse", "limb", "outline", "rectangle"]

Outline = NDArray[np.float64]


def outline(text: str) -> Outline:
    """Read a polygon from "x y  x y  ..."."""
    return np.array(text.split(), np.float64).reshape(-1, 2)


def rectangle(left: float, right: float, top: float, foot: float) -> Outline:
    """Return an upright rectangle."""
    return np.array(((left, top), (right, top), (right, foot), (left, foot)))


def band(line: Outline, thick: float) -> Outline:
    """Return a polygon from a line down to the same line, `thick` lower."""
    return np.concatenate((line, np.add(line, (0, thick))[::-1]))


def ellipse(
    x: float, y: float, half: float, high: float, start: float = 0.0, end: float = 2.0, points: int = 28
) -> Outline:
    """Return points of an ellipse.

    Args:
        x: Its centre.
        y: Its centre.
        half: Half its width.
        high: Half its height.
        start: Angle of the first point, in half turns from the right.
        end: Angle of the last point.
        points: How many.
    """
    turn = np.pi * np.linspace(start, end, points)
    return np.stack((x + half * np.cos(turn), y + high * np.sin(turn)), 1)


def limb(
    path: Outline | list[tuple[float, float]], widths: Outline | list[float], squash: float = 1.0
) -> Outline:
    """Return a polygon along a path with a width of its own at each point.

    Args:
        path: Points, shape (n, 2).
        widths: Width at each of them.
        squash: Height of a unit, where y has another scale than x.
    """
    points = np.asarray(path, np.float64) / (1, squash)
    along = np.empty_like(points)
    along[1:-1] = points[2:] - points[:-2]
    along[0], along[-1] = points[1] - points[0], points[-1] - points[-2]
    along /= np.maximum(np.sqrt(along[:, :1] ** 2 + along[:, 1:] ** 2), 1e-9)
    aside = along[:, ::-1] * (-1, 1) * np.asarray(widths, np.float64)[:, None] / 2
    return np.concatenate((points + aside, (points - aside)[::-1])) * (1, squash)


def curve(knots: Outline, per: int = 5) -> Outline:
    """Return a closed smooth outline through points (Catmull-Rom), `per` points to each span."""
    before, after, beyond = np.roll(knots, 1, 0), np.roll(knots, -1, 0), np.roll(knots, -2, 0)
    t = np.linspace(0, 1, per, endpoint=False)[None, :, None]
    a, b, c, d = (part[:, None] for part in (before, knots, after, beyond))
    cubic = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return (0.5 * cubic).reshape(-1, 2)
