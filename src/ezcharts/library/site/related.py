"""Which studies stand beside a study: those that its card names, then those about the same things."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from heapq import nsmallest
from typing import Final

from ezcharts.library.site.pages import Listing

MOST: Final = 6
_LOOKED_AT: Final = 20
"""Before and after by number, of those with a parameter in common: a library of thousands stays quick."""


class Related:
    """Looks up neighbours among all entries."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self._all = listings
        self._places = {one.name: index for index, one in enumerate(listings)}
        self._about = [frozenset(one.parameters) for one in listings]
        self._using: dict[str, list[int]] = defaultdict(list)
        for index, about in enumerate(self._about):
            for name in about:
                self._using[name].append(index)

    def to(self, name: str, named: Iterable[str]) -> tuple[Listing, ...]:
        """Return the neighbours of an entry.

        Args:
            name: The entry.
            named: What its card names under `see_also`; those that are not there are left out.
        """
        place = self._places[name]
        first = [self._places[other] for other in named if other in self._places and other != name]
        rest = nsmallest(MOST, self._candidates(place), key=partial(self._distance, place))
        found = dict.fromkeys((*first, *rest))
        return tuple(self._all[index] for index in found)[: max(MOST, len(first))]

    def _candidates(self, place: int) -> set[int]:
        """Some of those with a parameter in common: the nearest before and after."""
        found = set[int]()
        for name in self._about[place]:
            using = self._using[name]
            here = bisect_left(using, place)
            found.update(using[max(0, here - _LOOKED_AT) : here + _LOOKED_AT])
        return found - {place}

    def _distance(self, place: int, other: int) -> tuple[bool, int, int, int, int]:
        shared = len(self._about[place] & self._about[other])
        far = self._all[place].dialect != self._all[other].dialect
        return far, -shared, len(self._about[other]), abs(place - other), other
