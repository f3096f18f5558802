"""The canvas: pixels, a frame of reference that fits every size, and masks to paint through.

x is measured in units from the middle of the picture (to the right), y in heights from its top (downwards),
sizes in units; a unit is the smaller of the height and 5/4 of the width. A wider picture therefore shows more
to either side of the same composition. Pixels only meet + − × ÷ √ and OpenCV's whole-number routines, which
give the same bits on every machine; sines and powers merely place outlines, which are rounded to sixteenths
of a pixel.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.composition import Composition
from ezcharts.training.world.light import Colour, Light
from ezcharts.training.world.scene import Scene

__all__ = ["Canvas", "Mask", "Pixels", "Points", "Window", "to_bytes", "triangle"]

Pixels = NDArray[np.float32]
Mask = NDArray[np.uint8]
Points = Sequence[tuple[float, float]] | NDArray[np.float64]
Window = tuple[slice, slice]
Length = TypeVar("Length", float, NDArray[np.float64])
WHOLE: Window = (slice(None), slice(None))
SUBPIXEL = 4  # bits of a pixel's fraction that OpenCV draws with
REACH = 4.0  # radii after which a glow has gone

cv2.setNumThreads(1)  # pictures are drawn side by side in processes; threads inside one only get in their way
cv2.ipp.setUseIPP(False)  # its resize depends on the processor in the last bit


class Canvas:
    """A picture being painted.

    Args:
        scene: What is painted.
        size: Width and height in pixels.
        light: The light.
        composition: Where things are.

    Attributes:
        pixels: RGB planes, shape (3, height, width), float32, about 0..1.
        land: Cover of all that hides the sky, 0..1, shape (height, width).
        water: Cover of what mirrors, 0..1, shape (height, width).
        subject: Cover of the subject, bytes 0..255, shape (height, width).
        x: Units from the middle, shape (1, width).
        y: Heights from the top, shape (height, 1).
    """

    def __init__(self, scene: Scene, size: tuple[int, int], light: Light, composition: Composition) -> None:
        self.scene, self.light, self.composition = scene, light, composition
        self.width, self.height = size
        self.unit = min(self.height, 1.25 * self.width)
        self.pixels: Pixels = np.zeros((3, self.height, self.width), np.float32)
        self.land: Pixels = np.zeros((self.height, self.width), np.float32)
        self.water: Pixels = np.zeros((self.height, self.width), np.float32)
        self.subject: Mask = np.zeros((self.height, self.width), np.uint8)
        columns, rows = np.arange(self.width) + 0.5, np.arange(self.height) + 0.5
        self.x: Pixels = ((columns - self.width / 2) / self.unit).astype(np.float32)[None]
        self.y: Pixels = (rows / self.height).astype(np.float32)[:, None]

    @property
    def reach(self) -> float:
        """The x of the right edge, in units."""
        return self.width / 2 / self.unit

    def units(self, heights: Length) -> Length:
        """Convert a length (or an array of them) from heights to units."""
        return heights * self.height / self.unit

    def heights(self, units: Length) -> Length:
        """Convert a length (or an array of them) from units to heights."""
        return units * self.unit / self.height

    def place(self, points: Points) -> NDArray[np.float64]:
        """Return points (x in units, y in heights) as pixels, shape (n, 2)."""
        array = np.asarray(points, np.float64)
        return array * (self.unit, self.height) + (self.width / 2, 0.0)

    def mask(self, polygons: Sequence[Points]) -> Mask:
        """Return the antialiased cover of polygons, 0..255, shape (height, width)."""
        mask = np.zeros((self.height, self.width), np.uint8)
        if len(polygons):
            fill(mask, self.place(np.concatenate(polygons)), polygons)
        return mask

    def dots(self, centres: Points, radii: Sequence[float] | NDArray[np.float64]) -> Mask:
        """Return the cover of discs with the given centres and radii (units), 0..255."""
        mask = np.zeros((self.height, self.width), np.uint8)
        wholes = (
            np.rint(np.asarray(radii, np.float64) * (self.unit * (1 << SUBPIXEL))).astype(np.int32).tolist()
        )
        for centre, whole in zip(corners(self.place(centres)).tolist(), wholes, strict=True):
            cv2.circle(mask, centre, whole, 255, -1, cv2.LINE_AA, SUBPIXEL)
        return mask

    def strokes(self, paths: Iterable[Points], width: float) -> Mask:
        """Return the cover of polylines of one width (units), 0..255."""
        mask = np.zeros((self.height, self.width), np.uint8)
        lines = [corners(self.place(path)) for path in paths]
        cv2.polylines(mask, lines, False, 255, max(1, round(width * self.unit)), cv2.LINE_AA, SUBPIXEL)
        return mask

    def blur(self, mask: Mask, radius: float) -> Mask:
        """Return a mask (or planes of them) blurred over `radius` units."""
        if mask.ndim == 3:
            return np.stack([self.blur(plane, radius) for plane in mask])
        sigma = radius * self.unit / 2
        if sigma < 0.3:
            return mask
        side = 2 * round(2 * sigma) + 1
        blurred: Mask = cv2.GaussianBlur(mask, (side, side), sigma)
        return blurred

    def window(self, left: float, right: float, top: float, foot: float) -> Window:
        """Return the rows and columns of a rectangle given in pixels, one pixel wider on every side."""
        rows = slice(clamp(top - 1, self.height), clamp(foot + 2, self.height))
        return rows, slice(clamp(left - 1, self.width), clamp(right + 2, self.width))

    def stencil(self, *polygons: Points) -> tuple[Window, Mask]:
        """Return the window that polygons occupy together, and their cover there, 0..255."""
        placed = self.place(np.concatenate(polygons))
        low, high = placed.min(0), placed.max(0)
        rows, columns = self.window(low[0], high[0], low[1], high[1])
        mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
        if mask.size:
            fill(mask, placed - (columns.start, rows.start), polygons)
        return (rows, columns), mask

    def paint(
        self, mask: Mask | Pixels, colour: Colour | Pixels, opacity: float = 1.0, window: Window = WHOLE
    ) -> None:
        """Lay a colour, shape (3, height or 1, width or 1), over the picture through a mask.

        Args:
            mask: Cover: bytes 0..255, or floats 0..1, shape (height or 1, width or 1).
            colour: What is laid on.
            opacity: Factor on the cover, 0..1.
            window: Rows and columns that mask and colour are for.
        """
        view = self.pixels[(slice(None), *window)]
        if mask.dtype == np.uint8:  # most masks cover a small part of the picture
            left, top, wide, high = cv2.boundingRect(mask)
            part = slice(top, top + high), slice(left, left + wide)
            view, mask, colour = view[(slice(None), *part)], mask[part], cut(colour, part)
            opacity = opacity / 255
        cover = mask.astype(np.float32) * np.float32(opacity)
        view += cover * (colour - view)

    def fill(self, polygon: Points, colour: Colour | Pixels, opacity: float = 1.0) -> None:
        """Lay a colour over one polygon."""
        window, mask = self.stencil(polygon)
        self.paint(mask, cut(colour, window), opacity, window)

    def stand(self, mask: Mask, colour: Colour | Pixels, window: Window = WHOLE) -> None:
        """Paint something that hides the sky."""
        self.paint(mask, colour, window=window)
        np.maximum(self.land[window], mask.astype(np.float32) / np.float32(255), out=self.land[window])

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Add light around a point that falls off as 1/(1 + (r/radius)²)²; radius in units."""
        ((column, row),) = self.place([(x, y)])
        far = REACH * radius * self.unit
        rows, columns = self.window(column - far, column + far, row - far, row + far)
        across = (self.x[:, columns] - np.float32(x)) / np.float32(radius)
        down = (self.y[rows] - np.float32(y)) * np.float32(self.height / self.unit / radius)
        falloff = 1 / (1 + across * across + down * down)
        light = np.maximum(falloff * falloff - np.float32(1 / (1 + REACH**2) ** 2), 0)
        self.pixels[:, rows, columns] += light * (np.float32(strength) * colour)

    def below(self, line: NDArray[np.float64]) -> NDArray[np.float64]:
        """Close a line of points (from left to right) along the picture's lower edge."""
        foot = [(line[-1, 0], 1.05), (line[0, 0], 1.05)]
        return np.concatenate((line, foot))

    def noise(self, purpose: str, cells: float, stretch: float = 1.0, octaves: int = 2) -> Pixels:
        """Return smooth noise in 0..1, shape (height, width).

        Args:
            purpose: Names the stream it is drawn from.
            cells: Cells to a unit of height.
            stretch: How many times longer than high a cell is.
            octaves: Layers, each twice as fine and half as strong as the one before.
        """
        rng = self.scene.stream(purpose)
        total = np.zeros((self.height, self.width), np.float32)
        for octave in range(octaves):
            rows = round(cells * 2**octave * self.height / self.unit) + 2
            columns = round(cells * 2**octave * self.width / self.unit / stretch) + 2
            grid = rng.integers(0, 256, (rows, columns), np.uint8)
            layer = cv2.resize(grid, (self.width, self.height), interpolation=cv2.INTER_CUBIC)
            total += layer.astype(np.float32) * np.float32(0.5**octave)
        return total / np.float32(255 * (2 - 0.5 ** (octaves - 1)))

    @functools.cached_property
    def mottle(self) -> Pixels:
        """Noise in −½..½ of the size of brush marks, for the surfaces of things, shape (height, width)."""
        return self.noise("mottle", 15, 1.0, 2) - np.float32(0.5)

    def edge(self, mask: Mask, right: int, up: int, thick: float) -> Pixels:
        """Return the part of a cover, 0..1, along its edge towards one side.

        Args:
            mask: Cover, bytes 0..255, of a window or the whole.
            right: 1 for edges on the right, −1 for those on the left, 0 for neither.
            up: 1 for upper edges, −1 for lower ones, 0 for neither.
            thick: How far the edge reaches in, units.
        """
        pace = max(1, round(thick * self.unit))
        inner = mask
        if right:
            inner = np.minimum(inner, shift(mask, -pace * right, 0))
        if up:
            inner = np.minimum(inner, shift(mask, 0, pace * up))
        return (mask - inner).astype(np.float32) / np.float32(255)

    def ridge(
        self, purpose: str, base: float, rise: float, knots: float, rough: float = 0.5
    ) -> NDArray[np.float64]:
        """Return a skyline as points from left to right.

        Args:
            purpose: Names the stream it is drawn from.
            base: The y it rises from.
            rise: How high its peaks are, in heights.
            knots: Peaks to a unit.
            rough: Share that each finer layer has of the coarser one.
        """
        rng = self.scene.stream(purpose)
        x = np.linspace(-self.reach - 0.02, self.reach + 0.02, 97)
        total, weight = np.zeros_like(x), 0.0
        for octave in range(4):
            places = np.arange(-16, 17) / (knots * 2**octave)
            total += rough**octave * np.interp(x, places, rng.random(33))
            weight += rough**octave
        return np.stack((x, base - rise * total / weight), 1)


