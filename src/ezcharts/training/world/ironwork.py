"""Subjects of iron: the Eiffel tower and a suspension bridge."""

from __future__ import annotations

import itertools

import numpy as np

from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import IRON, SIGNAL
from ezcharts.training.world.shapes import ellipse

__all__ = ["bridge", "eiffel_tower"]

DECK = 0.36  # height of the roadway


def eiffel_tower(pen: Pen) -> None:
    """Four legs that curve into a spire, lattice, platforms and an arch."""
    y = np.linspace(0, 1, 15)
    half = 0.26 * (1 - y) ** 2.3 + 0.006
    pen.solid(np.concatenate((np.stack((-half, y), 1), np.stack((half, y), 1)[::-1])), IRON)
    see = 0.55 * pen.canvas.palette.low + 0.45 * pen.canvas.palette.haze
    pen.flat(np.concatenate((ellipse(0, 0.0, 0.135, 0.19, 0, 1), [(-0.135, -0.005), (0.135, -0.005)])), see)
    for low, high, share in ((0.24, 0.36, 0.55), (0.41, 0.52, 0.5), (0.56, 0.66, 0.42)):
        inner = [0.26 * (1 - v) ** 2.3 * share for v in (low, high)]
        pen.flat([(-inner[0], low), (0, high), (inner[0], low), (0, low + 0.02)], see)
    for level, wide in ((0.21, 0.17), (0.385, 0.105), (0.72, 0.032)):
        pen.box(-wide, wide, level - 0.012, level + 0.014, 0.8 * IRON)
    for low in (0.03, 0.09, 0.15):
        outer, edge = 0.26 * (1 - low) ** 2.3, 0.20 * (1 - low) ** 2.3
        for side in (-1, 1):
            pen.beam((side * outer, low), (side * edge * 0.82, low + 0.055), 0.008, 1.5 * IRON)


def bridge(pen: Pen) -> None:
    """A suspension bridge from edge to edge: two red towers, cables, a deck."""
    pen.box(-1.9, 1.9, DECK - 0.03, DECK + 0.03, SIGNAL, 0.2)
    for left, right in ((-0.42, 0.42), (0.42, 1.26), (-1.26, -0.42)):
        cables(pen, left, right)
    for x in (-0.42, 0.42):
        for side in (-0.045, 0.045):
            pen.box(x + side - 0.024, x + side + 0.024, -0.04, 1.0, SIGNAL)
        for y in (0.52, 0.74, 0.95):
            pen.box(x - 0.05, x + 0.05, y, y + 0.05, SIGNAL)


def cables(pen: Pen, left: float, right: float) -> None:
    """Hang the main cable and its hangers between two points."""
    x = np.linspace(left, right, 13)
    y = 0.44 + 0.52 * ((x - (left + right) / 2) / 0.42) ** 2
    for one, two in itertools.pairwise(zip(x, y, strict=True)):
        pen.beam(one, two, 0.024, 0.9 * SIGNAL)
    for at, top in zip(x[1:-1], y[1:-1], strict=True):
        pen.beam((at, DECK), (at, top), 0.009, 0.9 * SIGNAL)
