"""Lists and ranges of numbers, as people write them on an axis, in exact arithmetic.

    list   := item ("," item)*
    item   := number | number ("-" | "to") number [step | count]
    step   := "(" number ")"                  1-5 (+2)  is 1, 3, 5;     10-5 (-3) is 10, 7
    count  := "[" whole number "]"            0-1 [6]   is 0, 0.2, 0.4, 0.6, 0.8, 1

A range between whole numbers steps by one when nothing else is said. A step stops before it would pass the
end; both ends belong to a range with a count. A range that would hold nothing, or whose first step already
passes the end, is a mistake and says so. All figures are fractions until the very end, so that 0-1 (+0.1)
ends with 1 and not with 0.9999999999999999.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ezcharts.errors import DomainError
from ezcharts.params.number import NUMERAL, Number

MOST_VALUES = 1000
MAX_CHARACTERS = 1000

_LARGEST_EXPONENT = 300

_NUMBER = NUMERAL.pattern
_RANGE = re.compile(
    rf"(?P<start>{_NUMBER})\s*(?:-|to)\s*(?P<end>{_NUMBER})"
    rf"\s*(?:\(\s*(?P<step>{_NUMBER})\s*\)|\[\s*(?P<count>[0-9]+)\s*\])?"
)


def looks_like_numbers(text: str) -> bool:
    """Return whether a text is a list or range of numbers, right or wrong, and not words."""
    return len(text) <= MAX_CHARACTERS and all(map(_looks_right, _items(text)))


def numbers(text: str, whole: bool = False) -> tuple[Number, ...]:
    """Return the numbers of a list or range.

    Args:
        text: For example `1, 2, 5-7` or `0-1 [6]`.
        whole: The numbers must be whole ones.

    Raises:
        DomainError: The text is no such list, a range holds nothing or passes its end, or a number is not
            whole.
    """
    found = [value for item in _items(text) for value in _item(item, whole)]
    if len(found) > MOST_VALUES:
        raise DomainError(f"an axis has at most {MOST_VALUES} values, {text!r} gives {len(found)}")
    return tuple(_number(value) for value in found)


def _looks_right(item: str) -> bool:
    return bool(NUMERAL.fullmatch(item) or _RANGE.fullmatch(item))


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",")]


def _item(text: str, whole: bool) -> list[Fraction]:
    if NUMERAL.fullmatch(text):
        return [_fraction(text)]
    match = _RANGE.fullmatch(text)
    if not match:
        raise DomainError(f"{text!r} is neither a number nor a range; write 5, 1-5, 1-5 (+2) or 0-1 [6]")
    start, end = _fraction(match["start"]), _fraction(match["end"])
    if match["count"]:
        return _counted(text, start, end, int(match["count"]), whole)
    return _stepped(text, start, end, _step(text, match["step"], start, end))


def _step(text: str, step: str | None, start: Fraction, end: Fraction) -> Fraction:
    """Return the step of a range: as written, or one between whole numbers."""
    if step:
        return _fraction(step)
    if start.denominator != 1 or end.denominator != 1:
        raise DomainError(f"the range {text!r} needs a step or a count; write {text} (+0.1) or {text} [5]")
    return Fraction(1)


def _stepped(text: str, start: Fraction, end: Fraction, step: Fraction) -> list[Fraction]:
    if step == 0:
        raise DomainError(f"the range {text!r} never moves: its step is 0")
    steps = (end - start) // step
    if steps < 0:
        ends = f"{_shown(start)}-{_shown(end)}"
        raise DomainError(
            f"the range {text!r} holds nothing: its step leads away from its end; {_turned(ends, step)}"
        )
    if steps == 0 and start != end:
        raise DomainError(f"the first step of the range {text!r} already passes its end; take a smaller step")
    if steps >= MOST_VALUES:
        raise DomainError(f"an axis has at most {MOST_VALUES} values, {text!r} gives {steps + 1}")
    return [start + step * index for index in range(int(steps) + 1)]


def _turned(ends: str, step: Fraction) -> str:
    return f"write {ends} ({'-' if step > 0 else '+'}{_shown(abs(step))})"


def _counted(text: str, start: Fraction, end: Fraction, count: int, whole: bool) -> list[Fraction]:
    if not 2 <= count <= MOST_VALUES or start == end:
        raise DomainError(f"a count is 2 to {MOST_VALUES}, between two different ends, not {text!r}")
    values = [start + (end - start) * index / (count - 1) for index in range(count)]
    odd = next((value for value in values if value.denominator != 1), None)
    if whole and odd is not None:
        raise DomainError(
            f"{text!r} gives {_shown(odd)}, which is not a whole number{_better(start, end, count)}"
        )
    return values


def _better(start: Fraction, end: Fraction, count: int) -> str:
    """Return the nearest smaller and larger count that fall on whole numbers, as a hint."""
    span = abs(end - start)
    if span.denominator != 1 or start.denominator != 1:
        return "; begin and end with whole numbers"
    fitting = [n for n in range(2, min(int(span) + 2, MOST_VALUES)) if span % (n - 1) == 0]
    near = [n for n in fitting if n < count][-1:] + [n for n in fitting if n > count][:1]
    return f"; {' or '.join(f'[{n}]' for n in near)} would be whole"


def _fraction(text: str) -> Fraction:
    exponent = re.search(r"[eE]([+-]?[0-9]+)", text)
    if exponent and abs(int(exponent[1])) > _LARGEST_EXPONENT:
        raise DomainError(f"{text!r} is beyond what a number can be")
    return Fraction(text.rstrip("."))


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else float(value)


def _shown(value: Fraction) -> str:
    return show_number(_number(value))


def show_number(value: Number) -> str:
    """Return a number as a label shows it: at most 8 characters where that loses nothing that matters."""
    text = str(value)
    return text if len(text) <= 8 or isinstance(value, int) else f"{value:.4g}"
