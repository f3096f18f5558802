"""Finding one cell of a study by the values of its axes: `{"clamp_max": 0.05, "steps": 50}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ezcharts.errors import InputError, did_you_mean
from ezcharts.studies.axes import Axis, index_of
from ezcharts.studies.grid import Grid, GridCell
from ezcharts.studies.spec import Study
from ezcharts.studies.yaml_nodes import node_of

REPEAT: Final = "repeat"


def cell_at(study: Study, grid: Grid, values: Mapping[str, object]) -> GridCell:
    """Return the cell at a value of every axis.

    Args:
        study: The study.
        grid: Its cells.
        values: Axis (or the parameter that it changes) -> value or label; axes of one value may be left out.
            `repeat` counts from 1 and is 1 unless given.

    Raises:
        InputError: An axis is unknown, not named, or has no such value; or the study leaves the cell out.
    """
    given = dict(values)
    repeat = _repeat(study, given.pop(REPEAT, 1))
    coordinates = {
        axis.name: index_of(axis, node_of(value), axis.name)
        for axis, value in ((_axis(study, name), value) for name, value in given.items())
    }
    unsaid = [axis for axis in study.axes if axis.name not in coordinates]
    open_ones = [axis for axis in unsaid if len(axis) > 1]
    if open_ones:
        listed = "; ".join(f"{axis.name}: {', '.join(v.label for v in axis.values)}" for axis in open_ones)
        raise InputError(f"one cell has a value of every axis; still to be said: {listed}")
    place = grid.at(coordinates | {axis.name: 0 for axis in unsaid}, repeat)
    if place is None:
        said = ", ".join(f"{name} {value}" for name, value in values.items())
        raise InputError(f"the study leaves out the cell at {said}")
    return place


def _axis(study: Study, name: str) -> Axis:
    """Return the axis of a name, a label, or a parameter that no other axis changes."""
    for axis in study.axes:
        if name in (axis.name, axis.label):
            return axis
    dialect = study.vocabulary.dialect
    parameter = dialect.by_name[name].name if name in dialect.by_name else name
    for axis in study.axes:
        if parameter in axis.parameters:
            return axis
    known = [axis.name for axis in study.axes]
    hint = did_you_mean(name, known) or f"; the study has {', '.join(known) or 'no axes'}"
    raise InputError(f"unknown axis {name!r}{hint}")


def _repeat(study: Study, number: object) -> int:
    count = len(study.repeats)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= count:
        raise InputError(f"repeat must be a whole number from 1 to {count}, got {number!r}")
    return number - 1
