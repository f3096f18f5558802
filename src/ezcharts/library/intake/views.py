"""Views of a sheet: the evidence and the guesses along both axes, for what its gutters may look like.

Each axis is looked at only among the lines in which the other has pictures. Most sheets have one view; where
stripes suggest another colour of gutters (`stripes`), a second view has that colour too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.colours import Gutter, Pixels, border_colour, gutters
from ezcharts.library.intake.fit import Fit
from ezcharts.library.intake.profile import Profile, profile
from ezcharts.library.intake.search import search
from ezcharts.library.intake.stripes import stripe_colour

__all__ = ["View", "views"]

SURE = 0.93
"""Among the rows of pictures a gutter is a gutter from end to end."""
ROWS = 600
"""Twice as many rows or more are thinned out to about so many."""
MOST = 3
"""So many colours of gutters at most."""


@dataclass(frozen=True)
class View:
    """Evidence along x and y with guesses, the best first, and the gutters' colours that were used for each.

    `guessed` says whether there is one among them that stripes suggest.
    """

    x: Profile
    across: list[Fit]
    y: Profile
    down: list[Fit]
    colours: tuple[list[Gutter], list[Gutter]]
    guessed: bool = False


@dataclass(frozen=True)
class _Sheet:
    """A sheet, the same turned, both shape (3, lines, length), and what is known of it."""

    pixels: NDArray[np.uint8]
    turned: NDArray[np.uint8]
    border: NDArray[np.float32]
    known: list[Gutter]
    rows: int | None
    columns: int | None

    def look(
        self, pixels: NDArray[np.uint8], other: list[Fit], guess: Gutter | None = None
    ) -> tuple[Profile, list[Gutter]]:
        """Look along an axis, at the lines in which the other one has its pictures."""
        seen = _pictures(pixels, other)
        found = gutters(seen, self.border, self.known[:1], SURE)
        used = found if guess is None else [guess, *found][:MOST]
        return profile(seen, used), used

    def view(self, down: list[Fit], guess: Gutter | None = None) -> View | None:
        """Return a view, with guesses down the sheet to begin with; none without any guesses."""
        x, first = self.look(self.pixels, down, guess)
        across = search(x, self.columns, down)
        y, second = self.look(self.turned, across, guess)
        down = search(y, self.rows, across)
        if not across or not down:
            return None
        return View(x, across, y, down, (first, second), guess is not None)

    def guess(self, view: View) -> Gutter | None:
        """Return another colour that gutters may have, if stripes suggest one."""
        looks = [_pictures(self.pixels, view.down), _pictures(self.turned, view.across)]
        colour = stripe_colour(looks, view.across[0].count + view.down[0].count - 2)
        return None if colour is None or all(any(map(colour.like, used)) for used in view.colours) else colour


def views(picture: NDArray[np.uint8], rows: int | None, columns: int | None) -> list[View]:
    """Return the views of a sheet, shape (H, W, 3); none where it shows no grid."""
    pixels = np.ascontiguousarray(picture.transpose(2, 0, 1))
    turned = np.ascontiguousarray(picture.transpose(2, 1, 0))
    border, first, second = border_colour(pixels), _some(pixels), _some(turned)
    known = gutters(second, border, gutters(first, border, []))
    sheet = _Sheet(pixels, turned, border, known, rows, columns)
    across = search(profile(first, known), columns)
    view = sheet.view(search(sheet.look(turned, across)[0], rows))
    if view is None:
        return []
    guess = sheet.guess(view)
    other = None if guess is None else sheet.view(view.down, guess)
    return [view] if other is None else [view, other]


def _some(pixels: NDArray[np.uint8]) -> Pixels:
    """Return enough rows as numbers: more than some hundred rows say nothing new about columns."""
    found: Pixels = pixels[:, :: max(1, pixels.shape[1] // ROWS)].astype(np.float32)
    return found


def _pictures(pixels: NDArray[np.uint8], other: list[Fit]) -> Pixels:
    """Return the lines in which the other axis has its pictures; all, where it has no guess."""
    return _some(pixels[:, _inside(other[0], pixels.shape[1])] if other else pixels)


def _inside(fit: Fit, length: int) -> NDArray[np.bool_]:
    """Return which pixels of an axis lie in pictures."""
    found = np.zeros(length, bool)
    for left, right in zip(fit.lefts, fit.rights, strict=True):
        found[left:right] = True
    return found
