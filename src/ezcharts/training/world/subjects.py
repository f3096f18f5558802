"""Subjects: one function each, drawn with a `Pen` in a frame one high, foot at y = 0, axis at x = 0."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.palette import Colour, rgb
from ezcharts.training.world.pen import Pen, ellipse

__all__ = ["SUBJECTS", "paint_subject"]

IRON, BRICK, PLASTER, ROOF = (
    rgb(0.42, 0.27, 0.18),
    rgb(0.72, 0.36, 0.26),
    rgb(0.92, 0.82, 0.62),
    rgb(0.60, 0.20, 0.14),
)
CONCRETE, DARK, COPPER, STEEL = (
    rgb(0.50, 0.49, 0.45),
    rgb(0.08, 0.07, 0.07),
    rgb(0.38, 0.72, 0.60),
    rgb(0.58, 0.63, 0.70),
)
HAIRS = (rgb(0.28, 0.13, 0.08), rgb(0.10, 0.08, 0.09), rgb(0.72, 0.46, 0.18), rgb(0.55, 0.16, 0.07))
COATS = (rgb(0.48, 0.14, 0.26), rgb(0.14, 0.24, 0.48), rgb(0.16, 0.36, 0.24), rgb(0.20, 0.18, 0.22))
WHITE, RED, STONE, WOOD = (
    rgb(0.98, 0.97, 0.93),
    rgb(0.85, 0.14, 0.12),
    rgb(0.60, 0.57, 0.56),
    rgb(0.42, 0.24, 0.12),
)
LEAF, SKIN = rgb(0.24, 0.52, 0.16), rgb(0.95, 0.72, 0.56)
ORANGE, CYAN, GOLD, LAMP = (
    rgb(0.98, 0.50, 0.10),
    rgb(0.25, 0.95, 1.0),
    rgb(1.0, 0.76, 0.20),
    rgb(1.0, 0.82, 0.40),
)


def paint_subject(canvas: Canvas) -> None:
    """Paint the subject with a halo behind it, a shadow under it and light along its edge."""
    if canvas.scene.subject == "none":
        return
    where = canvas.composition
    middle = where.base - canvas.heights(where.size) * 0.55
    canvas.glow(where.place, middle, 0.75 * where.size, canvas.palette.low, 0.22)
    if canvas.scene.subject != "sailing boat":
        shadow(canvas)
    pen = Pen(canvas)
    SUBJECTS[canvas.scene.subject](pen)
    pen.finish()


def shadow(canvas: Canvas) -> None:
    """Darken the ground on the side away from the light."""
    where = canvas.composition
    x = where.place - where.side * 0.12 * where.size
    cast = canvas.mask([ellipse(x, where.base + 0.004, 0.30 * where.size, 0.028)])
    canvas.paint(canvas.blur(cast, 0.03), 0.25 * canvas.palette.ambient, 0.6)


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
    top = [
        (0.36, 0.66),
        (0.27, 0.72),
        (0.20, 0.58),
        (0.08, 0.80),
        (0.0, 0.74),
        (-0.12, 0.98),
        (-0.20, 0.90),
        (-0.36, 1.0),
    ]
    pen.solid([(-0.36, 0), (0.36, 0), *top], CONCRETE)
    for row, low in enumerate((0.07, 0.29, 0.51)):
        for column, x in enumerate((-0.24, -0.02, 0.21)):
            slant = 0.03 * ((row + column) % 2)
            if (row, column) != (2, 2):
                pen.flat(
                    [
                        (x - 0.07, low),
                        (x + 0.07, low + slant),
                        (x + 0.065, low + 0.14),
                        (x - 0.07, low + 0.15 - slant),
                    ],
                    0.3 * DARK,
                )
    pen.flat([(0.05, 0.80), (0.02, 0.62), (0.08, 0.50), (0.03, 0.40), (0.11, 0.51), (0.06, 0.63)], DARK)
    for x, y, size in (
        (-0.31, 0.10, 0.09),
        (-0.34, 0.26, 0.07),
        (-0.28, 0.36, 0.05),
        (0.30, 0.06, 0.08),
        (0.35, 0.18, 0.05),
    ):
        pen.oval(x, y, size * 0.8, size, 0.7 * LEAF)
    pen.beam((-0.12, 0.96), (-0.05, 1.06), 0.012, IRON)
    pen.beam((0.24, 0.66), (0.30, 0.80), 0.012, IRON)


def crown(pen: Pen, y: float, size: float, albedo: Colour) -> None:
    """Draw the seven spikes of the statue of liberty around (0, y)."""
    for turn in np.linspace(-0.42, 0.42, 7) * np.pi:
        dx, dy = np.sin(turn), np.cos(turn)
        wide = 0.16 * size
        tip = (size * 1.9 * dx, y + size * 1.9 * dy)
        root = (size * 0.7 * dx, y + size * 0.7 * dy)
        pen.solid(
            [(root[0] - wide * dy, root[1] + wide * dx), tip, (root[0] + wide * dy, root[1] - wide * dx)],
            albedo,
            0.3,
        )


def torch(pen: Pen, x: float, y: float, size: float) -> None:
    """Draw a torch whose flame glows."""
    pen.solid(
        [(x - 0.25 * size, y), (x + 0.25 * size, y), (x + 0.5 * size, y + size), (x - 0.5 * size, y + size)],
        GOLD,
    )
    pen.flat(
        [(x - 0.45 * size, y + size), (x + 0.45 * size, y + size), (x + 0.1 * size, y + 2.6 * size)],
        rgb(1.0, 0.75, 0.20),
    )
    pen.glow(x, y + 1.5 * size, 1.6 * size, rgb(1.0, 0.6, 0.15), 0.6)


def statue_of_liberty(pen: Pen) -> None:
    """A green robed figure on a pedestal, torch raised, crown of spikes, tablet on the arm."""
    pen.solid([(-0.22, 0), (0.22, 0), (0.17, 0.13), (-0.17, 0.13)], STONE)
    robe = [
        (-0.16, 0.13),
        (0.16, 0.13),
        (0.115, 0.40),
        (0.13, 0.57),
        (0.05, 0.65),
        (-0.08, 0.64),
        (-0.14, 0.54),
        (-0.115, 0.36),
    ]
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
        [
            (-0.50, 0),
            (0.42, 0),
            (0.40, 0.20),
            (0.26, 0.32),
            (0.10, 0.36),
            (-0.10, 0.36),
            (-0.30, 0.32),
            (-0.48, 0.18),
        ],
        0.8 * STEEL,
    )
    pen.solid([(-0.48, 0.0), (-0.22, 0.0), (-0.16, 0.30), (-0.36, 0.34), (-0.50, 0.20)], COPPER)
    pen.solid([(0.30, 0.10), (0.46, 0.16), (0.48, 0.62), (0.36, 0.62)], 0.9 * COPPER)
    pen.oval(0.34, 0.20, 0.13, 0.13, STEEL)
    torch(pen, 0.42, 0.62, 0.10)
    pen.box(-0.09, 0.09, 0.26, 0.42, 0.5 * STEEL)
    crown(pen, 0.66, 0.175, COPPER)
    pen.solid(
        [
            (-0.19, 0.72),
            (-0.17, 0.46),
            (-0.07, 0.36),
            (0.07, 0.36),
            (0.17, 0.46),
            (0.19, 0.72),
            (0.12, 0.80),
            (-0.12, 0.80),
        ],
        COPPER,
        0.8,
    )
    pen.solid([(-0.21, 0.69), (0.21, 0.69), (0.18, 0.78), (-0.18, 0.78)], GOLD)
    pen.solid([(-0.13, 0.50), (-0.06, 0.40), (0.06, 0.40), (0.13, 0.50), (0.06, 0.52), (-0.06, 0.52)], STEEL)
    for x in (-0.045, 0.0, 0.045):
        pen.beam((x, 0.41), (x, 0.49), 0.014, DARK)
    for side in (-1, 1):
        pen.beam((side * 0.17, 0.66), (side * 0.14, 0.47), 0.022, 0.45 * COPPER)
        pen.flat(
            [(side * 0.03, 0.585), (side * 0.13, 0.61), (side * 0.125, 0.645), (side * 0.04, 0.625)], CYAN
        )
        pen.glow(side * 0.08, 0.615, 0.05, CYAN, 0.7)
    pen.oval(0.0, 0.15, 0.07, 0.07, CYAN, 0.1)
    pen.glow(0.0, 0.15, 0.08, CYAN, 0.6)


def lighthouse(pen: Pen) -> None:
    """A white tower with red bands, a lantern and its beam."""

    def half(y: float) -> float:
        return 0.125 - 0.055 * y

    for number in range(5):
        low, high = 0.15 * number, 0.15 * (number + 1)
        pen.solid(
            [(-half(low), low), (half(low), low), (half(high), high), (-half(high), high)],
            RED if number % 2 else WHITE,
        )
    pen.box(-0.125, 0.125, 0.745, 0.785, 0.4 * STEEL)
    pen.flat([(-0.065, 0.785), (0.065, 0.785), (0.065, 0.89), (-0.065, 0.89)], LAMP)
    pen.solid([(-0.09, 0.885), (0.09, 0.885), (0.0, 1.0)], RED)
    pen.window(-0.022, 0.022, 0.34, 0.41)
    pen.box(-0.03, 0.03, 0, 0.10, WOOD)
    beam(pen)


def beam(pen: Pen) -> None:
    """Add the light's two beams."""
    strength = 0.75 if pen.canvas.palette.lamps else 0.35
    for side in (-1, 1):
        shaft = pen.canvas.mask([pen.place([(side * 0.06, 0.84), (side * 1.4, 0.98), (side * 1.4, 0.72)])])
        pen.canvas.paint(pen.canvas.blur(shaft, 0.02), LAMP, 0.5 * strength)
    pen.glow(0, 0.84, 0.09, LAMP, strength)


