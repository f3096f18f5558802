"""`ezcharts measures`: what can be measured, and what it says."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ezcharts.errors import UnknownName
from ezcharts.measures.explain import facts, gist
from ezcharts.measures.measure import Measure
from ezcharts.measures.table import FAMILIES, by_family, find


@click.command()
@click.argument("name", required=False)
def measures(name: str | None) -> None:
    """List all measures, or explain the one called NAME: formula, unit, range, source, which way more looks.

    \b
    ezcharts measures
    ezcharts measures colourfulness

    `ezcharts measure` fills them in for the cells of a store.
    """
    console = Console(highlight=False)
    if name is not None:
        _explain(console, name)
        return
    for family, members in by_family().items():
        table = Table(
            title=FAMILIES[family], title_justify="left", title_style="bold", box=None, pad_edge=False
        )
        table.add_column("name", style="cyan", no_wrap=True)
        table.add_column("which way more looks (range, unit)", ratio=1)
        for member in members:
            table.add_row(member.name, Text(gist(member)))
        console.print(table)
        console.print()
    console.print("ezcharts measures NAME tells more about one of them.", style="dim")


def _explain(console: Console, name: str) -> None:
    found = _found(name)
    console.print(Text(found.name, style="bold cyan"))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for label, text in facts(found):
        table.add_row(label, Text(text))
    console.print(table)


def _found(name: str) -> Measure:
    """Return a measure.

    Raises:
        UsageError: There is none; names the nearest.
    """
    try:
        return find(name)
    except UnknownName as error:
        raise click.UsageError(f"{error} (ezcharts measures lists them)") from None
