"""A store without a disk, for tests of what stands on the store. Pictures become files only when a path is
asked."""

import hashlib
import threading
from contextlib import contextmanager
from dataclasses import replace

from ezcharts.errors import StoreError
from ezcharts.store.blobs import is_digest


class MemoryStore:
    """Behaves as `ezcharts.store.store.Store` within one process.

    Args:
        folder: Where `picture_path` writes the pictures that are asked for.
    """

    def __init__(self, folder):
        self._folder, self._records, self._pictures, self._claims = folder, {}, {}, set()
        self._lock = threading.Lock()

    def get(self, key):
        return self._records.get(_checked(key))

    def put(self, record, picture=None):
        if record.state == "done":
            record = replace(record, picture=self._put_picture(record, picture))
        elif (kept := self.get(record.key)) and kept.state == "done":
            return kept
        self._records[record.key] = record
        return record

    def needs(self, key, alone=False):
        record = self.get(key)
        if record is None:
            return True
        return (alone and not record.alone) if record.state == "done" else not record.final

    def picture_path(self, record):
        if record.picture is None:
            raise StoreError(f"cell {record.key[:12]} has no picture: it is {record.state} ({record.reason})")
        path = self._folder / f"{record.picture}.png"
        path.write_bytes(self._pictures[record.picture])
        return path

    def keys(self):
        return sorted(self._records)

    @contextmanager
    def claim(self, key):
        with self._lock:
            mine = _checked(key) not in self._claims
            self._claims |= {key}
        try:
            yield mine
        finally:
            if mine:
                self._claims -= {key}

    def _put_picture(self, record, picture):
        if picture is None:
            raise StoreError(f"a done cell is put with its picture; cell {record.key[:12]} came without one")
        digest = hashlib.sha256(picture).hexdigest()
        if record.picture not in (None, digest):
            raise StoreError(f"the record names picture {record.picture}, the one put with it is {digest}")
        self._pictures[digest] = picture
        return digest


def _checked(key):
    if not is_digest(key):
        raise StoreError(f"a digest has 64 hexadecimal digits (0-9, a-f), this is {key[:80]!r}")
    return key
