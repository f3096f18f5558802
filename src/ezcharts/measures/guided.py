"""The steps of a trace that were meant to be guided.

Some evaluations only look (the last one of a JAX run whose ending_noise is above 0); their rows hold zeros
because nothing pulled. A row that holds nothing but zeros and no NaN is such a look, unless all rows are so:
then guidance was on and had nothing to say.
"""

from __future__ import annotations

from ezcharts.store.records import Trace


def asked(trace: Trace) -> list[int]:
    """Return the rows of a trace where guidance was asked for; NaN may have left some of them unguided."""
    rows = [
        row for row in range(len(trace)) if trace.nan[row] or trace.grad_rms[row] != 0 or _pulled(trace, row)
    ]
    return rows or list(range(len(trace)))


def guided(trace: Trace) -> list[int]:
    """Return the rows of a trace that were guided."""
    return [row for row in asked(trace) if not trace.nan[row]]


def _pulled(trace: Trace, row: int) -> bool:
    return any(column[row] != 0 for column in trace.losses.values())
