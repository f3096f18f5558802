"""The store: a folder that holds every finished cell, so that none is ever rendered twice.

    ezcharts-store.json      what this folder is, and the version of its layout
    pictures/ab/<sha256>.png pictures by content
    records/ab/<key>.json    one record per cell, by the cell's key
    claims/<key>.lock        who renders what at this moment
    tmp/                     files being written

A picture is on the disk before the record that names it, and both are renamed into place, so a killed run
loses only the cells in flight and a record never names a picture that was not there. Locks belong to
processes: those of a killed one are free at once. A record that cannot be read counts as absent and is kept
aside as `<name>.damaged`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from ezcharts.errors import StoreError
from ezcharts.store.blobs import Blobs, is_digest, sharded
from ezcharts.store.files import plain_errors, set_aside, sweep, write_atomically
from ezcharts.store.records import Record, canonical

VERSION = 1
MARK = "ezcharts-store.json"

_log = logging.getLogger(__name__)


class Store:
    """A folder of pictures and records, safe for several processes at once. Made when first written to.

    Args:
        root: The folder: a store, an empty folder, or one that does not exist yet.
        report: Called with a sentence whenever something damaged was found and set aside.

    Raises:
        StoreError: The folder holds something else, or a store of another version.
    """

    def __init__(self, root: Path | str, report: Callable[[str], None] = _log.warning) -> None:
        self.root = Path(root)
        self._report = report
        self._scratch = self.root / "tmp"
        self._pictures = Blobs(self.root / "pictures", ".png", self._scratch)
        self._exists = _check(self.root)
        sweep(self._scratch)

    def get(self, key: str) -> Record | None:
        """The record of a cell, or None. A damaged record is set aside, reported, and counts as absent.

        Raises:
            StoreError: `key` is not a key, or the file cannot be read.
        """
        path = self._record_path(key)
        with plain_errors("read", path):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                return None
        try:
            record = Record.from_bytes(content)
            if record.key != key:
                raise ValueError(f"it is the record of {record.key}")
        except ValueError as error:
            self._report(f"{path} is damaged ({error}); {set_aside(path)}; the cell counts as not rendered")
            return None
        return record

    def put(self, record: Record, picture: bytes | None = None) -> Record:
        """Keep a cell and return its record as stored (with the picture's digest filled in).

        A picture once made is never lost to a failure: a failed record does not replace a done one whose
        picture is there.

        Args:
            record: What to keep.
            picture: The PNG file of a done cell; None for a failed one.

        Raises:
            StoreError: The disk is full or cannot be written (the store stays valid), or a done record comes
                without a
                picture or with another one than it names.
        """
        self._create()
        if record.state == "done":
            record = replace(record, picture=self._put_picture(record, picture))
        elif (kept := self.get(record.key)) and kept.state == "done" and self._intact(kept):
            return kept
        write_atomically(self._record_path(record.key), record.to_bytes(), self._scratch)
        return record

    def needs(self, key: str, alone: bool = False) -> bool:
        """Whether the cell is still to be rendered: not tried, failed in passing, or its picture is gone.

        Args:
            key: The cell's key.
            alone: The study measures time: a cell that was rendered in company does not count.

        Raises:
            StoreError: As `get`.
        """
        record = self.get(key)
        if record is None:
            return True
        if record.state == "failed":
            return not record.final
        return (alone and not record.alone) or not self._intact(record)

    def picture_path(self, record: Record) -> Path:
        """The picture file of a done record.

        Raises:
            StoreError: The record has no picture.
        """
        if record.picture is None:
            raise StoreError(f"cell {record.key[:12]} has no picture: it is {record.state} ({record.reason})")
        return self._pictures.path(record.picture)

    def keys(self) -> list[str]:
        """The keys of all records, sorted."""
        names = (path.stem for path in (self.root / "records").glob("??/*.json"))
        return sorted(name for name in names if is_digest(name))

    @contextmanager
    def claim(self, key: str) -> Iterator[bool]:
        """Claim a cell for rendering while the block runs; yields False where someone else renders it now.

        The claim ends with the block or with the process, however it dies. Whoever gets one asks `needs`
        again: the cell may have been finished in between.

        Raises:
            StoreError: `key` is not a key, or the store cannot be written.
        """
        self._create()
        path = sharded(self.root / "claims", key, ".lock")
        lock = FileLock(path, blocking=False, thread_local=False)
        with plain_errors("lock", path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire()
            except Timeout:
                mine = False
            else:
                mine = True
        try:
            yield mine
        finally:
            if mine:
                lock.release()

    def _create(self) -> None:
        """Turn the folder into a store: the mark comes before anything else in it."""
        if not self._exists:
            mark = {"format": "ezcharts-store", "version": VERSION}
            write_atomically(self.root / MARK, canonical(mark) + b"\n")
            self._exists = True

    def _record_path(self, key: str) -> Path:
        return sharded(self.root / "records", key, ".json")

    def _put_picture(self, record: Record, picture: bytes | None) -> str:
        if picture is None:
            raise StoreError(f"a done cell is put with its picture; cell {record.key[:12]} came without one")
        digest = self._pictures.put(picture)
        if record.picture not in (None, digest):
            raise StoreError(f"the record names picture {record.picture}, the one put with it is {digest}")
        return digest

    def _intact(self, record: Record) -> bool:
        path = self.picture_path(record)
        try:
            self._pictures.get(path.stem)
        except StoreError as error:
            self._report(f"the picture of cell {record.key[:12]} is to be rendered again: {error}")
            return False
        return True


def _check(root: Path) -> bool:
    """Whether `root` is a store of our version (True) or may become one (False).

    The folder is listed before its mark is looked for: a store being made beside us gets its mark first.
    """
    with plain_errors("open the store", root):
        names = sorted(path.name for path in root.iterdir()) if root.exists() else []
    mark = root / MARK
    if not mark.exists():
        others = [name for name in names if not name.endswith(".tmp")]
        if others:
            raise StoreError(
                f"{root} is not a store: it has no {MARK} but holds {others[0]!r}; name an empty folder"
            )
        return False
    version = _version(mark)
    if version != VERSION:
        raise StoreError(
            f"{root} is a store of version {version!r}, this EZ Charts reads version {VERSION}; "
            "use the EZ Charts that wrote it, or another --store"
        )
    return True


def _version(mark: Path) -> object:
    with plain_errors("read", mark):
        content = mark.read_bytes()
    try:
        return json.loads(content)["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return content[:40].decode(errors="replace")
