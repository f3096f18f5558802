"""What counts as a number in settings, and its one canonical form.

A number is an int or a float, finite, and never a bool. YAML 1.1 reads `1e9` (no point, no sign) as a
string, so a string that is exactly a decimal numeral counts as that number too. Integral numbers below 2**53
become ints, so that 250 and 250.0 are the same value and have the same JSON; nothing is ever rounded.
"""

from __future__ import annotations

import math
import re
from reprlib import Repr
from typing import Final

from ezcharts.errors import DomainError

Number = int | float

NUMERAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_EXACT: Final = 2**53  # below it every integer has a float of its own

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 80


def shown(value: object) -> str:
    """Return `value` as an error message quotes it: its `repr`, shortened when very long."""
    return _SHORT.repr(value)


def read_number(value: object) -> Number:
    """Return the canonical form of a number.

    Args:
        value: An int, a finite float, or a decimal numeral as text. Bools are not numbers.

    Raises:
        DomainError: `value` is not a number, not finite, or an integer no float can hold exactly.
    """
    if isinstance(value, str) and NUMERAL.fullmatch(value.strip()):
        return canonical(_from_numeral(value.strip()))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DomainError(f"must be a number, got {shown(value)}")
    return canonical(value)


def canonical(number: Number) -> Number:
    """Return `number` as an int where it is integral and below 2**53, else as a float.

    Raises:
        DomainError: it is infinite, not a number, or not exactly representable.
    """
    try:
        as_float = float(number)
    except OverflowError:
        as_float = math.inf
    if not math.isfinite(as_float):
        raise DomainError(f"must be a finite number, got {shown(number)}")
    if as_float != number:
        raise DomainError(f"has too many digits to be kept exactly, got {shown(number)}")
    return int(as_float) if as_float.is_integer() and abs(as_float) < _EXACT else as_float


def _from_numeral(text: str) -> Number:
    whole = text.lstrip("+-").isdecimal() and len(text) < 40  # longer ones cannot be exact anyway
    return int(text) if whole else float(text)
