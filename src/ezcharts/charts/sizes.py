"""How large the cells of a chart are drawn.

Small pictures are enlarged by a whole number, large ones made smaller where they are many. Where the size
itself is an axis of the chart all cells share one factor, so that their sizes can be compared; otherwise
every cell fills the same box.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from ezcharts.charts.chart import Chart, ChartCell
from ezcharts.charts.theme import Theme

SMALLEST_COLUMN = 96  # pixels: room for a label over a very small picture


@dataclass(frozen=True)
class CellSizes:
    """Drawn sizes of a chart's cells in pixels.

    Attributes:
        factor: By how much pictures are enlarged.
        box: (width, height) that every cell fits.
        columns: Width of each column, the same in all panels.
        rows: Height of the pictures in each row, the same in all panels.
        to_scale: Whether all cells share the factor; otherwise each fills the box.
    """

    factor: float
    box: tuple[int, int]
    columns: tuple[int, ...]
    rows: tuple[int, ...]
    to_scale: bool

    def of(self, cell: ChartCell) -> tuple[int, int]:
        """Drawn (width, height) of a cell."""
        return _drawn(cell.size, self.box, self.factor if self.to_scale else None)


def cell_sizes(chart: Chart, theme: Theme) -> CellSizes:
    """Work out the sizes of all cells of a chart."""
    sizes = [cell.size for cell in chart.cells()] or [(128, 128)]
    widest, highest = max(w for w, _ in sizes), max(h for _, h in sizes)
    columns, rows = len(chart.panels[0].rows[0]), len(chart.panels[0].rows)
    pixels = widest * highest * columns * rows * len(chart.panels)
    factor = chart.scale * enlargement(max(widest, highest), widest * columns, pixels, theme)
    box = (max(1, round(widest * factor)), max(1, round(highest * factor)))
    shared = factor if chart.to_scale else None

    def largest(cells: Iterable[ChartCell | None], side: int) -> int:
        return max((_drawn(cell.size, box, shared)[side] for cell in cells if cell), default=box[side])

    across = [[row[j] for panel in chart.panels for row in panel.rows] for j in range(columns)]
    down = [[cell for panel in chart.panels for cell in panel.rows[i]] for i in range(rows)]
    return CellSizes(
        factor,
        box,
        tuple(max(SMALLEST_COLUMN, largest(cells, 0) if chart.to_scale else box[0]) for cells in across),
        tuple(largest(cells, 1) if chart.to_scale else box[1] for cells in down),
        chart.to_scale,
    )


def enlargement(side: int, row: int, pixels: int, theme: Theme) -> float:
    """By how much to enlarge pictures: a whole number for small ones, a fraction for large ones or very many.

    Args:
        side: Longest side of any picture in pixels.
        row: Width of a row of pictures in pixels, as they are.
        pixels: Pixels of all pictures together, as they are.
        theme: The limits.
    """
    if side > theme.small_cell:
        easy = min(1.0, theme.large_cell / side, sqrt(theme.easy_pixels / pixels))
        return max(easy, theme.small_cell / side)
    factor = -(-theme.small_cell // side)
    while factor * row < theme.narrow_row and (factor + 1) * side <= theme.medium_cell:
        factor += 1
    return factor


def _drawn(size: tuple[int, int], box: tuple[int, int], shared: float | None) -> tuple[int, int]:
    factor = shared if shared is not None else min(box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))
