"""Doubts: every reason along one axis for which a cut could be wrong, in plain words.

A cut without doubts must be right, so the thresholds are strict: a needless look costs a person seconds, a
wrong cut that nobody sees costs the chart. Each function is one reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ezcharts.library.intake.fit import Fit, evidence
from ezcharts.library.intake.judge import is_matted
from ezcharts.library.intake.profile import Line, Places, Profile

__all__ = ["axis_doubts", "unsure"]

CLEAR = 0.35
"""An edge is clear if so many of its rows show it, on average over the pictures."""
FAINT = 0.12
"""An edge of one picture that fewer rows show is hardly visible."""
RIVAL = 0.55
"""A place beside an edge that has more than this part of its evidence is a rival."""
BESIDE = 0.75
"""The same for the pixel beside an edge, on which scaling and lossy files spread its evidence."""
REACH = 12
"""So many pixels on both sides are searched for rivals."""
MARGIN = 0.12
"""A guess at another number whose score comes nearer than this part is a rival."""
SURE = 0.9
SURE_ALONE = 0.8
"""What chances the best pair must have: with those that agree with it, and alone if its numbers are whole."""


def axis_doubts(profile: Profile, fits: list[Fit], known: bool, kind: str) -> Iterator[str]:
    """Yield what is doubtful along one axis.

    Args:
        profile: The evidence.
        fits: The guesses, the best first, at least one.
        known: Whether the number of pictures was given.
        kind: "column" or "row", for the words.
    """
    best = fits[0]
    lefts, rights = np.array(best.lefts), np.array(best.rights)
    left, right = evidence(profile, lefts, rights)
    names = ("left", "right") if kind == "column" else ("upper", "lower")
    for name, found, places, line in (
        (names[0], left, lefts, profile.left),
        (names[1], right, rights, profile.right),
    ):
        seen = np.maximum(line, profile.seam) if best.seams() else line
        yield from _edges(f"{name} edges of the {kind}s", found, places, seen)
    if is_matted(best, profile.length) or _mats(profile, best):
        yield f"the {kind}s have a plain border that may be part of the pictures or a gutter"
    yield from _shape(best, kind)
    yield from _rivals(profile, fits, known, kind)
    if profile.blank_inside(lefts, rights).any():
        yield f"a {kind} has a blank stripe inside that may be a gutter"


def _edges(what: str, found: Line, places: Places, line: Line) -> Iterator[str]:
    """Doubt edges that few rows show, and edges with a rival beside them."""
    if found.mean() < CLEAR:
        yield f"few pixels show the {what} ({found.mean():.0%}): they may have the gutter's colour"
    elif found.min() < FAINT:
        yield f"one of the {what} is hardly visible (number {int(found.argmin()) + 1})"
    rivals = [shift for shift in range(-REACH, REACH + 1) if shift]
    around = np.array([_mean_at(line, places + shift) for shift in rivals])
    around = np.where(np.abs(rivals) == 1, around * RIVAL / BESIDE, around)
    if around.max() > RIVAL * found.mean():
        yield f"the {what} may lie {rivals[int(around.argmax())]:+d} pixels from where they are drawn"


def _mean_at(line: Line, places: Places) -> float:
    inside = (places >= 0) & (places < len(line))
    return float(line[places[inside]].mean()) if inside.any() else 0.0


def _mats(profile: Profile, best: Fit) -> bool:
    """Return whether the pictures begin or end with blank columns."""
    first, last = profile.ink[list(best.lefts)], profile.ink[np.array(best.rights) - 1]
    return bool(min(np.median(first), np.median(last)) < FAINT)


def _shape(best: Fit, kind: str) -> Iterator[str]:
    """Doubt pictures of different sizes and uneven gutters, beyond what rounding does."""
    sizes = np.array(best.rights) - np.array(best.lefts)
    if np.ptp(sizes) > 1:
        yield f"the {kind}s differ in size ({sizes.min()} to {sizes.max()} pixels)"
    elif np.ptp(sizes) and best.seams():
        yield f"the {kind}s differ in size by a pixel: there may be a gutter of a pixel or two between them"
    gaps = np.diff(best.lefts)
    if len(gaps) > 1 and np.ptp(gaps) > 2 and not _panels(gaps):
        yield f"the {kind}s do not follow at one distance ({gaps.min()} to {gaps.max()} pixels)"


def _panels(gaps: Places) -> bool:
    """Return whether distances repeat as those of panels do: equal ones, a greater one, and again."""
    wide = gaps > gaps.min() + 2
    jumps, inner = np.flatnonzero(wide), gaps[~wide]
    share = int(jumps[0]) + 1
    regular = np.array_equal(jumps, np.arange(share - 1, len(gaps), share)) and (len(gaps) + 1) % share == 0
    return bool(share > 1 and regular and np.ptp(gaps[wide]) <= 2 and np.ptp(inner) <= 2)


def _rivals(profile: Profile, fits: list[Fit], known: bool, kind: str) -> Iterator[str]:
    """Doubt a guess if another one explains the sheet nearly as well, or if none explains it well."""
    best = fits[0]
    if best.score < 0.5 * best.count:
        yield f"the {kind}s are badly visible (score {best.score / best.count:.2f} of 2 for each)"
    others = [fit for fit in fits if fit.count != best.count]
    near = MARGIN * abs(best.score) + 0.25
    if others and max(fit.score for fit in others) > max(fit.score for fit in fits) - near:
        yield f"{others[0].count} {kind}s explain the sheet nearly as well"
        return
    if not known and best.count == 1:
        yield f"there seems to be one {kind} only, and the number was not given"
    elif not known and best.seams():
        yield f"the number of {kind}s was not given, and there is no gutter between some of them"


def unsure(agree: float, alone: float, fits: list[Fit]) -> Iterator[str]:
    """Doubt a pair of guesses whose chances are small.

    Args:
        agree: The chance of all pairs that differ from the best by a pixel at most.
        alone: The chance of the best pair itself.
        fits: The best pair.
    """
    whole = all(len(set(np.diff(fit.lefts))) <= 1 and not uneven(fit) for fit in fits)
    if agree < SURE or (whole and alone < SURE_ALONE):
        yield f"other places of the pictures explain the sheet nearly as well ({min(agree, alone):.0%} sure)"


def uneven(fit: Fit) -> bool:
    """Return whether the pictures differ in size."""
    return bool(np.ptp(np.array(fit.rights) - np.array(fit.lefts)))
