"""What a picture file claims, read from its structure alone; nothing is unpacked and no decoder is asked.

    PNG    signature, then chunks `length kind data crc`; the last is IEND, and with it the file ends
    JPEG   FFD8, then segments `FF kind length data`; after SOS the coded picture, up to FFD9
    WebP   `RIFF length WEBP`, then chunks `kind length data`; ANMF is a frame of an animation
    GIF    header, then blocks; 2C is a frame, 3B the end

A file with bytes after its end may be something else as well (an archive, a web page), so that it is
refused.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ezcharts.errors import LibraryError

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS: Final = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP")
_PNG_COLOURS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_WEBP_TEXTS: Final = (b"EXIF", b"XMP ", b"ICCP")


@dataclass(frozen=True)
class Claim:
    """What a picture file says of itself.

    Attributes:
        format: PNG, JPEG, WEBP or GIF.
        size: Width and height in pixels.
        frames: Pictures in it.
        texts: How many texts and other extras it has.
        text_bytes: What these hold together, as packed.
        end: Where the picture ends, in bytes from the start of the file.
    """

    format: str
    size: tuple[int, int] = (0, 0)
    frames: int = 1
    texts: int = 0
    text_bytes: int = 0
    end: int = 0

    def with_text(self, count: int) -> Claim:
        """Return the claim with one more text, of `count` bytes."""
        return replace(self, texts=self.texts + 1, text_bytes=self.text_bytes + count)


def read_claim(content: bytes, name: str) -> Claim:
    """Return what a picture file claims.

    Args:
        content: The whole file.
        name: What messages call it.

    Raises:
        LibraryError: It is none of the four kinds, or its structure is broken or cut off.
    """
    for starts, read in _KINDS.items():
        if content.startswith(starts) and (starts != b"RIFF" or content[8:12] == b"WEBP"):
            try:
                return read(content)
            except (struct.error, IndexError, ValueError) as error:
                reason = str(error) if type(error) is ValueError else "it ends too early"
                raise LibraryError(f"{name} is broken: {reason}; save the picture again") from None
    raise LibraryError(
        f"{name} is no picture; PNG, JPEG, WebP and GIF are, and this begins with {content[:12]!r}"
    )


def chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start and end of the data of each chunk of a PNG file.

    Raises:
        ValueError: A chunk reaches beyond the file.
    """
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        if at + 12 + length > len(content):
            raise ValueError(f"its {kind!r} part reaches beyond its end")
        yield kind, at + 8, at + 8 + length
        at += 12 + length


def png_rows(content: bytes) -> int:
    """Return how many bytes the rows of a PNG file unpack to, by its header."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    bits = depth * _PNG_COLOURS.get(colour, 4)
    passes = (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    )
    total = 0
    for left, top, right, down in passes if interlaced else ((0, 0, 1, 1),):
        columns, rows = -(-max(width - left, 0) // right), -(-max(height - top, 0) // down)
        total += rows * (1 + -(-columns * bits // 8)) if columns else 0
    return total


def _png(content: bytes) -> Claim:
    claim = Claim("PNG")
    for kind, start, end in chunks(content):
        if kind == b"IHDR":
            claim = replace(claim, size=struct.unpack_from(">II", content, start))
        elif kind == b"acTL":
            claim = replace(claim, frames=max(struct.unpack_from(">I", content, start)[0], 1))
        elif kind in _PNG_TEXTS:
            claim = claim.with_text(end - start)
        claim = replace(claim, end=end + 4)
    return claim


def _jpeg(content: bytes) -> Claim:
    claim, at = Claim("JPEG"), 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:  # fill bytes
            at += 1
        mark, kind = content[at], content[at + 1]
        if mark != 0xFF:
            raise ValueError(f"a segment begins with FF, not {mark:02X}")
        if kind == 0xD9:
            return replace(claim, end=at + 2)
        (length,) = struct.unpack_from(">H", content, at + 2)
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            claim = replace(claim, size=(width, height))
        elif kind == 0xFE or 0xE0 <= kind <= 0xEF:
            claim = claim.with_text(length)
        at += 2 + length
        if kind == 0xDA:
            at = _after_scan(content, at)


def _after_scan(content: bytes, at: int) -> int:
    """Return where the next segment begins after coded data: an FF that is neither stuffed nor a restart."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _webp(content: bytes) -> Claim:
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    claim, at, frames = Claim("WEBP", end=end + end % 2), 12, 0
    if end > len(content):
        raise ValueError("it is shorter than it says")
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", content, at)
        data = at + 8
        if kind == b"VP8X":
            claim = replace(claim, size=(_three(content, data + 4) + 1, _three(content, data + 7) + 1))
        elif kind in (b"VP8 ", b"VP8L") and claim.size == (0, 0):
            claim = replace(claim, size=_coded_size(content, kind, data))
        elif kind in _WEBP_TEXTS:
            claim = claim.with_text(length)
        frames += kind == b"ANMF"
        at = data + length + length % 2
    return replace(claim, frames=max(frames, 1))


def _three(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 3], "little")


def _coded_size(content: bytes, kind: bytes, at: int) -> tuple[int, int]:
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, at + 6)
        return width & 0x3FFF, height & 0x3FFF
    (bits,) = struct.unpack_from("<I", content, at + 1)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _gif(content: bytes) -> Claim:
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    claim, at, frames = Claim("GIF", (width, height)), 13 + _colours(flags), 0
    while content[at] != 0x3B:
        if content[at] == 0x2C:
            frames += 1
            at = _blocks(content, at + 11 + _colours(content[at + 9]))
        elif content[at] == 0x21:
            start, at = at, _blocks(content, at + 2)
            claim = claim.with_text(at - start) if content[start + 1] in (0xFE, 0xFF) else claim
        else:
            raise ValueError(f"a block begins with 21 or 2C, not {content[at]:02X}")
    return replace(claim, frames=frames, end=at + 1)


def _colours(flags: int) -> int:
    """Return how many bytes a table of colours has."""
    return int(3 * 2 ** ((flags & 7) + 1)) if flags & 0x80 else 0


def _blocks(content: bytes, at: int) -> int:
    """Return where a chain of blocks ends; each begins with its length, the last has none."""
    while content[at]:
        at += 1 + content[at]
    return at + 1


_KINDS: Final[Mapping[bytes, Callable[[bytes], Claim]]] = {
    _PNG: _png,
    b"\xff\xd8\xff": _jpeg,
    b"RIFF": _webp,
    b"GIF87a": _gif,
    b"GIF89a": _gif,
}
