"""How often the clamp held guidance back."""

from __future__ import annotations

from ezcharts.measures.guided import guided
from ezcharts.measures.measure import Measure, Range
from ezcharts.store.records import Trace


def clamped(trace: Trace) -> float | None:
    """Return the share of a trace's guided steps that were clamped, in [0, 1]; None where none was guided."""
    rows = guided(trace)
    return sum(trace.clamped[row] for row in rows) / len(rows) if rows else None


MEASURE = Measure(
    name="clamped",
    formula="guided steps whose gradient the clamp shortened, over all guided steps",
    unit="of the guided steps",
    range=Range(0, 1),
    source="the record's trace; engines.md 2.5 and 3.5",
    more="clamp_max decides how strong guidance is; the scales only say where it pulls",
    needs=("trace",),
    version=1,
    compute=clamped,
    typical="0 the clamp never acts, 1 it always does",
)
