"""Subjects of other kinds: a tree, a skull, a giant hand, a mushroom, crystals, a portal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import (
    BONE,
    CYAN,
    DARK,
    LEAF,
    MAGIC,
    MARBLE,
    ORANGE,
    RED,
    STONE,
    TRUNK,
    WHITE,
    WOOD,
)
from ezcharts.training.world.shapes import ellipse, outline
from ezcharts.training.world.subjects.houses import pick

__all__ = ["crystal", "giant_hand", "mushroom", "portal", "skull", "tree"]


def tree(pen: Pen) -> None:
    """One broad old tree: green, in blossom, or in autumn."""
    rng, leaf = (
        pen.rng,
        pick(pen, (LEAF, 1.1 * LEAF, rgb(0.92, 0.56, 0.66), rgb(0.85, 0.42, 0.10), rgb(0.62, 0.60, 0.16))),
    )
    bark = TRUNK * np.float32(1.3)
    lean = rng.uniform(-0.05, 0.05)
    pen.body(
        np.array(
            [
                (-0.16, 0.0),
                (-0.07, 0.07),
                (-0.055 + lean, 0.25),
                (-0.05 + lean, 0.50),
                (0.05 + lean, 0.50),
                (0.06 + lean, 0.25),
                (0.08, 0.07),
                (0.17, 0.0),
                (0.05, 0.025),
                (-0.04, 0.02),
            ]
        ),
        bark,
        puff=0.5,
    )
    for end in ((-0.26, 0.58), (0.27, 0.56), (-0.10, 0.72), (0.14, 0.74)):
        pen.limb([(lean, 0.32), (0.5 * end[0] + lean, 0.46), end], [0.07, 0.05, 0.025], bark)
    turn, far = rng.uniform(0, 2 * np.pi, 44), np.sqrt(rng.random(44))
    wide, high = rng.uniform(0.34, 0.42), rng.uniform(0.20, 0.26)
    x, y = lean + wide * far * np.cos(turn), 0.72 + high * far * np.sin(turn) + 0.06 * (1 - far**2)
    size = 0.085 * rng.uniform(0.7, 1.25, 44)
    canvas, side = pen.canvas, pen.canvas.composition.side * pen.canvas.composition.flip
    window = (slice(None), slice(None))
    for share, shift, scale, tone in (
        (0.0, 0.0, 1.1, 0.72),
        (0.35, 0.40, 0.80, 0.95),
        (0.95, 0.8, 0.48, 1.15),
    ):
        centres = pen.place(np.stack((x + side * shift * size, y + shift * size), 1))
        mask = canvas.dots(centres, canvas.composition.size * size * scale)
        pen.stamp(
            window, mask, canvas.light.shade(leaf * np.float32(tone), share, pen.depth) * (1 + canvas.mottle)
        )


def skull(pen: Pen) -> None:
    """A giant skull that looks at us from the ground."""
    bone = BONE * np.float32(pen.rng.uniform(0.8, 1.05))
    pen.body("-0.24 0.0  0.24 0.0  0.27 0.12  0.24 0.26  -0.24 0.26  -0.27 0.12", 0.92 * bone, puff=0.35)
    pen.body(
        "-0.22 0.22  -0.34 0.34  -0.44 0.48  -0.46 0.68  -0.36 0.90  -0.16 1.0  0.16 1.0  0.36 0.90  "
        "0.46 0.68  0.44 0.48  0.34 0.34  0.22 0.22",
        bone,
        puff=0.42,
    )
    for side in (-1, 1):
        pen.body(
            np.array(
                [
                    (side * x, y)
                    for x, y in (
                        (0.08, 0.50),
                        (0.10, 0.62),
                        (0.22, 0.67),
                        (0.33, 0.60),
                        (0.34, 0.48),
                        (0.26, 0.40),
                        (0.14, 0.41),
                    )
                ]
            ),
            1.6 * DARK,
            puff=0.3,
        )
        pen.hole(ellipse(side * 0.21, 0.53, 0.095, 0.095))
        pen.paint(ellipse(side * 0.36, 0.40, 0.05, 0.07), 0.6 * bone, 0.5)
    pen.hole("0.0 0.43  0.06 0.31  0.025 0.29  0 0.32  -0.025 0.29  -0.06 0.31")
    pen.hole("-0.2 0.135  0.2 0.135  0.2 0.155  -0.2 0.155")
    pen.beams([[(x, 0.06), (x, 0.235)] for x in np.linspace(-0.18, 0.18, 7)], 0.016, 0.25 * bone, 0)
    pen.beams(["0.12 0.97  0.09 0.86  0.14 0.8  0.1 0.72"], 0.014, 0.35 * bone, 0)
    if pen.rng.random() < 0.4:
        shine = pick(pen, (CYAN, ORANGE, MAGIC))
        for side in (-1, 1):
            pen.glow(side * 0.21, 0.53, 0.06, shine, 0.9)


def giant_hand(pen: Pen) -> None:
    """A hand of stone that rises out of the ground, fingers spread."""
    stone = pick(pen, (MARBLE, 1.1 * STONE, rgb(0.46, 0.52, 0.48)))
    curl = pen.rng.uniform(-0.03, 0.04)
    for path, widths in (
        ([(-0.15, 0.46), (-0.24, 0.66), (-0.27 + curl, 0.84)], [0.125, 0.105, 0.075]),
        ([(-0.05, 0.50), (-0.08, 0.76), (-0.08 + curl, 0.97)], [0.130, 0.110, 0.080]),
        ([(0.06, 0.50), (0.09, 0.75), (0.11 + curl, 0.94)], [0.130, 0.110, 0.080]),
        ([(0.15, 0.46), (0.22, 0.64), (0.27 + curl, 0.80)], [0.115, 0.095, 0.070]),
        ([(-0.16, 0.22), (-0.32, 0.36), (-0.40, 0.54)], [0.17, 0.125, 0.085]),
    ):
        pen.limb(path, widths, stone, puff=0.5)
        end = path[-1]
        pen.ball(end[0], end[1], widths[-1] / 2, widths[-1] / 2, stone)
        middle = path[1]
        pen.beams(
            [[(middle[0] - 0.4 * widths[1], middle[1]), (middle[0] + 0.4 * widths[1], middle[1] + 0.01)]],
            0.012,
            0.5 * stone,
            0.1,
        )
    pen.body(
        "-0.16 -0.02  -0.15 0.12  -0.22 0.28  -0.22 0.46  -0.12 0.56  0.08 0.57  0.20 0.50  0.22 0.34  "
        "0.16 0.14  0.16 -0.02",
        stone,
        puff=0.45,
    )
    pen.beams(
        [
            "-0.14 0.4  0 0.33  0.1 0.2",
            "-0.1 0.46  0.06 0.42  0.18 0.44",
            "0.12 0.12  0.06 0.04",
        ],
        0.014,
        0.5 * stone,
        0.1,
    )
    pen.body(
        "-0.34 -0.02  -0.26 0.06  -0.12 0.04  0.02 0.07  0.16 0.04  0.30 0.05  0.36 -0.02",
        0.6 * STONE,
        puff=0.5,
    )


def mushroom(pen: Pen) -> None:
    """A giant toadstool with a spotted cap, and two small ones."""
    cap = pick(pen, (RED, RED, rgb(0.30, 0.40, 0.85), rgb(0.72, 0.40, 0.75), ORANGE * 0.8))
    house = pen.rng.random() < 0.4
    for x, size in ((-0.42, 0.34), (0.44, 0.26)):
        toadstool(pen, x, size, cap)
    toadstool(pen, 0.0, 1.0, cap)
    if house:
        pen.hole(
            np.concatenate((ellipse(0, 0.13, 0.055, 0.06, 0, 1), [(-0.055, 0.0), (0.055, 0.0)])), 0.6 * WOOD
        )
        pen.windows([(-0.05, 0.05, 0.29, 0.37)])


def toadstool(pen: Pen, x: float, size: float, cap: Colour) -> None:
    """Draw one toadstool."""

    def at(points: str) -> NDArray[np.float64]:
        return outline(points) * size + (x, 0)

    pen.body(
        at("-0.15 0.0  0.15 0.0  0.115 0.20  0.10 0.50  -0.10 0.50  -0.115 0.20"), 0.95 * WHITE, puff=0.5
    )
    pen.body(at("-0.47 0.50  -0.20 0.42  0.20 0.42  0.47 0.50  0.2 0.54  -0.2 0.54"), 0.62 * BONE, puff=0.4)
    pen.body(
        at(
            "-0.49 0.50  -0.46 0.68  -0.34 0.86  -0.14 0.98  0.14 0.98  0.34 0.86  0.46 0.68  0.49 0.50  "
            "0.25 0.515  -0.25 0.515"
        ),
        cap,
        puff=0.5,
    )
    for dx, dy, spot in (
        (-0.26, 0.68, 0.075),
        (0.02, 0.80, 0.095),
        (0.28, 0.70, 0.08),
        (-0.06, 0.60, 0.06),
        (0.16, 0.58, 0.045),
        (-0.38, 0.57, 0.045),
        (0.40, 0.56, 0.045),
        (-0.16, 0.89, 0.045),
    ):
        pen.paint(ellipse(x + dx * size, dy * size, spot * size, 0.8 * spot * size), 1.1 * WHITE, 0.95)


def crystal(pen: Pen) -> None:
    """A cluster of great crystals that shine from within."""
    tint = pick(pen, (CYAN, MAGIC, rgb(1.0, 0.45, 0.65), rgb(0.40, 0.95, 0.55)))
    pen.glow(0, 0.35, 0.34, tint, 0.5)
    shards = [
        (-0.30, 0.46, -0.34),
        (0.32, 0.40, 0.38),
        (-0.17, 0.72, -0.17),
        (0.20, 0.66, 0.20),
        (0.0, 1.0, 0.03),
    ]
    for x, tall, lean in shards:
        tall *= pen.rng.uniform(0.9, 1.05)
        shard(pen, x * 0.55, tall, lean * tall, 0.085 + 0.05 * tall, tint)
    pen.body("-0.36 -0.02  -0.24 0.09  -0.08 0.05  0.06 0.10  0.22 0.06  0.36 -0.02", 0.6 * STONE, puff=0.5)


def shard(pen: Pen, x: float, tall: float, lean: float, half: float, tint: Colour) -> None:
    """Draw one crystal: three faces that shine differently."""
    light = pen.canvas.light
    foot, neck, tip = 0.0, 0.80 * tall, (x + lean, tall)
    left, right, ridge = (x - half, foot), (x + half, foot), (x - 0.25 * half, foot)
    top_left, top_right, top_ridge = ((x + 0.8 * lean + part * half, neck) for part in (-1.1, 1.1, -0.2))
    for face, glow, turn in (
        ([left, ridge, top_ridge, top_left], 0.30, -0.5),
        ([ridge, right, top_right, top_ridge], 0.55, 0.5),
        ([top_left, top_ridge, tip], 0.55, -0.4),
        ([top_ridge, top_right, tip], 0.80, 0.5),
    ):
        lit = light.shade(
            tint,
            0.5 + 0.4 * turn * light.direction[0] * pen.canvas.composition.side * pen.canvas.composition.flip,
        )
        pen.shining(face, mix(lit, mix(tint, WHITE, 0.35), glow))
    pen.beams([[ridge, top_ridge, tip]], 0.010, mix(tint, WHITE, 0.8), 1.0)


def portal(pen: Pen) -> None:
    """A ring of carved stone with a whirl of light in it."""
    shine, stone = (
        pick(pen, (CYAN, MAGIC, rgb(1.0, 0.55, 0.20), rgb(0.45, 1.0, 0.55))),
        STONE * np.float32(pen.rng.uniform(0.75, 1.0)),
    )
    middle, half, high = 0.53, 0.40, 0.46
    pen.shining(ellipse(0, middle, 0.84 * half, 0.84 * high), 0.65 * shine)
    whirl(pen, middle, half, high, shine)
    for turn in np.linspace(0, 2, 14, endpoint=False) * np.pi:
        next_turn = turn + 2 * np.pi / 14 * 0.90
        arc = [
            (far * half * np.cos(a), middle + far * high * np.sin(a))
            for far, a in (
                (0.80, turn),
                (1.06, turn),
                (1.08, (turn + next_turn) / 2),
                (1.06, next_turn),
                (0.80, next_turn),
            )
        ]
        pen.flat(arc, stone, float(0.7 * np.cos(turn)), float(0.6 * np.sin(turn)))
        rune = (0.93 * half * np.cos(turn + 0.2), middle + 0.93 * high * np.sin(turn + 0.2))
        pen.shining(ellipse(rune[0], rune[1], 0.022, 0.022), mix(shine, WHITE, 0.4))
    pen.box(-0.34, 0.34, -0.02, 0.07, 0.9 * stone)
    pen.box(-0.46, 0.46, -0.02, 0.03, stone)
    pen.glow(0, middle, 0.36, shine, 0.45)


def whirl(pen: Pen, middle: float, half: float, high: float, shine: Colour) -> None:
    """Draw the arms of the whirl."""
    for arm in range(3):
        turn = np.linspace(0, 1.5 * np.pi, 14) + arm * 2 * np.pi / 3
        far = np.linspace(0.06, 0.80, 14)
        path = np.stack((half * far * np.cos(turn), middle + high * far * np.sin(turn)), 1)
        pen.beams([path], 0.045, mix(shine, WHITE, 0.55) * np.float32(1.4), 1.0)
    pen.shining(ellipse(0, middle, 0.10, 0.11), mix(shine, WHITE, 0.85))
