"""Sheets of a study made of its cells: one for every value of an axis, as the frames of an animation.

Of the other axes two make rows and columns; one alone flows in lines. Where there are many values some stand
for all, evenly from first to last: a moving picture is looked at as a whole. Letters are those of our charts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import ceil
from typing import Final, TypeVar

from PIL import Image, ImageDraw

from ezcharts.charts.fonts import FINER, clean, font
from ezcharts.charts.text import Style, set_text
from ezcharts.charts.theme import DARK
from ezcharts.library.table import Axis, Cell, Cells, View

GAP: Final = 4
EDGE: Final = 14
MOST_ACROSS: Final = 6
MOST_DOWN: Final = 5
MOST_FLOWING: Final = 12
MOST_FRAMES: Final = 40
LARGEST_CELL: Final = 320

LABEL: Final = Style("regular", 15)
AXIS: Final = Style("semibold", 15, "axis")
VALUE: Final = Style("semibold", 24)
SMALL: Final = Style("regular", 13, "quiet")

T = TypeVar("T")
Picture = Callable[[str], Image.Image]


def spread(items: Sequence[T], most: int) -> list[T]:
    """Return at most so many items, evenly from first to last."""
    if len(items) <= most:
        return list(items)
    return [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]


@dataclass(frozen=True)
class Sheet:
    """What every frame shares.

    Attributes:
        table: The cells.
        played: The axis that changes from frame to frame; None for a single sheet.
        down: The axis of the rows; None for one row, or lines.
        across: The axis of the columns; None for one column.
        shown: Axis -> indices of the values that are drawn, in order.
        fixed: One index for each axis, for axes that are not drawn.
        header: The line beneath.
    """

    table: Cells
    played: Axis | None
    down: Axis | None
    across: Axis | None
    shown: Mapping[str, Sequence[int]]
    fixed: Mapping[str, int]
    header: str = ""

    @cached_property
    def cells(self) -> Mapping[tuple[int, ...], Cell]:
        """Every cell by its place."""
        return {cell.at: cell for cell in self.table.cells}

    @property
    def steps(self) -> list[int | None]:
        """The values of the played axis, frame by frame; those without any picture are left out."""
        if self.played is None:
            return [None]
        return [i for i in self.shown[self.played.name] if any(cell.file for cell in self.tiles(i))]

    def tiles(self, step: int | None) -> list[Cell]:
        """Return what a frame shows, row by row; a cell that is not there is one that is missing."""
        return [self._at(step, row, column) for row, column in product(self._rows, self._columns)]

    @property
    def lines(self) -> tuple[int, int]:
        """How many tiles stand down and across."""
        rows, columns = len(self._rows), len(self._columns)
        if self.down is None and columns > MOST_ACROSS:
            across = ceil(columns / ceil(columns / MOST_ACROSS))
            return ceil(columns / across), across
        return rows, columns

    @property
    def _rows(self) -> Sequence[int]:
        return self.shown[self.down.name] if self.down else (0,)

    @property
    def _columns(self) -> Sequence[int]:
        return self.shown[self.across.name] if self.across else (0,)

    def _at(self, step: int | None, row: int, column: int) -> Cell:
        moved = {
            axis.name: index
            for axis, index in ((self.played, step), (self.down, row), (self.across, column))
            if axis is not None and index is not None
        }
        at = tuple(moved.get(axis.name, self.fixed[axis.name]) for axis in self.table.axes)
        return self.cells.get(at, Cell(at))


def sheet_of(table: Cells, view: View, played: Axis | None = None, header: str = "") -> Sheet:
    """Lay out a view, or all of it but the axis that is played."""
    fixed = {
        axis.name: view.fixed.get(axis.name, (view.only.get(axis.name) or (0,))[0]) for axis in table.axes
    }
    order = dict.fromkeys(name for name in (view.down, view.across, *view.panels) if name)
    named = {axis.name: axis for axis in table.axes}
    others = [named[name] for name in order if played is None or name != played.name][:2]
    down, across = (others[0], others[1]) if len(others) == 2 else (None, others[0] if others else None)
    most = ((down, MOST_DOWN), (across, MOST_ACROSS if down else MOST_FLOWING), (played, MOST_FRAMES))
    shown = {
        axis.name: spread(view.only.get(axis.name, range(len(axis.values))), count)
        for axis, count in most
        if axis is not None
    }
    return Sheet(table, played, down, across, shown, fixed, header)


def draw(sheet: Sheet, step: int | None, picture: Picture, scale: float) -> Image.Image:
    """Draw a frame.

    Args:
        sheet: What every frame shares.
        step: Which value of the played axis.
        picture: File of a cell -> picture.
        scale: How large pictures are drawn; 1 is as rendered.
    """
    tiles, (down, across) = sheet.tiles(step), sheet.lines
    width, height = _tile(sheet, scale)
    beside = _beside(sheet)
    labels = LABEL.line_height + 6 if sheet.across else 0
    pitch = height + (0 if sheet.down else labels) + GAP
    top = EDGE + (labels + AXIS.line_height if sheet.down else 0)
    bottom = top + down * pitch + 8
    size = (beside + across * (width + GAP) - GAP + 2 * EDGE, bottom + _beneath(sheet) + EDGE)
    canvas = Image.new("RGB", size, DARK.colours["ground"])
    for index, cell in enumerate(tiles):
        row, column = divmod(index, across)
        spot = (EDGE + beside + column * (width + GAP), top + row * pitch)
        _place(canvas, cell, (*spot, width, height), picture, scale)
        if not sheet.down and sheet.across:
            value = sheet.across.values[sheet.shown[sheet.across.name][index]].label
            _write(canvas, value, LABEL, (spot[0] + width // 2, spot[1] + height + 3), width, "middle")
    if sheet.down and sheet.across:
        _sides(canvas, sheet, (EDGE + beside, top), (width, height))
    _caption(canvas, sheet, step, bottom)
    return canvas


def scale_for(sheet: Sheet, widest: int) -> float:
    """Return the largest scale, at most 1, at which a frame is no wider than so many pixels."""
    across = sheet.lines[1]
    natural = max((cell.size[0] for cell in sheet.table.cells if cell.file), default=128)
    tall = max((cell.size[1] for cell in sheet.table.cells if cell.file), default=128)
    room = (widest - 2 * EDGE - _beside(sheet) - GAP * (across - 1)) / across
    return min(1.0, room / natural, LARGEST_CELL / max(natural, tall))


def _tile(sheet: Sheet, scale: float) -> tuple[int, int]:
    sizes = [cell.size for cell in sheet.table.cells if cell.file] or [(128, 128)]
    return max(1, int(max(w for w, _ in sizes) * scale)), max(1, int(max(h for _, h in sizes) * scale))


def _beside(sheet: Sheet) -> int:
    """Width of the labels of the rows."""
    if sheet.down is None:
        return 0
    lengths = [LABEL.length(clean(sheet.down.values[i].label)) for i in sheet.shown[sheet.down.name]]
    return min(ceil(max([*lengths, AXIS.length(sheet.down.label)])) + 14, 180)


def _beneath(sheet: Sheet) -> int:
    return (VALUE.line_height if sheet.played else 0) + (SMALL.line_height if sheet.header else 0)


def _place(
    canvas: Image.Image, cell: Cell, box: tuple[int, int, int, int], picture: Picture, scale: float
) -> None:
    left, top, width, height = box
    if not cell.file:
        ImageDraw.Draw(canvas).rectangle(
            (left, top, left + width - 1, top + height - 1), DARK.colours["missing"]
        )
        return
    size = (max(1, int(cell.size[0] * scale)), max(1, int(cell.size[1] * scale)))
    drawn = picture(cell.file)
    drawn = drawn if drawn.size == size else drawn.resize(size, Image.Resampling.LANCZOS)
    canvas.paste(drawn, (left + (width - size[0]) // 2, top + (height - size[1]) // 2))


def _sides(canvas: Image.Image, sheet: Sheet, start: tuple[int, int], tile: tuple[int, int]) -> None:
    """Write the labels of rows and columns, and the names of their axes."""
    assert sheet.down is not None
    assert sheet.across is not None
    (left, top), (width, height) = start, tile
    _write(canvas, sheet.across.label, AXIS, (left, EDGE - 4), canvas.width - left, "left")
    for column, index in enumerate(sheet.shown[sheet.across.name]):
        spot = (left + column * (width + GAP) + width // 2, top - LABEL.line_height - 4)
        _write(canvas, sheet.across.values[index].label, LABEL, spot, width, "middle")
    _write(canvas, sheet.down.label, AXIS, (EDGE, top - LABEL.line_height - 4), left - EDGE, "left")
    for row, index in enumerate(sheet.shown[sheet.down.name]):
        spot = (left - 10, top + row * (height + GAP) + (height - LABEL.line_height) // 2)
        _write(canvas, sheet.down.values[index].label, LABEL, spot, left - EDGE - 10, "right")


def _caption(canvas: Image.Image, sheet: Sheet, step: int | None, top: int) -> None:
    """Write the value of the played axis and the header beneath the pictures."""
    middle, room = canvas.width // 2, canvas.width - 2 * EDGE
    if sheet.played is not None and step is not None:
        value = sheet.played.values[step]
        rendered = f" (rendered {value.rendered})" if value.rendered else ""
        _write(canvas, f"{sheet.played.label}  {value.label}{rendered}", VALUE, (middle, top), room, "middle")
        top += VALUE.line_height
    if sheet.header:
        _write(canvas, sheet.header, SMALL, (middle, top), room, "middle")


def _write(
    canvas: Image.Image, text: str, style: Style, spot: tuple[int, int], room: int, align: str
) -> None:
    """Write one line, shortened to its room; letters are drawn larger and reduced, as in charts."""
    line = next(iter(set_text(clean(text), style, room, 1).lines), "")
    if not line:
        return
    face = font(style.weight, style.size)
    width = ceil(style.length(line)) + 2
    mask = Image.new("L", (width * FINER, style.line_height * FINER))
    ImageDraw.Draw(mask).text((0, 0), line, 255, face)
    mask = mask.resize((width, style.line_height), Image.Resampling.BOX)
    left = spot[0] - {"left": 0, "middle": width // 2, "right": width}[align]
    canvas.paste(DARK.colours[style.ink], (left, spot[1]), mask)
