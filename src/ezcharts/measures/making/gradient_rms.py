"""Strength of guidance: the median over steps of the gradient's RMS before the clamp."""

from __future__ import annotations

import math
import statistics

from ezcharts.measures.guided import guided
from ezcharts.measures.measure import Measure, Range
from ezcharts.store.records import Trace


def gradient_rms(trace: Trace) -> float | None:
    """Return the median over the guided steps of a trace; None where no step has a finite gradient."""
    finite = [trace.grad_rms[row] for row in guided(trace) if math.isfinite(trace.grad_rms[row])]
    return statistics.median(finite) if finite else None


MEASURE = Measure(
    name="gradient_rms",
    formula="median over the guided steps of the root mean square of the guidance gradient before the clamp",
    unit="that of clamp_max",
    range=Range(0),
    source="the record's trace; engines.md 2.5 and 3.5",
    more="guidance pulls harder, before clamp_max holds it",
    needs=("trace",),
    version=1,
    compute=gradient_rms,
)
