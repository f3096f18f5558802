"""Subjects with walls: houses, lighthouse, castle, windmill, church."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import (
    AZURE,
    BRICK,
    CONCRETE,
    DARK,
    GOLD,
    IRON,
    LAMP,
    LEAF,
    PLASTER,
    RED,
    ROOF,
    SLATE,
    STEEL,
    STONE,
    WHITE,
    WOOD,
)
from ezcharts.training.world.shapes import ellipse, outline

__all__ = ["abandoned_building", "building", "castle", "church", "lighthouse", "windmill"]

IVY = ((-0.31, 0.10, 0.09), (-0.34, 0.26, 0.07), (-0.28, 0.36, 0.05), (0.30, 0.06, 0.08), (0.35, 0.18, 0.05))


def building(pen: Pen) -> None:
    """A plastered house of three floors with a red roof and rows of windows."""
    pen.box(-0.34, 0.34, 0, 0.70, PLASTER)
    pen.solid([(-0.40, 0.69), (-0.26, 0.96), (0.26, 0.96), (0.40, 0.69)], ROOF)
    pen.box(0.13, 0.20, 0.90, 1.06, BRICK)
    for low in (0.11, 0.32, 0.52):
        for x in (-0.23, 0.0, 0.23):
            if low > 0.2 or x:
                pen.window(x - 0.055, x + 0.055, low, low + 0.12)
    pen.box(-0.065, 0.065, 0, 0.20, 0.7 * WOOD)


def abandoned_building(pen: Pen) -> None:
    """A grey block with a broken edge, black holes for windows, and ivy."""
    top = "0.36 0.66  0.27 0.72  0.20 0.58  0.08 0.80  0.0 0.74  -0.12 0.98  -0.20 0.90  -0.36 1"
    pen.solid(outline(f"-0.36 0  0.36 0  {top}"), CONCRETE)
    for row, low in enumerate((0.07, 0.29, 0.51)):
        for column, x in enumerate((-0.24, -0.02, 0.21)):
            slant = 0.03 * ((row + column) % 2)
            left, right = (low, low + 0.15 - slant), (low + slant, low + 0.14)
            if (row, column) != (2, 2):
                corners = (
                    (x - 0.07, left[0]),
                    (x + 0.07, right[0]),
                    (x + 0.065, right[1]),
                    (x - 0.07, left[1]),
                )
                pen.flat(corners, 0.3 * DARK)
    pen.flat(outline("0.05 0.80  0.02 0.62  0.08 0.50  0.03 0.40  0.11 0.51  0.06 0.63"), DARK)
    for x, y, size in IVY:
        pen.oval(x, y, size * 0.8, size, 0.7 * LEAF)
    pen.beam((-0.12, 0.96), (-0.05, 1.06), 0.012, IRON)
    pen.beam((0.24, 0.66), (0.30, 0.80), 0.012, IRON)


def lighthouse(pen: Pen) -> None:
    """A white tower with red bands, a lantern and its beam."""

    def half(y: float) -> float:
        return 0.125 - 0.055 * y

    for number in range(5):
        low, high = 0.15 * number, 0.15 * (number + 1)
        band = [(-half(low), low), (half(low), low), (half(high), high), (-half(high), high)]
        pen.solid(band, RED if number % 2 else WHITE)
    pen.box(-0.125, 0.125, 0.745, 0.785, 0.4 * STEEL)
    pen.flat([(-0.065, 0.785), (0.065, 0.785), (0.065, 0.89), (-0.065, 0.89)], LAMP)
    pen.solid([(-0.09, 0.885), (0.09, 0.885), (0.0, 1.0)], RED)
    pen.window(-0.022, 0.022, 0.34, 0.41)
    pen.box(-0.03, 0.03, 0, 0.10, WOOD)
    shine(pen)


def shine(pen: Pen) -> None:
    """Add the light's two beams."""
    strength = 0.75 if pen.canvas.palette.lamps else 0.35
    for side in (-1, 1):
        shaft = pen.canvas.mask([pen.place([(side * 0.06, 0.84), (side * 1.4, 0.98), (side * 1.4, 0.72)])])
        pen.canvas.paint(pen.canvas.blur(shaft, 0.02), LAMP, 0.5 * strength)
    pen.glow(0, 0.84, 0.09, LAMP, strength)


