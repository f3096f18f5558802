"""From an entry to its line in lists: names made plain, words gathered for the search."""

from __future__ import annotations

import re
from typing import Final

from ezcharts.library.card import Card, platform_words
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.known import dialect_named, own_name
from ezcharts.library.site.pages import Listing

_WORD: Final = re.compile(r"[^\W_][\w@.+-]*[^\W_]|[^\W_]")


def listing_of(entry: Entry, thumb: str) -> Listing:
    """Return the line of an entry; `thumb` is the address of its small picture."""
    card, dialect = entry.card, dialect_named(entry.card.platform or entry.card.stated)
    cells = entry.cells.cells if entry.cells else ()
    return Listing(
        name=entry.name,
        number=card.number,
        title=card.title,
        platform=card.platform or card.stated,
        platform_words=platform_words(card.platform) or card.stated,
        dialect=dialect,
        date=card.date,
        kind=card.kind,
        provenance=card.provenance,
        models=card.models,
        line=card.line,
        parameters=tuple(dict.fromkeys(own_name(name, dialect) for name in entry.parameters)),
        pictures=sum(cell.state == "done" for cell in cells),
        thumb=thumb,
        original=not card.wants_original,
        added=card.added.on,
        words=_words(card),
    )


def _words(card: Card) -> str:
    """What a search finds an entry by beside what its card shows: each word once, in the order written."""
    told = [card.notes, card.erratum, card.stated, card.profile, card.added.by]
    for one in card.gathered:
        told += [one.by, one.said, one.note]
    shown = set(_split(" ".join((card.title, card.line))))
    return " ".join(word for word in dict.fromkeys(_split(" ".join(told))) if word not in shown)


def _split(text: str) -> list[str]:
    return _WORD.findall(text.lower())
