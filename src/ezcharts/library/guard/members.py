"""Names that an archive or a folder may hold: of any alphabet, but plain, on every system, and inside.

Wider than `library.names`, because notebooks and people name their files with blanks and brackets
(`TimeToDisco(0)_0000.png`); such names are read, never kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ezcharts.errors import LibraryError

_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN: Final = frozenset('\\:*?"<>|')
_LONGEST: Final = 200
_LEFTOVERS: Final = frozenset(("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"))


def checked_parts(name: str, deepest: int) -> tuple[str, ...]:
    """Return the parts of a name of a file or folder, with `/` between them.

    Raises:
        LibraryError: The name leads elsewhere, could be read in two ways, or is not possible on every system.
    """
    parts = tuple(name.removesuffix("/").split("/"))
    if len(parts) > deepest:
        raise LibraryError(f"files lie at most {deepest} folders deep, got {name!r:.140}; put them higher")
    for part in parts:
        if why := _wrong(part):
            raise LibraryError(f"{name!r:.140} is no name that is accepted: {why}; rename it and pack again")
    return parts


def is_leftover(parts: tuple[str, ...]) -> bool:
    """Return whether a name is one of those that file managers leave behind, or is hidden."""
    return any(part in _LEFTOVERS or part.startswith(".") for part in parts)


def folded(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name as systems compare them that know no case and compose letters."""
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in parts)


def _wrong(part: str) -> str:
    if part in ("", ".", ".."):
        return f"it has {part!r} for a part, which leads out of its folder or nowhere"
    if _FORBIDDEN & set(part):
        return 'it has one of the letters \\ : * ? " < > |'
    if not part.isprintable():
        return "it has letters that cannot be seen"
    if len(part.encode("utf-8", "replace")) > _LONGEST:
        return f"a part has at most {_LONGEST} bytes"
    if part != part.strip() or part.endswith("."):
        return "a part begins or ends with a blank, or ends with a dot"
    return "Windows keeps it for a device" if _RESERVED.fullmatch(part) else ""
