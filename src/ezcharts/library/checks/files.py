"""Is every file there that something names, is every file named, and are they small enough?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.library import card as cards
from ezcharts.library import table as tables
from ezcharts.library.catalogue import FINDINGS, STUDY, Entry
from ezcharts.library.checks.notice import Notice
from ezcharts.library.guard.folder import walk
from ezcharts.store.files import plain_errors

MOST_BYTES: Final = 1_500_000
MOST_CELL_BYTES: Final = 20_000
"""An entry of many cells may weigh so much for each of them."""
MOST_PICTURE_BYTES: Final = 400_000
ORIGINAL: Final = "original"
_PICTURES: Final = (".webp", ".png", ".jpg", ".jpeg", ".gif")
_NAMES: Final = re.compile(r"[\w./-]+")
"""Words of a study file that may name a file."""
_OWN: Final = (cards.FILE, tables.FILE, STUDY, *FINDINGS)


def file_notices(entry: Entry) -> Iterator[Notice]:
    """Yield what is to be said of the files of an entry."""
    try:
        there = {path.relative_to(entry.folder).as_posix(): path for path in walk(entry.folder)}
    except LibraryError as error:
        yield Notice("error", str(error))
        return
    named = named_files(entry)
    for name, by in named.items():
        if name not in there:
            yield Notice(
                "error", f"{by} names a file that is not there", name, "put it there, or correct the name"
            )
    study_has_files = STUDY in there
    if study_has_files:
        with plain_errors("read", there[STUDY]):
            words = set(_NAMES.findall(there[STUDY].read_text(encoding="utf-8", errors="replace")))
        named |= dict.fromkeys(words & there.keys(), STUDY)
    for name in there:
        if name not in named and name not in _OWN and not name.startswith(f"{ORIGINAL}/"):
            level, todo = ("note", "is it a file of the study?") if study_has_files else ("warn", "remove it")
            yield Notice(level, "nothing names this file", name, todo)  # type: ignore[arg-type]
    yield from _sizes(there, len(entry.cells.cells) if entry.cells else 0)


def named_files(entry: Entry) -> dict[str, str]:
    """Return every file that the card or the table names -> which of them does."""
    named: dict[str, str] = {}
    if entry.card.original:
        named[entry.card.original] = cards.FILE
    for cell in entry.cells.cells if entry.cells else ():
        if cell.file:
            named[cell.file] = tables.FILE
    for view in entry.cells.views if entry.cells else ():
        named |= dict.fromkeys(view.chart, tables.FILE)
    return named


def _sizes(there: dict[str, Path], cells: int) -> Iterator[Notice]:
    sizes = {name: path.stat().st_size for name, path in there.items()}
    for name, size in sizes.items():
        if name.lower().endswith(_PICTURES) and size > MOST_PICTURE_BYTES:
            limit = f"{MOST_PICTURE_BYTES // 1000} kB"
            yield Notice(
                "warn", f"a picture has at most {limit}, this has {size // 1000:,} kB", name, "pack it harder"
            )
    most = max(MOST_BYTES, cells * MOST_CELL_BYTES)
    if (total := sum(sizes.values())) > most:
        text = f"an entry has at most {most / 1e6:.1f} MB, this has {total / 1e6:.1f} MB"
        yield Notice("warn", text, todo="make its pictures smaller, or show fewer cells")
