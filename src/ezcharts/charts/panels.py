"""Measuring one panel: its title, the axes, and the table of cells.

                 across  ─────────────────▶
    down          0.03      0.04      0.05
    │    250     [    ]    [    ]    [    ]
    ▼    500     [    ]    [    ]    [    ]

Where a chart takes several pages, a page may show only a `Slice` of a panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ezcharts.charts.chart import AxisLabels, ChartCell
from ezcharts.charts.frame import (
    ARROW_LANE,
    CELL_GAP,
    HEAD_GAP,
    LABEL_GAP,
    LABEL_LANE,
    SMALLEST_LETTERS,
    Frame,
    LabelLines,
    height_of,
)
from ezcharts.charts.plan import (
    Align,
    ArrowItem,
    Block,
    Box,
    Head,
    Item,
    PictureItem,
    PlateItem,
    TextItem,
    above,
)
from ezcharts.charts.text import Paragraph, set_text

MOST_TITLE_LINES = 8


@dataclass(frozen=True)
class Slice:
    """The part of one panel that a page shows: its index, and ranges of rows and columns."""

    panel: int
    rows: range
    columns: range


def panel_row(frame: Frame, parts: Sequence[Slice]) -> list[Block]:
    """Measure panels that stand side by side; their titles get one height, so that the tables align."""
    tables = [_table(frame, part) for part in parts]
    titles = [
        set_text(frame.chart.panels[part.panel].title, frame.style("panel"), table.width, MOST_TITLE_LINES)
        for part, table in zip(parts, tables, strict=True)
    ]
    height = max(title.height for title in titles)
    return [
        above([replace(text_block(title, table.width), height=height), table], frame.gap(0.9))
        for title, table in zip(titles, tables, strict=True)
    ]


def text_block(paragraph: Paragraph, width: int) -> Block:
    """A paragraph as a block of its own, aligned left in `width`."""
    items = (TextItem(Box(0, 0, width, paragraph.height), paragraph),) if paragraph.lines else ()
    return Block(width, paragraph.height, items)


def _table(frame: Frame, part: Slice) -> Block:
    widths = [frame.sizes.columns[j] for j in part.columns]
    heights = [frame.rows[i] + frame.cell_footer for i in part.rows]
    xs = _starts(frame.left, widths, frame.gap(CELL_GAP))
    ys = _starts(frame.top, heights, frame.gap(CELL_GAP))
    width, height = xs[-1] + widths[-1], ys[-1] + heights[-1]
    items = _across(frame, part, xs, width) + _down(frame, part, ys, height)
    for i, y in zip(part.rows, ys, strict=True):
        for j, x in zip(part.columns, xs, strict=True):
            cell = frame.chart.panels[part.panel].rows[i][j]
            if cell is not None:
                items += _cell(frame, cell, Box(x, y, frame.sizes.columns[j], frame.rows[i]))
    return Block(width, height, tuple(items))


def _across(frame: Frame, part: Slice, xs: Sequence[int], right: int) -> list[Item]:
    """Name, arrow and values of the columns."""
    across = frame.chart.across
    if across is None:
        return []
    name = set_text(across.name, frame.style("axis"), right - xs[0], most_lines=1)
    items: list[Item] = [TextItem(Box(xs[0], 0, name.width, name.height), name)]
    start, lane = xs[0] + name.width + frame.gap(0.6), frame.gap(ARROW_LANE)
    if right - start > frame.gap(2):
        box = Box(start, (name.height - lane) // 2, right - start, lane)
        items.append(ArrowItem(box, _head(across, "right", "left")))
    baseline = frame.top - frame.gap(HEAD_GAP) - frame.column_subs
    for j, x in zip(part.columns, xs, strict=True):
        lines = frame.column_labels[j]
        items += _stack(lines, Box(x, baseline - lines[0].height, frame.sizes.columns[j], 0), "centre")
    return items


def _down(frame: Frame, part: Slice, ys: Sequence[int], bottom: int) -> list[Item]:
    """Name, arrow and values of the rows."""
    down = frame.chart.down
    if down is None:
        return []
    right, lane, name = frame.left - frame.gap(LABEL_GAP), frame.gap(ARROW_LANE), frame.down_name
    left = frame.gap(LABEL_LANE)
    arrow = Box(0, frame.top, lane, bottom - frame.cell_footer - frame.top)
    items: list[Item] = [
        TextItem(Box(0, frame.top - frame.gap(HEAD_GAP) - name.height, right, name.height), name),
        ArrowItem(arrow, _head(down, "down", "up")),
    ]
    for i, y in zip(part.rows, ys, strict=True):
        lines = frame.row_labels[i]
        start = y + (frame.rows[i] - height_of(lines)) // 2
        items += _stack(lines, Box(left, start, right - left, 0), "right")
    return items


def _cell(frame: Frame, cell: ChartCell, place: Box) -> list[Item]:
    """A cell in the middle of its place, its footer beneath."""
    width, height = frame.sizes.of(cell)
    dx, dy = (place.width - width) // 2, (place.height - height) // 2
    items: list[Item] = [_picture(frame, cell, Box(place.x + dx, place.y + dy, width, height))]
    if cell.footer:
        text = set_text(cell.footer, frame.style("cell footer"), place.width, most_lines=1)
        items += _stack((text,), Box(place.x, place.bottom + frame.gap(0.15), place.width, 0), "centre")
    return items


def _picture(frame: Frame, cell: ChartCell, box: Box) -> Item:
    if cell.picture is not None:
        return PictureItem(box, cell.picture)
    if cell.state == "missing":
        return PlateItem(box, "missing")
    return PlateItem(box, "failed", _reason(frame, cell.reason, box))


def _reason(frame: Frame, reason: str, box: Box) -> tuple[Paragraph, ...]:
    """The word "failed" and the reason, as large as they fit; what never fits ends in an ellipsis."""
    width, height = box.width - 2 * frame.gap(0.6), box.height - 2 * frame.gap(0.6)
    word, style = frame.style("failed"), frame.style("reason")
    while True:
        head = set_text("failed", word, width, max(0, height // word.line_height))
        text = set_text(reason, style, width, max(0, (height - head.height) // style.line_height))
        if (head.whole and text.whole) or style.size <= SMALLEST_LETTERS:
            return tuple(paragraph for paragraph in (head, text) if paragraph.lines)
        word, style = word.smaller(), style.smaller()


def _stack(lines: LabelLines, top: Box, align: Align) -> list[Item]:
    """Paragraphs one beneath the other, from the top of a box and as wide."""
    ys = accumulate((paragraph.height for paragraph in lines), initial=top.y)
    return [
        TextItem(Box(top.x, y, top.width, paragraph.height), paragraph, align)
        for paragraph, y in zip(lines, ys, strict=False)
    ]


def _head(axis: AxisLabels, rising: Head, falling: Head) -> Head:
    return {"rising": rising, "falling": falling, "none": None}[axis.trend]


def _starts(first: int, lengths: Sequence[int], gap: int) -> list[int]:
    """Where things of these lengths begin, one after the other with a gap between."""
    return list(accumulate((length + gap for length in lengths[:-1]), initial=first))
