"""The light of an hour: the colours from which sky, land and subject take theirs, and where light comes from.

Colours are RGB, about 0..1 (light may exceed 1). A surface of colour a that is lit by a share s of the key
light is a·(fill + s·key); far things go towards `haze`. Every hour has several moods of light, between which
a scene's seed chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.scene import Scene

__all__ = ["LIGHTS", "Colour", "Light", "light_of", "mix", "rgb"]

Colour = NDArray[np.float32]


def rgb(red: float, green: float, blue: float) -> Colour:
    """Return a colour, shape (3, 1, 1): it meets planes of pixels without more ado."""
    return np.array((red, green, blue), np.float32).reshape(3, 1, 1)


def mix(one: Colour, other: Colour, share: float | NDArray[np.float32]) -> Colour:
    """Return the colour `share` (0..1) of the way from one to the other."""
    mixed: Colour = one + np.float32(share) * (other - one)
    return mixed


@dataclass(frozen=True)
class Light:
    """The light of an hour.

    Args:
        top: Sky overhead.
        middle: Sky half way down.
        low: Sky at the horizon.
        haze: What far things fade into.
        key: What the sun (or moon) adds to a white surface that faces it.
        fill: What the sky gives to a white surface in shade.
        sun: Colour of the sun or moon itself and of its rays.
        thickness: How fast things fade with distance, 0..1.
        height: How high the sun stands above the horizon, in heights of the picture.
        front: How much of the light comes from behind the camera, −1..1; below 0 things are seen against it.
        shadow: How deep cast shadows are, 0..1.
        lamps: Whether windows are lit, 0 or 1.
    """

    top: Colour
    middle: Colour
    low: Colour
    haze: Colour
    key: Colour
    fill: Colour
    sun: Colour
    thickness: float
    height: float
    front: float
    shadow: float
    lamps: float

    @property
    def direction(self) -> tuple[float, float, float]:
        """Where the light comes from, a unit vector: sideways (towards its side), upwards, towards us."""
        up = 0.2 + 0.8 * self.height
        length = (1 + up * up + self.front * self.front) ** 0.5
        return 1 / length, up / length, self.front / length

    def shade(self, albedo: Colour, share: float | NDArray[np.float32] = 1.0, depth: float = 0.0) -> Colour:
        """Return the colour that a surface shows.

        Args:
            albedo: Its own colour.
            share: Share of the key light that reaches it, 0..1 (a number or planes).
            depth: How far it is, 0 (near) to 1 (at the horizon).
        """
        lit = albedo * (self.fill + np.float32(share) * self.key)
        return mix(lit, self.haze, depth * self.thickness) if depth else lit


def blend(one: Light, other: Light, share: float) -> Light:
    """Return a light between two."""
    values = {}
    for field in fields(Light):
        low, high = getattr(one, field.name), getattr(other, field.name)
        values[field.name] = low + (np.float32(share) if isinstance(low, np.ndarray) else share) * (
            high - low
        )
    return Light(**values)


def light_of(scene: Scene) -> Light:
    """Return the light of a scene: between two of its hour's."""
    rng = scene.stream("light")
    lights = LIGHTS[scene.hour]
    one, other = rng.choice(len(lights), 2, replace=False)
    return blend(lights[one], lights[other], 0.5 * rng.random())


