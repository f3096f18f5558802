"""Is the card complete, does it fit the others, and is what it says possible?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ezcharts.library.card import FILE, Card
from ezcharts.library.catalogue import Entry
from ezcharts.library.checks.notice import Notice
from ezcharts.params.dialect import platforms


def card_notices(entry: Entry, numbers: Mapping[str, int], today: date) -> Iterator[Notice]:
    """Yield what is to be said of a card.

    Args:
        entry: The entry.
        numbers: Name of every entry of the catalogue -> its number.
        today: The day of the check.
    """
    card = entry.card
    yield from _missing(card, entry.cells is not None)
    yield from _numbers(entry, numbers)
    for key, day in _days(card):
        if date(*_first_day(day)) > today:
            yield Notice("error", f"{key} is {day}, which is still to come", FILE, "correct it")
    for name in card.see_also:
        if name not in numbers:
            yield Notice("error", f"see_also names {name}, which is no entry", FILE, "correct or remove it")
        elif name == entry.name:
            yield Notice("warn", "see_also names the entry itself", FILE, "remove it")


def _missing(card: Card, has_cells: bool) -> Iterator[Notice]:
    if not card.line and card.kind == "study":
        yield Notice("warn", "there is no line", FILE, "say in one line what the pictures show")
    if not card.notes:
        yield Notice("note", "there are no notes", FILE, "say what you saw, and how the pictures were made")
    if not card.added.by or not card.added.on:
        yield Notice("warn", "it is not said who added it and when", FILE, "write added: {by: ..., on: ...}")
    if not card.platform:
        yield Notice("warn", "there is no platform", FILE, "say which notebook, as exactly as you know")
    elif card.platform not in platforms() and has_cells and card.provenance in ("rendered", "settings"):
        known = ", ".join(platforms())
        yield Notice("warn", f"{card.platform} is no platform of ours", FILE, f"one of {known} says more")
    if card.kind == "link" and not any(each.url for each in card.gathered):
        yield Notice("warn", "a link without an address", FILE, "say under gathered where it is")
    if not has_cells and not card.parameters:
        yield Notice("warn", "nothing says which parameters it is about", FILE, "list them under parameters")


def _numbers(entry: Entry, numbers: Mapping[str, int]) -> Iterator[Notice]:
    number = entry.card.number
    if not number:
        yield Notice("warn", "it has no number", FILE, "a new entry goes to the end")
    others = [name for name, other in numbers.items() if other == number and name != entry.name]
    if number and others:
        yield Notice(
            "error", f"number {number} is that of {', '.join(others)} as well", FILE, "take the next free"
        )


def _days(card: Card) -> Iterator[tuple[str, str]]:
    yield from ((key, day) for key, day in (("date", card.date), ("added.on", card.added.on)) if day)
    yield from (("gathered.date", each.date) for each in card.gathered if each.date)


def _first_day(written: str) -> tuple[int, int, int]:
    year, month, day = [*(int(part) for part in written.split("-")), 1, 1][:3]
    return year, month, day
