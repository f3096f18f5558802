"""Environments by the water: sea cliffs, and the serene landscape around a lake."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.palette import Colour, mix
from ezcharts.training.world.pigments import CLIFF, FOAM, GRASS, LAKE, MOSS, SEA
from ezcharts.training.world.shapes import band
from ezcharts.training.world.terrain import land, level

__all__ = ["sea_cliffs", "serene_landscape"]


def sea_cliffs(canvas: Canvas) -> None:
    """A sea with waves between two cliffs, the nearer of which carries the subject."""
    where, subject, side = canvas.composition, canvas.scene.subject, canvas.composition.flip
    horizon = where.horizon
    sea(canvas, horizon)
    cliff(canvas, "far cliff", -side * 0.24, -side, horizon - 0.16, horizon + 0.05, 0.6)
    if subject != "none":
        cliff(canvas, "high cliff", side * 0.16, side, horizon - 0.30, horizon + 0.12, 0.3)
    waves(canvas, horizon, canvas.scene.hour == "storm")
    if subject == "none":
        cliff(canvas, "near cliff", side * 0.12, side, horizon - 0.26, 0.98, 0.05)
    elif subject == "sailing boat":
        cliff(canvas, "near cliff", side * 0.42, side, horizon - 0.12, 0.98, 0.05)
    else:
        cliff(canvas, "near cliff", where.place - side * 0.27, side, where.base - 0.03, 1.08, 0.0)


def sea(canvas: Canvas, horizon: float) -> None:
    """Paint open water up to the horizon."""
    far, near = mix(canvas.palette.low, canvas.palette.shade(SEA), 0.55), canvas.palette.shade(SEA, 0.5)
    along = np.clip((canvas.y - np.float32(horizon)) * 2, 0, 1)
    ripple = 0.75 + 0.5 * canvas.noise("sea", 16, 6, 2)
    canvas.fill(canvas.below(level(canvas, horizon)), (far + along * (near - far)) * ripple)


def waves(canvas: Canvas, horizon: float, stormy: bool) -> None:
    """Paint rows of wave crests with foam, higher and whiter in a storm."""
    crest, foam = canvas.palette.shade(SEA, 0.9), canvas.palette.shade(FOAM, 1.0)
    for row in range(5):
        near = (row + 0.5) / 5
        y, height = horizon + 0.44 * near * near + 0.02, (0.11 if stormy else 0.035) * (0.3 + near)
        line = canvas.ridge(f"wave {row}", y + height / 2, height, 7 - 4 * near, 0.35)
        shape = canvas.mask([canvas.below(line)])
        canvas.paint(shape, mix(crest, canvas.palette.shade(SEA, 0.3), near), 0.5)
        thick = (0.022 if stormy else 0.010) * (0.4 + near)
        lip = canvas.mask([band(line, thick)])
        spray = np.clip(canvas.noise(f"spray {row}", 14, 3, 1) * 3 - (0.7 if stormy else 1.3), 0, 1)
        canvas.paint(lip.astype(np.float32) / np.float32(255) * spray, foam, 0.9)


def cliff(canvas: Canvas, name: str, edge: float, side: int, top: float, foot: float, depth: float) -> None:
    """Paint a cliff with strata, a grassy top and foam at its foot.

    Args:
        canvas: What it is painted on.
        name: Names its streams.
        edge: x where it breaks off.
        side: Where it goes from there, -1 or 1.
        top: y of its top.
        foot: y of its foot.
        depth: How far it is, 0..1.
    """
    rng = canvas.scene.stream(name)
    outer = side * (canvas.reach + 0.2)
    heights = np.linspace(top, foot, 9)
    face = np.stack((edge + side * (rng.uniform(-0.05, 0.05, 9) - np.linspace(0.02, 0.10, 9)), heights), 1)
    crown = np.stack((np.linspace(outer, face[0, 0], 7), top + rng.uniform(-0.02, 0.02, 7)), 1)
    outline = np.concatenate((crown, face, [(outer, foot)]))
    lit = 0.85 if side != canvas.composition.side else 0.35
    strata = 0.55 + 0.9 * canvas.noise(name, 7, 0.35, 3)
    canvas.fill(outline, canvas.palette.shade(CLIFF, lit, depth) * strata)
    canvas.fill(band(crown, 0.035), canvas.palette.shade(GRASS, 0.8, depth))
    along = np.linspace(face[-1, 0] - side * 0.08, outer, 14)
    spray = np.stack((along, foot + rng.uniform(-0.02, 0.01, 14)), 1)
    canvas.paint(canvas.blur(canvas.dots(spray, np.full(14, 0.035)), 0.02), canvas.palette.shade(FOAM), 0.75)


def serene_landscape(canvas: Canvas) -> None:
    """Soft hills mirrored in a still lake, and a green bank."""
    horizon = canvas.composition.horizon
    for layer, (depth, rise) in enumerate(((0.85, 0.22), (0.55, 0.12))):
        line = canvas.ridge(f"hill {layer}", horizon + 0.01, rise, 1.4, 0.18)
        land(canvas, line, GRASS * (1.0 - 0.2 * layer), depth, depth, f"hill {layer}")
    rng = canvas.scene.stream("grove")
    grove = np.stack((rng.uniform(-1.1, 1.1, 60), horizon - rng.uniform(0, 0.022, 60)), 1)
    canvas.paint(canvas.dots(grove, rng.uniform(0.012, 0.03, 60)), canvas.palette.shade(MOSS, 0.6, 0.35))
    mirror(canvas, horizon, canvas.palette.shade(LAKE, 0.7), 0.28)
    if canvas.scene.subject != "sailing boat":
        bank = canvas.ridge("bank", canvas.composition.base + 0.01, 0.05, 1.3, 0.25)
        land(canvas, bank, GRASS, 0.12, 0.0, "bank")


def mirror(canvas: Canvas, horizon: float, tint: Colour, share: float) -> None:
    """Turn everything under the horizon into water that mirrors what is above it."""
    row = round(horizon * canvas.height)
    below = canvas.height - row
    rows = np.clip(row - 1 - np.arange(below) * 6 // 5, 0, row - 1)
    ripple = canvas.noise("ripple", 22, 7, 1)[row:] - np.float32(0.5)
    water = mix(canvas.pixels[:, rows], tint, share) * (1 + np.float32(0.22) * ripple)
    canvas.pixels[:, row:] = water * (1 - 0.35 * np.linspace(0, 1, below, dtype=np.float32)[:, None])
