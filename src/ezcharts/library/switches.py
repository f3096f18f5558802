"""An axis of sets, such as CLIP models in every combination, taken apart into its switches.

    sets:      {ViTB32}   {ViTB16}   {ViTB32, ViTB16}   {RN50}   {ViTB32, RN50}
    ViTB32:    {ViTB16} ──▶ {ViTB32, ViTB16}    {RN50} ──▶ {ViTB32, RN50}

What one switch does is seen where two sets differ in it and in nothing else. Each such pair is a block: what
else is on goes along as a category, `beside`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ezcharts.library.table import Axis, Cells, Value
from ezcharts.stats.direction import OFF_ON

BESIDE: Final = "beside"

Pair = tuple[int, int]


def is_of_sets(axis: Axis) -> bool:
    """Whether the values of an axis turn several switches on and off."""
    return len(axis.parameters) > 1 and all(
        isinstance(value.settings.get(name), bool) for value in axis.values for name in axis.parameters
    )


def switch_tables(table: Cells) -> dict[str, Cells]:
    """Return, for each switch of the axes of sets, the table in which it is an axis of its own.

    A switch that no two sets show alone has no table; nor has one that is itself an axis.
    """
    found: dict[str, Cells] = {}
    own = {name for axis in table.axes if len(axis.parameters) == 1 for name in axis.parameters}
    for where, axis in enumerate(table.axes):
        for name in axis.parameters if is_of_sets(axis) else ():
            pairs = list(_pairs(axis, name))
            if pairs and name not in own:
                found[name] = _taken_apart(table, where, name, pairs)
    return found


def _pairs(axis: Axis, switch: str) -> Iterator[Pair]:
    """Yield the sets that differ in a switch alone: index without it, index with it."""
    places = {_rest(value, ()): index for index, value in enumerate(axis.values)}
    for index, value in enumerate(axis.values):
        other = places.get(_rest(value, (switch,)))
        if value.settings[switch] and other is not None:
            yield other, index


def _rest(value: Value, less: tuple[str, ...]) -> tuple[tuple[str, object], ...]:
    """What a value sets, as something to compare, with some switches turned off."""
    return tuple(sorted((name, False if name in less else on) for name, on in value.settings.items()))


def _taken_apart(table: Cells, where: int, switch: str, pairs: list[Pair]) -> Cells:
    axis = table.axes[where]
    beside = Axis(BESIDE, BESIDE, (), tuple(axis.values[off] for off, _ in pairs))
    own = Axis(
        switch, switch, (switch,), tuple(Value(word, settings={switch: word == "on"}) for word in OFF_ON)
    )
    cells = tuple(
        replace(cell, at=(*cell.at[:where], number, on, *cell.at[where + 1 :]))
        for cell in table.cells
        for number, pair in enumerate(pairs)
        for on, index in enumerate(pair)
        if index == cell.at[where]
    )
    axes = (*table.axes[:where], beside, own, *table.axes[where + 1 :])
    return replace(table, axes=axes, cells=cells, views=())
