"""The axes of an entry's table as the statistics take them: in order, each of a kind, no two labels alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Final

import numpy as np

from ezcharts.library.chart_of import PROMPTS
from ezcharts.library.table import Axis, Cells
from ezcharts.stats import cells as numbers
from ezcharts.stats.direction import OFF_ON

_KINDS: Final[dict[str, numbers.Kind]] = {"rising": "ordered", "falling": "falling"}


def in_order(table: Cells) -> Cells:
    """Put numbers in order that stand in none, as where two readings of a list share an axis."""
    for where, axis in enumerate(table.axes):
        found = [value.settings.get(name) for value in axis.values for name in axis.parameters]
        if (
            axis.repeat
            or axis.trend != "none"
            or len(axis.parameters) != 1
            or not all(map(_is_number, found))
        ):
            continue
        order = np.argsort(np.array(found, dtype=float), kind="stable").tolist()
        place = {old: new for new, old in enumerate(order)}
        fresh = replace(axis, values=tuple(axis.values[i] for i in order), trend="rising")
        axes = (*table.axes[:where], fresh, *table.axes[where + 1 :])
        cells = tuple(
            replace(cell, at=(*cell.at[:where], place[cell.at[where]], *cell.at[where + 1 :]))
            for cell in table.cells
        )
        table = replace(table, axes=axes, cells=cells)
    return table


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def kind_of(axis: Axis) -> numbers.Kind:
    """Return what an axis is: effects are repeated over seeds, and prompts unless these are off and on."""
    if axis.repeat:
        return "seed"
    if axis.parameters and set(axis.parameters) <= set(PROMPTS) and labels_of(axis) != OFF_ON:
        return "prompt"
    return _KINDS.get(axis.trend, "category")


def numbered(axis: Axis) -> numbers.Axis:
    """Return an axis with its labels and kind."""
    return numbers.Axis(axis.name, labels_of(axis), kind_of(axis))


def labels_of(axis: Axis) -> tuple[str, ...]:
    """Return the labels, no two alike."""
    labels: dict[str, None] = {}
    numbers_of: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    for value in axis.values:
        label = value.label
        while label in labels:
            label = f"{value.label} ({next(numbers_of[value.label])})"
        labels[label] = None
    return tuple(labels)
