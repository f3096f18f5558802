"""An entry before it is on the shelf: its card, its table and its files, made when they are written.

Every way into the library ends in a `Draft`; `shelve` puts it into the catalogue in one move, so that an
entry is there in full or not at all, whatever happens on the way.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.library import card as cards
from ezcharts.library import table as tables
from ezcharts.library.card import Card, write_card
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.names import checked_name, checked_path
from ezcharts.library.table import Cells
from ezcharts.store.files import plain_errors, write_atomically

Content = Callable[[], bytes]
BY_CONTENT: Final = "cells/"
"""Files in this folder are named by what is in them: one that an entry has is not made again."""


@dataclass(frozen=True)
class Draft:
    """An entry to be.

    Attributes:
        name: Its folder's name.
        card: Its card; without a number it goes to the end.
        cells: Its table; None for a link.
        files: Name within the entry -> what makes the content.
    """

    name: str
    card: Card
    cells: Cells | None = None
    files: Mapping[str, Content] = field(default_factory=dict)


def shelve(draft: Draft, catalogue: Catalogue, *, again: bool = False) -> Entry:
    """Write an entry.

    Args:
        draft: The entry.
        catalogue: Where it goes; its folder is made if there is none.
        again: Whether an entry of that name is replaced. What people wrote on its card stays, and so do its
            original and its place in the catalogue.

    Raises:
        LibraryError: There is an entry of that name, or a file has a name that cannot be.
        StoreError: The disk is full or cannot be written; the catalogue is as it was.
    """
    folder = catalogue.folder / checked_name(draft.name)
    catalogue.folder.mkdir(parents=True, exist_ok=True)
    old = catalogue.get(draft.name) if (folder / cards.FILE).exists() else None
    if old and not again:
        raise LibraryError(
            f"{catalogue.folder} has an entry {draft.name!r}; choose another --name, or --again"
        )
    scratch = catalogue.folder / f".{draft.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    try:
        _write(draft, _card(draft, old, catalogue), scratch, old)
        _into_place(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return catalogue.get(draft.name)


def _card(draft: Draft, old: Entry | None, catalogue: Catalogue) -> Card:
    """What people wrote stays; what the run decides is the draft's."""
    if old is None:
        return draft.card if draft.card.number else replace(draft.card, number=catalogue.next_number())
    new = draft.card
    kept = replace(old.card, kind=new.kind, provenance=new.provenance, models=new.models, profile=new.profile)
    return replace(kept, original=new.original or kept.original)


def _write(draft: Draft, card: Card, scratch: Path, old: Entry | None) -> None:
    with plain_errors("write", scratch):
        scratch.mkdir()
    for name, content in draft.files.items():
        there = old.folder / name if old and name.startswith(BY_CONTENT) else None
        kept = there is not None and there.is_file()
        write_atomically(scratch / checked_path(name), there.read_bytes() if there and kept else content())
    if draft.cells:
        write_atomically(scratch / tables.FILE, draft.cells.to_bytes())
    write_atomically(scratch / cards.FILE, write_card(card))
    if old and (old.folder / "original").is_dir() and not (scratch / "original").exists():
        shutil.copytree(old.folder / "original", scratch / "original")


def _into_place(scratch: Path, folder: Path) -> None:
    """Put the new folder where the old one is; a kill between the two moves leaves the old one beside it."""
    aside = scratch.with_suffix(".old")
    with plain_errors("write", folder):
        if folder.exists():
            folder.rename(aside)
        scratch.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