def castle(pen: Pen) -> None:
    """Walls with battlements, three towers with pointed blue roofs, a gate."""
    blue = rgb(0.22, 0.26, 0.52)
    pen.box(-0.13, 0.13, 0.2, 0.72, 0.9 * STONE)
    pen.solid([(-0.17, 0.71), (0.17, 0.71), (0.0, 1.0)], blue)
    pen.box(-0.38, 0.38, 0, 0.40, 1.1 * STONE)
    for x in np.linspace(-0.34, 0.34, 7):
        pen.box(x - 0.03, x + 0.03, 0.40, 0.45, 1.1 * STONE)
    for side in (-1, 1):
        pen.box(side * 0.37 - 0.09, side * 0.37 + 0.09, 0, 0.56, STONE)
        pen.solid([(side * 0.37 - 0.12, 0.55), (side * 0.37 + 0.12, 0.55), (side * 0.37, 0.82)], blue)
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
    foot = [(-0.17, 0), (0.17, 0), (0.11, 0.12), (0.16, 0.30), (-0.16, 0.30), (-0.11, 0.12)]
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
    pen.oval(0.0, 0.40, 0.13, 0.04, rgb(0.20, 0.50, 0.68), 0.4)


def tree(pen: Pen) -> None:
    """One broad tree."""
    pen.solid([(-0.10, 0), (0.10, 0), (0.05, 0.16), (0.05, 0.5), (-0.05, 0.5), (-0.05, 0.16)], WOOD)
    pen.beam((0.0, 0.30), (0.22, 0.54), 0.04, WOOD)
    pen.beam((0.0, 0.34), (-0.22, 0.56), 0.04, WOOD)
    pen.oval(0.0, 0.70, 0.30, 0.19, 0.8 * LEAF, 0.6)
    rng = pen.canvas.scene.stream("leaves")
    for layer, (count, spread) in enumerate(((9, 0.29), (7, 0.20), (5, 0.09))):
        for turn in np.linspace(0, 2 * np.pi, count, endpoint=False) + rng.random():
            x, y = spread * np.cos(turn), 0.68 + 0.62 * spread * np.sin(turn) + 0.03 * layer
            size = rng.uniform(0.09, 0.14)
            pen.oval(x, y, size, size * 0.9, LEAF * (0.75 + 0.25 * layer), 0.55)


