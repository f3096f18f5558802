"""One flattened chart picture as a draft: cut into cells, the original kept, marked as not reproduced.

What is known of its conditions becomes a study file that renders the same chart here, to lie beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from ezcharts.errors import InputError
from ezcharts.library.card import Card
from ezcharts.library.catalogue import STUDY, Entry
from ezcharts.library.draft import Content, Draft
from ezcharts.library.given_axis import GivenAxis
from ezcharts.library.guard.pictures import Picture
from ezcharts.library.importers.study_file import About, study_text
from ezcharts.library.intake.cut import Cut
from ezcharts.library.names import slug
from ezcharts.library.table import Axis, Cell, Cells, View
from ezcharts.library.webp import webp
from ezcharts.params.dialect import platforms

ORIGINAL: Final = "original"
CUT: Final = f"{ORIGINAL}/cut.json"
TABLE: Final = f"{ORIGINAL}/cells.json"
QUALITY: Final = 90
NOT_REPRODUCED: Final = "The pictures are cut from the original chart; they were not rendered here."


@dataclass(frozen=True)
class ChartPicture:
    """A chart picture that was looked at and cut.

    Attributes:
        picture: Its pixels.
        file: The file itself.
        cut: Where its pictures lie, confirmed by a person or without a doubt.
        down: The axis of its rows; None for one row.
        across: The axis of its columns; None for one column.
    """

    picture: Picture
    file: Path
    cut: Cut
    down: GivenAxis | None
    across: GivenAxis | None

    def draft(self, card: Card, settings: Mapping[str, Any], name: str = "") -> tuple[Draft, list[str]]:
        """Return the chart as an entry, and what is doubtful about it.

        Args:
            card: Its card, with title and platform; what is known of the original is on it.
            settings: What all pictures share, as far as it is known; canonical.
            name: Name of the entry; made from the title when left out.
        """
        name = name or slug(f"{card.title}-{card.date}" if card.date else card.title)
        axes, doubts = self._axes(card.platform if _is_ours(card.platform) else "")
        files: dict[str, Content] = dict(self._original())
        cells = Cells(axes, tuple(self._cells("cells", len(axes), files)), (self._view(card),), settings)
        if _is_ours(card.platform):
            try:
                about = About(
                    card.title,
                    card.platform,
                    card.stated,
                    card.date,
                    card.notes,
                    card.gathered,
                    card.see_also,
                )
                study = study_text(cells, about)
                files[STUDY] = study.text.encode
                doubts += study.doubts
            except InputError as error:
                doubts.append(f"no study file could be written: {error}")
        else:
            doubts.append("the platform is none of ours, so there is no study file")
        notes = (
            f"{card.notes}\n\n{NOT_REPRODUCED}".strip() if NOT_REPRODUCED not in card.notes else card.notes
        )
        return Draft(name, replace(card, original=self._name, notes=notes), cells, files), doubts

    def beside(self, entry: Entry) -> dict[str, Content]:
        """Return the files that show this chart beside an entry's own: picture, cut, cells, table."""
        axes, _ = self._axes("")
        files: dict[str, Content] = dict(self._original())
        cells = Cells(
            axes, tuple(self._cells(f"{ORIGINAL}/cells", len(axes), files)), (self._view(entry.card),)
        )
        files[TABLE] = cells.to_bytes
        return files

    @property
    def _name(self) -> str:
        return f"{ORIGINAL}/chart{_ending(self.picture)}"

    def _original(self) -> Iterator[tuple[str, Content]]:
        yield self._name, self.file.read_bytes
        yield CUT, lambda: f"{self.cut.to_json()}\n".encode()

    def _axes(self, platform: str) -> tuple[tuple[Axis, ...], list[str]]:
        found = [given.axis(platform) for given in (self.down, self.across) if given]
        return tuple(axis for axis, _ in found), [doubt for _, said in found for doubt in said]

    def _cells(self, folder: str, axes: int, files: dict[str, Content]) -> Iterator[Cell]:
        for row, column, box in self.cut.boxes():
            piece = self.picture.image.crop(box)
            file = f"{folder}/{row + 1}-{column + 1}.webp"
            files[file] = partial(webp, piece, QUALITY)
            at = (*((row,) if self.down else ()), *((column,) if self.across else ()))
            yield Cell(at, "done", file, piece.size)

    def _view(self, card: Card) -> View:
        down, across = (given.name if given else "" for given in (self.down, self.across))
        words = f"Chart of {len(self.cut.tops) * len(self.cut.lefts)} pictures: {card.header}."
        return View(down=down, across=across, chart=(self._name,), words=words)


def _is_ours(platform: str) -> bool:
    return platform in platforms()


def _ending(picture: Picture) -> str:
    return {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "GIF": ".gif"}[picture.format]
