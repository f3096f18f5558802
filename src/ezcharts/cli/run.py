"""`ezcharts run STUDY`: render what is missing, keep it, draw the charts and the page."""

from __future__ import annotations

import functools
from pathlib import Path

import click
from rich.console import Console

from ezcharts.cli.opening import open_file, tell_notices
from ezcharts.cli.options import device_option, profile_option, store_option, study_argument
from ezcharts.cli.plan import tell_plan
from ezcharts.cli.progress import RunProgress
from ezcharts.errors import PlanError, StoreError
from ezcharts.runner.opened import Opened
from ezcharts.runner.sheets import Sheets
from ezcharts.store.store import Store
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
    opened = open_file(study, profile, write=not dry_run)
    shelf = Store(store)
    plan = opened.plan(shelf)
    tell_plan(opened, plan)
    tell_notices(opened)
    if opened.errors:
        raise PlanError(f"{study} cannot be rendered as it is: see the errors above")
    if dry_run:
        return
    sheets, folder = Sheets(opened, shelf, swap, times or None), out or default_out(opened)
    try:
        failed = _render(sheets, plan, folder, batch, device) if plan.missing else 0
    except KeyboardInterrupt:
        sheets.draw(folder)
        left = len(opened.plan(shelf).missing)
        click.echo(f"stopped; finished cells are kept, {left} are left: run the same command again to go on")
        raise SystemExit(130) from None
    for path in sheets.draw(folder):
        click.echo(f"wrote {path}")
    if failed:
        click.secho(f"{failed} of {plan.distinct} cells failed; the chart shows why", fg="red")
        raise SystemExit(1)


def default_out(opened: Opened) -> Path:
    """Return `out/<study>`, or `out/<study>-<profile>`."""
    profile = opened.grid.profile
    return Path("out") / (f"{opened.study.name}-{profile.name}" if profile else opened.study.name)


def _draw_if_possible(sheets: Sheets, folder: Path) -> None:
    """Draw while a run goes on: a chart that cannot be written now is drawn at the end."""
    try:
        sheets.draw(folder)
    except (StoreError, OSError) as error:
        click.echo(f"the chart could not be drawn yet: {error}", err=True)


def _render(sheets: Sheets, plan: Plan, folder: Path, batch: int | None, device: str | None) -> int:
    """Render what is missing; return how many cells failed."""
    # torch takes seconds to import: only a run that renders pays for it.
    from ezcharts.runner.missing import render_missing

    console = Console(highlight=False)
    redraw = functools.partial(_draw_if_possible, sheets, folder)
    progress = RunProgress(len(plan.missing), plan.cell_steps, redraw, console)
    done = render_missing(sheets.opened, sheets.store, plan, progress, batch=batch, device=device)
    machine = f"{done.machine.precision}, {done.machine.description}"
    console.print(f"rendered {progress.done} cells in {done.seconds:.0f} s ({machine})")
    return len(progress.failed)
