"""`ezcharts library check`: what a reviewer would say of entries."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.cli.library_options import library_option
from ezcharts.errors import EzChartsError
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.check import check

_COLOURS = {"error": "red", "warn": "yellow", "note": "cyan"}


@click.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@library_option
@click.option("--notes", is_flag=True, help="Also what may stay as it is.")
def command(names: tuple[str, ...], shelf: Path, notes: bool) -> None:
    """Say what is missing or doubtful in the entries NAME, or in all of them.

    Ends with exit code 1 where something is wrong, so that a pull request can be checked by it.
    """
    catalogue = Catalogue(shelf)
    counts = dict.fromkeys(_COLOURS, 0)
    for name in names or catalogue.names():
        try:
            found = check(catalogue.get(name), catalogue)
        except EzChartsError as error:
            counts["error"] += 1
            click.echo(f"{click.style('error', fg='red', bold=True)} {name}: {error}")
            continue
        for notice in found:
            counts[notice.level] += 1
            if notes or notice.level != "note":
                level, _, rest = str(notice).partition(": ")
                click.echo(f"{click.style(level, fg=_COLOURS[level], bold=True)} {name}: {rest}")
    total = len(names or catalogue.names())
    words = ", ".join(f"{count} {level}s" for level, count in counts.items())
    click.echo(f"{total} entries looked at: {words}")
    if counts["error"]:
        raise SystemExit(1)
