"""Measures of a record say what its trace says, and nothing where there is none."""

from dataclasses import replace

import pytest

from ezcharts.measures.measure import Sample
from ezcharts.measures.table import by_family, find
from ezcharts.store.records import Record, Trace
from tests.measures.pictures import TRACE, key_of

RECORD = Record(
    key=key_of("a"), state="failed", reason="x", platform="disco-5.2", settings={}, seconds=2.5, trace=TRACE
)


def of(name, record=RECORD):
    return find(name).of(Sample(record=record))


def traced(**columns):
    rows = len(columns["grad_rms"])
    plain = {"clamped": (False,) * rows, "nan": (False,) * rows, "step": range(rows), "t": (0.0,) * rows}
    return replace(RECORD, trace=Trace(**{**plain, **columns}))


def test_seconds_and_memory_are_those_of_the_record():
    assert of("seconds") == 2.5
    assert of("peak_memory", replace(RECORD, peak_memory_bytes=3 << 19)) == 1.5
    assert of("peak_memory") is None


def test_the_gradient_is_the_median_of_the_guided_steps():
    assert of("gradient_rms") == 0.2  # 0.4, 0.1, 0.2; the NaN step has no gradient
    assert of("gradient_rms", traced(grad_rms=(1.0, 3.0, float("inf")))) == 2


def test_shares_are_of_steps_that_were_to_be_guided():
    assert of("clamped") == pytest.approx(2 / 3)
    assert of("unguided") == 1 / 4


def test_a_last_look_without_guidance_is_no_step():
    record = traced(
        grad_rms=(0.5, 0.5, 0.0), clamped=(True, False, False), losses={"clip ViTB32": (2.0, 1.0, 0.0)}
    )
    assert of("clamped", record) == 0.5
    assert of("loss", record) == {"clip ViTB32": 1}
    assert of("gradient_rms", record) == 0.5


def test_a_run_that_nothing_pulled_has_a_gradient_of_0():
    record = traced(grad_rms=(0.0, 0.0), losses={"tv": (0.0, 0.0)})
    assert (of("gradient_rms", record), of("clamped", record), of("unguided", record)) == (0, 0, 0)
    assert of("loss", record) == {"tv": 0}


def test_a_run_of_nan_only_was_never_guided():
    record = traced(grad_rms=(0.0, 0.0), nan=(True, True), losses={"tv": (float("nan"), 1.0)})
    assert of("unguided", record) == 1
    assert [of(name, record) for name in ("gradient_rms", "clamped", "loss")] == [None] * 3


def test_each_loss_is_its_last_finite_value():
    assert of("loss") == {"clip ViTB32": 1.5, "tv": 0.25}


def test_nothing_is_invented_without_a_trace():
    empty = replace(RECORD, trace=Trace())
    found = {each.name: each.of(Sample(record=empty)) for each in by_family()["making"]}
    assert found.pop("seconds") == 2.5
    assert set(found.values()) == {None}


def test_nothing_is_measured_without_a_record():
    assert {each.of(Sample()) for each in by_family()["making"]} == {None}
