"""Traits of guesses: what speaks for and against a guess along one axis, and for two axes together.

Every trait is a number of about -1 to 1 (or 0 and 1), and says one thing: how clear edges are, whether
gutters are plain, whether pictures begin and end with their own pixels, whether the numbers are such as tools
use. The order of the traits is that of `weights`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ezcharts.library.intake.fit import evidence, score
from ezcharts.library.intake.lattice import Many
from ezcharts.library.intake.profile import Line, Profile

__all__ = ["axis_traits", "pair_traits"]

Table = NDArray[np.float64]
"""One row for each guess, one column for each trait."""


def axis_traits(profile: Profile, lefts: Many, rights: Many, needed: float) -> Table:
    """Return the traits of guesses along one axis."""
    seams = lefts[:, 1:] == rights[:, :-1]
    parts = [
        _edges(profile, lefts, rights, seams, needed),
        _depths(profile, lefts, rights, seams),
        _columns(profile, lefts, rights),
        _bands(profile, lefts, rights, seams),
        _numbers(profile, lefts, rights, seams),
    ]
    return np.concatenate(parts, axis=1)


def _mean(values: Line, where: NDArray[np.bool_]) -> Line:
    """Return the mean of each row's chosen values, 0 where none is."""
    found: Line = np.where(where, values, 0).sum(axis=1) / np.maximum(1, where.sum(axis=1))
    return found


def _least(values: Line, where: NDArray[np.bool_]) -> Line:
    found: Line = np.where(where, values, 1).min(axis=1, initial=1)
    return np.where(where.any(axis=1), found, 0)


def _edges(profile: Profile, lefts: Many, rights: Many, seams: NDArray[np.bool_], needed: float) -> Table:
    """How clear the edges are: outer ones, those at gutters, seams; on average and the least."""
    left, right = evidence(profile, lefts, rights)
    total = score(profile, lefts, rights, needed)
    inner = np.concatenate([left[:, 1:], right[:, :-1]], axis=1)
    at_gutters, at_seams = np.concatenate([~seams, ~seams], axis=1), np.concatenate([seams, seams], axis=1)
    every = np.concatenate([left, right], axis=1)
    thin = np.maximum(
        _beside(profile.right, lefts[:, 1:], (-1, -2)), _beside(profile.left, lefts[:, 1:], (1, 2))
    )
    unseen = (every < needed).mean(axis=1)
    return np.stack(
        [
            total / lefts.shape[1], np.clip(total / 4, -3, 3), left[:, 0], right[:, -1], left.mean(axis=1),
            right.mean(axis=1), _mean(inner, at_gutters), _least(inner, at_gutters), _mean(inner, at_seams),
            _least(inner, at_seams), _mean(thin, seams), unseen, every.min(axis=1),
        ], axis=1,
    )  # fmt: skip


def _beside(line: Line, places: Many, shifts: tuple[int, ...]) -> Line:
    """Return the greatest evidence beside places."""
    found = np.zeros(places.shape)
    for shift in shifts:
        found = np.maximum(found, line[np.clip(places + shift, 0, len(line) - 1)])
    return found


def _depths(profile: Profile, lefts: Many, rights: Many, seams: NDArray[np.bool_]) -> Table:
    """How the average of a column's pixels rises at edges: seen through noise where single pixels are not."""
    plain = profile.ink < 0.1
    floor = float(np.median(profile.depth[plain])) if plain.any() else float(profile.depth.min())
    depth = np.clip(np.pad(profile.depth - floor, (1, 4)), 0, None)
    rise = _rise(depth, profile.stray)
    fall = _rise(np.clip(np.pad(profile.depth[::-1] - floor, (1, 4)), 0, None), profile.stray)[::-1]
    first, last = rise[lefts], fall[rights]
    inner = np.concatenate([first[:, 1:], last[:, :-1]], axis=1)
    gutters = np.concatenate([~seams, ~seams], axis=1)
    return np.stack(
        [first[:, 0], last[:, -1], first.mean(axis=1), last.mean(axis=1), _mean(inner, gutters),
         _least(inner, gutters), _mean(inner, ~gutters)], axis=1,
    )  # fmt: skip


def _rise(depth: Line, stray: float) -> Line:
    """Return by what part of the whole rise the average rises at each edge."""
    edges = len(depth) - 4
    before, after = depth[:edges], depth[1 : edges + 1]
    height = np.maximum(after, np.maximum(depth[2 : edges + 2], depth[3 : edges + 3]))
    found: Line = np.clip((after - before) / (0.6 * height + 0.1 + 0.15 * stray), -1, 1)
    return found


def _columns(profile: Profile, lefts: Many, rights: Many) -> Table:
    """Whether the first and the last columns of pictures have something of their own."""
    ink, flat = profile.ink, _relative(profile.flat, profile.ink)
    found = []
    for line in (ink, flat):
        first, last = line[lefts], line[rights - 1]
        found += [first.mean(axis=1), last.mean(axis=1), np.minimum(first.min(axis=1), last.min(axis=1))]
    outside = profile.beyond[lefts[:, 0]], profile.beyond[rights[:, -1] + 1]
    blank = profile.blank_inside(lefts, rights) > 0
    return np.stack([*found, *outside, blank.mean(axis=1), blank.any(axis=1)], axis=1)


