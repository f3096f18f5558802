"""A study that is ready to be looked at or rendered: expanded, checked, and with the key of every cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ezcharts.errors import ModelError, PlanError
from ezcharts.models.cards import ModelSet, model_set
from ezcharts.models.digests import cell_digests, require
from ezcharts.params.seeds import draw_seed
from ezcharts.runner.work import Rates, units
from ezcharts.store.store import Store
from ezcharts.studies import plan as plans
from ezcharts.studies.cell import Cell, setting_or
from ezcharts.studies.grid import Grid, expand
from ezcharts.studies.identity import cell_key, file_digests
from ezcharts.studies.plan import Plan
from ezcharts.studies.preflight import Notice, preflight
from ezcharts.studies.random_seed import write_seed
from ezcharts.studies.spec import Study


@dataclass(frozen=True)
class Opened:
    """A study and what is needed to render it.

    Attributes:
        study: The study.
        grid: Its cells under the chosen profile.
        notices: What the pre-flight check found, errors first.
        models: Its models.
        digests: Each distinct cell's model and file digests; files only for cells that cannot be rendered.
        keys: Each distinct cell's key.
    """

    study: Study
    grid: Grid
    notices: tuple[Notice, ...]
    models: ModelSet
    digests: dict[Cell, dict[str, str]]
    keys: dict[Cell, str]

    @property
    def errors(self) -> list[Notice]:
        """What keeps the study from being rendered."""
        return [notice for notice in self.notices if notice.level == "error"]

    @property
    def alone(self) -> bool:
        """Whether each cell is rendered alone, because its time counts."""
        return self.study.timing == "alone"

    @property
    def changes(self) -> list[str]:
        """What the profile renders instead of what is stated, in words, one text a parameter and rule."""
        dialect, spans = self.grid.cells[0].cell.settings.dialect, dict[tuple[str, str], list[str]]()
        for change in self.grid.changes:
            show = dialect.find(change.parameter).domain.show
            words = f"{show(change.stated)} -> {show(change.rendered)}"
            spans.setdefault((change.parameter, change.rule), []).append(words)
        return [f"{parameter} {_few(words)} (rule {rule})" for (parameter, rule), words in spans.items()]

    def plan(self, store: Store) -> Plan:
        """Return what is still to be rendered, with the time that this machine's earlier runs suggest."""
        stored = {key for key in self.keys.values() if not store.needs(key, self.alone)}
        keys = [self.keys[place.cell] for place in self.grid.cells]
        return plans.plan(self.grid, keys, stored, _seconds_of(self.models))


def open_study(study: Study, profile: str | None = None) -> Opened:
    """Expand and check a study.

    Args:
        study: With a seed, see `with_seed`.
        profile: Name of a profile, or None for the study as stated.

    Raises:
        InputError: The study is not valid; says all that is wrong.
        PlanError: It names models that are not here.
    """
    models = model_set(study.models)
    grid = expand(study, profile, models.switches)
    digests = {cell: _digests(models, cell) for cell in grid.distinct}
    keys = {cell: cell_key(cell, digests[cell]) for cell in grid.distinct}
    notices = (*preflight(grid), *_of_models(models, grid))
    return Opened(study, grid, notices, models, digests, keys)


def _of_models(models: ModelSet, grid: Grid) -> Iterator[Notice]:
    """Yield what to know of the models' files."""
    cells = grid.distinct
    try:
        require(models, cells)
    except ModelError as missing:
        yield Notice("warn", "files", str(missing), "before it can be rendered")
    except PlanError:
        pass  # the pre-flight check names the switch
    asking = [cell for cell in cells if setting_or(cell.settings, "antijpeg", False)]
    if asking and (models.anti_jpeg is None or models.anti_jpeg.missing):
        has = f"{models.name} models have no" if models.anti_jpeg is None else "here are no files of the"
        text = f"antijpeg is on, and {has} anti-JPEG pair, so it does nothing"
        advice = "" if models.anti_jpeg is None else "; get it with: ezcharts models fetch anti-jpeg"
        yield Notice("warn", "antijpeg", text + advice, f"{len(asking)} of {len(cells)} pictures")


def with_seed(study: Study, path: Path | None = None) -> tuple[Study, int | None]:
    """Draw the seed of a study that has none yet.

    Args:
        study: Any study.
        path: Its file, where the seed is to be written down.

    Returns:
        The study with a seed, and the seed if one was drawn.
    """
    if not study.needs_seed:
        return study, None
    seed = draw_seed()
    if path is not None:
        write_seed(path, seed)
    return study.with_seed(seed), seed


def _few(words: list[str]) -> str:
    return ", ".join(words[:4]) + (f", ... ({len(words)} in all)" if len(words) > 4 else "")


def _digests(models: ModelSet, cell: Cell) -> dict[str, str]:
    """Return what a cell is computed with; without models that stand in for its switches, its files only."""
    files = file_digests(cell)
    try:
        return files | cell_digests(models, cell)
    except PlanError:
        return files  # the pre-flight check names the switch


def _seconds_of(models: ModelSet) -> Callable[[Cell], float] | None:
    """Return an estimate from this machine's own timings; None where it has none yet."""
    rate = Rates.of_this_user().seconds_per_unit(models.name)
    return None if rate is None else lambda cell: rate * units(cell)
