"""`ezcharts params`: what can be set, and what it does."""

from __future__ import annotations

from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ezcharts.errors import UnknownName
from ezcharts.params.compare import COMPARISONS, Comparison, about, sides
from ezcharts.params.dialect import DIALECTS, dialect_of, platforms
from ezcharts.params.domain import Domain, Flag
from ezcharts.params.explain import FAMILIES, by_group, facts, first_sentence
from ezcharts.params.files.disco_keys import ANIMATION
from ezcharts.params.parameter import Parameter
from ezcharts.params.table import Dialect

_DEFAULT_WIDTH: Final = 20
_RANGE_WIDTH: Final = 48


@click.command()
@click.argument("name", required=False)
@click.option("--platform", type=click.Choice(platforms()), help="Only what this notebook version has.")
@click.option("--compare", is_flag=True, help="What names mean in Disco and in the JAX notebooks.")
def params(name: str | None, platform: str | None, compare: bool) -> None:
    """List all parameters, or explain the one called NAME."""
    console = Console(highlight=False)
    dialects = (dialect_of(platform),) if platform else DIALECTS
    if compare:
        _compare(console, name)
    elif name is None:
        for dialect in dialects:
            _list(console, dialect, platform)
        console.print("ezcharts params NAME tells more about one of them.", style="dim")
    else:
        for dialect, parameter in _found(dialects, name):
            _explain(console, dialect, parameter, platform)
        _explain_absence(console, dialects, name)


def _compare(console: Console, name: str | None) -> None:
    """Print the dialect map, or what it says about one name."""
    entries = COMPARISONS if name is None else about(name)
    for each in entries:
        _print_entry(console, each)
    if name is None:
        console.print("ezcharts params --compare NAME shows one of them.", style="dim")
    elif not entries:
        for dialect, parameter in _found(DIALECTS, name):
            family = FAMILIES[dialect.name]
            console.print(Text(f"{parameter.name} is of {family} only; there is nothing to compare."))


def _print_entry(console: Console, each: Comparison) -> None:
    warns = each.level == "warning"
    kind = Text(f"{'warning: ' if warns else ''}{each.kind}", style="bold yellow" if warns else "dim")
    console.print(Text(f"{each.topic}  ", style="bold cyan").append_text(kind))
    console.print(Text(each.text))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for family, shown in sides(each):
        for line in shown:
            table.add_row(family, Text(line))
    console.print(table)
    console.print()


def _found(dialects: tuple[Dialect, ...], name: str) -> list[tuple[Dialect, Parameter]]:
    """Return every dialect's parameter of that name.

    Raises:
        UsageError: there is none.
    """
    found = [(dialect, dialect.find(name)) for dialect in dialects if name in dialect.by_name]
    if found:
        return found
    if why := [dialect.elsewhere[name] for dialect in dialects if name in dialect.elsewhere]:
        raise click.UsageError(f"{name} {why[0]}")
    if name in ANIMATION:
        raise click.UsageError(
            f"{name} belongs to Disco's animation modes; EZ Charts makes still pictures, and keeps "
            "the key in settings files without using it"
        )
    known = [known for dialect in dialects for known in dialect.by_name]
    raise click.UsageError(str(UnknownName("parameter", name, known)))


def _list(console: Console, dialect: Dialect, platform: str | None) -> None:
    shown = dialect.on(platform) if platform else dialect.parameters
    console.print(Text(platform or FAMILIES[dialect.name], style="bold underline"))
    for group, members in by_group(shown):
        table = Table(title=group, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("name", style="cyan", no_wrap=True)
        table.add_column("default", no_wrap=True)
        table.add_column("meaning (and range)", ratio=1)
        for parameter in members:
            domain = parameter.domain_at(dialect.platforms[platform]) if platform else parameter.domain
            table.add_row(
                parameter.name, _defaults(dialect, parameter, platform), _meaning(parameter, domain)
            )
        console.print(table)
        console.print()


def _defaults(dialect: Dialect, parameter: Parameter, platform: str | None) -> Text:
    """Return the default of the platform, or those of all platforms, oldest first."""
    versions = [dialect.platforms[platform]] if platform else dialect.platforms.values()
    texts = [parameter.domain.show(parameter.default_at(v)) for v in versions if parameter.exists_at(v)]
    return _cut(" → ".join(dict.fromkeys(texts)), _DEFAULT_WIDTH)


def _meaning(parameter: Parameter, domain: Domain) -> Text:
    meaning = Text(first_sentence(parameter.help))
    if isinstance(domain, Flag):
        return meaning
    return meaning.append(f" ({_cut(domain.describe(), _RANGE_WIDTH)})", style="dim")


def _cut(text: str, width: int) -> Text:
    return Text(text if len(text) <= width else text[: width - 1] + "…")


def _explain(console: Console, dialect: Dialect, parameter: Parameter, platform: str | None) -> None:
    version = dialect.platforms[platform] if platform else None
    heading = Text(parameter.name, style="bold cyan")
    console.print(heading.append(f"  {platform or FAMILIES[dialect.name]}", style="dim"))
    console.print(Text(parameter.help))
    if version and not parameter.exists_at(version):
        console.print(Text(f"It {parameter.absence(version)}.", style="yellow"))
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for label, text in facts(parameter, version):
        table.add_row(label, Text(text))
    console.print()
    console.print(table)
    if differs := [each.topic for each in about(parameter.name) if each.level == "warning"]:
        console.print(
            Text(f"ezcharts params --compare {differs[0]} tells what the other dialect means.", style="dim")
        )
    console.print()


def _explain_absence(console: Console, dialects: tuple[Dialect, ...], name: str) -> None:
    """Say what becomes of the name in dialects that know it and have no such parameter."""
    for dialect in dialects:
        if name in dialect.elsewhere:
            why = f"{FAMILIES[dialect.name]}: {name} {dialect.elsewhere[name]}."
            console.print(Text(why, style="yellow"))
