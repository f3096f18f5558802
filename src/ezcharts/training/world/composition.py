"""Where things are in a picture: horizon, camera, light, and the place of the subject.

The subject stands at distance 1. A thing of height h at distance z is h/z high in the picture, and the plane
it stands on is seen at y = horizon + camera/z.
"""

from __future__ import annotations

from dataclasses import dataclass

from ezcharts.training.world.scene import Scene

__all__ = ["AFLOAT", "AIRBORNE", "FIGURES", "PORTRAITS", "Composition", "compose"]

# What is shown from the breast upwards: always, or in one scene of four.
PORTRAITS = frozenset({"portrait", "mecha statue of liberty"})
FIGURES = frozenset({"statue of liberty", "robot", "wizard", "knight", "astronaut"})
# What hovers above the ground, and what floats where there is water.
AIRBORNE = frozenset({"hot air balloon", "airship", "flying saucer", "dragon", "whale"})
AFLOAT = frozenset({"sailing boat"})
# Subjects that are wider than high are smaller, so that they fit; slender ones a little larger.
SCALES = {
    "bridge": 0.78, "steam train": 0.66, "car": 0.68, "whale": 0.72, "dragon": 0.92, "airship": 0.72,
    "flying saucer": 0.88, "hot air balloon": 0.98, "temple": 0.80, "pyramid": 0.88,
    "statue of liberty": 1.10, "eiffel tower": 1.08, "elephant": 0.88, "wolf": 0.94, "stag": 1.0,
    "sailing boat": 0.95, "skull": 0.94, "owl": 0.80, "torii gate": 0.88, "portal": 0.95,
    "mushroom": 0.9,
}  # fmt: skip


@dataclass(frozen=True)
class Composition:
    """Where things are.

    Args:
        horizon: y of the horizon, 0..1 from the top.
        base: y of the ground on which, or above which, the subject is.
        foot: y of the subject's own lowest point.
        place: x of the subject, units from the middle.
        size: Height of the subject, units.
        sun: x of the sun or moon, units.
        side: −1 when the light comes from the left, 1 from the right.
        flip: −1 when the subject is mirrored, else 1.
        close: Whether the subject is seen from the breast upwards.
    """

    horizon: float
    base: float
    foot: float
    place: float
    size: float
    sun: float
    side: int
    flip: int
    close: bool

    @property
    def camera(self) -> float:
        """How high the camera is above the ground, in heights of the picture at distance 1."""
        return self.base - self.horizon

    def distance(self, y: float) -> float:
        """Return how far the ground is that is seen at `y` (below the horizon)."""
        return self.camera / max(y - self.horizon, 1e-3)


def compose(scene: Scene) -> Composition:
    """Return the composition of a scene: jitter from its seed, laws from its subject."""
    rng = scene.stream("composition")
    horizon, base, place, size, sun, close = rng.random(6)
    side, flip = 1 - 2 * rng.integers(2, size=2)
    subject = scene.subject
    portrait = subject in PORTRAITS
    bust = subject in FIGURES and close < 1 / 4
    scale = SCALES.get(subject, 1.0)
    tall = (0.58 + 0.18 * size) * scale
    ground = (
        1.02
        if portrait or bust
        else 0.80 + 0.09 * base - (0.06 if scene.environment == "floating islands" else 0)
    )
    lift = min(0.13 + 0.10 * base, max(ground - tall - 0.05, 0.04)) if subject in AIRBORNE else 0.0
    foot = ground - lift
    if portrait or bust:
        tall = 0.86 + 0.10 * size if portrait else 1.35 + 0.25 * size
        foot = ground if portrait else 0.10 + tall
    return Composition(
        horizon=0.47 + 0.17 * horizon,
        base=ground,
        foot=foot,
        place=(place - 0.5) * (0.12 if portrait or bust or scale < 1 else 0.34),
        size=tall,
        sun=int(side) * (0.17 + 0.22 * sun),
        side=int(side),
        flip=int(flip),
        close=portrait or bust,
    )
