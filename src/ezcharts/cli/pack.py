"""`ezcharts pack`: a finished run as one file."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.cli.library_add import of_run
from ezcharts.cli.library_options import added_today, by_option
from ezcharts.cli.options import profile_option, store_option, study_argument
from ezcharts.library.pack import ENDING, write_pack


@click.command()
@study_argument
@profile_option
@store_option
@by_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
def pack(study: Path, profile: str | None, store: Path, by: str, out: Path | None) -> None:
    """Pack a run of STUDY: cells, charts, measures and the study file, in one file.

    Made where the GPU and the real checkpoints are, it is taken in by `ezcharts library add FILE` anywhere.
    """
    draft = of_run(study, profile, store, added_today(by), "")
    path = out or Path(f"{draft.name}{ENDING}")
    write_pack(draft, path)
    cells = draft.cells.cells if draft.cells else ()
    done = sum(cell.state == "done" for cell in cells)
    click.echo(f"{path}: {done} of {len(cells)} cells, {path.stat().st_size / 1024:,.0f} kB")
    click.echo(f"hand it on; there: ezcharts library add {path.name}")
