"""Media on paper that shows: watercolour, ink, charcoal, pastel."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, triangle
from ezcharts.training.world.colour import luminance, saturate, stretch
from ezcharts.training.world.light import mix, rgb
from ezcharts.training.world.media.brush import contour, displace, edges, flatten, frame

__all__ = ["charcoal_drawing", "ink_drawing", "pastel_drawing", "watercolour"]

PAPER, CREAM, TAN = rgb(0.98, 0.97, 0.93), rgb(0.97, 0.91, 0.78), rgb(0.70, 0.58, 0.44)
INK = rgb(0.06, 0.05, 0.09)


def watercolour(canvas: Canvas) -> None:
    """Pale washes that bleed, with dark rims, on white paper that is left bare around them."""
    displace(canvas, 9, 0.014)
    flatten(canvas, 0.018)
    rim = np.clip(edges(canvas) * 1.3, 0, 0.32)
    wash = 0.62 + 0.55 * canvas.noise("pigment", 5, 1, 3)
    saturate(canvas, 1.25)
    canvas.pixels = PAPER - (PAPER - np.clip(canvas.pixels, 0, 1)) * (0.82 * wash + rim)
    bare = frame(canvas, 0.012, 0.080, 9)
    canvas.paint(bare, PAPER)


def ink_drawing(canvas: Canvas) -> None:
    """Black contours and blots on cream paper, with thin washes of colour in three tones."""
    canvas.pixels = stretch(canvas.pixels, 0.6)
    flatten(canvas, 0.012)
    grey = luminance(canvas.pixels)[0]
    line = np.maximum(
        np.clip(edges(canvas, speck=0.016) * np.float32(4.2) - np.float32(0.55), 0, 1), contour(canvas)
    )
    blot = np.clip((np.float32(0.20) - grey) * 9, 0, 1)
    tones = np.floor(np.clip(np.sqrt(np.clip(grey, 0, 1)), 0, 0.99) * 4) / 3
    colour = np.clip(canvas.pixels / (luminance(canvas.pixels) + np.float32(0.12)), 0, 1.6)
    canvas.pixels = (
        CREAM * (np.float32(0.34) + np.float32(0.66) * tones) * mix(np.ones_like(colour), colour, 0.55)
    )
    canvas.paint(np.maximum(line, blot), INK, 0.94)
    canvas.paint(frame(canvas, 0.022, 0.0), CREAM)


def charcoal_drawing(canvas: Canvas) -> None:
    """Grey rubbed into rough white paper, with dark lines and a breath of colour."""
    canvas.pixels = stretch(canvas.pixels, 0.55)
    displace(canvas, 26, 0.007)
    flatten(canvas, 0.010)
    grey = luminance(canvas.pixels)
    chroma = canvas.pixels - grey
    line = np.maximum(
        np.float32(0.9) * np.clip(edges(canvas, speck=0.016) - np.float32(0.10), 0, 0.5),
        np.float32(0.42) * contour(canvas),
    )
    grey = np.float32(0.06) + np.float32(0.92) * np.sqrt(np.clip(grey, 0, 1)) - line
    rub = canvas.noise("rub", 26, 0.45, 2) - np.float32(0.5)
    canvas.pixels = grey + np.float32(0.36) * chroma + np.float32(0.26) * rub * (np.float32(1.1) - grey)
    canvas.paint(frame(canvas, 0.004, 0.050, 20), PAPER)


def pastel_drawing(canvas: Canvas) -> None:
    """Soft chalk on brown paper, which shows between diagonal strokes and around the picture."""
    flatten(canvas, 0.018)
    saturate(canvas, 1.25)
    canvas.pixels = np.float32(0.10) + np.float32(0.92) * canvas.pixels
    lean = (canvas.x + canvas.y * np.float32(canvas.height / canvas.unit)) * np.float32(11)
    chalk = triangle(lean + canvas.noise("chalk", 6, 1, 2) * np.float32(1.6))
    grain = canvas.noise("chalk grain", 30, 1, 2)
    bare = np.clip((chalk * np.float32(0.50) + grain - np.float32(0.90)) * np.float32(4), 0, 0.60)
    canvas.paint(np.maximum(bare, frame(canvas, 0.01, 0.060, 14)), TAN)
