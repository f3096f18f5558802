"""A cut: where the pictures of a sheet lie, in pixels, and why a person should look at it.

Column j has the pixels `lefts[j] ≤ x < rights[j]`, row i has `tops[i] ≤ y < bottoms[i]`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ezcharts.errors import InputError

__all__ = ["Box", "Cut"]

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are one past the last."""


@dataclass(frozen=True)
class Cut:
    """The columns and rows of a sheet. A cut without doubts is meant to be right to the pixel."""

    lefts: tuple[int, ...]
    rights: tuple[int, ...]
    tops: tuple[int, ...]
    bottoms: tuple[int, ...]
    doubts: tuple[str, ...] = ()

    def boxes(self) -> Iterator[tuple[int, int, Box]]:
        """Yield row, column and box of every picture, row by row, counted from 0."""
        for row, (top, bottom) in enumerate(zip(self.tops, self.bottoms, strict=True)):
            for column, (left, right) in enumerate(zip(self.lefts, self.rights, strict=True)):
                yield row, column, (left, top, right, bottom)

    def to_json(self) -> str:
        """Write the cut as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Cut:
        """Read what `to_json` wrote."""
        try:
            found = json.loads(text)
            names = ("lefts", "rights", "tops", "bottoms")
            lefts, rights, tops, bottoms = (tuple(int(at) for at in found[name]) for name in names)
            return cls(lefts, rights, tops, bottoms, tuple(str(doubt) for doubt in found["doubts"]))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"a cut is a JSON object with lefts, rights, tops, bottoms and doubts; seen {text[:60]!r}; "
                "write one with Cut.to_json"
            ) from error
