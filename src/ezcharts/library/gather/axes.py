"""Which parameter goes along which axis, worked out from what differs.

Every parameter that differs divides the rows into classes: those with its first value, its second, and so
on. Two that divide them alike change together, step by step. Of all that differ, the smallest set of
parameters that tells the rows apart becomes the axes: the set whose grid has the fewest empty places, and
of these the one with the most axes. What is left follows from an axis, and joins it (skip_steps that goes
with steps), or only from several, and stays with the cell.

Seeds, and pictures of one seed, are repeats where the rest is crossed with them; they never are what tells
rows apart unless nothing else does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod
from typing import Final

from ezcharts.library.gather.rows import Row, in_order, key_of, show
from ezcharts.library.table import Axis, Trend, Value
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.domain import Json

SEED, IMAGE, REPEAT, CLIP_MODELS = "seed", "image", "repeat", "clip_models"
_MOST_COLUMNS: Final = 8  # beyond it not every set of them is tried
_MOST_EMPTY: Final = 2.0

Classes = tuple[int, ...]
"""For each row the number of its class, numbered by first appearance."""


@dataclass(frozen=True)
class Column:
    """What differs: parameters and, for each row, the class that it is in."""

    parameters: tuple[str, ...]
    classes: Classes

    @property
    def count(self) -> int:
        """How many different values."""
        return max(self.classes) + 1

    def decides(self, classes: Classes) -> bool:
        """Return whether rows that are alike here are alike there."""
        return len(set(zip(self.classes, classes, strict=True))) == self.count


@dataclass(frozen=True)
class Layout:
    """Rows laid out.

    Attributes:
        axes: What changes; the one that goes down first, then across, panels and repeats.
        shared: Settings of all rows.
        at: For each row an index of each axis; None for one that stands where another does.
        own: For each row the settings that not all share, those of the axes among them.
        doubts: In words.
    """

    axes: tuple[Axis, ...]
    shared: dict[str, Json]
    at: tuple[tuple[int, ...] | None, ...]
    own: tuple[dict[str, Json], ...]
    doubts: tuple[str, ...]


def lay_out(platform: str, rows: Sequence[Row]) -> Layout:
    """Lay rows out along axes.

    Args:
        platform: One of ours, or empty.
        rows: At least one, all with the same names of settings.
    """
    columns = _columns(platform, rows)
    steady = [column for column in columns if not _is_chance(column)]
    axes = _joined(_axes(steady), steady)
    seeds = classes_of([(key_of(row.settings.get(SEED)), row.image) for row in rows])
    axes, repeat, doubts = _with_seeds(axes, seeds, rows)
    made = [_axis(platform, column, rows) for column in _in_place(platform, axes)]
    if repeat is not None:
        made.append(_repeat(repeat, rows))
    return _placed(made, rows, doubts)


def classes_of(values: Sequence[object]) -> Classes:
    """Return the classes of values that can be hashed."""
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(value, len(numbers)) for value in values)


def _columns(platform: str, rows: Sequence[Row]) -> list[Column]:
    """Return what differs; two or more CLIP switches are one thing, the set of models."""
    names = in_order(platform, rows[0].settings)
    found = {name: classes_of([key_of(row.settings[name]) for row in rows]) for name in names}
    differing = {name: classes for name, classes in found.items() if max(classes) > 0}
    switches = tuple(name for name in differing if name in CLIP_SWITCHES)
    if len(switches) > 1:
        sets = classes_of([tuple(differing[name][row] for name in switches) for row in range(len(rows))])
        single = {name: classes for name, classes in differing.items() if name not in switches}
        return [*(Column((name,), classes) for name, classes in single.items()), Column(switches, sets)]
    return [Column((name,), classes) for name, classes in differing.items()]


def _is_chance(column: Column) -> bool:
    return column.parameters == (SEED,)


def _axes(columns: Sequence[Column]) -> list[Column]:
    """Return the smallest set of columns that tells rows apart as all of them do; those alike count once."""
    alike = list({column.classes: column for column in reversed(columns)}.values())[::-1]
    if not alike:
        return []
    points = max(_crossed(alike)) + 1
    if len(alike) > _MOST_COLUMNS:
        return _greedy(alike, points)
    sets = [list(some) for size in range(1, len(alike) + 1) for some in combinations(alike, size)]
    large = (some for some in sets if prod(column.count for column in some) >= points)
    fitting = [some for some in large if max(_crossed(some)) + 1 == points]
    return min(fitting, key=lambda some: _cost(some, points))


def _greedy(columns: Sequence[Column], points: int) -> list[Column]:
    """Take the columns with the fewest values first, until they tell all rows apart."""
    chosen: list[Column] = []
    for column in sorted(columns, key=lambda each: each.count):
        if not chosen or max(_crossed([*chosen, column])) > max(_crossed(chosen)):
            chosen.append(column)
        if max(_crossed(chosen)) + 1 == points:
            break
    return chosen


def _cost(some: Sequence[Column], points: int) -> tuple[bool, float, int]:
    """Say how ill a set of axes fits; a column that numbers the rows is the last to be taken for an axis."""
    empty = prod(column.count for column in some) / points
    numbers = any(column.count == points for column in some) and points > 1
    return (numbers or empty > _MOST_EMPTY, empty, -len(some))


def _crossed(columns: Sequence[Column]) -> Classes:
    return classes_of(list(zip(*(column.classes for column in columns), strict=True)))


def _joined(axes: Sequence[Column], columns: Sequence[Column]) -> list[Column]:
    """Return the axes with all other columns that follow from one of them; those that do not stay out."""
    parameters = {axis.classes: list(axis.parameters) for axis in axes}
    for column in columns:
        if column in axes:
            continue
        decisive = next((axis for axis in axes if axis.decides(column.classes)), None)
        if decisive is not None:
            parameters[decisive.classes] += column.parameters
    return [replace(axis, parameters=tuple(parameters[axis.classes])) for axis in axes]


def _with_seeds(
    axes: list[Column], seeds: Classes, rows: Sequence[Row]
) -> tuple[list[Column], Column | None, list[str]]:
    """Say what seeds are: repeats, an axis, part of one, or of each cell its own."""
    if max(seeds) == 0:
        return axes, None, []
    if not axes:
        images = {row.image for row in rows}
        return ([Column((SEED,), seeds)], None, []) if len(images) == 1 else ([], Column((SEED,), seeds), [])
    points = _crossed(axes)
    most = max(Counter(points).values())
    if most > 1 and max(seeds) + 1 <= 2 * most:
        return axes, Column((SEED,), seeds), []
    if most > 1:
        doubt = "every picture has a seed of its own: part of each difference is chance; repeats are numbered"
        return axes, Column((REPEAT,), _numbered(points)), [doubt]
    with_it = next((axis for axis in axes if axis.decides(seeds)), None)
    if with_it is None:
        return axes, None, ["the seed changes from picture to picture: part of every difference is chance"]
    doubt = f"the seed changes together with {with_it.parameters[0]}: part of every difference is chance"
    joined = replace(with_it, parameters=(*with_it.parameters, SEED))
    return [joined if axis is with_it else axis for axis in axes], None, [doubt]


def _numbered(points: Classes) -> Classes:
    """Return for each row how many before it stand at the same point."""
    seen: Counter[int] = Counter()
    numbers = []
    for point in points:
        numbers.append(seen[point])
        seen[point] += 1
    return tuple(numbers)


def _in_place(platform: str, axes: Sequence[Column]) -> list[Column]:
    """Return axes in their places: down, across, panels. The longest goes across, words go to panels."""
    order = in_order(platform, (axis.parameters[0] for axis in axes))
    ranked = sorted(axes, key=lambda axis: (_is_words(axis), -axis.count, order.index(axis.parameters[0])))
    return [*ranked[1:2], *ranked[:1], *ranked[2:]]


def _is_words(column: Column) -> bool:
    return any("prompt" in name or name == "all_title" for name in column.parameters)


def _axis(platform: str, column: Column, rows: Sequence[Row]) -> Axis:
    firsts = [rows[column.classes.index(number)].settings for number in range(column.count)]
    settings = [{name: first[name] for name in column.parameters} for first in firsts]
    values = [Value(_label(platform, each), settings=each) for each in settings]
    numbers = [_numbers(each) for each in settings]
    trend: Trend = "rising" if all(len(each) == len(settings[0]) for each in numbers) else "none"
    if all(numbers):
        places = sorted(range(len(values)), key=lambda index: numbers[index])
        values = [values[index] for index in places]
    elif all(isinstance(value, bool) for each in settings for value in each.values()):
        values.sort(
            key=lambda value: (sum(value.settings.values()), [not on for on in value.settings.values()])
        )
    name = _name(column.parameters)
    return Axis(name, name, column.parameters, tuple(values), trend if len(settings[0]) == 1 else "none")


def _numbers(settings: dict[str, Json]) -> list[tuple[float, ...]]:
    """Return the numbers and sizes among values, as far as they come first; what to sort by."""
    found: list[tuple[float, ...]] = []
    for value in settings.values():
        if isinstance(value, list) and len(value) == 2 and all(_is_number(side) for side in value):
            found.append((float(value[0]) * float(value[1]), float(value[0])))  # type: ignore[arg-type]
        elif _is_number(value):
            found.append((float(value),))  # type: ignore[arg-type]
    return found


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _label(platform: str, settings: dict[str, Json]) -> str:
    if len(settings) > 1 and all(name in CLIP_SWITCHES for name in settings):
        return "+".join(name for name, on in settings.items() if on) or "none"
    return ", ".join(show(platform, name, settings[name]) for name in _told(tuple(settings)))


def _name(parameters: tuple[str, ...]) -> str:
    if len(parameters) > 1 and all(name in CLIP_SWITCHES for name in parameters):
        return CLIP_MODELS
    told = _told(parameters)
    return " + ".join(told) if len(told) < 4 else f"{told[0]} and {len(told) - 1} more"


def _told(parameters: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parameters that name an axis and its values: a seed that goes along is not told."""
    return tuple(name for name in parameters if name != SEED) or parameters


