"""Subjects that are landmarks: Eiffel tower, lighthouse, clock tower, bridge, pyramid, torii gate.

Small ones too: telephone box and toilet.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.light import Colour, mix
from ezcharts.training.world.pen import LAMP, Pen
from ezcharts.training.world.pigments import (
    AZURE,
    BRICK,
    DARK,
    GOLD,
    IRON,
    MARBLE,
    RED,
    SAND,
    SIGNAL,
    SLATE,
    STEEL,
    STONE,
    WHITE,
    WOOD,
)
from ezcharts.training.world.shapes import ellipse
from ezcharts.training.world.subjects.houses import pick

__all__ = [
    "bridge",
    "clock_tower",
    "eiffel_tower",
    "lighthouse",
    "pyramid",
    "telephone_box",
    "toilet",
    "torii_gate",
]

Extent = TypeVar("Extent", float, NDArray[np.float64])

DECK = 0.36  # height of the roadway of a bridge


def eiffel_tower(pen: Pen) -> None:
    """Four legs of lattice that curve into a spire, with platforms and an arch."""
    iron = IRON * np.float32(pen.rng.uniform(0.8, 1.15))
    power, foot = pen.rng.uniform(2.1, 2.5), pen.rng.uniform(0.25, 0.29)
    y = np.linspace(0, 1, 15)

    def half(v: Extent) -> Extent:
        wide: Extent = foot * (1 - v) ** power + 0.008
        return wide

    def leg(low: float, high: float, share: float) -> None:
        """Two legs with a gap between them that is `share` of the tower wide."""
        v = np.linspace(low, high, 6)
        for side in (-1, 1):
            pen.flat(
                np.concatenate(
                    (np.stack((side * half(v), v), 1), np.stack((side * share * half(v), v), 1)[::-1])
                ),
                iron,
                0.3 * side,
            )

    leg(0.0, 0.22, 0.62)
    leg(0.20, 0.42, 0.50)
    pen.flat(
        np.concatenate((np.stack((-half(y[5:]), y[5:]), 1), np.stack((half(y[5:]), y[5:]), 1)[::-1])), iron
    )
    arch = np.concatenate(
        (
            ellipse(0, 0.05, 0.64 * half(0.10), 0.155, 0, 1, 15),
            ellipse(0, 0.05, 0.52 * half(0.10), 0.13, 0, 1, 15)[::-1],
        )
    )
    pen.flat(arch, 1.1 * iron)
    lattice = []
    for low, high in ((0.02, 0.07), (0.07, 0.12), (0.12, 0.17), (0.25, 0.30), (0.30, 0.35)):
        inner = 0.62 if low < 0.2 else 0.5
        for side in (-1, 1):
            lattice += [
                [(side * half(low), low), (side * inner * half(high), high)],
                [(side * inner * half(low), low), (side * half(high), high)],
            ]
    pen.beams(lattice, 0.012, 1.5 * iron, 0.8)
    for low in np.arange(0.44, 0.86, 0.07):
        pen.beams(
            [
                [(-half(low), low), (half(low + 0.06), low + 0.06)],
                [(half(low), low), (-half(low + 0.06), low + 0.06)],
            ],
            0.009,
            0.45 * iron,
            0.2,
        )
    for level, wide in ((0.20, half(0.20) + 0.03), (0.40, half(0.40) + 0.025), (0.80, 0.03)):
        pen.box(-wide, wide, level - 0.014, level + 0.018, 0.85 * iron)
    if pen.canvas.light.lamps:
        pen.glow(0, 0.98, 0.05, LAMP, 0.9)
        pen.glow(0, 0.22, 0.16, LAMP, 0.35)


def lighthouse(pen: Pen) -> None:
    """A white tower with coloured bands, a lantern and its beams."""
    band = pick(pen, (RED, RED, AZURE, DARK))
    stripes = int(pen.rng.integers(2, 4)) * 2 + 1
    slim = pen.rng.uniform(0.42, 0.60)

    def half(y: float) -> float:
        return 0.135 - 0.135 * slim * y

    pen.turned("-0.34 0  0.36 0  0.24 0.06  0.10 0.09  -0.2 0.07", 0.8 * STONE)
    for number in range(stripes):
        low, high = (0.04 + 0.72 * (number + part) / stripes for part in (0, 1))
        pen.turned(
            [(-half(low), low), (half(low), low), (half(high), high), (-half(high), high)],
            band if number % 2 else WHITE,
        )
    pen.turned("-0.125 0.755  0.125 0.755  0.125 0.79  -0.125 0.79", 0.5 * STEEL)
    pen.shining("-0.062 0.79  0.062 0.79  0.062 0.89  -0.062 0.89", LAMP)
    pen.turned("-0.09 0.885  0.09 0.885  0.03 0.97  0 1  -0.03 0.97", band)
    pen.windows([(-0.024, 0.024, 0.34, 0.41), (-0.022, 0.022, 0.58, 0.64)])
    pen.box(-0.035, 0.035, 0.04, 0.14, 0.8 * WOOD)
    beams(pen)


def beams(pen: Pen) -> None:
    """Add the light's two beams."""
    strength = 0.34 if pen.canvas.light.lamps or pen.canvas.scene.hour == "fog" else 0.16
    for side in (-1, 1):
        shaft = pen.canvas.mask([pen.place([(side * 0.06, 0.84), (side * 1.5, 1.00), (side * 1.5, 0.70)])])
        pen.canvas.paint(pen.canvas.blur(shaft, 0.02), LAMP, strength)
    pen.glow(0, 0.84, 0.09, LAMP, 2.2 * strength)


