"""Which colours the gutters of a sheet have, and how far a gutter's pixels stray from their colour.

A gutter makes whole columns of one colour (here the axis is x). Every column votes for its median colour if
most of its pixels have it and nearly all others have the colour of the sheet's border: a gutter may end in
margins of another colour. A sky makes whole rows of one colour too, but it fades; so a stretch of columns
counts only if it ends sharply on both sides, or at the sheet's border.

Lossy files move the pixels of a gutter, most near the pictures; a `Gutter` knows by how much. Where one
gutter is exact, the file is lossless, and what strays is no gutter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Gutter", "Pixels", "amount", "border_colour", "distance", "gutters"]

Pixels = NDArray[np.float32]
"""A sheet, shape (3, H, W), values 0..255."""
Colour = NDArray[np.float32]
"""Shape (3,)."""

BORDER = 3.0
"""How much likelier a colour is a gutter's if the sheet's border has it."""
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Weights of red, green and blue in luma."""
CHROMA = np.float32(0.25)
"""What the greatest difference of a channel counts against luma's."""
SAMPLES = 100
"""Pixels of a column that are looked at, about."""
NEAR = 20.0
"""A pixel this near to a colour (greatest difference of a channel) has it, before noise is known."""
MOST = 0.45
"""Share of a column's pixels that have its colour, or the column does not vote."""
PURE = 0.85
"""Share of a column's pixels that have its colour or the border's, or it does not vote."""
FADES = 40.0
"""A column beside a gutter is no fading of it if its colour is farther than this, or if it has none."""
TIGHT = 5.0
"""A column that may be a fading has its colour this nearly."""
LONG = 12
"""A stretch of exactly one colour that is at least so long, in pixels, is no fading."""
EXACT = 1.3
"""Gutters that stray less are exact."""
WORST = 5.0
"""More than so many levels of straying are not forgiven at edges."""
CLEAN = 5.0
"""A second colour of gutters strays less."""
ROUGH = 9.0
"""What strays more is no gutter."""
EDGE = 4
"""So many pixels of a stretch, at each of its ends, tell how far it strays."""


@dataclass(frozen=True)
class Gutter:
    """A colour; how far its pixels stray at its ends and within (1 level in a lossless file); its columns."""

    colour: Colour
    stray: float
    columns: int = 0
    rough: float = 1.0

    def like(self, other: Gutter) -> bool:
        """Return whether this is about the same colour."""
        return bool(np.abs(self.colour - other.colour).max() <= NEAR)

    def clipped(self) -> bool:
        """Return whether noise cannot show, since every channel is at its least or its greatest."""
        return bool((np.minimum(self.colour, 255 - self.colour) < 1).all())

    def worth(self, border: Colour) -> float:
        """Return how likely this is a gutter: wide and pure, likelier if it has the border's colour."""
        same = float(np.abs(self.colour - border).max()) <= NEAR
        return self.columns * (BORDER if same else 1.0) / self.rough**2


def gutters(seen: Pixels, border: Colour, known: list[Gutter], most: float = MOST) -> list[Gutter]:
    """Return what the gutters between columns may look like; perhaps nothing.

    Args:
        seen: The rows that are looked at, shape (3, rows, W).
        border: The colour of the sheet's border.
        known: What is known from other looks at the sheet.
        most: Share of a column's pixels that must have its colour.
    """
    some = seen[:, :: max(1, seen.shape[1] // SAMPLES)]
    colours: Colour = np.median(some, axis=1).astype(np.float32)
    off = distance(some, colours[:, None])
    near = off <= NEAR
    share = near.mean(axis=0)
    pure = (near | (distance(some, border[:, None, None]) <= NEAR)).mean(axis=0)
    stray = 1 + 2.5 * np.where(near, off, 0).sum(axis=0) / np.maximum(1, near.sum(axis=0))
    votes = np.where((share > most) & (pure > PURE), pure, 0)
    found = list(known)
    plain = (off <= TIGHT).mean(axis=0) > MOST
    for start, end in _stretches(colours, plain, votes):
        ends = max(stray[start:end][:EDGE].max(), stray[start:end][-EDGE:].max())
        colour, rough = np.median(colours[:, start:end], axis=1), float(np.median(stray[start:end]))
        if rough <= ROUGH:
            _add(found, Gutter(colour, float(np.clip(ends, 1, WORST)), end - start, rough))
    found.sort(key=lambda gutter: -gutter.worth(border))
    exact = bool(found) and found[0].stray < EXACT and not found[0].clipped()
    limit = EXACT if exact else CLEAN
    return [each for i, each in enumerate(found) if i == 0 or each.rough < limit][:3]


def _add(found: list[Gutter], gutter: Gutter) -> None:
    """Add a gutter, or join two of one colour."""
    for i, other in enumerate(found):
        if other.like(gutter):
            wider = other if other.columns >= gutter.columns else gutter
            found[i] = Gutter(wider.colour, wider.stray, other.columns + gutter.columns, wider.rough)
            return
    found.append(gutter)


def _stretches(
    colours: Colour, flat: NDArray[np.bool_], votes: NDArray[np.float64]
) -> Iterator[tuple[int, int]]:
    """Yield stretches of columns of one colour that do not fade into what is beside them."""
    same = np.abs(np.diff(colours, axis=1)).max(axis=0) <= NEAR / 2
    start = 0
    for x in range(1, len(votes) + 1):
        if x < len(votes) and votes[x] > 0 and votes[x - 1] > 0 and same[x - 1]:
            continue
        if votes[start] > 0 and x - start < len(votes):
            before = start < 2 or _apart(colours, flat, start, start - 2)
            after = x > len(votes) - 2 or _apart(colours, flat, x - 1, x + 1)
            if (before and after) or _long(colours[:, start:x]):
                yield start, x
        start = x


def _apart(colours: Colour, flat: NDArray[np.bool_], x: int, beside: int) -> bool:
    """Return whether the column beside is no fading of column x."""
    return not flat[beside] or float(np.abs(colours[:, x] - colours[:, beside]).max()) > FADES


def _long(colours: Colour) -> bool:
    """Return whether a stretch is so long and so constant that it is no fading."""
    return colours.shape[1] >= LONG and float(np.ptp(colours[:, :LONG], axis=1).max()) < 1


def border_colour(picture: NDArray[np.uint8]) -> Colour:
    """Return the median colour of the outermost pixels."""
    ring = (picture[:, 0], picture[:, -1], picture[:, :, 0], picture[:, :, -1])
    middle: Colour = np.median(np.concatenate(ring, axis=1), axis=1).astype(np.float32)
    return middle


def distance(picture: Pixels, colour: Colour) -> NDArray[np.float32]:
    """Return how far every pixel is from a colour, shape (H, W); see `amount`."""
    return amount(picture - colour)


def amount(difference: Pixels) -> NDArray[np.float32]:
    """Return how much a difference of colours (3, ...) is: of luma, or a part of the greatest of a channel.

    Lossy files keep luma sharp and smear the rest over two pixels, so the rest counts less.
    """
    luma = np.abs(np.tensordot(LUMA, difference, axes=1))
    red, green, blue = np.abs(difference)
    found: NDArray[np.float32] = np.maximum(luma, CHROMA * np.maximum(np.maximum(red, green), blue))
    return found
