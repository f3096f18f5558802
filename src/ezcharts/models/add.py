"""Taking a file that somebody has already into the model folder.

A file is recognised by its SHA-256, whatever it is called; where no hash is published, by its name or by the
one that the user gives. It is linked into the folder if it lies on the same disk, else copied; either way it
appears under its final name in one move, and the original stays where it is.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ezcharts.errors import ModelError, did_you_mean
from ezcharts.models.checkpoints import Checkpoint, by_sha256, checkpoint, checkpoints
from ezcharts.models.fetch import check_usable
from ezcharts.models.model_folder import State, alone, judge, path_of, remember, sha256_of
from ezcharts.models.part import Part
from ezcharts.store.files import plain_errors, set_aside, sweep

_CHUNK: Final = 1 << 20  # bytes
_ZIP: Final = b"PK\x03\x04"  # how torch.save's files begin since 1.6
_OLD_TORCH: Final = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."  # and before


@dataclass(frozen=True)
class Added:
    """What became of a file.

    Attributes:
        checkpoint: What it is.
        path: Where it lies now.
        digest: Its SHA-256.
        how: `linked`, `copied` or `there already`.
        state: `VERIFIED`, or `UNVERIFIED` where no hash is published.
        note: What happened to another file of that name; None if there was none.
    """

    checkpoint: Checkpoint
    path: Path
    digest: str
    how: str
    state: State
    note: str | None = None


def add(
    path: Path,
    name: str | None = None,
    folder: Path | None = None,
    advanced: Callable[[int], object] | None = None,
) -> Added:
    """Take a file into the model folder.

    Args:
        path: The file; it stays where it is.
        name: What it is, where its content and its name do not say so.
        folder: The model folder; by default that of this user.
        advanced: Is told how many bytes were read since it was last told.

    Raises:
        UnknownName: No checkpoint is called `name`.
        ModelError: The file is not one, cannot be read, is not recognised, or is not what it is said to be.
        StoreError: The folder cannot be written, or the disk is full.
    """
    path = path.expanduser().absolute()
    if not path.is_file():
        raise ModelError(f"there is no file {path}; name a checkpoint's file, not a folder")
    if name is not None:
        check_usable(checkpoint(name))  # before gigabytes are read
    try:
        before = path.stat()
        digest = sha256_of(path, advanced)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror or error}") from None
    known = _recognise(path, digest, before.st_size, name)
    check_usable(known)
    if known.sha256 is None:
        check_is_archive(path, known.name)
    target = path_of(known, folder)
    with plain_errors("create", target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    with alone(target, lambda: None):
        return _bring(_Source(path, digest, before), known, target)


def check_is_archive(path: Path, name: str) -> None:
    """Check that a file of which no hash is published can be weights at all: it begins as torch's files do.

    Raises:
        ModelError: It does not.
    """
    with path.open("rb") as file:
        start = file.read(len(_OLD_TORCH))
    if not start.startswith((_ZIP, _OLD_TORCH)):
        raise ModelError(
            f"{path} is not {name}: no hash of it is published, and it does not begin as files of torch.save "
            "do; nothing was changed"
        )


def _recognise(path: Path, digest: str, size: int, name: str | None) -> Checkpoint:
    """Return what a file is.

    Raises:
        ModelError: It is not known, or is not what its name says.
    """
    same = by_sha256(digest)
    known = checkpoint(name) if name is not None else same or _by_file_name(path.name)
    if known is None:
        files = [each.file for each in checkpoints()]
        raise ModelError(
            f"{path} is no checkpoint of the catalogue: nothing has its SHA-256 {digest}, or its name"
            f"{did_you_mean(path.name, files)}\nIf you know what it is: "
            f"ezcharts models add {path} --name NAME (ezcharts models list has the names)"
        )
    if judge(known, digest) is State.WRONG:
        other = f"; it is {same.name}" if same else ""
        raise ModelError(
            f"{path} is not {known.name}{other}. SHA-256 expected: {known.sha256}, seen: {digest}. "
            "Nothing was changed"
        )
    if known.bytes is not None and known.bytes != size:
        raise ModelError(f"{path} is not {known.name}, which has {known.bytes} bytes; this file has {size}")
    return known


def _by_file_name(name: str) -> Checkpoint | None:
    return next((known for known in checkpoints() if known.file == name), None)


@dataclass(frozen=True)
class _Source:
    path: Path
    digest: str
    status: os.stat_result

    def check_unchanged(self, now: os.stat_result) -> None:
        """Refuse a file that somebody writes to.

        Raises:
            ModelError: It is not as it was when it was read.
        """
        if (now.st_size, now.st_mtime_ns) != (self.status.st_size, self.status.st_mtime_ns):
            raise ModelError(
                f"{self.path} changed while it was read; wait until it is complete and try again"
            )


def _bring(source: _Source, known: Checkpoint, target: Path) -> Added:
    """Put a recognised file under its final name."""
    sweep(target.parent)
    note = None
    if target.exists():
        if target.samefile(source.path) or _holds(target, source.digest):
            remember(target, source.digest)
            return Added(known, target, source.digest, "there already", judge(known, source.digest))
        note = f"another file called {target.name} was there; {set_aside(target)}"
    how = _place(source, target)
    remember(target, source.digest)
    Part(target).discard()  # what an unfinished fetch has left
    return Added(known, target, source.digest, how, judge(known, source.digest), note)


def _holds(path: Path, digest: str) -> bool:
    with plain_errors("read", path):
        return sha256_of(path) == digest


def _place(source: _Source, target: Path) -> str:
    """Link or copy; return which."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        how = "linked" if _linked(source.path, temporary) else _copied(source, temporary)
        source.check_unchanged(source.path.stat())
        with plain_errors("write", target):
            temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return how


def _linked(path: Path, link: Path) -> bool:
    try:
        link.hardlink_to(path.resolve())
    except OSError:  # another disk, or a file system without hard links
        return False
    return True


def _copied(source: _Source, copy: Path) -> str:
    digest = hashlib.sha256()
    with plain_errors("copy", source.path), source.path.open("rb") as old, copy.open("xb") as new:
        while chunk := old.read(_CHUNK):
            digest.update(chunk)
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
    if digest.hexdigest() != source.digest:
        raise ModelError(
            f"{source.path} changed while it was copied; wait until it is complete and try again"
        )
    return "copied"
