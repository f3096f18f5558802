"""Opening a study file on the command line: its seed drawn, its notices told."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.runner.opened import Opened, open_study, with_seed
from ezcharts.studies.spec import read_study


def open_file(path: Path, profile: str | None, *, write: bool) -> Opened:
    """Read and check a study file.

    Args:
        path: The study file.
        profile: Name of a profile, or None for the study as stated.
        write: Whether a random seed is written into the file; otherwise one is drawn for looking only.

    Raises:
        InputError: The study is not valid; says all that is wrong.
        PlanError: It names models that are not here.
    """
    study, seed = with_seed(read_study(path), path if write else None)
    if seed is not None and write:
        click.echo(f"The study has no seed yet: drew {seed} and wrote it into {path}.")
    return open_study(study, profile)


def tell_notices(opened: Opened) -> None:
    """Print the pre-flight notices, errors first."""
    for notice in opened.notices:
        word, colour = ("error", "red") if notice.level == "error" else ("note", "yellow")
        click.echo(f"{click.style(word, fg=colour, bold=True)}: {notice}")
