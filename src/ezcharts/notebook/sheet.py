"""A chart in a notebook: seen inline, saved as a file, at hand as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PIL import Image as Pillow

from ezcharts.charts.chart import AxisLabels, Chart
from ezcharts.charts.draw import draw_page
from ezcharts.charts.measure import measure
from ezcharts.charts.sheet import draw_sheet, save_sheet
from ezcharts.charts.theme import DARK
from ezcharts.notebook.blocks import Block, Shown, Words
from ezcharts.notebook.inline import WIDEST, inline
from ezcharts.notebook.plainly import plainly

_MOST_REASONS = 5
_MOST_HEIGHT, _LEAST_WIDTH = 860, 640  # pixels, as shown


@dataclass(frozen=True, repr=False)
class Sheet(Shown):
    """A chart.

    Attributes:
        chart: The chart as plain data: panels, axes, labels, which cell where.
        draft: Whether it is to be replaced by a later one soon.
    """

    chart: Chart
    draft: bool = False

    @property
    @plainly
    def images(self) -> list[Pillow.Image]:
        """The chart as pictures: one, or several pages where it is very large.

        Raises:
            StoreError: A picture of the store cannot be read.
        """
        return draw_sheet(self.chart)

    @property
    def image(self) -> Pillow.Image:
        """The chart as one picture; the first page of several."""
        return self.images[0]

    @plainly
    def save(self, path: Path | str) -> list[Path]:
        """Write the chart as PNG; return the files, several where it has several pages.

        Raises:
            StoreError: A file cannot be read or written.
        """
        return [sheet.path for sheet in save_sheet(self.chart, Path(path))]

    def blocks(self) -> Iterable[Block]:
        """The chart, and what failed or is not there."""
        for page in measure(self.chart).pages:
            words = f"{alternative(self.chart)} {page.part}".strip()
            draw = partial(draw_page, page, DARK)
            yield inline(draw, words, _width(page.width, page.height), draft=self.draft)
        if not self.draft:
            yield from self._what_is_not_done()

    def _what_is_not_done(self) -> Iterator[Block]:
        cells = list(self.chart.cells())
        missing = sum(cell.state == "missing" for cell in cells)
        if missing:
            yield Words(f"{missing} of {len(cells)} cells are not there", "quiet")
        reasons = Counter(cell.reason for cell in cells if cell.state == "failed")
        for reason, count in reasons.most_common(_MOST_REASONS):
            yield Words(f"{count} of {len(cells)} cells failed: {reason}", "error")


def _width(width: int, height: int) -> int:
    """Return how wide to show a page: such that it fits on a screen, unless that makes it tiny."""
    fitting = width * _MOST_HEIGHT // height
    return min(width, WIDEST, max(fitting, _LEAST_WIDTH))


def alternative(chart: Chart) -> str:
    """Say what a chart shows, for those who cannot see it."""
    axes = [
        f"{axis.name} {', '.join(label.text for label in axis.labels)} {way}"
        for axis, way in ((chart.down, "down"), (chart.across, "across"))
        if isinstance(axis, AxisLabels)
    ]
    panels = [f"{len(chart.panels)} panels"] if len(chart.panels) > 1 else []
    return f"Chart: {'; '.join([chart.header, *axes, *panels])}."
