"""The sheet: a chart as one picture, or as pages where it would be too large."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, PngImagePlugin

from ezcharts.charts.chart import Chart
from ezcharts.charts.draw import draw_page
from ezcharts.charts.measure import measure
from ezcharts.charts.theme import DARK, Theme
from ezcharts.store.files import write_if_changed

COMPRESSION = 3  # of PNG: half the time of the usual 6 for some 7 % more bytes; previews are written often


@dataclass(frozen=True)
class SheetFile:
    """One page of a sheet on the disk: where, its size in pixels, its part of the chart ("" for all)."""

    path: Path
    width: int
    height: int
    part: str = ""


def draw_sheet(chart: Chart, theme: Theme = DARK) -> list[Image.Image]:
    """Draw a chart, one RGB image per page. Equal charts give equal pixels.

    Raises:
        StoreError: A picture file cannot be read.
    """
    return [draw_page(page, theme) for page in measure(chart, theme).pages]


def save_sheet(chart: Chart, path: Path, theme: Theme = DARK) -> list[SheetFile]:
    """Write a chart as PNG: to `path`, or to `<name>-1.png`, `<name>-2.png`, ... where it has several pages.

    A file is replaced in one move, and only if it changes: a viewer never sees half a chart.

    Returns:
        The files, in the order of the pages.

    Raises:
        StoreError: A picture cannot be read or a file cannot be written.
    """
    pages = measure(chart, theme).pages
    files: list[SheetFile] = []
    for number, page in enumerate(pages, start=1):
        name = path if len(pages) == 1 else path.with_stem(f"{path.stem}-{number}")
        write_if_changed(name, _png(draw_page(page, theme), chart.header))
        files.append(SheetFile(name, page.width, page.height, page.part))
    return files


def _png(page: Image.Image, header: str) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Title", header)
    buffer = io.BytesIO()
    page.save(buffer, "PNG", pnginfo=texts, compress_level=COMPRESSION)
    return buffer.getvalue()
