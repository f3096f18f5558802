"""The light of an hour: seven colours from which sky, land and subject take theirs.

Colours are RGB, about 0..1 (light may exceed 1). A surface of colour a in full light is a·(ambient + light),
in shade a·ambient; far things go towards `haze`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["HOURS", "Colour", "Palette", "mix", "rgb"]

Colour = NDArray[np.float32]


def rgb(red: float, green: float, blue: float) -> Colour:
    """Return a colour, shape (3, 1, 1): it meets planes of pixels without more ado."""
    return np.array((red, green, blue), np.float32).reshape(3, 1, 1)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour `share` (0..1) of the way from one to the other."""
    return one + np.float32(share) * (other - one)


@dataclass(frozen=True)
class Palette:
    """The light of an hour.

    Args:
        top: Sky overhead.
        middle: Sky half way down.
        low: Sky at the horizon.
        haze: What far things fade into.
        light: What the sun (or moon) adds to a white surface.
        ambient: What the sky gives to a white surface in shade.
        thickness: How fast things fade with distance, 0..1.
        lamps: Whether windows are lit.
    """

    top: Colour
    middle: Colour
    low: Colour
    haze: Colour
    light: Colour
    ambient: Colour
    thickness: float
    lamps: bool

    def shade(self, albedo: Colour, light: float = 1.0, depth: float = 0.0) -> Colour:
        """Return the colour that a surface shows.

        Args:
            albedo: Its own colour.
            light: Share of the light that reaches it, 0..1.
            depth: How far it is, 0 (near) to 1 (at the horizon).
        """
        return mix(
            albedo * (self.ambient + np.float32(light) * self.light), self.haze, depth * self.thickness
        )


HOURS: dict[str, Palette] = {
    "day": Palette(
        rgb(0.13, 0.38, 0.78), rgb(0.38, 0.64, 0.92), rgb(0.80, 0.91, 0.97), rgb(0.68, 0.82, 0.94),
        rgb(0.58, 0.54, 0.44), rgb(0.46, 0.52, 0.62), 0.55, False,
    ),
    "sunset": Palette(
        rgb(0.17, 0.10, 0.38), rgb(0.70, 0.20, 0.44), rgb(1.00, 0.55, 0.20), rgb(0.82, 0.36, 0.38),
        rgb(0.80, 0.46, 0.26), rgb(0.32, 0.25, 0.40), 0.60, False,
    ),
    "night": Palette(
        rgb(0.01, 0.02, 0.08), rgb(0.03, 0.07, 0.22), rgb(0.10, 0.20, 0.42), rgb(0.07, 0.13, 0.30),
        rgb(0.34, 0.42, 0.60), rgb(0.12, 0.17, 0.32), 0.60, True,
    ),
    "storm": Palette(
        rgb(0.07, 0.08, 0.11), rgb(0.19, 0.22, 0.26), rgb(0.44, 0.50, 0.49), rgb(0.29, 0.34, 0.37),
        rgb(0.40, 0.44, 0.46), rgb(0.20, 0.24, 0.28), 0.65, True,
    ),
    "fog": Palette(
        rgb(0.62, 0.66, 0.70), rgb(0.72, 0.75, 0.78), rgb(0.82, 0.84, 0.85), rgb(0.78, 0.81, 0.83),
        rgb(0.22, 0.22, 0.22), rgb(0.46, 0.49, 0.53), 0.95, False,
    ),
    "golden hour": Palette(
        rgb(0.52, 0.50, 0.44), rgb(0.95, 0.76, 0.36), rgb(1.00, 0.94, 0.66), rgb(0.98, 0.80, 0.46),
        rgb(0.92, 0.62, 0.20), rgb(0.36, 0.25, 0.15), 0.62, False,
    ),
}  # fmt: skip
