"""Pictures that are as good as the ones asked for, because they differ only in what is to be ignored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ezcharts.params.settings import Settings
from ezcharts.runner.opened import Opened
from ezcharts.runner.query import MODELS, Query, pictures
from ezcharts.store.records import Record, canonical
from ezcharts.store.store import Store
from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import GridCell
from ezcharts.studies.identity import MATHEMATICS
from ezcharts.studies.profile import Change


def with_like(opened: Opened, store: Store, ignored: Iterable[str]) -> Opened:
    """Return the study with the cells that are missing replaced by pictures that are as good.

    What a picture has otherwise counts as a change by the rule "ignored", so that its chart says so.

    Args:
        opened: The study.
        store: Where to look.
        ignored: Canonical names of the parameters that may differ.
    """
    dialect = opened.grid.cells[0].cell.settings.dialect
    query = Query(dialect, (), ignored=frozenset(ignored))
    kept: dict[bytes, list[Record]] = {}
    for record in pictures(store, dialect):
        kept.setdefault(canonical(query.rest(record)), []).append(record)
    cells, keys, digests = list[GridCell](), dict(opened.keys), dict(opened.digests)
    for place in opened.grid.cells:
        found = None
        if store.needs(opened.keys[place.cell], opened.alone):
            found = _as_good(query, kept, _expected(opened, place.cell))
        if found is not None:
            place = _replaced(place, found)
            keys[place.cell], digests[place.cell] = found.key, dict(found.models)
        cells.append(place)
    return replace(opened, grid=replace(opened.grid, cells=tuple(cells)), keys=keys, digests=digests)


def _expected(opened: Opened, cell: Cell) -> Record:
    """Return what the record of a cell would say of how it was made."""
    settings = cell.settings
    return Record(
        key=opened.keys[cell],
        state="done",
        platform=settings.platform,
        settings=settings.to_json(),
        image=cell.image,
        size=cell.size,
        models=opened.digests[cell],
        mathematics=MATHEMATICS[settings.dialect.name],
    )


def _as_good(query: Query, kept: dict[bytes, list[Record]], wanted: Record) -> Record | None:
    for record in kept.get(canonical(query.rest(wanted)), []):
        shared = record.models.keys() & wanted.models.keys()
        if MODELS in query.ignored or all(record.models[role] == wanted.models[role] for role in shared):
            return record
    return None


def _replaced(place: GridCell, found: Record) -> GridCell:
    settings = Settings.from_json(found.settings)
    changes = tuple(
        Change("ignored", name, place.stated[name], settings[name])
        for name in settings
        if settings[name] != place.stated[name] and settings.dialect.find(name).role == "rendering"
    )
    return replace(place, cell=Cell(settings, found.image, place.cell.folder), changes=changes)
