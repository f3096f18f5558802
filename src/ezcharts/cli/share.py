"""`ezcharts share`: the picture to post, with its words."""

from __future__ import annotations

from pathlib import Path

import click

from ezcharts.cli.library_options import library_option
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.claims import EMBEDDED
from ezcharts.library.directions import read_findings, short
from ezcharts.library.share import PLATFORMS, post
from ezcharts.store.files import write_atomically


@click.command()
@click.argument("name")
@library_option
@click.option(
    "--chart", type=click.IntRange(min=1), default=1, show_default=True, help="Which of its charts."
)
@click.option(
    "--for",
    "platform",
    type=click.Choice(sorted(PLATFORMS)),
    default="any",
    show_default=True,
    help="Where to.",
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out/share"), show_default=True
)
def share(name: str, shelf: Path, chart: int, platform: str, out: Path) -> None:
    """Make the picture to post of the entry NAME: sized for a platform, with a line and alt text."""
    entry = Catalogue(shelf).get(name)
    made = post(entry, chart, platform, _how_sure(entry))
    picture, words = out / f"{name}{made.ending}", out / f"{name}.txt"
    write_atomically(picture, made.picture)
    write_atomically(words, made.text.encode())
    click.echo(f"{picture}: {len(made.picture) / 1024:,.0f} kB\n{words}:\n")
    click.echo(made.text)


def _how_sure(entry: Entry) -> str:
    """Return what the figures say, and of which models alone they say it."""
    line = short(read_findings(entry).line)
    return f"{line} ({EMBEDDED})" if line and entry.card.is_embedded else line
