"""Media with a brush and body colour: oil, gouache, matte painting, magic realism."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas
from ezcharts.training.world.colour import bloom, contrast, luminance, saturate, tone
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.media.brush import flatten, frame, strokes

__all__ = ["gouache", "magic_realism", "matte_painting", "oil_painting"]


def oil_painting(canvas: Canvas) -> None:
    """Thick short strokes that catch the light, on a warm ground."""
    flatten(canvas, 0.012)
    swirl = 1.0 if canvas.scene.artist == "van gogh" else 0.16
    strokes(canvas, "broad strokes", 190, 0.080, 0.026, swirl)
    height = strokes(canvas, "strokes", 420, 0.050, 0.016, swirl)
    catch = height[:-1, :-1] - height[1:, 1:]
    canvas.pixels[:, 1:, 1:] *= 1 + np.float32(0.42) * catch
    saturate(canvas, 1.12)


def gouache(canvas: Canvas) -> None:
    """Flat chalky patches of few tones inside a clean white border."""
    flatten(canvas, 0.014)
    grey = luminance(canvas.pixels)
    few = (np.floor(grey * 9 + np.float32(0.5))) / 9
    canvas.pixels *= (few + np.float32(0.06)) / (grey + np.float32(0.06))
    canvas.pixels = mix(canvas.pixels, rgb(0.92, 0.88, 0.84), 0.14)
    canvas.pixels *= 1 + np.float32(0.10) * canvas.mottle
    canvas.paint(frame(canvas, 0.034, 0.0), rgb(0.97, 0.97, 0.95))


def matte_painting(canvas: Canvas) -> None:
    """Clean and deep: smooth light, crisp edges, film-like contrast."""
    bloom(canvas, 0.16)
    contrast(canvas, 1.12, 0.40)


def magic_realism(canvas: Canvas) -> None:
    """Dreamlike teal and amber, with bloom and lights that float."""
    canvas.pixels = tone(canvas.pixels, rgb(0.04, 0.15, 0.26), rgb(1.0, 0.90, 0.64), 0.30)
    saturate(canvas, 1.30)
    flatten(canvas, 0.010)
    bloom(canvas, 0.36)
    rng = canvas.scene.stream("orbs")
    for x, y, size in zip(
        rng.uniform(-0.55, 0.55, 14), rng.uniform(0.06, 0.95, 14), rng.uniform(0.009, 0.020, 14), strict=True
    ):
        canvas.glow(float(x), float(y), 2.4 * float(size), rgb(1.0, 0.75, 0.35), 0.75)
        canvas.paint(canvas.dots([(x, y)], [size]), rgb(1.0, 0.95, 0.75))
