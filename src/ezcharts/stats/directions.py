"""From tables of values to statements: `directions(cells_by_measure, axis)`.

Per measure: the trend (or the differences of categories), the noise between seeds, the form; then one
correction over all that is tested, then the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

import numpy as np

from ezcharts.stats.blocks import Blocks, arrange
from ezcharts.stats.cells import Cells
from ezcharts.stats.correction import holm
from ezcharts.stats.differences import Difference, differences
from ezcharts.stats.direction import Direction
from ezcharts.stats.estimate import LEVEL
from ezcharts.stats.noise import noise, widths
from ezcharts.stats.shape import SEEN, Bend, Shape, bend, flat_part
from ezcharts.stats.statement import sentence
from ezcharts.stats.trend import Trend, trend


def directions(cells_by_measure: Mapping[str, Cells], axes: str | Sequence[str]) -> tuple[Direction, ...]:
    """Return what an axis does to each measure, in the order of axes, then measures.

    Everything of one call is one family: the chance of any false claim is at most 5 % where nothing has an
    effect. Pages that show several axes give them in one call.

    Args:
        cells_by_measure: Name of a measure, as it is to be written -> its values.
        axes: Name of the axis, or names.

    Raises:
        UnknownName: A table has no such axis.
        InputError: The axis holds seeds.
    """
    return jointly([(cells_by_measure, [axes] if isinstance(axes, str) else axes)])


def jointly(tables: Iterable[tuple[Mapping[str, Cells], Sequence[str]]]) -> tuple[Direction, ...]:
    """As `directions`, of several tables of one study and the axes of each, as one family."""
    asked = [
        (measure, cells, name)
        for cells_by_measure, names in tables
        for name in names
        for measure, cells in cells_by_measure.items()
    ]
    blocks = [arrange(cells, name) for _, cells, name in asked]
    found = [_described(measure, cells, one) for (measure, cells, _), one in zip(asked, blocks, strict=True)]
    return tuple(map(_said, _corrected(found), blocks))


def _described(measure: str, cells: Cells, blocks: Blocks) -> Direction:
    category = blocks.axis.kind != "ordered"
    one = None if category else trend(blocks)
    many = differences(blocks) if category else ()
    between = noise(cells)
    first = one or (many[0].trend if many else None)
    return Direction(
        axis=blocks.axis.name,
        measure=measure,
        unit=cells.unit,
        levels=blocks.axis.levels,
        means=_means(blocks),
        left_out=blocks.left_out,
        called=blocks.called,
        prompts=cells.size("prompt"),
        seeds=cells.size("seed"),
        draws=first.estimate.draws if first else 0,
        trend=one,
        differences=many,
        noise=between,
        widths=widths(one.estimate, between) if one else None,
        bend=None if category else bend(blocks),
    )


def _means(blocks: Blocks) -> tuple[float | None, ...]:
    there = [row[np.isfinite(row)] for row in blocks.y.reshape(-1, len(blocks.axis.levels)).T]
    return tuple(float(row.mean()) if row.size else None for row in there)


def _corrected(found: list[Direction]) -> list[Direction]:
    tested = list(chain.from_iterable(map(_tested, found)))
    adjusted = iter(holm(tested))
    family = sum(p is not None for p in tested)
    result = []
    for direction in (replace(one, family=family) for one in found):
        if direction.differences:
            many = tuple(_claimed(item, next(adjusted)) for item in direction.differences)
            result.append(replace(direction, differences=many, claimed=any(item.claimed for item in many)))
            continue
        main = next(adjusted)
        bent = next(adjusted)
        at = None if direction.bend is None else _claimed(direction.bend, bent)
        result.append(replace(_claimed(direction, main), bend=at))
    return result


def _tested(direction: Direction) -> list[float | None]:
    if direction.differences:
        return [_p(item.trend) for item in direction.differences]
    return [_p(direction.trend), direction.bend.p if direction.bend else None]


def _p(one: Trend | None) -> float | None:
    return one.estimate.p if one is not None and one.estimate.enough else None


Claim = TypeVar("Claim", Direction, Bend, Difference)


def _claimed(item: Claim, adjusted: float | None) -> Claim:
    return replace(item, adjusted=adjusted, claimed=adjusted is not None and adjusted <= LEVEL)


def _said(direction: Direction, blocks: Blocks) -> Direction:
    direction = replace(direction, shape=_shape(direction, blocks))
    return replace(direction, sentence=sentence(direction))


def _shape(direction: Direction, blocks: Blocks) -> Shape | None:
    """Return the form: a peak before a flat part, what is claimed before what is only seen."""
    bent, one = direction.bend, direction.trend
    if bent is None or one is None:
        return None
    if bent.claimed or (bent.p is None and bent.blocks == bent.of >= SEEN):
        return Shape(bent.form, bent.at, claimed=bent.claimed)
    way = float(np.sign(one.estimate.mean))
    if direction.claimed or (not one.estimate.enough and one.count.along(way) == one.count.all):
        return flat_part(blocks, way, direction.claimed)
    return None