def _relative(line: Line, ink: Line) -> Line:
    """Return a line as a part of what is usual in pictures."""
    usual = float(np.median(line[ink > 0.5])) if (ink > 0.5).any() else float(np.median(line))
    return np.clip(line / max(usual, 1e-6), 0, 1)


def _bands(profile: Profile, lefts: Many, rights: Many, seams: NDArray[np.bool_]) -> Table:
    """Whether the bands between pictures are plain and of one colour."""
    if not seams.shape[1]:
        return np.zeros((len(lefts), 6))
    ends, starts = rights[:, :-1], lefts[:, 1:]
    width = np.maximum(1, starts - ends)
    ink, flat = (_sums(line, ends, starts) for line in (profile.ink, _relative(profile.flat, profile.ink)))
    colours = np.stack([_sums(line, ends, starts) / width for line in profile.medians])
    middle = np.median(colours, axis=2, keepdims=True)
    off = np.clip(np.abs(colours - middle).max(axis=0) / 20, 0, 1)
    return np.stack(
        [
            _mean(ink / width, ~seams), _mean(np.clip(ink, 0, 3), ~seams), _mean(flat / width, ~seams),
            _mean(np.clip(flat, 0, 3), ~seams), _mean(off, ~seams),
            np.where(~seams, ink / width, 0).max(axis=1, initial=0),
        ], axis=1,
    )  # fmt: skip


def _sums(line: Line, starts: Many, ends: Many) -> Line:
    """Return the sums of a line from starts to ends."""
    total = np.concatenate([[0.0], np.cumsum(line)])
    found: Line = total[ends] - total[starts]
    return found


def _numbers(profile: Profile, lefts: Many, rights: Many, seams: NDArray[np.bool_]) -> Table:
    """Whether the numbers are such as tools use: whole, with equal margins, to the end of the sheet."""
    sizes, before, after = rights - lefts, lefts[:, 0], profile.length - rights[:, -1]
    uneven = np.ptp(sizes, axis=1)
    gaps = lefts[:, 1:] - rights[:, :-1]
    least = gaps.min(axis=1) if gaps.shape[1] else np.full(len(lefts), -1)
    steps = np.diff(lefts, axis=1)
    off = (steps != np.median(steps, axis=1, keepdims=True)).mean(axis=1) if steps.shape[1] else before * 0.0
    closed, some = seams.any(axis=1), gaps.shape[1] > 0
    listed = [
        uneven == 1, uneven > 1, np.clip(uneven, 0, 4) / 4, off, (off > 0) & (uneven == 0),
        (off == 0) & (uneven == 0), before == 0, after == 0, (before == 0) & (after == 0),
        (before == after) & (before > 0), some & (before == least), some & (after == least), closed,
        seams.all(axis=1) & some, closed & (after == 0), closed & (before == 0), closed & ~seams.all(axis=1),
        some & (least == 1), some & (least == 2), np.log1p(np.maximum(0, least)) / 4,
        np.log(sizes.mean(axis=1)) / 4, some & (np.abs(before + after - least) <= 1), closed & (uneven == 1),
    ]  # fmt: skip
    return np.stack([np.asarray(value, np.float64) for value in listed], axis=1)


def pair_traits(
    first: tuple[Many, Many, int], second: tuple[Many, Many, int], guessed: bool
) -> NDArray[np.float64]:
    """Return the traits of all pairs, shape (guesses, others, traits); each axis is lefts, rights, length.

    In a view with a guessed colour of gutters (`guessed`), what such a view is worth is a trait, too.
    """
    mine, other = _summary(*first), _summary(*second)
    size, gap, before, after = (mine[i][:, None] for i in (0, 1, 3, 4))
    whole = mine[2][:, None] > 0
    regular = other[2] > 0
    unlike = np.abs(size - other[0])
    gaps, apart = (gap >= 0) & (other[1] >= 0), np.abs(gap - other[1])
    listed = [
        unlike < 0.01, unlike < 1.01, unlike / (size + other[0]) < 0.03,
        gaps & (apart < 0.01), gaps & (apart < 1.01), gaps * np.clip(apart, 0, 12) / 12,
        gaps & ((gap == 0) != (other[1] == 0)), gaps & (gap == 0) & (other[1] == 0),
        whole != regular, whole & regular, before == other[3], after == other[4], np.array(guessed),
    ]  # fmt: skip
    return np.stack([np.asarray(value, np.float64) for value in np.broadcast_arrays(*listed)], axis=2)


def _summary(lefts: Many, rights: Many, length: int) -> Line:
    """Return size, gap (-1: none), whether the numbers are whole, and both margins, one row each."""
    sizes, steps = rights - lefts, np.diff(lefts, axis=1)
    gaps = lefts[:, 1:] - rights[:, :-1]
    gap = np.median(gaps, axis=1) if gaps.shape[1] else np.full(len(lefts), -1.0)
    whole = (np.ptp(sizes, axis=1) == 0) & (steps == steps[:, :1]).all(axis=1)
    return np.stack([sizes.mean(axis=1), gap, whole, lefts[:, 0], length - rights[:, -1]])
