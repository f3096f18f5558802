"""Small pictures for the grid, where those of the study are large.

Pictures of a few hundred pixels are shown as they are. Larger ones get a small one each, named by theirs: as
their names tell what is in them, a small one that is there needs no second look.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError

from ezcharts.errors import LibraryError
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.writer import Writer
from ezcharts.library.table import Cells

LARGE: Final = 480
"""Pictures with a longer side than this, in pixels, get a small one."""
SMALL: Final = 320
MOST_PIXELS: Final = 100_000_000


def needs_small(table: Cells) -> bool:
    """Whether the pictures of a study get small ones."""
    return any(max(cell.size) > LARGE for cell in table.cells)


def small_address(file: str) -> str:
    """Return the address of a cell's small picture, relative to its page: `small/0f3a.webp`."""
    return f"small/{file.removeprefix('cells/').removesuffix('.webp')}.webp"


def write_small(entry: Entry, table: Cells, writer: Writer) -> None:
    """Write the small pictures of an entry that are not there yet."""
    if not needs_small(table):
        return
    for file in dict.fromkeys(cell.file for cell in table.cells if cell.file):
        address = f"studies/{entry.name}/{small_address(file)}"
        if not writer.has(address):
            writer.bytes(address, _small(entry.file(file)))


def open_picture(path: Path) -> Image.Image:
    """Return a picture, decoded.

    Raises:
        LibraryError: It is none, or is too large.
    """
    try:
        with Image.open(path) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LibraryError(f"{path} has more than {MOST_PIXELS:,} pixels; save it smaller")
            return picture.convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise LibraryError(f"{path} cannot be read as a picture: {error}") from None


def _small(path: Path) -> bytes:
    picture = open_picture(path)
    picture.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