def castle(pen: Pen) -> None:
    """Walls with battlements, three towers with pointed blue roofs, a gate."""
    pen.box(-0.13, 0.13, 0.2, 0.72, 0.9 * STONE)
    pen.solid([(-0.17, 0.71), (0.17, 0.71), (0.0, 1.0)], AZURE)
    pen.box(-0.38, 0.38, 0, 0.40, 1.1 * STONE)
    for x in np.linspace(-0.34, 0.34, 7):
        pen.box(x - 0.03, x + 0.03, 0.40, 0.45, 1.1 * STONE)
    for side in (-1, 1):
        pen.box(side * 0.37 - 0.09, side * 0.37 + 0.09, 0, 0.56, STONE)
        pen.solid([(side * 0.37 - 0.12, 0.55), (side * 0.37 + 0.12, 0.55), (side * 0.37, 0.82)], AZURE)
        pen.window(side * 0.37 - 0.022, side * 0.37 + 0.022, 0.36, 0.45)
    pen.flat(np.concatenate((ellipse(0, 0.14, 0.09, 0.10, 0, 1), [(-0.09, 0), (0.09, 0)])), DARK)
    pen.window(-0.028, 0.028, 0.55, 0.65)
    pen.beam((0, 0.99), (0, 1.09), 0.01, DARK)
    pen.solid([(0.0, 1.09), (0.11, 1.06), (0.0, 1.03)], RED, 0.2)


def windmill(pen: Pen) -> None:
    """A tapering tower with a cap and four large sails."""
    pen.solid([(-0.17, 0), (0.17, 0), (0.10, 0.56), (-0.10, 0.56)], PLASTER)
    pen.solid([(-0.125, 0.55), (0.125, 0.55), (0.07, 0.66), (-0.07, 0.66)], ROOF)
    pen.box(-0.045, 0.045, 0, 0.13, WOOD)
    pen.window(-0.03, 0.03, 0.28, 0.36)
    hub = (0.0, 0.58)
    turn = pen.canvas.scene.stream("sails").uniform(0.12, 0.38) * np.pi
    for quarter in range(4):
        angle = turn + quarter * np.pi / 2
        sail(pen, hub, np.cos(angle), np.sin(angle))
    pen.oval(*hub, 0.03, 0.03, WOOD)


def sail(pen: Pen, hub: tuple[float, float], dx: float, dy: float) -> None:
    """Draw one sail of a windmill in direction (dx, dy)."""

    def at(along: float, aside: float) -> tuple[float, float]:
        return (hub[0] + along * dx - aside * dy, hub[1] + along * dy + aside * dx)

    pen.solid([at(0.08, 0.0), at(0.44, 0.0), at(0.44, 0.10), at(0.08, 0.10)], WHITE, 0.25)
    pen.beam(at(0, 0), at(0.45, 0), 0.020, WOOD)
    for along in (0.16, 0.26, 0.36):
        pen.beam(at(along, 0), at(along, 0.10), 0.010, WOOD)


def church(pen: Pen) -> None:
    """A white nave with a grey roof and a steeple with a cross."""
    pen.box(-0.06, 0.38, 0, 0.34, WHITE)
    pen.solid([(-0.06, 0.33), (0.42, 0.33), (0.32, 0.54), (-0.06, 0.54)], SLATE)
    pen.box(-0.24, 0.02, 0, 0.60, 0.97 * WHITE)
    pen.solid([(-0.28, 0.59), (0.06, 0.59), (-0.11, 0.93)], SLATE)
    pen.beam((-0.11, 0.91), (-0.11, 1.04), 0.022, GOLD)
    pen.beam((-0.155, 0.995), (-0.065, 0.995), 0.022, GOLD)
    for x in (0.09, 0.20, 0.31):
        pen.window(x - 0.028, x + 0.028, 0.10, 0.25)
    pen.window(-0.15, -0.07, 0.40, 0.52)
    pen.flat(np.concatenate((ellipse(-0.11, 0.14, 0.06, 0.07, 0, 1), [(-0.17, 0), (-0.05, 0)])), 0.5 * WOOD)
