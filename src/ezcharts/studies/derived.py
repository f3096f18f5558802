"""Working out a cell's derived settings: each formula after the settings that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ezcharts.errors import DomainError
from ezcharts.params.number import Number, shown
from ezcharts.params.schedule import Schedule
from ezcharts.studies.formula import Formula
from ezcharts.studies.given import Given
from ezcharts.studies.problems import located
from ezcharts.studies.vocabulary import Vocabulary


def work_out(vocabulary: Vocabulary, given: Mapping[str, Given]) -> dict[str, Any]:
    """Return plain values for everything given, formulas worked out.

    Args:
        vocabulary: The study's names; settings that are not given have the platform's defaults.
        given: By canonical name.

    Raises:
        StudyError: Formulas need each other in a circle, need something that is not one number, or give a
            value outside its domain.
    """
    values: dict[str, Any] = {}
    for name in given:
        _settle(vocabulary, given, values, name, ())
    return values


def _settle(
    vocabulary: Vocabulary,
    given: Mapping[str, Given],
    values: dict[str, Any],
    name: str,
    path: tuple[str, ...],
) -> object:
    """Return one value, worked out and kept in `values`; `path` is what is being worked out."""
    if name in values:
        return values[name]
    if name not in given:
        return vocabulary.find(name).default_at(vocabulary.version)
    value = given[name].value
    if isinstance(value, Formula):
        with located(given[name].place, f"settings.{name}"):
            if name in path:
                circle = " -> ".join((*path[path.index(name) :], name))
                raise DomainError(
                    f"formulas need each other in a circle: {circle}; give one of them a number"
                )
            needed = {
                word: _number(
                    word, _settle(vocabulary, given, values, vocabulary.find(word).name, (*path, name))
                )
                for word in value.names
            }
            value = vocabulary.parse(vocabulary.find(name), _result(value, needed))
    values[name] = value
    return value


def _result(formula: Formula, needed: Mapping[str, Number]) -> Number:
    try:
        return formula(needed)
    except OverflowError:
        raise DomainError(f"the result of {formula.text!r} is too large") from None


def _number(name: str, value: object) -> Number:
    """Return the one number that a setting is; a constant schedule is one, too."""
    if isinstance(value, Schedule) and value.is_constant:
        value = value.at(0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DomainError(f"a formula needs {name} to be one number, it is {shown(value)}")
    return value
