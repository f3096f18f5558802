"""Environments: what lies between the sky and the subject, and what stands before it."""

from __future__ import annotations

from collections.abc import Callable

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.lands.aloft import floating_front, floating_islands
from ezcharts.training.world.lands.coasts import beach, beach_front, sea_cliffs, sea_cliffs_front
from ezcharts.training.world.lands.heights import (
    canyon,
    canyon_front,
    mountains,
    mountains_front,
    volcano,
    volcano_front,
)
from ezcharts.training.world.lands.meadows import (
    field_front,
    field_of_flowers,
    serene_front,
    serene_landscape,
    snow,
    snow_front,
)
from ezcharts.training.world.lands.sands import alien_front, alien_planet, desert
from ezcharts.training.world.lands.settled import city, city_front, ruins, ruins_front
from ezcharts.training.world.lands.woods import forest, forest_front, swamp, swamp_front

__all__ = ["FOREGROUNDS", "LANDS", "paint_foreground", "paint_land"]

Painter = Callable[[Canvas], None]

LANDS: dict[str, Painter] = {
    "sea cliffs": sea_cliffs,
    "mountains": mountains,
    "forest": forest,
    "field of flowers": field_of_flowers,
    "desert": desert,
    "city": city,
    "serene landscape": serene_landscape,
    "ruins": ruins,
    "snow": snow,
    "swamp": swamp,
    "volcano": volcano,
    "beach": beach,
    "floating islands": floating_islands,
    "canyon": canyon,
    "alien planet": alien_planet,
}

FOREGROUNDS: dict[str, Painter] = {
    "sea cliffs": sea_cliffs_front,
    "mountains": mountains_front,
    "forest": forest_front,
    "field of flowers": field_front,
    "city": city_front,
    "serene landscape": serene_front,
    "ruins": ruins_front,
    "snow": snow_front,
    "swamp": swamp_front,
    "volcano": volcano_front,
    "beach": beach_front,
    "floating islands": floating_front,
    "canyon": canyon_front,
    "alien planet": alien_front,
}


def paint_land(canvas: Canvas) -> None:
    """Paint all that lies behind the subject."""
    LANDS[canvas.scene.environment](canvas)


def paint_foreground(canvas: Canvas) -> None:
    """Paint what stands in front of the subject, at the picture's edges, where the environment has such."""
    if canvas.scene.environment in FOREGROUNDS:
        FOREGROUNDS[canvas.scene.environment](canvas)
