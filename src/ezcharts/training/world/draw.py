"""From a scene to pixels: sky, ground, subject, foreground, weather; then mood; then medium."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.air import paint_air
from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.canvas import Canvas, to_bytes
from ezcharts.training.world.composition import compose
from ezcharts.training.world.lands import paint_foreground, paint_land
from ezcharts.training.world.light import light_of
from ezcharts.training.world.manner import paint_manner
from ezcharts.training.world.media import paint_medium
from ezcharts.training.world.moods import paint_mood, polish
from ezcharts.training.world.scene import Scene
from ezcharts.training.world.sky import paint_sky
from ezcharts.training.world.subjects import paint_subject

__all__ = ["draw"]

STEPS = (
    paint_sky, paint_land, paint_subject, paint_foreground, paint_air, paint_mood, paint_manner, polish,
    paint_medium,
)  # fmt: skip


def draw(scene: Scene, size: tuple[int, int] = (128, 128)) -> NDArray[np.uint8]:
    """Draw a scene.

    Args:
        scene: What to draw.
        size: Width and height in pixels, made for 64..1280.

    Returns:
        RGB, shape (height, width, 3). The same scene and size give the same bytes on every machine.
    """
    light = light_of(scene)
    if scene.artist != "none" and ARTISTS[scene.artist].lamps:
        light = dataclasses.replace(light, lamps=1.0)
    canvas = Canvas(scene, size, light, compose(scene))
    for step in STEPS:
        step(canvas)
    return np.ascontiguousarray(to_bytes(canvas.pixels).transpose(1, 2, 0))
