"""What is done to the colours of a whole picture: saturation, tone, contrast, bloom, darkened corners."""

from __future__ import annotations

import numpy as np

from ezcharts.training.world.canvas import Canvas, Pixels, to_bytes
from ezcharts.training.world.light import Colour, mix

__all__ = [
    "bloom",
    "contrast",
    "expose",
    "luminance",
    "saturate",
    "shoulder",
    "stretch",
    "tint",
    "tone",
    "vignette",
]


SHOULDER = 0.72  # brightness above which it is bent


def luminance(pixels: Pixels) -> Pixels:
    """Return the brightness of pixels, shape (1, height, width)."""
    grey: Pixels = 0.30 * pixels[:1] + 0.59 * pixels[1:2] + 0.11 * pixels[2:]
    return grey


def shoulder(canvas: Canvas) -> None:
    """Bend what is too bright back below 1, as film does."""
    over = np.maximum(canvas.pixels - np.float32(SHOULDER), 0)
    np.clip(canvas.pixels, 0, SHOULDER, out=canvas.pixels)
    canvas.pixels += over / (1 + over * np.float32(1 / (1.04 - SHOULDER)))


def saturate(canvas: Canvas, factor: float) -> None:
    """Multiply the distance from grey."""
    grey = luminance(canvas.pixels)
    canvas.pixels = grey + np.float32(factor) * (canvas.pixels - grey)


def tone(pixels: Pixels, shadow: Colour, light: Colour, strength: float | Pixels) -> Pixels:
    """Pull pixels towards a ramp from shadow to light, by their brightness."""
    grey = np.clip(luminance(pixels), 0, 1)
    return pixels + np.float32(strength) * (shadow + grey * (light - shadow) - pixels)


def tint(pixels: Pixels, shadow: Colour, light: Colour, strength: float) -> Pixels:
    """Pull pixels towards the hues of a ramp from shadow to light, and their brightness a third as far."""
    grey = np.clip(luminance(pixels), 0, 1)
    ramp = shadow + grey * (light - shadow)
    level = luminance(ramp)
    ramp += np.float32(2 / 3) * (grey - level)
    return pixels + np.float32(strength) * (ramp - pixels)


def contrast(canvas: Canvas, factor: float, pivot: float) -> None:
    """Multiply the distance from a grey level."""
    canvas.pixels = np.float32(pivot) + np.float32(factor) * (canvas.pixels - np.float32(pivot))


def vignette(canvas: Canvas, strength: float) -> None:
    """Darken the corners."""
    across = canvas.x / np.float32(canvas.reach)
    down = 2 * canvas.y - 1
    canvas.pixels *= 1 - np.float32(strength) * np.clip((across**2 + down**2) / 2, 0, 1)


def bloom(canvas: Canvas, strength: float) -> None:
    """Let bright parts shine over their surroundings."""
    bright = to_bytes(canvas.pixels * np.float32(1.6) - np.float32(0.85))
    canvas.pixels += np.float32(strength / 255) * canvas.blur(bright, 0.08).astype(np.float32)


def expose(canvas: Canvas, least: float) -> None:
    """Brighten a picture until its lights (95 in 100 pixels are darker) reach a level, by twice at most."""
    ranked = np.sort(to_bytes(luminance(canvas.pixels)), axis=None)
    lights = int(ranked[len(ranked) * 95 // 100]) / 255
    if lights < least:
        canvas.pixels *= np.float32(min(least / max(lights, 1e-3), 2))


def stretch(pixels: Pixels, share: float) -> Pixels:
    """Widen a picture's range of brightness `share` of the way to the whole."""
    ranked = np.sort(to_bytes(luminance(pixels)), axis=None)
    low, high = (int(ranked[len(ranked) * percent // 100]) / 255 for percent in (3, 97))
    whole = (pixels - np.float32(low)) / np.float32(max(high - low, 0.2))
    return mix(pixels, whole, share)
