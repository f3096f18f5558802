"""A fit: one guess at where the pictures lie along one axis, with its score.

The score sums, over all edges of all pictures, the evidence at the edge less what an edge must have at least
(`needed`). A true edge adds, an edge that is not there takes away up to 1, a gutter inside of a picture takes
away 2; so a comb with a tooth too many or too few scores less than the true one. A seam is the end of one
picture and the start of the next, and counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ezcharts.library.intake.profile import ASIDE, Line, Places, Profile

__all__ = ["Fit", "score", "spread"]


@dataclass(frozen=True)
class Fit:
    """Pictures from `lefts[i]` to `rights[i]`."""

    lefts: tuple[int, ...]
    rights: tuple[int, ...]
    score: float

    @property
    def count(self) -> int:
        """Return the number of pictures along the axis."""
        return len(self.lefts)

    def seams(self) -> list[int]:
        """Return the edges at which one picture follows the other without a gutter."""
        return [left for left, right in zip(self.lefts[1:], self.rights[:-1], strict=True) if left == right]


def spread(line: Line) -> Line:
    """Return evidence that counts one pixel aside too, at a little less."""
    full = np.concatenate([[0.0], line, [0.0]])
    found: Line = np.maximum(line, ASIDE * np.maximum(full[:-2], full[2:]))
    return found


def evidence(profile: Profile, lefts: Places, rights: Places) -> tuple[Line, Line]:
    """Return the evidence at every left and every right edge; a seam gives both of its sides the same.

    Edges of one guess, shape (pictures,), or of many, shape (guesses, pictures).
    """
    left, right = profile.left[lefts].copy(), profile.right[rights].copy()
    seams = lefts[..., 1:] == rights[..., :-1]
    both = profile.seam[lefts[..., 1:]]
    left[..., 1:] = np.where(seams, both, left[..., 1:])
    right[..., :-1] = np.where(seams, both, right[..., :-1])
    return left, right


def score(profile: Profile, lefts: Places, rights: Places, needed: float) -> Line:
    """Score guesses (see the top of this module); shapes as of `evidence`."""
    left, right = evidence(profile, lefts, rights)
    gains = _gains(left, profile.beyond[lefts], needed) + _gains(right, profile.beyond[rights + 1], needed)
    split = profile.blank_inside(lefts, rights) > 0
    found: Line = gains.sum(axis=-1) - 2.0 * split.sum(axis=-1)
    return found


def _gains(found: Line, outside: Line, needed: float) -> Line:
    """Return what edges add to the score; `outside` is the ink of the pixel beyond the edge.

    An edge that is not seen is no contradiction where both of its sides have the gutter's colour.
    """
    lack = (needed - found) / needed
    return np.where(found < needed, -lack * (0.15 + 0.85 * outside), found - needed)
