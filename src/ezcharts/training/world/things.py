"""Subjects of other kinds: a sailing boat, a toilet, a tree."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import LEAF, RED, STEEL, WATER, WHITE, WOOD
from ezcharts.training.world.shapes import ellipse, outline

__all__ = ["sailing_boat", "toilet", "tree"]


def sailing_boat(pen: Pen) -> None:
    """A hull with two sails and its trace on the water."""
    pen.beam((0.0, 0.1), (0.0, 1.0), 0.018, WOOD)
    pen.solid([(-0.02, 0.22), (-0.02, 0.96), (-0.16, 0.62), (-0.36, 0.24)], WHITE, 0.5)
    pen.solid([(0.02, 0.24), (0.02, 0.84), (0.30, 0.24)], RED, 0.5)
    pen.solid([(-0.42, 0.19), (0.44, 0.21), (0.30, 0.0), (-0.30, 0.0)], WOOD)
    pen.solid([(-0.42, 0.19), (0.44, 0.21), (0.43, 0.165), (-0.40, 0.15)], WHITE, 0.4)
    pen.solid([(0.0, 0.99), (-0.10, 0.965), (0.0, 0.94)], RED, 0.2)
    wake = pen.canvas.mask([pen.place(ellipse(0, 0.0, 0.50, 0.030))])
    pen.canvas.paint(pen.canvas.blur(wake, 0.015), pen.canvas.palette.shade(WHITE, 0.7), 0.8)


def toilet(pen: Pen) -> None:
    """White porcelain: cistern, raised lid, an open bowl and its foot."""
    porcelain, edge = 1.06 * WHITE, 0.62 * STEEL
    foot = outline("-0.17 0  0.17 0  0.11 0.12  0.16 0.30  -0.16 0.30  -0.11 0.12")
    pen.solid(foot, 0.90 * porcelain, 0.85)
    pen.solid([(-0.25, 0.58), (0.25, 0.58), (0.27, 0.95), (-0.27, 0.95)], porcelain, 0.85)
    pen.box(-0.30, 0.30, 0.94, 1.0, 0.93 * porcelain)
    pen.box(-0.20, -0.11, 0.86, 0.895, edge, 0.2)
    pen.oval(0.0, 0.60, 0.225, 0.245, edge)
    pen.oval(0.0, 0.60, 0.205, 0.225, 0.92 * porcelain)
    pen.oval(0.0, 0.36, 0.275, 0.17, 0.97 * porcelain, 0.85)
    pen.oval(0.0, 0.41, 0.275, 0.125, edge)
    pen.oval(0.0, 0.42, 0.265, 0.115, 1.02 * porcelain, 0.4)
    pen.oval(0.0, 0.415, 0.185, 0.075, 0.30 * STEEL, 0.5)
    pen.oval(0.0, 0.40, 0.13, 0.04, WATER, 0.4)


def tree(pen: Pen) -> None:
    """One broad tree."""
    pen.solid(outline("-0.10 0  0.10 0  0.05 0.16  0.05 0.5  -0.05 0.5  -0.05 0.16"), WOOD)
    pen.beam((0.0, 0.30), (0.22, 0.54), 0.04, WOOD)
    pen.beam((0.0, 0.34), (-0.22, 0.56), 0.04, WOOD)
    pen.oval(0.0, 0.70, 0.30, 0.19, 0.8 * LEAF, 0.6)
    rng = pen.canvas.scene.stream("leaves")
    for layer, (count, spread) in enumerate(((9, 0.29), (7, 0.20), (5, 0.09))):
        for turn in np.linspace(0, 2 * np.pi, count, endpoint=False) + rng.random():
            x, y = spread * np.cos(turn), 0.68 + 0.62 * spread * np.sin(turn) + 0.03 * layer
            size = rng.uniform(0.09, 0.14)
            pen.oval(x, y, size, size * 0.9, LEAF * (0.75 + 0.25 * layer), 0.55)
