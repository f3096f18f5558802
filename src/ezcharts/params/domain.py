"""Domains: which values a parameter may have, and the one canonical form of each.

A domain reads (`parse`), says what it accepts (`describe`), writes canonical JSON (`to_json`, such that
`parse(to_json(v)) == v`) and short text for labels (`show`). It never rounds, never clips, and never takes
a bool for a number: a value is inside the domain or refused with the rule and the value seen. What the
notebooks accept is inside, sensible or not; what is sensible is said by `Parameter.typical`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ezcharts.errors import DomainError
from ezcharts.params.number import Number, read_number, shown

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

Value = Any
"""A canonical value; the domain says of which type."""


class Domain(ABC):
    """A set of values with a canonical form for each."""

    @abstractmethod
    def parse(self, value: object) -> Value:
        """Return the canonical value.

        Raises:
            InputError: the value is outside; the text reads on from the parameter's name ("must be ...").
        """

    @abstractmethod
    def describe(self) -> str:
        """Return the range in words, such as "an integer of at least 2"."""

    def to_json(self, value: Value) -> Json:
        """Return the canonical JSON value; `parse` reads it back."""
        plain: Json = value
        return plain

    def show(self, value: Value) -> str:
        """Return a short text for labels and tables, in the notebooks' spelling."""
        return str(value)

    def at(self, version: Decimal) -> Domain:
        """Return the part of the domain that a version of the dialect knows."""
        return self

    def refuse(self, value: object, why: str = "") -> DomainError:
        """Return the error for a value outside: the rule, the value seen, and a hint."""
        return DomainError(f"must be {self.describe()}, got {shown(value)}{why}")


@dataclass(frozen=True)
class Flag(Domain):
    """True or False; the words and numbers that stand for them elsewhere are refused."""

    def parse(self, value: object) -> bool:
        """Return the bool itself."""
        if not isinstance(value, bool):
            raise self.refuse(value)
        return value

    def describe(self) -> str:
        """Return "true or false"."""
        return "true or false"


@dataclass(frozen=True)
class Int(Domain):
    """Whole numbers from `low` to `high`, both included; 250.0 is the whole number 250."""

    low: int | None = None
    high: int | None = None

    def parse(self, value: object) -> int:
        """Return the int."""
        number = _number(self, value)
        if not isinstance(number, int) or not _within(number, self.low, self.high):
            raise self.refuse(value)
        return number

    def describe(self) -> str:
        """Return the range in words."""
        return "an integer" + _range(self.low, self.high)


@dataclass(frozen=True)
class Real(Domain):
    """Finite numbers from `low` to `high`, both included. Integral ones are kept as ints."""

    low: float | None = None
    high: float | None = None

    def parse(self, value: object) -> Number:
        """Return the number: an int where it is integral, else a float."""
        number = _number(self, value)
        if not _within(number, self.low, self.high):
            raise self.refuse(value)
        return number

    def describe(self) -> str:
        """Return the range in words."""
        return "a number" + _range(self.low, self.high)


@dataclass(frozen=True)
class Choice(Domain):
    """One word of a list.

    Attributes:
        options: All words that this version knows.
        since: For words that came later: the version that brought them.
    """

    options: tuple[str, ...]
    since: Mapping[str, str] = field(default_factory=dict)

    def parse(self, value: object) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in self.options:
            raise self.refuse(value, self._later(value))
        return value

    def describe(self) -> str:
        """Return all words."""
        return "one of " + ", ".join(repr(option) for option in self.options)

    def at(self, version: Decimal) -> Choice:
        """Return the words known at `version`; errors about the others say when they came."""
        known = (option for option in self.options if Decimal(self.since.get(option, 0)) <= version)
        return Choice(tuple(known), self.since)

    def _later(self, value: object) -> str:
        version = self.since.get(value) if isinstance(value, str) else None
        return f" (it exists since version {version})" if version else ""


@dataclass(frozen=True)
class Text(Domain):
    """Any text, kept as it is."""

    def parse(self, value: object) -> str:
        """Return the text."""
        if not isinstance(value, str):
            raise self.refuse(value)
        return value

    def describe(self) -> str:
        """Return "text"."""
        return "text"


@dataclass(frozen=True)
class File(Domain):
    """A path or URL, or none; the notebooks' ways to say none all become None."""

    def parse(self, value: object) -> str | None:
        """Return the path as written, or None."""
        if value is None or value in ("", "none", "None", "NONE"):
            return None
        if not isinstance(value, str):
            raise self.refuse(value)
        return value

    def describe(self) -> str:
        """Return the forms in words."""
        return "a path or URL, or none"

    def show(self, value: str | None) -> str:
        """Return the path, or "none"."""
        return value or "none"


def _number(domain: Domain, value: object) -> Number:
    try:
        return read_number(value)
    except DomainError as error:
        hint = f" ({error})" if isinstance(value, int | float) and not isinstance(value, bool) else ""
        raise domain.refuse(value, hint) from None


def _within(number: Number, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _range(low: float | None, high: float | None) -> str:
    if low is not None and low == high:
        return f" equal to {low}"
    if low is not None and high is not None:
        return f" from {low} to {high}"
    if low is not None:
        return f" of at least {low}"
    return f" of at most {high}" if high is not None else ""
