"""The unfinished file of a download, and the note that says where its bytes come from.

`NAME.part` grows; `NAME.part.json` holds the address, the mark by which the server knows that version of the
file (`ETag` or `Last-Modified`), and the length that was promised. A damaged note is no note.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any

from ezcharts.store.files import plain_errors, write_atomically


class Part:
    """The unfinished file, and where its bytes come from."""

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(f"{path.name}.part")
        self._origin_path = path.with_name(f"{path.name}.part.json")

    @property
    def size(self) -> int:
        """Bytes that are there."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def origin(self) -> dict[str, Any]:
        """Address, mark and total of the response it comes from; empty if that is not known."""
        try:
            origin = json.loads(self._origin_path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return origin if isinstance(origin, dict) else {}

    def begin(self, start: int, address: str, mark: str | None, total: int | None) -> None:
        """Keep the first `start` bytes and note where the next ones come from.

        The file is cut before the note changes: a kill in between leaves too few bytes, never bytes that
        came from elsewhere than the note says.
        """
        with plain_errors("write", self.path), self.path.open("ab") as file:
            file.truncate(start)
        origin = {"address": address, "mark": mark, "total": total}
        write_atomically(self._origin_path, json.dumps(origin).encode())

    def discard(self) -> None:
        """Delete it."""
        with plain_errors("delete", self.path):
            self.path.unlink(missing_ok=True)
            self._origin_path.unlink(missing_ok=True)

    def settle(self, path: Path) -> None:
        """Give it its final name."""
        with plain_errors("write", path):
            self.path.replace(path)
        with suppress(OSError):
            self._origin_path.unlink()

    def flush(self) -> None:
        """Make sure that it is on the disk, not only in memory."""
        with plain_errors("write", self.path), self.path.open("rb+") as file:
            os.fsync(file.fileno())


def write_all(file: FileIO, content: bytes) -> None:
    """Write through to the system, which a kill does not undo; one call may take a part only."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]
