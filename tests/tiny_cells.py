"""Cells of a few steps at 64 px (no torch)."""

from __future__ import annotations

from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell

TINY = {
    "text_prompts": ["a lighthouse"],
    "width_height": [64, 64],
    "steps": 5,
    "skip_steps": 0,
    "seed": 3,
    "cutn_batches": 1,
    "cut_overview": "[6]*400+[2]*600",
    "cut_innercut": "[2]*400+[6]*600",
    "ViTB16": False,
}


def tiny_cell(platform: str = "disco-5.2", image: int = 0, **changes: object) -> Cell:
    """A cell of a few steps at 64 px; `changes` are settings."""
    return Cell(Settings.build(platform, {**TINY, **changes}), image)
