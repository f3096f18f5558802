"""`ezcharts plan STUDY`: what it takes, and what to know before."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.cli.opening import open_file, tell_notices
from ezcharts.cli.options import profile_option, store_option, study_argument
from ezcharts.runner.opened import Opened
from ezcharts.store.store import Store
from ezcharts.studies.plan import Plan


@click.command()
@study_argument
@profile_option
@store_option
def plan(study: Path, profile: str | None, store: Path) -> None:
    """Check STUDY and say what rendering it takes: cells, time, disk, and what to watch out for."""
    opened = open_file(study, profile, write=False)
    tell_plan(opened, opened.plan(Store(store)))
    tell_notices(opened)


def tell_plan(opened: Opened, plan: Plan) -> None:
    """Print a plan."""
    header = opened.study.header
    click.secho(f"{header.title} ({opened.study.name})", bold=True)
    places = f", {plan.cells} places" if plan.cells != plan.distinct else ""
    click.echo(
        f"  cells     {plan.distinct}{places}: {plan.stored} in the store, {len(plan.missing)} to render"
    )
    if plan.missing:
        click.echo(f"  time      {_duration(plan.seconds)}; {plan.cell_steps:,} steps of a cell in all")
        click.echo(f"  disk      {plan.disk_bytes / 2**20:.1f} MiB")
    for line in opened.changes:
        click.echo(f"  profile   {line}")


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "unknown: nothing has been rendered with these models on this machine yet"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"about {hours} h {minutes} min" if hours else f"about {minutes} min {rest} s"
