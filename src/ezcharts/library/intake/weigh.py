"""The last word: which columns and which rows together explain a sheet best, and how sure that is.

Every pair of guesses gets the sum of its traits, each times its weight (`weights`); the weights were fitted
so that the true pair wins on made sheets. The sums become chances: exp(sum), over the total of all pairs.
Pairs all of whose edges differ by a pixel at most from the best one's agree with it; the chance that they
have together says how sure it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.fit import Fit
from ezcharts.library.intake.lattice import Many
from ezcharts.library.intake.profile import Line, Profile
from ezcharts.library.intake.search import needed
from ezcharts.library.intake.traits import axis_traits, pair_traits
from ezcharts.library.intake.weights import ALONE, PAIR, TOGETHER

__all__ = ["best_pair"]

KEPT = 20
"""So many guesses of an axis are paired with those of the other."""


def best_pair(
    first: tuple[Profile, list[Fit]], second: tuple[Profile, list[Fit]]
) -> tuple[list[Fit], list[Fit], tuple[float, float]]:
    """Put the guesses that explain a sheet best first, for two axes with at least one guess each.

    Args:
        first: The evidence and the guesses along one axis.
        second: The same along the other.

    Returns:
        The guesses of both, and the chances of the first pair: with those that agree, and alone.
    """
    across, edges, sums = _kept(*first)
    down, others, more = _kept(*second)
    traits = pair_traits((*edges, first[0].length), (*others, second[0].length))
    total = sums[:, None] + more + traits @ np.array(PAIR)
    chances = np.exp(total - total.max())
    chances /= chances.sum()
    i, j = (int(k) for k in np.unravel_index(int(total.argmax()), total.shape))
    agree = chances[np.ix_(_agree(*edges, i), _agree(*others, j))]
    sure = float(agree.sum()), float(chances[i, j])
    return _put_first(first[1], across[i]), _put_first(second[1], down[j]), sure


def _kept(profile: Profile, fits: list[Fit]) -> tuple[list[Fit], tuple[Many, Many], Line]:
    """Return the best guesses with the number of pictures of the very best, their edges and their sums."""
    fits = [fit for fit in fits if fit.count == fits[0].count]
    lefts, rights = np.array([fit.lefts for fit in fits]), np.array([fit.rights for fit in fits])
    traits = axis_traits(profile, lefts, rights, needed(profile)).astype(np.float32)
    best = np.argsort(-(traits @ np.array(ALONE, np.float32)), kind="stable")[:KEPT]
    sums: Line = traits[best] @ np.array(TOGETHER)
    return [fits[int(k)] for k in best], (lefts[best], rights[best]), sums


def _agree(lefts: Many, rights: Many, k: int) -> NDArray[np.bool_]:
    """Return which guesses agree with guess k to the pixel beside."""
    off = np.maximum(np.abs(lefts - lefts[k]).max(axis=1), np.abs(rights - rights[k]).max(axis=1))
    return np.asarray(off <= 1)


def _put_first(fits: list[Fit], best: Fit) -> list[Fit]:
    return [best, *(fit for fit in fits if fit is not best)]
