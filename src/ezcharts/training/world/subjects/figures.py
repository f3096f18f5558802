"""Subjects that stand like people: statues, a robot, a knight, a wizard, an astronaut."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.light import Colour, mix
from ezcharts.training.world.pen import LAMP, Pen
from ezcharts.training.world.pigments import (
    AZURE,
    BRASS,
    COATS,
    COPPER,
    CYAN,
    DARK,
    EMBER,
    FLAME,
    GOLD,
    MAGIC,
    ORANGE,
    RED,
    SKINS,
    STEEL,
    STONE,
    WHITE,
    WOOD,
)
from ezcharts.training.world.shapes import ellipse

__all__ = ["astronaut", "knight", "mecha_statue_of_liberty", "robot", "statue_of_liberty", "wizard"]


def statue_of_liberty(pen: Pen) -> None:
    """A green robed figure on a pedestal, torch raised, crown of spikes, tablet on the arm."""
    green = COPPER * np.float32(pen.rng.uniform(0.9, 1.1))
    pen.box(-0.20, 0.20, 0, 0.06, 1.1 * STONE)
    pen.turned("-0.17 0.05  0.17 0.05  0.14 0.19  -0.14 0.19", STONE)
    robe(pen, green)
    pen.limb("0.10 0.59  0.165 0.70  0.185 0.84", (0.075, 0.060, 0.040), green)
    torch(pen.within(0.19, 0.83, 0.055))
    pen.flat("-0.21 0.40  -0.09 0.38  -0.06 0.54  -0.18 0.56", 0.9 * green, -0.3)
    pen.limb("-0.11 0.58  -0.155 0.47  -0.08 0.43", (0.075, 0.055, 0.045), green)
    pen.box(-0.03, 0.03, 0.64, 0.70, 0.85 * green)
    crown(pen.within(0, 0.765, 0.070), green)
    pen.body(ellipse(0.0, 0.735, 0.055, 0.070), 1.1 * green, puff=0.5, smooth=False)
    pen.flat("-0.062 0.765  0.062 0.765  0.058 0.790  -0.058 0.790", 0.95 * green)
    for half in pen.sides():
        half.beams(["0.012 0.742  0.036 0.744"], 0.011, 0.35 * green, 0.1)
    pen.beams(["-0.016 0.694  0.016 0.694", "0.0 0.74  0.008 0.715"], 0.009, 0.45 * green, 0.1)


def robe(pen: Pen, green: Colour) -> None:
    """Draw the statue's robe and its folds."""
    pen.body(
        "-0.13 0.18  0.14 0.18  0.135 0.30  0.105 0.45  0.13 0.58  0.09 0.645  0.0 0.665  -0.09 0.645  "
        "-0.13 0.56  -0.10 0.42  -0.125 0.30",
        green,
        puff=0.5,
    )
    folds = (
        "-0.08 0.19  -0.06 0.36  -0.09 0.56", "-0.02 0.19  -0.01 0.38  0.03 0.60",
        "0.05 0.19  0.06 0.40  0.10 0.58", "0.10 0.20  0.10 0.34  0.07 0.50",
    )  # fmt: skip
    pen.beams(folds, 0.013, 0.55 * green, 0.15)


def crown(pen: Pen, albedo: Colour) -> None:
    """Draw the seven spikes of the statue of liberty around a head of radius 1."""
    for turn in np.linspace(-0.42, 0.42, 7) * np.pi:
        dx, dy = np.sin(turn), np.cos(turn)
        left, right = (
            (0.7 * dx - 0.17 * dy, 0.6 * dy + 0.17 * dx),
            (0.7 * dx + 0.17 * dy, 0.6 * dy - 0.17 * dx),
        )
        pen.flat([left, (2.0 * dx, 1.9 * dy), right], albedo, float(0.6 * dx))


def torch(pen: Pen) -> None:
    """Draw a torch whose flame glows."""
    pen.turned("-0.25 0  0.25 0  0.55 1  -0.55 1", GOLD)
    pen.shining("-0.5 1  0.5 1  0.32 1.7  0.1 2.9  -0.3 1.9", FLAME)
    pen.glow(0, 1.7, 1.7, EMBER, 0.75)


