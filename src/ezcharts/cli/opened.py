"""A study that a verb has opened: read, expanded, checked, and with the key of every cell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from ezcharts.errors import PlanError
from ezcharts.models.cards import ModelSet, model_set
from ezcharts.models.digests import cell_digests
from ezcharts.params.seeds import draw_seed
from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import Grid, expand
from ezcharts.studies.identity import cell_key, file_digests
from ezcharts.studies.preflight import Notice, preflight
from ezcharts.studies.random_seed import write_seed
from ezcharts.studies.spec import Study, read_study
from ezcharts.studies.waiting import waits_for


@dataclass(frozen=True)
class Opened:
    """A study and what a verb needs to know of it.

    Attributes:
        study: The study.
        grid: Its cells under the chosen profile.
        notices: What the pre-flight check found, errors first.
        models: Its models; None where the platform waits.
        digests: Each distinct cell's model and file digests; empty for cells that cannot be rendered.
        keys: Each distinct cell's key.
    """

    study: Study
    grid: Grid
    notices: tuple[Notice, ...]
    models: ModelSet | None
    digests: dict[Cell, dict[str, str]]
    keys: dict[Cell, str]

    @property
    def errors(self) -> list[Notice]:
        """What keeps the study from being rendered."""
        return [notice for notice in self.notices if notice.level == "error"]


def open_study(path: Path, profile: str | None, *, write: bool) -> Opened:
    """Read and check a study.

    Args:
        path: The study file.
        profile: Name of a profile, or None for the study as stated.
        write: Whether a random seed is written into the file; otherwise one is drawn for looking only.

    Raises:
        InputError: The study is not valid; says all that is wrong.
        PlanError: It names models that are not here.
    """
    study = _with_seed(read_study(path), path, write)
    models = None if waits_for(study.header.platform) else model_set(study.models)
    grid = expand(study, profile, models.switches if models else None)
    digests = {cell: _digests(models, cell) for cell in grid.distinct}
    keys = {cell: cell_key(cell, digests[cell]) for cell in grid.distinct}
    return Opened(study, grid, tuple(preflight(grid)), models, digests, keys)


def _with_seed(study: Study, path: Path, write: bool) -> Study:
    if not study.needs_seed:
        return study
    seed = draw_seed()
    if write:
        write_seed(path, seed)
        click.echo(f"The study has no seed yet: drew {seed} and wrote it into {path}.")
    return study.with_seed(seed)


def _digests(models: ModelSet | None, cell: Cell) -> dict[str, str]:
    """Return what a cell is computed with; without models that stand in for its switches, its files only."""
    files = file_digests(cell)
    try:
        return files | (cell_digests(models, cell) if models else {})
    except PlanError:
        return files  # the pre-flight check names the switch


def tell_notices(opened: Opened) -> None:
    """Print the pre-flight notices, errors first."""
    for notice in opened.notices:
        word, colour = ("error", "red") if notice.level == "error" else ("note", "yellow")
        click.echo(f"{click.style(word, fg=colour, bold=True)}: {notice}")
