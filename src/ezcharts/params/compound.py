"""Domains of values with parts: sizes, lists, schedules, and words that stand beside numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeGuard

from ezcharts.errors import DomainError, ScheduleError
from ezcharts.params.domain import Domain, Int, Json, Real, Value
from ezcharts.params.number import Number
from ezcharts.params.schedule import Schedule, parse_schedule

GRID: Final = 64
REACH: Final = 1000
"""How many entries of a schedule Disco reads (engines.md 2.3)."""
_SIZE_TEXT: Final = re.compile(r"\s*(\d+)\s*[x×]\s*(\d+)\s*", re.ASCII)


@dataclass(frozen=True)
class Size(Domain):
    """Width and height in pixels, as asked for: `[1280, 768]` or `1280x768`."""

    def parse(self, value: object) -> tuple[int, int]:
        """Return (width, height)."""
        pair = _sides(value) if isinstance(value, str) else value
        if not is_list(pair) or len(pair) != 2:
            raise self.refuse(value)
        try:
            width, height = (Int(low=GRID).parse(side) for side in pair)
        except DomainError:
            raise self.refuse(value) from None
        return width, height

    def describe(self) -> str:
        """Return the form and the smallest size."""
        return f"[width, height] in pixels, each an integer of at least {GRID}"

    def to_json(self, value: tuple[int, int]) -> Json:
        """Return [width, height]."""
        return list(value)

    def show(self, value: tuple[int, int]) -> str:
        """Return e.g. "1280x768"."""
        return f"{value[0]}x{value[1]}"


def rendered_size(width: int, height: int) -> tuple[int, int]:
    """Return the size that Disco renders: each side floored to a multiple of 64 pixels (engines.md 2.1).

    Raises:
        DomainError: a side is below 64 pixels and would become 0.
    """
    width, height = Size().parse((width, height))
    return width // GRID * GRID, height // GRID * GRID


@dataclass(frozen=True)
class ListOf(Domain):
    """A list whose entries are in one domain; a single entry may stand for a list of one."""

    entry: Domain

    def parse(self, value: object) -> tuple[Value, ...]:
        """Return the entries as a tuple."""
        entries = value if is_list(value) else [value]
        try:
            return tuple(self.entry.parse(entry) for entry in entries)
        except DomainError:
            raise self.refuse(value) from None

    def describe(self) -> str:
        """Return the rule of an entry."""
        return f"a list, each entry {self.entry.describe()}"

    def to_json(self, value: tuple[Value, ...]) -> Json:
        """Return the entries as a list."""
        return [self.entry.to_json(entry) for entry in value]

    def show(self, value: tuple[Value, ...]) -> str:
        """Return e.g. "[0.09, 0.2]"."""
        return "[" + ", ".join(self.entry.show(entry) for entry in value) + "]"


@dataclass(frozen=True)
class Either(Domain):
    """A value of `plain`, or a list: `intermediate_saves` is a count or the steps to save at."""

    plain: Domain
    listed: ListOf

    def parse(self, value: object) -> Value:
        """Return the plain value or the tuple."""
        domain = self._domain(value)
        try:
            return domain.parse(value)
        except DomainError:
            raise self.refuse(value) from None

    def describe(self) -> str:
        """Return both rules."""
        return f"{self.plain.describe()}, or {self.listed.describe()}"

    def to_json(self, value: Value) -> Json:
        """Return the JSON of whichever it is."""
        return self._domain(value).to_json(value)

    def show(self, value: Value) -> str:
        """Return the text of whichever it is."""
        return self._domain(value).show(value)

    def _domain(self, value: object) -> Domain:
        return self.listed if is_list(value) else self.plain


@dataclass(frozen=True)
class WordOr(Domain):
    """One word, or a value of another domain: `random_seed`, or a number."""

    word: str
    other: Domain

    def parse(self, value: object) -> Value:
        """Return the word itself or the other domain's value."""
        if value == self.word:
            return self.word
        try:
            return self.other.parse(value)
        except DomainError:
            raise self.refuse(value) from None

    def describe(self) -> str:
        """Return both rules."""
        return f"{self.other.describe()}, or {self.word!r}"


@dataclass(frozen=True)
class ScheduleOf(Domain):
    """A Disco cut schedule: a number, an expression such as `[12]*400+[4]*600`, or the list of its entries.

    Canonical is what acts: the first 1000 entries, and a bare number where they are all the same. So
    `[1]*1000` and `1` are one value, while a constant schedule that ends early keeps its length.

    Attributes:
        entry: What each entry may be.
        varies_since: The first version that takes more than a plain number.
        varies: Whether this version does.
    """

    entry: Int | Real
    varies_since: str = "0"
    varies: bool = True

    def parse(self, value: object) -> Schedule:
        """Return the canonical schedule."""
        schedule = self._read(value).first(REACH)
        for number, _ in schedule.runs:
            self._check(number)
        if len(schedule.runs) == 1 and len(schedule) >= REACH:
            return Schedule.constant(schedule.runs[0][0])
        if not self.varies:
            raise self.refuse(value, f" (schedules exist since version {self.varies_since})")
        return schedule

    def describe(self) -> str:
        """Return the forms and the rule of an entry."""
        if not self.varies:
            return self.entry.describe()
        return f"a number or a schedule such as [12]*400+[4]*600, each entry {self.entry.describe()}"

    def at(self, version: Decimal) -> ScheduleOf:
        """Return the domain of a version: plain numbers only, before `varies_since`."""
        return replace(self, varies=version >= Decimal(self.varies_since))

    def to_json(self, value: Schedule) -> Json:
        """Return a number where the schedule is constant, else its short text."""
        return value.runs[0][0] if value.is_constant else value.to_text()

    def show(self, value: Schedule) -> str:
        """Return the short notebook form."""
        return value.to_text()

    def _read(self, value: object) -> Schedule:
        if isinstance(value, Schedule):
            return value
        if isinstance(value, str):
            return parse_schedule(value)
        if is_list(value):
            return Schedule.of(tuple(self._check(entry) for entry in value))
        return Schedule.constant(self._check(value))

    def _check(self, number: object) -> Number:
        try:
            return self.entry.parse(number)
        except DomainError as error:
            raise ScheduleError(f"every entry {error}") from None


def _sides(text: str) -> Sequence[object]:
    match = _SIZE_TEXT.fullmatch(text)
    return match.groups() if match else ()


def is_list(value: object) -> TypeGuard[Sequence[object]]:
    """Return whether `value` is a list or tuple, and not text."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
