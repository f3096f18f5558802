"""How often guidance was lost to NaN."""

from __future__ import annotations

from ezcharts.measures.guided import asked
from ezcharts.measures.measure import Measure, Range
from ezcharts.store.records import Trace


def unguided(trace: Trace) -> float:
    """Return the share of the steps of a trace that were to be guided and stayed without (NaN), in [0, 1]."""
    rows = asked(trace)
    return sum(trace.nan[row] for row in rows) / len(rows)


MEASURE = Measure(
    name="unguided",
    formula="steps left unguided because the gradient held NaN, over all steps that were to be guided",
    unit="of the steps",
    range=Range(0, 1),
    source="the record's trace; engines.md 2.5",
    more="less of the run was guided",
    needs=("trace",),
    version=1,
    compute=unguided,
    typical="0",
)
