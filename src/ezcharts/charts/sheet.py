"""The sheet: a chart as one picture, or as pages where it would be too large."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, PngImagePlugin

from ezcharts.charts.chart import Chart
from ezcharts.charts.draw import draw_page
from ezcharts.charts.measure import measure
from ezcharts.charts.theme import DARK, Theme
from ezcharts.store.files import write_if_changed


def draw_sheet(chart: Chart, theme: Theme = DARK) -> list[Image.Image]:
    """Draw a chart, one RGB image per page. Equal charts give equal pixels.

    Raises:
        StoreError: A picture file cannot be read.
    """
    return [draw_page(page, theme) for page in measure(chart, theme).pages]


def save_sheet(chart: Chart, path: Path, theme: Theme = DARK) -> list[Path]:
    """Write a chart as PNG: to `path`, or to `<name>-1.png`, `<name>-2.png`, ... where it has several pages.

    A file is replaced in one move, and only if it changes: a viewer never sees half a chart.

    Returns:
        The files, in the order of the pages.

    Raises:
        StoreError: A picture cannot be read or a file cannot be written.
    """
    pages = draw_sheet(chart, theme)
    names = [path] if len(pages) == 1 else [path.with_stem(f"{path.stem}-{n + 1}") for n in range(len(pages))]
    for page, name in zip(pages, names, strict=True):
        write_if_changed(name, _png(page, chart.header))
    return names


def _png(page: Image.Image, header: str) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Title", header)
    buffer = io.BytesIO()
    page.save(buffer, "PNG", pnginfo=texts)
    return buffer.getvalue()
