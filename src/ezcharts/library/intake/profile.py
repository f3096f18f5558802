"""What the rows of a sheet say about edges between columns: profiles along one axis.

Here the axis is x; rows are found on the transposed sheet. Edge e lies between pixels e-1 and e, 0 ≤ e ≤ W.
Every profile is a share of the rows that are looked at, in [0, 1]:

    left[e]    pass from a gutter's colour to something else at e
    right[e]   pass from something else to a gutter's colour at e
    seam[e]    have a step at e that stands out from the steps beside it, and no gutter's colour on a side
    ink[x]     have something else than a gutter's colour at pixel x

Beyond the border of the sheet all is gutter. A step counts in full when it is clearly above the noise.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from ezcharts.library.intake.colours import Gutter, Pixels, amount, distance

__all__ = ["Line", "Places", "Profile", "nearest", "profile"]

Line = NDArray[np.float64]
Places = NDArray[np.int64]

ASIDE = 0.9
"""What evidence is worth one pixel beside the place where it is expected."""

BLANK = 0.04
"""A column with less ink is blank."""


@dataclass(frozen=True)
class Profile:
    """The evidence for edges along one axis; `stray` is how noisy gutters are, in levels.

    Of every column too: `depth`, how far it is from the gutters' colours on average (noise averages out);
    `flat`, how far its pixels are from their median; `medians`, that median, shape (3, W).
    """

    left: Line
    right: Line
    seam: Line
    ink: Line
    stray: float
    depth: Line
    flat: Line
    medians: Line

    @functools.cached_property
    def beyond(self) -> Line:
        """Return the ink of pixel x - 1 at place x; beyond the sheet there is none."""
        return np.concatenate([[0.0], self.ink, [0.0]])

    @functools.cached_property
    def near(self) -> tuple[Places, Places, Places]:
        """Return for every edge the best of it and its neighbours: for left edges, right edges, seams."""
        return nearest(self.left), nearest(self.right), nearest(self.seam)

    @functools.cached_property
    def _blanks(self) -> tuple[Places, Places, Places]:
        """Return the next pixel with ink, the last one with ink, and how many blank ones came before."""
        blank = self.ink < BLANK
        places = np.arange(self.length)
        following = np.minimum.accumulate(np.where(blank, self.length, places)[::-1])[::-1]
        before = np.maximum.accumulate(np.where(blank, -1, places))
        return following, before, np.concatenate([[0], np.cumsum(blank)])

    def blank_inside(self, lefts: Places, rights: Places) -> Places:
        """Return how many blank columns each picture has that lie between columns with ink."""
        following, before, counts = self._blanks
        first, last = following[lefts], before[rights - 1]
        inside: Places = np.where(last > first, counts[last] - counts[np.minimum(first, last)], 0)
        return inside

    def mirrored(self) -> Profile:
        """Return the profile of the mirrored sheet."""
        turned = (line[..., ::-1] for line in (self.depth, self.flat, self.medians))
        ends = self.right[::-1], self.left[::-1], self.seam[::-1], self.ink[::-1]
        return Profile(*ends, self.stray, *turned)

    @property
    def length(self) -> int:
        """Return the number of pixels along the axis."""
        return len(self.ink)


def nearest(line: Line) -> Places:
    """Return for each place the best of it and its two neighbours."""
    full = np.concatenate([[-1.0], line, [-1.0]])
    before, after = ASIDE * full[:-2], ASIDE * full[2:]
    move = np.where(after > np.maximum(line, before), 1, np.where(before > line, -1, 0))
    found: Places = np.arange(len(line)) + move
    return found


def profile(seen: Pixels, gutters: list[Gutter]) -> Profile:
    """Look along x, with every gutter colour; what one of them sees counts.

    Args:
        seen: The rows that are looked at, shape (3, rows, W).
        gutters: What the gutters may look like.
    """
    width = seen.shape[2]
    left, right = np.zeros(width + 1), np.zeros(width + 1)
    picture, least = np.ones(seen.shape[1:], bool), np.full(seen.shape[1:], np.inf, np.float32)
    for gutter in gutters:
        off = distance(seen, gutter.colour[:, None, None])
        rise, fall = _steps(off, gutter.stray)
        left, right = np.maximum(left, rise), np.maximum(right, fall)
        picture &= off > 2 * gutter.stray
        least = np.minimum(least, off)
    ink = picture.mean(axis=0)
    left[0], right[-1] = ink[0], ink[-1]
    stray = min((gutter.stray for gutter in gutters), default=1.0)
    seam = np.zeros(width + 1)
    between = np.maximum(_seams(seen, min(stray, 3.0))[1:-1], np.maximum(left, right)[1:-1])
    seam[1:-1] = between * (0.3 + 0.7 * np.minimum(ink[:-1], ink[1:]))
    medians = np.median(seen, axis=1).astype(np.float64)
    flat = distance(seen, medians[:, None].astype(np.float32)).mean(axis=0, dtype=np.float64)
    depth = least.mean(axis=0, dtype=np.float64) if gutters else flat
    return Profile(left, right, seam, ink, stray, depth, flat, medians)


def _steps(off: NDArray[np.float32], stray: float) -> tuple[Line, Line]:
    """Return the profiles `left` and `right` of distances from one gutter's colour."""
    return _rises(off, stray), _rises(off[:, ::-1], stray)[::-1]


def _rises(off: NDArray[np.float32], stray: float) -> Line:
    """Return how many rows rise from gutter to picture at an edge, and by what part of the whole rise.

    The part matters where colour bleeds into a gutter (JPEG, WebP) or an edge is spread (scaling).
    """
    full = np.pad(off, ((0, 0), (1, 3)), mode="edge")
    full[:, 0] = 0
    before, after = full[:, :-3], full[:, 1:-2]
    height = np.maximum(np.maximum(after, full[:, 2:-1]), full[:, 3:])
    part = (after - before - stray) / np.maximum(3 + 2 * stray, 0.8 * height - stray)
    gutter = before <= np.maximum(2.5 * stray + 2, np.minimum(0.4 * after, 40))
    found: Line = (np.clip(part, 0, 1) * gutter).mean(axis=0, dtype=np.float64)
    return found


def _seams(seen: Pixels, stray: float) -> Line:
    """Return how many rows have a step that is greater than the steps on both sides, less what is usual."""
    step = amount(np.diff(seen, axis=2))
    full = np.pad(step, ((0, 0), (2, 2)))
    beside = np.maximum(full[:, 1:-3], full[:, 3:-1])
    lone = np.clip((full[:, 2:-2] - beside - stray) / (5 + 3 * stray), 0, 1).mean(axis=0, dtype=np.float64)
    wide = amount(seen[:, :, 3:] - seen[:, :, :-3])
    total = lone + 0.5 * _wide(wide, stray, len(lone))
    usual = median_filter(total, size=41, mode="reflect")
    return np.pad(np.clip(total - usual, 0, 1), 1)


def _wide(wide: NDArray[np.float32], stray: float, length: int) -> Line:
    """Return how much steps over three pixels stand out: seams that scaling has spread."""
    found = np.zeros(length)
    if wide.shape[1] > 8:
        beside = np.maximum(wide[:, :-6], wide[:, 6:])
        lone = np.clip((wide[:, 3:-3] - beside - stray) / (8 + 4 * stray), 0, 1)
        found[4:-4] = lone.mean(axis=0)
    return found
