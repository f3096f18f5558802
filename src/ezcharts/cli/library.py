"""`ezcharts library`: says that it is not here yet."""

from __future__ import annotations

import click

from ezcharts.errors import PlanError


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def library(words: tuple[str, ...]) -> None:
    """The visual library: search, compare, add studies (comes with a later version)."""
    raise PlanError(
        "the library is not in this version yet; a study's chart and page are written by ezcharts run STUDY"
    )
