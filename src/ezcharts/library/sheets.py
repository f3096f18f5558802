"""Charts as the library's files: as large and as fine as fits a weight that git and a page bear well.

A chart of few pictures is drawn as everywhere. One of very many is encoded coarser first, since enlarged
pictures hide that well, and then drawn with its pictures less enlarged, at last smaller than they are: every
cell lies beside it in full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from PIL import Image

from ezcharts.charts.chart import Chart
from ezcharts.charts.sheet import draw_sheet
from ezcharts.charts.theme import DARK
from ezcharts.library.draft import Content
from ezcharts.library.webp import webp

MOST_BYTES: Final = 150_000  # of one page of a chart
QUALITIES: Final = (80, 65, 50)
SCALES: Final = (1.0, 0.6)
"""Of pictures in a chart that is too heavy with small ones, too."""
SMALL: Final = replace(DARK, small_cell=DARK.small_cell // 2)


def chart_files(chart: Chart, number: int) -> dict[str, Content]:
    """Return the pages of an entry's chart: name in the entry's folder -> what is written there.

    Args:
        chart: The chart.
        number: Which of the entry's views it shows, from 1.
    """
    pages = draw_sheet(chart)
    several = len(pages) > 1
    return {
        f"charts/{number}{f'-{page + 1}' if several else ''}.webp": partial(_light, chart, pages, page)
        for page in range(len(pages))
    }


def _light(chart: Chart, pages: list[Image.Image], page: int) -> bytes:
    """Encode a page: the finest attempt that is light enough, or else the lightest."""
    attempts = []
    for attempt in _attempts(chart, pages, page):
        if len(attempt) <= MOST_BYTES:
            return attempt
        attempts.append(attempt)
    return min(attempts, key=len)


def _attempts(chart: Chart, pages: list[Image.Image], page: int) -> Iterator[bytes]:
    yield from (webp(pages[page], quality) for quality in QUALITIES)
    for scale in SCALES:
        smaller = draw_sheet(replace(chart, scale=scale * chart.scale), SMALL)
        if len(smaller) == len(pages):  # otherwise the pages hold other cells
            yield from (webp(smaller[page], quality) for quality in QUALITIES)
