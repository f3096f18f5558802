"""Find the grid of a sheet: both axes twice, at last only where the other has pictures; then both as one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.errors import InputError
from ezcharts.library.intake.colours import Gutter, Pixels, border_colour, gutters
from ezcharts.library.intake.combs import LEAST
from ezcharts.library.intake.cut import Cut
from ezcharts.library.intake.doubts import axis_doubts, hidden, is_sure, unsure
from ezcharts.library.intake.fit import Fit
from ezcharts.library.intake.profile import Profile, profile
from ezcharts.library.intake.search import search
from ezcharts.library.intake.weigh import best_pair

SURE = 0.93
"""Among the rows of pictures a gutter is a gutter from end to end."""
ROWS = 600
"""Twice as many rows or more are thinned out to about so many."""

__all__ = ["find_grid"]


def find_grid(picture: NDArray[np.uint8], rows: int | None = None, columns: int | None = None) -> Cut:
    """Find where the pictures of a sheet lie.

    Args:
        picture: The sheet, RGB, shape (H, W, 3).
        rows: How many rows of pictures, where that is known.
        columns: How many columns.

    Returns:
        The cut, with a doubt for every reason why it could be wrong.
    """
    _check(picture, rows, columns)
    pixels = np.ascontiguousarray(picture.transpose(2, 0, 1))
    turned = np.ascontiguousarray(picture.transpose(2, 1, 0))
    border = border_colour(pixels)
    first, second = _some(pixels), _some(turned)
    known = gutters(second, border, gutters(first, border, []))
    across = search(profile(first, known), columns)
    down = search(_look(turned, across, border, known), rows)
    x = _look(pixels, down, border, known)
    across = search(x, columns, down)
    y = _look(turned, across, border, known)
    down = search(y, rows, across)
    if not across or not down:
        return Cut((), (), (), (), ("no grid of pictures was found: give the cut by hand",))
    across, down, chances = best_pair((x, across), (y, down))
    best = across[0], down[0]
    sure = is_sure(*chances, best)
    doubts = (
        *axis_doubts(x, across, columns is not None, "column", sure),
        *axis_doubts(y, down, rows is not None, "row", sure),
        *unsure(*chances, best),
        *hidden(*best),
    )
    return Cut(across[0].lefts, across[0].rights, down[0].lefts, down[0].rights, doubts)


def _check(picture: NDArray[np.uint8], rows: int | None, columns: int | None) -> None:
    """Refuse what is no sheet."""
    if (
        picture.ndim != 3
        or picture.shape[2] != 3
        or min(picture.shape[:2]) < LEAST
        or picture.dtype != np.uint8
    ):
        raise InputError(
            f"a sheet is RGB bytes, shape (H, W, 3), at least {LEAST} pixels each way; "
            f"seen {picture.dtype} {picture.shape}; convert it to RGB"
        )
    for name, count in (("rows", rows), ("columns", columns)):
        if count is not None and count < 1:
            raise InputError(f"{name} is at least 1; seen {count}; leave it out if you do not know")


def _some(pixels: NDArray[np.uint8]) -> Pixels:
    """Return enough rows as numbers: more than some hundred rows say nothing new about columns."""
    found: Pixels = pixels[:, :: max(1, pixels.shape[1] // ROWS)].astype(np.float32)
    return found


def _look(
    pixels: NDArray[np.uint8], other: list[Fit], border: NDArray[np.float32], known: list[Gutter]
) -> Profile:
    """Look along x, at the rows in which the other axis has its pictures."""
    seen = _some(pixels[:, inside(other[0], pixels.shape[1])] if other else pixels)
    return profile(seen, gutters(seen, border, known[:1], SURE))


def inside(fit: Fit, length: int) -> NDArray[np.bool_]:
    """Return which pixels of an axis lie in pictures."""
    found = np.zeros(length, bool)
    for left, right in zip(fit.lefts, fit.rights, strict=True):
        found[left:right] = True
    return found
