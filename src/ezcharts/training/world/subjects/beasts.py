"""Subjects that live: stag, wolf, cat, owl, elephant, dragon, whale."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.pen import Pen
from ezcharts.training.world.pigments import (
    BONE,
    DARK,
    EMBER,
    FLAME,
    GOLD,
    LAMP,
    MAGIC,
    ORANGE,
    RED,
    VERDIGRIS,
    WHITE,
)
from ezcharts.training.world.shapes import ellipse
from ezcharts.training.world.subjects.houses import pick

__all__ = ["cat", "dragon", "elephant", "owl", "stag", "whale", "wolf"]


def stag(pen: Pen) -> None:
    """A stag from its side, with spreading antlers."""
    coat = pick(pen, (rgb(0.52, 0.32, 0.18), rgb(0.42, 0.28, 0.20), rgb(0.80, 0.76, 0.70)))
    stride = pen.rng.uniform(-0.03, 0.05)
    for path in (
        [(0.10, 0.40), (0.09 - stride, 0.20), (0.11 - stride, 0.0)],
        [(-0.20, 0.42), (-0.16 + stride, 0.25), (-0.22 + stride, 0.17), (-0.19 + stride, 0.0)],
    ):
        pen.limb(
            path,
            [0.11, 0.048, 0.04, 0.034][: len(path)] if len(path) == 4 else [0.10, 0.042, 0.034],
            0.65 * coat,
        )
    pen.body(
        "-0.34 0.50  -0.27 0.565  -0.05 0.545  0.13 0.575  0.25 0.52  0.24 0.40  0.10 0.345  -0.10 0.36  "
        "-0.26 0.34  -0.35 0.42",
        coat,
        puff=0.5,
    )
    pen.limb([(0.17, 0.42), (0.185 + stride, 0.21), (0.175 + stride, 0.0)], [0.12, 0.048, 0.038], coat)
    pen.limb(
        [(-0.27, 0.44), (-0.24 - stride, 0.26), (-0.31 - stride, 0.17), (-0.28 - stride, 0.0)],
        [0.16, 0.075, 0.045, 0.038],
        coat,
    )
    pen.limb("0.15 0.46  0.25 0.6  0.3 0.71", [0.19, 0.125, 0.095], coat)
    pen.body(
        "0.25 0.70  0.29 0.755  0.35 0.735  0.455 0.655  0.455 0.625  0.41 0.615  0.33 0.645  0.27 0.66",
        coat,
        puff=0.5,
    )
    pen.body("0.26 0.73  0.16 0.775  0.17 0.745  0.25 0.705", 0.85 * coat, puff=0.5)
    pen.flat(ellipse(0.345, 0.695, 0.013, 0.014), DARK)
    pen.flat(ellipse(0.448, 0.645, 0.016, 0.014), DARK)
    pen.paint(ellipse(-0.345, 0.47, 0.03, 0.05), WHITE, 0.8)
    bone = 0.9 * BONE
    pen.beams(
        [
            "0.29 0.745  0.22 0.8  0.17 0.88  0.18 0.98",
            "0.31 0.745  0.37 0.81  0.43 0.88  0.42 0.99",
        ],
        0.026,
        bone,
        0.7,
    )
    pen.beams(
        [
            "0.23 0.79  0.15 0.8",
            "0.18 0.86  0.09 0.89",
            "0.18 0.92  0.25 0.98",
            "0.36 0.8  0.42 0.79",
            "0.42 0.87  0.5 0.89",
            "0.43 0.92  0.36 0.98",
        ],
        0.020,
        bone,
        0.7,
    )


def wolf(pen: Pen) -> None:
    """A sitting wolf that howls."""
    fur = pick(
        pen, (rgb(0.42, 0.42, 0.46), rgb(0.24, 0.23, 0.26), rgb(0.80, 0.80, 0.82), rgb(0.46, 0.36, 0.28))
    )
    pen.limb("-0.24 0.05  -0.4 0.04  -0.54 0.09  -0.62 0.06", [0.10, 0.13, 0.11, 0.02], 0.85 * fur)
    pen.limb("0.05 0.4  0.09 0.2  0.08 0.02", [0.13, 0.08, 0.06], 0.7 * fur)
    pen.body(
        "-0.30 0.0  -0.38 0.10  -0.36 0.26  -0.26 0.42  -0.14 0.58  -0.04 0.72  0.04 0.79  0.16 0.72  "
        "0.21 0.58  0.19 0.42  0.12 0.26  0.04 0.10  0.0 0.0",
        fur,
        puff=0.5,
    )
    pen.body(
        "-0.30 0.0  -0.33 0.14  -0.22 0.27  -0.08 0.22  -0.02 0.09  0.06 0.05  0.06 0.0", 1.05 * fur, puff=0.5
    )
    pen.limb("0.13 0.42  0.165 0.22  0.15 0.05", [0.15, 0.095, 0.07], 1.05 * fur)
    pen.body("0.10 0.05  0.22 0.05  0.24 0.0  0.10 0.0", 1.05 * fur, puff=0.5)
    pen.body("0.12 0.66  0.21 0.60  0.20 0.44  0.13 0.40  0.10 0.52", mix(fur, WHITE, 0.5), puff=0.5)
    pen.body(
        "-0.05 0.70  -0.06 0.80  0.02 0.88  0.12 0.91  0.24 1.01  0.285 1.0  0.27 0.96  0.20 0.88  "
        "0.25 0.90  0.27 0.865  0.18 0.78  0.14 0.70  0.05 0.65",
        fur,
        puff=0.45,
    )
    pen.body("-0.02 0.82  -0.15 0.83  -0.17 0.80  -0.06 0.74", 0.75 * fur, puff=0.5)
    pen.flat(ellipse(0.275, 1.0, 0.024, 0.022), DARK)
    pen.beams(["0.07 0.855  0.11 0.865"], 0.016, DARK, 0)
    pen.hole("0.19 0.865  0.265 0.955  0.262 0.905  0.22 0.875")


def cat(pen: Pen) -> None:
    """A cat that sits and looks at us with bright eyes."""
    fur = pick(pen, (ORANGE * 0.85, 2.2 * DARK, rgb(0.55, 0.55, 0.58), 0.95 * WHITE, rgb(0.50, 0.36, 0.24)))
    eye = pick(pen, (rgb(0.65, 0.95, 0.30), rgb(1.0, 0.80, 0.20), rgb(0.45, 0.80, 1.0)))
    pen.limb(
        "0.18 0.07  0.36 0.06  0.46 0.16  0.43 0.32  0.47 0.4",
        [0.10, 0.10, 0.095, 0.085, 0.04],
        0.9 * fur,
    )
    pen.body(
        "-0.27 0.0  -0.32 0.14  -0.25 0.32  -0.16 0.50  -0.13 0.62  0.13 0.62  0.16 0.50  0.25 0.32  "
        "0.32 0.14  0.27 0.0",
        fur,
        puff=0.5,
    )
    for side in (-1, 1):
        pen.limb(
            [(side * 0.075, 0.42), (side * 0.085, 0.20), (side * 0.085, 0.03)], [0.13, 0.10, 0.11], 1.05 * fur
        )
        pen.ball(side * 0.09, 0.035, 0.07, 0.04, 1.1 * fur)
    pen.body("-0.09 0.52  0.09 0.52  0.07 0.36  0.0 0.28  -0.07 0.36", mix(fur, WHITE, 0.55), puff=0.5)
    for side in (-1, 1):
        pen.body(
            np.array(
                [
                    (side * 0.05, 0.86),
                    (side * 0.13, 0.93),
                    (side * 0.205, 1.02),
                    (side * 0.225, 0.88),
                    (side * 0.21, 0.76),
                ]
            ),
            fur,
            puff=0.4,
        )
        pen.paint(
            [(side * 0.12, 0.87), (side * 0.19, 0.965), (side * 0.20, 0.83)], rgb(0.85, 0.50, 0.48), 0.7
        )
    pen.body(
        "-0.22 0.74  -0.19 0.85  -0.08 0.90  0.08 0.90  0.19 0.85  0.22 0.74  0.16 0.63  0.0 0.58  "
        "-0.16 0.63",
        fur,
        puff=0.45,
    )
    if pen.rng.random() < 0.5:
        pen.beams(
            [[(x, 0.895), (0.75 * x, 0.82)] for x in (-0.06, 0.0, 0.06)]
            + [[(side * 0.20, y), (side * 0.13, y + 0.005)] for side in (-1, 1) for y in (0.70, 0.75)],
            0.018,
            0.5 * fur,
            0.1,
        )
        pen.beams(
            [[(side * 0.30, y), (side * 0.20, y + 0.03)] for side in (-1, 1) for y in (0.12, 0.20)],
            0.022,
            0.5 * fur,
            0.1,
        )
    pen.body(ellipse(0, 0.67, 0.085, 0.05), mix(fur, WHITE, 0.5), puff=0.5, smooth=False)
    for side in (-1, 1):
        pen.shining(
            ellipse(side * 0.095, 0.755, 0.050, 0.042), mix(eye, pen.canvas.light.shade(eye, 0.7), 0.4)
        )
        pen.flat(ellipse(side * 0.095, 0.755, 0.016, 0.040), 0.5 * DARK)
    pen.flat("-0.024 0.7  0.024 0.7  0 0.678", rgb(0.80, 0.42, 0.42))
    pen.beams(["0 0.68  0 0.66", "-0.03 0.648  0 0.66  0.03 0.648"], 0.010, DARK, 0)


def owl(pen: Pen) -> None:
    """An owl that comes at us on spread wings."""
    plume = pick(
        pen, (rgb(0.50, 0.36, 0.22), rgb(0.42, 0.40, 0.40), rgb(0.88, 0.86, 0.82), rgb(0.62, 0.40, 0.20))
    )
    lift = pen.rng.uniform(0.0, 0.16)
    for side in (-1, 1):
        for row, tone in ((0, 0.62), (1, 0.95)):
            tips = [
                (0.16, 0.30),
                (0.30, 0.26 + lift * 0.4),
                (0.44, 0.30 + lift),
                (0.58, 0.40 + lift * 1.6),
                (0.68, 0.54 + lift * 2.2),
                (0.72, 0.70 + lift * 2.4),
            ]
            span = [(x * (1 - 0.30 * row), y + 0.13 * row) for x, y in tips]
            pen.body(
                np.array(
                    [
                        (side * x, y)
                        for x, y in [
                            *span,
                            (0.52 - 0.1 * row, 0.80 + lift * 1.8 - 0.02 * row),
                            (0.30, 0.76 + lift),
                            (0.10, 0.66),
                        ]
                    ]
                ),
                tone * plume,
                puff=0.35,
            )
        pen.beams(
            [[(side * 0.20, 0.62), (side * x * 0.93, y + 0.03)] for x, y in tips[1:]], 0.014, 0.4 * plume, 0.1
        )
    pen.body(
        "-0.10 0.22  -0.14 0.06  -0.05 0.10  0.0 0.03  0.05 0.10  0.14 0.06  0.10 0.22",
        0.65 * plume,
        puff=0.4,
    )
    pen.body(
        "0.0 0.12  -0.12 0.20  -0.17 0.42  -0.15 0.62  0.15 0.62  0.17 0.42  0.12 0.20",
        mix(plume, WHITE, 0.35),
        puff=0.5,
    )
    marks = [
        [(x - 0.02, y), (x, y - 0.025), (x + 0.02, y)]
        for y, row in (
            (0.46, (-0.08, 0.0, 0.08)),
            (0.37, (-0.10, -0.04, 0.04, 0.10)),
            (0.28, (-0.06, 0.0, 0.06)),
        )
        for x in row
    ]
    pen.beams(marks, 0.014, 0.5 * plume, 0.1)
    for side in (-1, 1):
        pen.limb([(side * 0.06, 0.18), (side * 0.07, 0.06)], [0.05, 0.03], GOLD)
        pen.body(
            np.array([(side * 0.06, 0.84), (side * 0.15, 0.93), (side * 0.17, 0.80)]), 0.8 * plume, puff=0.4
        )
    pen.body(
        "-0.19 0.70  -0.16 0.83  0.0 0.87  0.16 0.83  0.19 0.70  0.13 0.58  0.0 0.54  -0.13 0.58",
        plume,
        puff=0.45,
    )
    for side in (-1, 1):
        pen.body(ellipse(side * 0.083, 0.705, 0.090, 0.095), mix(plume, WHITE, 0.55), puff=0.4, smooth=False)
        pen.shining(ellipse(side * 0.080, 0.71, 0.052, 0.052), mix(LAMP, GOLD, 0.5))
        pen.flat(ellipse(side * 0.075, 0.71, 0.028, 0.028), 0.4 * DARK)
    pen.body("0.0 0.70  0.026 0.66  0.0 0.60  -0.026 0.66", 0.5 * GOLD, puff=0.5)


def elephant(pen: Pen) -> None:
    """An elephant from its side, with a large ear, tusks and a hanging trunk."""
    hide = pick(pen, (rgb(0.46, 0.45, 0.47), rgb(0.52, 0.46, 0.42), rgb(0.38, 0.40, 0.46)))
    sway = pen.rng.uniform(-0.04, 0.06)
    for x in (-0.30, 0.12):
        pen.limb([(x, 0.42), (x + 0.01, 0.2), (x, 0.0)], [0.19, 0.14, 0.15], 0.6 * hide)
    pen.limb("-0.5 0.68  -0.56 0.5  -0.55 0.36", [0.05, 0.03, 0.035], 0.8 * hide)
    pen.body(
        "-0.52 0.62  -0.46 0.80  -0.26 0.90  0.0 0.87  0.20 0.86  0.30 0.66  0.24 0.44  0.06 0.36  "
        "-0.20 0.36  -0.42 0.42",
        hide,
        puff=0.5,
    )
    for x in (-0.40, 0.20):
        pen.limb([(x, 0.50), (x + 0.01, 0.22), (x + 0.0, 0.0)], [0.24, 0.165, 0.17], 0.97 * hide)
        pen.beams([[(x - 0.06, 0.022), (x + 0.07, 0.022)]], 0.026, 1.5 * hide, 0.6)
    pen.limb(
        [
            (0.44, 0.62),
            (0.56 + sway, 0.46),
            (0.58 + sway, 0.26),
            (0.52 + 2 * sway, 0.09),
            (0.60 + 2 * sway, 0.05),
        ],
        [0.24, 0.15, 0.11, 0.085, 0.06],
        hide,
    )
    pen.body(
        "0.16 0.72  0.22 0.90  0.36 0.99  0.50 0.95  0.57 0.82  0.57 0.64  0.46 0.50  0.30 0.50  0.20 0.58",
        hide,
        puff=0.5,
    )
    pen.limb("0.44 0.52  0.54 0.38  0.7 0.36", [0.06, 0.05, 0.012], 1.05 * BONE)
    pen.body(
        "0.24 0.90  0.10 0.94  0.0 0.82  0.0 0.62  0.10 0.48  0.22 0.52  0.30 0.70", 0.88 * hide, puff=0.3
    )
    pen.flat(ellipse(0.455, 0.77, 0.020, 0.020), DARK)
    pen.beams(
        ["0.04 0.8  0.06 0.62", "0.5 0.44  0.58 0.43", "0.53 0.34  0.61 0.33"],
        0.012,
        0.5 * hide,
        0.1,
    )


def dragon(pen: Pen) -> None:
    """A dragon in flight: spread wings, horned head, long tail, a breath of fire."""
    scale = pick(pen, (0.8 * RED, VERDIGRIS * 0.7, rgb(0.26, 0.24, 0.34), rgb(0.24, 0.34, 0.56), 0.75 * GOLD))
    skin = mix(scale, rgb(0.9, 0.5, 0.2), 0.30)
    beat = pen.rng.uniform(-0.10, 0.06)
    wing(pen, 0.05, 1.0 + beat, 0.55 * skin, 0.5)
    pen.limb(
        "-0.12 0.38  -0.36 0.26  -0.58 0.3  -0.72 0.44  -0.8 0.42",
        [0.20, 0.13, 0.085, 0.05, 0.01],
        scale,
    )
    pen.flat("-0.7 0.44  -0.88 0.5  -0.84 0.4  -0.86 0.3", 0.8 * scale)
    for x in (-0.10, 0.14):
        pen.limb([(x, 0.34), (x - 0.09, 0.20), (x + 0.0, 0.10)], [0.13, 0.075, 0.04], 0.85 * scale)
    pen.body(
        "-0.24 0.40  -0.10 0.52  0.12 0.54  0.30 0.50  0.30 0.38  0.14 0.28  -0.10 0.28", scale, puff=0.5
    )
    pen.limb("0.2 0.43  0.38 0.5  0.46 0.64  0.54 0.7", [0.20, 0.14, 0.11, 0.11], scale)
    pen.limb("0.16 0.33  0.36 0.42  0.45 0.58", [0.09, 0.06, 0.04], 1.3 * mix(scale, BONE, 0.5))
    pen.body(
        "0.46 0.66  0.48 0.77  0.57 0.80  0.70 0.73  0.80 0.70  0.80 0.665  0.72 0.66  0.78 0.625  "
        "0.68 0.61  0.56 0.62",
        scale,
        puff=0.5,
    )
    for base in (0.50, 0.54):
        pen.limb([(base, 0.77), (base - 0.07, 0.84), (base - 0.15, 0.86)], [0.045, 0.03, 0.006], BONE)
    pen.shining(ellipse(0.60, 0.735, 0.020, 0.016), FLAME)
    spines = [
        [(x, y), (x - 0.03, y + 0.065), (x - 0.055, y - 0.005)]
        for x, y in ((0.42, 0.60), (0.35, 0.545), (-0.30, 0.34), (-0.40, 0.305), (-0.50, 0.315))
    ]
    for spine in spines:
        pen.flat(spine, 0.6 * scale)
    wing(pen, -0.02, 0.96 - beat, skin, 0.0)
    if pen.rng.random() < 0.6:
        pen.shining(
            "0.78 0.645  0.94 0.66  1.06 0.60  1.02 0.54  1.10 0.48  0.96 0.52  0.88 0.58",
            mix(EMBER, ORANGE, 0.4),
        )
        pen.shining("0.79 0.645  0.90 0.64  0.98 0.58  0.88 0.60", FLAME)
        pen.glow(0.94, 0.58, 0.12, EMBER, 0.7)


def wing(pen: Pen, x: float, tip: float, skin: Colour, behind: float) -> None:
    """Draw a wing of skin between long fingers, leaning back by `behind`."""
    root, wrist = (x + 0.10, 0.48), (x - 0.05 + 0.34 * behind, tip - 0.10)
    fingers = [
        (x + 0.06 + 0.55 * behind, tip + 0.08),
        (x - 0.30 + 0.55 * behind, tip + 0.02),
        (x - 0.52 + 0.45 * behind, tip - 0.18),
        (x - 0.46 + 0.3 * behind, tip - 0.38),
    ]
    edge = [root, wrist]
    for one, two in pairwise(fingers):
        hollow = (
            0.5 * (one[0] + two[0]) * 0.82 + 0.18 * wrist[0],
            0.5 * (one[1] + two[1]) * 0.82 + 0.18 * wrist[1] - 0.02,
        )
        edge += [one, hollow]
    edge += [fingers[-1], (x - 0.18, 0.44)]
    pen.body(np.array(edge), skin, puff=0.25, smooth=False)
    pen.beams([[root, wrist], *([wrist, finger] for finger in fingers)], 0.022, 0.5 * skin, 0.3)


def whale(pen: Pen) -> None:
    """A great whale that swims through the air: dark back, pale furrowed belly, raised flukes."""
    back = pick(
        pen, (rgb(0.16, 0.26, 0.40), rgb(0.24, 0.30, 0.36), rgb(0.18, 0.34, 0.42), rgb(0.34, 0.28, 0.46))
    )
    bend = pen.rng.uniform(-0.06, 0.10)
    pen.body(
        np.array(
            [
                (-0.66, 0.56 + bend),
                (-0.82, 0.74 + bend),
                (-1.00, 0.80 + bend),
                (-0.92, 0.68 + bend),
                (-0.84, 0.60 + bend),
                (-0.98, 0.52 + bend),
                (-1.02, 0.42 + bend),
                (-0.84, 0.46 + bend),
                (-0.68, 0.52 + bend),
            ]
        ),
        0.9 * back,
        puff=0.4,
    )
    pen.body(
        np.array(
            [
                (-0.74, 0.56 + bend),
                (-0.44, 0.66 + 0.5 * bend),
                (-0.05, 0.82),
                (0.40, 0.86),
                (0.74, 0.74),
                (0.88, 0.56),
                (0.84, 0.42),
                (0.62, 0.28),
                (0.22, 0.20),
                (-0.16, 0.26),
                (-0.46, 0.42 + 0.5 * bend),
                (-0.74, 0.50 + bend),
            ]
        ),
        back,
        puff=0.5,
    )
    pen.body(
        "0.86 0.50  0.66 0.44  0.36 0.40  0.10 0.36  -0.10 0.30  0.20 0.215  0.50 0.245  0.76 0.35",
        mix(back, WHITE, 0.70),
        puff=0.4,
    )
    pen.beams(
        [
            [
                (0.78 - 0.05 * i, 0.43 - 0.032 * i),
                (0.40 - 0.06 * i, 0.385 - 0.030 * i),
                (0.08 - 0.02 * i, 0.345 - 0.022 * i),
            ]
            for i in range(4)
        ],
        0.012,
        0.6 * back,
        0.2,
    )
    pen.body(
        "0.36 0.40  0.26 0.36  0.10 0.18  -0.02 0.02  0.14 0.06  0.32 0.20  0.44 0.34", 0.8 * back, puff=0.4
    )
    pen.body("0.0 0.81  -0.10 0.90  -0.14 0.80  -0.12 0.77", 0.9 * back, puff=0.5)
    pen.flat(ellipse(0.60, 0.50, 0.024, 0.022), DARK)
    pen.beams(["0.87 0.52  0.72 0.47  0.6 0.455"], 0.014, 0.4 * back, 0.1)
    if pen.rng.random() < 0.5:
        for x, y in zip(pen.rng.uniform(-0.4, 0.7, 7), pen.rng.uniform(0.6, 0.76, 7), strict=True):
            pen.glow(float(x), float(y), 0.02, MAGIC, 0.5)
