"""The catalogue: a folder with one folder for each entry, kept in git, read with nothing but a text editor.

    library/
      07-eta-vs-steps-jax/
        entry.yaml        the card, written by people           card.py
        cells.json        the cells, written by `library add`   table.py
        study.yaml        the study file that renders it again, with the files it names
        cells/            pictures, WebP, named by what is in them
        charts/           the chart pictures
        original/         the picture of the source and how it was cut

An entry of kind "link" is a card alone. Nothing outside the folder is needed to read an entry, so that it can
be copied, zipped and handed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ezcharts.errors import EzChartsError, LibraryError
from ezcharts.library import card as cards
from ezcharts.library import table as tables
from ezcharts.library.card import Card, read_card
from ezcharts.library.names import checked_name, inside
from ezcharts.library.table import Cells, read_cells

STUDY = "study.yaml"
FINDINGS = ("directions.json", "directions.csv")
"""What `library measure` writes beside the table."""


@dataclass(frozen=True)
class Entry:
    """One entry: its folder and its card."""

    folder: Path
    card: Card

    @property
    def name(self) -> str:
        """The name of its folder, which is its address."""
        return self.folder.name

    @cached_property
    def cells(self) -> Cells | None:
        """The table of cells, read when first asked for; None where it has none."""
        path = self.folder / tables.FILE
        return read_cells(path) if path.exists() else None

    @property
    def parameters(self) -> tuple[str, ...]:
        """What it is about: what its axes set and, after that, what its card names."""
        own = self.cells.parameters if self.cells else ()
        return tuple(dict.fromkeys((*own, *self.card.parameters)))

    def file(self, name: str) -> Path:
        """Return the path of one of its files.

        Raises:
            LibraryError: The name leads out of the folder.
        """
        return inside(self.folder, name)


@dataclass(frozen=True)
class Catalogue:
    """All entries of a folder."""

    folder: Path

    def __iter__(self) -> Iterator[Entry]:
        """Yield the entries by their numbers, then by name; new ones are at the end."""
        yield from sorted(self._entries(), key=lambda entry: (entry.card.number, entry.name))

    def names(self) -> list[str]:
        """Return the names of all entries, sorted."""
        if not self.folder.is_dir():
            raise LibraryError(f"there is no library in {self.folder}; say where it is with --library FOLDER")
        found = (path.parent.name for path in self.folder.glob(f"*/{cards.FILE}"))
        return sorted(name for name in found if not name.startswith("."))  # what a killed add left behind

    def get(self, name: str) -> Entry:
        """Return an entry.

        Raises:
            LibraryError: There is none of that name, or its card is not valid.
        """
        folder = self.folder / checked_name(name)
        if folder.is_symlink() or not (folder / cards.FILE).is_file():
            raise LibraryError(f"{self.folder} has no entry {name!r}")
        return Entry(folder, read_card(folder / cards.FILE))

    def next_number(self) -> int:
        """Return the number of the next new entry."""
        return max((entry.card.number for entry in self._entries()), default=0) + 1

    def _entries(self) -> Iterator[Entry]:
        problems: list[str] = []
        for name in self.names():
            try:
                yield self.get(name)
            except EzChartsError as error:
                problems.append(str(error))
        if problems:
            raise LibraryError("\n".join(problems))
