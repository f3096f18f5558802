"""`ezcharts library list`: the entries, all or those that words find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ezcharts.cli.library_options import library_option
from ezcharts.library.catalogue import Catalogue, Entry


@click.command("list")
@click.argument("words", nargs=-1)
@library_option
def command(words: tuple[str, ...], shelf: Path) -> None:
    """List the entries; with WORDS those that have all of them: parameters, platform, year, text."""
    table = Table(box=None, pad_edge=False)
    for heading in ("no.", "entry", "platform", "date", "pictures"):
        right = heading in ("no.", "pictures")
        table.add_column(
            heading, justify="right" if right else "left", overflow="fold", no_wrap=heading == "entry"
        )
    count = 0
    for entry in Catalogue(shelf):
        if all(any(word.casefold() in text for text in _texts(entry)) for word in words):
            count += 1
            table.add_row(*(Text(cell) for cell in _row(entry)))
    Console(highlight=False).print(table)
    click.echo(f"{count} entries")


def _row(entry: Entry) -> tuple[str, ...]:
    cells = entry.cells
    pictures = str(sum(cell.state == "done" for cell in cells.cells)) if cells else "wanted"
    card = entry.card
    return (str(card.number), entry.name, card.platform, card.date, pictures)


def _texts(entry: Entry) -> Iterator[str]:
    card = entry.card
    said = (each.said for each in card.gathered)
    words = (
        entry.name,
        card.title,
        card.platform,
        card.date,
        card.line,
        card.notes,
        *said,
        *entry.parameters,
    )
    yield from (text.casefold() for text in words)