def portrait(pen: Pen) -> None:
    """A woman's head and shoulders; hair and coat differ from picture to picture."""
    rng = pen.canvas.scene.stream("person")
    hair, coat = HAIRS[rng.integers(len(HAIRS))], COATS[rng.integers(len(COATS))]
    pen.oval(0.0, 0.60, 0.26, 0.35, 0.85 * hair)
    pen.solid([(-0.26, 0.60), (-0.31, 0.20), (0.31, 0.20), (0.26, 0.60)], 0.85 * hair)
    pen.solid([(-0.48, 0), (0.48, 0), (0.40, 0.20), (0.13, 0.31), (-0.13, 0.31), (-0.40, 0.20)], coat)
    pen.solid([(-0.08, 0.18), (0.08, 0.18), (0.085, 0.42), (-0.085, 0.42)], 0.80 * SKIN)
    pen.solid([(-0.17, 0.29), (0.0, 0.12), (0.17, 0.29), (0.11, 0.33), (0.0, 0.20), (-0.11, 0.33)], WHITE)
    pen.solid(
        np.concatenate(
            (
                ellipse(0, 0.60, 0.175, 0.21, 0, 1),
                [(-0.165, 0.50), (-0.08, 0.37), (0.0, 0.34), (0.08, 0.37), (0.165, 0.50)],
            )
        ),
        SKIN,
        0.85,
    )
    pen.solid(
        np.concatenate(
            (
                ellipse(0, 0.62, 0.21, 0.26, -0.05, 1.05),
                [(-0.165, 0.66), (-0.06, 0.76), (0.05, 0.77), (0.16, 0.66)],
            )
        ),
        hair,
    )
    for side in (-1, 1):
        pen.oval(side * 0.078, 0.575, 0.040, 0.021, WHITE, 0.2)
        pen.oval(side * 0.076, 0.575, 0.019, 0.021, 0.8 * DARK, 0)
        pen.beam((side * 0.035, 0.594), (side * 0.122, 0.597), 0.010, DARK)
        pen.beam((side * 0.035, 0.636), (side * 0.118, 0.640), 0.012, 0.7 * hair)
        pen.oval(side * 0.105, 0.505, 0.035, 0.025, SKIN * rgb(1.0, 0.80, 0.78), 0.6)
    pen.solid([(0.0, 0.56), (0.024, 0.492), (0.0, 0.484), (-0.024, 0.492)], 0.84 * SKIN)
    pen.solid(
        [(-0.056, 0.440), (-0.02, 0.452), (0.02, 0.452), (0.056, 0.440), (0.02, 0.418), (-0.02, 0.418)],
        rgb(0.78, 0.20, 0.22),
        0.3,
    )


