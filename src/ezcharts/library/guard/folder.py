"""Walking a stranger's folder: ordinary files only, no link is followed, and only so many."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ezcharts.errors import LibraryError
from ezcharts.library.guard.limits import FOLDER, FolderLimits
from ezcharts.library.guard.members import checked_parts, is_leftover


def walk(folder: Path, limits: FolderLimits = FOLDER) -> tuple[Path, ...]:
    """Return the files of a folder and the folders in it, by name; hidden ones are left out.

    The folder itself may be a link, since whoever named it meant it.

    Raises:
        LibraryError: There is no such folder; it holds a link, pipe or device; a name is no plain one; there
            is more in it than `limits` allow.
    """
    if not folder.is_dir():
        raise LibraryError(f"there is no folder {folder}; check the path")
    found: list[Path] = []
    total = 0
    for count, (entry, parts) in enumerate(_entries(folder, (), limits), start=1):
        if count > limits.files:
            raise LibraryError(
                f"a folder holds at most {limits.files:,} files and folders, {folder} holds more"
            )
        if entry.is_dir(follow_symlinks=False):
            continue
        total += _checked_size(entry, limits)
        if total > limits.bytes:
            raise LibraryError(
                f"a folder holds at most {limits.bytes:,} bytes, {folder} holds more; divide it"
            )
        found.append(folder.joinpath(*parts))
    return tuple(sorted(found))


def _entries(
    folder: Path, above: tuple[str, ...], limits: FolderLimits
) -> Iterator[tuple[os.DirEntry[str], tuple[str, ...]]]:
    try:
        with os.scandir(folder.joinpath(*above)) as entries:
            here = list(entries)
    except OSError as error:
        raise LibraryError(f"{folder.joinpath(*above)} cannot be read: {error.strerror}") from None
    for entry in here:
        parts = (*above, entry.name)
        if is_leftover(parts):
            continue
        checked_parts("/".join(parts), limits.depth)
        if entry.is_symlink():
            raise LibraryError(
                f"{entry.path} is a symbolic link, which is not followed; put the file itself there"
            )
        yield entry, parts
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(folder, parts, limits)


def _checked_size(entry: os.DirEntry[str], limits: FolderLimits) -> int:
    if not entry.is_file(follow_symlinks=False):
        raise LibraryError(f"{entry.path} is no ordinary file; take it out")
    size = entry.stat(follow_symlinks=False).st_size
    if size > limits.member_bytes:
        raise LibraryError(f"a file has at most {limits.member_bytes:,} bytes, {entry.path} has {size:,}")
    return size
