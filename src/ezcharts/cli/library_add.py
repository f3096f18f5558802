"""`ezcharts library add`: whatever is given becomes an entry."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from ezcharts.cli.asking import ask
from ezcharts.cli.library_chart import ChartWords, chart_draft, with_original
from ezcharts.cli.library_options import added_today, by_option, library_option
from ezcharts.cli.opening import open_file
from ezcharts.cli.options import profile_option, store_option
from ezcharts.errors import LibraryError
from ezcharts.library.card import Added, Card, Gathered, checked_address, checked_day
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.check import check
from ezcharts.library.draft import Draft, shelve
from ezcharts.library.gather.folder import gather
from ezcharts.library.of_folder import draft_of_folder
from ezcharts.library.of_run import Finished
from ezcharts.library.pack import read_pack
from ezcharts.measures.sidecar import Sidecars
from ezcharts.runner.sheets import lookup
from ezcharts.store.store import Store


@click.command("add")
@click.argument("what", required=False, type=click.Path(exists=True, path_type=Path))
@click.argument("entry", required=False, default="")
@library_option
@click.option("--name", default="", help="Name of the entry's folder; made from its title when left out.")
@click.option("--again", is_flag=True, help="Replace the entry; what people wrote on its card stays.")
@by_option
@click.option("--title", default="", help="Parameters down then across, such as 'eta vs steps'.")
@click.option("--date", default="", help="Day, month or year of the original: 2022-03-05, 2022-03 or 2022.")
@click.option("--url", default="", help="Where the original is.")
@click.option("--made-by", default="", help="Who made the original.")
@click.option("--notes", default="", help="What is to be seen, in a sentence or two.")
@click.option("--down", default="", help="Axis of a chart's rows, such as 'eta: 0, 0.5, 1'.")
@click.option("--across", default="", help="Axis of a chart's columns, such as 'steps: 50-250 (+50)'.")
@click.option("--conditions", default="", help="What all pictures share: 'Disco 5.2, seed 7, 250 steps'.")
@click.option("--cut", "cut_file", default="", help="A cut of one's own: see ezcharts library cut --help.")
@click.option("--original", is_flag=True, help="WHAT is the original chart of the existing ENTRY.")
@click.option("--yes", is_flag=True, help="Ask nothing: what is doubtful is then refused.")
@profile_option
@store_option
def command(
    what: Path | None,
    entry: str,
    shelf: Path,
    name: str,
    again: bool,
    by: str,
    title: str,
    date: str,
    url: str,
    made_by: str,
    notes: str,
    down: str,
    across: str,
    conditions: str,
    cut_file: str,
    original: bool,
    yes: bool,
    profile: str | None,
    store: Path,
) -> None:
    """Add WHAT to the library.

    \b
    WHAT is a study file that was run        (--profile and --store say which run)
            a folder of pictures             with settings files of Disco, Huemin or discoart,
                                             or pictures that say themselves how they were made
            a packed run, NAME.ezpack.zip    from ezcharts pack on another machine
            a chart picture                  one flattened sheet; asks for its axes and conditions
    """
    what = what or _asked()
    catalogue, added = Catalogue(shelf), added_today(by)
    source = Gathered(by=made_by, date=date and checked_day(date), url=url and checked_address(url))
    card = Card(
        title=title,
        date=source.date,
        notes=notes,
        gathered=(source,) if source != Gathered() else (),
        added=added,
    )
    words = ChartWords(down, across, conditions, cut_file, asks=not yes)
    if original:
        if not entry:
            raise LibraryError("--original needs the entry: ezcharts library add --original PICTURE ENTRY")
        tell(catalogue, with_original(what, catalogue.get(entry), words))
        return
    scratch = Path(tempfile.mkdtemp()) / "pack"
    try:
        draft = _draft(what, card, words, added, name, profile, store, scratch)
        tell(catalogue, shelve(draft, catalogue, again=again))
    finally:
        shutil.rmtree(scratch.parent, ignore_errors=True)


def _asked() -> Path:
    """Ask what is to be added."""
    path = Path(ask("Chart picture, folder of pictures, packed run or study file"))
    if not path.exists() or path == Path():
        raise LibraryError(f"there is no file or folder {path}; give its path")
    return path


def _draft(
    what: Path,
    card: Card,
    words: ChartWords,
    added: Added,
    name: str,
    profile: str | None,
    store: Path,
    scratch: Path,
) -> Draft:
    """Return the draft of whatever is given, by what it is."""
    if what.is_dir():
        draft, doubts = draft_of_folder(gather(what), card, added, name)
        _confirm(doubts, words.asks)
        return _with_words(draft, words.asks)
    if what.suffix in (".yaml", ".yml"):
        return of_run(what, profile, store, added, name)
    if what.suffix == ".zip":
        draft = read_pack(what, scratch, name)
        return replace(draft, card=replace(draft.card, number=0, added=added))
    draft, doubts = chart_draft(what, card, words, name)
    _confirm(doubts, words.asks)
    return draft


def of_run(study: Path, profile: str | None, store: Path, added: Added, name: str) -> Draft:
    """Return the draft of a run whose cells are in a store."""
    return finished(study, profile, store).draft(added, name)


def finished(study: Path, profile: str | None, store: Path) -> Finished:
    """Return a run as far as its cells are in a store, with what was measured of them."""
    opened = open_file(study, profile, write=False)
    shelf, sidecars = Store(store), Sidecars(store)

    def measured(key: str) -> dict[str, float]:
        found = sidecars.get(key)
        return found.numbers() if found else {}

    return Finished(opened.study, opened.grid, lookup(opened, shelf), measured)


def tell(catalogue: Catalogue, entry: Entry) -> None:
    """Say what was added, and what a reviewer would say of it."""
    click.echo(f"{entry.card.header}: entry {entry.name}, number {entry.card.number}")
    cells = entry.cells
    if cells is not None:
        done = sum(cell.state == "done" for cell in cells.cells)
        click.echo(f"  {done} of {len(cells.cells)} pictures; about {', '.join(entry.parameters)}")
    size = sum(path.stat().st_size for path in entry.folder.rglob("*") if path.is_file())
    click.echo(f"  {entry.folder}: {size / 1024:,.0f} kB")
    for notice in check(entry, catalogue):
        click.echo(f"  {notice}")


def _confirm(doubts: list[str], asks: bool) -> None:
    """Show what is doubtful and ask whether to go on."""
    for doubt in doubts:
        click.secho(f"doubtful: {doubt}", fg="yellow")
    if doubts and asks and not click.confirm("Add it all the same?", default=True):
        raise click.Abort


def _with_words(draft: Draft, asks: bool) -> Draft:
    """Ask for what a card should have and does not."""
    card = draft.card
    if asks and not card.notes:
        card = replace(card, notes=ask("What is to be seen, in a sentence (may stay empty)", ""))
    return replace(draft, card=card)
