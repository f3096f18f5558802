"""The picture to post: a view of an entry, sized for a platform, with its words.

Platforms scale what is too large and make it unreadable: better to be scaled here, once, with a good filter.
The figures are those that the platforms' own help pages give; they change, and a wrong one costs sharpness.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PIL import Image, PngImagePlugin

from ezcharts.charts.sheet import draw_sheet
from ezcharts.errors import LibraryError, UnknownName
from ezcharts.library.alt import alt_text
from ezcharts.library.catalogue import Entry
from ezcharts.library.chart_of import chart_of


@dataclass(frozen=True)
class Platform:
    """What a place takes: longest side in pixels, bytes of a file, letters of an alternative text."""

    side: int
    bytes: int
    alt: int


PLATFORMS: Final[Mapping[str, Platform]] = {
    "any": Platform(2048, 900_000, 1000),
    "bluesky": Platform(2000, 976_000, 2000),
    "discord": Platform(4096, 8_000_000, 1024),
    "mastodon": Platform(3840, 16_000_000, 1500),
    "reddit": Platform(4096, 20_000_000, 500),
    "twitter": Platform(4096, 5_000_000, 1000),
}


@dataclass(frozen=True)
class Post:
    """What to post: a picture file's content and ending, the line above it, words for who cannot see."""

    picture: bytes
    ending: str
    line: str
    alt: str

    @property
    def text(self) -> str:
        """Line and alternative text as one text file."""
        return f"{self.line}\n\nAlt text:\n{self.alt}\n"


def post(entry: Entry, view: int = 1, platform: str = "any", word: str = "") -> Post:
    """Return what to post of an entry.

    Args:
        entry: The entry.
        view: Which of its charts, from 1.
        platform: Where it goes; a name of `PLATFORMS`.
        word: A word on how sure the shown effect is, for the line.

    Raises:
        UnknownName: There is no such platform.
        LibraryError: The entry has no such chart.
    """
    if platform not in PLATFORMS:
        raise UnknownName("platform", platform, PLATFORMS)
    cells, place = entry.cells, PLATFORMS[platform]
    if cells is None or not 1 <= view <= len(cells.views):
        count = len(cells.views) if cells else 0
        raise LibraryError(f"{entry.name} has {count} charts, there is no chart {view}")
    pictures = {cell.file: entry.file(cell.file) for cell in cells.cells if cell.file}
    chart = chart_of(entry.card, cells, cells.views[view - 1], pictures)
    pages = draw_sheet(chart)
    picture, ending = _fitted(pages[0], place, chart.header)
    conditions = ", ".join(chart.conditions[:4])
    line = " · ".join(part for part in (chart.header, conditions, word) if part)
    return Post(picture, ending, line, alt_text(chart)[: place.alt])


def _fitted(page: Image.Image, place: Platform, header: str) -> tuple[bytes, str]:
    """Return the page as PNG if that fits, else as JPEG of falling quality and, at last, size."""
    page = page.convert("RGB")
    if max(page.size) > place.side:
        page.thumbnail((place.side, place.side), Image.Resampling.LANCZOS)
    content = _png(page, header)
    if len(content) <= place.bytes:
        return content, ".png"
    while True:
        for quality in (92, 85, 75):
            content = _jpeg(page, quality)
            if len(content) <= place.bytes:
                return content, ".jpg"
        page = page.resize((page.width * 4 // 5, page.height * 4 // 5), Image.Resampling.LANCZOS)


def _png(page: Image.Image, header: str) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Title", header)
    buffer = io.BytesIO()
    page.save(buffer, "PNG", pnginfo=texts, optimize=True)
    return buffer.getvalue()


def _jpeg(page: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=quality, optimize=True, subsampling=0)
    return buffer.getvalue()
