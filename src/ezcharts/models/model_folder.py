"""Where model files lie on this machine, and what is known of their content.

The *model folder* is the one that the environment variable `EZCHARTS_MODELS` names, or else a folder of the
user's data. Every checkpoint lies in it under the name that its card gives.

A file's digest, its SHA-256, is part of the key of every picture that it helps to make, so planning asks for
it again and again. Reading gigabytes each time would take longer than the plan; digests are therefore kept
beside the files, in `.digests.json`, and hold for as long as size and time of change stay the same. A damaged
or missing list only costs the time to read the files once more.
"""

from __future__ import annotations

import enum
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import platformdirs
from filelock import FileLock, Timeout

from ezcharts.errors import ModelError, StoreError
from ezcharts.models.checkpoints import Checkpoint
from ezcharts.store.files import plain_errors, write_atomically

VARIABLE: Final = "EZCHARTS_MODELS"
DIGESTS: Final = ".digests.json"
_CHUNK: Final = 1 << 20  # bytes; much larger reads gain nothing


class State(enum.Enum):
    """What is known of a checkpoint's file; the value is how it reads in a table."""

    MISSING = "missing"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    WRONG = "wrong content"


def model_folder() -> Path:
    """Return the folder of model files, which need not exist yet."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return platformdirs.user_data_path("ezcharts", appauthor=False) / "models"


def path_of(checkpoint: Checkpoint, folder: Path | None = None) -> Path:
    """Return where a checkpoint's file lies, or would lie.

    Args:
        checkpoint: Its card.
        folder: The model folder; by default that of this user.
    """
    return (folder or model_folder()) / checkpoint.file


def present(checkpoint: Checkpoint, folder: Path | None = None) -> Path:
    """Return the path of a checkpoint's file, for somebody who is about to read it.

    Raises:
        ModelError: The file is not there; the message has the command that gets it.
    """
    path = path_of(checkpoint, folder)
    if path.is_file():
        return path
    raise ModelError(
        f"the file of {checkpoint.name} is missing: {path}; "
        f"get it with: ezcharts models fetch {checkpoint.name}"
        + ("" if checkpoint.addresses else f" (it says where people find it: {checkpoint.where})")
    )


def state(checkpoint: Checkpoint, folder: Path | None = None) -> State:
    """Return what is known of a checkpoint's file, without reading it.

    A file whose hash was never published stays `UNVERIFIED`, and so does one that nobody has read yet;
    `digest_of` reads it.
    """
    path = path_of(checkpoint, folder)
    if not path.is_file():
        return State.MISSING
    if checkpoint.bytes is not None and path.stat().st_size != checkpoint.bytes:
        return State.WRONG
    return judge(checkpoint, known_digest(path))


def judge(checkpoint: Checkpoint, digest: str | None) -> State:
    """Return what a digest says about a file that is there; None is a digest that is not known."""
    if digest is None or checkpoint.sha256 is None:
        return State.UNVERIFIED
    return State.VERIFIED if digest == checkpoint.sha256 else State.WRONG


def digest_of(path: Path, *, advanced: Callable[[int], object] | None = None, afresh: bool = False) -> str:
    """Return a file's SHA-256 in hexadecimal, from the list of digests if the file has not changed since.

    Args:
        path: The file.
        advanced: Is told how many bytes were read since it was last told.
        afresh: Read the file even if its digest is known.

    Raises:
        ModelError: The file cannot be read, or changes while it is read.
    """
    if not afresh and (known := known_digest(path)) is not None:
        return known
    try:
        before = _fingerprint(path)
        digest = sha256_of(path, advanced)
        if _fingerprint(path) != before:
            raise ModelError(f"{path} changed while it was read; wait until it is complete and try again")
    except OSError as error:
        raise ModelError(f"model file {path} cannot be read: {error.strerror or error}") from None
    remember(path, digest)
    return digest


def sha256_of(path: Path, advanced: Callable[[int], object] | None = None) -> str:
    """Read a file and return its SHA-256 in hexadecimal; the list of digests is left alone.

    Args:
        path: The file.
        advanced: Is told how many bytes were read since it was last told.

    Raises:
        OSError: The file cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            if advanced:
                advanced(len(chunk))
    return digest.hexdigest()


def known_digest(path: Path) -> str | None:
    """Return a file's SHA-256 if the list of digests has it and the file has not changed since."""
    entry = _digests(path.parent).get(path.name)
    try:
        if isinstance(entry, dict) and {key: entry.get(key) for key in _KEYS} == _fingerprint(path):
            digest = entry.get("sha256")
            return digest if isinstance(digest, str) else None
    except OSError:
        pass
    return None


def remember(path: Path, digest: str) -> None:
    """Put a file's digest on the list of its folder; a folder that cannot be written is left as it is."""
    with suppress(OSError, StoreError):
        entry = {**_fingerprint(path), "sha256": digest}
        digests = {
            name: value for name, value in _digests(path.parent).items() if (path.parent / name).exists()
        }
        content = json.dumps({**digests, path.name: entry}, indent=1, sort_keys=True)
        write_atomically(path.parent / DIGESTS, content.encode())


@contextmanager
def alone(path: Path, waits: Callable[[], object]) -> Iterator[None]:
    """Keep others from bringing the same file while the block does; a lock that ends with its process.

    Args:
        path: The file, whose folder must exist.
        waits: Is called once if somebody else has to finish first.

    Raises:
        StoreError: The folder cannot be written.
    """
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    with plain_errors("lock", path):
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waits()
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


_KEYS: Final = ("bytes", "mtime_ns")


def _fingerprint(path: Path) -> dict[str, int]:
    status = path.stat()
    return dict(zip(_KEYS, (status.st_size, status.st_mtime_ns), strict=True))


def _digests(folder: Path) -> dict[str, Any]:
    """Return the list of digests; an unreadable or damaged one is an empty one."""
    try:
        digests = json.loads((folder / DIGESTS).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return digests if isinstance(digests, dict) else {}
