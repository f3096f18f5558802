"""Combs of left edges: which edges repeat at one pitch.

Every pair of strong left edges a < b is a guess at a pitch p = b - a. From a the comb is followed both ways:
tooth i is expected at a + i·p, the best of the three pixels there is taken, and p is corrected by the teeth
that were found, so that a pitch that is no whole number (a scaled sheet) is followed without drift.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import maximum_filter1d

from ezcharts.library.intake.profile import Line, Places, nearest

__all__ = ["LEAST", "comb_starts", "peaks"]

LEAST = 16
"""The smallest pitch and picture that is looked for, in pixels."""
MOST_TEETH = 40


def peaks(line: Line, most: int = 20, floor: float = 0.03) -> Places:
    """Return the places of the greatest local maxima, in order."""
    high = np.flatnonzero((line == maximum_filter1d(line, 3)) & (line > max(floor, 0.12 * line.max())))
    return np.sort(high[np.argsort(-line[high], kind="stable")[:most]])


def comb_starts(left: Line, count: int | None, needed: float, most: int = 30) -> list[Places]:
    """Return the best rows of left edges.

    Args:
        left: Evidence for left edges, shape (W + 1,).
        count: How many pictures, where that is known.
        needed: What a tooth must have at least.
        most: How many combs are returned at most.
    """
    strong = peaks(left)
    if count == 1:
        return [np.array([at]) for at in strong]
    first, second = (side.ravel() for side in np.meshgrid(strong, strong, indexing="ij"))
    far = second - first >= LEAST
    if not far.any():
        return []
    teeth, values = _follow(left, first[far], second[far])
    return _best(teeth, values - needed, count, most)


def _follow(left: Line, first: Places, second: Places) -> tuple[Places, Line]:
    """Follow every comb both ways; return its teeth and their evidence, shape (combs, teeth)."""
    reach = int(min(MOST_TEETH, len(left) // (second - first).min()))
    ahead = _one_way(left, first, (second - first).astype(float), range(1, reach + 1))
    behind = _one_way(left, first, ahead[2], range(-1, -reach - 1, -1))
    start = (first[:, None], left[first][:, None])
    teeth = np.concatenate([behind[0][:, ::-1], start[0], ahead[0]], axis=1)
    values = np.concatenate([behind[1][:, ::-1], start[1], ahead[1]], axis=1)
    return teeth, values


def _one_way(left: Line, first: Places, pitch: Line, way: range) -> tuple[Places, Line, Line]:
    """Follow combs from `first`; return teeth, evidence (-1 off the sheet) and the corrected pitch."""
    teeth, values, pitch, near = [], [], pitch.copy(), nearest(left)
    for i in way:
        wanted = np.rint(first + i * pitch).astype(np.int64)
        inside = (wanted >= 0) & (wanted < len(left))
        at = near[np.clip(wanted, 0, len(left) - 1)]
        value = np.where(inside, left[at], -1.0)
        found = value > 0.1
        pitch[found] = (at[found] - first[found]) / i
        teeth.append(at)
        values.append(value)
    return np.stack(teeth, axis=1), np.stack(values, axis=1), pitch


def _best(teeth: Places, gains: Line, count: int | None, most: int) -> list[Places]:
    """Return the stretches of teeth with the greatest sums of gains, without repetition."""
    stretches = [_given(gains, count)] if count else [_free(gains)]
    starts, ends, sums = stretches[0]
    found: dict[tuple[int, ...], float] = {}
    for k in np.argsort(-sums, kind="stable"):
        if len(found) == most or sums[k] == -np.inf:
            break
        found.setdefault(tuple(int(at) for at in teeth[k, starts[k] : ends[k]]), sums[k])
    return [np.array(places) for places in found]


def _given(gains: Line, count: int) -> tuple[Places, Places, Line]:
    """Return the best stretch of `count` teeth of every comb: first, one past the last, sum."""
    combs, length = gains.shape
    if length < count:
        return np.zeros(combs, np.int64), np.zeros(combs, np.int64), np.full(combs, -np.inf)
    sums = np.cumsum(np.concatenate([np.zeros((len(gains), 1)), gains], axis=1), axis=1)
    windows = sums[:, count:] - sums[:, :-count]
    start = windows.argmax(axis=1)
    return start, start + count, windows.max(axis=1)


def _free(gains: Line) -> tuple[Places, Places, Line]:
    """Return the stretch with the greatest sum of every comb."""
    sums = np.cumsum(np.concatenate([np.zeros((len(gains), 1)), gains], axis=1), axis=1)
    lowest = np.minimum.accumulate(sums, axis=1)
    end = (sums[:, 1:] - lowest[:, :-1]).argmax(axis=1) + 1
    rows = np.arange(len(gains))
    start = np.array([int(sums[k, : end[k]].argmin()) for k in rows])
    return start, end, sums[rows, end] - sums[rows, start]
