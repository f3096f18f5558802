"""Subjects with a face: the statue of liberty, its mecha, a robot, a portrait."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.palette import Colour
from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import (
    BLUSH,
    COATS,
    COPPER,
    CYAN,
    DARK,
    EMBER,
    FLAME,
    GOLD,
    HAIRS,
    LIPS,
    ORANGE,
    SKIN,
    STEEL,
    STONE,
    WHITE,
)
from ezcharts.training.world.shapes import ellipse, outline

__all__ = ["mecha_statue_of_liberty", "portrait", "robot", "statue_of_liberty"]


def statue_of_liberty(pen: Pen) -> None:
    """A green robed figure on a pedestal, torch raised, crown of spikes, tablet on the arm."""
    pen.solid([(-0.22, 0), (0.22, 0), (0.17, 0.13), (-0.17, 0.13)], STONE)
    robe = outline(
        "-0.16 0.13  0.16 0.13  0.115 0.40  0.13 0.57  0.05 0.65  -0.08 0.64  -0.14 0.54  -0.115 0.36"
    )
    pen.solid(robe, COPPER)
    for x in (-0.08, -0.02, 0.05):
        pen.beam((x * 1.4, 0.14), (x * 0.8, 0.50), 0.016, 0.62 * COPPER)
    pen.beam((0.085, 0.55), (0.20, 0.82), 0.07, COPPER)
    torch(pen, 0.205, 0.81, 0.06)
    pen.solid([(-0.24, 0.34), (-0.11, 0.32), (-0.08, 0.50), (-0.21, 0.53)], 0.85 * COPPER)
    crown(pen, 0.735, 0.078, COPPER)
    pen.oval(0.0, 0.70, 0.060, 0.078, 1.1 * COPPER)


def mecha_statue_of_liberty(pen: Pen) -> None:
    """Head and shoulders of an armoured liberty: spiked crown, plates, burning eyes, torch."""
    pen.solid(
        outline("-0.50 0  0.42 0  0.40 0.20  0.26 0.32  0.10 0.36  -0.10 0.36  -0.30 0.32  -0.48 0.18"),
        0.8 * STEEL,
    )
    pen.solid([(-0.48, 0.0), (-0.22, 0.0), (-0.16, 0.30), (-0.36, 0.34), (-0.50, 0.20)], COPPER)
    pen.solid([(0.30, 0.10), (0.46, 0.16), (0.48, 0.62), (0.36, 0.62)], 0.9 * COPPER)
    pen.oval(0.34, 0.20, 0.13, 0.13, STEEL)
    torch(pen, 0.42, 0.62, 0.10)
    pen.box(-0.09, 0.09, 0.26, 0.42, 0.5 * STEEL)
    crown(pen, 0.66, 0.175, COPPER)
    pen.solid(
        outline("-0.19 0.72  -0.17 0.46  -0.07 0.36  0.07 0.36  0.17 0.46  0.19 0.72  0.12 0.80  -0.12 0.80"),
        COPPER,
        0.8,
    )
    visor(pen)
    pen.oval(0.0, 0.15, 0.07, 0.07, CYAN, 0.1)
    pen.glow(0.0, 0.15, 0.08, CYAN, 0.6)


def visor(pen: Pen) -> None:
    """Draw the mecha's diadem, grille and burning eyes."""
    pen.solid([(-0.21, 0.69), (0.21, 0.69), (0.18, 0.78), (-0.18, 0.78)], GOLD)
    pen.solid(outline("-0.13 0.50  -0.06 0.40  0.06 0.40  0.13 0.50  0.06 0.52  -0.06 0.52"), STEEL)
    for x in (-0.045, 0.0, 0.045):
        pen.beam((x, 0.41), (x, 0.49), 0.014, DARK)
    for side in (-1, 1):
        pen.beam((side * 0.17, 0.66), (side * 0.14, 0.47), 0.022, 0.45 * COPPER)
        eye = [(side * 0.03, 0.585), (side * 0.13, 0.61), (side * 0.125, 0.645), (side * 0.04, 0.625)]
        pen.flat(eye, CYAN)
        pen.glow(side * 0.08, 0.615, 0.05, CYAN, 0.7)


def crown(pen: Pen, y: float, size: float, albedo: Colour) -> None:
    """Draw the seven spikes of the statue of liberty around (0, y)."""
    for turn in np.linspace(-0.42, 0.42, 7) * np.pi:
        dx, dy = np.sin(turn), np.cos(turn)
        wide = 0.16 * size
        tip = (size * 1.9 * dx, y + size * 1.9 * dy)
        root = (size * 0.7 * dx, y + size * 0.7 * dy)
        left, right = (root[0] - wide * dy, root[1] + wide * dx), (root[0] + wide * dy, root[1] - wide * dx)
        pen.solid([left, tip, right], albedo, 0.3)


