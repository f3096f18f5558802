"""Schedules: one value per noise level, written as Disco writes them, read without `eval`.

Disco reads 1000 entries; index 0 is the noisiest level and 999 the cleanest (engines.md 2.3). The grammar
is the part of Python's list arithmetic that people use:

    schedule := number                       the same value at every index
              | sum
    sum      := product ("+" product)*       one after the other
    product  := factor ("*" factor)*         repeated: one side a list, the other a whole number
    factor   := list | "(" sum ")" | whole number
    list     := "[" [number ("," number)* [","]] "]"

Held as *runs*: `((12, 400), (4, 600))` is `[12]*400+[4]*600`. Equal neighbours are merged, so that two ways
of writing the same entries are equal. A bare number is a single run of length `ENDLESS`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NoReturn

from ezcharts.errors import DomainError, ScheduleError
from ezcharts.params.number import NUMERAL, Number, canonical, read_number

ENDLESS: Final = sys.maxsize
MAX_ENTRIES: Final = 1_000_000
_MAX_DEPTH: Final = 50

Run = tuple[Number, int]


@dataclass(frozen=True)
class Schedule:
    """Immutable runs of (value, count); `len` is the number of entries.

    Attributes:
        runs: At least one run; counts are at least 1 and neighbours differ.
    """

    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        merged = tuple(_merged(self.runs))
        if not merged:
            raise ScheduleError("a schedule needs at least one entry, got none")
        object.__setattr__(self, "runs", merged)

    @classmethod
    def constant(cls, value: Number) -> Schedule:
        """Return the schedule that has `value` at every index."""
        return cls(((value, ENDLESS),))

    @classmethod
    def of(cls, entries: Iterable[Number]) -> Schedule:
        """Return the schedule with exactly these entries, noisiest first."""
        return cls(tuple((value, 1) for value in entries))

    @property
    def is_constant(self) -> bool:
        """Whether this is a bare number: one value at every index."""
        return self.runs[0][1] == ENDLESS

    def __len__(self) -> int:
        return sum(count for _, count in self.runs)

    def __iter__(self) -> Iterator[Number]:
        return (value for value, count in self.runs for _ in range(count))

    def at(self, index: int) -> Number:
        """Return the entry at `index` (0 = noisiest).

        Raises:
            ScheduleError: the schedule is too short.
        """
        left = index
        for value, count in self.runs:
            if left < count:
                return value
            left -= count
        raise ScheduleError(f"ends at entry {len(self) - 1}, entry {index} is needed")

    def first(self, entries: int) -> Schedule:
        """Return the schedule cut off after `entries` entries; a bare number stays one."""
        if self.is_constant or len(self) <= entries:
            return self
        return Schedule(tuple(_cut(self.runs, entries)))

    def to_text(self) -> str:
        """Return the short notebook form: `12`, `[12]*400+[4]*600`, `[3,2,1]+[0]*9`."""
        if self.is_constant:
            return repr(self.runs[0][0])
        groups = groupby(self.runs, key=lambda run: run[1] == 1)
        return "+".join(text for single, runs in groups for text in _texts(single, runs))


def parse_schedule(text: str) -> Schedule:
    """Read a schedule expression.

    Args:
        text: For example `"[12]*400+[4]*600"`, or `"12"` for the same value everywhere.

    Raises:
        ScheduleError: it is not a schedule; the message shows where.
    """
    return _Parser(text).schedule()


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs with canonical values, empty ones dropped and equal neighbours joined."""
    kept = ((canonical(value), count) for value, count in runs if count > 0)
    for value, group in groupby(kept, key=lambda run: run[0]):
        yield value, min(sum(count for _, count in group), ENDLESS)


def _cut(runs: Iterable[Run], entries: int) -> Iterator[Run]:
    left = entries
    for value, count in runs:
        yield value, min(count, left)
        left -= min(count, left)


def _texts(single: bool, runs: Iterable[Run]) -> Iterator[str]:
    """Yield the terms of neighbouring runs: those of length 1 share one list."""
    if single:
        yield "[" + ",".join(repr(value) for value, _ in runs) + "]"
    else:
        yield from (f"[{value!r}]*{count}" for value, count in runs)


