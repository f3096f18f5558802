"""Pictures as the library keeps them: WebP, the same bytes for the same pixels, nothing else inside."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Final

from PIL import Image

from ezcharts.store.files import plain_errors

CELL_QUALITY: Final = 75
LARGEST_SIDE: Final = 16_383  # of the format
METHOD: Final = 6  # slowest and smallest: a picture is encoded once


def webp(picture: Image.Image, quality: int = CELL_QUALITY) -> bytes:
    """Return an RGB picture as WebP without any metadata; one too large for the format is scaled down."""
    plain = picture.convert("RGB")
    if max(plain.size) > LARGEST_SIDE:
        plain.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    plain.save(buffer, "WEBP", quality=quality, method=METHOD, exact=False)
    return buffer.getvalue()


def webp_of(path: Path, quality: int = CELL_QUALITY) -> bytes:
    """Return a picture file of our own store as WebP.

    Raises:
        StoreError: It cannot be read.
    """
    with plain_errors("read", path), Image.open(path) as picture:
        return webp(picture, quality)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a picture's size and pixels: equal where two look equal.

    Raises:
        StoreError: It cannot be read.
    """
    with plain_errors("read", path), Image.open(path) as picture:
        return pixel_digest(picture.convert("RGB"))


def pixel_digest(picture: Image.Image) -> str:
    """Return the SHA-256 of the size and pixels of an RGB picture."""
    return hashlib.sha256(b"%dx%d:" % picture.size + picture.tobytes()).hexdigest()
