"""`ezcharts plan STUDY`: what it takes, and what to know before."""

from __future__ import annotations

from math import prod
from pathlib import Path

import click

from ezcharts.cli.opening import open_file, tell_notices
from ezcharts.cli.options import profile_option, store_option, study_argument
from ezcharts.runner.opened import Opened
from ezcharts.store.store import Store
from ezcharts.studies.plan import Plan

EFFECT = 3.0
"""The effect that a study is to show, in noise widths from end to end: one that people call strong."""
TESTS = 20
"""About as many measures as say something of a parameter: all of them are corrected together."""


@click.command()
@study_argument
@profile_option
@store_option
def plan(study: Path, profile: str | None, store: Path) -> None:
    """Check STUDY and say what rendering it takes: cells, time, disk, and what to watch out for."""
    opened = open_file(study, profile, write=False)
    tell_plan(opened, opened.plan(Store(store)))
    tell_seeds(opened)
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


def tell_seeds(opened: Opened) -> None:
    """Say how many seeds it would take to tell directions from chance; see docs/directions.md."""
    # scipy takes half a second to import: only a plan that is asked for pays for it.
    from ezcharts.stats.power import recommended_seeds

    study = opened.study
    known = study.vocabulary.dialect.find("text_prompts").name
    prompts = [len(axis) for axis in study.axes if axis.parameters == (known,)]
    others = [len(axis) for axis in study.axes if axis.parameters != (known,) and len(axis) > 1]
    if others:
        said = recommended_seeds(EFFECT, prompts=prod(prompts), levels=max(others), tests=TESTS)
        count = len(study.repeats)
        here = f"{count} seed{'s' if count > 1 else ''} here"
        click.echo(f"  seeds     {here}; to tell effects from chance, {said.sentence}")


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "unknown: nothing has been rendered with these models on this machine yet"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"about {hours} h {minutes} min" if hours else f"about {minutes} min {rest} s"
