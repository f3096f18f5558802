"""A run renders what is missing, once, and survives whatever happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ezcharts.errors import CellFailure
from ezcharts.execution.inline import Inline
from ezcharts.render.rendering import Rendering, TraceRow
from ezcharts.runner.run import Job, Run, to_trace
from ezcharts.store.picture import read_picture
from ezcharts.store.store import Store
from ezcharts.studies.identity import cell_key
from tests.tiny_cells import tiny_cell

DIGESTS = {"prior": "0" * 64}


class Lathe:
    """A machine in words."""

    precision, description = "float32", "a lathe"


def job(seed: int, **changes) -> Job:
    cell = tiny_cell(seed=seed, **changes)
    return Job(cell_key(cell, DIGESTS), cell, DIGESTS)


def painted(cell) -> np.ndarray:
    """A picture that only its seed decides."""
    width, height = cell.size
    return np.full((height, width, 3), cell.settings["seed"] % 256, dtype=np.uint8)


class Painter:
    """Renders by filling pictures with their seed; knows what it has rendered."""

    def __init__(self, failing: dict[int, CellFailure] | None = None) -> None:
        self.rendered: list[int] = []
        self.failing = failing or {}

    def __call__(self, cells):
        for cell in cells:
            seed = cell.settings["seed"]
            self.rendered.append(seed)
            if seed in self.failing:
                yield Rendering(cell, None, self.failing[seed])
            else:
                yield Rendering(cell, painted(cell), None, seconds=1.5, batch=2, peak_memory_bytes=10)


class Log:
    """A listener that writes down what it is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, object]] = []

    def finished(self, record):
        self.said.append((record.state, record.settings["seed"]))

    def found(self, record):
        self.said.append(("found", record.settings["seed"]))

    def waiting(self, cells):
        self.said.append(("waiting", cells))


def run(store: Store, jobs: list[Job], painter: Painter, alone: bool = False) -> Log:
    log = Log()
    Run(store, Inline(), painter, Lathe(), "embedded", log, alone)(jobs)
    return log


def test_what_is_there_is_not_rendered_again(tmp_path):
    store, first, second = Store(tmp_path), Painter(), Painter()
    run(store, [job(1), job(2)], first)
    log = run(store, [job(1), job(2), job(3)], second)
    assert first.rendered == [1, 2]
    assert second.rendered == [3]
    assert log.said == [("found", 1), ("found", 2), ("done", 3)]


def test_the_record_and_the_picture_say_what_made_them(tmp_path):
    store = Store(tmp_path)
    run(store, [job(7)], Painter())
    record = store.get(job(7).key)
    assert record.state == "done"
    assert (record.seconds, record.batch, record.alone, record.peak_memory_bytes) == (1.5, 2, False, 10)
    assert record.precision == "float32"
    assert record.models == DIGESTS
    picture = read_picture(store.picture_path(record))
    assert picture.origin.key == record.key
    assert picture.origin.settings["seed"] == 7
    assert "Steps: 5" in picture.parameters


def test_failures_are_kept_and_only_passing_ones_are_tried_again(tmp_path):
    store = Store(tmp_path)
    failing = {1: CellFailure("eta too large"), 2: CellFailure("no memory", final=False)}
    log = run(store, [job(1), job(2), job(3)], Painter(failing))
    assert log.said == [("failed", 1), ("failed", 2), ("done", 3)]
    assert store.get(job(1).key).reason == "eta too large"
    again = Painter()
    run(store, [job(1), job(2), job(3)], again)
    assert again.rendered == [2]


def test_a_timed_study_renders_again_what_was_rendered_in_company(tmp_path):
    store, painter = Store(tmp_path), Painter()
    run(store, [job(1)], painter)
    run(store, [job(1)], painter, alone=True)
    assert painter.rendered == [1, 1]


def test_cells_are_handed_over_in_order_of_size(tmp_path):
    painter = Painter()
    jobs = [job(1, width_height=[128, 64]), job(2), job(3, width_height=[128, 64]), job(4)]
    run(Store(tmp_path), jobs, painter)
    assert painter.rendered == [2, 4, 1, 3]


def test_a_cell_that_another_run_renders_is_waited_for(tmp_path, monkeypatch):
    store, other = Store(tmp_path), Store(tmp_path)
    claim = other.claim(job(1).key)
    assert claim.__enter__()

    def other_finishes(seconds):
        claim.__exit__(None, None, None)
        run(other, [job(1)], Painter())

    monkeypatch.setattr(time, "sleep", other_finishes)
    painter = Painter()
    log = run(store, [job(1), job(2)], painter)
    assert painter.rendered == [2]
    assert log.said == [("done", 2), ("waiting", 1), ("found", 1)]


def test_claims_end_when_the_task_breaks(tmp_path):
    def broken(cells):
        next(iter(cells))
        raise RuntimeError("bug")
        yield

    with pytest.raises(RuntimeError, match="bug"):
        run(Store(tmp_path), [job(1)], broken)
    painter = Painter()
    run(Store(tmp_path), [job(1)], painter)
    assert painter.rendered == [1]


SCRIPT = """
import sys, time
from pathlib import Path
from tests.runner.test_run import Lathe, Log, Painter, job
from ezcharts.execution.inline import Inline
from ezcharts.runner.run import Run
from ezcharts.store.store import Store
class Slow(Painter):
    def __call__(self, cells):
        for rendering in super().__call__(cells):
            time.sleep(0.005)
            print("x", flush=True)
            yield rendering

assert "torch" not in sys.modules
store = Store(Path(sys.argv[1]))
Run(store, Inline(), Slow(), Lathe(), "embedded", Log())([job(n) for n in range(60)])
"""


def start(folder: Path) -> subprocess.Popen:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)], cwd=root, stdout=subprocess.PIPE, env={**os.environ}
    )


def right(store: Store, jobs: list[Job]) -> int:
    """How many cells are there; every one of them must have the right picture."""
    from PIL import Image

    count = 0
    for each in jobs:
        record = store.get(each.key)
        if record:
            with Image.open(store.picture_path(record)) as picture:
                assert np.array_equal(np.asarray(picture), painted(each.cell))
            count += 1
    return count


def test_kill_9_loses_only_cells_in_flight_and_two_runs_share_a_store(tmp_path):
    jobs = [job(n) for n in range(60)]
    killed = start(tmp_path)
    for _ in range(7):
        assert killed.stdout.readline()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    kept = right(Store(tmp_path), jobs)
    assert kept >= 6
    runs = [start(tmp_path), start(tmp_path)]
    rendered = sum(each.communicate()[0].count(b"x") for each in runs)
    assert [each.returncode for each in runs] == [0, 0]
    assert right(Store(tmp_path), jobs) == 60
    assert kept + rendered == 60


def test_the_trace_has_columns_of_one_length():
    rows = [
        TraceRow(0, 980.0, 0.5, True, False, {"tv": 1.0}),
        TraceRow(1, 960.0, 0.1, False, True, {"tv": 2.0, "init": 3.0}),
    ]
    trace = to_trace(rows)
    assert trace.t == (980.0, 960.0)
    assert trace.clamped == (True, False)
    assert trace.losses == {"tv": (1.0, 2.0), "init": (0.0, 3.0)}
