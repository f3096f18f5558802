"""Media: how paint, ink or graphite turns the scene into a picture."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Pixels, triangle
from ezcharts.training.world.grade import bloom, luminance, saturate, tone
from ezcharts.training.world.palette import mix, rgb

__all__ = ["MEDIA", "finish", "to_bytes"]

PAPER, CREAM = rgb(0.97, 0.96, 0.92), rgb(0.96, 0.90, 0.78)


def finish(canvas: Canvas) -> None:
    """Finish the picture in its scene's medium."""
    MEDIA[canvas.scene.medium](canvas)


def to_bytes(pixels: Pixels) -> NDArray[np.uint8]:
    """Round 0..1 to bytes."""
    rounded: NDArray[np.uint8] = np.rint(np.clip(pixels, 0, 1) * np.float32(255)).astype(np.uint8)
    return rounded


def smear(canvas: Canvas, side: int) -> None:
    """Melt details smaller than a brush of `side` (odd) pixels at 128."""
    side = min(2 * round(side * canvas.unit / 256) + 1, 7)
    planes = [cv2.medianBlur(plane, max(side, 3)) for plane in to_bytes(canvas.pixels)]
    canvas.pixels = np.stack(planes).astype(np.float32) / np.float32(255)


def displace(canvas: Canvas, cells: float, amount: float) -> None:
    """Shift pixels by smooth noise, so that edges waver; amount in units."""
    far = amount * canvas.unit
    down = np.rint((canvas.noise("waver y", cells, 1, 1) - 0.5) * np.float32(2 * far)).astype(int)
    right = np.rint((canvas.noise("waver x", cells, 1, 1) - 0.5) * np.float32(2 * far)).astype(int)
    rows = np.clip(np.arange(canvas.height)[:, None] + down, 0, canvas.height - 1)
    columns = np.clip(np.arange(canvas.width)[None] + right, 0, canvas.width - 1)
    canvas.pixels = canvas.pixels[:, rows, columns]


def edges(canvas: Canvas) -> Pixels:
    """Return how strongly brightness changes, about 0..1, shape (height, width)."""
    grey = to_bytes(luminance(canvas.pixels))[0]
    grey = canvas.blur(grey, 0.006)
    grown = cv2.dilate(grey, np.ones((3, 3), np.uint8))
    shrunk = cv2.erode(grey, np.ones((3, 3), np.uint8))
    change: Pixels = grown.astype(np.float32) - shrunk.astype(np.float32)
    return change / np.float32(255)


