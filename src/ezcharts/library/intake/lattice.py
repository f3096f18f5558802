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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.profile import Line, Places, Profile

__all__ = ["Lattice", "Many", "fractions", "moved", "nearest_lattice", "wholes"]

Many = NDArray[np.int64]
"""Edges of many guesses, shape (guesses, pictures)."""
Numbers = NDArray[np.float64]
"""Offset, size, pitch and shift of many guesses, shape (guesses, 4)."""


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


def _all(*numbers: list[float]) -> Numbers:
    """Return all combinations of offsets, sizes, pitches and shifts."""
    return np.stack([side.ravel() for side in np.meshgrid(*numbers, indexing="ij")], axis=1)


def _edges(near: Lattice, numbers: Numbers, length: int) -> tuple[Many, Many]:
    """Return the edges that follow from numbers, without those that do not lie on the sheet."""
    offset, size, pitch, shift = (numbers[:, i, None] for i in range(4))
    places = offset + 0.5 + pitch * near.inner + shift * near.outer
    return on_sheet(np.floor(places).astype(np.int64), np.floor(places + size).astype(np.int64), length)


def on_sheet(lefts: Many, rights: Many, length: int) -> tuple[Many, Many]:
    """Return the guesses whose pictures lie on the sheet and do not overlap."""
    good = (lefts[:, 0] >= 0) & (rights[:, -1] <= length)
    good &= (lefts[:, 1:] >= rights[:, :-1]).all(axis=1) & (rights > lefts).all(axis=1)
    return lefts[good], rights[good]


def wholes(near: Lattice, length: int) -> tuple[Many, Many]:
    """Return guesses at whole numbers; where the pitch changes, the middle of the guess stays."""
    offsets, sizes = _around(round(near.offset), 2, 1), _around(round(near.size), 2, 1)
    pitches = [*_around(int(near.pitch), 1, 1), int(near.pitch) + 2.0] if near.inner.any() else [0.0]
    shifts = _around(round(near.shift), 2, 1) if near.outer.any() else [0.0]
    numbers = _all(offsets, sizes, pitches, shifts)
    numbers[:, 0] += np.rint(near.inner.mean() * (near.pitch - numbers[:, 2]))
    return _edges(near, numbers, length)


def fractions(near: Lattice, length: int) -> tuple[Many, Many]:
    """Return guesses at fractions of pixels, with gutters and without (there the size is the pitch)."""
    last, panels = int(near.inner.max()), int(near.outer.max())
    offsets, sizes = _around(near.offset, 4, 1 / 3), _around(near.size, 4, 1 / 3)
    pitches = _around(near.pitch, 3, 1 / (2 * last)) if last else [0.0]
    shifts = _around(near.shift, 2, 1 / (2 * panels)) if panels else [0.0]
    numbers = _all(offsets, sizes, pitches, shifts)
    if last:
        flush = _all(offsets, [0.0], pitches, shifts)
        flush[:, 1] = flush[:, 2]
        numbers = np.concatenate([numbers, flush])
    lefts, rights = _edges(near, numbers, length)
    keep = np.unique(np.concatenate([lefts, rights], axis=1), axis=0)
    return keep[:, : lefts.shape[1]], keep[:, lefts.shape[1] :]


def _around(middle: float, steps: int, step: float) -> list[float]:
    """Return numbers around one."""
    return [middle + i * step for i in range(-steps, steps + 1)]


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
