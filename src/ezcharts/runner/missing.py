"""Rendering what is missing of a study, on this machine. Importing this module loads torch."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from ezcharts.execution.inline import Inline
from ezcharts.models.cards import ModelSet
from ezcharts.models.digests import require
from ezcharts.render.bench import Bench
from ezcharts.render.machine import Machine, this_machine
from ezcharts.render.prepare import Models
from ezcharts.render.renderer import Renderer
from ezcharts.runner.opened import Opened
from ezcharts.runner.run import Job, Listener, Run
from ezcharts.runner.work import Rates, units
from ezcharts.store.store import Store
from ezcharts.studies.plan import Plan


class Progress(Listener, AbstractContextManager["Progress"], Protocol):
    """Shows how a run gets on; is entered while it lasts."""

    def step(self, steps: int) -> None:
        """Some evaluations are done."""
        ...


@dataclass(frozen=True)
class Rendered:
    """How long a run took, and on what."""

    seconds: float
    machine: Machine


@dataclass
class Desk:
    """Keeps the models of the latest run laid out for the next one, as long as both want the same."""

    _latest: tuple[ModelSet, Machine, Models] | None = None

    def bench(self, models: ModelSet, machine: Machine) -> Models:
        """Return the bench with these models on this machine; another one is cleared away."""
        if self._latest is None or self._latest[:2] != (models, machine):
            self._latest = models, machine, Bench(models, machine)
        return self._latest[2]


def render_missing(
    opened: Opened,
    store: Store,
    plan: Plan,
    progress: Progress,
    *,
    batch: int | None = None,
    device: str | None = None,
    desk: Desk | None = None,
) -> Rendered:
    """Render the missing cells of a study, each kept as it lands, and note how long this machine takes.

    Args:
        opened: The study.
        store: Where its cells are kept.
        plan: What is missing of it.
        progress: Shows how it gets on.
        batch: Most cells in flight at once.
        device: Such as `cpu`; chosen by itself when None.
        desk: Has the models of an earlier run.

    Raises:
        StoreError: The store cannot be written; what was kept before stays.
        ModelError: A model file is missing or damaged.
    """
    jobs = [Job(opened.keys[cell], cell, opened.digests[cell]) for cell in plan.missing]
    done = render_jobs(
        jobs, opened.models, store, progress, alone=opened.alone, batch=batch, device=device, desk=desk
    )
    rate = done.seconds / sum(units(cell) for cell in plan.missing)
    Rates.of_this_user().note(done.machine.description, opened.models.name, rate)
    return done


def render_jobs(
    jobs: list[Job],
    models: ModelSet,
    store: Store,
    progress: Progress,
    *,
    alone: bool = False,
    batch: int | None = None,
    device: str | None = None,
    desk: Desk | None = None,
) -> Rendered:
    """Render some cells; see `render_missing`."""
    require(models, [job.cell for job in jobs])
    machine = this_machine(device)
    size = 1 if alone else batch
    bench = (desk or Desk()).bench(models, machine)
    renderer = Renderer(bench, machine, batch=size, on_step=progress.step)
    started = time.monotonic()
    with progress:
        Run(store, Inline(), renderer.render, machine, models.name, progress, alone)(jobs)
    return Rendered(time.monotonic() - started, machine)