def torch(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw a torch whose flame glows."""
    top, half = y + size, 0.5 * size
    pen.solid([(x - 0.25 * size, y), (x + 0.25 * size, y), (x + half, top), (x - half, top)], GOLD)
    pen.flat([(x - 0.45 * size, top), (x + 0.45 * size, top), (x + 0.1 * size, y + 2.6 * size)], FLAME)
    pen.glow(x, y + 1.5 * size, 1.6 * size, EMBER, 0.6)


def robot(pen: Pen) -> None:
    """A standing machine: blocky limbs, orange plates, one cyan eye."""
    for side in (-1, 1):
        pen.solid(
            [(side * 0.06, 0.06), (side * 0.20, 0.06), (side * 0.19, 0.40), (side * 0.07, 0.40)], 0.7 * STEEL
        )
        pen.box(min(side * 0.04, side * 0.25), max(side * 0.04, side * 0.25), 0, 0.09, ORANGE)
        pen.beam((side * 0.29, 0.70), (side * 0.36, 0.40), 0.09, 0.75 * STEEL)
        pen.oval(side * 0.37, 0.36, 0.065, 0.065, ORANGE)
        pen.oval(side * 0.28, 0.72, 0.10, 0.085, ORANGE)
    pen.solid([(-0.15, 0.36), (0.15, 0.36), (0.25, 0.74), (-0.25, 0.74)], STEEL)
    pen.box(-0.11, 0.11, 0.50, 0.64, ORANGE)
    pen.box(-0.05, 0.05, 0.73, 0.80, 0.4 * STEEL)
    pen.solid([(-0.13, 0.78), (0.13, 0.78), (0.11, 0.96), (-0.11, 0.96)], STEEL)
    pen.flat([(-0.095, 0.855), (0.095, 0.855), (0.095, 0.905), (-0.095, 0.905)], CYAN)
    pen.glow(0, 0.88, 0.09, CYAN, 0.55)
    pen.beam((0.08, 0.95), (0.11, 1.06), 0.014, STEEL)


def portrait(pen: Pen) -> None:
    """A woman's head and shoulders; hair and coat differ from picture to picture."""
    rng = pen.canvas.scene.stream("person")
    hair, coat = HAIRS[rng.integers(len(HAIRS))], COATS[rng.integers(len(COATS))]
    pen.oval(0.0, 0.60, 0.26, 0.35, 0.85 * hair)
    pen.solid([(-0.26, 0.60), (-0.31, 0.20), (0.31, 0.20), (0.26, 0.60)], 0.85 * hair)
    pen.solid(outline("-0.48 0  0.48 0  0.40 0.20  0.13 0.31  -0.13 0.31  -0.40 0.20"), coat)
    pen.solid([(-0.08, 0.18), (0.08, 0.18), (0.085, 0.42), (-0.085, 0.42)], 0.80 * SKIN)
    pen.solid(outline("-0.17 0.29  0.0 0.12  0.17 0.29  0.11 0.33  0.0 0.20  -0.11 0.33"), WHITE)
    jaw = outline("-0.165 0.50  -0.08 0.37  0.0 0.34  0.08 0.37  0.165 0.50")
    pen.solid(np.concatenate((ellipse(0, 0.60, 0.175, 0.21, 0, 1), jaw)), SKIN, 0.85)
    fringe = outline("-0.165 0.66  -0.06 0.76  0.05 0.77  0.16 0.66")
    pen.solid(np.concatenate((ellipse(0, 0.62, 0.21, 0.26, -0.05, 1.05), fringe)), hair)
    face(pen, 0.7 * hair)


def face(pen: Pen, brow: Colour) -> None:
    """Draw eyes, brows, cheeks, nose and mouth."""
    for side in (-1, 1):
        pen.oval(side * 0.078, 0.575, 0.040, 0.021, WHITE, 0.2)
        pen.oval(side * 0.076, 0.575, 0.019, 0.021, 0.8 * DARK, 0)
        pen.beam((side * 0.035, 0.594), (side * 0.122, 0.597), 0.010, DARK)
        pen.beam((side * 0.035, 0.636), (side * 0.118, 0.640), 0.012, brow)
        pen.oval(side * 0.105, 0.505, 0.035, 0.025, BLUSH, 0.6)
    pen.solid([(0.0, 0.56), (0.024, 0.492), (0.0, 0.484), (-0.024, 0.492)], 0.84 * SKIN)
    pen.solid(
        outline("-0.056 0.440  -0.02 0.452  0.02 0.452  0.056 0.440  0.02 0.418  -0.02 0.418"),
        LIPS,
        0.3,
    )
