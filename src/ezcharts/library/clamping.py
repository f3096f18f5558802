"""Which steps of a cell the clamp held, in a few letters: what an entry keeps of a cell's trace.

    "3. 20# 1x 26."    3 steps free, 20 shortened by the clamp, 1 unguided (NaN), 26 free: 50 executed steps

A clamp holds for long stretches, so runs are short however many steps there are.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Final

import numpy as np

from ezcharts.store.records import Trace

FREE: Final = "."
CLAMPED: Final = "#"
UNGUIDED: Final = "x"
MOST_STEPS: Final = 10_000
"""More is no run of a notebook, and 20,000 such cells would stall a page."""

_RUN: Final = re.compile(r"([1-9]\d{0,5})([.#x])")


def written(trace: Trace) -> str:
    """Return a trace's steps as runs; empty where it has none, or more than a table takes."""
    if len(trace) > MOST_STEPS:
        return ""
    marks = (
        UNGUIDED if nan else CLAMPED if clamped else FREE
        for clamped, nan in zip(trace.clamped, trace.nan, strict=True)
    )
    return " ".join(f"{len(list(run))}{mark}" for mark, run in groupby(marks))


def is_written(text: str) -> bool:
    """Whether a text holds runs, and not too many steps."""
    found = [_RUN.fullmatch(part) for part in text.split(" ")] if text else []
    return all(found) and sum(int(run[1]) for run in found if run) <= MOST_STEPS


def clamped(text: str) -> np.ndarray:
    """Return which executed steps were clamped, bool, shape (steps,).

    Args:
        text: What `written` returned.
    """
    runs = _RUN.findall(text)
    marks = np.array([mark == CLAMPED for _, mark in runs], dtype=bool)
    return np.repeat(marks, [int(length) for length, _ in runs])


def shares(text: str, parts: int) -> np.ndarray:
    """Return the share of clamped steps in each of equally long parts of the run, shape (parts,).

    A step that lies across the border of two parts counts in both by how much of it lies there, so that
    the mean over all parts is the share of the whole run, whatever the number of steps.
    """
    steps = clamped(text)
    sums = np.concatenate(([0.0], np.cumsum(steps)))
    borders = np.interp(np.linspace(0, len(steps), parts + 1), np.arange(len(steps) + 1), sums)
    return np.diff(borders) * parts / len(steps)
