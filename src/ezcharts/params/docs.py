"""The reference page of all parameters, printed from their declarations.

`python -m ezcharts.params.docs > docs/parameters.md` writes the page; a test says when it is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ezcharts.params.dialect import DIALECTS
from ezcharts.params.explain import by_group, facts
from ezcharts.params.parameter import Parameter

_HEAD = """\
# Parameters

<!-- Printed by `python -m ezcharts.params.docs > docs/parameters.md`: edit the declarations instead. -->

Every parameter of a still picture, under its notebook's own name; those under "also called" work too.
What a notebook accepts is accepted, sensible or not: nothing is rounded, clipped or corrected. Numbers may be
written as text where YAML insists (`1e9`). `ezcharts params NAME` shows the same on the command line.
Sources are sections of `engines.md`, the project's reference of what the notebooks do.
"""


def parameters_markdown() -> str:
    """Return `docs/parameters.md`."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    for dialect in DIALECTS:
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


if __name__ == "__main__":
    sys.stdout.write(parameters_markdown())
