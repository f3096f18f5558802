"""The numbers of one measure: a value per cell of a grid of axes.

    y[i₁, ..., iₖ]     one index per axis; NaN where there is no picture or no value

An axis has ordered values, categories, prompts or seeds. Everything else in this package is computed from
this table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ezcharts.errors import InputError, UnknownName

Numbers = NDArray[np.float64]
Kind = Literal["ordered", "falling", "category", "prompt", "seed"]
KINDS: Final = get_args(Kind)


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        name: As the reader knows it.
        levels: Label of each value, in order, no two alike.
        kind: `ordered` (from small to large), `falling` (from large to small: a table turns it around),
            `category`, `prompt` or `seed`.
    """

    name: str
    levels: tuple[str, ...]
    kind: Kind

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownName("kind of axis", self.kind, KINDS)
        if not self.levels or len(set(self.levels)) != len(self.levels):
            raise InputError(f"an axis has a label for each value, no two alike; {self.name}: {self.levels}")


@dataclass(frozen=True, eq=False)
class Cells:
    """The values of one measure.

    Attributes:
        axes: At most one of kind `prompt` and one of kind `seed`; none is `falling`.
        values: One dimension per axis, in measure units; NaN where there is none.
        unit: What the numbers count, in words; may be empty.

    Raises:
        InputError: The values do not fit the axes, or are infinite.
    """

    axes: tuple[Axis, ...]
    values: Numbers
    unit: str = ""

    def __post_init__(self) -> None:
        shape = tuple(len(axis.levels) for axis in self.axes)
        if self.values.shape != shape:
            raise InputError(f"values have one dimension per axis: {shape}, got {self.values.shape}")
        if np.isinf(self.values).any():
            raise InputError("a value is a finite number or NaN, got an infinite one")
        _check_axes(self.axes)

    @classmethod
    def of(cls, axes: Sequence[Axis], rows: Iterable[tuple[Sequence[int], float]], unit: str = "") -> Cells:
        """Return the table of rows `(one index per axis, value)`.

        Args:
            axes: Those of kind `falling` are turned around.
            rows: In any order; a point without a row is missing.
            unit: See the class.

        Raises:
            InputError: A row lies outside the axes, or two are at one point.
        """
        values = np.full(tuple(len(axis.levels) for axis in axes), np.nan)
        seen: set[tuple[int, ...]] = set()
        for at, value in rows:
            point = tuple(at)
            if len(point) != len(axes) or not all(map(_within, point, values.shape)):
                raise InputError(f"a row has one index per axis within {values.shape}, got {point}")
            if point in seen:
                raise InputError(f"a point has one value, got two at {point}")
            seen.add(point)
            values[point] = value
        falling = tuple(i for i, axis in enumerate(axes) if axis.kind == "falling")
        return cls(tuple(map(_rising, axes)), np.flip(values, falling), unit)

    @classmethod
    def from_rows(
        cls, kinds: Mapping[str, Kind], rows: Iterable[Mapping[str, object]], value: str, unit: str = ""
    ) -> Cells:
        """Return the table of rows that name things.

        Args:
            kinds: Name of each axis -> its kind. Numbers of an ordered axis are sorted from small to large;
                labels stay in the order in which they are met.
            rows: Name of axis -> its value there, and the measure's value.
            value: Name of the measure's value in a row; None or missing is no value.
            unit: See the class.

        Raises:
            InputError: A row lacks an axis, or two are at one point.
        """
        table = [dict(row) for row in rows]
        lacking = sorted({name for name in kinds for row in table if name not in row})
        if lacking:
            raise InputError(f"a row has a value of every axis; some lack {', '.join(lacking)}")
        met = {name: _ordered([row[name] for row in table], kind) for name, kind in kinds.items()}
        axes = [Axis(name, tuple(map(label, met[name])), kind) for name, kind in kinds.items()]
        points = ([met[name].index(row[name]) for name in kinds] for row in table)
        numbers = (math.nan if row.get(value) is None else float(str(row[value])) for row in table)
        return cls.of(axes, zip(points, numbers, strict=True), unit)

    def axis(self, name: str) -> Axis:
        """Return an axis by name.

        Raises:
            UnknownName: There is none.
        """
        for axis in self.axes:
            if axis.name == name:
                return axis
        raise UnknownName("axis", name, [axis.name for axis in self.axes])

    def at(self, name: str, index: int) -> Cells:
        """Return the cells at one level of an axis, without that axis."""
        where = self.axes.index(self.axis(name))
        axes = (*self.axes[:where], *self.axes[where + 1 :])
        return Cells(axes, np.take(self.values, index, where), self.unit)

    def size(self, kind: Kind) -> int:
        """Return how many values the axes of a kind have together; 1 without such an axis."""
        return math.prod(len(axis.levels) for axis in self.axes if axis.kind == kind)


def label(value: object) -> str:
    """Return a value as its label: numbers without needless digits."""
    return f"{value:.12g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _within(index: int, size: int) -> bool:
    return 0 <= index < size


def _ordered(met: list[object], kind: Kind) -> list[object]:
    found = list(dict.fromkeys(met))
    if kind in ("ordered", "falling") and all(isinstance(value, int | float) for value in found):
        return sorted(found, key=lambda value: float(str(value)), reverse=kind == "falling")
    return found


def _rising(axis: Axis) -> Axis:
    return replace(axis, levels=axis.levels[::-1], kind="ordered") if axis.kind == "falling" else axis


def _check_axes(axes: tuple[Axis, ...]) -> None:
    names = [axis.name for axis in axes]
    if len(set(names)) != len(names):
        raise InputError(f"no two axes have one name, got {names}")
    for kind in ("prompt", "seed"):
        if sum(axis.kind == kind for axis in axes) > 1:
            raise InputError(f"a table has at most one axis of kind {kind}: join them into one")
    if any(axis.kind == "falling" for axis in axes):
        raise InputError("Cells.of turns falling axes around; a table has ordered ones")