def clock_tower(pen: Pen) -> None:
    """A slender tower of stone with a large white clock and a pointed roof."""
    stone, roof = pick(pen, (0.95 * MARBLE, BRICK, STONE)), pick(pen, (SLATE, 0.8 * AZURE, (0.5 * GOLD)))
    pen.box(-0.13, 0.05, 0, 0.66, stone, -0.3)
    pen.box(0.05, 0.13, 0, 0.66, 0.9 * stone, 0.8)
    for x in (-0.085, -0.035, 0.015):
        pen.beams([[(x, 0.06), (x, 0.48)]], 0.014, 0.55 * stone, 0.2)
    pen.box(-0.155, 0.06, 0.50, 0.76, 1.05 * stone, -0.3)
    pen.box(0.06, 0.155, 0.50, 0.76, 0.9 * stone, 0.8)
    pen.flat("-0.18 0.75  0.07 0.75  0 1", roof, -0.3, 0.3)
    pen.flat("0.07 0.75  0.18 0.75  0 1", roof, 0.8, 0.3)
    pen.beams(["0 0.98  0 1.06"], 0.02, GOLD, 0.9)
    face = WHITE if not pen.canvas.light.lamps else mix(WHITE, LAMP, 0.5)
    pen.ball(-0.047, 0.63, 0.094, 0.108, GOLD)
    pen.shining(
        ellipse(-0.047, 0.63, 0.080, 0.094), face * np.float32(1.0 if pen.canvas.light.lamps else 0.85)
    )
    turn = pen.rng.uniform(0, 2) * np.pi
    pen.beams(
        [
            [(-0.047, 0.63), (-0.047 + 0.055 * np.sin(turn), 0.63 + 0.06 * np.cos(turn))],
            [(-0.047, 0.63), (-0.047 + 0.04 * np.sin(2.3 * turn), 0.63 + 0.045 * np.cos(2.3 * turn))],
        ],
        0.016,
        DARK,
        0.1,
    )
    pen.hole("-0.08 0  0 0  0 0.09  -0.04 0.13  -0.08 0.09")


