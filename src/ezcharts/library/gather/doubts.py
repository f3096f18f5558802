"""What does not add up in rows that were laid out: each doubt says which rows have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final

from ezcharts.errors import InputError
from ezcharts.library.gather.rows import Row, parameter_of
from ezcharts.library.table import Axis, Cells
from ezcharts.params.compound import rendered_size
from ezcharts.params.domain import Json
from ezcharts.params.settings import Settings
from ezcharts.studies.inert.why import why_inert

_MOST_NAMED: Final = 4
_SIZES: Final = ("width_height", "image_size")


def settings_of(platform: str, known: Mapping[str, Json]) -> Settings:
    """Return complete settings from what is known; names that the platform lacks are left out.

    Raises:
        InputError: A value is outside its domain, or two contradict each other.
    """
    given = {name: value for name, value in known.items() if parameter_of(platform, name) is not None}
    return Settings.build(platform, given)


def size_of(known: Mapping[str, Json]) -> tuple[int, int] | None:
    """Return the size that settings make, rounded as the notebooks round it; None where they do not say."""
    for name in _SIZES:
        size = known.get(name)
        if isinstance(size, list) and len(size) == 2 and all(isinstance(side, int) for side in size):
            try:
                return rendered_size(*size)  # type: ignore[arg-type]
            except InputError:
                return None
    return None


def named(names: Sequence[str]) -> str:
    """Return names in words, the first few of many."""
    shown = ", ".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED} more"


def grouped(doubts: Iterable[tuple[str, str]]) -> list[str]:
    """Return each doubt once, with the rows that have it: pairs of (row, doubt)."""
    rows: dict[str, list[str]] = {}
    for name, doubt in doubts:
        rows.setdefault(doubt, []).append(name)
    return [f"{doubt} ({named(names)})" for doubt, names in rows.items()]


def contradictions(platform: str, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Yield rows whose settings contradict each other or the platform."""
    for row in rows if platform else ():
        try:
            settings_of(platform, row.settings)
        except InputError as error:
            yield row.name, str(error)


def idle(platform: str, axes: Sequence[Axis], rows: Sequence[Row]) -> Iterator[str]:
    """Yield parameters of axes that differ and cannot act in any row, with the reason."""
    if not platform:
        return
    complete = list(_built(platform, rows))
    for name in dict.fromkeys(name for axis in axes if not axis.repeat for name in axis.parameters):
        if parameter_of(platform, name) is None or not complete:
            continue
        reasons = {why_inert(settings, name) for settings in complete}
        if "" not in reasons:
            yield f"{name} differs but cannot act: {'; '.join(sorted(reasons))}"


def _built(platform: str, rows: Sequence[Row]) -> Iterator[Settings]:
    for row in rows:
        try:
            yield settings_of(platform, row.settings)
        except InputError:
            continue


def wrong_sizes(rows: Sequence[Row], sizes: Sequence[tuple[int, int] | None]) -> Iterator[tuple[str, str]]:
    """Yield rows whose picture has another size than their settings make."""
    for row, size in zip(rows, sizes, strict=True):
        expected = size_of(row.settings)
        if size is not None and expected is not None and size != expected:
            yield (
                row.name,
                (
                    f"the picture is {size[0]}x{size[1]}, its settings make {expected[0]}x{expected[1]}: "
                    "was it scaled or cut?"
                ),
            )


def holes(cells: Cells) -> Iterator[str]:
    """Yield what to know about combinations without a picture."""
    total = prod(len(axis.values) for axis in cells.axes)
    here = {cell.at for cell in cells.cells}
    if total > len(here):
        every = product(*(range(len(axis.values)) for axis in cells.axes))
        empty = [
            at for at, _ in zip((at for at in every if at not in here), range(_MOST_NAMED + 1), strict=False)
        ]
        words = [
            " ".join(
                f"{axis.name} {axis.values[index].label}" for axis, index in zip(cells.axes, at, strict=True)
            )
            for at in empty[:_MOST_NAMED]
        ]
        more = "; ..." if len(empty) > _MOST_NAMED else ""
        yield f"{total - len(here)} of {total} combinations have no picture: {'; '.join(words)}{more}"
