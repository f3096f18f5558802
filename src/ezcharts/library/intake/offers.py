"""Guesses that evidence alone may not offer: from the other axis, and from where sheets end.

Many pictures are square, and most tools leave the same gutters both ways; so the sizes and gutters that
explain one axis are tried at all places of the other. Most tools end a sheet with its last picture, or with a
margin like the first or like a gutter; so from every place equal pictures are tried up to there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ezcharts.library.intake.combs import LEAST
from ezcharts.library.intake.fit import Fit, score
from ezcharts.library.intake.lattice import Many, on_sheet
from ezcharts.library.intake.profile import Profile

__all__ = ["offers"]

TRIED = 3
"""So many guesses of an axis are used."""
KEPT = 4
"""So many places are kept for each size and gutter."""
GUTTERS = 13
"""Gutters of fewer pixels are tried up to the end of the sheet."""


def offers(
    profile: Profile, own: list[Fit], other: list[Fit], count: int | None, needed: float
) -> Iterator[tuple[Many, Many]]:
    """Yield left and right edges of guesses.

    Args:
        profile: The evidence.
        own: Guesses along this axis, the best first.
        other: Guesses along the other axis.
        count: How many pictures, where that is known.
        needed: What an edge must have at least.
    """
    counts = [count] if count is not None else sorted({fit.count for fit in own[:TRIED]})
    for number in counts:
        for size, pitch in _measures(own, other, number):
            yield from _placed(profile, size, pitch, number, needed)
        spans = _spans(profile, number)
        if spans.shape[1]:
            open_ = spans[0, :, 1] > spans[1, :, 0] if number > 1 else np.zeros(spans.shape[1], bool)
            for kind in (open_, ~open_):
                yield _best(profile, spans[0, kind], spans[1, kind], needed, 3 * KEPT)


def _measures(own: list[Fit], other: list[Fit], count: int) -> set[tuple[float, float]]:
    """Return sizes and pitches to try."""
    sizes = {_size(fit) for fit in other[:TRIED]}
    pitches = {_pitch(fit) for fit in own[:TRIED] if fit.count == count and count > 1}
    gaps = {_pitch(fit) - _size(fit) for fit in other[:TRIED] if fit.count > 1}
    own_sizes = {_size(fit) for fit in own[:TRIED]}
    found = {(size, pitch) for size in sizes for pitch in pitches if pitch >= size}
    found |= {(size, size + gap) for size in sizes | own_sizes for gap in gaps}
    return (
        found | {(pitch - gap, pitch) for pitch in pitches for gap in gaps | {0.0}} | {(s, s) for s in sizes}
    )


def _size(fit: Fit) -> float:
    return float(np.mean(np.array(fit.rights) - np.array(fit.lefts)))


def _pitch(fit: Fit) -> float:
    """Return the usual distance of pictures; the mean, where they differ by rounding only."""
    steps = np.diff(fit.lefts)
    if not len(steps):
        return 0.0
    return float(steps.mean() if np.ptp(steps) <= 1 else np.median(steps))


def _placed(
    profile: Profile, size: float, pitch: float, count: int, needed: float
) -> Iterator[tuple[Many, Many]]:
    """Yield the best places of pictures of a size and a pitch."""
    room = profile.length - size - (count - 1) * pitch
    if size < LEAST or room < -0.5:
        return
    offsets = np.arange(0, room + 1, 1 if size == int(size) and pitch == int(pitch) else 0.5)
    places = offsets[:, None] + pitch * np.arange(count)
    lefts = np.floor(places + 0.5).astype(np.int64)
    lefts, rights = on_sheet(lefts, np.floor(places + size + 0.5).astype(np.int64), profile.length)
    if len(lefts):
        yield _best(profile, lefts, rights, needed, KEPT)


def _best(profile: Profile, lefts: Many, rights: Many, needed: float, most: int) -> tuple[Many, Many]:
    first = np.argsort(-score(profile, lefts, rights, needed), kind="stable")[:most]
    return lefts[first], rights[first]


def _spans(profile: Profile, count: int) -> Many:
    """Return pictures of whole sizes, up to the sheet's end or a margin, shape (2, guesses, n)."""
    starts = np.arange(profile.length)
    start, gap = (side.ravel() for side in np.meshgrid(starts, np.arange(GUTTERS), indexing="ij"))
    found = []
    for margin in (np.zeros_like(gap), gap, start):
        room = profile.length - start - margin - (count - 1) * gap
        good = (room >= LEAST * count) & (room % count == 0)
        lefts = start[good, None] + (room[good] // count + gap[good])[:, None] * np.arange(count)
        found.append(np.stack([lefts, lefts + (room[good] // count)[:, None]]))
    return np.concatenate(found, axis=1)
