"""Where things are in a picture: horizon, light, and the place of the subject."""

from __future__ import annotations

from dataclasses import dataclass

from ezcharts.training.world.scene import Scene

__all__ = ["PORTRAITS", "Composition", "compose"]

PORTRAITS = frozenset({"portrait", "mecha statue of liberty"})


@dataclass(frozen=True)
class Composition:
    """Where things are.

    Args:
        horizon: y of the horizon, 0..1 from the top.
        base: y on which the subject stands.
        place: x of the subject, units from the middle.
        size: Height of the subject, units.
        sun: x of the sun or moon, units.
        side: −1 when the light comes from the left, 1 from the right.
        flip: −1 when the subject is mirrored, else 1.
    """

    horizon: float
    base: float
    place: float
    size: float
    sun: float
    side: int
    flip: int


def compose(scene: Scene) -> Composition:
    """Return the composition of a scene: jitter from its seed, laws from its subject."""
    rng = scene.stream("composition")
    horizon, base, place, size, sun = rng.random(5)
    side, flip = 1 - 2 * rng.integers(2, size=2)
    close = scene.subject in PORTRAITS
    return Composition(
        horizon=0.54 + 0.08 * horizon,
        base=1.02 if close else 0.79 + 0.09 * base,
        place=(place - 0.5) * (0.12 if close else 0.36),
        size=0.86 + 0.12 * size if close else 0.56 + 0.18 * size,
        sun=int(side) * (0.16 + 0.26 * sun),
        side=int(side),
        flip=int(flip),
    )
