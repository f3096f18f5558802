"""`ezcharts models list`: the sets, the catalogue of checkpoints, and everything about one of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ezcharts.errors import PlanError, UnknownName
from ezcharts.models.cards import Card, ModelSet, model_set, set_names
from ezcharts.models.checkpoints import (
    Checkpoint,
    Switch,
    bundles,
    checkpoint,
    checkpoints,
    switches,
    without_file,
)
from ezcharts.models.model_folder import State, known_digest, model_folder, path_of, state

_ROLES: Final = {
    "prior": "diffusion models (prior)",
    "secondary": "secondary model (secondary)",
    "perceptor": "CLIP switches (perceptor)",
    "perceptual": "distance to an initial image (perceptual)",
    "anti-jpeg": "anti-JPEG pair of the JAX notebooks (anti-jpeg)",
}
_LABEL_WIDTH: Final = 14
_STYLES: Final = {
    State.MISSING: "dim",
    State.UNVERIFIED: "yellow",
    State.VERIFIED: "green",
    State.WRONG: "bold red",
}


@click.command("list", short_help="All sets and checkpoints, or one of them in full.")
@click.argument("name", required=False)
def list_models(name: str | None) -> None:
    """List the model sets and all checkpoints, or show the one called NAME in full.

    NAME is a set (embedded), a checkpoint, a CLIP switch, or a word for several (disco, jax, lpips,
    anti-jpeg).
    """
    console = Console(highlight=False)
    if name is None:
        _sets(console)
        _catalogue(console)
    elif name in set_names() or name in bundles():
        _together(console, name)
    else:
        _one(console, _found(name))


def size(count: int | None) -> str:
    """Write a number of bytes as people read it; `?` where it is not known."""
    if count is None:
        return "?"
    for unit, scale in (("GiB", 2**30), ("MiB", 2**20)):
        if count >= scale:
            return f"{count / scale:.2f} {unit}" if unit == "GiB" else f"{count / scale:.0f} {unit}"
    return f"{count / 2**10:.1f} KiB"


def size_of(known: Checkpoint) -> str:
    """Write a file's published size, or the one that its number of parameters comes to."""
    if known.bytes is None and known.parameters is not None:
        return f"~{size(known.parameters * 4)}"  # 32-bit numbers; what wraps them takes some 100 KiB
    return size(known.bytes)


def _found(name: str) -> Checkpoint:
    try:
        return checkpoint(name)
    except UnknownName:
        known = [*set_names(), *bundles(), *(each.name for each in checkpoints()), *_switch_names()]
        raise UnknownName("model", name, known) from None


def _switch_names() -> list[str]:
    return [switch.name for switch in switches()]


def _sets(console: Console) -> None:
    for name in set_names():
        _set(console, name)
    console.print()


def _set(console: Console, name: str) -> bool:
    """Show a set; return whether it has models of its own, rather than checkpoints."""
    try:
        console.print(_set_table(model_set(name)))
        return True
    except PlanError:  # it has no one prior: each word of diffusion_model is a checkpoint
        line = "the notebooks' own models, one checkpoint each; the files are below"
        console.print(Text.assemble((name, "bold"), f": {line}"))
        return False


