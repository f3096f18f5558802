"""`ezcharts library cut`: where the pictures of a flattened chart are found, to look at and correct."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ezcharts.errors import InputError
from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.intake.cut import Cut
from ezcharts.library.intake.cutting import find_grid
from ezcharts.library.intake.given import GRID, from_edges, from_grid
from ezcharts.library.intake.overlay import draw
from ezcharts.store.files import write_atomically

EDGES = {
    "lefts": "Left edges of the columns in pixels, with commas; --rights as well.",
    "rights": "Right edges: one past the last pixel.",
    "tops": "Top edges of the rows; --bottoms as well.",
    "bottoms": "Bottom edges: one past the last pixel.",
}


def edge_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each kind of edge."""
    for name, words in reversed(EDGES.items()):
        command = click.option(f"--{name}", default="", help=words)(command)
    return command


@click.command("cut")
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rows", type=click.IntRange(min=1), help="How many rows of pictures, where you know it.")
@click.option("--columns", type=click.IntRange(min=1), help="How many columns.")
@click.option("--grid", default="", metavar=GRID, help="A regular grid in pixels, with --rows and --columns.")
@edge_options
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for overlay and cut file."
)
def command(
    picture: Path, rows: int | None, columns: int | None, grid: str, out: Path | None, **edges: str
) -> None:
    """Find the grid of a chart PICTURE and show it: an overlay to look at, and a cut file to hand on.

    What is found wrong is corrected by a grid or by edges; an axis without edges is found as before. The cut
    file goes to: ezcharts library add PICTURE --cut FILE
    """
    opened = open_picture(picture)
    if grid:
        cut = from_grid(opened.size, _numbers("--grid", grid), rows or 1, columns or 1)
    else:
        cut = _corrected(find_grid(opened.pixels, rows, columns), opened.size, edges)
    folder = out or picture.parent
    folder.mkdir(parents=True, exist_ok=True)
    overlay, file = folder / f"{picture.stem}.cut.png", folder / f"{picture.stem}.cut.json"
    draw(opened.pixels, cut).save(overlay)
    write_atomically(file, f"{cut.to_json()}\n".encode())
    click.echo(f"{len(cut.tops)} rows and {len(cut.lefts)} columns")
    for name in EDGES:
        click.echo(f"  {name:8} {', '.join(map(str, getattr(cut, name)))}")
    for doubt in cut.doubts:
        click.secho(f"doubtful: {doubt}", fg="yellow")
    click.echo(f"look at {overlay}; the cut is in {file}")


def _corrected(found: Cut, size: tuple[int, int], edges: dict[str, str]) -> Cut:
    """Return the cut with the edges that are given in place of those that were found."""
    given = {name: _numbers(f"--{name}", text) for name, text in edges.items() if text}
    if not given:
        return found
    chosen = {name: given.get(name, getattr(found, name)) for name in EDGES}
    return from_edges(size, chosen["lefts"], chosen["rights"], chosen["tops"], chosen["bottoms"])


def _numbers(option: str, text: str) -> list[int]:
    """Return whole numbers between commas."""
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise InputError(f"{option} takes whole numbers between commas, got {text!r}") from None
