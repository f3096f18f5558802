"""Smooth noise over a plane: a lattice of random heights, joined by smooth steps.

Only + − × ÷ and rounding down meet the values, so that every machine gets the same bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Field", "Grid"]

Grid = NDArray[np.float32]
SIDE = 64  # cells after which a field repeats itself


class Field:
    """Noise in 0..1 at any place of the plane; one cell is one unit.

    Args:
        rng: Where its lattice is drawn from.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.lattice = rng.integers(0, 256, SIDE * SIDE, np.uint8).astype(np.float32) / np.float32(255)

    def at(self, x: Grid, y: Grid) -> Grid:
        """Return the noise at places (x, y), arrays that fit each other."""
        column, row = np.floor(x), np.floor(y)
        right, down = smooth(x - column), smooth(y - row)
        i, j = column.astype(np.int32) & (SIDE - 1), row.astype(np.int32) & (SIDE - 1)
        i_next, j, j_next = (i + 1) & (SIDE - 1), j * SIDE, ((j + 1) & (SIDE - 1)) * SIDE
        take = self.lattice.take
        upper, lower = take(j + i), take(j_next + i)
        upper += right * (take(j + i_next) - upper)
        lower += right * (take(j_next + i_next) - lower)
        result: Grid = upper + down * (lower - upper)
        return result

    def fractal(self, x: Grid, y: Grid, octaves: int, gain: float = 0.5) -> Grid:
        """Return layers of noise, each twice as fine and `gain` as strong as the one before; 0..1."""
        total, weight = self.at(x, y), 1.0
        for octave in range(1, octaves):
            turned_x, turned_y = x * 2**octave + np.float32(7.3 * octave), y * 2**octave
            total += np.float32(gain**octave) * self.at(turned_x, turned_y)
            weight += gain**octave
        return total / np.float32(weight)

    def ridged(self, x: Grid, y: Grid, octaves: int, gain: float = 0.5) -> Grid:
        """Return layers of noise folded at their middle, so that crests are sharp; 0..1."""
        total, weight = fold(self.at(x, y)), 1.0
        for octave in range(1, octaves):
            layer = fold(self.at(x * 2**octave + np.float32(7.3 * octave), y * 2**octave))
            total += np.float32(gain**octave) * layer * (total / np.float32(weight))
            weight += gain**octave
        return total / np.float32(weight)


def fold(noise: Grid) -> Grid:
    """Return noise whose middle became its crest: 1 at a half, 0 at the ends."""
    crest: Grid = 1 - np.abs(2 * noise - 1)
    return crest * crest


def smooth(part: Grid) -> Grid:
    """Return the smooth step of 0..1."""
    step: Grid = part * part * (3 - 2 * part)
    return step
