"""Huemin JAX Diffusion 2.7: `{timestring}_settings.txt` and `{timestring}_{k}.png` beside it.

The file can be wrong: random settings and prompts from a list are drawn after it is written, which it then
does not say; where these are on, all of it is doubtful.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.guard.reading import read_text
from ezcharts.library.importers.found import Found, each_picture, pictures_of
from ezcharts.library.importers.settings_file import read_settings
from ezcharts.params.files import disco_keys
from ezcharts.params.files.base import load_object
from ezcharts.params.files.huemin import PLATFORM, parse_settings_text
from ezcharts.params.files.huemin_keys import DRAWN, ENTRIES

ENDING: Final = "_settings.txt"
_OWN: Final = frozenset(ENTRIES) - frozenset(disco_keys.ENTRIES)
_IDLE: Final = frozenset((*ENTRIES, DRAWN))


def fits(path: Path) -> bool:
    """Return whether a file is a settings file of Huemin's notebook."""
    if not path.name.endswith(ENDING):
        return False
    try:
        return bool(load_object(read_text(path)).keys() & _OWN)
    except InputError:
        return False


def read(path: Path) -> list[Found]:
    """Return the pictures of a settings file.

    Raises:
        LibraryError: It is no settings file.
    """
    try:
        said = read_settings(read_text(path), parse_settings_text, PLATFORM, _IDLE)
    except InputError as error:
        raise LibraryError(f"{path} is no settings file of Huemin's notebook: {error}") from None
    pictures = pictures_of(path, path.name.removesuffix(ENDING))
    return each_picture(path, pictures, said.platform, said.settings, said.doubts)
