"""All measures there are: every file of the three families, found by looking.

A measure is a module of `looks`, `making` or `meaning` that binds `MEASURE`; its file has the measure's name.
Families come in this order, the measures of each by name.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ezcharts.errors import UnknownName
from ezcharts.measures.measure import Measure

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "looks": "Looks: the picture alone",
        "making": "Making: how it was rendered",
        "meaning": "Meaning: what it is near to",
    }
)
"""Family, which is also the package's name -> its heading."""


@functools.cache
def by_family() -> Mapping[str, tuple[Measure, ...]]:
    """Return family -> its measures, all in their stated order."""
    return MappingProxyType({family: tuple(map(_measure, _modules(family))) for family in FAMILIES})


def measures() -> tuple[Measure, ...]:
    """Return all measures in order."""
    return tuple(measure for members in by_family().values() for measure in members)


def names() -> tuple[str, ...]:
    """Return the names of all measures in order."""
    return tuple(measure.name for measure in measures())


def find(name: str) -> Measure:
    """Return the measure of a name, or that a number such as `detail.fine` belongs to.

    Raises:
        UnknownName: There is none; names the nearest.
    """
    known = {measure.name: measure for measure in measures()}
    wanted = name if name in known else name.partition(".")[0]
    if wanted not in known:
        raise UnknownName("measure", name, known)
    return known[wanted]


def _modules(family: str) -> list[str]:
    package = importlib.import_module(f"{__package__}.{family}")
    return [f"{package.__name__}.{module.name}" for module in sorted(pkgutil.iter_modules(package.__path__))]


def _measure(module: str) -> Measure:
    measure: Measure = importlib.import_module(module).MEASURE
    return measure
