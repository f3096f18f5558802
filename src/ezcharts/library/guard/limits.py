"""How much of anything is accepted. All of it is far beyond what a study needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PictureLimits:
    """Of one picture.

    Attributes:
        bytes: Of the file.
        side: Pixels on a side.
        pixels: Pixels in all.
        texts: Pieces of text and other extras in the file (comments, settings, EXIF).
        text_bytes: What they hold together, packed as they are; unpacked, each again at most 1 MiB.
    """

    bytes: int = 64 * 2**20
    side: int = 16_384
    pixels: int = 48_000_000
    texts: int = 200
    text_bytes: int = 2 * 2**20


@dataclass(frozen=True)
class FolderLimits:
    """Of a folder or an archive.

    Attributes:
        files: Files and folders in it, at any depth.
        depth: Folders within each other.
        member_bytes: Of one file, unpacked.
        bytes: Of all files together, unpacked.
        packed_bytes: Of the archive itself.
        list_bytes: Of the archive's list of contents.
        ratio: Unpacked to packed size of one file; text packs 20 times smaller, pictures not at all.
        ratio_from: Bytes up to which any ratio is fine.
    """

    files: int = 10_000
    depth: int = 8
    member_bytes: int = 64 * 2**20
    bytes: int = 2 * 2**30
    packed_bytes: int = 2**30
    list_bytes: int = 4 * 2**20
    ratio: int = 100
    ratio_from: int = 2**20


PICTURE = PictureLimits()
FOLDER = FolderLimits()
