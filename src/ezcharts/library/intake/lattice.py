"""Lattices: guesses whose edges all follow from few numbers, near one guess.

Tools place equal pictures at one pitch; scaling a sheet scales offset, size and pitch, and every edge falls
on the pixel nearest to its place. So picture k of a panel k' lies from round(offset + k·pitch + k'·shift) on
and is `size` long, and all edges speak for the few numbers together: a faint edge is placed by the clear
ones. Three families are tried, each with numbers around those that fit the guess best:

* whole numbers, as tools place pictures;
* fractions, as scaling leaves them;
* whole sizes, but every picture moved by up to a pixel, as charts with axes between pixels do.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.profile import Line, Places, Profile

__all__ = ["Lattice", "Many", "fractions", "moved", "nearest_lattice", "wholes"]

Many = NDArray[np.int64]
"""Edges of many guesses, shape (guesses, pictures)."""
MOST = 60000
"""No more numbers than so many are tried for one guess."""


@dataclass(frozen=True)
class Lattice:
    """Where the pictures of a guess lie, in numbers; `inner` and `outer` are k and k' of each picture."""

    offset: float
    size: float
    pitch: float
    shift: float
    inner: Places
    outer: Places


def panel_share(lefts: Places) -> int:
    """Return how many pictures a panel has: all, unless distances repeat as those of panels do."""
    gaps = np.diff(lefts)
    if len(gaps) < 2:
        return len(lefts)
    wide = gaps > gaps.min() + 2
    if not wide.any():
        return len(lefts)
    jumps, share = np.flatnonzero(wide), int(np.flatnonzero(wide)[0]) + 1
    regular = np.array_equal(jumps, np.arange(share - 1, len(gaps), share)) and len(lefts) % share == 0
    return share if share > 1 and regular else len(lefts)


def nearest_lattice(lefts: Places, rights: Places) -> Lattice:
    """Return the numbers that fit a guess best."""
    share = panel_share(lefts)
    outer, inner = np.divmod(np.arange(len(lefts)), share)
    terms = np.stack([np.ones(len(lefts)), inner, outer], axis=1)
    offset, pitch, shift = np.linalg.lstsq(terms, lefts.astype(float), rcond=None)[0]
    return Lattice(float(offset), float((rights - lefts).mean()), float(pitch), float(shift), inner, outer)


def _edges(near: Lattice, numbers: list[list[float]], length: int) -> tuple[Many, Many]:
    """Return the edges of all combinations of offsets, sizes, pitches and shifts that lie on the sheet."""
    all_of = np.array(list(itertools.islice(itertools.product(*numbers), MOST)))
    offset, size, pitch, shift = (all_of[:, i, None] for i in range(4))
    places = offset + pitch * near.inner + shift * near.outer
    lefts = np.floor(places + 0.5).astype(np.int64)
    rights = np.floor(places + size + 0.5).astype(np.int64)
    return on_sheet(lefts, rights, length)


def on_sheet(lefts: Many, rights: Many, length: int) -> tuple[Many, Many]:
    """Return the guesses whose pictures lie on the sheet and do not overlap."""
    good = (lefts[:, 0] >= 0) & (rights[:, -1] <= length)
    good &= (lefts[:, 1:] >= rights[:, :-1]).all(axis=1) & (rights > lefts).all(axis=1)
    return lefts[good], rights[good]


def wholes(near: Lattice, length: int) -> tuple[Many, Many]:
    """Return guesses at whole numbers."""
    offsets = [float(round(near.offset) + i) for i in range(-2, 3)]
    sizes = [float(round(near.size) + i) for i in range(-2, 3)]
    pitches = [float(int(near.pitch) + i) for i in (-1, 0, 1, 2)] if near.inner.any() else [0.0]
    shifts = [float(round(near.shift) + i) for i in range(-2, 3)] if near.outer.any() else [0.0]
    if near.inner.any():  # around the middle of the guess, not around its start
        middle = near.inner.mean()
        parts = [
            _edges(
                near, [[o + round(middle * (near.pitch - p)) for o in offsets], sizes, [p], shifts], length
            )
            for p in pitches
        ]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    return _edges(near, [offsets, sizes, pitches, shifts], length)


def fractions(near: Lattice, length: int) -> tuple[Many, Many]:
    """Return guesses at fractions of pixels."""
    last, panels = int(near.inner.max()), int(near.outer.max())
    offsets = [near.offset + i / 3 for i in range(-4, 5)]
    sizes = [near.size + i / 3 for i in range(-4, 5)]
    pitches = [near.pitch + i / (2 * last) for i in range(-3, 4)] if last else [0.0]
    shifts = [near.shift + i / (2 * panels) for i in range(-2, 3)] if panels else [0.0]
    flush = [[offset, pitch] for offset in offsets for pitch in pitches]
    lefts, rights = _edges(near, [offsets, sizes, pitches, shifts], length)
    seams = _flush(near, flush, shifts, length) if last else (lefts[:0], rights[:0])
    both = np.concatenate([lefts, seams[0]]), np.concatenate([rights, seams[1]])
    keep = np.unique(np.concatenate(both, axis=1), axis=0)
    return keep[:, : lefts.shape[1]], keep[:, lefts.shape[1] :]


def _flush(near: Lattice, numbers: list[list[float]], shifts: list[float], length: int) -> tuple[Many, Many]:
    """Return guesses without gutters: the size is the pitch."""
    parts = [_edges(near, [[offset], [pitch], [pitch], shifts], length) for offset, pitch in numbers]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def moved(near: Lattice, profile: Profile) -> tuple[Many, Many]:
    """Return guesses with one size, every picture moved by up to a pixel to where the evidence is."""
    places = np.rint(near.offset + near.pitch * near.inner + near.shift * near.outer).astype(np.int64)
    found = [_snapped(places, size, profile) for size in range(round(near.size) - 2, round(near.size) + 3)]
    lefts = np.stack([pair[0] for pair in found])
    return on_sheet(lefts, np.stack([pair[1] for pair in found]), profile.length)


def _snapped(places: Places, size: int, profile: Profile) -> tuple[Places, Places]:
    moves = np.array([[0], [-1], [1]])
    at = places + moves
    first, last = _at(profile.left, at), _at(profile.right, at + size)
    lefts = places + moves[(first + last).argmax(axis=0), 0]
    return lefts, lefts + size


def _at(line: Line, places: Places) -> Line:
    inside = (places >= 0) & (places < len(line))
    found: Line = np.where(inside, line[np.clip(places, 0, len(line) - 1)], 0.0)
    return found
