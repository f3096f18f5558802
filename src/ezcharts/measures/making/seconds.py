"""Seconds: how long a cell took."""

from __future__ import annotations

from ezcharts.measures.measure import Measure, Range
from ezcharts.store.records import Record


def seconds(record: Record) -> float:
    """Return the seconds of a record: the cell's share of every batch that it was in."""
    return record.seconds


MEASURE = Measure(
    name="seconds",
    formula="wall time of the cell's evaluations, each divided by the number of cells in its batch",
    unit="s",
    range=Range(0),
    source="the record",
    more="slower",
    needs=("record",),
    version=1,
    compute=seconds,
    note="compare cells of one machine; company makes a cell cheaper: a study of time says timing: alone",
)