def stretch(pixels: Pixels) -> Pixels:
    """Widen a picture's range of brightness half way to the whole, so that lines can be told from paper."""
    ranked = np.sort(to_bytes(luminance(pixels)), axis=None)
    low, high = (int(ranked[len(ranked) * percent // 100]) / 255 for percent in (3, 97))
    whole = (pixels - np.float32(low)) / np.float32(max(high - low, 0.2))
    wider: Pixels = mix(pixels, whole, 0.55)
    return wider


def oil_painting(canvas: Canvas) -> None:
    """Thick short strokes that catch the light."""
    displace(canvas, 24, 0.008)
    smear(canvas, 3)
    canvas.pixels *= 1 + np.float32(0.42) * (slanted(canvas, "strokes") - np.float32(0.5))
    saturate(canvas, 1.15)


def slanted(canvas: Canvas, purpose: str) -> Pixels:
    """Return the noise of short strokes that all lean to one side, 0..1."""
    strokes: Pixels = canvas.noise(purpose, 34, 2.2, 1)
    lean = 2 * np.arange(canvas.height)[:, None] * canvas.composition.flip
    column = (np.arange(canvas.width)[None] + lean) % (2 * canvas.width)
    folded = np.minimum(column, 2 * canvas.width - 1 - column)  # there and back: no seam
    leaning: Pixels = strokes[np.arange(canvas.height)[:, None], folded]
    return leaning


def watercolour(canvas: Canvas) -> None:
    """Pale washes with dark rims on white paper that is left bare around them."""
    displace(canvas, 10, 0.012)
    smear(canvas, 3)
    rim = np.clip(edges(canvas) * 1.2, 0, 0.35)
    wash = 0.72 + 0.5 * canvas.noise("pigment", 7, 1, 3)
    canvas.pixels = PAPER - (PAPER - canvas.pixels) * (0.62 * wash + rim)
    across = 1 - np.abs(canvas.x) / np.float32(canvas.reach)
    margin = np.minimum(across * np.float32(canvas.reach), 0.5 - np.abs(canvas.y - 0.5))
    ragged = canvas.noise("margin", 9, 1, 2) * np.float32(0.12)
    canvas.paint(np.clip((ragged - margin) * 30 + 0.6, 0, 1), PAPER)
    canvas.pixels *= 0.97 + 0.06 * canvas.grain("paper")


def ink_drawing(canvas: Canvas) -> None:
    """Black lines and hatching on cream paper, with a thin wash of colour."""
    canvas.pixels = stretch(canvas.pixels)
    grey = luminance(canvas.pixels)[0]
    grey = np.sqrt(np.clip(grey, 0, 1))
    line = np.clip(edges(canvas) * 4 - 0.5, 0, 1)
    phase = (canvas.x + canvas.y * np.float32(canvas.height / canvas.unit)) * 26
    hatch = np.clip((triangle(phase) - 0.55) * 4, 0, 1) * np.clip((0.62 - grey) * 5, 0, 1)
    counter = (canvas.x - canvas.y * np.float32(canvas.height / canvas.unit)) * 26
    cross = np.clip((triangle(counter) - 0.55) * 4, 0, 1) * np.clip((0.30 - grey) * 8, 0, 1)
    wash = 0.45 + 0.55 * np.clip(canvas.pixels, 0, 1)
    canvas.pixels = CREAM * (0.35 + 0.65 * wash)
    canvas.paint(np.maximum(np.maximum(hatch, cross), line), rgb(0.06, 0.05, 0.09), 0.92)


def pixel_art(canvas: Canvas) -> None:
    """Large square pixels in few colours, dithered."""
    rows = 43
    columns = max(1, round(rows * canvas.width / canvas.height))
    planes = [cv2.resize(p, (columns, rows), interpolation=cv2.INTER_AREA) for p in to_bytes(canvas.pixels)]
    small = np.stack(planes).astype(np.float32) / np.float32(255)
    checker = ((np.arange(rows)[:, None] + np.arange(columns)[None]) % 2).astype(np.float32)
    levels = np.float32(5)
    few = np.floor(small * levels + 0.35 + 0.3 * checker) / levels
    down = np.arange(canvas.height) * rows // canvas.height
    across = np.arange(canvas.width) * columns // canvas.width
    canvas.pixels = few[:, down[:, None], across].astype(np.float32, copy=False)


def matte_painting(canvas: Canvas) -> None:
    """Clean and deep: smooth light, crisp edges, film-like contrast."""
    bloom(canvas, 0.18)
    canvas.pixels = np.float32(0.40) + np.float32(1.12) * (canvas.pixels - np.float32(0.40))


def charcoal_drawing(canvas: Canvas) -> None:
    """Grey strokes rubbed into rough white paper, no colour."""
    canvas.pixels = stretch(canvas.pixels)
    displace(canvas, 30, 0.006)
    grey = luminance(canvas.pixels)
    grey = (
        0.10 + 0.86 * np.sqrt(np.clip(grey, 0, 1)) - np.float32(0.7) * np.clip(edges(canvas) - 0.12, 0, 0.5)
    )
    rub = canvas.noise("rub", 30, 0.3, 1) - np.float32(0.5)
    tooth = canvas.grain("tooth") - np.float32(0.5)
    canvas.pixels = np.repeat(grey + (0.22 * rub + 0.14 * tooth) * (1.15 - grey), 3, 0)


def magic_realism(canvas: Canvas) -> None:
    """Dreamlike teal and amber, with bloom and lights that float."""
    canvas.pixels = tone(canvas.pixels, rgb(0.05, 0.16, 0.26), rgb(1.0, 0.90, 0.66), 0.35)
    saturate(canvas, 1.35)
    bloom(canvas, 0.35)
    rng = canvas.scene.stream("orbs")
    for x, y, size in zip(
        rng.uniform(-0.5, 0.5, 9), rng.uniform(0.1, 0.95, 9), rng.uniform(0.007, 0.018, 9), strict=True
    ):
        canvas.glow(x, y, 2.4 * size, rgb(1.0, 0.75, 0.35), 0.7)
        canvas.paint(canvas.dots([(x, y)], [size]), rgb(1.0, 0.95, 0.75))


MEDIA: dict[str, Callable[[Canvas], None]] = {
    "oil painting": oil_painting,
    "watercolour": watercolour,
    "ink drawing": ink_drawing,
    "pixel art": pixel_art,
    "matte painting": matte_painting,
    "charcoal drawing": charcoal_drawing,
    "magic realism": magic_realism,
}
