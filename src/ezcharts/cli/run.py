"""`ezcharts run STUDY`: render what is missing, keep it, draw the charts and the page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from ezcharts.charts.layout import Found, lay_out
from ezcharts.charts.page import write_page
from ezcharts.charts.sheet import save_sheet
from ezcharts.cli.opened import Opened, open_study, tell_notices
from ezcharts.cli.options import device_option, profile_option, store_option, study_argument
from ezcharts.cli.plan import make_plan, tell_plan
from ezcharts.cli.progress import RunProgress
from ezcharts.errors import PlanError, StoreError
from ezcharts.execution.inline import Inline
from ezcharts.runner.run import Job, Run
from ezcharts.runner.work import Rates, units
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell
from ezcharts.studies.plan import Plan


@click.command()
@study_argument
@profile_option
@store_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for charts and page.  [default: out/NAME-OF-STUDY]",
)
@click.option("--swap", is_flag=True, help="Draw every chart with its axes swapped.")
@click.option("--times", is_flag=True, help="Write beneath each picture how long it took.")
@click.option(
    "--batch", type=click.IntRange(min=1), help="Most cells in flight at once; more need more memory."
)
@device_option
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def run(
    study: Path,
    profile: str | None,
    store: Path,
    out: Path | None,
    swap: bool,
    times: bool,
    batch: int | None,
    device: str | None,
    dry_run: bool,
) -> None:
    """Render what is missing of STUDY and draw its charts.

    Finished cells are kept in the store and never rendered again: after Ctrl-C, or whatever else happened,
    run the same command once more. The chart file shows the cells as they land.
    """
    opened = open_study(study, profile, write=not dry_run)
    shelf = Store(store)
    plan = make_plan(opened, shelf)
    tell_plan(opened, plan)
    tell_notices(opened)
    if opened.errors:
        raise PlanError(f"{study} cannot be rendered as it is: see the errors above")
    if dry_run:
        return
    sheets = Sheets(opened, shelf, out or default_out(opened), swap, times or None)
    try:
        failed = render(opened, shelf, plan, sheets, batch, device) if plan.missing else 0
    except KeyboardInterrupt:
        sheets.draw()
        left = len(make_plan(opened, shelf).missing)
        click.echo(f"stopped; finished cells are kept, {left} are left: run the same command again to go on")
        raise SystemExit(130) from None
    for path in sheets.draw():
        click.echo(f"wrote {path}")
    if failed:
        click.secho(f"{failed} of {plan.distinct} cells failed; the chart shows why", fg="red")
        raise SystemExit(1)


def default_out(opened: Opened) -> Path:
    """Return `out/<study>`, or `out/<study>-<profile>`."""
    profile = opened.grid.profile
    return Path("out") / (f"{opened.study.name}-{profile.name}" if profile else opened.study.name)


@dataclass(frozen=True)
class Sheets:
    """The charts and the page of a study, as far as its cells are there.

    Attributes:
        opened: The study.
        store: Where its cells are.
        folder: Where charts and page go.
        swap: Whether rows and columns change places.
        times: Whether each picture's time is written beneath; None for what the study asks.
    """

    opened: Opened
    store: Store
    folder: Path
    swap: bool = False
    times: bool | None = None

    def draw(self) -> list[Path]:
        """Write all charts and the page; return the files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        for number, view in enumerate(self.opened.study.charts, start=1):
            shown = view.swapped() if self.swap else view
            chart = lay_out(self.opened.study, shown, self.opened.grid, self.find, self.times)
            sheets = save_sheet(chart, self.folder / f"{self._name(number)}.png")
            page = self.folder / f"{self._name(number)}.html"
            write_page(chart, sheets, page)
            written += [*(sheet.path for sheet in sheets), page]
        return written

    def draw_if_possible(self) -> None:
        """Draw while a run goes on: a chart that cannot be written now is drawn at the end."""
        try:
            self.draw()
        except (StoreError, OSError) as error:
            click.echo(f"the chart could not be drawn yet: {error}", err=True)

    def find(self, cell: Cell) -> Found:
        """Return what the store has of a cell."""
        key = self.opened.keys[cell]
        record = self.store.get(key)
        done = record is not None and record.state == "done"
        path = self.store.picture_path(record) if record and done else None
        return Found(key, record, path if path and path.exists() else None)

    def _name(self, number: int) -> str:
        many = len(self.opened.study.charts) > 1
        return f"{self.opened.study.name}-chart{number}" if many else self.opened.study.name


def render(
    opened: Opened, store: Store, plan: Plan, sheets: Sheets, batch: int | None, device: str | None
) -> int:
    """Render what is missing; return how many cells failed."""
    # torch takes seconds to import: only a run that renders pays for it.
    from ezcharts.render.bench import Bench
    from ezcharts.render.machine import this_machine
    from ezcharts.render.renderer import Renderer

    if opened.models is None:
        raise PlanError("this platform cannot be rendered yet")
    machine, console = this_machine(device), Console(highlight=False)
    alone = opened.study.timing == "alone"
    progress = RunProgress(len(plan.missing), plan.cell_steps, sheets.draw_if_possible, console)
    renderer = Renderer(
        Bench(opened.models, machine), machine, batch=1 if alone else batch, on_step=progress.step
    )
    jobs = [Job(opened.keys[cell], cell, opened.digests[cell]) for cell in plan.missing]
    started = time.monotonic()
    with progress:
        Run(store, Inline(), renderer.render, machine, opened.models.name, progress, alone)(jobs)
    seconds = time.monotonic() - started
    console.print(
        f"rendered {progress.done} cells in {seconds:.0f} s ({machine.precision}, {machine.description})"
    )
    Rates.of_this_user().note(machine.description, seconds / sum(units(cell) for cell in plan.missing))
    return len(progress.failed)
