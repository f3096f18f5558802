"""What an earlier build knew of each entry, so that the next one looks only at what changed.

Kept in the site as one packed file. It holds no times and no places: for one catalogue and one version of
the program it is the same bytes everywhere. An entry is as it was if the digest of its texts, of the names
and sizes of its pictures and of the program is the same; the pictures' times are looked at when they are
copied.

Nothing here is trusted: a file that cannot be read, or is of another form, only means more work.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import ezcharts
from ezcharts.library.site.pages import Listing
from ezcharts.library.site.thumbs import Sheet
from ezcharts.library.site.writer import Writer
from ezcharts.store.files import plain_errors

FILE: Final = "ezcharts-build.json.gz"
_TEXTS: Final = frozenset({".yaml", ".yml", ".json", ".csv", ".txt", ".md"})
_PROGRAM: Final = frozenset({".py", ".html", ".css", ".js", ".svg", ".yaml"})
LINK: Final = -1  # in place of the size of what is no file of its own
_MOST_BYTES: Final = 256 * 2**20


@dataclass(frozen=True)
class Known:
    """One entry as the last build left it.

    Attributes:
        digest: Of the entry and the program.
        listing: Its line in lists.
        see_also: What its card names.
        sheet: The pictures its small picture is made of, and how many stand in a row.
        page: Digest of all that its page shows; empty if it was not written.
        written: Files of its page that were written.
        copied: Files of its page that were copied -> the file of the entry.
    """

    digest: str
    listing: Listing
    see_also: tuple[str, ...] = ()
    sheet: Sheet = field(default=Sheet(()))
    page: str = ""
    written: tuple[str, ...] = ()
    copied: Mapping[str, str] = field(default_factory=dict)


def read_state(root: Path) -> dict[str, Known]:
    """Return what the last build of a site knew; empty where that cannot be read."""
    try:
        with gzip.open(root / FILE) as file:
            data = json.loads(file.read(_MOST_BYTES))
        return {name: _known(one) for name, one in data.items()}
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_state(writer: Writer, state: Mapping[str, Known]) -> None:
    """Write what this build knows."""
    data = {
        name: {**vars(one), "listing": vars(one.listing), "sheet": vars(one.sheet)}
        for name, one in state.items()
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    writer.bytes(FILE, gzip.compress(text.encode(), compresslevel=6, mtime=0))


def digest_of(folder: Path) -> str:
    """Return the digest of an entry: its texts by content, its other files by name and size."""
    found = hashlib.sha256(program().encode())
    with plain_errors("read", folder):
        for name, path, size in sorted(_files(str(folder), "")):
            is_text = size != LINK and os.path.splitext(name)[1] in _TEXTS  # noqa: PTH122  paths are slow
            content = Path(path).read_bytes() if is_text else b""
            found.update(f"\n{name}\n{size}\n".encode() + content)
    return found.hexdigest()


def _files(folder: str, prefix: str) -> Iterator[tuple[str, str, int]]:
    """Yield (name, path, size in bytes) of every file in a folder and below; links are not followed."""
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir(follow_symlinks=False):
                yield from _files(item.path, f"{prefix}{item.name}/")
            else:
                is_file = item.is_file(follow_symlinks=False)
                size = item.stat(follow_symlinks=False).st_size if is_file else LINK
                yield f"{prefix}{item.name}", item.path, size


@cache
def program() -> str:
    """Return the digest of the program: another version writes every page anew."""
    folder = Path(ezcharts.__file__).parent
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _PROGRAM and path.is_file():
            found.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def _known(data: dict[str, Any]) -> Known:
    listing = data["listing"]
    return Known(
        digest=str(data["digest"]),
        listing=Listing(**{**listing, "parameters": tuple(listing["parameters"])}),
        see_also=tuple(data["see_also"]),
        sheet=Sheet(tuple(data["sheet"]["files"]), int(data["sheet"]["across"])),
        page=str(data["page"]),
        written=tuple(data["written"]),
        copied=dict(data["copied"]),
    )
