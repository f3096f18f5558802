"""Subjects: what stands in the picture, between its ground and its foreground."""

from __future__ import annotations

from collections.abc import Callable

from ezcharts.training.world.buildings import (
    abandoned_building,
    building,
    castle,
    church,
    lighthouse,
    windmill,
)
from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.figures import mecha_statue_of_liberty, portrait, robot, statue_of_liberty
from ezcharts.training.world.ironwork import bridge, eiffel_tower
from ezcharts.training.world.pen import Pen
from ezcharts.training.world.shapes import ellipse
from ezcharts.training.world.things import sailing_boat, toilet, tree

__all__ = ["SUBJECTS", "paint_subject"]

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