def mecha_statue_of_liberty(pen: Pen) -> None:
    """Head and shoulders of an armoured liberty: spiked crown, plates, burning eyes, torch."""
    green = COPPER * np.float32(pen.rng.uniform(0.85, 1.1))
    steel = STEEL * np.float32(pen.rng.uniform(0.75, 1.0))
    shine = pen.pick(CYAN, CYAN, ORANGE)
    shoulders(pen, green, steel)
    pen.limb("0.42 0.24  0.47 0.42  0.43 0.60", (0.12, 0.10, 0.08), 0.8 * steel)
    pen.ball(0.47, 0.42, 0.065, 0.065, green)
    torch(pen.within(0.43, 0.60, 0.085))
    crown(pen.within(0, 0.70, 0.170), green)
    helm(pen, green, steel)
    visor(pen, green, steel, shine)
    pen.ball(0.0, 0.17, 0.085, 0.085, 0.5 * steel)
    pen.shining(ellipse(0.0, 0.17, 0.055, 0.055), shine)
    pen.glow(0.0, 0.17, 0.09, shine, 0.5)


def shoulders(pen: Pen, green: Colour, steel: Colour) -> None:
    """Draw the mecha's breast, shoulder plates, cables and neck."""
    breast = "-0.46 -0.02  0.46 -0.02  0.42 0.20  0.26 0.33  0.10 0.36  -0.10 0.36  -0.26 0.33  -0.42 0.20"
    pen.body(breast, 0.7 * steel, puff=0.3, smooth=False)
    for half in pen.sides():
        half.body(
            "0.20 0.10  0.22 0.30  0.34 0.37  0.47 0.30  0.52 0.12  0.44 0.02  0.30 0.02", green, puff=0.5
        )
        half.beams(["0.26 0.08  0.30 0.28", "0.38 0.06  0.40 0.32"], 0.014, 0.4 * green, 0.1)
        half.limb("0.06 0.20  0.11 0.34  0.08 0.44", (0.04, 0.04, 0.03), 0.45 * steel)
    pen.turned("-0.085 0.26  0.085 0.26  0.075 0.44  -0.075 0.44", 0.5 * steel)


def helm(pen: Pen, green: Colour, steel: Colour) -> None:
    """Draw the mecha's head with its seams, ear pieces and diadem."""
    pen.body(
        "-0.20 0.60  -0.19 0.74  -0.12 0.83  0.0 0.86  0.12 0.83  0.19 0.74  0.20 0.60  0.17 0.46  "
        "0.09 0.365  -0.09 0.365  -0.17 0.46",
        green,
        puff=0.45,
    )
    for half in pen.sides():
        half.flat("0.20 0.62  0.235 0.60  0.20 0.44  0.16 0.44", steel, 0.8)
        half.ball(0.205, 0.58, 0.04, 0.055, 0.8 * steel)
        half.beams(["0.165 0.63  0.11 0.53  0.115 0.42"], 0.016, 0.35 * green, 0.1)
    pen.flat("-0.215 0.715  0.215 0.715  0.185 0.790  -0.185 0.790", BRASS, 0, 0.3)


def visor(pen: Pen, green: Colour, steel: Colour, shine: Colour) -> None:
    """Draw the mecha's grille, nose and burning eyes."""
    pen.flat("-0.115 0.505  -0.05 0.385  0.05 0.385  0.115 0.505  0.05 0.53  -0.05 0.53", steel)
    pen.beams([[(x, 0.41), (x, 0.50)] for x in (-0.045, 0.0, 0.045)], 0.020, DARK, 0)
    pen.flat("-0.022 0.52  0.022 0.52  0.012 0.64  -0.012 0.64", 1.1 * green, 0.4)
    pen.paint("-0.165 0.585  0.165 0.585  0.16 0.67  -0.16 0.67", 0.35 * green, 0.75)
    for half in pen.sides():
        half.shining("0.03 0.600  0.135 0.625  0.13 0.660  0.04 0.640", shine)
        half.glow(0.085, 0.63, 0.055, shine, 0.65)


