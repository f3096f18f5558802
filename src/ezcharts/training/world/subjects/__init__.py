"""Subjects: what stands in the picture, between its ground and its foreground."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ezcharts.training.world.air import cast_shadow, mirror_subject
from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.light import mix
from ezcharts.training.world.pen import Pen
from ezcharts.training.world.subjects.beasts import cat, dragon, elephant, owl, stag, whale, wolf
from ezcharts.training.world.subjects.craft import (
    airship,
    car,
    flying_saucer,
    hot_air_balloon,
    rocket,
    sailing_boat,
    steam_train,
)
from ezcharts.training.world.subjects.faces import portrait
from ezcharts.training.world.subjects.figures import (
    astronaut,
    knight,
    mecha_statue_of_liberty,
    robot,
    statue_of_liberty,
    wizard,
)
from ezcharts.training.world.subjects.houses import (
    abandoned_building,
    building,
    castle,
    church,
    pagoda,
    temple,
    windmill,
)
from ezcharts.training.world.subjects.monuments import (
    bridge,
    clock_tower,
    eiffel_tower,
    lighthouse,
    pyramid,
    telephone_box,
    toilet,
    torii_gate,
)
from ezcharts.training.world.subjects.wonders import crystal, giant_hand, mushroom, portal, skull, tree

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
    "clock tower": clock_tower,
    "pagoda": pagoda,
    "temple": temple,
    "pyramid": pyramid,
    "torii gate": torii_gate,
    "telephone box": telephone_box,
    "wizard": wizard,
    "knight": knight,
    "astronaut": astronaut,
    "stag": stag,
    "wolf": wolf,
    "cat": cat,
    "owl": owl,
    "elephant": elephant,
    "dragon": dragon,
    "whale": whale,
    "hot air balloon": hot_air_balloon,
    "airship": airship,
    "flying saucer": flying_saucer,
    "rocket": rocket,
    "steam train": steam_train,
    "car": car,
    "skull": skull,
    "giant hand": giant_hand,
    "mushroom": mushroom,
    "crystal": crystal,
    "portal": portal,
}


def paint_subject(canvas: Canvas) -> None:
    """Paint the subject with bright air behind it, its shadow on the ground and its image in the water."""
    if canvas.scene.subject == "none":
        return
    halo(canvas)
    pen = Pen(canvas)
    SUBJECTS[canvas.scene.subject](pen)
    pen.finish()
    if not canvas.composition.close:
        cast_shadow(canvas)
        mirror_subject(canvas)


def halo(canvas: Canvas) -> None:
    """Let the haze glow behind the subject, so that it stands out: the picture's focus."""
    where, light = canvas.composition, canvas.light
    high = canvas.heights(where.size)
    across = (canvas.x - np.float32(where.place)) / np.float32(0.58 * where.size)
    down = (canvas.y - np.float32(where.foot - 0.55 * high)) / np.float32(0.58 * high)
    away = across * across + down * down
    cover = np.float32(0.26 if light.lamps else 0.38) / (1 + away * away)
    canvas.paint(cover, mix(light.haze, light.low, 0.5))
