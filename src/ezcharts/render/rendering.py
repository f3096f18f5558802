"""What became of one cell: plain data, no torch, so that whoever keeps it needs none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ezcharts.errors import CellFailure
from ezcharts.studies.cell import Cell

Pixels = NDArray[np.uint8]


@dataclass
class TraceRow:
    """What is kept of one guided evaluation; see `ezcharts.store.records.Trace`."""

    step: int
    t: float
    grad_rms: float
    clamped: bool
    nan: bool
    losses: dict[str, float]


@dataclass(frozen=True)
class Rendering:
    """What became of one cell.

    Attributes:
        cell: The cell.
        pixels: RGB, shape (H, W, 3), uint8; None when it failed.
        failure: Why it failed; None when it is done.
        trace: One row per guided evaluation.
        seconds: Time it took: its share of every batch it was in.
        batch: Size of the largest batch it was in.
        peak_memory_bytes: Most memory in use while it was in flight.
    """

    cell: Cell
    pixels: Pixels | None
    failure: CellFailure | None
    trace: tuple[TraceRow, ...] = ()
    seconds: float = 0.0
    batch: int = 0
    peak_memory_bytes: int = 0
