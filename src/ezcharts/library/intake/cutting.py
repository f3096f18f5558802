"""Find the grid of a sheet: the pair of guesses that explains it best, and what is doubtful about it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.errors import InputError
from ezcharts.library.intake.combs import LEAST
from ezcharts.library.intake.cut import Cut
from ezcharts.library.intake.doubts import axis_doubts, hidden, is_sure, unsure
from ezcharts.library.intake.views import views
from ezcharts.library.intake.weigh import best_view

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
    seen = views(picture, rows, columns)
    if not seen:
        return Cut((), (), (), (), ("no grid of pictures was found: give the cut by hand",))
    view, chances = best_view(seen)
    best = view.across[0], view.down[0]
    sure = rows is not None and columns is not None and is_sure(*chances, best)
    doubts = (
        *axis_doubts(view.x, view.across, columns is not None, "column", sure),
        *axis_doubts(view.y, view.down, rows is not None, "row", sure),
        *unsure(*chances, best),
        *hidden(*best),
    )
    return Cut(best[0].lefts, best[0].rights, best[1].lefts, best[1].rights, doubts)


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
