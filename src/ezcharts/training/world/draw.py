"""From a scene to pixels: sky, ground, subject, foreground, weather; then mood; then medium."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.composition import compose
from ezcharts.training.world.grade import grade
from ezcharts.training.world.ground import paint_foreground, paint_ground
from ezcharts.training.world.medium import finish, to_bytes
from ezcharts.training.world.palette import HOURS
from ezcharts.training.world.scene import Scene
from ezcharts.training.world.sky import paint_sky
from ezcharts.training.world.subjects import paint_subject
from ezcharts.training.world.weather import paint_weather

__all__ = ["draw"]


def draw(scene: Scene, size: tuple[int, int] = (128, 128)) -> NDArray[np.uint8]:
    """Draw a scene.

    Args:
        scene: What to draw.
        size: Width and height in pixels, made for 64..1280.

    Returns:
        RGB, shape (height, width, 3). The same scene and size give the same bytes on every machine.
    """
    palette = HOURS[scene.hour]
    lamps = palette.lamps or (scene.artist in ARTISTS and ARTISTS[scene.artist].lamps)
    canvas = Canvas(scene, size, dataclasses.replace(palette, lamps=lamps), compose(scene))
    for step in (paint_sky, paint_ground, paint_subject, paint_foreground, paint_weather, grade, finish):
        step(canvas)
    return np.ascontiguousarray(to_bytes(canvas.pixels).transpose(1, 2, 0))
