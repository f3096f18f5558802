"""Subjects with walls: houses, castle, windmill, church, pagoda, temple."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.light import Colour
from ezcharts.training.world.pen import LAMP, Pen
from ezcharts.training.world.pigments import (
    AZURE,
    BRICK,
    CONCRETE,
    DARK,
    GOLD,
    IRON,
    LEAF,
    MARBLE,
    PLASTERS,
    RED,
    ROOFS,
    SLATE,
    STONE,
    WHITE,
    WOOD,
)
from ezcharts.training.world.shapes import ellipse

__all__ = ["abandoned_building", "building", "castle", "church", "pagoda", "temple", "windmill"]


def pick(pen: Pen, colours: tuple[Colour, ...]) -> Colour:
    """Return one of several colours."""
    return colours[pen.rng.integers(len(colours))]


def building(pen: Pen) -> None:
    """A plastered house seen over its corner: rows of windows, a tall roof, a chimney, sometimes a wing."""
    wall, roof = pick(pen, PLASTERS), pick(pen, ROOFS)
    tall = pen.rng.uniform(0.50, 0.66)
    if pen.rng.random() < 0.5:
        wing(pen, wall, roof, 0.55 * tall)
    pen.box(0.20, 0.27, tall, 0.99, BRICK)
    pen.box(-0.34, 0.14, 0, tall, wall, -0.25)
    pen.box(0.14, 0.36, 0, tall, 0.92 * wall, 0.75)
    pen.flat([(0.14, tall), (0.36, tall), (0.26, 0.80 * tall + 0.30)], 0.92 * wall, 0.75)
    pen.flat(
        [(-0.39, tall - 0.03), (0.15, tall - 0.03), (0.26, 0.8 * tall + 0.32), (-0.20, 0.8 * tall + 0.32)],
        roof,
        -0.2,
        0.6,
    )
    pen.flat(
        [
            (0.15, tall - 0.03),
            (0.26, 0.8 * tall + 0.32),
            (0.40, tall - 0.03),
            (0.37, tall - 0.03),
            (0.26, 0.8 * tall + 0.27),
        ],
        0.8 * roof,
        0.7,
        0.3,
    )
    rows = np.linspace(0.28, tall - 0.16, 2 if tall < 0.58 else 3)
    panes = [(x - 0.045, x + 0.045, y, y + 0.11) for y in rows for x in (-0.25, -0.10, 0.05)]
    panes += [(x - 0.028, x + 0.028, y, y + 0.11) for y in rows for x in (0.20, 0.30)]
    pen.windows([*panes, (-0.29, -0.20, 0.06, 0.18), (0.22, 0.29, 0.06, 0.18)])
    pen.box(-0.12, -0.02, 0, 0.19, 0.7 * WOOD)
    pen.flat("-0.15 0.19  0.01 0.19  -0.07 0.245", roof, 0, 0.4)


def wing(pen: Pen, wall: Colour, roof: Colour, tall: float) -> None:
    """Draw a lower wing behind the house."""
    pen.box(-0.56, -0.30, 0, tall, 0.9 * wall, -0.25)
    pen.flat(
        [(-0.61, tall - 0.02), (-0.28, tall - 0.02), (-0.28, tall + 0.19), (-0.52, tall + 0.19)],
        0.9 * roof,
        -0.2,
        0.6,
    )
    pen.windows([(-0.51, -0.43, 0.10, 0.22)])


def abandoned_building(pen: Pen) -> None:
    """A grey block of flats over its corner: broken edge, black holes for windows, cracks, ivy."""
    rng = pen.rng
    cut = rng.uniform(-0.06, 0.06, 9)
    top = [
        (x, 0.80 + c + (0.14 if x < -0.15 else 0))
        for x, c in zip(np.linspace(-0.40, 0.14, 6), cut, strict=False)
    ]
    side = [(0.14, 0.66 + cut[5]), (0.22, 0.52 + cut[6]), (0.30, 0.60 + cut[7]), (0.42, 0.36 + cut[8])]
    pen.flat([(-0.40, 0), *top, (0.14, 0)], CONCRETE, -0.25)
    pen.flat([(0.14, 0), *side, (0.42, 0)], 0.85 * CONCRETE, 0.8)
    for y in (0.10, 0.32, 0.54, 0.74):
        for x in (-0.31, -0.13, 0.04):
            if y < 0.7 or x < -0.2:
                lean = rng.uniform(-0.025, 0.025, 4)
                pen.hole(
                    [
                        (x - 0.055, y + lean[0]),
                        (x + 0.055, y + lean[1]),
                        (x + 0.05, y + 0.13 + lean[2]),
                        (x - 0.055, y + 0.13 + lean[3]),
                    ]
                )
        for x in (0.215, 0.325):
            if y < 0.5 - 0.6 * (x - 0.2):
                pen.hole([(x - 0.033, y), (x + 0.033, y - 0.01), (x + 0.03, y + 0.12), (x - 0.033, y + 0.13)])
    pen.beams(
        ["-0.06 0.86  0 0.62  -0.05 0.5  0.02 0.34", "0.26 0.5  0.24 0.3"],
        0.012,
        0.3 * CONCRETE,
    )
    pen.beams(
        ["-0.25 0.9  -0.22 1.04", "-0.05 0.8  0.03 0.95", "0.3 0.55  0.36 0.68"],
        0.014,
        IRON,
    )
    pen.flat(
        "-0.5 0  -0.42 0.07  -0.33 0.03  -0.2 0.08  -0.1 0  0.1 0.05  0.25 0.09  0.40 0.02  0.5 0",
        0.8 * CONCRETE,
        0,
        0.6,
    )
    for x, y, size in zip(
        rng.choice((-0.38, 0.12, 0.16), 9) + rng.uniform(-0.03, 0.05, 9),
        rng.random(9) ** 1.5 * 0.65,
        rng.uniform(0.04, 0.075, 9),
        strict=True,
    ):
        pen.ball(float(x), float(y), float(size), float(1.2 * size), 0.75 * LEAF)


def castle(pen: Pen) -> None:
    """Towers with pointed roofs behind a curtain wall with battlements and a gate."""
    rng = pen.rng
    roof = pick(pen, (AZURE, 0.7 * RED, SLATE))
    stone = STONE * np.float32(rng.uniform(0.9, 1.25))
    keep = rng.uniform(0.66, 0.78)
    tower(pen, rng.uniform(-0.06, 0.06), 0.13, keep, 0.9 * stone, roof, 1.0 - keep)
    for x, tall, half in ((-0.22, 0.56, 0.075), (0.24, rng.uniform(0.48, 0.64), 0.08)):
        tower(pen, x, half, tall, stone, roof, 0.24)
    pen.box(-0.40, 0.40, 0, 0.34, 1.1 * stone)
    for x in np.linspace(-0.37, 0.37, 9):
        pen.box(x - 0.026, x + 0.026, 0.335, 0.39, 1.1 * stone)
    for side in (-1, 1):
        tower(pen, side * 0.40, 0.095, rng.uniform(0.42, 0.52), stone, roof, 0.26)
    pen.box(-0.12, 0.12, 0, 0.44, 1.15 * stone)
    pen.hole(np.concatenate((ellipse(0, 0.14, 0.075, 0.09, 0, 1), [(-0.075, 0), (0.075, 0)])))
    pen.windows([(-0.025, 0.025, 0.31, 0.38), (-0.25, -0.21, 0.42, 0.50), (0.22, 0.26, 0.40, 0.47)])


def tower(pen: Pen, x: float, half: float, tall: float, stone: Colour, roof: Colour, spire: float) -> None:
    """Draw a round tower with a pointed roof and a pennant."""
    pen.turned([(x - half, 0), (x + half, 0), (x + half * 0.92, tall), (x - half * 0.92, tall)], stone)
    pen.turned(
        [
            (x - half * 1.2, tall - 0.06),
            (x + half * 1.2, tall - 0.06),
            (x + half * 1.2, tall),
            (x - half * 1.2, tall),
        ],
        0.9 * stone,
    )
    pen.turned([(x - half * 1.4, tall - 0.01), (x + half * 1.4, tall - 0.01), (x, tall + spire)], roof)
    pen.windows([(x - 0.022, x + 0.022, tall - 0.17, tall - 0.09)])


def windmill(pen: Pen) -> None:
    """A tapering tower with a cap and four large sails."""
    wall, cap = pick(pen, (*PLASTERS[:3], 0.8 * WOOD)), pick(pen, ROOFS)
    pen.turned("-0.18 0  0.18 0  0.1 0.58  -0.1 0.58", wall)
    pen.turned("-0.13 0.565  0.13 0.565  0.12 0.62  0.06 0.70  -0.06 0.70  -0.12 0.62", cap)
    pen.turned("-0.21 0.2  0.21 0.2  0.2 0.23  -0.2 0.23", 0.7 * WOOD)
    pen.box(-0.045, 0.045, 0, 0.13, WOOD)
    pen.windows([(-0.032, 0.032, 0.29, 0.37), (-0.028, 0.028, 0.45, 0.51)])
    turn = pen.rng.uniform(0.08, 0.42) * np.pi
    for quarter in range(4):
        sail(pen, (0.0, 0.62), turn + quarter * np.pi / 2)
    pen.ball(0.0, 0.62, 0.035, 0.035, WOOD)


def sail(pen: Pen, hub: tuple[float, float], angle: float) -> None:
    """Draw one sail of a windmill."""
    dx, dy = np.cos(angle), np.sin(angle)

    def at(along: float, aside: float) -> tuple[float, float]:
        return (hub[0] + along * dx - aside * dy, hub[1] + along * dy + aside * dx)

    pen.flat([at(0.09, 0.0), at(0.42, 0.0), at(0.42, 0.11), at(0.09, 0.09)], 0.95 * WHITE, 0.2)
    pen.beams([[at(0, 0), at(0.43, 0)]], 0.026, 0.8 * WOOD)
    pen.beams([[at(along, 0), at(along, 0.11)] for along in (0.15, 0.24, 0.33, 0.42)], 0.012, 0.8 * WOOD)


def church(pen: Pen) -> None:
    """A nave over its corner, with tall windows and a steeple with a cross."""
    wall, roof = pick(pen, (WHITE, 0.9 * MARBLE, STONE)), pick(pen, (SLATE, ROOFS[0], ROOFS[2]))
    spire = pen.rng.uniform(0.26, 0.36)
    pen.box(-0.02, 0.40, 0, 0.32, wall, 0.35)
    pen.flat("-0.04 0.31  0.44 0.31  0.34 0.52  -0.04 0.52", roof, 0.3, 0.6)
    pen.box(-0.26, -0.14, 0, 0.58, wall, -0.7)
    pen.box(-0.14, 0.03, 0, 0.58, 0.97 * wall, 0.1)
    pen.flat([(-0.30, 0.57), (-0.14, 0.57), (-0.12, 0.60 + spire)], roof, -0.7, 0.2)
    pen.flat([(-0.14, 0.57), (0.06, 0.57), (-0.12, 0.60 + spire)], roof, 0.3, 0.3)
    top = 0.59 + spire
    pen.beams(
        [[(-0.12, top), (-0.12, top + 0.12)], [(-0.165, top + 0.075), (-0.075, top + 0.075)]],
        0.022,
        GOLD,
        0.9,
    )
    pen.windows([(x - 0.028, x + 0.028, 0.09, 0.24) for x in (0.12, 0.22, 0.32)])
    pen.windows([(-0.09, -0.02, 0.40, 0.52), (-0.225, -0.175, 0.40, 0.52)])
    pen.hole(
        np.concatenate((ellipse(-0.055, 0.13, 0.05, 0.06, 0, 1), [(-0.105, 0), (-0.005, 0)])), 0.5 * WOOD
    )


def pagoda(pen: Pen) -> None:
    """Storeys with curved roofs, each smaller than the one below, and a finial."""
    storeys = int(pen.rng.integers(3, 6))
    roof, wall = pick(pen, (SLATE, 0.9 * ROOFS[3], 0.7 * RED)), pick(pen, (0.85 * RED, WOOD * 1.2, WHITE))
    pen.box(-0.36, 0.36, 0, 0.05, STONE)
    step = 0.80 / storeys
    for number in range(storeys):
        low, half = 0.05 + step * number, 0.27 - 0.16 * number / storeys
        pen.turned([(-half, low), (half, low), (half, low + 0.66 * step), (-half, low + 0.66 * step)], wall)
        pen.windows(
            [
                (x * half - 0.03, x * half + 0.03, low + 0.12 * step, low + 0.46 * step)
                for x in (-0.55, 0.0, 0.55)
            ]
        )
        eave, top = low + 0.50 * step, low + 1.02 * step
        over, neck = half + 0.15, half - 0.035
        roofline = [
            (-over - 0.02, eave + 0.035), (-over * 0.7, eave + 0.008), (0, eave), (over * 0.7, eave + 0.008),
            (over + 0.02, eave + 0.035), (half, eave + 0.18 * step + 0.03), (neck, top), (-neck, top),
            (-half, eave + 0.18 * step + 0.03),
        ]  # fmt: skip
        pen.turned(roofline, roof)
    pen.beams(["0 0.84  0 1"], 0.022, GOLD, 0.9)
    pen.ball(0, 0.90, 0.022, 0.022, GOLD)


def temple(pen: Pen) -> None:
    """Steps, a row of white columns in front of a dark hall, a pediment."""
    columns = int(pen.rng.integers(5, 8))
    stone = pick(pen, (WHITE, MARBLE * 1.1, 0.9 * MARBLE))
    for number in range(3):
        pen.box(
            -0.74 + 0.04 * number,
            0.74 - 0.04 * number,
            0.045 * number,
            0.045 * number + 0.05,
            stone * np.float32(0.9 + 0.06 * number),
        )
    pen.hole("-0.58 0.13  0.58 0.13  0.58 0.62  -0.58 0.62", 1.6 * DARK)
    if pen.canvas.light.lamps:
        pen.glow(0, 0.30, 0.16, LAMP, 0.7)
    for x in np.linspace(-0.57, 0.57, columns):
        pen.turned([(x - 0.052, 0.13), (x + 0.052, 0.13), (x + 0.042, 0.60), (x - 0.042, 0.60)], stone)
        pen.box(x - 0.065, x + 0.065, 0.58, 0.62, stone)
    pen.box(-0.67, 0.67, 0.61, 0.71, 0.97 * stone)
    pen.flat("-0.72 0.71  0.72 0.71  0 1", stone)
    pen.flat("-0.52 0.74  0.52 0.74  0 0.94", 0.72 * stone)