def robot(pen: Pen) -> None:
    """A standing machine: jointed limbs, coloured plates, one shining visor or two eyes."""
    plate = pen.pick(ORANGE, ORANGE, 0.85 * RED, GOLD, AZURE * 1.5)
    steel, shine = STEEL * np.float32(pen.rng.uniform(0.8, 1.05)), pen.pick(CYAN, CYAN, LAMP)
    trunk = pen.within(wide=pen.rng.uniform(0.9, 1.15), high=1.0)
    for half in trunk.sides():
        robot_leg(half.within(0.115), plate, steel)
        robot_arm(half.within(0.275), plate, steel)
    trunk.body("-0.13 0.37  0.13 0.37  0.15 0.48  -0.15 0.48", 0.55 * steel, puff=0.4, smooth=False)
    breast = "-0.15 0.46  0.15 0.46  0.25 0.66  0.20 0.77  -0.20 0.77  -0.25 0.66"
    trunk.body(breast, steel, puff=0.35, smooth=False)
    trunk.flat("-0.11 0.54  0.11 0.54  0.14 0.70  -0.14 0.70", plate)
    pen.ball(0, 0.62, 0.05, 0.05, 0.4 * steel)
    pen.shining(ellipse(0, 0.62, 0.032, 0.032), shine)
    robot_head(pen, steel, shine)


def robot_leg(pen: Pen, plate: Colour, steel: Colour) -> None:
    """Draw a leg: thigh, shin, knee and foot."""
    pen.turned("-0.045 0.20  0.045 0.20  0.05 0.40  -0.05 0.40", 0.6 * steel)
    pen.body("-0.07 0.07  0.07 0.07  0.075 0.24  -0.075 0.24", plate, puff=0.5, smooth=False)
    pen.ball(0, 0.25, 0.05, 0.045, 0.7 * steel)
    pen.body("-0.09 0  0.09 0  0.08 0.075  -0.08 0.075", 0.7 * steel, puff=0.5, smooth=False)


def robot_arm(pen: Pen, plate: Colour, steel: Colour) -> None:
    """Draw an arm from the shoulder down."""
    pen.limb("0.0 0.68  0.055 0.54  0.04 0.40", (0.08, 0.07, 0.07), 0.65 * steel)
    pen.limb("0.06 0.53  0.045 0.36", (0.11, 0.12), plate)
    pen.ball(0.04, 0.32, 0.055, 0.06, 0.6 * steel)
    pen.ball(0, 0.70, 0.10, 0.085, plate)


def robot_head(pen: Pen, steel: Colour, shine: Colour) -> None:
    """Draw the head: a visor or two eyes, and an aerial."""
    pen.box(-0.05, 0.05, 0.76, 0.81, 0.4 * steel)
    skull = "-0.125 0.80  0.125 0.80  0.13 0.92  0.09 0.975  -0.09 0.975  -0.13 0.92"
    pen.body(skull, steel, puff=0.4, smooth=False)
    pen.flat("-0.105 0.84  0.105 0.84  0.105 0.915  -0.105 0.915", 1.5 * DARK)
    if pen.rng.random() < 0.5:
        pen.shining("-0.09 0.86  0.09 0.86  0.09 0.90  -0.09 0.90", shine)
    else:
        for half in pen.sides():
            half.shining(ellipse(0.05, 0.88, 0.027, 0.027), shine)
    pen.glow(0, 0.88, 0.09, shine, 0.5)
    pen.beams(["0.10 0.95  0.13 1.05"], 0.016, steel, 0.5)
    pen.ball(0.13, 1.05, 0.018, 0.018, RED)


