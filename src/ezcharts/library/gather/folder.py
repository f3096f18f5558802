"""A folder of pictures with settings, as a table of cells.

Every settings file is read by the importer that it fits, every other picture by what it says of itself.
Pictures pass the guard; one that is refused is left out, and so is one of which nothing says how it was
made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.library.gather import doubts as saying
from ezcharts.library.gather.axes import lay_out
from ezcharts.library.gather.rows import Row, completed
from ezcharts.library.guard.folder import walk
from ezcharts.library.guard.limits import FOLDER, FolderLimits
from ezcharts.library.guard.pictures import is_picture_name, open_picture
from ezcharts.library.importers import a1111, disco, discoart, huemin, own
from ezcharts.library.importers.found import Found
from ezcharts.library.table import Axis, Cell, Cells, View
from ezcharts.params.dialect import dialect_of, platforms

IMPORTERS: Final[Sequence[tuple[str, Callable[[Path], bool], Callable[[Path], list[Found]]]]] = (
    ("disco", disco.fits, disco.read),
    ("huemin", huemin.fits, huemin.read),
    ("discoart", discoart.fits, discoart.read),
    ("own", own.fits, own.read),
    ("a1111", a1111.fits, a1111.read),
)
"""Name, whether it fits, and how it reads; the first that fits is taken. A line each."""

_OF_FILES: Final = ("disco", "huemin", "discoart")


@dataclass(frozen=True)
class Intake:
    """What a folder holds.

    Attributes:
        cells: The table, with one view.
        pictures: Name of a file in the table -> where its picture lies; not copied yet.
        platform: One of ours, or empty where the pictures are of none.
        stated: What the program calls itself, where the platform does not say it.
        doubts: What does not add up, in words.
        importers: Which importers read the files, with how many pictures each.
    """

    cells: Cells
    pictures: Mapping[str, Path]
    platform: str
    stated: str
    doubts: tuple[str, ...]
    importers: Mapping[str, int]


@dataclass(frozen=True)
class _Taken:
    """A picture and its settings, checked."""

    found: Found
    name: str
    digest: str = ""
    size: tuple[int, int] | None = None


def gather(folder: Path, limits: FolderLimits = FOLDER) -> Intake:
    """Read a folder.

    Raises:
        LibraryError: The folder is refused (see `guard.folder`), or no picture in it says how it was made.
    """
    files = walk(folder, limits)
    doubts: list[str] = []
    importers: Counter[str] = Counter()
    found = _read_files(files, doubts, importers)
    named = {each.picture for each in found}
    found += _read_pictures(
        [path for path in files if is_picture_name(path) and path not in named], doubts, importers
    )
    taken = _checked(folder, found, doubts)
    if not any(each.digest for each in taken):
        raise LibraryError(
            f"no picture in {folder} says how it was made; put the settings files beside the pictures, "
            "named as the notebook names them"
        )
    platform, taken = _one_platform(taken, doubts)
    cells, pictures = _table(platform, taken, doubts)
    stated = next((each.found.stated for each in taken if each.found.stated), "")
    return Intake(cells, pictures, platform, stated, tuple(dict.fromkeys(doubts)), dict(importers))


def _read_files(files: Iterable[Path], doubts: list[str], importers: Counter[str]) -> list[Found]:
    found: list[Found] = []
    for path in files:
        for name, fits, read in IMPORTERS:
            if name in _OF_FILES and fits(path):
                found += (some := _tried(read, path, doubts))
                importers[name] += len(some)
                break
    return found


def _read_pictures(pictures: Iterable[Path], doubts: list[str], importers: Counter[str]) -> list[Found]:
    found, silent = list[Found](), list[str]()
    for path in pictures:
        fitting = next((entry for entry in IMPORTERS if entry[0] not in _OF_FILES and entry[1](path)), None)
        if fitting is None:
            silent.append(path.name)
            continue
        found += (some := _tried(fitting[2], path, doubts))
        importers[fitting[0]] += len(some)
    if silent:
        doubts.append(f"left out, as nothing says how they were made: {saying.named(silent)}")
    return found


def _tried(read: Callable[[Path], list[Found]], path: Path, doubts: list[str]) -> list[Found]:
    try:
        return read(path)
    except LibraryError as error:
        doubts.append(f"left out: {error}")
        return []


def _checked(folder: Path, found: Iterable[Found], doubts: list[str]) -> list[_Taken]:
    """Return what passes the guard; settings without a picture are kept, to show what is missing."""
    taken: list[_Taken] = []
    for each in found:
        path = each.picture
        if path is None:
            doubts.append(f"settings without a picture: {each.file.relative_to(folder)}")
            taken.append(_Taken(each, str(each.file.relative_to(folder))))
            continue
        try:
            picture = open_picture(path)
        except LibraryError as error:
            doubts.append(f"left out: {error}")
            continue
        taken.append(_Taken(each, str(path.relative_to(folder)), picture.digest, picture.size))
    doubts += saying.grouped((each.name, doubt) for each in taken for doubt in each.found.doubts)
    return taken


def _one_platform(taken: Sequence[_Taken], doubts: list[str]) -> tuple[str, list[_Taken]]:
    """Return one platform and the rows of its dialect: the commonest dialect, its newest version."""
    kinds = Counter(_dialect(each.found.platform) for each in taken)
    kind = kinds.most_common(1)[0][0]
    kept = [each for each in taken if _dialect(each.found.platform) == kind]
    if others := [each.name for each in taken if _dialect(each.found.platform) != kind]:
        doubts.append(f"left out, as they are of another kind of notebook: {saying.named(others)}")
    versions = Counter(each.found.platform for each in kept)
    if len(versions) > 1:
        counts = ", ".join(f"{count} of {name}" for name, count in sorted(versions.items()))
        doubts.append(f"settings of several versions, read as the newest: {counts}")
    return max(versions, key=[*platforms(), ""].index), kept


def _dialect(platform: str) -> str:
    return dialect_of(platform).name if platform else ""


def _table(platform: str, taken: Sequence[_Taken], doubts: list[str]) -> tuple[Cells, dict[str, Path]]:
    rows, filled = completed(
        platform, [Row(each.name, each.found.settings, each.found.image) for each in taken]
    )
    if filled:
        doubts.append(
            f"only some settings say these, so defaults stand in for the others: {saying.named(filled)}"
        )
    layout = lay_out(platform, rows)
    cells = [
        _cell(each, at, own)
        for each, at, own in zip(taken, layout.at, layout.own, strict=True)
        if at is not None
    ]
    shared = {"platform": platform, **layout.shared} if platform else layout.shared
    table = Cells(layout.axes, tuple(sorted(cells, key=lambda cell: cell.at)), (), shared)
    doubts += layout.doubts
    doubts += saying.grouped(saying.contradictions(platform, rows))
    doubts += saying.grouped(saying.wrong_sizes(rows, [each.size for each in taken]))
    doubts += [*saying.idle(platform, layout.axes, rows), *saying.holes(table)]
    if any(row.image for row in rows):
        doubts.append("pictures after the first of a seed: only the first belongs to the seed alone")
    files = {_file(each): each.found.picture for each in taken if each.digest}
    used = {cell.file for cell in table.cells}
    pictures = {name: path for name, path in files.items() if path is not None and name in used}
    return replace(table, views=(_view(layout.axes),)), pictures


def _file(taken: _Taken) -> str:
    return f"cells/{taken.digest[:32]}.webp"


def _cell(taken: _Taken, at: tuple[int, ...], own: Mapping[str, object]) -> Cell:
    if taken.size is None:
        return Cell(at, settings=own)
    return Cell(at, "done", _file(taken), taken.size, settings=own)


def _view(axes: Sequence[Axis]) -> View:
    """Return the usual view: one axis across; two down and across; all others to panels."""
    names = [axis.name for axis in axes if not axis.repeat]
    if len(names) < 2:
        return View(across=names[0] if names else "")
    return View(down=names[0], across=names[1], panels=tuple(names[2:]))
