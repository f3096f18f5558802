"""The engines there are: how each dialect prepares its cells and guides a batch of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ezcharts.guidance.request import Guidance, Request
from ezcharts.render import disco, jax
from ezcharts.render.machine import Machine
from ezcharts.render.prepare import Models, Prepared
from ezcharts.studies.cell import Cell


@dataclass(frozen=True)
class Engine:
    """One dialect's side of rendering.

    Attributes:
        prepare: (cell, models, machine) -> a cell that is ready to run.
        guidance: (models, name of the prior, requests) -> what guides a batch.
    """

    prepare: Callable[[Cell, Models, Machine], Prepared]
    guidance: Callable[[Models, str, Sequence[Request[Any]]], Guidance[Any]]


ENGINES: Final[Mapping[str, Engine]] = {
    "disco": Engine(disco.prepare, disco.guidance),
    "jax": Engine(jax.prepare, jax.guidance),
}


def engine_of(cell: Cell) -> Engine:
    """Return the engine of a cell's dialect."""
    return ENGINES[cell.settings.dialect.name]
