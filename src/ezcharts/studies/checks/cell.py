"""What can be known of any cell before it is rendered: that it cannot be, or will not be what one thinks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ezcharts.params.disco.prompts import parse_prompt
from ezcharts.studies.cell import FILES, Cell, setting_or
from ezcharts.studies.checks import disco, jax
from ezcharts.studies.checks.finding import Finding

MOST_STEPS = 20_000

_CHECKS: Final[Mapping[str, tuple[Callable[[Cell], Iterator[Finding]], ...]]] = {
    "disco": disco.CHECKS,
    "jax": jax.CHECKS,
}


def check_cell(cell: Cell) -> Iterator[Finding]:
    """Yield what is known of a cell, as it is rendered."""
    if cell.settings["steps"] > MOST_STEPS:
        yield Finding(
            "error", "steps", f"at most {MOST_STEPS:,} steps are rendered, not {cell.settings['steps']:,}"
        )
        return
    for check in (*_CHECKS[cell.settings.dialect.name], _size, _addresses):
        yield from check(cell)


def _size(cell: Cell) -> Iterator[Finding]:
    asked = cell.settings["width_height"]
    if asked != cell.size:
        text = f"{asked[0]}x{asked[1]} is rendered as {cell.size[0]}x{cell.size[1]}, in multiples of 64"
        yield Finding("warn", "size", text)


def _addresses(cell: Cell) -> Iterator[Finding]:
    """Pictures are files: none is fetched from the web."""
    prompts: tuple[str, ...] = setting_or(cell.settings, "image_prompts", ())
    files = [setting_or(cell.settings, role, None) or "" for role in FILES]
    for name in (*files, *(parse_prompt(text).subject for text in prompts)):
        if "://" in name:
            yield Finding("error", "files", f"{name} is an address; download the picture and name the file")
