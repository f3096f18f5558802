"""Doubts: every reason along one axis for which a cut could be wrong, in plain words.

A cut without doubts must be right, so the thresholds are strict: a needless look costs a person seconds, a
wrong cut that nobody sees costs the chart. Each function is one reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.fit import Fit, evidence
from ezcharts.library.intake.judge import is_matted
from ezcharts.library.intake.profile import Line, Places, Profile

__all__ = ["axis_doubts", "hidden", "is_sure", "unsure"]


@dataclass(frozen=True)
class Limits:
    """What raises a doubt.

    An edge is clear if `clear` of its rows show it, on average over the pictures; at one picture it is
    hardly visible below `faint`. A place beside it with more than `rival` of its evidence is a rival, and so
    is the pixel next to it with more than `beside`: scaling and lossy files spread evidence. Pictures are
    badly visible if each adds less than `score`.
    """

    clear: float
    faint: float
    rival: float
    beside: float
    score: float


STRICT = Limits(clear=0.35, faint=0.12, rival=0.55, beside=0.75, score=0.5)
LENIENT = Limits(clear=0.15, faint=0.0, rival=1.0, beside=1.2, score=0.25)
"""For a pair of guesses that is very sure: still, edges that hardly show are worth a look."""
BLANK = 0.12
"""A column with less ink is blank."""
PLAIN = 0.15
"""A line whose pixels stray less than this part of what is usual is plain."""
FULL = 0.8
"""What a full edge has at least, on average over the pictures."""
REACH = 12
"""So many pixels on both sides are searched for rivals."""
MARGIN = 0.12
"""A guess at another number whose score comes nearer than this part is a rival."""
SURE = 0.96
SURE_ALONE = 0.8
"""What chances the best pair must have: with those that agree with it, and alone if its numbers are whole."""
VERY = 0.999
VERY_ALONE = 0.9
"""With such chances, and known numbers of pictures, limits are lenient."""


def axis_doubts(profile: Profile, fits: list[Fit], known: bool, kind: str, sure: bool) -> Iterator[str]:
    """Yield what is doubtful along one axis.

    Args:
        profile: The evidence.
        fits: The guesses, the best first, at least one.
        known: Whether the number of pictures was given.
        kind: "column" or "row", for the words.
        sure: Whether the best pair of guesses is so likely that limits are lenient.
    """
    best, limits = fits[0], LENIENT if sure else STRICT
    yield from _seen(profile, best, kind, limits)
    if is_matted(best, profile.length) or _mats(profile, best):
        yield f"the {kind}s have a plain border that may be part of the pictures or a gutter"
    if _margins(profile, best):
        yield f"the {kind}s begin or end with plain lines at the border of the sheet: they may be a margin"
    yield from _shape(best, kind, sure)
    yield from _rivals(fits, known, kind, limits)
    if profile.blank_inside(np.array(best.lefts), np.array(best.rights)).any():
        yield f"a {kind} has a blank stripe inside that may be a gutter"


def _seen(profile: Profile, best: Fit, kind: str, limits: Limits) -> Iterator[str]:
    """Doubt edges that are hard to see."""
    lefts, rights = np.array(best.lefts), np.array(best.rights)
    left, right = evidence(profile, lefts, rights)
    names = ("left", "right") if kind == "column" else ("upper", "lower")
    for name, found, places, line in (
        (names[0], left, lefts, profile.left),
        (names[1], right, rights, profile.right),
    ):
        seen = np.maximum(line, profile.seam) if best.seams() else line
        yield from _edges(f"{name} edges of the {kind}s", found, places, seen, limits)


def _edges(what: str, found: Line, places: Places, line: Line, limits: Limits) -> Iterator[str]:
    """Doubt edges that few rows show, and edges with a rival beside them."""
    if found.mean() < limits.clear:
        yield f"few pixels show the {what} ({found.mean():.0%}): they may have the gutter's colour"
    elif found.min() < limits.faint:
        yield f"one of the {what} is hardly visible (number {int(found.argmin()) + 1})"
    rivals = [shift for shift in range(-REACH, REACH + 1) if shift]
    around = np.array([_mean_at(line, places + shift) for shift in rivals])
    part = limits.rival / limits.beside * ~_framed(found, around)
    around = np.where(np.abs(rivals) == 1, around * part, around)
    if around.max() > limits.rival * found.mean():
        yield f"the {what} may lie {rivals[int(around.argmax())]:+d} pixels from where they are drawn"


def _framed(found: Line, around: Line) -> NDArray[np.bool_]:
    """Return beside which places there is a full edge, as there is at a full edge.

    One step of colour is never full at two edges; a frame's line has a step on both sides: either is right.
    """
    return np.asarray((around >= FULL) & (found.mean() >= FULL))


def _mean_at(line: Line, places: Places) -> float:
    inside = (places >= 0) & (places < len(line))
    return float(line[places[inside]].mean()) if inside.any() else 0.0


def _mats(profile: Profile, best: Fit) -> bool:
    """Return whether the pictures begin or end with blank columns."""
    first, last = profile.ink[list(best.lefts)], profile.ink[np.array(best.rights) - 1]
    return bool(min(np.median(first), np.median(last)) < BLANK)


def _margins(profile: Profile, best: Fit) -> bool:
    """Return whether pictures reach a border of the sheet that is plain.

    A margin that is written on may not be known for a gutter; beyond the border, any edge is clear.
    """
    most = PLAIN * np.median(profile.flat)
    first = best.lefts[0] == 0 and profile.flat[:2].max() < most
    last = best.rights[-1] == profile.length and profile.flat[-2:].max() < most
    return bool(first or last)


def _shape(best: Fit, kind: str, sure: bool) -> Iterator[str]:
    """Doubt pictures of different sizes and uneven gutters, beyond what rounding does."""
    sizes = np.array(best.rights) - np.array(best.lefts)
    if np.ptp(sizes) > 1:
        yield f"the {kind}s differ in size ({sizes.min()} to {sizes.max()} pixels)"
    elif np.ptp(sizes) and best.seams() and not sure:
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


def _rivals(fits: list[Fit], known: bool, kind: str, limits: Limits) -> Iterator[str]:
    """Doubt a guess if another one explains the sheet nearly as well, or if none explains it well."""
    best = fits[0]
    if best.score < limits.score * best.count:
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


def is_sure(agree: float, alone: float, fits: Sequence[Fit]) -> bool:
    """Return whether a pair of guesses is so likely that limits are lenient; see `unsure`."""
    return agree >= VERY and (alone >= VERY_ALONE or not _whole(fits))


def unsure(agree: float, alone: float, fits: Sequence[Fit]) -> Iterator[str]:
    """Doubt a pair of guesses whose chances are small.

    Args:
        agree: The chance of all pairs that differ from the best by a pixel at most.
        alone: The chance of the best pair itself.
        fits: The best pair.
    """
    if agree < SURE or (alone < SURE_ALONE and _whole(fits)):
        yield f"other places of the pictures explain the sheet nearly as well ({min(agree, alone):.0%} sure)"


def hidden(across: Fit, down: Fit) -> Iterator[str]:
    """Doubt pictures that would be square with the other gutters: plain edges may hide in the wide ones."""
    if min(across.count, down.count) > 1 and _whole([across, down]):
        (size, gap), (other, other_gap) = (
            (fit.rights[0] - fit.lefts[0], fit.lefts[1] - fit.rights[0]) for fit in (across, down)
        )
        if gap > other_gap and size + gap - other_gap == other:
            yield "plain edges of the columns may be hidden: with the rows' gutters all would be square"
        if other_gap > gap and other + other_gap - gap == size:
            yield "plain edges of the rows may be hidden: with the columns' gutters all would be square"


def _whole(fits: Sequence[Fit]) -> bool:
    """Return whether all pictures follow at one distance and have one size."""
    sizes = (np.array(fit.rights) - np.array(fit.lefts) for fit in fits)
    return all(np.ptp(size) == 0 for size in sizes) and all(len(set(np.diff(fit.lefts))) <= 1 for fit in fits)
