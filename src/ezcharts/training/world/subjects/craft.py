"""Subjects that travel: boat, balloon, airship, flying saucer, rocket, steam train, car."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.pen import LAMP, Pen
from ezcharts.training.world.pigments import (
    AZURE,
    BRASS,
    COATS,
    CYAN,
    DARK,
    EMBER,
    FLAME,
    GOLD,
    ORANGE,
    RED,
    STEEL,
    WHITE,
    WOOD,
)
from ezcharts.training.world.shapes import ellipse, outline
from ezcharts.training.world.subjects.houses import pick

__all__ = ["airship", "car", "flying_saucer", "hot_air_balloon", "rocket", "sailing_boat", "steam_train"]


def sailing_boat(pen: Pen) -> None:
    """A hull with two or three swelling sails and its wake."""
    sail = pick(pen, (WHITE, RED, 0.95 * WHITE, 0.9 * GOLD))
    hull = pick(pen, (WOOD, 0.6 * AZURE, 0.45 * RED))
    pen.beams(["0 0.1  0 1"], 0.022, WOOD)
    pen.body("-0.02 0.24  -0.02 0.95  -0.16 0.62  -0.36 0.26", sail, puff=0.8)
    pen.body("0.03 0.25  0.03 0.84  0.16 0.60  0.33 0.25", mix(sail, WHITE, 0.4), puff=0.8)
    if pen.rng.random() < 0.4:
        pen.beams(["-0.34 0.15  -0.34 0.62"], 0.018, WOOD)
        pen.body("-0.35 0.24  -0.35 0.60  -0.44 0.42  -0.54 0.25", sail, puff=0.8)
    pen.body(
        "-0.46 0.21  -0.2 0.17  0.2 0.175  0.52 0.24  0.42 0.09  0.34 0.0  -0.32 0.0  -0.42 0.08",
        hull,
        puff=0.7,
        smooth=False,
    )
    pen.flat(
        "-0.46 0.215  -0.2 0.175  0.2 0.18  0.52 0.245  0.50 0.21  0.2 0.145  -0.2 0.14  -0.45 0.18",
        WHITE,
        0,
        0.3,
    )
    pen.flat("0 1  -0.11 0.975  0 0.945", RED)
    pen.windows([(x - 0.02, x + 0.02, 0.085, 0.12) for x in (-0.22, -0.06, 0.10, 0.26)])
    wake = pen.canvas.mask([pen.place(ellipse(0, -0.005, 0.54, 0.026))])
    pen.canvas.paint(pen.canvas.blur(wake, 0.015), pen.canvas.light.shade(WHITE, 0.6), 0.7)


def hot_air_balloon(pen: Pen) -> None:
    """A striped envelope above a basket, with its flame."""
    one, other = pick(pen, (RED, AZURE, ORANGE, COATS[2])), pick(pen, (WHITE, GOLD))
    gores = 7
    for number in range(gores):
        start, end = (np.sin((part / gores - 0.5) * np.pi) for part in (number, number + 1))
        height = np.concatenate((np.linspace(0.30, 0.62, 5), np.linspace(0.68, 1.0, 7)))
        bulge = np.where(
            height < 0.64,
            0.10 + 0.27 * np.sin((height - 0.30) / 0.34 * np.pi / 2),
            0.37 * np.sqrt(np.clip(1 - ((height - 0.64) / 0.36) ** 2, 0, 1)),
        )
        shape = np.concatenate(
            (np.stack((start * bulge, height), 1), np.stack((end * bulge, height), 1)[::-1])
        )
        middle = (start + end) / 2
        pen.flat(shape, one if number % 2 else other, 0.85 * middle, 0.15)
    pen.paint(ellipse(0, 0.42, 0.30, 0.045), 0.4 * one, 0.35)
    pen.beams(
        ["-0.1 0.3  -0.06 0.12", "0.1 0.3  0.06 0.12", "0 0.3  0 0.12"],
        0.010,
        0.5 * WOOD,
    )
    pen.body("-0.075 0.13  0.075 0.13  0.06 0.0  -0.06 0.0", 1.3 * WOOD, puff=0.4, smooth=False)
    pen.shining("-0.022 0.19  0.022 0.19  0 0.28", FLAME)
    pen.glow(0, 0.25, 0.10, EMBER, 0.7 if pen.canvas.light.lamps else 0.35)


def airship(pen: Pen) -> None:
    """A long hull with fins, a gondola with lit windows and propellers."""
    skin = pick(pen, (0.95 * STEEL, BRASS, 0.8 * RED, 0.9 * WHITE))
    y = 0.62
    for fin in (
        "-0.86 0.66  -0.66 0.66  -0.70 0.95  -0.84 0.98",
        "-0.86 0.56  -0.66 0.54  -0.70 0.30  -0.84 0.26",
    ):
        pen.flat(outline(fin), 0.75 * skin, -0.3)
    pen.body(
        "-0.90 0.61  -0.6 0.82  -0.2 0.93  0.25 0.94  0.6 0.85  0.82 0.70  0.88 0.61  0.8 0.50  0.6 0.38  "
        "0.25 0.30  -0.2 0.31  -0.6 0.43",
        skin,
        puff=0.55,
    )
    for bend in (0.22, -0.02, -0.24):
        x = np.linspace(-0.86, 0.86, 15)
        pen.beams(
            [np.stack((x, y + bend * 1.25 * np.sqrt(np.clip(1 - (x / 0.88) ** 2, 0, 1))), 1)],
            0.010,
            0.5 * skin,
            0.3,
        )
    pen.flat("-0.95 0.60  -0.72 0.66  -0.72 0.56", 0.7 * skin)
    pen.beams(["-0.2 0.33  -0.2 0.2", "0.3 0.33  0.3 0.2"], 0.016, DARK)
    pen.body("-0.34 0.22  0.42 0.22  0.36 0.08  0.28 0.04  -0.26 0.04", 1.2 * WOOD, puff=0.4, smooth=False)
    pen.windows([(x - 0.035, x + 0.035, 0.12, 0.18) for x in np.linspace(-0.2, 0.30, 5)])
    pen.flat(ellipse(-0.37, 0.14, 0.018, 0.11), BRASS)


def flying_saucer(pen: Pen) -> None:
    """A disc of metal with a dome and lights, and the beam it casts down."""
    pen.canvas.paint(
        pen.canvas.blur(
            pen.canvas.mask([pen.place([(-0.14, 0.40), (0.14, 0.40), (0.44, -0.36), (-0.44, -0.36)])]), 0.03
        ),
        mix(CYAN, WHITE, 0.3),
        0.50,
    )
    pen.ball(0, 0.68, 0.26, 0.28, mix(CYAN, STEEL, 0.5))
    pen.ball(0, 0.56, 0.68, 0.17, 0.95 * STEEL)
    pen.body(
        "-0.70 0.56  -0.4 0.44  0 0.38  0.4 0.44  0.70 0.56  0.4 0.50  0 0.485  -0.4 0.50",
        0.6 * STEEL,
        puff=0.6,
    )
    for x in np.linspace(-0.56, 0.56, 7):
        y = 0.485 + 0.16 * x * x
        pen.shining(ellipse(x, y, 0.036, 0.036), LAMP if round(x * 10) % 2 else CYAN)
        pen.glow(x, y, 0.05, LAMP, 0.30)
    pen.glow(0, 0.42, 0.14, CYAN, 0.6)


def rocket(pen: Pen) -> None:
    """A rocket on its fins, or taking off on a flame with smoke."""
    paint = pick(pen, (RED, RED, AZURE, ORANGE))
    launched = pen.rng.random() < 0.5
    low = 0.16 if launched else 0.0
    if launched:
        exhaust(pen)
    for side in (-1, 1):
        pen.flat(
            [
                (side * 0.10, low + 0.06),
                (side * 0.26, low + 0.0),
                (side * 0.23, low + 0.20),
                (side * 0.11, low + 0.36),
            ],
            0.9 * paint,
            0.6 * side,
        )
    pen.turned(outline(f"-0.08 {low + 0.06}  0.08 {low + 0.06}  0.06 {low}  -0.06 {low}"), 0.5 * STEEL)
    part = np.linspace(0, 1, 12)
    bulge = 0.135 * np.sqrt(np.clip(1 - ((part - 0.36) / 0.64) ** 2, 0, 1) ** 1.25) + 0.002
    y = low + 0.05 + (0.95 - low) * part
    pen.turned(np.concatenate((np.stack((-bulge, y), 1), np.stack((bulge, y), 1)[::-1])), 0.97 * WHITE)
    nose = part > 0.72
    pen.turned(
        np.concatenate(
            (np.stack((-bulge[nose] - 0.002, y[nose]), 1), np.stack((bulge[nose] + 0.002, y[nose]), 1)[::-1])
        ),
        paint,
    )
    pen.turned([(-0.135, low + 0.30), (0.135, low + 0.30), (0.138, low + 0.35), (-0.138, low + 0.35)], paint)
    for at in (0.56, 0.42):
        pen.ball(0, low + at, 0.052, 0.052, 0.5 * STEEL)
        pen.shining(
            ellipse(0, low + at, 0.036, 0.036),
            mix(CYAN, pen.canvas.light.fill, 0.45 if not pen.canvas.light.lamps else 0.0),
        )
    pen.flat(
        [
            (-0.016, low - 0.02),
            (0.016, low - 0.02),
            (0.016, low + 0.22),
            (0, low + 0.28),
            (-0.016, low + 0.22),
        ],
        0.8 * paint,
    )


def exhaust(pen: Pen) -> None:
    """Draw a flame, and smoke that rolls away at the foot."""
    canvas = pen.canvas
    puffs = np.stack((pen.rng.uniform(-0.42, 0.42, 26), pen.rng.uniform(-0.02, 0.09, 26)), 1)
    mask = canvas.blur(
        canvas.dots(pen.place(puffs), canvas.composition.size * pen.rng.uniform(0.05, 0.10, 26)), 0.02
    )
    canvas.paint(mask, canvas.light.shade(WHITE, 0.5) * (1 + canvas.mottle), 0.9)
    pen.shining("-0.075 0.17  0.075 0.17  0.05 0.06  0 -0.05  -0.05 0.06", ORANGE)
    pen.shining("-0.045 0.17  0.045 0.17  0 0.02", rgb(1, 0.95, 0.7))
    pen.glow(0, 0.08, 0.16, EMBER, 0.8)


def steam_train(pen: Pen) -> None:
    """A locomotive on rails: boiler, chimney with smoke, cab, red wheels."""
    paint = pick(pen, (1.8 * DARK, 0.6 * COATS[2], 0.6 * COATS[1], 0.6 * RED))
    plume(pen, 0.50, 0.90)
    pen.flat("-2.5 -0.02  2.5 -0.02  2.5 0.025  -2.5 0.025", 0.5 * STEEL, 0, 0.5)
    pen.box(-1.5, -0.66, 0.14, 0.56, 0.85 * paint)
    pen.box(-1.52, -0.64, 0.52, 0.60, 0.6 * paint)
    pen.box(-0.62, -0.22, 0.14, 0.84, paint)
    pen.flat("-0.68 0.83  -0.16 0.83  -0.22 0.91  -0.62 0.91", 0.7 * paint, 0, 0.5)
    pen.body(
        "-0.24 0.26  0.66 0.26  0.70 0.36  0.70 0.56  0.66 0.66  -0.24 0.66",
        paint,
        puff=0.55,
        smooth=False,
    )
    for x in (-0.08, 0.20, 0.44):
        pen.box(x - 0.014, x + 0.014, 0.265, 0.655, BRASS)
    pen.turned("0.44 0.64  0.56 0.64  0.60 0.90  0.40 0.90", 0.8 * paint)
    pen.ball(0.12, 0.67, 0.075, 0.085, BRASS)
    pen.box(-0.66, 0.74, 0.16, 0.26, RED * 0.75)
    pen.flat("0.7 0.2  0.92 0.03  0.7 0.03", RED * 0.7, 0.5)
    pen.windows([(-0.54, -0.30, 0.58, 0.76)])
    for x, size in ((-1.25, 0.10), (-0.9, 0.10), (-0.46, 0.155), (-0.10, 0.155), (0.26, 0.155), (0.58, 0.10)):
        pen.ball(x, size + 0.01, size, size, 0.8 * RED)
        pen.ball(x, size + 0.01, 0.62 * size, 0.62 * size, 2.2 * DARK)
    pen.beams(["-0.46 0.12  0.26 0.12"], 0.035, STEEL, 0.8)
    pen.shining(ellipse(0.715, 0.50, 0.04, 0.06), LAMP)
    pen.glow(0.75, 0.50, 0.12, LAMP, 0.7)


def plume(pen: Pen, x: float, y: float) -> None:
    """Draw a plume of steam that drifts back from a chimney."""
    canvas = pen.canvas
    part = np.linspace(0, 1, 12) ** 0.8
    jitter = pen.rng.uniform(-0.04, 0.04, (12, 2))
    puffs = np.stack((x - 1.0 * part, y + 0.05 + 0.34 * part), 1) + jitter
    mask = canvas.blur(canvas.dots(pen.place(puffs), canvas.composition.size * (0.05 + 0.13 * part)), 0.03)
    canvas.paint(mask, canvas.light.shade(0.9 * WHITE, 0.7) * (1 + np.float32(0.7) * canvas.mottle), 0.85)


def car(pen: Pen) -> None:
    """A rounded old motor car seen from its side."""
    paint = pick(pen, (RED, AZURE, COATS[2], GOLD, 0.9 * WHITE, 0.6 * STEEL))
    pen.body(
        "-0.94 0.20  -0.96 0.42  -0.80 0.54  -0.52 0.58  -0.34 0.90  -0.05 0.99  0.20 0.95  0.42 0.62  "
        "0.78 0.56  0.95 0.42  0.96 0.20  0.5 0.15  -0.5 0.15",
        paint,
        puff=0.45,
    )
    glass = mix(pen.canvas.light.low, pen.canvas.light.top, 0.5) * np.float32(0.8)
    for pane in (
        "-0.40 0.60  -0.26 0.86  -0.06 0.91  -0.06 0.60",
        "0.0 0.60  0.0 0.91  0.16 0.88  0.32 0.60",
    ):
        pen.shining(outline(pane), glass)
    pen.beams(["-0.03 0.92  -0.03 0.24", "-0.55 0.28  0.42 0.28"], 0.016, 0.5 * paint, 0.3)
    pen.box(-0.98, 0.98, 0.20, 0.255, 0.9 * STEEL)
    for x in (-0.55, 0.56):
        pen.body(ellipse(x, 0.27, 0.27, 0.27, -0.05, 1.05), 0.8 * paint, puff=0.5, smooth=False)
        pen.ball(x, 0.19, 0.20, 0.20, 1.6 * DARK)
        pen.ball(x, 0.19, 0.10, 0.10, 0.95 * STEEL)
    pen.shining(ellipse(0.91, 0.40, 0.045, 0.07), mix(LAMP, WHITE, 0.4))
    if pen.canvas.light.lamps or pen.canvas.scene.hour == "fog":
        beam = pen.canvas.mask([pen.place([(0.94, 0.42), (2.6, 0.62), (2.6, 0.05), (0.94, 0.36)])])
        pen.canvas.paint(pen.canvas.blur(beam, 0.03), LAMP, 0.35)
        pen.glow(0.93, 0.40, 0.12, LAMP, 0.8)
    pen.paint(ellipse(-0.93, 0.40, 0.025, 0.05), RED)
