"""Writing a site: only what changed, nothing outside its folder, and nothing left over.

A site is a function of its catalogue: equal catalogues give equal bytes, and a second build writes no file.
Pictures are named by what is in them, so that one that is there under its name is there.

Files are replaced whole, so that a killed build leaves old files or new ones. They are not flushed to the
disk one by one, as those of a store are: a site has 100,000 files and can be written again at any time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError
from ezcharts.store.files import plain_errors

MARK: Final = "ezcharts-site.txt"
_MARK_TEXT: Final = (
    b"This folder is written by `ezcharts library build`: files in it are replaced and removed.\n"
)


@dataclass
class Writer:
    """Writes the files of one site.

    Attributes:
        root: The folder of the site.
        kept: Every file of this build, relative to the root, with `/`.
        written: Those that were new or different.
    """

    root: Path
    kept: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Take the folder: a new or empty one, or one that an earlier build wrote.

        Raises:
            LibraryError: It holds other things, which a build would remove.
        """
        with plain_errors("read", self.root):
            there = self.root.exists() and any(self.root.iterdir())
        if there and not (self.root / MARK).is_file():
            raise LibraryError(
                f"{self.root} holds files that no build of the library wrote; choose an empty or new folder"
            )
        self.text(MARK, _MARK_TEXT.decode())

    def text(self, name: str, content: str) -> None:
        """Write a text file, unless it is there like this."""
        self.bytes(name, content.encode())

    def bytes(self, name: str, content: bytes) -> None:
        """Write a file, unless it is there like this."""
        target = self._path(name)
        with suppress(OSError):
            if target.read_bytes() == content:
                return
        _replace(target, content)
        self.written.append(name)

    def copy(self, name: str, source: Path) -> None:
        """Copy a picture, unless a file of its size and time or content is there."""
        target = self._path(name)
        with plain_errors("read", source):
            here = source.stat()
            with suppress(OSError):
                there = target.stat()
                if (there.st_size, there.st_mtime_ns) == (here.st_size, here.st_mtime_ns):
                    return
            content = source.read_bytes()
        with suppress(OSError):
            if target.read_bytes() == content:
                os.utime(target, ns=(here.st_mtime_ns, here.st_mtime_ns))
                return
        _replace(target, content)
        os.utime(target, ns=(here.st_mtime_ns, here.st_mtime_ns))
        self.written.append(name)

    def has(self, name: str) -> bool:
        """Whether a file of an earlier build is there; it is kept then (for files named by their content)."""
        return self._path(name).is_file()

    def close(self) -> list[str]:
        """Remove what earlier builds wrote and this one did not; return those files."""
        gone = sorted(name for name in self._all() if name not in self.kept)
        for name in gone:
            with plain_errors("remove", self.root / name):
                (self.root / name).unlink()
        for folder in sorted({(self.root / name).parent for name in gone}, reverse=True):
            self._remove_empty(folder)
        return gone

    def _path(self, name: str) -> Path:
        self.kept.add(name)
        return self.root / name

    def _all(self) -> Iterator[str]:
        top = str(self.root)
        for folder, _, files in os.walk(top):
            below = folder[len(top) :].replace(os.sep, "/").lstrip("/")
            yield from (f"{below}/{file}" if below else file for file in files)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.root:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def _replace(path: Path, content: bytes) -> None:
    """Write a file under another name and rename it over the old one, making folders as needed."""
    temporary = path.with_name(f".{path.name}.tmp")  # removed by `close` where a killed build left it
    with plain_errors("write", path):
        try:
            temporary.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
        temporary.replace(path)
