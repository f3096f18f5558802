"""Render what is missing of some cells, and keep each as it lands.

A cell is claimed when the renderer has room for it, so several runs may share a store: each cell is rendered
by one of them, and what another run is at work on is waited for. A killed run's claims end with its process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from ezcharts import __version__
from ezcharts.execution.base import Executor
from ezcharts.render.rendering import Rendering, TraceRow
from ezcharts.store.picture import Origin, encode_picture
from ezcharts.store.records import Record, Trace
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell
from ezcharts.studies.identity import MATHEMATICS

POLL_SECONDS = 0.5


@dataclass(frozen=True)
class Job:
    """A cell to be had.

    Attributes:
        key: Its key in the store.
        cell: What to render.
        digests: The model files it is rendered with, role -> SHA-256.
    """

    key: str
    cell: Cell
    digests: dict[str, str]


class Described(Protocol):
    """What the records say of the machine; see `ezcharts.render.machine.Machine`."""

    @property
    def precision(self) -> str:
        """Such as `float32`."""
        ...

    @property
    def description(self) -> str:
        """The device in words."""
        ...


class Listener(Protocol):
    """Is told how a run gets on."""

    def finished(self, record: Record) -> None:
        """A cell has been rendered and kept, or has failed."""
        ...

    def found(self, record: Record) -> None:
        """Another run has finished a cell that was missing."""
        ...

    def waiting(self, cells: int) -> None:
        """All that is left is being rendered by another run."""
        ...


RenderTask = Callable[[Iterable[Cell]], Iterator[Rendering]]


@dataclass
class Run:
    """One pass over a store.

    Attributes:
        store: Where cells are kept.
        executor: Carries the rendering out.
        render: Renders cells, such as `Renderer.render`.
        machine: What the records say of the machine.
        model_set: What the pictures say of the models.
        listener: Is told how it goes.
        alone: The cells are timed, so one rendered in company does not count.
    """

    store: Store
    executor: Executor
    render: RenderTask
    machine: Described
    model_set: str
    listener: Listener
    alone: bool = False
    _claims: dict[str, AbstractContextManager[bool]] = field(default_factory=dict)

    def __call__(self, jobs: Sequence[Job]) -> None:
        """Render every job that the store lacks, in order of size; returns when none is missing.

        Raises:
            StoreError: The store cannot be written; what was kept before stays.
        """
        left = sorted(jobs, key=lambda job: job.cell.size)
        while left:
            busy: list[Job] = []
            self._round(left, busy)
            left = busy
            if left:
                self.listener.waiting(len(left))
                time.sleep(POLL_SECONDS)

    def _round(self, jobs: Sequence[Job], busy: list[Job]) -> None:
        by_cell = {job.cell: job for job in jobs}
        results = self.executor.run(self.render, self._claimed(jobs, busy))
        try:
            for rendering in results:
                job = by_cell[rendering.cell]
                self.listener.finished(self._keep(job, rendering))
                self._release(job.key)
        finally:
            for key in list(self._claims):
                self._release(key)

    def _claimed(self, jobs: Sequence[Job], busy: list[Job]) -> Iterator[Cell]:
        """Yield the cells that are missing and that nobody else is rendering; put the others' into `busy`."""
        for job in jobs:
            claim = self.store.claim(job.key)
            if not claim.__enter__():
                claim.__exit__(None, None, None)
                busy.append(job)
                continue
            self._claims[job.key] = claim
            if self.store.needs(job.key, self.alone):
                yield job.cell
            else:
                self._release(job.key)
                self._tell_found(job.key)

    def _tell_found(self, key: str) -> None:
        record = self.store.get(key)
        if record is not None:
            self.listener.found(record)

    def _release(self, key: str) -> None:
        self._claims.pop(key).__exit__(None, None, None)

    def _keep(self, job: Job, rendering: Rendering) -> Record:
        return self.store.put(self._record(job, rendering), self._picture(job, rendering))

    def _picture(self, job: Job, rendering: Rendering) -> bytes | None:
        if rendering.pixels is None:
            return None
        settings = job.cell.settings
        origin = Origin(
            key=job.key,
            platform=settings.platform,
            settings=settings.to_json(),
            image=job.cell.image,
            model_set=self.model_set,
            models=job.digests,
            version=__version__,
        )
        return encode_picture(rendering.pixels, origin)

    def _record(self, job: Job, rendering: Rendering) -> Record:
        settings, failure = job.cell.settings, rendering.failure
        return Record(
            key=job.key,
            state="failed" if failure else "done",
            platform=settings.platform,
            settings=settings.to_json(),
            image=job.cell.image,
            size=job.cell.size,
            reason=failure.reason if failure else None,
            final=failure.final if failure else False,
            seconds=rendering.seconds,
            alone=rendering.batch == 1,
            batch=rendering.batch,
            peak_memory_bytes=rendering.peak_memory_bytes,
            precision=self.machine.precision,
            device=self.machine.description,
            models=job.digests,
            mathematics=MATHEMATICS[settings.dialect.name],
            version=__version__,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            trace=to_trace(rendering.trace),
        )


def to_trace(rows: Sequence[TraceRow]) -> Trace:
    """Turn rows into columns."""
    names = sorted({name for row in rows for name in row.losses})
    return Trace(
        step=tuple(row.step for row in rows),
        t=tuple(row.t for row in rows),
        grad_rms=tuple(row.grad_rms for row in rows),
        clamped=tuple(row.clamped for row in rows),
        nan=tuple(row.nan for row in rows),
        losses={name: tuple(row.losses.get(name, 0.0) for row in rows) for name in names},
    )
