"""What all panels of a chart share, so that their rows and columns line up: labels and measures in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ezcharts.charts.chart import Chart, Label
from ezcharts.charts.fonts import words
from ezcharts.charts.sizes import CellSizes
from ezcharts.charts.text import Paragraph, Style, set_balanced, set_text
from ezcharts.charts.theme import Theme

MOST_LABEL_LINES = 12
LABEL_UNITS = 12  # widest row label, in units
ARROW_LANE, LABEL_LANE, LABEL_GAP, HEAD_GAP, CELL_GAP = 0.9, 1.2, 0.8, 0.5, 0.35  # units
SMALLEST_LETTERS = 12  # pixels: letters that do not fit shrink to this

LabelLines = tuple[Paragraph, ...]


@dataclass(frozen=True)
class Frame:
    """The measures that all panels share.

    Attributes:
        chart: The chart.
        sizes: Drawn sizes of its cells.
        theme: The look.
        unit: Size of running text in pixels.
    """

    chart: Chart
    sizes: CellSizes
    theme: Theme
    unit: int

    def gap(self, units: float) -> int:
        """A distance in pixels."""
        return round(units * self.unit)

    def style(self, name: str) -> Style:
        """A style at the frame's unit."""
        return self.theme.style(name, self.unit)

    @cached_property
    def row_labels(self) -> tuple[LabelLines, ...]:
        """The lines of each value of the down axis; nothing where there is none."""
        axis = self.chart.down
        if axis is None:
            return ()
        style = self.style("label")
        most = [max(MOST_LABEL_LINES, height // style.line_height - 1) for height in self.sizes.rows]
        labels = zip(axis.labels, most, strict=True)
        return tuple(self._label(label, self.gap(LABEL_UNITS), style, lines) for label, lines in labels)

    @cached_property
    def column_labels(self) -> tuple[LabelLines, ...]:
        """The lines of each value of the across axis, within its column; nothing where there is none."""
        axis = self.chart.across
        if axis is None:
            return ()
        room = [
            width - self.gap(CELL_GAP) for width in self.sizes.columns
        ]  # neighbours must not run together
        columns = list(zip(axis.labels, room, strict=True))
        style = self._largest(columns)
        return tuple(self._label(label, width, style, MOST_LABEL_LINES) for label, width in columns)

    @cached_property
    def down_name(self) -> Paragraph:
        """The name of the down axis; no lines where there is none."""
        name = self.chart.down.name if self.chart.down else ""
        return set_text(name, self.style("axis"), self.gap(LABEL_UNITS))

    @cached_property
    def left(self) -> int:
        """Width left of the pictures: the arrow, the labels and a gap."""
        if not self.row_labels:
            return 0
        widest = max(line.width for lines in self.row_labels for line in lines)
        return max(self.down_name.width, self.gap(LABEL_LANE) + widest) + self.gap(LABEL_GAP)

    @cached_property
    def top(self) -> int:
        """Height above the pictures: the across axis, its labels, and room for the name of the down axis."""
        name = self.style("axis").line_height + self.gap(0.3) if self.chart.across else 0
        values = max([lines[0].height for lines in self.column_labels], default=0) + self.column_subs
        labels = max(self.down_name.height, values)
        return name + labels + self.gap(HEAD_GAP) if name + labels else 0

    @cached_property
    def column_subs(self) -> int:
        """Height of the second lines of the column labels; the first ones stand above it, on one line."""
        return max([height_of(lines[1:]) for lines in self.column_labels], default=0)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Height of each row without cell footers: of its pictures, or of its label where that is taller."""
        labels = [height_of(lines) for lines in self.row_labels] or [0]
        return tuple(max(pair) for pair in zip(self.sizes.rows, labels, strict=True))

    @cached_property
    def cell_footer(self) -> int:
        """Height of the line beneath the pictures; 0 where no cell has one."""
        has_any = any(cell.footer for cell in self.chart.cells())
        return self.gap(0.15) + self.style("cell footer").line_height if has_any else 0

    def _label(self, label: Label, width: int, style: Style, most_lines: int) -> LabelLines:
        value = set_balanced(label.text, style, width, most_lines)
        sub = set_balanced(label.sub, self.style("sub"), width, MOST_LABEL_LINES)
        return (value, sub) if sub.lines else (value,)

    def _largest(self, columns: list[tuple[Label, int]]) -> Style:
        """The label style, with smaller letters where a word is wider than its column."""
        style = self.style("label")
        pairs = [(word, width) for label, width in columns for word in words(label.text)]
        while style.size > SMALLEST_LETTERS and any(style.length(word) > width for word, width in pairs):
            style = style.smaller()
        return style


def height_of(lines: LabelLines) -> int:
    """Height of paragraphs that stand one beneath the other."""
    return sum(paragraph.height for paragraph in lines)