def bridge(pen: Pen) -> None:
    """A suspension bridge from edge to edge: two towers, cables, a deck."""
    paint = pick(pen, (SIGNAL, SIGNAL, STEEL, 0.8 * STONE))
    for left, right in ((-0.46, 0.46), (0.46, 1.38), (-1.38, -0.46)):
        cables(pen, left, right, paint)
    pen.box(
        -2.2,
        2.2,
        DECK - 0.035,
        DECK + 0.03,
        paint,
        0,
    )
    pen.box(-2.2, 2.2, DECK - 0.06, DECK - 0.03, 0.5 * paint)
    for x in (-0.46, 0.46):
        for side in (-0.055, 0.055):
            pen.turned(
                [
                    (x + side - 0.028, -0.04),
                    (x + side + 0.028, -0.04),
                    (x + side + 0.022, 1.0),
                    (x + side - 0.022, 1.0),
                ],
                paint,
            )
        for y in (0.12, 0.52, 0.72, 0.93):
            pen.box(x - 0.055, x + 0.055, y, y + 0.05, 0.9 * paint)
        if pen.canvas.light.lamps:
            pen.glow(x, 1.0, 0.05, LAMP, 0.8)


def cables(pen: Pen, left: float, right: float, paint: Colour) -> None:
    """Hang the main cable and its hangers between two points."""
    x = np.linspace(left, right, 13)
    y = 0.43 + 0.54 * ((x - (left + right) / 2) / 0.46) ** 2
    pen.beams([[(at, DECK), (at, top)] for at, top in zip(x[1:-1], y[1:-1], strict=True)], 0.009, paint, 0.6)
    pen.beams([np.stack((x, y), 1)], 0.028, paint, 0.7)


def pyramid(pen: Pen) -> None:
    """A pyramid over its edge, in courses of stone, sometimes with a smaller one behind."""
    rng, stone = pen.rng, SAND * np.float32(pen.rng.uniform(0.8, 1.05))
    if rng.random() < 0.6:
        x = rng.choice((-0.62, 0.66))
        pen.flat([(x - 0.34, 0.05), (x + 0.05, 0.03), (x, 0.50)], 0.9 * stone, -0.5, 0.5)
        pen.flat([(x + 0.05, 0.03), (x + 0.32, 0.06), (x, 0.50)], 0.9 * stone, 0.7, 0.4)
    edge = rng.uniform(0.10, 0.28)
    pen.flat([(-0.80, 0.03), (edge, 0.0), (0.0, 1.0)], stone, -0.45, 0.5)
    pen.flat([(edge, 0.0), (0.78, 0.06), (0.0, 1.0)], stone, 0.75, 0.35)
    courses = []
    for y in np.linspace(0.10, 0.88, 8):
        courses.append(
            [(-0.80 * (1 - y), y + 0.02 * (1 - y)), (edge * (1 - y), y), (0.78 * (1 - y), y + 0.05 * (1 - y))]
        )
    pen.beams(courses, 0.012, 0.62 * stone, 0.25)
    if rng.random() < 0.5:
        pen.flat([(-0.115, 0.86), (edge * 0.14, 0.86), (0.0, 1.0)], 1.1 * GOLD, -0.45, 0.5)
        pen.flat([(edge * 0.14, 0.86), (0.11, 0.865), (0.0, 1.0)], 1.1 * GOLD, 0.75, 0.35)
    pen.hole(
        [
            (edge * 0.6 - 0.10, 0.0),
            (edge * 0.6 + 0.0, 0.0),
            (edge * 0.6 - 0.02, 0.13),
            (edge * 0.6 - 0.08, 0.13),
        ]
    )


def torii_gate(pen: Pen) -> None:
    """A vermilion gate: two posts, a curved lintel, a beam below it."""
    paint = SIGNAL * np.float32(pen.rng.uniform(0.9, 1.15))
    lean = pen.rng.uniform(0.0, 0.05)
    pen.box(-0.40, 0.40, 0.68, 0.76, paint)
    pen.box(-0.045, 0.045, 0.74, 0.88, 0.9 * paint)
    for side in (-1, 1):
        x = side * 0.33
        pen.turned(
            [(x - 0.062 + side * lean, 0), (x + 0.062 + side * lean, 0), (x + 0.05, 0.88), (x - 0.05, 0.88)],
            paint,
        )
        pen.turned(
            [
                (x - 0.085 + side * lean, 0),
                (x + 0.085 + side * lean, 0),
                (x + 0.08 + side * lean, 0.09),
                (x - 0.08 + side * lean, 0.09),
            ],
            1.4 * DARK,
        )
    pen.flat(
        "-0.55 0.90  -0.3 0.865  0 0.855  0.3 0.865  0.55 0.90  0.57 0.95  0 0.92  -0.57 0.95",
        0.95 * paint,
    )
    pen.flat(
        "-0.62 0.96  -0.3 0.925  0 0.915  0.3 0.925  0.62 0.96  0.64 1.02  0.3 0.98  0 0.97  -0.3 0.98  "
        "-0.64 1.02",
        1.6 * DARK,
        0,
        0.5,
    )