Piece = list[Run] | Number
"""What a part of an expression stands for: entries, or a plain number."""

_SPACE: Final = re.compile(r"\s*")


class _Parser:
    """Recursive descent over one text; `position` is the index of the next character to read."""

    def __init__(self, text: str) -> None:
        self.text, self.position, self.depth = text, 0, 0

    def schedule(self) -> Schedule:
        value = self._sum()
        if self._peek():
            self._fail("expected '+', '*' or the end")
        if not isinstance(value, list):
            return Schedule.constant(value)
        if not value:
            self._fail("a schedule needs at least one entry, got none", 0)
        return Schedule(tuple(value))

    def _sum(self) -> Piece:
        total = self._product()
        while self._take("+"):
            start = self.position
            term = self._product()
            if not isinstance(total, list) or not isinstance(term, list):
                self._fail("'+' joins two lists such as [12]*400 and [4]*600", start)
            total = self._limited(total + term, start)
        return total

    def _product(self) -> Piece:
        value = self._factor()
        while self._take("*"):
            start = self.position
            value = self._repeated(value, self._factor(), start)
        return value

    def _repeated(self, left: Piece, right: Piece, start: int) -> Piece:
        runs, times = (left, right) if isinstance(left, list) else (right, left)
        if not isinstance(runs, list) or not isinstance(times, int) or times < 0:
            self._fail("'*' repeats a list by a whole number, as in [12]*400", start)
        if times * sum(count for _, count in runs) > MAX_ENTRIES:
            self._too_long(start)
        one = len(runs) == 1
        return [(runs[0][0], runs[0][1] * times)] if one else runs * times

    def _limited(self, runs: list[Run], start: int) -> list[Run]:
        if sum(count for _, count in runs) > MAX_ENTRIES:
            self._too_long(start)
        return runs

    def _factor(self) -> Piece:
        if self._take("["):
            return self._entries()
        if self._take("("):
            return self._parenthesis()
        return self._number("expected a list such as [12]*400, or a number")

    def _parenthesis(self) -> Piece:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self._fail(f"more than {_MAX_DEPTH} parentheses inside each other")
        value = self._sum()
        self._expect(")")
        self.depth -= 1
        return value

    def _entries(self) -> list[Run]:
        runs: list[Run] = []
        while not self._take("]"):
            runs.append((self._number("expected a number or ']'"), 1))
            if self._peek() != "]":
                self._expect(",")
        return runs

    def _number(self, rule: str) -> Number:
        self._peek()
        match = NUMERAL.match(self.text, self.position)
        if not match:
            self._fail(rule)
        try:
            number = read_number(match[0])
        except DomainError as error:
            self._fail(f"an entry {error}")
        self.position = match.end()
        return number

    def _peek(self) -> str:
        """Skip white space; return the next character, or an empty string at the end."""
        space = _SPACE.match(self.text, self.position)
        self.position = space.end() if space else self.position
        return self.text[self.position : self.position + 1]

    def _take(self, symbol: str) -> bool:
        found = self._peek() == symbol
        self.position += found
        return found

    def _expect(self, symbol: str) -> None:
        if not self._take(symbol):
            self._fail(f"expected {symbol!r}")

    def _too_long(self, start: int) -> NoReturn:
        self._fail(f"a schedule has at most {MAX_ENTRIES:,} entries (Disco reads 1000)", start)

    def _fail(self, rule: str, position: int | None = None) -> NoReturn:
        where = self.position if position is None else position
        raise ScheduleError(f"{rule}, at character {where + 1}\n{_pointer(self.text, where)}")


def _pointer(text: str, position: int, width: int = 60) -> str:
    """Return the text around `position` and, below it, a caret."""
    start = max(0, position - width // 2)
    excerpt = re.sub(r"\s", " ", text[start : start + width])
    return f"    {excerpt}\n    {' ' * (position - start)}^"
