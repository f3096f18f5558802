"""`ez.run`: renders what is missing, shows it in place, and keeps what is finished."""

from __future__ import annotations

from itertools import pairwise

import pytest

import ezcharts.notebook as ez
from ezcharts.errors import PlanError
from ezcharts.notebook import running
from ezcharts.notebook.blocks import Bar, Image, Words
from ezcharts.notebook.live import Live
from ezcharts.runner import missing
from ezcharts.store.store import Store
from tests.notebook.conftest import LOOK, STUDY


class FakeScreen:
    """Remembers what was shown, place by place."""

    def __init__(self) -> None:
        self.shown = []

    def show(self, place, blocks, *, last=False):
        self.shown.append((place, list(blocks), last))

    def last(self, place):
        return next(blocks for where, blocks, _ in reversed(self.shown) if where == place)


@pytest.fixture
def screen(monkeypatch):
    fake = FakeScreen()
    monkeypatch.setattr(running, "this_screen", lambda: fake)
    return fake


def test_a_run_renders_every_cell_once_and_a_second_one_nothing(rendered, screen):
    first = ez.run(STUDY)
    assert [(s["clamp_max"], s["steps"]) for s in rendered] == [(0.03, 2), (0.1, 2), (0.03, 3), (0.1, 3)]
    assert [cell.state for cell in first.cells] == ["done"] * 4
    assert "rendered 4 cells in" in screen.last("status")[0].text
    again = ez.run(STUDY)
    assert len(rendered) == 4
    assert screen.last("status") == [Words("nothing to render: 4 cells in the store", "quiet")]
    assert [cell.path for cell in again.cells] == [cell.path for cell in first.cells]


def test_one_value_more_renders_only_its_cells(rendered):
    ez.run(STUDY)
    rendered.clear()
    ez.run(STUDY | {"axes": {"clamp_max": [0.03, 0.1], "steps": [2, 3, 4]}})
    assert [(s["clamp_max"], s["steps"]) for s in rendered] == [(0.03, 4), (0.1, 4)]


def test_the_store_is_the_folder_store_or_the_variables_or_the_named_one(tmp_path, monkeypatch):
    ez.run(STUDY)
    assert len(Store(tmp_path / "store").keys()) == 4
    monkeypatch.setenv("EZCHARTS_STORE", str(tmp_path / "drive"))
    ez.run(STUDY)
    assert len(Store(tmp_path / "drive").keys()) == 4
    ez.run(STUDY, store=tmp_path / "mine")
    assert len(Store(tmp_path / "mine").keys()) == 4
    assert ez.result(STUDY, store=tmp_path / "other").cells[0].state == "missing"


def test_bars_count_cells_and_steps_and_the_chart_fills(screen):
    ez.run(STUDY, batch=1)
    bars = [blocks for place, blocks, _ in screen.shown if place == "status" and isinstance(blocks[0], Bar)]
    assert [(each.label, each.done, each.total) for each in bars[0]] == [("cells", 0, 4), ("steps", 0, 10)]
    assert [(each.label, each.done, each.total) for each in bars[-1]] == [("cells", 4, 4), ("steps", 10, 10)]
    counts = [blocks[0].done for blocks in bars]
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2, 3, 4}
    charts = [blocks for place, blocks, _ in screen.shown if place == "chart"]
    assert all(isinstance(block, Image) for block in charts[0])
    assert screen.shown[-1][0] == "chart"
    assert screen.shown[-1][2] is True


def test_redrawing_costs_a_twentieth_of_the_time_at_most(monkeypatch):
    clock, drawn = [0.0], []
    monkeypatch.setattr("ezcharts.notebook.live.time.monotonic", lambda: clock[0])

    def draw():
        drawn.append(clock[0])
        clock[0] += 3
        return []

    live = Live(FakeScreen(), 400, 400, draw)
    with live:
        for _ in range(400):
            clock[0] += 1
            live.finished(None)
    assert drawn[0] == 1
    assert {b - a for a, b in pairwise(drawn)} == {63}


def test_bars_are_redrawn_four_times_a_second_at_most(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("ezcharts.notebook.live.time.monotonic", lambda: clock[0])
    screen = FakeScreen()
    live = Live(screen, 1, 1000)
    with live:
        for _ in range(1000):
            clock[0] += 0.01
            live.step(1)
    assert 40 <= len(screen.shown) <= 43
    half = next(blocks[1] for _, blocks, _ in screen.shown if blocks[1].done >= 500)
    assert half.more == "5.0 s so far, about 5.0 s left" or half.done > 500


def test_a_chart_that_cannot_be_drawn_stops_nothing():
    def draw():
        raise OSError("disk full")

    screen = FakeScreen()
    live = Live(screen, 2, 4, draw)
    with live:
        live.finished(None)
        live.waiting(1)
        assert "waiting for 1 cells" in screen.last("status")[-1].text
        live.finished(None)
    assert live.done == 2


def test_cells_that_another_run_has_finished_count_with_their_steps():
    record = ez.run(STUDY).cells[1].record
    screen = FakeScreen()
    with Live(screen, 2, 6) as live:
        live.found(record)
    cells, steps = screen.last("status")
    assert (cells.done, steps.done) == (1, 3)


def test_an_interrupt_keeps_what_is_finished_and_the_next_run_goes_on(monkeypatch, screen, rendered):
    finished = Live.finished

    def press(live, record):
        finished(live, record)
        if live.done == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Live, "finished", press)
    with pytest.raises(KeyboardInterrupt, match="finished cells are kept, 2 are left: run the cell again"):
        ez.run(STUDY, batch=1)
    assert screen.last("status")[0].kind == "note"
    assert Words("2 of 4 cells are not there", "quiet") in screen.last("chart")
    assert [cell.state for cell in ez.result(STUDY).cells].count("done") == 2
    monkeypatch.setattr(Live, "finished", finished)
    ez.run(STUDY)
    assert len(rendered) == 4


def test_a_study_with_errors_is_not_begun(tmp_path):
    with pytest.raises(PlanError, match=r"cannot be rendered as it is:\n  nothing stands in for RN50x64"):
        ez.run(STUDY | {"settings": {**LOOK, "RN50x64": True}})
    assert not (tmp_path / "store").exists()


def test_cells_that_fail_are_told_and_the_others_are_there(screen):
    result = ez.run(STUDY | {"axes": {"eta": [0, 3]}, "settings": {**LOOK, "steps": 2}})
    assert [cell.state for cell in result.cells] == ["done", "failed"]
    assert len(result.failed) == 1
    (block,) = (block for block in screen.last("chart") if isinstance(block, Words))
    assert block.kind == "error"
    assert block.text.startswith("1 of 2 cells failed: ")
    assert "is above the limit" in block.text


def test_the_models_stay_laid_out_from_one_run_to_the_next(monkeypatch):
    made = []
    laid = missing.Bench
    monkeypatch.setattr(missing, "Bench", lambda *a: made.append(a) or laid(*a))
    ez.run(STUDY)
    ez.run(STUDY | {"settings": {**LOOK, "seed": 6}})
    assert len(made) == 1


def test_outside_of_notebooks_the_end_is_printed_once(capsys):
    ez.run(STUDY)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("rendered 4 cells in")
    assert lines[1].startswith("[Chart: clamp_max vs steps, Disco 5.2, 2026-11-23; clamp_max 0.03, 0.1 down;")
    assert len(lines) == 2
