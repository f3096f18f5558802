"""`ezcharts library build`: the site."""

from __future__ import annotations

import time
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ezcharts.cli.library_options import library_option
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.site.build import Built, build

out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out/library"),
    show_default=True,
    help="Folder of the site: a new one, or that of an earlier build.",
)


@click.command("build")
@library_option
@out_option
def command(shelf: Path, out: Path) -> None:
    """Write the site: plain files that open from the disk and on any static host.

    Only what changed is written; what is left of earlier builds is removed.
    """
    started = time.monotonic()
    built = build_with_bar(Catalogue(shelf), out)
    click.echo(
        f"{built.studies} studies in {time.monotonic() - started:.1f} s: {built.written} files written, "
        f"{built.kept} as they were, {built.removed} removed"
    )
    click.echo(f"open {out / 'index.html'}")


def build_with_bar(catalogue: Catalogue, out: Path) -> Built:
    """Build with a bar on a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bars:
        task = bars.add_task("build", total=None)

        def progress(done: int, total: int, what: str) -> None:
            bars.update(task, completed=done, total=total, description=what[:40])

        return build(catalogue, out, progress)
