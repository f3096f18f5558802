"""Why an axis cannot do anything, as far as the platform's dialect knows."""

from __future__ import annotations

from collections.abc import Mapping

from ezcharts.errors import InputError
from ezcharts.library.catalogue import Entry
from ezcharts.library.gather.doubts import settings_of
from ezcharts.library.gather.rows import parameter_of
from ezcharts.library.table import Axis, Cell, Cells
from ezcharts.params.dialect import platforms
from ezcharts.params.domain import Json
from ezcharts.params.settings import Settings
from ezcharts.studies.inert.why import why_inert


def platform_of(entry: Entry) -> str:
    """Return the platform of an entry's cells, or an empty text where it is none of ours."""
    said = entry.cells.settings.get("platform", entry.card.platform) if entry.cells else entry.card.platform
    return said if isinstance(said, str) and said in platforms() else ""


def known_of(table: Cells, cell: Cell) -> dict[str, Json]:
    """Return what is known of a cell: shared settings, those of its axes, its own."""
    of_axes = [axis.values[index].settings for axis, index in zip(table.axes, cell.at, strict=True)]
    merged = {name: value for settings in of_axes for name, value in settings.items()}
    return {**merged, **table.settings, **cell.settings}


def whole(platform: str, known: Mapping[str, Json]) -> Settings | None:
    """Return the settings of a table of ours, which says every one; None where it does not, or was changed.

    A later version's parameter that is at work shows that somebody changed it: nothing here writes that.
    """
    try:
        settings = Settings.from_json({**known, "platform": platform})
    except InputError:
        return None
    version = settings.dialect.platforms[platform]
    later = (one for one in settings.dialect if one.role == "rendering" and not one.exists_at(version))
    return None if any(settings[one.name] != one.default_at(version) for one in later) else settings


def complete(entry: Entry, table: Cells, cell: Cell) -> Settings | None:
    """Return the whole settings of a cell; None where they cannot be had."""
    platform, known = platform_of(entry), known_of(table, cell)
    if not platform:
        return None
    try:
        return whole(platform, known) or settings_of(platform, known)
    except InputError:
        return None


def why_idle(entry: Entry, table: Cells, axis: Axis, cell: Cell) -> str:
    """Return why nothing that an axis sets can act in a cell, or an empty text."""
    settings = complete(entry, table, cell)
    names = [name for name in axis.parameters if parameter_of(platform_of(entry), name) is not None]
    if settings is None or not names:
        return ""
    reasons = [why_inert(settings, name) for name in names]
    if not all(reasons):
        return ""
    return "; ".join(f"{name} cannot act: {reason}" for name, reason in zip(names, reasons, strict=True))
