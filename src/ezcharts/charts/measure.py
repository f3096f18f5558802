"""Measuring a sheet: which panels go on which page, and the place of everything on it.

Panels are arranged in as many columns as make the page look best. A sheet beyond the theme's limits becomes
pages, as few as can be: first of fewer panels, then of parts of one panel. Every page is complete in itself,
with the header, the axes and a line that says which part it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from math import ceil, log

from ezcharts.charts.chart import AxisLabels, Chart
from ezcharts.charts.fonts import unknown_letters
from ezcharts.charts.frame import Frame
from ezcharts.charts.panels import Slice, panel_row, text_block
from ezcharts.charts.plan import Block, Box, PagePlan, RuleItem, SheetPlan, TextItem, above, beside
from ezcharts.charts.sizes import CellSizes, cell_sizes
from ezcharts.charts.text import set_text
from ezcharts.charts.theme import DARK, Theme

MARGIN, PANEL_GAP, SECTION_GAP = 3.0, 2.6, 1.9  # units
LEAST_WIDTH, MOST_LINE = 36, 56  # units: a sheet's content, and a line of a note
LOOK = 1.45  # width by height that a page of several panels aims for
MOST_NOTE_LINES = 12

Way = list[tuple[Slice, ...]]  # the slices of each page


def measure(chart: Chart, theme: Theme = DARK) -> SheetPlan:
    """Place everything: of all ways to divide the chart into pages, the first of which every page fits.

    Args:
        chart: What to show.
        theme: The look and the limits. A page that shows a single cell may exceed them.
    """
    sizes = cell_sizes(chart, theme)
    columns = _panel_columns(len(chart.panels), sizes, theme)
    ways = list(_ways(chart))
    for way in ways:
        frame = Frame(chart, sizes, theme, _unit(sizes, columns, way, theme))
        pages = _fitting_pages(frame, columns, way) if way is not ways[-1] else _pages(frame, columns, way)
        if pages:
            break
    return SheetPlan(pages, frame.unit)


def _fitting_pages(frame: Frame, columns: int, way: Way) -> tuple[PagePlan, ...]:
    """The pages of a way, or none where one of them is too large: the others are not measured then."""
    pages: list[PagePlan] = []
    for number in range(len(way)):
        pages.append(_page(frame, columns, way, number))
        if not _fits(pages[-1], frame.theme):
            return ()
    return tuple(pages)


def _pages(frame: Frame, columns: int, way: Way) -> tuple[PagePlan, ...]:
    return tuple(_page(frame, columns, way, number) for number in range(len(way)))


def _unit(sizes: CellSizes, columns: int, way: Way, theme: Theme) -> int:
    """Size of running text: it grows with the pages, so that one that is shrunk to a screen can be read."""
    slices = max(way, key=len)
    row = sum(sizes.columns[j] for j in slices[0].columns) * min(columns, len(slices))
    largest = min(row / theme.units_across, sizes.box[0] / theme.units_in_cell)
    return max(theme.smallest_unit, round(largest))


def _panel_columns(count: int, sizes: CellSizes, theme: Theme) -> int:
    """How many panels to put side by side for a page of a pleasant shape without empty places."""
    unit = theme.smallest_unit
    width, height = sum(sizes.columns) + 6 * unit, sum(sizes.rows) + 6 * unit

    def distance(columns: int) -> float:
        rows = ceil(count / columns)
        return abs(log(columns * width / (rows * height) / LOOK)) + 0.5 * (rows * columns - count)

    return min(range(1, count + 1), key=distance)


# Pages


def _ways(chart: Chart) -> Iterator[Way]:
    """Ways to divide a chart into pages, from one page to one cell a page; the fewest pages come first."""
    panels, rows, columns = len(chart.panels), len(chart.panels[0].rows), len(chart.panels[0].rows[0])
    whole = [Slice(panel, range(rows), range(columns)) for panel in range(panels)]
    for parts in _part_counts(panels):
        yield [tuple(whole[i] for i in part) for part in _divided(panels, parts)]
    splits = product(_part_counts(rows), _part_counts(columns))
    for down, across in sorted(splits, key=lambda split: (split[0] * split[1], split[1])):
        yield [
            (Slice(panel, some_rows, some_columns),)
            for panel in range(panels)
            for some_rows in _divided(rows, down)
            for some_columns in _divided(columns, across)
        ]


def _part_counts(count: int) -> list[int]:
    """Numbers of parts that differ in the size of the largest: 10 things make 1, 2, 3, 4, 5 or 10 parts."""
    return sorted({ceil(count / size) for size in range(1, count + 1)})


def _divided(count: int, parts: int) -> list[range]:
    """`range(count)` in `parts` ranges whose lengths differ by at most one."""
    bounds = [round(count * k / parts) for k in range(parts + 1)]
    return [range(low, high) for low, high in pairwise(bounds)]


def _fits(page: PagePlan, theme: Theme) -> bool:
    return max(page.width, page.height) <= theme.most_side and page.width * page.height <= theme.most_pixels


# One page


def _page(frame: Frame, columns: int, pages: Way, number: int) -> PagePlan:
    slices = pages[number]
    panels = _panels(frame, min(columns, len(slices)), slices)
    width = max(panels.width, frame.gap(LEAST_WIDTH))
    part = "" if len(pages) == 1 else f"page {number + 1} of {len(pages)}: {_part(frame.chart, slices)}"
    body = above([_heading(frame, width), panels, _closing(frame, width, part)], frame.gap(SECTION_GAP))
    margin = frame.gap(MARGIN)
    return PagePlan(body.width + 2 * margin, body.height + 2 * margin, body.moved(margin, margin), part)


def _panels(frame: Frame, columns: int, slices: Sequence[Slice]) -> Block:
    rows = [panel_row(frame, slices[start : start + columns]) for start in range(0, len(slices), columns)]
    widths = [max(row[j].width for row in rows if j < len(row)) for j in range(columns)]
    gap = frame.gap(PANEL_GAP)
    return above([beside(row, gap, widths[: len(row)]) for row in rows], gap)


def _heading(frame: Frame, width: int) -> Block:
    """The header, on one line where it fits, and the conditions."""
    chart = frame.chart
    comma = "," if chart.title and chart.context else ""
    title = set_text(chart.title + comma, frame.style("title"), width)
    context = set_text(chart.context, frame.style("context"), width)
    start = title.width + frame.gap(0.55) if title.lines else 0
    if start + context.width <= width:
        parts = [text_block(title, title.width), text_block(context, context.width)]
        header = beside(parts, frame.gap(0.55), [title.width, context.width])
    else:
        header = above([text_block(title, width), text_block(context, width)], 0)
    conditions = set_text("  ·  ".join(chart.conditions), frame.style("conditions"), width)
    return above([header, text_block(conditions, width)], frame.gap(0.5))


def _closing(frame: Frame, width: int, part: str) -> Block:
    """Notes, then a line, then credit and the part of the chart that this page shows."""
    line = min(width, frame.gap(MOST_LINE))
    notes = [
        text_block(set_text(note, frame.style("note"), line, MOST_NOTE_LINES), width)
        for note in _notes(frame.chart)
    ]
    style = frame.style("footer")
    where = set_text(part, style, width // 2)
    credit = set_text(frame.chart.footer, style, width - where.width - frame.gap(2))
    items = [TextItem(Box(0, 0, credit.width, credit.height), credit)] if credit.lines else []
    items += [TextItem(Box(width - where.width, 0, where.width, where.height), where)] if where.lines else []
    foot = Block(width, max(credit.height, where.height), tuple(items))
    thickness = max(1, frame.unit // 16)
    rule = (
        Block(width, thickness, (RuleItem(Box(0, 0, width, thickness)),)) if foot.height else Block(width, 0)
    )
    return above([above(notes, frame.gap(0.4)), rule, foot], frame.gap(0.9))


def _notes(chart: Chart) -> list[str]:
    axes = [axis for axis in (chart.down, chart.across) if axis]
    shown = [chart.title, *chart.conditions, *chart.notes, *(panel.title for panel in chart.panels)]
    shown += [part for axis in axes for label in axis.labels for part in (axis.name, label.text, label.sub)]
    if not unknown_letters(shown):
        return list(chart.notes)
    return [
        *chart.notes,
        "An empty box stands for a letter that this sheet's font lacks; the page beside it has it.",
    ]


def _part(chart: Chart, slices: Sequence[Slice]) -> str:
    """Which part of the chart these slices are, in words."""
    first, last = slices[0], slices[-1]
    words = []
    if len(chart.panels) > 1:
        numbers = str(first.panel + 1) if first is last else f"{first.panel + 1} to {last.panel + 1}"
        words.append(f"panel {numbers} of {len(chart.panels)}")
    for axis, shown in ((chart.down, first.rows), (chart.across, first.columns)):
        if axis is not None and len(shown) < len(axis.labels):
            words.append(_values(axis, shown))
    return ", ".join(words)


def _values(axis: AxisLabels, shown: range) -> str:
    first, last = axis.labels[shown[0]].text, axis.labels[shown[-1]].text
    return f"{axis.name} {first}" if len(shown) == 1 else f"{axis.name} {first} to {last}"