def _repeat(column: Column, rows: Sequence[Row]) -> Axis:
    """Return the axis of repeats: a seed, a seed and a picture of it, or a number."""
    if column.parameters == (REPEAT,):
        values = [Value(str(number + 1)) for number in range(column.count)]
        return Axis(REPEAT, REPEAT, (), tuple(values), repeat=True)
    firsts = [rows[column.classes.index(number)] for number in range(column.count)]
    seeds = len({key_of(first.settings.get(SEED)) for first in firsts}) > 1
    images = len({first.image for first in firsts}) > 1
    values = []
    for first in firsts:
        set_here: dict[str, Json] = {SEED: first.settings.get(SEED)} if seeds else {}
        set_here |= {IMAGE: first.image} if images else {}
        values.append(Value(", ".join(str(value) for value in set_here.values()), settings=set_here))
    names = tuple(values[0].settings)
    return Axis(" + ".join(names), " + ".join(names), names, tuple(values), repeat=True)


def _placed(axes: Sequence[Axis], rows: Sequence[Row], doubts: list[str]) -> Layout:
    set_by_axes = {name for axis in axes for name in axis.parameters}
    first = rows[0].settings
    shared = {
        name: value
        for name, value in first.items()
        if name not in set_by_axes and all(key_of(row.settings[name]) == key_of(value) for row in rows)
    }
    at = _places(axes, rows, doubts)
    own = tuple({name: value for name, value in row.settings.items() if name not in shared} for row in rows)
    return Layout(tuple(axes), shared, at, own, tuple(doubts))


def _places(
    axes: Sequence[Axis], rows: Sequence[Row], doubts: list[str]
) -> tuple[tuple[int, ...] | None, ...]:
    """Return where each row stands; the first of several that stand at one place is kept."""
    taken: dict[tuple[int, ...], str] = {}
    counts: Counter[tuple[int, ...]] = Counter()
    places: list[tuple[int, ...] | None] = []
    for row in rows:
        point = tuple(_index(axis, row) for axis in axes if axis.name != REPEAT)
        if any(axis.name == REPEAT for axis in axes):
            counts[point] += 1
            point = (*point, counts[point] - 1)
        if point in taken:
            doubts.append(f"same settings twice: {taken[point]} and {row.name}; the first is kept")
            places.append(None)
            continue
        taken[point] = row.name
        places.append(point)
    return tuple(places)


def _index(axis: Axis, row: Row) -> int:
    known = {**row.settings, IMAGE: row.image} if axis.repeat else row.settings
    keys = [[key_of(value.settings[name]) for name in axis.parameters] for value in axis.values]
    return keys.index([key_of(known.get(name)) for name in axis.parameters])
