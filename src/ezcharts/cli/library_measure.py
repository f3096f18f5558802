"""`ezcharts library measure`: figures of pictures that have none, and what all figures say."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from ezcharts.cli.library_options import library_option
from ezcharts.library import table as tables
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.checks.idle import why_idle
from ezcharts.library.directions import read_findings, write_findings
from ezcharts.library.table import Axis, Cell
from ezcharts.measures.measure import flat
from ezcharts.measures.picture_file import measure_picture, read_pixels
from ezcharts.store.files import write_if_changed

_FIGURES = 4


@click.command("measure")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@library_option
def command(names: tuple[str, ...], shelf: Path) -> None:
    """Measure the pictures of the entries NAME, or of all, and write down which way each axis goes.

    Pictures of a run bring the figures that `ezcharts measure` found of them; those of others are measured
    here, as far as a picture alone goes. Directions lie beside the table: directions.json and directions.csv.
    """
    catalogue = Catalogue(shelf)
    for name in names or catalogue.names():
        entry = catalogue.get(name)
        if entry.cells is None:
            continue
        entry = _measured(entry)
        write_findings(entry, partial(_why, entry))
        found = read_findings(entry)
        click.echo(f"{name}: {found.line or 'no direction shows'}")


def _why(entry: Entry, axis: Axis, cell: Cell) -> str:
    return why_idle(entry, entry.cells, axis, cell) if entry.cells else ""


def _measured(entry: Entry) -> Entry:
    """Measure what has no figures; return the entry with them."""
    cells = entry.cells
    if cells is None or all(cell.measures or cell.state != "done" for cell in cells.cells):
        return entry
    new = replace(cells, cells=tuple(_with_figures(entry, cell) for cell in cells.cells))
    write_if_changed(entry.folder / tables.FILE, new.to_bytes())
    return Entry(entry.folder, entry.card)


def _with_figures(entry: Entry, cell: Cell) -> Cell:
    if cell.state != "done" or cell.measures:
        return cell
    found = measure_picture(read_pixels(entry.file(cell.file)))
    pairs = (pair for name, value in found.items() for pair in flat(name, value))
    return replace(cell, measures={name: float(f"{value:.{_FIGURES}g}") for name, value in pairs})
