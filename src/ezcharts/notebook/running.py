"""`ez.run`: render what is missing of a study, live in the output of the cell."""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ezcharts.charts.captions import duration
from ezcharts.errors import PlanError
from ezcharts.notebook.blocks import Words
from ezcharts.notebook.live import CHART, STATUS, Live
from ezcharts.notebook.opening import NotebookStudy, StudySource, as_study
from ezcharts.notebook.plainly import Stopped, plainly
from ezcharts.notebook.results import Result
from ezcharts.notebook.screen import Screen, cell_number, this_screen
from ezcharts.notebook.stores import AnyStore, the_store
from ezcharts.runner.opened import Opened
from ezcharts.runner.sheets import lookup
from ezcharts.store.store import Store
from ezcharts.studies.random_seed import write_seed
from ezcharts.studies.spec import read_study

if TYPE_CHECKING:
    from ezcharts.runner.missing import Desk


@plainly
def run(
    study: NotebookStudy | StudySource,
    *,
    profile: str | None = None,
    store: AnyStore = None,
    batch: int | None = None,
    device: str | None = None,
) -> Result:
    """Render what is missing of a study and return the result.

    The output shows how it gets on, and the chart as its cells land. Finished cells are kept in the store and
    never rendered again: after an interrupt, or whatever else happened, run the cell again.

    Args:
        study: What `ez.study` returned, or a study file or dict.
        profile: Render by a profile's rules, such as `preview`, instead of as stated.
        store: Folder of finished cells; `EZCHARTS_STORE` or the folder `store` when None.
        batch: Most cells in flight at once; more need more memory.
        device: `cpu` or `cuda`; chosen by itself when None.

    Raises:
        StudyProblems: The study is not valid.
        PlanError: It cannot be rendered as it is; says why.
        StoreError, ModelError: A file is missing, damaged, or cannot be written.
    """
    return carry_out(as_study(study, profile, store), batch, device)


@plainly
def result(
    study: NotebookStudy | StudySource, *, profile: str | None = None, store: AnyStore = None
) -> Result:
    """Return what the store has of a study, rendering nothing; arguments as for `run`."""
    known = as_study(study, profile, store)
    return so_far(known.opened, the_store(known.store))


def so_far(opened: Opened, store: Store) -> Result:
    """Return the result of an opened study with what a store has of it."""
    return Result(opened.study, opened.grid, lookup(opened, store))


def carry_out(
    study: NotebookStudy, batch: int | None = None, device: str | None = None, *, chart: bool = True
) -> Result:
    """Render what is missing of an opened study; see `run`.

    Args:
        study: The study.
        batch: Most cells in flight at once.
        device: Such as `cpu`.
        chart: Whether the output shows the chart.
    """
    opened = study.opened
    if opened.errors:
        reasons = "".join(f"\n  {notice}" for notice in opened.errors)
        raise PlanError(f"{opened.study.title} cannot be rendered as it is:{reasons}")
    _write_seed(study)
    return _Run(opened, the_store(study.store), this_screen(), chart)(batch, device)


@dataclass(frozen=True)
class _Run:
    """One run, and where it is seen."""

    opened: Opened
    store: Store
    screen: Screen
    chart: bool

    def __call__(self, batch: int | None, device: str | None) -> Result:
        try:
            done = self._render(batch, device)
        except KeyboardInterrupt:
            left = len(self.opened.plan(self.store).missing)
            words = f"finished cells are kept, {left} are left: run the cell again to go on"
            self._show(Words(f"stopped; {words}", "note"))
            raise Stopped(words) from None
        self._show(Words(done, "quiet"))
        return replace(self._so_far, shown_in=cell_number() if self.chart else None)

    @property
    def _so_far(self) -> Result:
        return so_far(self.opened, self.store)

    @property
    def _notes(self) -> list[Words]:
        """What the pre-flight check found."""
        return [Words(f"note: {notice}", "note") for notice in self.opened.notices]

    def _show(self, words: Words) -> None:
        """Show what there is in the end, and a line about it."""
        self.screen.show(STATUS, [*self._notes, words], last=True)
        if self.chart:
            self.screen.show(CHART, self._so_far.blocks(), last=True)

    def _render(self, batch: int | None, device: str | None) -> str:
        """Render what is missing; return a line that says what was done."""
        plan = self.opened.plan(self.store)
        if not plan.missing:
            return f"nothing to render: {_counted(plan.distinct)} in the store"
        with warnings.catch_warnings():
            # tqdm tells whoever imports it in a notebook to get widgets, which nothing here uses.
            warnings.filterwarnings("ignore", message="IProgress not found")
            # torch takes seconds to import: only a run that renders pays for it.
            from ezcharts.runner.missing import render_missing

        chart = self._so_far.drafts if self.chart else None
        live = Live(self.screen, len(plan.missing), plan.cell_steps, chart)
        done = render_missing(self.opened, self.store, plan, live, batch=batch, device=device, desk=_desk())
        machine = f"{done.machine.precision}, {done.machine.description}"
        return f"rendered {_counted(live.done)} in {duration(done.seconds)} ({machine})"


def _write_seed(study: NotebookStudy) -> None:
    """Write the seed that was drawn for a study file into it, once."""
    file = study.spec.file
    if study.drawn is not None and file is not None and read_study(file).needs_seed:
        write_seed(file, study.drawn)


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"


@functools.cache
def _desk() -> Desk:
    """The models stay laid out from one call to the next."""
    from ezcharts.runner.missing import Desk

    return Desk()
