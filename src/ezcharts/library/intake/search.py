"""The search along one axis: guesses with gutters, without gutters, and with panels of either kind.

With gutters: a comb of left edges, then the width whose right edges have the most evidence. Without: a comb
of blocks (one block is a whole sheet, several are panels), each divided into equal pictures at seams. Panels
with gutters: a comb that is found again, shifted. All is done on the mirrored sheet too, since either side of
the pictures may have the gutter's colour.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np

from ezcharts.library.intake.combs import LEAST, comb_starts, peaks
from ezcharts.library.intake.fit import Fit, score, spread
from ezcharts.library.intake.judge import judge
from ezcharts.library.intake.profile import Places, Profile

__all__ = ["needed", "search"]

MOST_PICTURES = 40
UNSURE = 0.5
"""What a seam is worth where the number of pictures is not known."""
WIDTHS = 3
"""How many widths are tried for each comb."""


def needed(profile: Profile) -> float:
    """Return what an edge must have at least: a part of the clearest edge there is."""
    clearest = max(profile.left.max(), profile.right.max(), profile.seam.max())
    return max(0.03, 0.22 * float(clearest))


def search(profile: Profile, count: int | None, other: list[Fit] | None = None) -> list[Fit]:
    """Return guesses along one axis, the best first.

    Args:
        profile: The evidence.
        count: How many pictures, where that is known.
    """
    least, w = needed(profile), profile.length
    if count is None:  # a picture may have a line of its own that looks like a seam
        profile = dataclasses.replace(profile, seam=UNSURE * profile.seam)
    found: dict[tuple[tuple[int, ...], tuple[int, ...]], Fit] = {}
    turned = _guesses(profile.mirrored(), count, least)
    mirrored = ((w - rights[::-1], w - lefts[::-1]) for lefts, rights in turned)
    for lefts, rights in itertools.chain(_guesses(profile, count, least), mirrored):
        key = (_plain(lefts), _plain(rights))
        if key not in found and count in (None, len(lefts)):
            found[key] = Fit(*key, float(score(profile, lefts, rights, least)))
    return judge(profile, sorted(found.values(), key=lambda fit: -fit.score), count, least, other)


def _plain(places: Places) -> tuple[int, ...]:
    return tuple(int(at) for at in places)


def _guesses(profile: Profile, count: int | None, least: float) -> Iterator[tuple[Places, Places]]:
    """Yield left and right edges of all kinds of guesses."""
    for blocks in _divisors(count):
        outer = list(_combs(profile, blocks, least))
        for lefts, rights in outer:
            if blocks is None or blocks == count:
                yield lefts, rights
            yield from _divided(profile, lefts, rights, count)
            yield from _repeated(profile, lefts, rights, count)


def _divisors(count: int | None) -> list[int | None]:
    """Return how many blocks are tried: all divisors of a known count, else one block and any number."""
    if count is None:
        return [1, None]
    return [k for k in range(1, count + 1) if count % k == 0]


def _combs(profile: Profile, count: int | None, least: float) -> Iterator[tuple[Places, Places]]:
    """Yield combs of left edges, each with its likeliest widths."""
    right = spread(profile.right)
    for lefts in comb_starts(profile.left, count, least, 8 if count == 1 else 10):
        pitch = int(np.diff(lefts).min()) if len(lefts) > 1 else profile.length - int(lefts[0])
        room = min(pitch, profile.length - int(lefts[-1]))
        if room < LEAST:
            continue
        sums = right[lefts[:, None] + np.arange(room + 1)].sum(axis=0)
        sums[:LEAST] = 0
        best = peaks(sums, WIDTHS if len(lefts) > 1 else 6, 0.0)
        for width in best:
            yield lefts, profile.near[1][lefts + width]


def _divided(
    profile: Profile, lefts: Places, rights: Places, count: int | None
) -> Iterator[tuple[Places, Places]]:
    """Yield blocks divided into equal pictures at seams."""
    width = int((rights - lefts).min())
    if count is None:
        shares = list(range(2, min(MOST_PICTURES, width // LEAST) + 1))
    else:
        shares = [count // len(lefts)] if count % len(lefts) == 0 and count > len(lefts) else []
    for share in shares:
        if width < share * LEAST:
            continue
        within = np.arange(1, share) / share
        seams = np.rint(lefts[:, None] + (rights - lefts)[:, None] * within).astype(np.int64)
        seams = profile.near[2][seams]
        yield (
            np.concatenate([lefts[:, None], seams], axis=1).ravel(),
            np.concatenate([seams, rights[:, None]], axis=1).ravel(),
        )


def _repeated(
    profile: Profile, lefts: Places, rights: Places, count: int | None
) -> Iterator[tuple[Places, Places]]:
    """Yield two or more panels: the same comb again at equal shifts to the right."""
    reach, room = int(rights[-1] - lefts[0]), profile.length - int(rights[-1])
    if len(lefts) < 2 or room < reach:
        return
    shifts = np.arange(reach, room + 1)
    sums = profile.left[lefts[:, None] + shifts].sum(axis=0) + profile.right[rights[:, None] + shifts].sum(
        axis=0
    )
    for shift in shifts[peaks(sums, 3, 0.1 * len(lefts))]:
        for panels in range(2, room // int(shift) + 2):
            if count is not None and count != panels * len(lefts):
                continue
            moves = shift * np.arange(panels)[:, None]
            yield (
                profile.near[0][lefts + moves].ravel(),
                profile.near[1][rights + moves].ravel(),
            )