LIGHTS: dict[str, tuple[Light, ...]] = {
    "day": (
        Light(rgb(0.13, 0.36, 0.74), rgb(0.38, 0.64, 0.92), rgb(0.84, 0.92, 0.96), rgb(0.66, 0.80, 0.93),
              rgb(0.86, 0.80, 0.66), rgb(0.30, 0.36, 0.46), rgb(1.0, 0.98, 0.90), 0.70, 0.62, 0.35, 0.55, 0),
        Light(rgb(0.06, 0.40, 0.66), rgb(0.30, 0.68, 0.84), rgb(0.80, 0.94, 0.92), rgb(0.62, 0.84, 0.88),
              rgb(0.90, 0.84, 0.68), rgb(0.28, 0.38, 0.42), rgb(1.0, 0.98, 0.88), 0.66, 0.55, 0.30, 0.55, 0),
        Light(rgb(0.20, 0.34, 0.66), rgb(0.50, 0.66, 0.90), rgb(0.90, 0.92, 0.94), rgb(0.74, 0.80, 0.92),
              rgb(0.84, 0.78, 0.68), rgb(0.33, 0.37, 0.48), rgb(1.0, 0.97, 0.92), 0.74, 0.70, 0.25, 0.50, 0),
    ),
    "sunset": (
        Light(rgb(0.16, 0.10, 0.34), rgb(0.66, 0.20, 0.40), rgb(1.00, 0.54, 0.20), rgb(0.82, 0.36, 0.34),
              rgb(1.05, 0.50, 0.22), rgb(0.33, 0.25, 0.38), rgb(1.0, 0.62, 0.24), 0.78, 0.06, -0.45, 0.60, 0),
        Light(rgb(0.22, 0.14, 0.44), rgb(0.76, 0.30, 0.56), rgb(1.00, 0.64, 0.44), rgb(0.78, 0.42, 0.54),
              rgb(1.00, 0.52, 0.36), rgb(0.35, 0.28, 0.44), rgb(1.0, 0.70, 0.42), 0.80, 0.07, -0.40, 0.55, 0),
        Light(rgb(0.14, 0.04, 0.12), rgb(0.56, 0.10, 0.14), rgb(1.00, 0.40, 0.10), rgb(0.74, 0.26, 0.18),
              rgb(1.05, 0.42, 0.14), rgb(0.32, 0.22, 0.28), rgb(1.0, 0.52, 0.16), 0.78, 0.05, -0.50, 0.65, 0),
    ),
    "night": (
        Light(rgb(0.01, 0.02, 0.08), rgb(0.03, 0.07, 0.20), rgb(0.10, 0.20, 0.40), rgb(0.08, 0.15, 0.32),
              rgb(0.36, 0.46, 0.66), rgb(0.10, 0.15, 0.27), rgb(0.92, 0.95, 1.0), 0.72, 0.34, -0.15, 0.45, 1),
        Light(rgb(0.00, 0.03, 0.07), rgb(0.02, 0.10, 0.17), rgb(0.07, 0.26, 0.34), rgb(0.06, 0.19, 0.27),
              rgb(0.34, 0.52, 0.58), rgb(0.09, 0.17, 0.22), rgb(0.94, 1.0, 0.96), 0.72, 0.38, -0.15, 0.45, 1),
        Light(rgb(0.02, 0.01, 0.09), rgb(0.08, 0.06, 0.24), rgb(0.20, 0.18, 0.44), rgb(0.14, 0.14, 0.36),
              rgb(0.42, 0.42, 0.68), rgb(0.13, 0.13, 0.27), rgb(0.96, 0.94, 1.0), 0.74, 0.30, -0.20, 0.45, 1),
    ),
    "storm": (
        Light(rgb(0.09, 0.10, 0.12), rgb(0.24, 0.27, 0.29), rgb(0.56, 0.60, 0.59), rgb(0.38, 0.42, 0.43),
              rgb(0.44, 0.47, 0.47), rgb(0.24, 0.27, 0.29), rgb(0.86, 0.92, 1.0), 0.80, 0.45, 0.05, 0.35, 1),
        Light(rgb(0.08, 0.11, 0.10), rgb(0.21, 0.28, 0.25), rgb(0.52, 0.60, 0.53), rgb(0.34, 0.42, 0.38),
              rgb(0.43, 0.48, 0.43), rgb(0.22, 0.27, 0.25), rgb(0.84, 0.96, 0.96), 0.80, 0.45, 0.05, 0.35, 1),
        Light(rgb(0.11, 0.10, 0.11), rgb(0.27, 0.26, 0.28), rgb(0.58, 0.56, 0.57), rgb(0.40, 0.39, 0.41),
              rgb(0.46, 0.44, 0.45), rgb(0.25, 0.25, 0.28), rgb(0.90, 0.88, 1.0), 0.80, 0.45, 0.05, 0.35, 1),
    ),
    "fog": (
        Light(rgb(0.54, 0.58, 0.62), rgb(0.63, 0.66, 0.69), rgb(0.72, 0.74, 0.75), rgb(0.69, 0.72, 0.74),
              rgb(0.24, 0.24, 0.24), rgb(0.40, 0.43, 0.47), rgb(0.95, 0.96, 0.96), 0.88, 0.34, -0.1, 0.20, 0),
        Light(rgb(0.52, 0.59, 0.60), rgb(0.61, 0.68, 0.68), rgb(0.71, 0.76, 0.75), rgb(0.67, 0.73, 0.73),
              rgb(0.22, 0.24, 0.23), rgb(0.38, 0.44, 0.45), rgb(0.94, 0.97, 0.95), 0.88, 0.36, -0.1, 0.20, 0),
        Light(rgb(0.59, 0.58, 0.59), rgb(0.67, 0.66, 0.66), rgb(0.75, 0.73, 0.71), rgb(0.72, 0.70, 0.69),
              rgb(0.26, 0.24, 0.22), rgb(0.43, 0.43, 0.45), rgb(0.98, 0.95, 0.92), 0.88, 0.32, -0.1, 0.20, 0),
    ),
    "golden hour": (
        Light(rgb(0.46, 0.47, 0.45), rgb(0.88, 0.68, 0.34), rgb(0.99, 0.84, 0.50), rgb(0.94, 0.72, 0.38),
              rgb(1.10, 0.74, 0.26), rgb(0.30, 0.23, 0.17), rgb(1.0, 0.92, 0.66), 0.76, 0.20, -0.25, 0.60, 0),
        Light(rgb(0.36, 0.47, 0.46), rgb(0.80, 0.72, 0.40), rgb(0.98, 0.87, 0.54), rgb(0.89, 0.76, 0.44),
              rgb(1.05, 0.80, 0.34), rgb(0.27, 0.25, 0.20), rgb(1.0, 0.95, 0.72), 0.76, 0.22, -0.20, 0.58, 0),
        Light(rgb(0.50, 0.40, 0.36), rgb(0.90, 0.62, 0.29), rgb(0.99, 0.80, 0.44), rgb(0.94, 0.67, 0.34),
              rgb(1.12, 0.70, 0.24), rgb(0.32, 0.22, 0.17), rgb(1.0, 0.90, 0.60), 0.78, 0.18, -0.30, 0.60, 0),
    ),
}  # fmt: skip
