"""A finished entry as one file, to be handed from one machine to another: a zip of its folder.

Equal entries give equal bytes. What comes in is a stranger's: the archive and every picture in it pass the
guard, and only the files that card and table name are taken.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.library import card as cards
from ezcharts.library import table as tables
from ezcharts.library.card import Card, read_card, write_card
from ezcharts.library.catalogue import STUDY
from ezcharts.library.draft import Content, Draft
from ezcharts.library.guard.archive import unpack
from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.names import checked_path, inside, slug
from ezcharts.library.table import Cells, read_cells
from ezcharts.store.files import plain_errors, write_atomically
from ezcharts.studies.spec import read_study

ENDING: Final = ".ezpack.zip"
_MIDNIGHT: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold: no clock in the bytes


def write_pack(draft: Draft, path: Path) -> None:
    """Write a draft as one file.

    Raises:
        StoreError: The disk is full or cannot be written; nothing is left.
    """
    files: dict[str, Content] = {**draft.files, cards.FILE: partial(write_card, draft.card)}
    if draft.cells:
        files[tables.FILE] = draft.cells.to_bytes
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(checked_path(name), _MIDNIGHT)
            entry.external_attr = 0o644 << 16
            is_picture = name.endswith((".webp", ".png", ".jpg"))  # packed already
            entry.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name]())
    write_atomically(path, buffer.getvalue())


def read_pack(path: Path, scratch: Path, name: str = "") -> Draft:
    """Unpack a packed run and check it.

    Args:
        path: The file.
        scratch: A folder that is not there yet; the caller removes it when the draft is shelved.
        name: Name of the entry; the file's when left out.

    Raises:
        LibraryError: The archive is refused, or holds no entry; nothing was written.
        StudyError: Its card or study file is not valid.
    """
    folder = unpack(path, scratch)
    for needed in (cards.FILE, tables.FILE):
        if not (folder / needed).is_file():
            raise LibraryError(f"{path} holds no {needed}; make it with: ezcharts pack STUDY.yaml")
    card, cells = read_card(folder / cards.FILE), read_cells(folder / tables.FILE)
    files: dict[str, Content] = {}
    for file in dict.fromkeys(_pictures(card, cells)):
        picture = inside(folder, file)
        if not picture.is_file():
            raise LibraryError(f"{path} names {file} and does not hold it; pack the run again")
        with plain_errors("read", picture):
            open_picture(picture)
            files[file] = picture.read_bytes
    files |= _study(folder)
    return Draft(name or slug(path.name.removesuffix(ENDING).removesuffix(".zip")), card, cells, files)


def _pictures(card: Card, cells: Cells) -> Iterator[str]:
    yield from (cell.file for cell in cells.cells if cell.file)
    yield from (file for view in cells.views for file in view.chart)
    if card.original:
        yield card.original


def _study(folder: Path) -> dict[str, Content]:
    """The study file, and the pictures that it names."""
    path = folder / STUDY
    if not path.is_file():
        return {}
    study = read_study(path)
    files: dict[str, Content] = {STUDY: path.read_bytes}
    for given in study.settings.values():
        if isinstance(given.value, str) and (folder / given.value).is_file():
            picture = inside(folder, given.value)
            open_picture(picture)
            files[given.value] = picture.read_bytes
    return files
