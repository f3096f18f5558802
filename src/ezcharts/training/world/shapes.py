"""Outlines: polygons as arrays of points, shape (n, 2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["band", "ellipse", "outline", "rectangle"]

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
