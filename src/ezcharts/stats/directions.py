"""From tables of values to statements: `directions(cells_by_measure, axis)`.

Per measure: the trend (or the differences of categories), the noise between seeds, the form; then one
correction over all that is tested, then the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

import numpy as np

from ezcharts.stats.blocks import Blocks, arrange
from ezcharts.stats.cells import Cells
from ezcharts.stats.correction import holm
from ezcharts.stats.differences import Difference, differences
from ezcharts.stats.direction import Direction
from ezcharts.stats.estimate import LEVEL, Mask
from ezcharts.stats.noise import noise, widths
from ezcharts.stats.shape import SEEN, Shape, bend, flat_part
from ezcharts.stats.statement import sentence
from ezcharts.stats.trend import Trend, trend


def directions(cells_by_measure: Mapping[str, Cells], axes: str | Sequence[str]) -> tuple[Direction, ...]:
    """Return what an axis does to each measure, in the order of axes, then measures.

    Everything of one call is one family: the chance of any false claim is at most 5 % where nothing has an
    effect. Pages that show several axes give them in one call. What several prompts and seeds show is claimed
    for these prompts first, and for prompts at large where that holds too.

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
    there: Mask = np.any(np.isfinite(blocks.y), axis=(2, 3))
    first = one or (many[0].trend if many else None)
    return Direction(
        axis=blocks.axis.name,
        measure=measure,
        unit=cells.unit,
        levels=blocks.axis.levels,
        means=_means(blocks),
        left_out=blocks.left_out,
        called=blocks.called,
        prompts=int(there.any(1).sum()),
        seeds=int(there.any(0).sum()),
        draws=first.estimate.draws if first else 0,
        trend=one,
        differences=many,
        noise=between,
        bend=None if category else bend(blocks),
    )


def _means(blocks: Blocks) -> tuple[float | None, ...]:
    there = [row[np.isfinite(row)] for row in blocks.y.reshape(-1, len(blocks.axis.levels)).T]
    return tuple(float(row.mean()) if row.size else None for row in there)


def _corrected(found: list[Direction]) -> list[Direction]:
    """Correct all that is tested for the prompts of the study, then what of it holds for prompts at large."""
    here, large = (list(chain.from_iterable(_tested(one, which) for one in found)) for which in (True, False))
    adjusted = zip(holm(here), holm(large), strict=True)
    family = sum(p is not None for p in here)
    return [_decided(replace(one, family=family), adjusted) for one in found]


Adjusted = tuple[float | None, float | None]
"""p after correction for the prompts of the study, and for prompts at large."""


def _decided(direction: Direction, adjusted: Iterator[Adjusted]) -> Direction:
    if direction.differences:
        many = tuple(_settled(item, next(adjusted), direction.prompts) for item in direction.differences)
        return replace(direction, differences=many, claimed=any(item.claimed for item in many))
    decided = _settled(direction, next(adjusted), direction.prompts)
    bent, _ = next(adjusted)
    bend = direction.bend
    if bend is not None:
        bend = replace(bend, adjusted=bent, claimed=bent is not None and bent <= LEVEL)
    return replace(decided, bend=bend)


def _tested(direction: Direction, here: bool) -> list[float | None]:
    """Return p of all that is tested, as `_decided` takes it; None where nothing is, or nothing changes."""
    if direction.differences:
        found = [_p(item.trend, here) for item in direction.differences]
    else:
        found = [_p(direction.trend, here), direction.bend.p if direction.bend else None]
    return [None] * len(found) if direction.still else found


def _p(one: Trend | None, here: bool) -> float | None:
    found = None if one is None else one.tested if here else one.estimate
    return found.p if found is not None and found.enough else None


Claim = TypeVar("Claim", Direction, Difference)


def _settled(item: Claim, adjusted: Adjusted, prompts: int) -> Claim:
    """Say what of a trend is claimed: nothing, that it holds for these prompts, or for prompts at large."""
    here, large = adjusted
    if item.trend is None or here is None or here > LEVEL:
        return replace(item, adjusted=here)
    general = prompts > 1 and large is not None and large <= LEVEL
    return replace(item, trend=replace(item.trend, general=general), adjusted=here, claimed=True)


def _said(direction: Direction, blocks: Blocks) -> Direction:
    sized = widths(direction.trend.shown, direction.noise) if direction.trend else None
    direction = replace(direction, shape=_shape(direction, blocks), widths=sized)
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
