"""The page of a study: pictures first, one line of words, the rest folded.

What was gathered elsewhere stands apart from what is ours. The page is whole without its script: then it
shows the chart and a table of its cells. `write` is what a build calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from PIL import Image

from ezcharts.errors import LibraryError
from ezcharts.library.card import Card, platform_words
from ezcharts.library.catalogue import FINDINGS, STUDY, Entry
from ezcharts.library.directions import Findings, read_findings, short
from ezcharts.library.site import urls
from ezcharts.library.site.frame import Site
from ezcharts.library.site.study import beside
from ezcharts.library.site.study.clamped import PARTS, heat_maps
from ezcharts.library.site.study.data import data_script
from ezcharts.library.site.study.effects import HEIGHT, WIDTH, axis_effects
from ezcharts.library.site.study.offered import Offer, study_pictures, write_offers
from ezcharts.library.site.study.small import write_small
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Cells

SCRIPTS: Final = tuple(
    "dom model view layout labels measure grid slide arrange stage texts settings large page".split()  # noqa: SIM905
)
"""In the order in which they need each other; `original.js` stands on every page."""
MADE: Final = {
    "rendered": "rendered from its study file",
    "settings": "made elsewhere, settings given",
    "text": "made elsewhere, conditions told in words",
    "picture": "made elsewhere, a picture and nothing else",
}
MOST_ROWS: Final = 400
"""Rows of the table for readers without JavaScript; all cells are in `data.csv`."""


@dataclass(frozen=True)
class Picture:
    """A picture of the page: address, size in pixels, and words for who cannot see it."""

    address: str
    width: int
    height: int
    words: str


@dataclass(frozen=True)
class Row:
    """One cell in the plain table: its values, what became of it, and its picture."""

    labels: tuple[str, ...]
    state: str
    file: str


def write(entry: Entry, writer: Writer, site: Site) -> None:
    """Write the page of an entry and all that it shows, except its `data.csv`.

    Args:
        entry: The entry.
        writer: Writes the site.
        site: What the page needs to know of all others.

    Raises:
        LibraryError: A picture of the entry cannot be read.
    """
    address = urls.study(entry.name)
    offers: Sequence[Offer] = ()
    if entry.cells is not None:
        writer.text(f"studies/{entry.name}/data.js", data_script(entry, entry.cells))
        write_small(entry, entry.cells, writer)
        offers = write_offers(entry, entry.cells, writer)
    for file in sorted(_files(entry)):
        writer.copy(f"studies/{entry.name}/{file}", entry.file(file))
    writer.text(address, page_text(entry, site, offers))


def page_text(entry: Entry, site: Site, offers: Sequence[Offer] = ()) -> str:
    """Return the HTML of an entry's page."""
    table, card = entry.cells, entry.card
    found = read_findings(entry) if table else Findings()
    return site.render(
        "study.html",
        urls.study(entry.name),
        entry=entry,
        card=card,
        conditions=conditions(card) if table else [],
        platform=platform_words(card.platform),
        parameters=[(name, site.parameter_address(name)) for name in entry.parameters],
        charts=list(_charts(entry)),
        original=_picture(entry, card.original, f"The original picture of {card.title}")
        if card.original
        else None,
        offers=offers,
        rows=list(islice(_rows(table), MOST_ROWS)) if table else [],
        axes=[axis.label or axis.name for axis in table.axes] if table else [],
        total=len(table.cells) if table else 0,
        shared=_shared(table) if table else [],
        direction=short(found.line),
        effects=axis_effects(table, found) if table else [],
        drawing=(WIDTH, HEIGHT),
        heat=heat_maps(table) if table else {},
        parts=PARTS,
        pairs=beside.beside(entry) if table else None,
        neighbours=site.related.to(entry.name, card.see_also),
        scripts=SCRIPTS if table else ("dom",),
    )


def conditions(card: Card) -> list[str]:
    """Return under which conditions the pictures were made, in words; `embedded` is named as what it is."""
    words: list[str] = []
    if card.is_embedded:
        words.append("preview with embedded models" if card.profile else "embedded models")
    elif card.models:
        words.append(f"models: {card.models}")
    if card.profile and not (card.profile == "preview" and card.is_embedded):
        words.append(f"profile {card.profile}")
    return [*words, MADE[card.provenance]] if card.kind == "study" else words


def _files(entry: Entry) -> set[str]:
    """Return the files of an entry that its page shows or offers."""
    found = {entry.card.original} - {""}
    if entry.cells is not None:
        found |= {cell.file for cell in entry.cells.cells if cell.file}
        found |= {file for view in entry.cells.views for file in view.chart}
    if entry.file(STUDY).is_file():
        found |= {STUDY, *study_pictures(entry)}
    found |= {file for file in FINDINGS if entry.file(file).is_file()}
    return found | beside.files(entry)


def _charts(entry: Entry) -> Iterator[Picture]:
    if entry.cells is not None:
        for view in entry.cells.views:
            for file in view.chart:
                yield _picture(entry, file, view.words or view.title or entry.card.header)


def _picture(entry: Entry, file: str, words: str) -> Picture:
    width, height = _size(entry.file(file))
    return Picture(file, width, height, words)


def _size(path: Path) -> tuple[int, int]:
    try:
        with Image.open(path) as picture:
            return picture.size
    except (OSError, Image.DecompressionBombError) as error:
        raise LibraryError(f"{path} cannot be read as a picture: {error}") from None


def _rows(table: Cells) -> Iterator[Row]:
    for cell in table.cells:
        values = [axis.values[index] for axis, index in zip(table.axes, cell.at, strict=True)]
        labels = (f"{v.label} (rendered {v.rendered})" if v.rendered else v.label for v in values)
        state = {"done": "", "failed": f"failed: {cell.reason}", "missing": cell.reason or "not rendered yet"}
        yield Row(tuple(labels), state[cell.state], cell.file)


def _shared(table: Cells) -> list[tuple[str, str, str]]:
    """Return the settings that all cells share: name, value, and what the study states instead."""
    return [
        (name, _plain(value), _plain(table.stated[name]) if name in table.stated else "")
        for name, value in sorted(table.settings.items())
        if name != "platform"
    ]


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value)) or "none"
    return (
        {None: "none", True: "on", False: "off"}.get(value, str(value))
        if value is None or isinstance(value, bool)
        else str(value)
    )
