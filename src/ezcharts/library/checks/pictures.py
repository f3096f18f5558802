"""Are the pictures what the table says, and do they differ where their settings do?

Two pictures are the same when their pixels are, and nearly the same when these differ by less than 1/255 of
full scale in the mean. Where all pictures along an axis are the same, that axis does nothing, and where the
dialect knows why, it says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from ezcharts.errors import LibraryError
from ezcharts.library.catalogue import Entry
from ezcharts.library.checks.files import ORIGINAL
from ezcharts.library.checks.idle import why_idle
from ezcharts.library.checks.notice import Notice
from ezcharts.library.guard.pictures import Picture, is_picture_name, open_picture
from ezcharts.library.table import Axis, Cell, Cells

_BLACK: Final = 2  # of 255: the brightest value of a picture that is black
_NEAR: Final = 1.0 / 255
_LEAST: Final = 1e-9  # pictures of different pixels never count as the same
_MOST_NAMED: Final = 4
_MOST_AT_HAND: Final = 32


class _Pictures:
    """The pictures of the cells: of each its digest and size, and as many at once as are needed."""

    def __init__(self, entry: Entry, table: Cells) -> None:
        self._entry = entry
        self._at_hand = lru_cache(maxsize=_MOST_AT_HAND)(self._open)
        self.refused: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, tuple[int, int]] = {}
        self.black: list[str] = []
        for name in dict.fromkeys(cell.file for cell in table.cells if cell.file):
            self._look(name)

    def differ(self, first: str, second: str) -> float:
        """Return the mean absolute difference of two pictures, 0 to 1; 1 for different sizes."""
        if self.digests[first] == self.digests[second]:
            return 0.0
        if self.sizes[first] != self.sizes[second]:
            return 1.0
        one, other = (self._at_hand(name).pixels for name in (first, second))
        return max(float(np.abs(one.astype(np.int16) - other).mean()) / 255, _LEAST)

    def _look(self, name: str) -> None:
        try:
            picture = self._at_hand(name)
        except LibraryError as error:
            if (self._entry.folder / name).exists():
                self.refused[name] = str(error)
            return
        self.digests[name], self.sizes[name] = picture.digest, picture.size
        if picture.pixels.max() <= _BLACK:
            self.black.append(name)

    def _open(self, name: str) -> Picture:
        return open_picture(self._entry.file(name), name)


def picture_notices(entry: Entry) -> Iterator[Notice]:
    """Yield what is to be said of the pictures of an entry."""
    table = entry.cells
    yield from _others(entry, set() if table is None else {cell.file for cell in table.cells})
    if table is None:
        return
    pictures = _Pictures(entry, table)
    yield from (Notice("error", text, name) for name, text in pictures.refused.items())
    yield from _sizes(table, pictures.sizes)
    for name in pictures.black:
        yield Notice("error", "the picture is black", name, "make it a failed cell with its reason")
    yield from _alike(entry, table, pictures)


def _others(entry: Entry, cells: set[str]) -> Iterator[Notice]:
    """Yield charts and originals that are no pictures."""
    folders = ("charts", ORIGINAL)
    for path in sorted(path for folder in folders for path in (entry.folder / folder).glob("*")):
        name = path.relative_to(entry.folder).as_posix()
        if name not in cells and path.is_file() and is_picture_name(path):
            try:
                open_picture(path, name)
            except LibraryError as error:
                yield Notice("error", str(error), name)


def _sizes(table: Cells, sizes: Mapping[str, tuple[int, int]]) -> Iterator[Notice]:
    for cell in table.cells:
        real = sizes.get(cell.file, cell.size)
        if real != cell.size:
            text = f"the table says {cell.size[0]}x{cell.size[1]}, the picture is {real[0]}x{real[1]}"
            yield Notice("error", text, cell.file, "correct the table")


def _alike(entry: Entry, table: Cells, pictures: _Pictures) -> Iterator[Notice]:
    """Yield pictures that are alike along an axis, then those that are alike anywhere else."""
    told: set[str] = set()
    for number, axis in enumerate(table.axes):
        pairs = list(_neighbours(table, number, pictures))
        differences = [pictures.differ(first.file, second.file) for first, second in pairs]
        same = [pair for pair, by in zip(pairs, differences, strict=True) if by == 0]
        near = [pair for pair, by in zip(pairs, differences, strict=True) if 0 < by < _NEAR]
        told |= {pictures.digests[first.file] for first, _ in same}
        yield from _said(entry, table, axis, len(pairs), same, "the same picture")
        yield from _said(entry, table, axis, len(pairs), near, "nearly the same picture")
    groups: dict[str, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.file in pictures.digests:
            groups[pictures.digests[cell.file]].append(cell)
    for digest, cells in groups.items():
        if len(cells) > 1 and digest not in told:
            text = f"the same picture at {_places(table, cells)}"
            yield Notice("warn", text, cells[0].file, "is one misplaced?")


def _neighbours(table: Cells, number: int, pictures: _Pictures) -> Iterator[tuple[Cell, Cell]]:
    """Yield cells that follow each other along an axis, all other places being the same."""
    lines: dict[tuple[int, ...], list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if cell.file in pictures.digests:
            lines[cell.at[:number] + cell.at[number + 1 :]].append(cell)
    for cells in lines.values():
        yield from pairwise(sorted(cells, key=lambda cell: cell.at[number]))


def _said(
    entry: Entry, table: Cells, axis: Axis, pairs: int, alike: Sequence[tuple[Cell, Cell]], what: str
) -> Iterator[Notice]:
    if not alike:
        return
    reasons = (why_idle(entry, table, axis, cell) for cell in alike[0])  # a switch has one where it is on
    reason = next(filter(None, reasons), "")
    if len(alike) == pairs:
        text = f"{axis.label} seems to do nothing, all its pictures are {what}"
        todo = "check how they were made"
    else:
        cells = list({cell.at: cell for pair in alike for cell in pair}.values())
        text = f"{what} at {_places(table, cells)}, though {axis.label} differs"
        todo = "is one of them misplaced?"
    if reason:
        yield Notice("note", f"{text}: {reason}", axis.name)
    else:
        yield Notice("warn", text, axis.name, todo)


def _places(table: Cells, cells: Sequence[Cell]) -> str:
    words = [
        " ".join(
            f"{axis.name} {axis.values[i].label:.40}" for axis, i in zip(table.axes, cell.at, strict=True)
        )
        for cell in cells
    ]
    more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    return "; ".join(words[:_MOST_NAMED]) + more
