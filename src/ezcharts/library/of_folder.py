"""A folder of pictures with settings files as a draft: its table, its pictures, a chart and a study file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from ezcharts.errors import InputError
from ezcharts.library.alt import alt_text
from ezcharts.library.card import Added, Card
from ezcharts.library.catalogue import STUDY
from ezcharts.library.chart_of import chart_of
from ezcharts.library.draft import Content, Draft
from ezcharts.library.gather.folder import Intake
from ezcharts.library.guard.pictures import open_picture
from ezcharts.library.importers.study_file import About, study_text
from ezcharts.library.names import slug
from ezcharts.library.sheets import chart_files
from ezcharts.library.table import Cells, View
from ezcharts.library.webp import webp


def title_of(cells: Cells) -> str:
    """Return the parameters, down then across, then the rest: `eta vs steps, prompt`."""
    view = cells.views[0] if cells.views else View()
    first = [name for name in (view.down, view.across) if name]
    others = [axis.name for axis in cells.axes if axis.name not in first and not axis.repeat]
    return ", ".join([" vs ".join(first), *others] if first else others)


def draft_of_folder(intake: Intake, card: Card, added: Added, name: str = "") -> tuple[Draft, list[str]]:
    """Return what a folder holds as an entry, and what is doubtful about it.

    Args:
        intake: What was found.
        card: What is known of it; title and platform are filled in where they are empty.
        added: Who adds it.
        name: Name of the entry; made from the title when left out.
    """
    card = replace(
        card,
        title=card.title or title_of(intake.cells),
        platform=card.platform or intake.platform or intake.stated,
        provenance="settings",
        added=added,
    )
    doubts = list(intake.doubts)
    files: dict[str, Content] = {file: partial(_picture, path) for file, path in intake.pictures.items()}
    cells = _with_charts(intake, card, files)
    doubts += _study(intake, card, cells, files)
    return Draft(name or slug(card.title), card, cells, files), doubts


def _picture(path: Path) -> bytes:
    return webp(open_picture(path).image, quality=90)


def _with_charts(intake: Intake, card: Card, files: dict[str, Content]) -> Cells:
    """Draw the chart of each view."""
    views = []
    for number, view in enumerate(intake.cells.views, start=1):
        chart = chart_of(card, intake.cells, view, intake.pictures)
        pages = chart_files(chart, number)
        files |= pages
        views.append(replace(view, chart=tuple(pages), words=alt_text(chart)))
    return replace(intake.cells, views=tuple(views))


def _study(intake: Intake, card: Card, cells: Cells, files: dict[str, Content]) -> Iterator[str]:
    """Write the study file that would render the table here; yield what it could not say."""
    if not intake.platform:
        yield f"the pictures are of {intake.stated or 'a program that is not known'}: there is no study file"
        return
    try:
        study = study_text(cells, About(card.title, intake.platform, card.stated, card.date, card.notes))
    except InputError as error:
        yield f"no study file could be written: {error}"
        return
    files[STUDY] = study.text.encode
    yield from study.doubts
