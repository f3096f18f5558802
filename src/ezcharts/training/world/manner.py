"""An artist's manner: the palette, the air and the glow that a name stands for."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.colour import bloom, saturate, tint, vignette
from ezcharts.training.world.light import mix, rgb

__all__ = ["paint_manner"]


def paint_manner(canvas: Canvas) -> None:
    """Apply the manner of the scene's artist, where there is one."""
    if canvas.scene.artist == "none":
        return
    artist = ARTISTS[canvas.scene.artist]
    light = rgb(*artist.light)
    if artist.haze:
        low = np.clip(canvas.y * np.float32(1.5) - np.float32(0.35), 0, 1) * canvas.noise("air", 2.0, 2.5, 2)
        air = (
            np.float32(artist.haze * 1.3)
            * low
            * (1 - canvas.subject.astype(np.float32) * np.float32(0.7 / 255))
        )
        canvas.paint(air, mix(canvas.light.haze, light * canvas.light.low, 0.5))
    canvas.pixels = tint(canvas.pixels, rgb(*artist.shadow), light, artist.strength)
    saturate(canvas, artist.saturation)
    if artist.bloom:
        bloom(canvas, artist.bloom)
    if artist.dark:
        vignette(canvas, artist.dark)
