"""Before a study is rendered: everything in it that will not work, or not say what one hopes.

`notices` of the same kind are gathered, each with the first cell it holds for and how many others. A study
with an `error` among them cannot be rendered as it stands; a `warn` is for a person to think about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ezcharts.studies.axes import Axis
from ezcharts.studies.checks.cell import check_cell
from ezcharts.studies.checks.finding import Finding, Level
from ezcharts.studies.grid import Grid, GridCell, show
from ezcharts.studies.identity import content
from ezcharts.studies.inert.why import why_inert


@dataclass(frozen=True)
class Notice:
    """One thing to know before rendering.

    Attributes:
        level: `error` where it cannot be rendered so, else `warn`.
        rule: One word for the kind: waits, models, schedule, cuts, prompts, noise, eta, guidance, size,
            steps, ignored, same, inert.
        text: What and why.
        where: For which cells, or which axis.
    """

    level: Level
    rule: str
    text: str
    where: str

    def __str__(self) -> str:
        return f"{self.text} ({self.where})"


def preflight(grid: Grid) -> list[Notice]:
    """Return all notices on a study, errors first."""
    found = [*_of_cells(grid), *_of_models(grid), *_of_axes(grid), *_same(grid)]
    return sorted(found, key=lambda notice: notice.level != "error")


def _of_cells(grid: Grid) -> Iterator[Notice]:
    """Yield what is known of single cells, alike findings together."""
    gathered: dict[Finding, list[GridCell]] = {}
    for each in grid.cells:
        for finding in check_cell(each.cell):
            gathered.setdefault(finding, []).append(each)
    for finding, cells in gathered.items():
        yield Notice(finding.level, finding.rule, finding.text, _where(grid, cells))


def _of_models(grid: Grid) -> Iterator[Notice]:
    """Yield the CLIP models that cells name and that nothing stands in for."""
    if grid.available is None:
        return
    absent = {
        switch: None for each in grid.cells for switch in each.cell.switches if switch not in grid.available
    }
    if absent:
        known = ", ".join(sorted(grid.available))
        text = f"nothing stands in for {', '.join(absent)}; the models at hand have {known}"
        cells = [each for each in grid.cells if absent.keys() & set(each.cell.switches)]
        yield Notice("error", "models", text, _where(grid, cells))


def _of_axes(grid: Grid) -> Iterator[Notice]:
    """Yield the axes of which no parameter can have an effect in any cell."""
    for axis in grid.study.axes:
        reasons = {name: _why_never(grid, name) for name in axis.parameters}
        if len(axis) > 1 and all(reasons.values()):
            text = "; ".join(f"{name} cannot have an effect: {reason}" for name, reason in reasons.items())
            yield Notice("warn", "inert", text, f"axis {axis.name}")


def _why_never(grid: Grid, name: str) -> str:
    """Return why a parameter has no effect in any cell, or an empty text."""
    reasons = {why_inert(each.cell.settings, name) for each in grid.cells}
    return "" if "" in reasons else "; or ".join(sorted(reasons))


def _same(grid: Grid) -> Iterator[Notice]:
    """Yield which different places of the study are the same picture."""
    groups: dict[str, list[GridCell]] = {}
    for each in grid.cells:
        groups.setdefault(repr((content(each.cell), each.cell.files)), []).append(each)
    gathered: dict[str, list[GridCell]] = {}
    for cells in groups.values():
        if len(cells) > 1:
            gathered.setdefault(_alike(grid, cells), []).extend(cells)
    for text, cells in gathered.items():
        yield Notice("warn", "same", text, _where(grid, cells))


def _alike(grid: Grid, cells: Sequence[GridCell]) -> str:
    """Return what the axes say that makes no difference, and whether a profile is why."""
    axes = [axis for axis in grid.study.axes if len({each.coordinates[axis.name] for each in cells}) > 1]
    values = " and ".join(f"{axis.name} {_listed(axis, cells)}" for axis in axes)
    if grid.profile and any(_stated_apart(first, second) for first, second in pairwise(cells)):
        names = [name for axis in axes for name in axis.parameters[:1]]
        rendered = ", ".join(show(cells[0].cell.settings, name) for name in names)
        return f"profile {grid.profile.name} renders {values} alike (as {rendered})"
    return f"{values or 'two repeats'} are one and the same picture"


def _stated_apart(first: GridCell, second: GridCell) -> bool:
    one, other = (content(replace(each.cell, settings=each.stated)) for each in (first, second))
    return one != other


def _listed(axis: Axis, cells: Sequence[GridCell]) -> str:
    indices = dict.fromkeys(each.coordinates[axis.name] for each in cells)
    return ", ".join(axis.values[index].label for index in indices)


def _where(grid: Grid, cells: Sequence[GridCell]) -> str:
    if len(cells) == len(grid.cells):
        return "every cell"
    return cells[0].label if len(cells) == 1 else f"{len(cells)} cells, the first: {cells[0].label}"
