"""The pen that draws subjects: a frame that stands on the ground, solid shapes, and the light on them.

Local coordinates: x from the subject's axis (to the right), y from its foot upwards, both in heights of the
subject. Every solid goes from light to shade across itself; `finish` adds the light along the whole
silhouette.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Points, Window
from ezcharts.training.world.palette import Colour, mix, rgb
from ezcharts.training.world.shapes import ellipse

__all__ = ["Pen"]

LAMP: Colour = rgb(1.0, 0.78, 0.32)


class Pen:
    """Draws one subject on a canvas.

    Args:
        canvas: What it draws on; the composition says where and how large.

    Attributes:
        cover: What has been drawn so far, bytes 0..255, shape (height, width).
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.cover: NDArray[np.uint8] = np.zeros((canvas.height, canvas.width), np.uint8)
        self.depth = 0.16 if canvas.scene.hour == "fog" else 0.04

    def place(self, points: Points) -> NDArray[np.float64]:
        """Return local points as canvas points."""
        where, array = self.canvas.composition, np.asarray(points, np.float64)
        x = where.place + where.flip * where.size * array[:, 0]
        return np.stack((x, where.base - self.canvas.heights(where.size) * array[:, 1]), 1)

    def solid(self, points: Points, albedo: Colour, round_: float = 0.7) -> None:
        """Draw a polygon that is lit from the light's side; `round_` (0..1) is how dark its other side is."""
        placed = self.place(points)
        left, right = placed[:, 0].min(), placed[:, 0].max()
        window, mask = self.canvas.stencil(placed)
        along = np.clip(
            (self.canvas.x[:, window[1]] - np.float32(left)) / np.float32(right - left + 1e-6), 0, 1
        )
        toward = along if self.canvas.composition.side > 0 else 1 - along
        share = 1 - np.float32(round_) * (1 - toward)
        dark, lit = (self.canvas.palette.shade(albedo, light, self.depth) for light in (0.0, 1.15))
        self.stamp(window, mask, dark + share * (lit - dark))

    def flat(self, points: Points, colour: Colour) -> None:
        """Draw a polygon in one colour, whatever the light."""
        window, mask = self.canvas.stencil(self.place(points))
        self.stamp(window, mask, mix(colour, self.canvas.palette.haze, self.depth))

    def stamp(self, window: Window, mask: NDArray[np.uint8], colour: Colour | NDArray[np.float32]) -> None:
        """Lay a colour through a mask and add the mask to the cover."""
        self.cover[window] = np.maximum(self.cover[window], mask)
        self.canvas.paint(mask, colour, window=window)

    def box(
        self, left: float, right: float, low: float, high: float, albedo: Colour, round_: float = 0.7
    ) -> None:
        """Draw an upright box."""
        self.solid([(left, low), (right, low), (right, high), (left, high)], albedo, round_)

    def beam(
        self, start: tuple[float, float], end: tuple[float, float], width: float, albedo: Colour
    ) -> None:
        """Draw a straight beam."""
        (x0, y0), (x1, y1) = start, end
        length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-6)
        dx, dy = -(y1 - y0) / length * width / 2, (x1 - x0) / length * width / 2
        self.solid(
            [(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)], albedo, 0.35
        )

    def oval(
        self, x: float, y: float, half: float, high: float, albedo: Colour, round_: float = 0.75
    ) -> None:
        """Draw an ellipse around (x, y) with half axes `half` and `high`."""
        self.solid(ellipse(x, y, half, high), albedo, round_)

    def window(self, left: float, right: float, low: float, high: float) -> None:
        """Draw a window: dark by day, a lamp behind it when lamps are lit."""
        lit = self.canvas.palette.lamps
        dark = self.canvas.palette.shade(rgb(0.13, 0.15, 0.20), 0.2)
        self.flat([(left, low), (right, low), (right, high), (left, high)], LAMP if lit else dark)
        if lit:
            self.glow((left + right) / 2, (low + high) / 2, 0.9 * (right - left), LAMP, 0.16)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Add light around a local point; radius in heights of the subject."""
        ((at, down),) = self.place([(x, y)])
        self.canvas.glow(at, down, radius * self.canvas.composition.size, colour, strength)

    def weather(self) -> None:
        """Mottle what has been drawn, and let it sink into shade towards the ground."""
        where = self.canvas.composition
        mottle = self.canvas.noise("mottle", 14, 0.7, 2) - np.float32(0.5)
        tall = self.canvas.heights(where.size)
        rise = np.clip((np.float32(where.base) - self.canvas.y) / np.float32(0.6 * tall), 0, 1)
        change = (0.34 * mottle - 0.24 * (1 - rise)) * (self.cover * np.float32(1 / 255))
        self.canvas.pixels *= 1 + change

    def finish(self) -> None:
        """Weather the surfaces; light the silhouette's edge towards the light, darken the other."""
        self.weather()
        palette, side = self.canvas.palette, self.canvas.composition.side
        self.canvas.pixels *= 1 - np.float32(0.5) * self.rim(-side, -1)
        self.canvas.pixels += self.rim(side, 1) * (0.22 * palette.light + 0.27 * palette.low)

    def rim(self, right: int, up: int) -> NDArray[np.float32]:
        """Return the part of the cover, 0..1, that lies along its edge towards one side."""
        thick = max(1, round(0.012 * self.canvas.unit))
        across, down = np.roll(self.cover, -thick * right, 1), np.roll(self.cover, thick * up, 0)
        inner = np.minimum(np.minimum(across, down), self.cover)
        return (self.cover - inner).astype(np.float32) / np.float32(255)
