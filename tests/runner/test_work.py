"""Estimates: units of work in closed form, rates that survive and never stop a run."""

from __future__ import annotations

import pytest

from ezcharts.runner.work import Rates, units
from tests.tiny_cells import tiny_cell


def test_units_in_closed_form():
    # 5 steps; 64 x 64 is a quarter of 128 x 128; 3.6 + 4.4 = 8 cuts on average, two perceptors: one unit.
    assert units(tiny_cell()) == pytest.approx(5 * (0.25 + 1))
    assert units(tiny_cell(skip_steps=2)) == pytest.approx(3 * (0.25 + 1))
    assert units(tiny_cell(cutn_batches=4)) == pytest.approx(5 * (0.25 + 4))
    assert units(tiny_cell(width_height=[128, 64], RN50=False)) == pytest.approx(5 * (0.5 + 0.5))


def test_a_bare_number_counts_as_constant():
    assert units(tiny_cell(cut_overview=16, cut_innercut=0, RN50=False)) == pytest.approx(5 * (0.25 + 1))


def test_the_rate_is_the_median_of_this_device_and_these_models(tmp_path):
    rates = Rates(tmp_path / "deep" / "rates.json")
    assert rates.seconds_per_unit("embedded") is None
    for rate in (0.2, 0.1, 5.0):
        rates.note("cpu", "embedded", rate)
    assert rates.seconds_per_unit("embedded") == 0.2
    assert rates.seconds_per_unit("originals") is None
    rates.note("cpu", "originals", 90.0)
    assert (rates.seconds_per_unit("embedded"), rates.seconds_per_unit("originals")) == (0.2, 90.0)
    rates.note("cuda", "embedded", 0.01)
    assert (rates.seconds_per_unit("embedded"), rates.seconds_per_unit("originals")) == (0.01, None)


@pytest.mark.parametrize(
    "damaged", ["{broken", '{"device": "cpu", "rates": [0.1]}', '{"rates": {"a": ["x"]}}']
)
def test_damaged_or_unwritable_rates_stop_nothing(tmp_path, damaged):
    (tmp_path / "rates.json").write_text(damaged)
    assert Rates(tmp_path / "rates.json").seconds_per_unit("a") is None
    (tmp_path / "file").write_text("")
    Rates(tmp_path / "file" / "rates.json").note("cpu", "a", 1.0)
