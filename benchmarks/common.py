"""Cells and models that the benchmarks share."""

from __future__ import annotations

from ezcharts.models.cards import model_set
from ezcharts.params.settings import Settings
from ezcharts.render.bench import Bench
from ezcharts.render.machine import this_machine
from ezcharts.studies.cell import Cell

MACHINE = this_machine("cpu")
PROMPTS = ("an oil painting of a lighthouse at sunset", "a castle in the snow at night")


def bench() -> Bench:
    """Load the embedded models."""
    return Bench(model_set("embedded"), MACHINE)


def cell(seed: int, steps: int, **changes: object) -> Cell:
    """Return a cell with Disco's default cuts (16 per perceptor) at 128 px, secondary path, one repeat."""
    settings = {
        "text_prompts": [PROMPTS[seed % 2]],
        "width_height": [128, 128],
        "steps": steps,
        "skip_steps": 0,
        "cutn_batches": 1,
        "seed": seed,
        **changes,
    }
    return Cell(Settings.build("disco-5.2", settings))