def shift(mask: Mask, right: int, down: int) -> Mask:
    """Return a mask moved by whole pixels; nothing comes in from outside."""
    rows, columns = mask.shape
    moved = np.zeros_like(mask)
    if abs(right) < columns and abs(down) < rows:
        moved[max(down, 0) : rows + min(down, 0), max(right, 0) : columns + min(right, 0)] = mask[
            max(-down, 0) : rows + min(-down, 0), max(-right, 0) : columns + min(-right, 0)
        ]
    return moved


def cut(colour: Colour | Pixels, window: Window) -> Pixels:
    """Return the part of a colour, shape (3, height or 1, width or 1), that lies in a window."""
    rows, columns = (
        part if size > 1 else slice(None) for part, size in zip(window, colour.shape[1:], strict=True)
    )
    return colour[:, rows, columns]


def clamp(value: float, limit: int) -> int:
    """Round down into 0..limit."""
    return min(max(int(value), 0), limit)


def triangle(phase: Pixels) -> Pixels:
    """Return a wave of period 1 between 0 and 1."""
    wave: Pixels = np.abs(2 * (phase - np.floor(phase)) - 1)
    return wave


def to_bytes(pixels: Pixels) -> Mask:
    """Round 0..1 to bytes."""
    rounded: Mask = np.rint(np.clip(pixels, 0, 1) * np.float32(255)).astype(np.uint8)
    return rounded


def corners(points: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return points in pixels in OpenCV's fixed point; pixel centres lie at whole numbers there."""
    return np.rint((points - 0.5) * (1 << SUBPIXEL)).astype(np.int32)


def fill(mask: Mask, points: NDArray[np.float64], polygons: Sequence[Points]) -> None:
    """Draw antialiased polygons, whose points in pixels lie one after the other, into a mask."""
    fixed, start = corners(points), 0
    for polygon in polygons:
        cv2.fillPoly(mask, [fixed[start : start + len(polygon)]], 255, cv2.LINE_AA, SUBPIXEL)
        start += len(polygon)
