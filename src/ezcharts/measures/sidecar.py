"""What has been measured of a cell, in a file of its own beside the store's records.

    <store>/measures/ab/<key>.json    what was measured of the cell of that key
    <store>/claims/ab/<key>.measure.lock    who measures it at this moment

A record is never touched for the sake of its measures. A sidecar names the record that it was measured from
by the SHA-256 of its bytes: when the cell is rendered again its figures count for nothing. Each value has the
version of its measure and, of those that a model decides, that model's digest; a value is stale when either
has moved on. What a newer version of EZ Charts wrote is kept, known here or not.

Files are written in one piece (`store.files`) and hold their own SHA-256. A damaged one is set aside,
reported, and counts as absent: the cell is measured again.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from filelock import FileLock

from ezcharts.measures.measure import Measure, Value, flat
from ezcharts.store.blobs import is_digest, sharded
from ezcharts.store.files import plain_errors, set_aside, write_atomically
from ezcharts.store.records import Record, canonical

FOLDER: Final = "measures"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    """One measured value.

    Attributes:
        value: A number, several by name, or None for "there is none".
        version: Of the measure.
        by: Digest of the model that decided it; empty where none did.
    """

    value: Value
    version: int
    by: str = ""


@dataclass(frozen=True)
class Measured:
    """What has been measured of a cell.

    Attributes:
        key: The cell's key.
        record: SHA-256 of the record that it was measured from.
        entries: Name of the measure -> value.
    """

    key: str
    record: str
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def lacks(self, measure: Measure, by: str = "") -> bool:
        """Return whether a measure has no value yet, or one of an older version or another model.

        Args:
            measure: Any that can be kept.
            by: Digest of the model that decides it now; empty where none does, or where it is not here: then
                any model's value is good.
        """
        entry = self.entries.get(measure.name)
        return entry is None or entry.version < measure.version or bool(by and entry.by != by)

    def numbers(self) -> dict[str, float]:
        """Return all numbers, sorted by name: `contrast`, `detail.fine`, `loss.clip ViTB32`, ..."""
        pairs = (pair for name, entry in self.entries.items() for pair in flat(name, entry.value))
        return dict(sorted(pairs))

    def to_bytes(self) -> bytes:
        """Return the file's content: one line of canonical JSON with its own SHA-256."""
        entries = {name: asdict(entry) for name, entry in self.entries.items()}
        body = canonical({"key": self.key, "record": self.record, "values": entries})
        return b'{"measured":' + body + b',"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """Inverse of `to_bytes`.

        Raises:
            ValueError: `content` is cut short, damaged, or something else.
        """
        try:
            envelope = json.loads(content)
            body = envelope["measured"]
            if hashlib.sha256(canonical(body)).hexdigest() != envelope["sha256"]:
                raise ValueError("its SHA-256 is another one")
            entries = {name: Entry(**entry) for name, entry in body["values"].items()}
            return cls(body["key"], body["record"], entries)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"not a whole file of measures: {error}") from error


class Sidecars:
    """The measures of a store's cells, safe for several processes at once.

    Args:
        root: The store's folder.
        report: Called with a sentence whenever something damaged was found and set aside.
    """

    def __init__(self, root: Path | str, report: Callable[[str], None] = _log.warning) -> None:
        self.root = Path(root)
        self._report = report

    def path(self, key: str) -> Path:
        """Where the measures of a cell are, or would be.

        Raises:
            StoreError: `key` is not a key.
        """
        return sharded(self.root / FOLDER, key, ".json")

    def get(self, key: str) -> Measured | None:
        """Return what was measured of a cell, from whichever record, or None.

        Raises:
            StoreError: `key` is not a key, or the file cannot be read.
        """
        path = self.path(key)
        with plain_errors("read", path):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                return None
        try:
            measured = Measured.from_bytes(content)
            if measured.key != key:
                raise ValueError(f"it is of cell {measured.key}")
        except ValueError as error:
            self._report(f"{path} is damaged ({error}); {set_aside(path)}; the cell is measured again")
            return None
        return measured

    def of(self, record: Record) -> Measured:
        """Return what was measured of a cell as it is recorded now; empty where nothing was.

        Raises:
            StoreError: As `get`.
        """
        digest = fingerprint(record)
        kept = self.get(record.key)
        return kept if kept and kept.record == digest else Measured(record.key, digest)

    def put(self, measured: Measured) -> None:
        """Keep what was measured, in place of what was there.

        Raises:
            StoreError: The disk is full or cannot be written; what was there is untouched.
        """
        write_atomically(self.path(measured.key), measured.to_bytes(), self.root / "tmp")

    def keys(self) -> list[str]:
        """Return the keys of all cells that something was measured of, sorted."""
        found = (path.stem for path in (self.root / FOLDER).glob("??/*.json"))
        return sorted(key for key in found if is_digest(key))

    @contextmanager
    def claim(self, key: str) -> Iterator[None]:
        """Hold a cell while it is measured; waits for whoever else does. Ends with the process, too.

        Raises:
            StoreError: `key` is not a key, or the store cannot be written.
        """
        path = sharded(self.root / "claims", key, ".measure.lock")
        lock: Any = FileLock(path, thread_local=False)
        with plain_errors("lock", path):
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()


def fingerprint(record: Record) -> str:
    """Return the SHA-256 of a record's bytes."""
    return hashlib.sha256(record.to_bytes()).hexdigest()
