"""Environments: what lies between the sky and the subject, and what stands before it."""

from __future__ import annotations

from collections.abc import Callable

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.places import city, field_front, field_of_flowers, ruins
from ezcharts.training.world.waters import sea_cliffs, serene_landscape
from ezcharts.training.world.wilds import desert, forest, forest_front, mountains, snow, snow_front

__all__ = ["FOREGROUNDS", "GROUNDS", "paint_foreground", "paint_ground"]

Painter = Callable[[Canvas], None]

GROUNDS: dict[str, Painter] = {
    "sea cliffs": sea_cliffs,
    "mountains": mountains,
    "forest": forest,
    "field of flowers": field_of_flowers,
    "desert": desert,
    "city": city,
    "serene landscape": serene_landscape,
    "ruins": ruins,
    "snow": snow,
}

FOREGROUNDS: dict[str, Painter] = {
    "forest": forest_front,
    "field of flowers": field_front,
    "snow": snow_front,
}


def paint_ground(canvas: Canvas) -> None:
    """Paint all that lies behind the subject."""
    GROUNDS[canvas.scene.environment](canvas)


def paint_foreground(canvas: Canvas) -> None:
    """Paint what stands in front of the subject's foot, where the environment has such."""
    if canvas.scene.environment in FOREGROUNDS:
        FOREGROUNDS[canvas.scene.environment](canvas)
