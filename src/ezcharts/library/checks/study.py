"""Can the study file be read, does it say the same as the table, and are the charts there?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ezcharts.errors import InputError
from ezcharts.library import table as tables
from ezcharts.library.catalogue import STUDY, Entry
from ezcharts.library.checks.files import ORIGINAL
from ezcharts.library.checks.notice import Level, Notice
from ezcharts.library.guard.reading import read_text
from ezcharts.library.intake.cut import Cut
from ezcharts.library.table import Cells
from ezcharts.studies.spec import Study, read_study

CUT: Final = "cut.json"
"""The file beside an original that says how it was cut."""


def study_notices(entry: Entry) -> Iterator[Notice]:
    """Yield what is to be said of the study file, the charts and the original."""
    path, table = entry.folder / STUDY, entry.cells
    if entry.card.kind == "study" and table is None:
        yield Notice("error", "a study has a table of cells, this has none", tables.FILE, "add its pictures")
    if path.is_file():
        yield from _read(entry, table)
    elif entry.card.provenance == "rendered" and table is not None:
        yield Notice("error", "it was rendered, and the study file is missing", STUDY, "put it there")
    if table is not None:
        yield from _charts(table)
        yield from _original(entry, table)


def _read(entry: Entry, table: Cells | None) -> Iterator[Notice]:
    try:
        study = read_study(entry.folder / STUDY)
    except InputError as error:
        yield Notice("error", f"the study cannot be read: {error}", STUDY, "correct it")
        return
    if study.header.platform != entry.card.platform and entry.card.platform:
        text = f"the study is for {study.header.platform}, the card says {entry.card.platform}"
        yield Notice("warn", text, STUDY, "one of them is wrong")
    if table is not None:
        yield from _axes(study, table)


def _axes(study: Study, table: Cells) -> Iterator[Notice]:
    """Yield axes that the study has otherwise; a study that names every cell has one axis for all."""
    ours = {axis.name: axis for axis in table.axes if not axis.repeat}
    theirs = {axis.name: axis for axis in study.axes}
    if "cell" in theirs and len(theirs["cell"]) == len(table.cells):
        return
    if ours.keys() != theirs.keys():
        here, there = (", ".join(names) or "none" for names in (theirs, ours))
        text = f"the study has the axes {here}, the table {there}"
        level: Level = "warn" if theirs.keys() < ours.keys() else "error"  # some axes no study can say
        yield Notice(level, text, STUDY, "make one fit the other")
        return
    for name, axis in theirs.items():
        if len(axis) != len(ours[name].values):
            said = f"{name} has {len(axis)} values in the study and {len(ours[name].values)} in the table"
            yield Notice("error", said, STUDY, "make one fit the other")
        elif not set(ours[name].parameters) <= set(
            axis.parameters
        ):  # a set of models also sets what stays off
            alien = ", ".join(sorted(set(ours[name].parameters) - set(axis.parameters)))
            said = f"{name} sets {alien} in the table and not in the study"
            yield Notice("error", said, STUDY, "make one fit the other")


def _charts(table: Cells) -> Iterator[Notice]:
    if not table.views:
        yield Notice(
            "warn", "there is no view, so that nothing says how the cells are shown", tables.FILE, "add one"
        )
    for number, view in enumerate(table.views, start=1):
        where = view.title or f"view {number}"
        if not view.chart:
            yield Notice("warn", f"{where} has no chart", tables.FILE, "draw it")
        if not view.words:
            yield Notice(
                "note", f"{where} is not said in words", tables.FILE, "say what one sees, for who cannot"
            )


def _original(entry: Entry, table: Cells) -> Iterator[Notice]:
    """Yield an original whose cut has another number of cells than the table."""
    name = f"{ORIGINAL}/{CUT}"
    path = entry.folder / ORIGINAL / CUT
    if not path.is_file():
        return
    try:
        cut = Cut.from_json(read_text(path))
    except InputError as error:
        yield Notice("error", str(error), name, "cut it again")
        return
    count = len(list(cut.boxes()))
    if count != len(table.cells):
        text = f"the original was cut into {count} cells, the table has {len(table.cells)}"
        yield Notice("warn", text, name, "cut it again, or say in the notes which are left out")
