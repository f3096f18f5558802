"""A measure: the one declaration that the command line, the docs and the stored figures all read.

A measure is a function of some of what there is of a cell, see `Sample`: `needs` names what it wants, in the
order of its arguments. Where one of them is not there the value is None, which means "there is none" and is
never a stand-in for a number. A measure that finds several numbers returns them by name (`parts`).

Pictures are uint8 arrays (H, W, 3), RGB, each side at least `SMALLEST` pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from ezcharts.measures.perceptor import Perceptor
from ezcharts.store.records import Record, Trace

Pixels = NDArray[np.uint8]
Need = Literal["picture", "record", "trace", "initial", "baseline", "perceptor"]
Value = float | Mapping[str, float] | None

NEEDS: Final[Mapping[Need, str]] = {
    "picture": "the picture",
    "record": "the record of the cell",
    "trace": "the record's trace",
    "initial": "the initial image",
    "baseline": "a picture to compare with, such as that of a baseline cell of the same chart",
    "perceptor": "a perceptor that did not guide the cell: the judge of the embedded models",
}
"""What a measure can need, in words."""

SMALLEST: Final = 32
"""Fewest pixels on a side of a picture that is measured."""

_SIGNIFICANT: Final = 8
_ROUNDING: Final = 1e-12
"""A smaller number is what is left of a sum that should be 0."""


@dataclass(frozen=True)
class Range:
    """The values that a measure can have: low ≤ value ≤ high."""

    low: float = -math.inf
    high: float = math.inf

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high

    def describe(self) -> str:
        """Return the range in words."""
        if math.isinf(self.low):
            return "any number"
        return f"{self.low:g} or more" if math.isinf(self.high) else f"{self.low:g} to {self.high:.4g}"


@dataclass(frozen=True)
class Sample:
    """What there is of a cell; None for what is not there.

    Attributes:
        picture: Its pixels.
        record: Its record.
        initial: Its initial image, of the picture's size.
        baseline: Another picture of the same size.
        perceptor: One that did not guide it.
    """

    picture: Pixels | None = None
    record: Record | None = None
    initial: Pixels | None = None
    baseline: Pixels | None = None
    perceptor: Perceptor | None = None

    @property
    def trace(self) -> Trace | None:
        """The trace of its record; None where no step was traced."""
        return self.record.trace if self.record and len(self.record.trace) else None


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure.

    Attributes:
        name: Also the name of its file.
        formula: What is computed, in words.
        unit: What its numbers count.
        range: Every value is within it.
        source: The paper or library that it comes from.
        more: Which way a picture looks (or a run went) when the value is larger.
        needs: What it is a function of, in the order of the arguments.
        version: Raised whenever the same input gives another value, so that stored values are measured again.
        compute: The function. Returns None where the measure means nothing.
        parts: Name of each number, where there are several -> which way more of it looks.
        per: What each number belongs to, where the record decides which there are.
        typical: Values one meets, in words.
        note: What else to know before a value is read.
    """

    name: str
    formula: str
    unit: str
    range: Range
    source: str
    more: str
    needs: tuple[Need, ...]
    version: int
    compute: Callable[..., Value]
    parts: Mapping[str, str] = field(default_factory=dict)
    per: str = ""
    typical: str = ""
    note: str = ""

    def of(self, sample: Sample) -> Value:
        """Return the value for a cell, to 8 significant digits (and 1e-12); None where there is none.

        Raises:
            ValueError: A number is not finite: the measure has a mistake.
        """
        given = [getattr(sample, need) for need in self.needs]
        value = None if any(each is None for each in given) else self.compute(*given)
        wrong = {label: number for label, number in flat(self.name, value) if not math.isfinite(number)}
        if wrong:
            raise ValueError(f"a measure is a finite number or None, got {wrong}")
        return _rounded(value)

    @property
    def kept(self) -> bool:
        """Whether its values can be kept with a cell: not those that depend on another cell."""
        return "baseline" not in self.needs


def flat(name: str, value: Value) -> Iterator[tuple[str, float]]:
    """Yield the numbers of a value: `(name, number)`, or `(name.part, number)` for each part."""
    if isinstance(value, Mapping):
        yield from ((f"{name}.{part}", number) for part, number in value.items())
    elif value is not None:
        yield name, value


def _rounded(value: Value) -> Value:
    if isinstance(value, Mapping):
        return {part: _significant(number) for part, number in value.items()}
    return None if value is None else _significant(value)


def _significant(number: float) -> float:
    return 0.0 if abs(number) < _ROUNDING else float(f"{number:.{_SIGNIFICANT}g}")
