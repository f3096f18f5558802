"""`ezcharts library add`: whatever is given becomes an entry."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.cli.library_options import added_today, by_option, library_option
from ezcharts.cli.opening import open_file
from ezcharts.cli.options import profile_option, store_option
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.draft import Draft, shelve
from ezcharts.library.of_run import Finished
from ezcharts.measures.sidecar import Sidecars
from ezcharts.runner.sheets import lookup
from ezcharts.store.store import Store


@click.command("add")
@click.argument("what", type=click.Path(exists=True, path_type=Path))
@library_option
@click.option("--name", default="", help="Name of the entry's folder; made from its title when left out.")
@click.option("--again", is_flag=True, help="Replace the entry; what people wrote on its card stays.")
@by_option
@profile_option
@store_option
def command(
    what: Path, shelf: Path, name: str, again: bool, by: str, profile: str | None, store: Path
) -> None:
    """Add WHAT to the library: a study that was run, a folder, a packed run, or a chart picture."""
    draft = of_run(what, profile, store, by, name)
    tell(shelve(draft, Catalogue(shelf), again=again))


def of_run(study: Path, profile: str | None, store: Path, by: str, name: str) -> Draft:
    """Return the draft of a run whose cells are in a store."""
    opened = open_file(study, profile, write=False)
    shelf, sidecars = Store(store), Sidecars(store)

    def measured(key: str) -> dict[str, float]:
        found = sidecars.get(key)
        return found.numbers() if found else {}

    return Finished(opened.study, opened.grid, lookup(opened, shelf), measured).draft(added_today(by), name)


def tell(entry: Entry) -> None:
    """Say what was added."""
    click.echo(f"{entry.card.header}: entry {entry.name}, number {entry.card.number}")
    cells = entry.cells
    if cells is None:
        return
    done = sum(cell.state == "done" for cell in cells.cells)
    click.echo(f"  {done} of {len(cells.cells)} cells; about {', '.join(entry.parameters)}")
    size = sum(path.stat().st_size for path in entry.folder.rglob("*") if path.is_file())
    click.echo(f"  {entry.folder}: {size / 1024:,.0f} kB")
