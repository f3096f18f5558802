"""Names that may become files, folders and addresses: plain, short, and never a way out of their folder.

Everything that a stranger may name passes here. A name that would need escaping in an address, that some file
system refuses, or that leads elsewhere is refused and never mended in silence.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

from ezcharts.errors import LibraryError

_PART: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._+-]{0,118}[A-Za-z0-9_+-])?")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def checked_name(name: str) -> str:
    """Return the name of one file or folder, as it is.

    Raises:
        LibraryError: It has letters other than `A-Za-z0-9._+-`, begins or ends with a dot, is longer than 120
            letters, or is one that Windows keeps for itself.
    """
    if not _PART.fullmatch(name) or _RESERVED.fullmatch(name):
        raise LibraryError(
            f"a name in the library has 1 to 120 of the letters A-Z a-z 0-9 . _ + -, does not begin or end "
            f"with a dot, and is no device of Windows; got {name!r:.140}"
        )
    return name


def checked_path(text: str) -> str:
    """Return a file of an entry, as written: names joined by `/`, at most four deep.

    Raises:
        LibraryError: A part is no name (see `checked_name`), or there are too many.
    """
    parts = text.split("/")
    if len(parts) > 4:
        raise LibraryError(f"a file of an entry lies at most four folders deep; got {text!r:.140}")
    for part in parts:
        checked_name(part)
    return text


def inside(folder: Path, text: str) -> Path:
    """Return the path of a file of an entry.

    Raises:
        LibraryError: The name is none (see `checked_path`), or a link on the way leads out of the folder.
    """
    path = folder / checked_path(text)
    for step in (path, *path.parents):
        if step == folder:
            return path
        if step.is_symlink():
            raise LibraryError(f"{text} is a symbolic link; an entry holds its files themselves")
    raise LibraryError(f"{text} is not inside its entry")


def slug(words: str) -> str:
    """Return words as a name: `Tv_scale vs. sat_scale` becomes `tv_scale-vs.-sat_scale`; never empty."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9._+-]+", "-", plain).strip("-.+")[:80].strip("-.+")
    return checked_name(f"x{name}" if _RESERVED.fullmatch(name) or not name else name)
