"""Pictures from strangers: PNG, JPEG, WebP and stills of GIF, looked at before they are unpacked.

In this order: the size of the file; its kind by what is in it, which its ending has to fit; the size and
the number of frames that it claims, and how much text it carries (`claims`); then the whole file is
decoded, so that what is cut off or lies is found. What comes out is RGB, 8 bit, upright:

    16 bit           the upper 8 bits
    CMYK             by Pillow's plain formula; colour profiles are not looked at
    transparency     over white, as most programs show it
    EXIF             turned as it says

and holds nothing else of the file but its texts, for who reads settings in them. Stored again, a picture
has no texts at all. Animations are refused: no frame of one is the picture.
"""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from ezcharts.errors import LibraryError
from ezcharts.library.guard.claims import Claim, chunks, png_rows, read_claim
from ezcharts.library.guard.limits import PICTURE, PictureLimits
from ezcharts.library.guard.reading import read_bounded
from ezcharts.library.webp import pixel_digest

ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "PNG": (".png",),
    "JPEG": (".jpg", ".jpeg", ".jfif"),
    "WEBP": (".webp",),
    "GIF": (".gif",),
}
"""Kind of a picture file -> the endings that its name may have."""

USER_COMMENT: Final = "UserComment"
_EXIF_IFD, _USER_COMMENT = 0x8769, 0x9286
_SIXTEEN_BIT: Final = ("I;16", "I;16B", "I;16L", "I")


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that was looked at in full.

    Attributes:
        pixels: RGB, uint8, (H, W, 3).
        format: What the file was: PNG, JPEG, WEBP or GIF.
        texts: The texts of a PNG file by name, and `UserComment` of EXIF; plain data, not to be trusted.
    """

    pixels: NDArray[np.uint8]
    format: str
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def image(self) -> Image.Image:
        """The picture as Pillow has it."""
        return Image.fromarray(self.pixels)

    @property
    def digest(self) -> str:
        """SHA-256 of size and pixels: equal where two pictures are, whatever their files are."""
        return pixel_digest(self.image)


def is_picture_name(path: Path) -> bool:
    """Return whether a name ends like that of a picture."""
    return path.suffix.lower() in {ending for endings in ENDINGS.values() for ending in endings}


def open_picture(source: Path | bytes, name: str = "", limits: PictureLimits = PICTURE) -> Picture:
    """Return a picture, decoded in full.

    Args:
        source: A file, or what is in one.
        name: What messages call it, and whose ending has to fit; the path by default.
        limits: How much is accepted.

    Raises:
        LibraryError: It is no picture, not of the kind that its name says, too large, an animation, cut off,
            or has more than a picture in it.
    """
    content = read_bounded(source, limits.bytes) if isinstance(source, Path) else source
    called = name or (str(source) if isinstance(source, Path) else "the picture")
    if len(content) > limits.bytes:
        raise LibraryError(f"a picture has at most {limits.bytes:,} bytes, {called} has {len(content):,}")
    claim = read_claim(content, called)
    _check_name(claim, called)
    _check_claim(claim, len(content), called, limits)
    if claim.format == "PNG":
        _check_rows(content, called)
    return _decoded(content, claim, called)


def _check_name(claim: Claim, name: str) -> None:
    ending = Path(name).suffix.lower()
    if ending and ending not in ENDINGS[claim.format]:
        raise LibraryError(
            f"{name} ends in {ending} and is a {claim.format} file; name it {ENDINGS[claim.format][0]}"
        )


def _check_claim(claim: Claim, length: int, name: str, limits: PictureLimits) -> None:
    width, height = claim.size
    if min(claim.size) < 1:
        raise LibraryError(f"a picture has at least 1 pixel on each side, {name} says {width} x {height}")
    if max(claim.size) > limits.side or width * height > limits.pixels:
        raise LibraryError(
            f"a picture has at most {limits.side:,} pixels on a side and {limits.pixels:,} in all, {name} "
            f"says {width:,} x {height:,}; make it smaller"
        )
    if claim.frames != 1:
        raise LibraryError(
            f"a cell is one still picture, {name} has {claim.frames:,} frames; save the one that is meant"
        )
    if claim.texts > limits.texts or claim.text_bytes > limits.text_bytes:
        raise LibraryError(
            f"a picture carries at most {limits.texts} texts and {limits.text_bytes:,} bytes of them, {name} "
            f"has {claim.texts} of {claim.text_bytes:,} bytes; save it without them"
        )
    if claim.end < length:
        raise LibraryError(
            f"{name} goes on for {length - claim.end:,} bytes after its picture; save the picture again"
        )


def _check_rows(content: bytes, name: str) -> None:
    """Check that a PNG file has as many rows as it says; decoders fill up or leave out without a word."""
    expected, found, unpacker = png_rows(content), 0, zlib.decompressobj()
    try:
        for kind, start, end in chunks(content):
            if kind == b"IDAT" and found <= expected:
                found += len(unpacker.decompress(content[start:end], max(expected + 1 - found, 1)))
    except zlib.error as error:
        raise LibraryError(f"{name} is broken: {error}; save the picture again") from None
    if found != expected:
        relation = "more" if found > expected else "less"
        raise LibraryError(f"{name} holds {relation} than the picture that it says it is; save it again")


def _decoded(content: bytes, claim: Claim, name: str) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken EXIF and the like; what matters raises
            with Image.open(io.BytesIO(content), formats=[claim.format]) as image:
                if image.size != claim.size:
                    raise ValueError(f"it says {claim.size} and {image.size}")
                image.load()
                texts = _texts(image)
                pixels = _rgb(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, MemoryError) as error:
        raise LibraryError(f"{name} claims to be far larger than a picture: {error}") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        KeyError,
        TypeError,
        IndexError,
        ZeroDivisionError,
    ) as error:
        raise LibraryError(f"{name} is broken: {error}; save the picture again") from None
    return Picture(pixels, claim.format, texts)


def _rgb(image: Image.Image) -> NDArray[np.uint8]:
    """Return a picture of any mode as RGB, 8 bit."""
    if image.mode in _SIXTEEN_BIT:
        upper = (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
        return np.repeat(upper[:, :, None], 3, axis=2)
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return np.array(Image.alpha_composite(white, clear).convert("RGB"))
    return np.array(image.convert("RGB"))


def _texts(image: Image.Image) -> dict[str, str]:
    texts = {str(key): str(value) for key, value in getattr(image, "text", {}).items()}
    comment = image.getexif().get_ifd(_EXIF_IFD).get(_USER_COMMENT)
    if isinstance(comment, bytes):
        texts[USER_COMMENT] = user_comment(comment)
    return texts


def user_comment(raw: bytes) -> str:
    """Return the text of an EXIF UserComment: 8 bytes say how it is written; many programs get it wrong."""
    code, body = raw[:8], raw[8:]
    if not code.startswith(b"UNICODE"):
        return body.rstrip(b"\0 ").decode("utf-8", "replace")
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    big, little = body[0::2].count(0), body[1::2].count(0)  # Latin letters have their 0 first, or second
    return body.decode("utf-16-be" if big >= little else "utf-16-le", "replace").rstrip("\0")
