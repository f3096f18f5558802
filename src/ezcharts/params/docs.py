"""The reference pages, printed from the declarations: all parameters, and the map between the dialects.

    python -m ezcharts.params.docs > docs/parameters.md
    python -m ezcharts.params.docs dialects > docs/dialects.md

A test says when a page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from ezcharts.params.compare import COMPARISONS, Comparison, sides
from ezcharts.params.dialect import DIALECTS
from ezcharts.params.explain import FAMILIES, by_group, facts
from ezcharts.params.parameter import Parameter

_HEAD = """\
# Parameters

<!-- Printed by `python -m ezcharts.params.docs > docs/parameters.md`: edit the declarations instead. -->

Every parameter of a still picture, under its notebook's own name; those under "also called" work too.
What a notebook accepts is accepted, sensible or not: nothing is rounded, clipped or corrected. Numbers may be
written as text where YAML insists (`1e9`). `ezcharts params NAME` shows the same on the command line.
A default that is "ours" is our choice, because the notebook's own is not known. What the same name means in
the other family of notebooks is on the page of the [dialects](dialects.md).
Sources are sections of `engines.md`, the project's reference of what the notebooks do.
"""

_MAP_HEAD = """\
# Dialects

<!-- Printed by `python -m ezcharts.params.docs dialects > docs/dialects.md`: edit `params/compare.py`. -->

Disco Diffusion and the JAX notebooks share many names, and not always what they mean. Each section says what
is the same and what is not; where it carries a **warning**, figures of one mislead in the other, and pictures
of both never belong in one chart. `ezcharts params --compare NAME` shows the same on the command line, and
[parameters](parameters.md) tells the rest of each parameter.
"""


def parameters_markdown() -> str:
    """Return `docs/parameters.md`."""
    return "\n".join(_lines())


def dialects_markdown() -> str:
    """Return `docs/dialects.md`."""
    return "\n".join(_map_lines())


def _map_lines() -> Iterator[str]:
    yield _MAP_HEAD
    for each in COMPARISONS:
        yield from _entry(each)


def _entry(each: Comparison) -> Iterator[str]:
    yield f"## {each.topic}\n"
    yield f"{'**Warning**: ' if each.level == 'warning' else ''}{each.kind}.\n"
    yield f"{_cell(each.text)}\n"
    rows = [(family, shown) for family, shown in sides(each) if shown]
    if rows:
        yield "| | |"
        yield "| --- | --- |"
        yield from (f"| {family} | {_cell('; '.join(shown))} |" for family, shown in rows)
        yield ""


def _lines() -> Iterator[str]:
    yield _HEAD
    for dialect in DIALECTS:
        yield f"# {FAMILIES[dialect.name]}\n"
        yield f"Platforms: {', '.join(f'`{platform}`' for platform in dialect.platforms)}.\n"
        for group, members in by_group(dialect):
            yield f"## {group.capitalize() if group.islower() else group}\n"
            for parameter in members:
                yield from _section(parameter)


def _section(parameter: Parameter) -> Iterator[str]:
    yield f"### {parameter.name}\n"
    yield f"{parameter.help}\n"
    yield "| | |"
    yield "| --- | --- |"
    yield from (f"| {label} | {_cell(text)} |" for label, text in facts(parameter))
    yield ""


def _cell(text: str) -> str:
    """Keep Markdown from reading stars, brackets and bars as markup."""
    return "".join(f"\\{letter}" if letter in "*|[]<>" else letter for letter in text)


PAGES: Final = {"parameters": parameters_markdown, "dialects": dialects_markdown}

if __name__ == "__main__":
    sys.stdout.write(PAGES[(sys.argv[1:] or ["parameters"])[0]]())