def knight(pen: Pen) -> None:
    """An armoured knight with a plume, a cape, a shield and a sword whose point is on the ground."""
    cloth = pen.pick(RED, AZURE, COATS[2], 0.8 * GOLD)
    steel = STEEL * np.float32(pen.rng.uniform(0.9, 1.1))
    cape = "-0.20 0.76  0.20 0.76  0.27 0.40  0.30 0.05  0.10 0.08  -0.12 0.05  -0.31 0.07  -0.26 0.40"
    pen.body(cape, 0.75 * cloth, puff=0.5)
    for half in pen.sides():
        half.limb("0.085 0.42  0.10 0.22  0.095 0.05", (0.12, 0.095, 0.075), steel)
        half.ball(0.10, 0.22, 0.052, 0.05, 1.05 * steel)
        half.body("0.04 0  0.19 0  0.15 0.07  0.05 0.08", 0.85 * steel, puff=0.5, smooth=False)
    armour = "-0.15 0.34  0.15 0.34  0.13 0.46  0.17 0.62  0.14 0.75  -0.14 0.75  -0.17 0.62  -0.13 0.46"
    pen.body(armour, steel, puff=0.45)
    pen.flat("-0.11 0.62  0.11 0.62  0.10 0.36  0.12 0.28  -0.12 0.28  -0.10 0.36", cloth)
    pen.beams(["0 0.34  0 0.58", "-0.05 0.52  0.05 0.52"], 0.022, GOLD, 0.8)
    sword(pen, steel)
    for half in pen.sides():
        half.ball(0.19, 0.72, 0.085, 0.07, 1.05 * steel)
    pen.body("-0.36 0.62  -0.22 0.66  -0.08 0.62  -0.09 0.44  -0.22 0.27  -0.35 0.44", cloth, puff=0.4)
    pen.beams(["-0.22 0.62  -0.22 0.33", "-0.33 0.51  -0.11 0.51"], 0.030, WHITE, 0.7)
    helmet(pen, cloth, steel)


def sword(pen: Pen, steel: Colour) -> None:
    """Draw the sword and the arm that rests on it."""
    pen.limb("0.18 0.71  0.26 0.58  0.28 0.46", (0.10, 0.08, 0.07), steel)
    pen.flat("0.262 0  0.288 0  0.305 0.42  0.255 0.42", 1.25 * steel, 0.5)
    pen.beams(["0.20 0.425  0.36 0.425"], 0.028, GOLD, 0.8)
    pen.beams(["0.28 0.43  0.28 0.52"], 0.028, WOOD, 0.5)
    pen.ball(0.28, 0.53, 0.022, 0.022, GOLD)


def helmet(pen: Pen, cloth: Colour, steel: Colour) -> None:
    """Draw a helmet with a slit for the eyes and a plume."""
    pen.box(-0.05, 0.05, 0.73, 0.80, 0.6 * steel)
    pen.body(
        "0.02 0.96  0.04 1.04  -0.04 1.07  -0.15 1.0  -0.19 0.86  -0.13 0.90  -0.06 0.95", cloth, puff=0.6
    )
    shell = "-0.095 0.80  0.0 0.765  0.095 0.80  0.10 0.90  0.06 0.965  0.0 0.98  -0.06 0.965  -0.10 0.90"
    pen.body(shell, steel, puff=0.45)
    pen.flat("-0.088 0.862  0.088 0.862  0.084 0.890  -0.084 0.890", DARK)
    pen.beams(["0.0 0.79  0.0 0.97"], 0.014, 0.6 * steel, 0.5)


