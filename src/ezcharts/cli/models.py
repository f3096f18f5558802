"""`ezcharts models`: what a study can name under `models`, and which switches they stand for."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from ezcharts.errors import PlanError
from ezcharts.models.cards import Card, ModelSet, model_set, set_names


@click.command()
@click.argument("name", required=False)
def models(name: str | None) -> None:
    """List the model sets, or the models of the set called NAME."""
    console = Console(highlight=False)
    for each in [name] if name else set_names():
        try:
            console.print(_table(model_set(each)))
        except PlanError as waiting:
            if name:
                raise
            console.print(f"[bold]{each}[/bold]: {waiting}")


def _table(models: ModelSet) -> Table:
    table = Table(title=models.name, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for heading in ("stands for", "model", "sees", "MiB", "SHA-256"):
        table.add_column(heading, justify="right" if heading in ("sees", "MiB") else "left")
    rows: list[tuple[str, Card]] = [("diffusion_model", models.prior), ("secondary model", models.secondary)]
    rows += [*models.switches.items(), ("(judge, never guides)", models.judge)]
    for role, card in rows:
        size = (card.folder / "model.safetensors").stat().st_size / 2**20
        table.add_row(role, card.name, f"{card.resolution} px", f"{size:.1f}", card.digest[:12])
    return table
