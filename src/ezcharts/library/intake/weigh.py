"""The last word: which columns and which rows together explain a sheet best, and how sure that is.

Every pair of guesses gets the sum of its traits, each times its weight (`weights`); the weights were fitted
so that the true pair wins on made sheets. The sums become chances: exp(sum), over the total of all pairs in
all views of the sheet. Pairs all of whose edges differ by a pixel at most from the best one's agree with it;
the chance that they have together says how sure it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.fit import Fit
from ezcharts.library.intake.lattice import Many
from ezcharts.library.intake.profile import Line, Profile
from ezcharts.library.intake.search import needed
from ezcharts.library.intake.traits import axis_traits, pair_traits
from ezcharts.library.intake.views import View
from ezcharts.library.intake.weights import ALONE, PAIR, TOGETHER

__all__ = ["best_view"]

KEPT = 20
"""So many guesses of an axis are paired with those of the other."""


@dataclass(frozen=True)
class _Weighed:
    """The best guesses of a view along both axes, their edges, and the sums of all their pairs."""

    across: list[Fit]
    down: list[Fit]
    columns: tuple[Many, Many]
    rows: tuple[Many, Many]
    sums: Line

    def chance(self, best: tuple[Fit, Fit], chances: Line, most: int) -> float:
        """Return the chance of the pairs that differ from the best by so many pixels at most."""
        near = np.ix_(_near(self.columns, best[0], most), _near(self.rows, best[1], most))
        return float(chances[near].sum())


def best_view(views: list[View]) -> tuple[View, tuple[float, float]]:
    """Return the view that explains a sheet best, the best pair of guesses first.

    Args:
        views: The views of a sheet, at least one.

    Returns:
        The view, and the chances of its first pair: with those that agree, and alone.
    """
    weighed = [_weighed(view) for view in views]
    most = max(float(each.sums.max()) for each in weighed)
    chances = [np.exp(each.sums - most) for each in weighed]
    total = sum(float(some.sum()) for some in chances)
    k = max(range(len(views)), key=lambda k: float(weighed[k].sums.max()))
    i, j = (int(at) for at in np.unravel_index(int(weighed[k].sums.argmax()), weighed[k].sums.shape))
    best = weighed[k].across[i], weighed[k].down[j]
    sure = [
        sum(each.chance(best, some, off) for each, some in zip(weighed, chances, strict=True)) / total
        for off in (1, 0)
    ]
    view = views[k]
    ordered = replace(view, across=_put_first(view.across, best[0]), down=_put_first(view.down, best[1]))
    return ordered, (sure[0], sure[1])


def _weighed(view: View) -> _Weighed:
    """Return the sums of all pairs of a view's best guesses."""
    across, columns, sums = _kept(view.x, view.across)
    down, rows, more = _kept(view.y, view.down)
    traits = pair_traits((*columns, view.x.length), (*rows, view.y.length), view.guessed)
    return _Weighed(across, down, columns, rows, sums[:, None] + more + traits @ np.array(PAIR))


def _kept(profile: Profile, fits: list[Fit]) -> tuple[list[Fit], tuple[Many, Many], Line]:
    """Return the best guesses with the number of pictures of the very best, their edges and their sums."""
    fits = [fit for fit in fits if fit.count == fits[0].count]
    lefts, rights = np.array([fit.lefts for fit in fits]), np.array([fit.rights for fit in fits])
    traits = axis_traits(profile, lefts, rights, needed(profile)).astype(np.float32)
    best = np.argsort(-(traits @ np.array(ALONE, np.float32)), kind="stable")[:KEPT]
    sums: Line = traits[best] @ np.array(TOGETHER)
    return [fits[int(k)] for k in best], (lefts[best], rights[best]), sums


def _near(edges: tuple[Many, Many], best: Fit, most: int) -> NDArray[np.bool_]:
    """Return which guesses differ from the best by so many pixels at most."""
    lefts, rights = edges
    if lefts.shape[1] != best.count:
        return np.zeros(len(lefts), bool)
    off = np.maximum(
        np.abs(lefts - np.array(best.lefts)).max(axis=1), np.abs(rights - np.array(best.rights)).max(axis=1)
    )
    return np.asarray(off <= most)


def _put_first(fits: list[Fit], best: Fit) -> list[Fit]:
    return [best, *(fit for fit in fits if fit is not best)]
