"""What can be said about a measure, as plain rows: the command line and the docs print the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from ezcharts.measures.measure import NEEDS, Measure


def facts(measure: Measure) -> Iterator[tuple[str, str]]:
    """Yield (label, text) rows about a measure, without empty ones."""
    rows = (
        ("formula", measure.formula),
        ("unit", measure.unit),
        ("range", measure.range.describe()),
        ("typical", measure.typical),
        ("more looks", measure.more),
        *((f"{measure.name}.{part}", more) for part, more in measure.parts.items()),
        ("one for each", measure.per),
        ("needs", needs(measure)),
        ("note", measure.note),
        ("source", measure.source),
        ("version", str(measure.version)),
    )
    return ((label, text) for label, text in rows if text)


def needs(measure: Measure) -> str:
    """Return what a measure is computed from, in words."""
    return "; ".join(NEEDS[need] for need in measure.needs)


def gist(measure: Measure) -> str:
    """Return a measure in one line: which way more looks, its range and its unit."""
    return f"{measure.more} ({measure.range.describe()}, {measure.unit})"
