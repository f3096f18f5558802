"""The pen that draws subjects: a frame that stands on the ground, solids of several kinds, light on them.

Local coordinates: x from the subject's axis (to the right), y from its foot upwards, both in heights of the
subject. A solid has a normal at each of its pixels (turned on a lathe, flat, a ball, or swollen like a body),
and the light's direction decides how bright it is there; `finish` adds what belongs to the whole silhouette.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.canvas import Canvas, Mask, Pixels, Points, Window
from ezcharts.training.world.light import Colour, mix, rgb
from ezcharts.training.world.shapes import curve, ellipse, limb, outline, rectangle

__all__ = ["LAMP", "Pen"]

LAMP: Colour = rgb(1.0, 0.76, 0.32)
PANE: Colour = rgb(0.13, 0.16, 0.22)
# Share of the key light that reaches even what faces away, by way of the surroundings; faces get more of it.
LEAST, FACE = 0.17, 0.40


# Points, or text "x y  x y  ...".
Outline = Points | str


class Pen:
    """Draws one subject on a canvas.

    Args:
        canvas: What it draws on; the composition says where and how large.

    Attributes:
        cover: What has been drawn so far, bytes 0..255, shape (height, width).
        rng: The subject's own generator, for its proportions and colours.
        frame: Where a part's coordinates begin (x, y) and their scales (across, up), in the subject's.
    """

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.frame = (0.0, 0.0, 1.0, 1.0)
        self.cover: Mask = np.zeros((canvas.height, canvas.width), np.uint8)
        self.depth = 0.20 if canvas.scene.hour == "fog" else 0.05
        self.rng = canvas.scene.stream("subject")

    def place(self, points: Outline) -> NDArray[np.float64]:
        """Return local points as canvas points."""
        where, array, (x, y, wide, high) = self.canvas.composition, read(points), self.frame
        across = where.place + where.flip * where.size * (x + wide * array[:, 0])
        down = where.foot - self.canvas.heights(where.size) * (y + high * array[:, 1])
        return np.stack((across, down), 1)

    def within(self, x: float = 0.0, y: float = 0.0, wide: float = 1.0, high: float | None = None) -> Pen:
        """Return this pen for a part of the subject with coordinates of its own.

        Args:
            x: Where the part's origin lies.
            y: Where the part's origin lies.
            wide: Its scale; below 0 it is mirrored.
            high: Its scale upwards where that differs.
        """
        part = copy.copy(self)
        old_x, old_y, old_wide, old_high = self.frame
        tall = abs(wide) if high is None else high
        part.frame = (old_x + old_wide * x, old_y + old_high * y, old_wide * wide, old_high * tall)
        return part

    def sides(self) -> tuple[Pen, Pen]:
        """Return this pen for what the subject has on its left and, the same, on its right."""
        return self.within(wide=-1), self

    # Solids

    def turned(self, points: Outline, albedo: Colour) -> None:
        """Draw an upright solid as if turned on a lathe."""
        placed = self.place(points)
        window, mask = self.canvas.stencil(placed)
        across = self._across(placed, window)
        self._solid(window, mask, albedo, across, 0.15, np.sqrt(1 - across * across))

    def flat(self, points: Outline, albedo: Colour, turn: float = 0.0, up: float = 0.1) -> None:
        """Draw a plane.

        Args:
            points: Its outline.
            albedo: Its colour.
            turn: Where it faces: −1 left, 0 towards us, 1 right.
            up: How much it faces upwards, −1..1.
        """
        window, mask = self.canvas.stencil(self.place(points))
        turn *= self.canvas.composition.flip * (1 if self.frame[2] > 0 else -1)
        self._solid(
            window, mask, albedo, np.float32(turn), up, np.float32(max(1 - turn * turn - up * up, 0) ** 0.5)
        )

    def box(
        self, left: float, right: float, low: float, high: float, albedo: Colour, turn: float = 0.0
    ) -> None:
        """Draw an upright rectangle."""
        self.flat(rectangle(left, right, low, high), albedo, turn)

    def ball(self, x: float, y: float, half: float, high: float, albedo: Colour) -> None:
        """Draw an ellipsoid around (x, y) with half axes `half` and `high`."""
        placed = self.place(ellipse(x, y, half, high))
        window, mask = self.canvas.stencil(placed)
        across, up = self._across(placed, window), self._upward(placed, window)
        out = np.sqrt(np.clip(1 - across * across - up * up, 0, 1))
        self._solid(window, mask, albedo, across, up, out)

    def body(self, points: Outline, albedo: Colour, *, puff: float = 0.35, smooth: bool = True) -> None:
        """Draw a swollen shape, such as an animal's trunk.

        Args:
            points: Its outline, or the knots of a smooth one.
            albedo: Its colour.
            puff: How far from its edge it bends towards us, as a share of its smaller extent.
            smooth: Whether a curve is laid through the points.
        """
        placed = self.place(curve(read(points)) if smooth else points)
        low, high = placed.min(0), placed.max(0)
        window, mask = self.canvas.stencil(placed)
        if not mask.size:
            return
        radius = puff * min(high[0] - low[0], self.canvas.units(high[1] - low[1]))
        across, up = self._swelling(mask, radius)
        length: Pixels = np.sqrt(1 + across * across + up * up)
        self._solid(window, mask, albedo, across / length, up / length, np.float32(1) / length)

    def limb(self, path: Outline, widths: Iterable[float], albedo: Colour, *, puff: float = 0.5) -> None:
        """Draw a bent, tapering limb along a path."""
        self.body(limb(read(path), list(widths)), albedo, puff=puff, smooth=False)

    def beams(self, paths: Iterable[Outline], width: float, albedo: Colour, share: float = 0.45) -> None:
        """Draw thin beams along polylines, all alike."""
        placed = [self.place(path) for path in paths]
        mask = self.canvas.strokes(placed, width * abs(self.frame[2]) * self.canvas.composition.size)
        self.stamp((slice(None), slice(None)), mask, self.canvas.light.shade(albedo, share, self.depth))

    # What has no shade

    def paint(self, points: Outline, colour: Colour, opacity: float = 1.0) -> None:
        """Lay a lit colour on, such as a marking."""
        self.canvas.fill(
            self.place(points),
            mix(self.canvas.light.shade(colour, 0.5), self.canvas.light.haze, self.depth),
            opacity,
        )

    def shining(self, points: Outline, colour: Colour) -> None:
        """Draw something that shines by itself."""
        window, mask = self.canvas.stencil(self.place(points))
        self.stamp(window, mask, mix(colour, self.canvas.light.haze, 0.5 * self.depth))

    def pick(self, *colours: Colour) -> Colour:
        """Return one of several colours."""
        return colours[self.rng.integers(len(colours))]

    def windows(self, panes: Iterable[tuple[float, float, float, float]]) -> None:
        """Draw windows (left, right, low, high): dark by day, with lamps behind when lamps are lit."""
        outlines = [self.place(rectangle(*pane)) for pane in panes]
        window, mask = self.canvas.stencil(*outlines)
        light = self.canvas.light
        self.stamp(window, mask, mix(light.shade(PANE, 0.4), LAMP, light.lamps))
        if light.lamps:
            around = self.canvas.blur(self.canvas.mask(outlines), 0.05)
            self.canvas.pixels += around.astype(np.float32) * (LAMP * np.float32(0.35 / 255))

    def hole(self, points: Outline, colour: Colour = 0.25 * PANE) -> None:
        """Draw an opening: dark, with a lamp's gleam at its foot when lamps are lit."""
        window, mask = self.canvas.stencil(self.place(points))
        self.stamp(window, mask, mix(colour, self.canvas.light.haze, self.depth))

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Add light around a local point; radius in heights of the subject."""
        ((at, down),) = self.place([(x, y)])
        self.canvas.glow(
            at, down, radius * abs(self.frame[2]) * self.canvas.composition.size, colour, strength
        )

    # The whole silhouette

    def finish(self) -> None:
        """Mottle the surfaces, darken them towards the ground, and light the edges."""
        where, light, canvas = self.canvas.composition, self.canvas.light, self.canvas
        left, top, wide, high = bounds(self.cover)
        window = slice(top, top + high), slice(left, left + wide)
        cover = self.cover[window].astype(np.float32) * np.float32(1 / 255)
        view = canvas.pixels[(slice(None), *window)]
        rise = np.clip(
            (np.float32(where.foot) - canvas.y[window[0]]) / np.float32(0.4 * canvas.heights(where.size)),
            0,
            1,
        )
        sunk = np.float32(0.0 if where.foot != where.base or where.close else 0.38) * (1 - rise) * (1 - rise)
        view *= 1 + cover * (np.float32(0.30) * canvas.mottle[window] - sunk)
        dark = canvas.edge(self.cover, -where.side, -1, 0.012)[window]
        view *= 1 - np.float32(0.40) * dark
        rim = canvas.edge(self.cover, where.side, 1, 0.011)[window]
        strength = 0.40 if light.front < 0 else 0.22
        view += rim * (np.float32(strength) * light.key + np.float32(0.16) * light.low)
        canvas.subject = self.cover
        np.maximum(canvas.land[window], cover, out=canvas.land[window])

    # Inside

    def _across(self, placed: NDArray[np.float64], window: Window) -> Pixels:
        """Return −1..1 from the left to the right edge of placed points, for a window's columns."""
        left, right = placed[:, 0].min(), placed[:, 0].max()
        middle, half = (left + right) / 2, max((right - left) / 2, 1e-6)
        across: Pixels = np.clip((self.canvas.x[:, window[1]] - np.float32(middle)) / np.float32(half), -1, 1)
        return across

    def _upward(self, placed: NDArray[np.float64], window: Window) -> Pixels:
        """Return −1..1 from the lowest to the highest of placed points, for a window's rows."""
        top, foot = placed[:, 1].min(), placed[:, 1].max()
        middle, half = (top + foot) / 2, max((foot - top) / 2, 1e-6)
        up: Pixels = np.clip((np.float32(middle) - self.canvas.y[window[0]]) / np.float32(half), -1, 1)
        return up

    def _swelling(self, mask: Mask, radius: float) -> tuple[Pixels, Pixels]:
        """Return how a swollen mask slopes to the right and upwards; radius in units."""
        soft = self.canvas.blur(np.pad(mask, 2), max(radius, 2.5 / self.canvas.unit)).astype(np.float32)
        pace = np.float32(2.2 / 255)
        across = (soft[2:-2, 1:-3] - soft[2:-2, 3:-1]) * pace
        up = (soft[3:-1, 2:-2] - soft[1:-3, 2:-2]) * pace
        steeper = np.float32(max(radius * self.canvas.unit, 2.5) / 3)
        return across * steeper, up * steeper

    def _solid(
        self,
        window: Window,
        mask: Mask,
        albedo: Colour,
        across: Pixels | np.float32,
        up: Pixels | float,
        out: Pixels | np.float32,
    ) -> None:
        """Lay on a surface with the normal (across to the right, up, out towards us)."""
        light = self.canvas.light
        aside, above, front = light.direction
        facing = (
            across * np.float32(aside * self.canvas.composition.side)
            + up * np.float32(above)
            + out * np.float32(front)
        )
        least = np.float32(FACE if self.canvas.composition.close else LEAST)
        share = np.clip(np.maximum(facing, 0) * (np.float32(1.15) - least) + least, 0, 1)
        sky = np.float32(0.82) + np.float32(0.18) * up + np.float32(0.12) * out
        colour = albedo * (light.fill * sky + light.key * share)
        self.stamp(window, mask, mix(colour, light.haze, self.depth * light.thickness))

    def stamp(self, window: Window, mask: Mask, colour: Colour | Pixels) -> None:
        """Lay a colour through a mask and add the mask to the cover."""
        view = self.cover[window]
        np.maximum(view, mask, out=view)
        self.canvas.paint(mask, colour, window=window)


def read(points: Outline) -> NDArray[np.float64]:
    """Return points as an array, shape (n, 2)."""
    return outline(points) if isinstance(points, str) else np.asarray(points, np.float64)


def bounds(mask: Mask) -> tuple[int, int, int, int]:
    """Return left, top, width and height of what a mask covers."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not rows.size:
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1] - columns[0]) + 1, int(rows[-1] - rows[0]) + 1
