"""Bytes by content: the SHA-256 of a blob is its name, so equal pictures are kept once and damage shows.

    <root>/ab/ab12...ef.png      (64 hexadecimal digits, a folder per first two)

A name that is not a digest is refused before it is made a path, and so is a folder that a link leads out of
the root.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ezcharts.errors import StoreError
from ezcharts.store.files import plain_errors, set_aside, write_atomically

_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_digest(text: object) -> bool:
    """Whether `text` is a SHA-256 in lower-case hexadecimal."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def sharded(root: Path, digest: str, suffix: str) -> Path:
    """The place of a digest below `root`: `<root>/ab/ab12...ef<suffix>`.

    Raises:
        StoreError: `digest` is not 64 lower-case hexadecimal digits, or its folder lies outside `root`.
    """
    if not is_digest(digest):
        raise StoreError(
            f"a digest has 64 hexadecimal digits (0-9, a-f), this is {digest[:80]!r}; a store lists its keys"
        )
    path = root / digest[:2] / f"{digest}{suffix}"
    if not path.resolve().is_relative_to(root.resolve()):
        raise StoreError(f"{path} leads out of its folder {root}; remove the link that is in the way")
    return path


class Blobs:
    """A folder of blobs. Writing is atomic; reading checks the content against its name.

    Args:
        root: The folder; made when the first blob is put.
        suffix: Ending of the file names, such as ".png".
        scratch: Folder for temporary files, on the same file system; the blob's own folder by default.
    """

    def __init__(self, root: Path, suffix: str = "", scratch: Path | None = None) -> None:
        self._root, self._suffix, self._scratch = root, suffix, scratch

    def path(self, digest: str) -> Path:
        """Where the blob of this digest is, or would be.

        Raises:
            StoreError: `digest` is none, or its place lies outside the root.
        """
        return sharded(self._root, digest, self._suffix)

    def put(self, content: bytes) -> str:
        """Keep `content` and return its digest. A damaged older copy is replaced.

        Raises:
            StoreError: The disk is full or cannot be written; nothing is changed then.
        """
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not self._holds(path, digest):
            write_atomically(path, content, self._scratch)
        return digest

    def get(self, digest: str) -> bytes:
        """Return the content of `digest`.

        Raises:
            StoreError: There is no such blob; or its content is not what its name says: it is set aside then.
        """
        path = self.path(digest)
        with plain_errors("read", path):
            content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise StoreError(f"{path} is damaged: its content has another SHA-256; {set_aside(path)}")
        return content

    def __contains__(self, digest: str) -> bool:
        """Whether the blob is there and intact."""
        return self._holds(self.path(digest), digest)

    def _holds(self, path: Path, digest: str) -> bool:
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == digest
        except OSError:
            return False
