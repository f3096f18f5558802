"""Pictures inside a notebook: small enough to be kept with it, large enough to be judged.

A sheet of 3000 pixels is a megabyte as PNG, and a notebook keeps every output. Inline pictures are therefore
WebP, no wider than a wide screen shows; the files that `save` writes are whole.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from functools import partial
from typing import Final

from PIL import Image as Pillow

from ezcharts.notebook.blocks import Image

WIDEST: Final = 1600
"""Pixels of an inline picture; twice what an output is usually wide, for sharp screens."""
DRAFT_WIDEST: Final = 1000
_QUALITY, _DRAFT_QUALITY = 90, 80


def inline(picture: Callable[[], Pillow.Image], words: str, width: int, *, draft: bool = False) -> Image:
    """Return a picture for a cell's output.

    Args:
        picture: Draws or reads it; called when it is shown as HTML.
        words: What it shows, for those who cannot see it.
        width: As shown, in pixels; outputs that are narrower shrink it.
        draft: It is replaced by a later one soon, so it may be smaller.
    """
    return Image(words, partial(_address, picture, draft), width)


def _address(picture: Callable[[], Pillow.Image], draft: bool) -> str:
    image = picture().convert("RGB")
    widest = DRAFT_WIDEST if draft else WIDEST
    if image.width > widest:
        image = image.resize((widest, round(image.height * widest / image.width)), Pillow.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=_DRAFT_QUALITY if draft else _QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(buffer.getvalue()).decode()}"
