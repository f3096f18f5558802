"""Losses: what each term came to at the end."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ezcharts.measures.guided import guided
from ezcharts.measures.measure import Measure, Range
from ezcharts.store.records import Trace


def loss(trace: Trace) -> Mapping[str, float] | None:
    """Return each term's value at the last guided step of a trace where it is finite; None where none is."""
    rows = guided(trace)[::-1]
    last = {
        name: next((column[row] for row in rows if math.isfinite(column[row])), None)
        for name, column in trace.losses.items()
    }
    return {name: value for name, value in last.items() if value is not None} or None


MEASURE = Measure(
    name="loss",
    formula="last value: each loss term, its scale included, at the last guided step where it is finite",
    unit="scale times loss",
    range=Range(),
    source="the record's trace; engines.md 2.5 and 3.4",
    more="the picture is further from what that term wants, or its scale is larger",
    per="loss term: clip ViTB32 and its like, tv, sat, range, init; in JAX also mse, mean, var, hsym, vsym",
    needs=("trace",),
    version=1,
    compute=loss,
    note="scales are part of the values: compare cells with equal scales",
)
