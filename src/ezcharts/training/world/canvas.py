"""The canvas: pixels, a frame of reference that fits every size, and masks to paint through.

x is measured in units from the middle of the picture (to the right), y in heights from its top (downwards),
sizes in units; a unit is the smaller of the height and 5/4 of the width. A wider picture therefore shows more
to either side of the same composition. Pixels only meet + − × ÷ √ and OpenCV's whole-number routines, which
give the same bits on every machine; sines and powers merely place outlines, which are rounded to sixteenths
of a pixel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ezcharts.training.world.composition import Composition
from ezcharts.training.world.palette import Colour, Palette
from ezcharts.training.world.scene import Scene

__all__ = ["Canvas", "Pixels", "Points", "Window", "triangle"]

Pixels = NDArray[np.float32]
Mask = NDArray[np.uint8]
Points = Sequence[tuple[float, float]] | NDArray[np.float64]
Window = tuple[slice, slice]
WHOLE: Window = (slice(None), slice(None))
SUBPIXEL = 4  # bits of a pixel's fraction that OpenCV draws with

cv2.setNumThreads(1)  # pictures are drawn side by side in processes; threads inside one only get in their way
cv2.ipp.setUseIPP(False)  # its resize depends on the processor in the last bit


class Canvas:
    """A picture being painted.

    Args:
        scene: What is painted.
        size: Width and height in pixels.
        palette: The light.
        composition: Where things are.

    Attributes:
        pixels: RGB planes, shape (3, height, width), float32, about 0..1.
        x: Units from the middle, shape (1, width).
        y: Heights from the top, shape (height, 1).
    """

    def __init__(
        self, scene: Scene, size: tuple[int, int], palette: Palette, composition: Composition
    ) -> None:
        self.scene, self.palette, self.composition = scene, palette, composition
        self.width, self.height = size
        self.unit = min(self.height, 1.25 * self.width)
        self.pixels: Pixels = np.zeros((3, self.height, self.width), np.float32)
        columns, rows = np.arange(self.width) + 0.5, np.arange(self.height) + 0.5
        self.x: Pixels = ((columns - self.width / 2) / self.unit).astype(np.float32)[None]
        self.y: Pixels = (rows / self.height).astype(np.float32)[:, None]

    @property
    def reach(self) -> float:
        """The x of the right edge, in units."""
        return self.width / 2 / self.unit

    def units(self, heights: float) -> float:
        """Convert a length from heights to units."""
        return heights * self.height / self.unit

    def heights(self, units: float) -> float:
        """Convert a length from units to heights."""
        return units * self.unit / self.height

    def place(self, points: Points) -> NDArray[np.float64]:
        """Return points (x in units, y in heights) as pixels, shape (n, 2)."""
        array = np.asarray(points, np.float64)
        return array * (self.unit, self.height) + (self.width / 2, 0.0)

    def mask(self, polygons: Iterable[Points]) -> Mask:
        """Return the antialiased cover of polygons, 0..255, shape (height, width)."""
        mask = np.zeros((self.height, self.width), np.uint8)
        for polygon in polygons:
            fill(mask, self.place(polygon))
        return mask

    def dots(self, centres: Points, radii: Iterable[float]) -> Mask:
        """Return the cover of discs with the given centres and radii (units), 0..255."""
        mask = np.zeros((self.height, self.width), np.uint8)
        for (x, y), radius in zip(self.place(centres), radii, strict=True):
            whole = round(radius * self.unit * (1 << SUBPIXEL))
            cv2.circle(mask, (fixed(x), fixed(y)), whole, 255, -1, cv2.LINE_AA, SUBPIXEL)
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

    def stencil(self, polygon: Points) -> tuple[Window, Mask]:
        """Return the window that a polygon occupies, and its cover there, 0..255."""
        points = self.place(polygon)
        (left, top), (right, foot) = points.min(0), points.max(0)
        rows = slice(clamp(top - 1, self.height), clamp(foot + 2, self.height))
        columns = slice(clamp(left - 1, self.width), clamp(right + 2, self.width))
        mask = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
        if mask.size:
            fill(mask, points - (columns.start, rows.start))
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

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Add light around a point that falls off as 1/(1 + (r/radius)²)²; radius in units."""
        across = (self.x - np.float32(x)) / np.float32(radius)
        down = (self.y - np.float32(y)) * np.float32(self.height / self.unit / radius)
        falloff = 1 / (1 + across * across + down * down)
        self.pixels += falloff * falloff * np.float32(strength) * colour

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

    def grain(self, purpose: str) -> Pixels:
        """Return noise in 0..1 that is independent from pixel to pixel, shape (height, width)."""
        rng = self.scene.stream(purpose)
        return rng.integers(0, 256, (self.height, self.width), np.uint8).astype(np.float32) / np.float32(255)

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


def fixed(value: float) -> int:
    """Return a coordinate in OpenCV's fixed point; pixel centres lie at whole numbers there."""
    return round((value - 0.5) * (1 << SUBPIXEL))


def fill(mask: Mask, points: NDArray[np.float64]) -> None:
    """Draw an antialiased polygon, points in pixels, into a mask."""
    corners = np.rint((points - 0.5) * (1 << SUBPIXEL)).astype(np.int32)
    cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, SUBPIXEL)
