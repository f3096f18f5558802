"""What a page offers to take along: charts, the axis that plays, tables, the study file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ezcharts.library.catalogue import STUDY, Entry
from ezcharts.library.site.study.downloads import animation, animation_name
from ezcharts.library.site.study.playing import played
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Cells

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp"})


@dataclass(frozen=True)
class Offer:
    """One file: its address relative to the page, and what it is."""

    address: str
    words: str


def write_offers(entry: Entry, table: Cells, writer: Writer) -> list[Offer]:
    """Write the animation of an entry if it is not there yet, and return all that its page offers."""
    moving = animation_name(entry)
    if moving:
        address = f"studies/{entry.name}/{moving}"
        if not writer.has(address):
            writer.bytes(address, animation(entry))
    return list(_offers(entry, table, moving))


def study_pictures(entry: Entry) -> list[str]:
    """Return the pictures that lie beside the study file: those it starts from, or prompts with."""
    beside = sorted(path.name for path in entry.folder.iterdir() if path.suffix.lower() in _PICTURES)
    return [name for name in beside if entry.file(name).is_file()]


def _offers(entry: Entry, table: Cells, moving: str) -> Iterator[Offer]:
    axis = played(table)
    for view in table.views:
        for number, file in enumerate(view.chart, 1):
            part = f", page {number} of {len(view.chart)}" if len(view.chart) > 1 else ""
            yield Offer(file, f"the chart{f' “{view.title}”' if view.title else ''}{part}")
    if moving and axis is not None:
        yield Offer(moving, f"{axis.label} as an animation (WebP)")
    if entry.file(STUDY).is_file():
        yield Offer(STUDY, "the study file, which renders all of it again")
        for name in study_pictures(entry):
            yield Offer(name, "a picture that the study file names")
    yield Offer("data.csv", "all cells as a table, which Cinema viewers open, too")
