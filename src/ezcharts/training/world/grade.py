"""Moods and manners: what is done to the whole picture's colours before the medium takes it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ezcharts.training.world.artists import ARTISTS
from ezcharts.training.world.canvas import Canvas, Pixels, triangle
from ezcharts.training.world.palette import Colour, rgb

__all__ = ["MOODS", "grade", "luminance", "saturate", "tone"]


def grade(canvas: Canvas) -> None:
    """Apply the mood, then the artist's palette."""
    np.clip(canvas.pixels, 0, 1.25, out=canvas.pixels)
    MOODS[canvas.scene.mood](canvas)
    if canvas.scene.artist != "none":
        artist = ARTISTS[canvas.scene.artist]
        canvas.pixels = tone(canvas.pixels, rgb(*artist.shadow), rgb(*artist.light), artist.strength)
        saturate(canvas, artist.saturation)
    np.clip(canvas.pixels, 0, 1, out=canvas.pixels)


def luminance(pixels: Pixels) -> Pixels:
    """Return the brightness of pixels, shape (1, height, width)."""
    grey: Pixels = 0.30 * pixels[:1] + 0.59 * pixels[1:2] + 0.11 * pixels[2:]
    return grey


def saturate(canvas: Canvas, factor: float) -> None:
    """Multiply the distance from grey."""
    grey = luminance(canvas.pixels)
    canvas.pixels = grey + np.float32(factor) * (canvas.pixels - grey)


def tone(pixels: Pixels, shadow: Colour, light: Colour, strength: float) -> Pixels:
    """Pull pixels towards a ramp from shadow to light, by their brightness."""
    grey = np.clip(luminance(pixels), 0, 1)
    return pixels + np.float32(strength) * (shadow + grey * (light - shadow) - pixels)


def contrast(canvas: Canvas, factor: float, pivot: float) -> None:
    """Multiply the distance from a grey level."""
    canvas.pixels = np.float32(pivot) + np.float32(factor) * (canvas.pixels - np.float32(pivot))


def vignette(canvas: Canvas, strength: float) -> None:
    """Darken the corners."""
    across = canvas.x / np.float32(canvas.reach)
    down = 2 * canvas.y - 1
    canvas.pixels *= 1 - np.float32(strength) * np.clip((across**2 + down**2) / 2, 0, 1)


def plain(canvas: Canvas) -> None:
    """As it is."""


def ominous(canvas: Canvas) -> None:
    """Dark and red, black at the edges, with birds."""
    birds(canvas)
    canvas.pixels = tone(canvas.pixels, rgb(0.02, 0.0, 0.01), rgb(0.80, 0.42, 0.36), 0.62)
    canvas.pixels *= np.float32(0.92)
    vignette(canvas, 0.7)


def birds(canvas: Canvas) -> None:
    """Draw a few black birds."""
    rng = canvas.scene.stream("birds")
    for x, y, size in zip(
        rng.uniform(-0.45, 0.45, 6), rng.uniform(0.05, 0.36, 6), rng.uniform(0.02, 0.04, 6), strict=True
    ):
        wing = [
            (x - size, y - 0.5 * size),
            (x - 0.4 * size, y - 0.6 * size),
            (x, y),
            (x + 0.4 * size, y - 0.6 * size),
        ]
        canvas.fill([*wing, (x + size, y - 0.5 * size), (x, y + 0.35 * size)], rgb(0.02, 0.01, 0.02))


def cursed(canvas: Canvas) -> None:
    """Sickly green, with slime that drips from above."""
    where = canvas.composition
    canvas.glow(where.place, where.base - 0.25, 0.30, rgb(0.10, 0.55, 0.05), 0.6)
    canvas.pixels = tone(canvas.pixels, rgb(0.06, 0.0, 0.09), rgb(0.68, 0.95, 0.30), 0.66)
    rng = canvas.scene.stream("slime")
    x = np.linspace(-canvas.reach - 0.01, canvas.reach + 0.01, 61)
    drops = np.where(rng.random(61) < 0.35, 0.05 + 0.16 * rng.random(61), 0.02)
    line = np.stack((x, drops), 1)
    slime = np.concatenate((line, [(x[-1], -0.05), (x[0], -0.05)]))
    canvas.fill(slime, rgb(0.10, 0.20, 0.03), 0.92)
    vignette(canvas, 0.6)


def serene(canvas: Canvas) -> None:
    """Soft and pale, a little rosy, with bloom."""
    canvas.pixels = tone(canvas.pixels, rgb(0.34, 0.32, 0.48), rgb(1.0, 0.96, 0.94), 0.40)
    bloom(canvas, 0.22)


def bloom(canvas: Canvas, strength: float) -> None:
    """Let bright parts shine over their surroundings."""
    bright = (np.clip(canvas.pixels * np.float32(1.5) - np.float32(0.6), 0, 1) * np.float32(255)).astype(
        np.uint8
    )
    canvas.pixels += np.float32(strength / 255) * canvas.blur(bright, 0.08).astype(np.float32)


def vibrant(canvas: Canvas) -> None:
    """Strong pure colours."""
    saturate(canvas, 1.9)
    contrast(canvas, 1.2, 0.45)


def colourful(canvas: Canvas) -> None:
    """Every hue at once: bands of the rainbow drift over the picture."""
    drift = canvas.noise("hues", 1.3, 1.0, 1) * np.float32(0.9) + canvas.x * np.float32(0.9)
    hues = np.stack([triangle(drift + np.float32(offset)) for offset in (0.0, 1 / 3, 2 / 3)])
    lift = np.clip(luminance(canvas.pixels) * np.float32(0.9) + np.float32(0.10), 0, 1)
    canvas.pixels += np.float32(0.58) * (lift * (0.30 + 1.25 * hues) - canvas.pixels)
    saturate(canvas, 1.7)


def cinematic(canvas: Canvas) -> None:
    """Teal shadows, orange lights, a strong beam from the light's side."""
    side = canvas.composition.side
    shafts = [
        [(side * 0.55, -0.15), (side * (0.25 - 0.32 * i), 1.1), (side * (0.42 - 0.32 * i), 1.1)]
        for i in range(3)
    ]
    canvas.paint(canvas.blur(canvas.mask(shafts), 0.03), rgb(1.0, 0.86, 0.60), 0.32)
    canvas.pixels = tone(canvas.pixels, rgb(0.0, 0.16, 0.21), rgb(1.0, 0.78, 0.50), 0.55)
    contrast(canvas, 1.3, 0.42)
    vignette(canvas, 0.45)


MOODS: dict[str, Callable[[Canvas], None]] = {
    "plain": plain,
    "ominous": ominous,
    "cursed": cursed,
    "serene": serene,
    "vibrant": vibrant,
    "colourful": colourful,
    "cinematic": cinematic,
}