def telephone_box(pen: Pen) -> None:
    """A red box with glass panes and a domed top."""
    red = pick(pen, (RED, RED, AZURE))
    pen.box(-0.22, 0.12, 0, 0.86, red, -0.3)
    pen.box(0.12, 0.24, 0, 0.86, 0.9 * red, 0.8)
    pen.body(
        "-0.24 0.86  -0.20 0.93  -0.10 0.985  0.02 1.0  0.14 0.985  0.22 0.93  0.26 0.86",
        red,
        puff=0.6,
        smooth=False,
    )
    pen.box(-0.24, 0.14, 0.79, 0.87, red, -0.3)
    pen.box(0.14, 0.26, 0.79, 0.87, 0.9 * red, 0.8)
    pen.shining("-0.19 0.805  0.09 0.805  0.09 0.85  -0.19 0.85", pen.canvas.light.shade(WHITE, 0.8))
    panes = [
        (-0.185 + 0.093 * c, -0.185 + 0.093 * c + 0.075, 0.20 + 0.095 * r, 0.20 + 0.095 * r + 0.075)
        for c in range(3)
        for r in range(6)
    ]
    panes += [(0.145, 0.175, 0.20 + 0.095 * r, 0.275 + 0.095 * r) for r in range(6)] + [
        (0.19, 0.22, 0.20 + 0.095 * r, 0.275 + 0.095 * r) for r in range(6)
    ]
    pen.windows(panes)


def toilet(pen: Pen) -> None:
    """White porcelain: cistern, raised lid, an open bowl and its foot."""
    porcelain = pick(pen, (WHITE, WHITE, WHITE * np.array((0.95, 1.0, 1.0), np.float32).reshape(3, 1, 1)))
    edge = 0.55 * STEEL
    pen.body(
        "-0.13 0.0  0.13 0.0  0.15 0.05  0.10 0.16  0.14 0.32  -0.14 0.32  -0.10 0.16  -0.15 0.05",
        0.95 * porcelain,
        puff=0.5,
    )
    pen.body(
        "-0.25 0.56  0.25 0.56  0.27 0.62  0.27 0.93  -0.27 0.93  -0.27 0.62",
        porcelain,
        puff=0.25,
        smooth=False,
    )
    pen.body(
        "-0.30 0.92  0.30 0.92  0.30 0.985  0.27 1.0  -0.27 1.0  -0.30 0.985",
        porcelain,
        puff=0.4,
        smooth=False,
    )
    pen.box(-0.20, -0.10, 0.84, 0.88, 0.9 * GOLD)
    pen.body(ellipse(0.0, 0.60, 0.225, 0.245), edge, puff=0.2, smooth=False)
    pen.body(ellipse(0.0, 0.60, 0.205, 0.225), 0.94 * porcelain, puff=0.25, smooth=False)
    pen.body(ellipse(0.0, 0.335, 0.275, 0.165), porcelain, puff=0.5, smooth=False)
    pen.paint(ellipse(0.0, 0.405, 0.275, 0.125), edge)
    pen.flat(ellipse(0.0, 0.418, 0.268, 0.115), porcelain, 0, 0.7)
    pen.paint(ellipse(0.0, 0.41, 0.19, 0.078), 0.30 * STEEL)
    pen.shining(ellipse(0.0, 0.39, 0.13, 0.042), pen.canvas.light.shade(0.5 * AZURE + 0.4 * STEEL, 0.9))
