"""`ezcharts show PICTURE`: what made a picture.

Texts of a picture may come from strangers, so nothing in them is taken as markup or as commands to the
terminal.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ezcharts.errors import InputError
from ezcharts.params.files.write import settings_text
from ezcharts.params.settings import Settings
from ezcharts.store.files import write_atomically
from ezcharts.store.picture import Origin, read_picture


@click.command()
@click.argument("picture", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print our own text as JSON, for other programs.")
@click.option(
    "--settings",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the _settings.txt of the picture's own notebook.",
)
def show(picture: Path, as_json: bool, file: Path | None) -> None:
    """Print what made PICTURE, a PNG that EZ Charts or A1111's web UI wrote."""
    found = read_picture(picture)
    if file:
        write_atomically(file, _settings_of(picture, found.origin).encode())
        click.echo(f"wrote {file}")
        return
    if as_json:
        if found.origin is None:
            raise InputError(
                f"{picture} holds no text of EZ Charts; leave out --json to see what it does hold"
            )
        click.echo(json.dumps(asdict(found.origin), ensure_ascii=True, indent=2, sort_keys=True))
        return
    console = Console(highlight=False)
    console.print(visible(f"{picture.name}: {found.size[0]} x {found.size[1]} pixels"), style="bold")
    if found.origin is not None:
        console.print(_facts(found.origin))
        console.print(_settings(found.origin))
    elif found.parameters is not None:
        console.print("not by EZ Charts; its parameters text says:", style="dim")
        console.print(visible(found.parameters))
    else:
        raise InputError(
            f"{picture} does not say what made it: it has neither an ezcharts nor a parameters text"
        )


def _settings_of(picture: Path, origin: Origin | None) -> str:
    if origin is None:
        raise InputError(f"{picture} holds no text of EZ Charts, so its settings are not known")
    return settings_text(Settings.from_json(origin.settings)) + "\n"


def visible(text: str) -> Text:
    r"""Text for the terminal, taken literally; control characters show as \x1b and the like."""
    return Text("".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text))


def _facts(origin: Origin) -> Table:
    table = Table.grid(padding=(0, 2))
    facts = {
        "made by": f"EZ Charts {origin.version}",
        "platform": origin.platform,
        "image": f"{origin.image} of its seed",
        "models": origin.model_set,
        "key": origin.key,
    }
    for name, value in facts.items():
        table.add_row(Text(name, style="dim"), visible(value))
    for role, digest in sorted(origin.models.items()):
        table.add_row("", visible(f"{role} {str(digest)[:12]}"))
    return table


def _settings(origin: Origin) -> Table:
    table = Table("setting", "value", header_style="dim", expand=False)
    for name, value in sorted(origin.settings.items()):
        plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        table.add_row(visible(str(name)), visible(plain))
    return table
