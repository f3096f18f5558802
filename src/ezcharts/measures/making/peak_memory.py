"""Peak memory: the most that the cell's batches took."""

from __future__ import annotations

from typing import Final

from ezcharts.measures.measure import Measure, Range
from ezcharts.store.records import Record

_MEBIBYTE: Final = 2**20


def peak_memory(record: Record) -> float | None:
    """Return the peak memory of a record in MiB; None where it was not measured."""
    return record.peak_memory_bytes / _MEBIBYTE if record.peak_memory_bytes else None


MEASURE = Measure(
    name="peak_memory",
    formula="most memory in use while the cell was rendered, that of its company included",
    unit="MiB",
    range=Range(0),
    source="the record",
    more="needs a larger machine",
    needs=("record",),
    version=1,
    compute=peak_memory,
    note="of the whole batch: compare cells that were rendered alone",
)
