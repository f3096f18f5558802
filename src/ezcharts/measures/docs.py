"""The reference page of all measures, printed from their declarations.

    python -m ezcharts.measures.docs > docs/measures.md

A test says when the page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from ezcharts.measures.explain import facts
from ezcharts.measures.measure import SMALLEST, Measure
from ezcharts.measures.table import FAMILIES, by_family

_HEAD: Final = f"""\
# Measures

<!-- Printed by `python -m ezcharts.measures.docs > docs/measures.md`: edit the declarations instead. -->

What can be said of a cell in numbers: how its picture looks, how it was made, what it is near to.
`ezcharts measure` fills them in for a store, in files beside its records, and never measures a cell twice;
`ezcharts measure PICTURE` measures any picture of at least {SMALLEST} x {SMALLEST} pixels;
`ezcharts measures NAME` shows the same as this page on the command line.

A value is a finite number within its range. Where a measure means nothing (a record without a trace, a
cell without an initial image) there is no value, never a zero in its place. Numbers that belong together
have names with a dot, such as `detail.fine`. When the same input gives another figure, the measure's version
is raised and stored values are measured again.

Luma is 0.2126 R + 0.7152 G + 0.0722 B (Rec. BT.709) of the values in the file, with full scale 1. Sections of
`engines.md` are the project's reference of what the notebooks do.

A new measure is a new file in `src/ezcharts/measures/looks`, `making` or `meaning` that binds `MEASURE`.
"""


def measures_markdown() -> str:
    """Return `docs/measures.md`."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for family, members in by_family().items():
        yield f"## {FAMILIES[family]}\n"
        for measure in members:
            yield from _section(measure)


def _section(measure: Measure) -> Iterator[str]:
    yield f"### {measure.name}\n"
    yield "| | |"
    yield "| --- | --- |"
    yield from (f"| {_plain(label)} | {_plain(text)} |" for label, text in facts(measure))
    yield ""


def _plain(text: str) -> str:
    """Keep Markdown from reading stars, brackets and bars as markup."""
    return "".join(f"\\{letter}" if letter in "*|[]<>_" else letter for letter in text)


if __name__ == "__main__":
    sys.stdout.write(measures_markdown())
