"""Reading a file without following a link, without waiting for a pipe, and never more than was asked for."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ezcharts.errors import LibraryError

_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)
MOST_TEXT = 2**20


def read_bounded(path: Path, most: int) -> bytes:
    """Return what is in a file.

    Raises:
        LibraryError: It is not there, cannot be read, is a link or no ordinary file, or has more than `most`
            bytes.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            kind = os.fstat(file.fileno()).st_mode
            if path.is_symlink() or not stat.S_ISREG(kind):
                raise LibraryError(f"{path} is no ordinary file but a link, folder or device; give the file")
            content = file.read(most + 1)
    except FileNotFoundError:
        raise LibraryError(f"there is no file {path}; check the path") from None
    except (OSError, ValueError) as error:
        if path.is_symlink():
            raise LibraryError(f"{path} is a symbolic link; give the file that it leads to") from None
        raise LibraryError(f"{path} cannot be read: {error}; check the path") from None
    if len(content) > most:
        raise LibraryError(f"a file of its kind has at most {most:,} bytes, {path} has more; make it smaller")
    return content


def read_text(path: Path, most: int = MOST_TEXT) -> str:
    """Return the text in a file, UTF-8 with or without a byte order mark.

    Raises:
        LibraryError: As `read_bounded`, or it is no text.
    """
    try:
        return read_bounded(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LibraryError(f"{path} is no text in UTF-8; save it as UTF-8") from None
