"""Filling in the measures of many cells, in this process or in several.

Each cell is claimed, measured and kept by itself, so a run that is killed loses only the cells at hand, and
two runs at once share the work. Processes are started afresh (`spawn`), which is the same everywhere.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from multiprocessing.connection import wait as wait_for
from typing import Final

from ezcharts.errors import InputError, ModelError
from ezcharts.measures.measure import NEEDS
from ezcharts.measures.perceptor import Perceptor
from ezcharts.measures.table import find, measures
from ezcharts.models.cards import Card, model_set
from ezcharts.runner.measuring.jobs import Job
from ezcharts.runner.measuring.one import Bench, Order, Outcome
from ezcharts.store.store import Store

_WORTH_A_PROCESS: Final = 64
"""Cells that take about as long as a process takes to start."""
_AT_ONCE: Final = 8
"""Cells that a process is handed together."""


def order(store: Store, names: Iterable[str] = ()) -> tuple[Order, list[str]]:
    """Return what is to be measured of a store's cells, and what to know of it, in sentences.

    Args:
        store: The store.
        names: Measures; all that can be kept when there is none.

    Raises:
        UnknownName: There is no measure of a name.
        InputError: A measure cannot be kept with a cell.
    """
    chosen = tuple(dict.fromkeys(find(name).name for name in names))
    for measure in map(find, chosen):
        if not measure.kept:
            raise InputError(
                f"{measure.name} needs {NEEDS['baseline']}, so it is not kept with a cell; "
                "compare two pictures: ezcharts measure PICTURE --baseline OTHER"
            )
    chosen = chosen or tuple(measure.name for measure in measures() if measure.kept)
    if not any("perceptor" in find(name).needs for name in chosen):
        return Order(store.root, chosen), []
    try:
        judge = replace(model_set("embedded").judge)  # a copy that has read nothing yet can go to a process
        return Order(store.root, chosen, judge, replace(judge).digest), []
    except ModelError as error:
        return Order(store.root, chosen), [f"similarity to the prompt is left out: {error}"]


def missing(bench: Bench, jobs: Iterable[Job]) -> list[Job]:
    """Return the jobs whose cells are rendered and lack something.

    Raises:
        StoreError: A file cannot be read.
    """
    return [job for job in jobs if bench.lacks(job.key)]


def processes(jobs: int, wanted: int | None = None) -> int:
    """Return how many processes to measure with: those wanted, or as many as there are cores and work for.

    Args:
        jobs: How many cells there are to measure.
        wanted: What the user asks for.
    """
    return wanted or max(1, min(_cores(), jobs // _WORTH_A_PROCESS))


def fill(order: Order, jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Measure cells and yield what became of each, as they finish.

    Args:
        order: What is to be measured.
        jobs: Of which cells.
        workers: In how many processes; 1 is this one.

    Raises:
        StoreError: The store cannot be written; what was kept before stays.
        ModelError: The judge is damaged.
    """
    if workers == 1:
        yield from map(bench_of(order).measure, jobs)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_start, initargs=(workers,)) as pool:
        try:
            yield from _finished(pool, order, jobs, workers)
        finally:
            pool.shutdown(cancel_futures=True)


@functools.lru_cache(1)
def bench_of(order: Order) -> Bench:
    """Return what cells are measured with, opened once a process."""
    return Bench(order, _load)


def _finished(
    pool: ProcessPoolExecutor, order: Order, jobs: Sequence[Job], workers: int
) -> Iterator[Outcome]:
    """Keep every process busy with a batch and another one waiting."""
    batches = iter([jobs[start : start + _AT_ONCE] for start in range(0, len(jobs), _AT_ONCE)])
    running: set[Future[list[Outcome]]] = set()
    while True:
        for batch in islice(batches, 2 * workers - len(running)):
            running.add(pool.submit(_measure, order, batch))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield from future.result()


def _measure(order: Order, jobs: Sequence[Job]) -> list[Outcome]:
    return [bench_of(order).measure(job) for job in jobs]


def _load(card: Card) -> Perceptor:
    # torch takes seconds to import: only who asks for meaning pays for it.
    from ezcharts.runner.measuring.judge import load_judge

    return load_judge(card)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(workers: int) -> None:
    """Prepare a process: Ctrl-C is for its parent, with which it ends; it has its share of threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = str(max(1, _cores() // workers))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)  # a killed parent closes no queue: without this the process would wait for work forever
