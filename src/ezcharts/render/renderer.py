"""In-flight batching: cells of one size share a batch, each at its own step; one lands, the next starts.

The batch is as large as asked, or as memory allows: an estimate per cell is measured against what the
machine (or its control group) has left before the batch is made, and a CUDA device that runs out of memory
halves the batch. Neither changes a picture: every draw belongs to its cell, and no operation mixes cells.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import torch

from ezcharts.errors import CellFailure, EzChartsError, InputError, PlanError
from ezcharts.guidance.request import Guided
from ezcharts.render.engines import engine_of
from ezcharts.render.flight import Flight
from ezcharts.render.machine import Machine, PeakMemory
from ezcharts.render.memory import Gauge
from ezcharts.render.prepare import Models
from ezcharts.render.rendering import Rendering
from ezcharts.studies.cell import Cell

DEFAULT_BATCH = {"cpu": 8, "cuda": 64}


class Renderer:
    """Renders cells.

    Args:
        models: The models, see `ezcharts.render.bench.Bench`.
        machine: Where and in which precision.
        batch: Most cells in flight; chosen by the device when None.
        on_step: Called with the number of evaluations that were just finished.
    """

    def __init__(
        self,
        models: Models,
        machine: Machine,
        *,
        batch: int | None = None,
        on_step: Callable[[int], None] = lambda steps: None,
    ) -> None:
        self.models, self.machine, self.on_step = models, machine, on_step
        self.gauge = Gauge(models, machine)
        self.batch = batch or DEFAULT_BATCH.get(machine.device.type, 8)

    def render(self, cells: Iterable[Cell]) -> Iterator[Rendering]:
        """Yield every cell's rendering as it lands; neighbours of one size, dialect and prior share batches.

        Cells are pulled from the iterable when there is room for them. Hand them over sorted by size.
        """
        for _, group in itertools.groupby(cells, key=self._company):
            yield from self._render_group(group)

    def _company(self, cell: Cell) -> tuple[object, ...]:
        """Return what cells must have in common to share a batch."""
        try:
            prior = self.models.prior_name(cell.settings)
        except EzChartsError:
            prior = ""  # preparing the cell will say what is wrong
        return cell.settings.dialect.name, prior, cell.size

    def _render_group(self, cells: Iterator[Cell]) -> Iterator[Rendering]:
        flights: list[Flight] = []
        fits = self.batch
        for cell in cells:
            launched = self._launch(cell)
            if isinstance(launched, Rendering):
                yield launched
                continue
            flights.append(launched)
            fits = min(fits, self.gauge.fits([f.prepared for f in flights]))
            while len(flights) >= min(fits, self.batch):
                yield from self._tick(flights)
        while flights:
            yield from self._tick(flights)

    def _launch(self, cell: Cell) -> Flight | Rendering:
        try:
            return Flight(engine_of(cell).prepare(cell, self.models, self.machine))
        except CellFailure as failure:
            return Rendering(cell, None, failure)
        except (InputError, PlanError) as error:
            return Rendering(cell, None, CellFailure(str(error)))

    def _tick(self, flights: list[Flight]) -> list[Rendering]:
        """Take every flight one evaluation further; remove and return those that landed."""
        started = time.perf_counter()
        with PeakMemory(self.machine.device) as memory:
            answers = self._evaluate(flights)
        seconds = time.perf_counter() - started
        landed = []
        for flight, answer in zip(list(flights), answers, strict=True):
            flight.note(seconds, len(answers), memory.peak)
            rendering = _advance(flight, answer)
            if rendering:
                flights.remove(flight)
                landed.append(rendering)
        self.on_step(len(answers))
        return landed

    def _evaluate(self, flights: Sequence[Flight]) -> list[Guided | CellFailure]:
        """Evaluate in parts of at most `self.batch`, which is halved when the device runs out of memory."""
        if len(flights) > self.batch:
            return self._evaluate(flights[: self.batch]) + self._evaluate(flights[self.batch :])
        prepared, requests = flights[0].prepared, [flight.request() for flight in flights]
        try:
            return engine_of(prepared.cell).guidance(self.models, prepared.prior, requests)(requests)
        except torch.OutOfMemoryError as error:
            if len(flights) == 1:
                return [CellFailure(f"out of memory on {self.machine.description}: {error}", final=False)]
        torch.cuda.empty_cache()
        self.batch = len(flights) // 2
        return self._evaluate(flights)


def _advance(flight: Flight, answer: Guided | CellFailure) -> Rendering | None:
    try:
        if isinstance(answer, CellFailure):
            raise answer
        return flight.advance(answer)
    except CellFailure as failure:
        return flight.landed(None, failure)