def _set_table(models: ModelSet) -> Table:
    table = Table(title=models.name, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in ("stands for", "model", "sees", "MiB", "SHA-256"):
        table.add_column(heading, justify="right" if heading in ("sees", "MiB") else "left")
    rows: list[tuple[str, object]] = [
        ("diffusion_model", models.prior),
        ("secondary model", models.secondary),
        *models.switches.items(),
        ("(judge, never guides)", models.judge),
    ]
    for role, card in rows:
        if isinstance(card, Card):
            mebibytes = (card.folder / "model.safetensors").stat().st_size / 2**20
            table.add_row(role, card.name, f"{card.resolution} px", f"{mebibytes:.1f}", card.digest[:12])
    return table


def _catalogue(console: Console) -> None:
    usable = [each for each in checkpoints() if each.refused is None]
    console.print(Text("original checkpoints", style="bold"))
    console.print(Text(f"in {model_folder()}", style="dim"), soft_wrap=True)
    for role, title in _ROLES.items():
        console.print()
        console.print(_files_table(console, title, _rows(role, usable)))
    console.print()
    console.print(_refused_table())
    _totals(console, usable)


def _rows(role: str, usable: Iterable[Checkpoint]) -> Iterator[tuple[str, Checkpoint]]:
    """Return what people call them: CLIP models by their switches."""
    if role == "perceptor":
        return ((switch.name, switch.checkpoint) for switch in switches())
    return ((each.name, each) for each in usable if each.role == role)


def _files_table(console: Console, title: str, rows: Iterable[tuple[str, Checkpoint]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("name", style="cyan", overflow="fold", width=max(20, min(54, console.width - 40)))
    table.add_column("size", justify="right", no_wrap=True, width=9)
    table.add_column("state", no_wrap=True, width=13)
    table.add_column("licence", no_wrap=True, width=12)
    for name, known in rows:
        there = state(known)
        path = path_of(known)
        text = size_of(known) if there is State.MISSING else size(path.stat().st_size)
        table.add_row(name, text, Text(there.value, style=_STYLES[there]), known.licence)
    return table


def _refused_table() -> Table:
    table = Table(
        title="known, but of no use here", title_justify="left", title_style="bold", box=None, pad_edge=False
    )
    table.add_column("name", style="dim", overflow="fold")
    table.add_column("why", style="dim")
    reasons: dict[str, list[str]] = {}
    refused = [(each.name, each.refused) for each in checkpoints() if each.refused]
    for name, reason in (*refused, *without_file().items()):
        reasons.setdefault(reason, []).append(name)
    for reason, names in reasons.items():
        table.add_row("\n".join(names), reason)
    return table


def _totals(console: Console, usable: list[Checkpoint]) -> None:
    there = [each for each in usable if state(each) is not State.MISSING]
    together = sum(path_of(each).stat().st_size for each in there)
    console.print()
    console.print(
        f"{len(there)} of {len(usable)} files are here ({size(together)}). Switches that differ only in "
        "'quickgelu' read one file."
    )
    console.print(
        "ezcharts models list NAME shows one in full; ezcharts models fetch NAME gets it.", style="dim"
    )


def _together(console: Console, name: str) -> None:
    """Show a set, and what `fetch` gets under that word."""
    if name in set_names() and not _set(console, name):
        console.print()
        _catalogue(console)
    if name in bundles():
        rows = [(each.name, each) for each in bundles()[name]]
        console.print(_files_table(console, f"ezcharts models fetch {name} gets", rows))


def _one(console: Console, known: Checkpoint) -> None:
    console.print(Text(known.name, style="bold cyan"))
    if known.refused:
        console.print(Text(f"cannot be used here: {known.refused}", style="yellow"))
    for label, text in _facts(known):
        console.print(_fact(label, text, console.width), soft_wrap=True)


def _fact(label: str, text: str, width: int) -> Text:
    """Wrap words; leave commands, paths, addresses and hashes in one piece, so that they can be copied."""
    if text.startswith("ezcharts "):
        width = len(text) + _LABEL_WIDTH
    indent = " " * _LABEL_WIDTH
    lines = textwrap.wrap(
        text,
        max(20, width - _LABEL_WIDTH),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return Text.assemble((f"{label:<{_LABEL_WIDTH}}", "dim"), "\n".join(lines))


def _facts(known: Checkpoint) -> Iterator[tuple[str, str]]:
    there = state(known)
    path = path_of(known)
    yield "file", known.file
    if known.aliases:
        yield "also called", ", ".join(known.aliases)
    yield "role", known.role
    yield "architecture", ", ".join(_architecture(known))
    for switch in switches():
        if switch.checkpoint is known:
            yield "switch", _describe(switch)
    yield "size", _exact_size(known)
    yield "SHA-256", known.sha256 or "not published: nobody can tell whether a copy is the original"
    yield "licence", known.licence
    yield "state", there.value
    yield "path", str(path)
    if there is not State.MISSING and known.sha256 is None and (digest := known_digest(path)):
        yield "seen", f"SHA-256 {digest}"
    for address in known.addresses:
        yield "address", address
    yield "found", known.where
    if known.refused is None and there is State.MISSING:
        yield "to get it", f"ezcharts models fetch {known.name}" if known.addresses else _add_command(known)


def _exact_size(known: Checkpoint) -> str:
    if known.bytes is not None:
        return f"{known.bytes} bytes ({size_of(known)})"
    return "not published" + (f" ({size_of(known)})" if known.parameters else "")


def _architecture(known: Checkpoint) -> Iterator[str]:
    yield known.architecture
    if known.prediction:
        yield f"predicts {known.prediction}"
    if known.parameters:
        yield f"{known.parameters:,} parameters"


def _add_command(known: Checkpoint) -> str:
    return f"ezcharts models add PATH --name {known.name}"


def _describe(switch: Switch) -> str:
    activation = "QuickGELU" if switch.quick_gelu else "GELU"
    return f"{switch.name} (open_clip {switch.model}, {activation}, {switch.resolution} px)"
