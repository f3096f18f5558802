"""The judge: which of the guesses along one axis is taken.

Tools place pictures at whole pixels with one pitch and one size. A guess that does so is believed before one
that follows the evidence by a pixel here and there; only scaled sheets and charts whose axes fall between
pixels need the latter. So the best guesses are joined by the lattices near them (`lattice`) and by guesses
from the other axis (`offers`); each costs a little, the more the less usual it is. What is found here is only
put in order; `weigh` has the last word.

A mat (a plain border painted inside of every picture) looks like a gutter of twice its width, with half a
gutter around the sheet. No tool leaves half a gutter around, so such a sheet is divided into equal parts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from ezcharts.library.intake.combs import LEAST
from ezcharts.library.intake.fit import Fit, score
from ezcharts.library.intake.lattice import Many, fractions, moved, nearest_lattice, wholes
from ezcharts.library.intake.offers import offers
from ezcharts.library.intake.profile import Places, Profile

__all__ = ["is_matted", "judge"]

LOSS = 0.12
"""What an edge off its regular place costs."""
FRACTION = 0.2
"""What a guess at fractions of pixels costs."""
UNEVEN = 0.5
"""What a guess of the search costs that follows every edge by itself."""
OFFERED = 0.1
"""What a guess costs that comes from the other axis or from the sheet's end."""
RAW = 30
"""So many guesses of the search stay as they are."""
KEPT = 12
"""So many guesses of a family stay."""
TRIED = 5
"""So many guesses are tried with their regular neighbours."""


def judge(
    profile: Profile, fits: list[Fit], count: int | None, needed: float, other: list[Fit] | None = None
) -> list[Fit]:
    """Return the guesses with their regular neighbours, the best first.

    Args:
        profile: The evidence.
        fits: The guesses of the search, the best first; perhaps none.
        count: How many pictures, where that is known.
        needed: What an edge must have at least.
        other: Guesses along the other axis, where there are some already.
    """
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], Fit] = {}
    for lefts, rights in _equal_parts(profile.length, fits, count):
        _best(found, profile, (lefts[None], rights[None]), 0.0, needed)
    for fit in fits[:TRIED]:
        for near, loss in _families(profile, fit):
            _best(found, profile, near, loss, needed)
    if other:
        own = sorted(found.values(), key=lambda fit: -fit.score)
        for offered in offers(profile, own, other, count, needed):
            _best(found, profile, offered, OFFERED, needed)
    for fit in fits[:RAW]:
        loss = UNEVEN + LOSS * _irregular(np.array(fit.lefts), np.array(fit.rights))
        found.setdefault((fit.lefts, fit.rights), dataclasses.replace(fit, score=fit.score - loss))
    ranked = sorted(found.values(), key=lambda fit: -fit.score)
    if ranked and is_matted(ranked[0], profile.length):
        whole = [fit for fit in ranked if _whole(fit, profile.length) and fit.count == ranked[0].count]
        ranked = whole[:1] + [fit for fit in ranked if fit not in whole[:1]]
    return ranked


def is_matted(fit: Fit, length: int) -> bool:
    """Return whether half a gutter lies around the sheet."""
    before, after = fit.lefts[0], length - fit.rights[-1]
    gaps = [left - right for left, right in zip(fit.lefts[1:], fit.rights[:-1], strict=True)]
    return bool(gaps) and min(before, after) > 0 and abs(before + after - min(gaps)) <= 1


def _whole(fit: Fit, length: int) -> bool:
    return fit.lefts[0] == 0 and fit.rights[-1] == length and len(fit.seams()) == fit.count - 1


def _irregular(lefts: Places, rights: Places) -> int:
    """Return how many edges are off the regular place."""
    widths, pitches = rights - lefts, np.diff(lefts)
    usual = np.bincount(widths).argmax()
    kinds = len(np.unique(pitches)) > 1
    off = int((widths != usual).sum())
    return off + (int((pitches != np.bincount(pitches).argmax()).sum()) if kinds else 0)


def _families(profile: Profile, fit: Fit) -> Iterator[tuple[tuple[Many, Many], float]]:
    """Yield lattices near a guess, and what they cost."""
    near = nearest_lattice(np.array(fit.lefts), np.array(fit.rights))
    yield wholes(near, profile.length), 0.0
    yield fractions(near, profile.length), FRACTION
    yield moved(near, profile), LOSS


def _best(
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], Fit],
    profile: Profile,
    family: tuple[Many, Many],
    loss: float,
    needed: float,
) -> None:
    """Add the best of a family."""
    lefts, rights = family
    scores = score(profile, lefts, rights, needed) - loss
    for k in np.argsort(-scores, kind="stable")[:KEPT]:
        key = (tuple(lefts[k].tolist()), tuple(rights[k].tolist()))
        if key not in found or found[key].score < scores[k]:
            found[key] = Fit(*key, float(scores[k]))


def _equal_parts(length: int, fits: list[Fit], count: int | None) -> Iterator[tuple[Places, Places]]:
    """Yield the whole sheet in equal parts, where its size can be divided so."""
    counts = {count} if count is not None else {fit.count for fit in fits[:TRIED]}
    for parts in counts:
        if parts and length % parts == 0 and length // parts >= LEAST:
            places = np.arange(parts) * (length // parts)
            yield places, places + length // parts
