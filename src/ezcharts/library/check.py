"""What a review would say about an entry: what is missing, doubtful or wrong, and what to do about it.

`error` stands in the way of the entry; `warn` is probably wrong, or missing and worth having; `note` is
good to know. Nothing is changed, and nothing of the entry is trusted: its pictures pass the guard like a
stranger's.
"""

from __future__ import annotations

from datetime import date
from itertools import chain

from ezcharts.errors import EzChartsError
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.checks.card import card_notices
from ezcharts.library.checks.files import file_notices
from ezcharts.library.checks.notice import Level, Notice
from ezcharts.library.checks.pictures import picture_notices
from ezcharts.library.checks.settings import settings_notices
from ezcharts.library.checks.study import study_notices

__all__ = ["LEVELS", "Level", "Notice", "check", "check_all"]

LEVELS: tuple[Level, ...] = ("error", "warn", "note")


def check(entry: Entry, catalogue: Catalogue, today: date | None = None) -> tuple[Notice, ...]:
    """Return what is to be said about an entry, errors first.

    Args:
        entry: The entry.
        catalogue: All entries; those that cannot be read are passed over.
        today: The day of the check; by default the day it is.
    """
    return _check(entry, _numbers(catalogue), today or date.today())


def check_all(catalogue: Catalogue, today: date | None = None) -> dict[str, tuple[Notice, ...]]:
    """Return what is to be said about every entry, by name; one that cannot be read has that as its error."""
    numbers = _numbers(catalogue)
    found: dict[str, tuple[Notice, ...]] = {}
    for name in catalogue.names():
        try:
            found[name] = _check(catalogue.get(name), numbers, today or date.today())
        except EzChartsError as error:
            found[name] = (Notice("error", str(error)),)
    return found


def _check(entry: Entry, numbers: dict[str, int], today: date) -> tuple[Notice, ...]:
    try:
        _ = entry.cells
    except EzChartsError as error:
        return (Notice("error", str(error)),)  # all else hangs on the table
    notices = chain(
        card_notices(entry, numbers, today),
        file_notices(entry),
        picture_notices(entry),
        settings_notices(entry),
        study_notices(entry),
    )
    return tuple(sorted(dict.fromkeys(notices), key=lambda notice: LEVELS.index(notice.level)))


def _numbers(catalogue: Catalogue) -> dict[str, int]:
    """Return the number of every entry; 0 for one whose card cannot be read."""
    numbers: dict[str, int] = {}
    for name in catalogue.names():
        try:
            numbers[name] = catalogue.get(name).card.number
        except EzChartsError:
            numbers[name] = 0
    return numbers
