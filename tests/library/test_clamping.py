"""Runs of clamped steps: written, read back, and summed up by parts of a run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.library.clamping import clamped, is_written, shares, written
from ezcharts.store.records import Trace

MARKS = st.lists(st.sampled_from(["free", "clamped", "nan"]), min_size=1, max_size=300)


def trace(marks: list[str]) -> Trace:
    count = len(marks)
    return Trace(
        step=tuple(range(count)),
        t=(1.0,) * count,
        grad_rms=(1.0,) * count,
        clamped=tuple(mark == "clamped" for mark in marks),
        nan=tuple(mark == "nan" for mark in marks),
    )


def test_runs_are_what_a_reader_counts():
    marks = ["free"] * 3 + ["clamped"] * 20 + ["nan"] + ["free"] * 26
    assert written(trace(marks)) == "3. 20# 1x 26."
    assert written(Trace()) == ""


@given(MARKS)
def test_what_was_written_reads_back(marks):
    text = written(trace(marks))
    assert is_written(text)
    assert clamped(text).tolist() == [mark == "clamped" for mark in marks]


@given(MARKS, st.integers(1, 60))
def test_the_mean_over_the_parts_is_the_share_of_the_run(marks, parts):
    found = shares(written(trace(marks)), parts)
    assert found.shape == (parts,)
    assert found.mean() == pytest.approx(marks.count("clamped") / len(marks))
    assert 0 <= found.min() <= found.max() <= 1 + 1e-12


@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("2# 2.", 2, [1, 0]),
        ("1# 3.", 2, [0.5, 0]),
        ("3# 3.", 4, [1, 1, 0, 0]),  # six steps in four parts: the second ends where the clamp does
        ("1. 1# 1.", 2, [1 / 3, 1 / 3]),  # the middle step lies half in each part
        ("5x", 3, [0, 0, 0]),
    ],
)
def test_shares_by_hand(text, parts, expected):
    np.testing.assert_allclose(shares(text, parts), expected, atol=1e-12)


@pytest.mark.parametrize("text", ["3", "#", "3#4.", "0#", "-1#", "3# ", "3?", "9999999#", "60000# 60000."])
def test_what_is_no_run_is_known(text):
    assert not is_written(text)
