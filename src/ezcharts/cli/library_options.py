"""Options that the commands of `ezcharts library` share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from ezcharts.library.card import Added

library_option = click.option(
    "--library",
    "shelf",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("library"),
    envvar="EZCHARTS_LIBRARY",
    show_default=True,
    show_envvar=True,
    help="Folder of the library, with one folder for each entry.",
)
by_option = click.option(
    "--by", default="", envvar="EZCHARTS_NAME", show_envvar=True, help="Your name, for the card."
)


def added_today(by: str) -> Added:
    """Return who adds an entry, and today's date (UTC)."""
    return Added(by, datetime.now(UTC).date().isoformat())
