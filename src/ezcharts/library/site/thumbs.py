"""Small pictures for lists: of what a study shows, without the margins of its chart.

A chart that is shrunk to a card is mostly margin and unreadable letters, so the small picture of a study
with cells is made of its cells: the first view, in its order, from corner to corner, cut to fill a card.
Where there are no cells it is the chart, and where there is none the picture of the source.

A small picture is named by the names and sizes of what it is made of, and has the time of the newest of
them. It is there as it should be if both agree, and nothing is read then.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, TypeVar

from PIL import Image, ImageOps, UnidentifiedImageError

from ezcharts.errors import LibraryError
from ezcharts.library.catalogue import Entry
from ezcharts.library.names import inside
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Cells, View

WIDTH: Final = 360
HEIGHT: Final = 270
GAP: Final = 3
MOST_ACROSS: Final = 5
MOST_DOWN: Final = 4
GROUND: Final = (16, 17, 20)
MOST_PIXELS: Final = 100_000_000
_RECIPE: Final = "1"

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Sheet:
    """Pictures of an entry, row by row, and how many stand in a row; one that is missing is empty."""

    files: tuple[str, ...]
    across: int = 1


def write_thumb(folder: Path, sheet: Sheet, writer: Writer) -> str:
    """Write the small picture of an entry unless it is there; return its address, empty if it has none.

    Args:
        folder: The entry.
        sheet: What it is made of.
        writer: Writes the site.

    Raises:
        LibraryError: A picture cannot be read.
    """
    stats = [_stat(f"{folder}/{name}") if name else None for name in sheet.files]
    there = [stat for stat in stats if stat is not None]
    if not there:
        return ""
    sizes = ",".join(str(stat.st_size if stat else 0) for stat in stats)
    named = hashlib.sha256(f"{_RECIPE}\n{folder.name}\n{sheet}\n{sizes}".encode()).hexdigest()
    address, newest = f"thumbs/{named[:20]}.webp", max(stat.st_mtime_ns for stat in there)
    target = writer.root / address
    if not (writer.has(address) and target.stat().st_mtime_ns == newest):
        named_files = zip(sheet.files, stats, strict=True)
        paths = [inside(folder, name) if stat else None for name, stat in named_files]
        writer.bytes(address, draw(paths, sheet.across))
        os.utime(target, ns=(newest, newest))
    return address


def sheet_of(entry: Entry) -> Sheet:
    """Return which pictures stand for an entry."""
    if entry.cells is not None:
        sheet = _of_cells(entry.cells)
        if any(sheet.files):
            return sheet
        charts = [file for view in entry.cells.views for file in view.chart]
        if charts:
            return Sheet((charts[0],))
    return Sheet((entry.card.original,)) if entry.card.original else Sheet(())


def draw(paths: Sequence[Path | None], across: int) -> bytes:
    """Return the small picture of pictures that stand in rows, as WebP."""
    down = -(-len(paths) // across)
    canvas = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    for index, path in enumerate(paths):
        if path is not None:
            left, right = _span(index % across, across, WIDTH)
            top, bottom = _span(index // across, down, HEIGHT)
            canvas.paste(_read(path, (right - left, bottom - top)), (left, top))
    out = BytesIO()
    canvas.save(out, "WEBP", quality=76, method=2)
    return out.getvalue()


def _of_cells(table: Cells) -> Sheet:
    """Lay out the first view: its two axes, or its one axis in rows; other axes at the value shown."""
    view = table.views[0] if table.views else _plain_view(table)
    files = {cell.at: cell.file for cell in table.cells}
    rows, columns = _shown(table, view, view.down), _shown(table, view, view.across)
    base = [view.fixed.get(axis.name, next(iter(view.only.get(axis.name, (0,))))) for axis in table.axes]
    places = {axis.name: index for index, axis in enumerate(table.axes)}

    def file(row: int, column: int) -> str:
        at = list(base)
        for name, index in ((view.down, row), (view.across, column)):
            if name:
                at[places[name]] = index
        return files.get(tuple(at), "")

    ratio = _ratio(table)
    if len(rows) > 1 and len(columns) > 1:
        r, c = _best(len(rows), len(columns), ratio, wrap=False)
        return Sheet(tuple(file(i, j) for i in _spread(rows, r) for j in _spread(columns, c)), c)
    line = [file(i, j) for i in rows for j in columns]
    r, c = _best(1, len(line), ratio, wrap=True)
    return Sheet(tuple(_spread(line, r * c)), c)


def _plain_view(table: Cells) -> View:
    names = [axis.name for axis in table.axes if not axis.repeat]
    return View(down=names[0] if len(names) > 1 else "", across=names[-1] if names else "", panels=())


def _shown(table: Cells, view: View, name: str) -> Sequence[int]:
    for axis in table.axes:
        if axis.name == name:
            return view.only.get(name, tuple(range(len(axis.values))))
    return (0,)


def _ratio(table: Cells) -> float:
    sizes = [cell.size for cell in table.cells if cell.file]
    return sizes[0][0] / sizes[0][1] if sizes else 1.0


def _best(rows: int, columns: int, ratio: float, *, wrap: bool) -> tuple[int, int]:
    """Choose how many go down and across, so that little is cut off and much is shown."""

    def worth(shape: tuple[int, int]) -> tuple[float, int, int]:
        down, across = shape
        tile = (WIDTH / across) / (HEIGHT / down)
        kept = min(tile / ratio, ratio / tile)
        return kept * (1 - 0.6 / (down * across)), across, down

    return max(_shapes(rows, columns, wrap=wrap), key=worth)


def _shapes(rows: int, columns: int, *, wrap: bool) -> Iterator[tuple[int, int]]:
    for down in range(1, MOST_DOWN + 1):
        for across in range(1, MOST_ACROSS + 1):
            if down * across <= columns if wrap else (down <= rows and across <= columns):
                yield down, across


def _spread(items: Sequence[_Item], count: int) -> list[_Item]:
    """Return `count` items evenly from first to last."""
    if count == 1:
        return [items[len(items) // 2]]
    return [items[round(i * (len(items) - 1) / (count - 1))] for i in range(count)]


def _span(index: int, count: int, length: int) -> tuple[int, int]:
    room = length + GAP
    return index * room // count, (index + 1) * room // count - GAP


def _stat(path: str) -> os.stat_result | None:
    with suppress(OSError):
        return os.stat(path)  # noqa: PTH116  thousands of files: a `Path` takes longer than the look
    return None


def _read(path: Path, size: tuple[int, int]) -> Image.Image:
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LibraryError(f"{path} has more than {MOST_PIXELS:,} pixels; save it smaller")
            picture.draft("RGB", (size[0] * 2, size[1] * 2))
            return ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise LibraryError(f"{path} cannot be read as a picture: {error}") from None
