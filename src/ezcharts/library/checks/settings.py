"""Do the settings of the cells fit the platform and each other?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ezcharts.errors import InputError, did_you_mean
from ezcharts.library import table as tables
from ezcharts.library.catalogue import Entry
from ezcharts.library.checks.idle import known_of, platform_of, whole
from ezcharts.library.checks.notice import Notice
from ezcharts.library.gather.doubts import grouped, settings_of, size_of
from ezcharts.library.gather.rows import parameter_of
from ezcharts.params.dialect import dialect_of
from ezcharts.params.domain import Json

_NO_SETTINGS = ("platform", "image")


def settings_notices(entry: Entry) -> Iterator[Notice]:
    """Yield what is to be said of the settings of an entry."""
    table, platform = entry.cells, platform_of(entry)
    if table is None:
        return
    if entry.card.provenance == "rendered":
        yield from _without_keys(table)
    if not platform:
        return
    if entry.card.platform not in ("", platform):
        text = f"the card says {entry.card.platform}, the table {platform}"
        yield Notice("error", text, tables.FILE, "one of them is wrong")
    refused: list[tuple[str, str]] = []
    sizes: list[tuple[str, str]] = []
    for cell in table.cells:
        where, known = f"cell {list(cell.at)}", known_of(table, cell)
        if whole(platform, known) is None:
            refused += ((where, text) for text in _refused(platform, known))
        expected = size_of(known)
        if entry.card.provenance != "rendered" and cell.file and expected and expected != cell.size:
            sizes.append((where, f"settings make {_by(expected)}, not {_by(cell.size)}"))
    for text in grouped(refused):
        yield Notice("warn", text, tables.FILE, "correct the settings, or say in the notes why")
    for text in grouped(sizes):
        yield Notice("note", text, tables.FILE, "say in the notes if the pictures were made smaller")


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _without_keys(table: tables.Cells) -> Iterator[Notice]:
    without = sum(cell.state == "done" and not cell.key for cell in table.cells)
    if without:
        text = f"{without} of {len(table.cells)} cells are said to be rendered and have no key"
        yield Notice("error", text, tables.FILE, "add it again from its store, or change provenance")


def _refused(platform: str, known: Mapping[str, Json]) -> Iterator[str]:
    """Yield what the platform does not know or accept, one by one, then what contradicts itself."""
    dialect = dialect_of(platform)
    version, good = dialect.platforms[platform], dict[str, Json]()
    for name, value in known.items():
        if name in _NO_SETTINGS:
            continue
        parameter = parameter_of(platform, name)
        if parameter is None:
            yield f"{platform} has no parameter {name!r}{did_you_mean(name, dialect.by_name)}"
            continue
        try:
            if parameter.read(value, version) != parameter.default_at(version):
                parameter.parse(value, version)
                good[name] = value
        except InputError as error:
            yield str(error)
    try:
        settings_of(platform, good)
    except InputError as error:
        yield str(error)
