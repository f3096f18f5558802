"""Which store: the one that is named, `EZCHARTS_STORE`, or the folder `store`, as on the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from ezcharts.store.records import Record
from ezcharts.store.store import Store

VARIABLE: Final = "EZCHARTS_STORE"
DEFAULT: Final = "store"

AnyStore = Store | Path | str | None


def the_store(store: AnyStore = None) -> Store:
    """Return a store.

    Args:
        store: A store or its folder; None for `EZCHARTS_STORE` or else the folder `store`.

    Raises:
        StoreError: The folder holds something else.
    """
    return store if isinstance(store, Store) else Store(store or os.environ.get(VARIABLE) or DEFAULT)


class Anew(Store):
    """A store in which every cell counts as missing until it is put once more."""

    def __init__(self, root: Path | str) -> None:
        super().__init__(root)
        self._put = set[str]()

    def needs(self, key: str, alone: bool = False) -> bool:
        """Whether the cell has not been put since this store was opened."""
        return key not in self._put

    def put(self, record: Record, picture: bytes | None = None) -> Record:
        """Keep a cell as `Store` does."""
        self._put.add(record.key)
        return super().put(record, picture)