def robot(pen: Pen) -> None:
    """A standing machine: blocky limbs, orange plates, one cyan eye."""
    for side in (-1, 1):
        pen.solid(
            [(side * 0.06, 0.06), (side * 0.20, 0.06), (side * 0.19, 0.40), (side * 0.07, 0.40)], 0.7 * STEEL
        )
        pen.box(*sorted((side * 0.04, side * 0.25)), 0, 0.09, ORANGE)
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


def bridge(pen: Pen) -> None:
    """A suspension bridge from edge to edge: two red towers, cables, a deck."""
    steel, deck = rgb(0.78, 0.22, 0.14), 0.36
    reach = 1.9
    pen.box(-reach, reach, deck - 0.03, deck + 0.03, steel, 0.2)
    for left, right in ((-0.42, 0.42), (0.42, 1.26), (-1.26, -0.42)):
        x = np.linspace(left, right, 13)
        y = 0.44 + 0.52 * ((x - (left + right) / 2) / 0.42) ** 2
        for one, two in zip(np.stack((x, y), 1)[:-1], np.stack((x, y), 1)[1:], strict=True):
            pen.beam((one[0], one[1]), (two[0], two[1]), 0.024, 0.9 * steel)
        for at, top in zip(x[1:-1], y[1:-1], strict=True):
            pen.beam((at, deck), (at, top), 0.009, 0.9 * steel)
    for x in (-0.42, 0.42):
        for side in (-0.045, 0.045):
            pen.box(x + side - 0.024, x + side + 0.024, -0.04, 1.0, steel)
        for y in (0.52, 0.74, 0.95):
            pen.box(x - 0.05, x + 0.05, y, y + 0.05, steel)


def church(pen: Pen) -> None:
    """A white nave with a grey roof and a steeple with a cross."""
    slate = rgb(0.26, 0.28, 0.34)
    pen.box(-0.06, 0.38, 0, 0.34, WHITE)
    pen.solid([(-0.06, 0.33), (0.42, 0.33), (0.32, 0.54), (-0.06, 0.54)], slate)
    pen.box(-0.24, 0.02, 0, 0.60, 0.97 * WHITE)
    pen.solid([(-0.28, 0.59), (0.06, 0.59), (-0.11, 0.93)], slate)
    pen.beam((-0.11, 0.91), (-0.11, 1.04), 0.022, GOLD)
    pen.beam((-0.155, 0.995), (-0.065, 0.995), 0.022, GOLD)
    for x in (0.09, 0.20, 0.31):
        pen.window(x - 0.028, x + 0.028, 0.10, 0.25)
    pen.window(-0.15, -0.07, 0.40, 0.52)
    pen.flat(np.concatenate((ellipse(-0.11, 0.14, 0.06, 0.07, 0, 1), [(-0.17, 0), (-0.05, 0)])), 0.5 * WOOD)


SUBJECTS: dict[str, Callable[[Pen], None]] = {
    "eiffel tower": eiffel_tower,
    "building": building,
    "abandoned building": abandoned_building,
    "statue of liberty": statue_of_liberty,
    "mecha statue of liberty": mecha_statue_of_liberty,
    "lighthouse": lighthouse,
    "castle": castle,
    "windmill": windmill,
    "sailing boat": sailing_boat,
    "toilet": toilet,
    "tree": tree,
    "portrait": portrait,
    "robot": robot,
    "bridge": bridge,
    "church": church,
}
