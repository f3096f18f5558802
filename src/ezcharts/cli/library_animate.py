"""`ezcharts library animate`: an axis as a moving picture."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import click

from ezcharts.cli.library_options import library_option
from ezcharts.library.catalogue import Catalogue
from ezcharts.library.site.study.downloads import animation
from ezcharts.store.files import write_atomically


@click.command("animate")
@click.argument("name")
@library_option
@click.option("--axis", default="", help="Which axis moves; by default the one that its page offers to play.")
@click.option(
    "--chart", type=click.IntRange(min=1), default=1, show_default=True, help="Which chart's layout."
)
@click.option("--format", "kind", type=click.Choice(["webp", "gif"]), default="webp", show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out/share"))
def command(name: str, shelf: Path, axis: str, chart: int, kind: str, out: Path) -> None:
    """Write an axis of the entry NAME as an animated picture: one frame a value, the rest as a sheet."""
    content = animation(Catalogue(shelf).get(name), axis, cast(Literal["webp", "gif"], kind), chart - 1)
    path = out / f"{name}{f'-{axis}' if axis else ''}.{kind}"
    write_atomically(path, content)
    click.echo(f"{path}: {len(content) / 1024:,.0f} kB")
