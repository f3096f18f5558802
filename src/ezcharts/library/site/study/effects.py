"""Which way each axis moves the pictures: what a page shows of an entry's findings.

The picture comes first, then one line; all of this is folded. A curve is drawn for every block (a prompt, a
seed, a value of another axis), so that a reader sees whether they agree; where there are seeds, each prompt
has their mean with its interval. The sentence beneath says it in numbers. Everything is drawn here, once:
the page needs no script for it.

    x = position of the value among the values        y = the measure, from its lowest to its highest
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from scipy.special import stdtrit

from ezcharts.library.directions import MAKING, Findings, figures
from ezcharts.library.switches import switch_tables
from ezcharts.library.table import Cells
from ezcharts.measures.table import find
from ezcharts.stats import cells as numbers
from ezcharts.stats.direction import OFF_ON, Direction

SHOWN: Final = 6
"""Measures shown of an axis; all are in the CSV."""
WIDTH, HEIGHT, EDGE = 180, 56, 4
MOST_CURVES: Final = 24
MOST_BANDS: Final = 8
FEWEST_SEEDS: Final = 3
"""Fewest seeds whose mean has an interval that is worth a look."""


@dataclass(frozen=True)
class Curve:
    """One block: the points of its line, `x,y x,y`, and what it is."""

    points: str
    words: str


@dataclass(frozen=True)
class Band:
    """What seeds make of one prompt (and one value of every other axis).

    Attributes:
        points: The corners of the 95 % interval of the mean at each value, `x,y x,y`, once round.
        mean: The points of the mean.
        words: Of what.
    """

    points: str
    mean: str
    words: str


@dataclass(frozen=True)
class Effect:
    """One axis and one measure.

    Attributes:
        measure: Its name.
        more: Which way "more" of it looks.
        arrow: `up`, `down`, `bent`, `differs` (of values without order) or `none`.
        sure: Whether chance is ruled out.
        sentence: What the figures say.
        curves: A line for each block.
        bands: An interval for each prompt, where there are seeds enough.
        low: The measure at the bottom of the drawing, in words.
        high: The same at its top.
        apart: Whether the values have no order, so that no line joins them.
    """

    measure: str
    more: str
    arrow: str
    sure: bool
    sentence: str
    curves: tuple[Curve, ...]
    low: str
    high: str
    bands: tuple[Band, ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class AxisEffects:
    """One axis: what is said of it as a whole, and its clearest effects."""

    axis: str
    levels: tuple[str, ...]
    remarks: tuple[str, ...]
    effects: tuple[Effect, ...]


def axis_effects(table: Cells, found: Findings) -> list[AxisEffects]:
    """Return what a page shows, axis by axis."""
    axes = dict.fromkeys([one.axis for one in found.directions] + [one.axis for one in found.idle])
    whole, apart = figures(table), {name: figures(one) for name, one in switch_tables(table).items()}
    return [_axis(name, found, apart.get(name, whole)) for name in axes]


def _axis(name: str, found: Findings, values: dict[str, numbers.Cells]) -> AxisEffects:
    mine = [one for one in found.directions if one.axis == name]
    idle = [one for one in found.idle if one.axis == name]
    remarks = [one.sentence for one in idle if one.verdict != "acts"]
    remarks += [one.sentence for one in found.neighbours if one.axis == name]
    remarks += [one.sentence for one in found.interactions if name == one.first and one.claimed]
    still = any(one.inert for one in idle)
    ranked = sorted(mine, key=lambda one: _rank(one, values), reverse=True)
    shown = () if still else tuple(_effect(one, values) for one in islice(ranked, SHOWN))
    levels = mine[0].levels if mine else ()
    return AxisEffects(name, levels, tuple(remarks), shown)


def _rank(one: Direction, values: dict[str, numbers.Cells]) -> tuple[bool, bool, float]:
    """What is seen before how it was made, sure ones first, then by how far they move if the blocks agree."""
    seen = one.measure.partition(".")[0] not in MAKING
    if one.rise is None:
        return seen, one.claimed, 0.0
    spread = float(np.nanstd(values[one.measure].values))
    effect, count = one.rise.estimate.mean, one.rise.count
    agree = count.along(effect) / count.all if count.all else 0.0
    return seen, one.claimed, abs(effect) / spread * agree**2 if spread > 0 else 0.0


def _effect(one: Direction, values: dict[str, numbers.Cells]) -> Effect:
    cells = values[one.measure]
    low, high = float(np.nanmin(cells.values)), float(np.nanmax(cells.values))
    apart = cells.axis(one.axis).kind == "category" and one.levels != OFF_ON
    return Effect(
        measure=one.measure,
        more=find(one.measure).more,
        arrow=_arrow(one),
        sure=one.claimed,
        sentence=one.sentence,
        curves=tuple(islice(_curves(cells, one.axis, low, high), MOST_CURVES)),
        low=f"{low:.3g}",
        high=f"{high:.3g}",
        bands=() if apart else tuple(islice(_bands(cells, one.axis, low, high), MOST_BANDS)),
        apart=apart,
    )


def _arrow(one: Direction) -> str:
    if one.shape is not None and one.shape.form in ("peak", "valley"):
        return "bent"
    rise = one.rise
    if rise is None:
        return "differs" if one.claimed else "none"
    agree = rise.count.along(rise.estimate.mean) == rise.count.all
    return _way(rise.estimate.mean) if agree or one.claimed else "none"


def _way(effect: float) -> str:
    return "up" if effect > 0 else "down" if effect < 0 else "none"


def _curves(cells: numbers.Cells, axis: str, low: float, high: float) -> Iterator[Curve]:
    where = cells.axes.index(cells.axis(axis))
    others = [one for one in cells.axes if one.name != axis]
    lines = np.moveaxis(cells.values, where, -1).reshape(-1, cells.values.shape[where])
    blocks = np.ndindex(*(len(one.levels) for one in others)) if others else iter([()])
    for at, line in zip(blocks, lines, strict=True):
        words = ", ".join(f"{one.name} {one.levels[i]}" for one, i in zip(others, at, strict=True))
        points = _points(line.tolist(), low, high)
        if points:
            yield Curve(points, words)


def _bands(cells: numbers.Cells, axis: str, low: float, high: float) -> Iterator[Band]:
    """Yield the t interval of the mean over seeds at each value, for each combination of the other axes."""
    where = cells.axes.index(cells.axis(axis))
    seed = next((i for i, one in enumerate(cells.axes) if one.kind == "seed"), None)
    if seed is None or seed == where:
        return
    others = [one for i, one in enumerate(cells.axes) if i not in (where, seed)]
    lines = np.moveaxis(cells.values, (seed, where), (-2, -1))
    for at in np.ndindex(lines.shape[:-2]):
        y = lines[at]
        if y.shape[0] < FEWEST_SEEDS or not np.isfinite(y).all():
            continue
        mean = y.mean(axis=0)
        half = stdtrit(y.shape[0] - 1, 0.975) * y.std(axis=0, ddof=1) / np.sqrt(y.shape[0])
        top, bottom = (np.clip(mean + sign * half, low, high).tolist() for sign in (1, -1))
        back = _points(bottom, low, high).split(" ")[::-1]
        words = [f"{one.name} {one.levels[i]}" for one, i in zip(others, at, strict=True)]
        said = ", ".join([*words, f"mean of {y.shape[0]} seeds and its 95 % interval"])
        around = " ".join([_points(top, low, high), *back])
        yield Band(around, _points(mean.tolist(), low, high), said)


def _points(line: Sequence[float], low: float, high: float) -> str:
    """Return where the values of a block lie in the drawing; those that are not there are left out."""
    step = (WIDTH - 2 * EDGE) / max(1, len(line) - 1)
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0.0
    return " ".join(
        f"{EDGE + step * i:.1f},{HEIGHT - EDGE - (y - low) * scale:.1f}" for i, y in enumerate(line) if y == y
    )
