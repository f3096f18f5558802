"""Files that are either there in full or not there at all.

A file is written under a temporary name on the same file system, flushed to the disk, and renamed over its
target. Readers and other writers see the old content or the new one, never a part; a killed process leaves at
most a temporary file behind, which `sweep` removes once it is old.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ezcharts.errors import StoreError

STALE_AFTER_SECONDS = 3600.0  # no write takes an hour: an older temporary file has lost its writer

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENAMETOOLONG: "the name is too long for this file system",
}
_REMEDIES = {
    errno.ENOSPC: "what was written before is safe: free some space, or choose another folder, and run again",
    errno.EDQUOT: "what was written before is safe: free some space, or choose another folder, and run again",
}


@contextmanager
def plain_errors(action: str, path: Path) -> Iterator[None]:
    """Turn an `OSError` of the block into a `StoreError` that says what failed, why, and what to do.

    Args:
        action: What the block does, as in "cannot <action> <path>".
        path: The file or folder it is done to.

    Raises:
        StoreError: In place of any `OSError`.
    """
    try:
        yield
    except OSError as error:
        number = error.errno or 0
        reason = _REASONS.get(number, error.strerror or str(error))
        remedy = _REMEDIES.get(number, "check the path, or choose another folder")
        raise StoreError(f"cannot {action} {path}: {reason}; {remedy}") from error


def write_atomically(path: Path, content: bytes, scratch: Path | None = None) -> None:
    """Write `content` to `path` so that the file is never seen half-written, making folders as needed.

    Args:
        path: The target; replaced if it exists.
        content: The whole new content.
        scratch: A folder on the same file system for the temporary file; the target's own folder by default.

    Raises:
        StoreError: The disk is full or the place cannot be written; the old content of `path` is untouched.
    """
    temporary = (scratch or path.parent) / f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp"
    with plain_errors("write", path):
        for folder in {path.parent, temporary.parent}:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            _write_through(temporary, content)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _flush_folder(path.parent)


def write_if_changed(path: Path, content: bytes) -> bool:
    """Write `content` to `path` unless it is there already; return whether anything was written.

    Raises:
        StoreError: As `write_atomically`.
    """
    with suppress(OSError):
        if path.read_bytes() == content:
            return False
    write_atomically(path, content)
    return True


def set_aside(path: Path) -> str:
    """Rename a damaged file to `<name>.damaged` (or `.damaged-2`, ...) beside it, and say so in words.

    Never fails: where the folder is read-only, or another run was first, the words say that it is left in
    place.
    """
    aside, count = path.with_name(f"{path.name}.damaged"), 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.damaged-{count}")
    try:
        path.replace(aside)
    except OSError as error:
        return f"left in place ({error.strerror})"
    return f"kept aside as {aside.name}"


def sweep(folder: Path) -> None:
    """Remove temporary files that killed writers left in `folder`; one younger than an hour may be in use."""
    oldest = time.time() - STALE_AFTER_SECONDS
    for path in folder.glob(".*.tmp"):
        with suppress(OSError):  # another run may sweep at the same moment
            if path.stat().st_mtime < oldest:
                path.unlink()


def _write_through(path: Path, content: bytes) -> None:
    # Not tempfile: its files are private to the user, and a store may be shared by a group.
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where folders can be flushed (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