def wizard(pen: Pen) -> None:
    """An old man in a robe and a pointed hat, with a white beard and a staff that shines."""
    cloth, shine = pen.pick(AZURE, COATS[0], COATS[2], 0.5 * MAGIC), pen.pick(CYAN, MAGIC, FLAME)
    pen.limb("0.32 0.0  0.30 0.45  0.31 0.80", (0.030, 0.032, 0.030), WOOD)
    gown = (
        "-0.24 0.0  0.26 0.0  0.22 0.22  0.17 0.50  0.14 0.66  0.0 0.70  -0.14 0.66  -0.17 0.50  -0.21 0.22"
    )
    pen.body(gown, cloth, puff=0.5)
    folds = [[(1.2 * x, 0.01), (0.9 * x, 0.35)] for x in (-0.12, -0.03, 0.08, 0.16)]
    pen.beams(folds, 0.014, 0.5 * cloth, 0.1)
    pen.limb("0.11 0.62  0.22 0.52  0.30 0.49", (0.12, 0.12, 0.13), 1.1 * cloth)
    pen.ball(0.31, 0.49, 0.040, 0.038, SKINS[0])
    pen.limb("-0.12 0.62  -0.20 0.46  -0.10 0.37", (0.12, 0.12, 0.12), 1.05 * cloth)
    pen.ball(-0.07, 0.37, 0.038, 0.036, SKINS[0])
    old_face(pen)
    pen.body(
        "-0.10 0.775  0.10 0.775  0.06 0.88  0.03 0.97  -0.05 1.03  -0.02 0.95  -0.055 0.88", cloth, puff=0.5
    )
    pen.flat(ellipse(0, 0.782, 0.17, 0.030), 0.8 * cloth, 0, 0.5)
    pen.flat("-0.098 0.79  0.098 0.79  0.088 0.82  -0.088 0.82", GOLD)
    pen.shining("0.27 0.84  0.31 0.79  0.35 0.84  0.31 0.92", shine)
    pen.glow(0.31, 0.85, 0.10, shine, 0.85)


def old_face(pen: Pen) -> None:
    """Draw the wizard's face and his beard."""
    pen.body(ellipse(0.0, 0.715, 0.080, 0.085), SKINS[0], puff=0.5, smooth=False)
    beard = "-0.085 0.72  0.0 0.68  0.085 0.72  0.09 0.60  0.05 0.47  0.0 0.38  -0.05 0.47  -0.09 0.60"
    pen.body(beard, 0.95 * WHITE, puff=0.5)
    for half in pen.sides():
        half.beams(["0.018 0.738  0.055 0.742"], 0.016, 2 * DARK, 0.1)
        half.beams(["0.015 0.762  0.065 0.768"], 0.016, WHITE, 0.7)
    pen.ball(0.0, 0.715, 0.017, 0.022, 0.95 * SKINS[0])


def astronaut(pen: Pen) -> None:
    """A white suit with a golden visor and a pack on the back."""
    suit, trim = 0.97 * WHITE, pen.pick(ORANGE, AZURE * 1.4, RED)
    pack = "-0.22 0.42  0.22 0.42  0.23 0.82  0.19 0.86  -0.19 0.86  -0.23 0.82"
    pen.body(pack, 0.65 * STEEL, puff=0.3, smooth=False)
    for half in pen.sides():
        half.limb("0.085 0.42  0.105 0.24  0.105 0.06", (0.15, 0.14, 0.125), suit)
        half.beams(["0.04 0.24  0.17 0.24"], 0.020, 0.6 * suit, 0.2)
        half.body("0.03 0  0.21 0  0.18 0.09  0.045 0.09", 0.5 * STEEL, puff=0.5, smooth=False)
        bend = pen.rng.uniform(0.30, 0.36)
        half.limb([(0.15, 0.70), (bend, 0.56), (bend - 0.04, 0.40)], (0.13, 0.125, 0.10), suit)
        half.beams([[(bend - 0.09, 0.47), (bend + 0.05, 0.47)]], 0.035, trim, 0.6)
        half.ball(bend - 0.04, 0.37, 0.055, 0.055, 0.6 * STEEL)
    pen.body("-0.17 0.38  0.17 0.38  0.19 0.56  0.18 0.74  0.0 0.80  -0.18 0.74  -0.19 0.56", suit, puff=0.45)
    pen.box(-0.095, 0.095, 0.50, 0.62, 0.7 * STEEL)
    for x, colour in ((-0.06, RED), (0.0, GOLD), (0.06, CYAN)):
        pen.shining(ellipse(x, 0.585, 0.018, 0.018), colour)
    pen.beams(["-0.17 0.42  0.17 0.42"], 0.028, trim, 0.6)
    pen.ball(0, 0.87, 0.155, 0.15, suit)
    pen.body(ellipse(0.0, 0.865, 0.122, 0.105), mix(GOLD, DARK, 0.35), puff=0.5, smooth=False)
    pen.shining(ellipse(-0.035, 0.90, 0.045, 0.022), mix(GOLD, WHITE, 0.6))
