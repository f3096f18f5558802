"""The portrait: head and shoulders of a person, each another."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import COATS, DARK, FLOWERS, GOLD, HAIRS, LIPS, SKINS, WHITE
from ezcharts.training.world.shapes import ellipse, outline
from ezcharts.training.world.subjects.houses import pick

__all__ = ["portrait"]

EYES = (rgb(0.20, 0.42, 0.50), rgb(0.30, 0.20, 0.10), rgb(0.22, 0.40, 0.20))


def portrait(pen: Pen) -> None:
    """Head and shoulders; face, hair, clothes and what is worn on the head differ."""
    rng = pen.rng
    skin, hair, coat = pick(pen, SKINS), pick(pen, HAIRS), pick(pen, COATS)
    long, turn = rng.random() < 0.7, rng.uniform(-0.035, 0.035)
    if long:
        pen.body(
            "0.0 0.94  0.20 0.86  0.27 0.66  0.27 0.40  0.34 0.16  0.24 0.10  -0.24 0.10  -0.34 0.16  "
            "-0.27 0.40  -0.27 0.66  -0.20 0.86",
            0.8 * hair,
            puff=0.4,
        )
    shoulders(pen, skin, coat)
    pen.body(
        "-0.165 0.66  -0.155 0.50  -0.10 0.385  0.0 0.335  0.10 0.385  0.155 0.50  0.165 0.66  0.12 0.80  "
        "0.0 0.84  -0.12 0.80",
        skin,
        puff=0.42,
    )
    features(pen, skin, 0.7 * hair, turn)
    top(pen, hair, long, turn)
    if rng.random() < 0.35:
        wreath(pen)


def shoulders(pen: Pen, skin: Colour, coat: Colour) -> None:
    """Draw the neck, the coat and its collar."""
    pen.turned("-0.075 0.18  0.075 0.18  0.08 0.44  -0.08 0.44", 0.78 * skin)
    pen.body(
        "-0.50 -0.05  0.50 -0.05  0.46 0.14  0.32 0.24  0.12 0.29  0.0 0.16  -0.12 0.29  -0.32 0.24  "
        "-0.46 0.14",
        coat,
        puff=0.45,
    )
    collar = mix(coat, pick(pen, (WHITE, GOLD, 1.5 * DARK)), 0.8)
    for side in (-1, 1):
        pen.flat(
            [(side * 0.115, 0.30), (side * 0.155, 0.26), (side * 0.02, 0.08), (side * 0.0, 0.15)],
            collar,
            0.3 * side,
        )
    pen.beams(["0 0.14  0 -0.02"], 0.014, 0.5 * coat, 0.1)


def features(pen: Pen, skin: Colour, brow: Colour, turn: float) -> None:
    """Draw eyes, brows, cheeks, nose and mouth, a little to one side."""
    iris = pick(pen, EYES)
    for side in (-1, 1):
        x = side * 0.073 + turn
        pen.paint(ellipse(x, 0.585, 0.052, 0.038), 0.72 * skin, 0.55)
        pen.paint(ellipse(side * 0.095 + turn, 0.50, 0.045, 0.035), skin * rgb(1.0, 0.72, 0.70), 0.45)
        pen.flat(ellipse(x, 0.575, 0.037, 0.020), 0.92 * WHITE)
        pen.flat(ellipse(x + 0.25 * turn, 0.575, 0.018, 0.020), iris)
        pen.flat(ellipse(x + 0.25 * turn, 0.576, 0.009, 0.011), 0.5 * DARK)
        pen.beams([ellipse(x, 0.576, 0.040, 0.022, 0.05, 0.95, 7)], 0.013, 1.2 * DARK, 0.1)
        pen.beams(
            [[(x - side * 0.038, 0.632), (x + side * 0.01, 0.648), (x + side * 0.048, 0.634)]],
            0.015,
            brow,
            0.2,
        )
    nose = 0.02 * (1 if turn >= 0 else -1)
    pen.paint(
        [(turn * 1.3, 0.60), (turn * 1.3 + nose, 0.49), (turn * 1.3 - 0.3 * nose, 0.482)], 0.66 * skin, 0.75
    )
    pen.paint(ellipse(turn * 1.35, 0.486, 0.030, 0.011), 0.62 * skin, 0.8)
    pen.flat(
        outline(
            " ".join(
                f"{x + turn} {y}"
                for x, y in ((-0.052, 0.432), (-0.018, 0.446), (0.0, 0.441), (0.018, 0.446), (0.052, 0.432))
            )
        ),
        0.85 * LIPS,
        0,
        -0.2,
    )
    pen.flat(
        outline(
            " ".join(
                f"{x + turn} {y}"
                for x, y in ((-0.052, 0.432), (0.052, 0.432), (0.025, 0.408), (-0.025, 0.408))
            )
        ),
        LIPS,
        0,
        0.3,
    )
    pen.paint(ellipse(turn, 0.385, 0.05, 0.014), 0.72 * skin, 0.5)


def top(pen: Pen, hair: Colour, long: bool, turn: float) -> None:
    """Draw the hair over the brow: parted, fringed, or short."""
    part = turn * 2 + pen.rng.uniform(-0.05, 0.05)
    if pen.rng.random() < 0.3:
        pen.ball(0.0, 0.93, 0.085, 0.075, hair)
    for side in (-1, 1):
        low = 0.40 if long else 0.60
        pen.body(
            np.array(
                [
                    (part, 0.88),
                    (side * 0.12, 0.885),
                    (side * 0.205, 0.78),
                    (side * 0.215, 0.62),
                    (side * 0.20, low),
                    (side * 0.165, low + 0.06),
                    (side * 0.168, 0.64),
                    (side * 0.12, 0.745),
                    (part + side * 0.01, 0.80),
                ]
            ),
            hair,
            puff=0.35,
        )
    for side in (-1, 1):
        pen.beams([[(part, 0.86), (side * 0.12, 0.82), (side * 0.185, 0.70)]], 0.012, 1.5 * hair, 0.6)


def wreath(pen: Pen) -> None:
    """Draw a wreath of flowers in the hair."""
    for number, turn in enumerate(np.linspace(0.12, 0.88, 7) * np.pi):
        x, y = 0.20 * np.cos(turn), 0.72 + 0.145 * np.sin(turn)
        pen.ball(x, y, 0.036, 0.036, FLOWERS[(number * 2 + int(pen.rng.integers(2))) % len(FLOWERS)])
        pen.ball(x, y, 0.013, 0.013, GOLD)
