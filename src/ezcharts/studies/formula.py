"""Derived settings: `steps: =250 + skip_steps`. A small arithmetic of our own; nothing is evaluated as code.

    formula := "=" sum
    sum     := product (("+" | "-") product)*
    product := factor (("*" | "//" | "/" | "%") factor)*
    factor  := "-" factor | number | name | "(" sum ")" | function "(" sum ("," sum)* ")"

A name is another setting. Functions: `min` and `max` of several, `floor`, and `round` (halves away from
zero). All figures are fractions, so that `=0.2 * steps` of 35 is 7 and not 7.000000000000001. There are no
powers: figures stay as large as what was written.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn

from ezcharts.errors import DomainError, UnknownName
from ezcharts.params.number import Number

MAX_CHARACTERS = 120

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+\.?[0-9]*|\.[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>//|[-+*/%(),]))"
)

Lookup = Mapping[str, Number]
Term = Callable[[Lookup], Fraction]


@dataclass(frozen=True)
class Formula:
    """A derived setting.

    Attributes:
        text: As written, with its `=`.
        names: The settings it needs, as written, in order of appearance.
    """

    text: str
    names: tuple[str, ...]
    term: Term = field(compare=False, repr=False)

    def __call__(self, values: Lookup) -> Number:
        """Return the value, an int where it is whole.

        Args:
            values: A number for each of `names`.

        Raises:
            DomainError: It divides by zero.
        """
        try:
            value = self.term(values)
        except ZeroDivisionError:
            raise DomainError(f"{self.text!r} divides by zero") from None
        return int(value) if value.denominator == 1 else float(value)


def is_formula(value: object) -> bool:
    """Return whether a value written in a study is a formula: a text that begins with `=`."""
    return isinstance(value, str) and value.startswith("=")


def parse_formula(text: str) -> Formula:
    """Read a formula.

    Args:
        text: With its `=`.

    Raises:
        DomainError: It is not one; the message says where.
        UnknownName: It calls a function that does not exist.
    """
    if len(text) > MAX_CHARACTERS:
        raise DomainError(f"a formula has at most {MAX_CHARACTERS} characters, not {len(text)}")
    return _Parser(text).formula()


def _half_up(value: Fraction) -> Fraction:
    """Return the nearest whole number; halves go away from zero."""
    return Fraction(math.floor(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1))


_OPERATORS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": lambda a, b: Fraction(a // b),
    "%": operator.mod,
}

_FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "round": _half_up,
    "floor": lambda value: Fraction(math.floor(value)),
}

_SEVERAL = ("min", "max")


def _constant(value: Fraction) -> Term:
    return lambda values: value


def _setting(name: str) -> Term:
    return lambda values: Fraction(str(values[name]))


def _negative(term: Term) -> Term:
    return lambda values: -term(values)


def _binary(sign: str, left: Term, right: Term) -> Term:
    apply = _OPERATORS[sign]
    return lambda values: apply(left(values), right(values))


def _call(function: str, arguments: list[Term]) -> Term:
    apply = _FUNCTIONS[function]
    return lambda values: apply(*(argument(values) for argument in arguments))


class _Parser:
    """Recursive descent; each method reads one rule of the grammar and returns what computes it."""

    def __init__(self, text: str) -> None:
        self.text, self.position = text, 1
        self.names: dict[str, None] = {}

    def formula(self) -> Formula:
        term = self._sum()
        if self._rest():
            self._fail("expected an operator (+ - * / // %) or the end")
        return Formula(self.text, tuple(self.names), term)

    def _sum(self) -> Term:
        term = self._product()
        while sign := self._take("+", "-"):
            term = _binary(sign, term, self._product())
        return term

    def _product(self) -> Term:
        term = self._factor()
        while sign := self._take("*", "//", "/", "%"):
            term = _binary(sign, term, self._factor())
        return term

    def _factor(self) -> Term:
        if self._take("-"):
            return _negative(self._factor())
        if self._take("("):
            return self._closed(self._sum())
        match = self._match()
        if match and match["number"]:
            self.position = match.end()
            return _constant(Fraction(match["number"].rstrip(".")))
        if match and match["name"]:
            self.position = match.end()
            return self._name(match["name"])
        return self._fail("expected a number, the name of a setting, or '('")

    def _name(self, name: str) -> Term:
        if not self._take("("):
            self.names[name] = None
            return _setting(name)
        if name not in _FUNCTIONS:
            raise UnknownName("function", name, _FUNCTIONS)
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        if name in _SEVERAL and len(arguments) < 2:
            self._fail(f"{name} compares two or more")
        if name not in _SEVERAL and len(arguments) > 1:
            self._fail(f"{name} takes one number")
        return self._closed(_call(name, arguments))

    def _closed(self, term: Term) -> Term:
        if not self._take(")"):
            self._fail("expected ')'")
        return term

    def _match(self) -> re.Match[str] | None:
        return _TOKEN.match(self.text, self.position)

    def _take(self, *signs: str) -> str:
        match = self._match()
        if not match or match["sign"] not in signs:
            return ""
        self.position = match.end()
        return match["sign"]

    def _rest(self) -> str:
        return self.text[self.position :].strip()

    def _fail(self, rule: str) -> NoReturn:
        seen = self._rest() or "the end"
        raise DomainError(f"{rule} at {seen!r} in the formula {self.text!r}")
