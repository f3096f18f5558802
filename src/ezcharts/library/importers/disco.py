"""Disco Diffusion: `{batch_name}({batchNum})_settings.txt`, and `{batch_name}({batchNum})_{i:04}.png` beside.

Partial pictures (`..._0000-20%.png`, `..._0000-003.png`) are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.guard.reading import read_text
from ezcharts.library.importers.found import Found, each_picture, pictures_of
from ezcharts.library.importers.settings_file import read_settings
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.files import huemin_keys
from ezcharts.params.files.base import load_object
from ezcharts.params.files.disco import parse_settings_text
from ezcharts.params.files.disco_keys import ANIMATION, DERIVED, ENTRIES, SIZE

ENDING: Final = "_settings.txt"
_OTHERS: Final = frozenset(huemin_keys.ENTRIES) - frozenset(ENTRIES)
_IDLE: Final = frozenset((*ANIMATION, *SIZE, DERIVED, "text_prompts", "image_prompts"))
_NEWEST: Final = tuple(DISCO.platforms)[-1]


def fits(path: Path) -> bool:
    """Return whether a file is a settings file of Disco."""
    if not path.name.endswith(ENDING):
        return False
    try:
        keys = load_object(read_text(path)).keys()
    except InputError:
        return False
    return bool(keys & set(ENTRIES)) and not keys & _OTHERS


def read(path: Path) -> list[Found]:
    """Return the pictures of a settings file.

    Raises:
        LibraryError: It is no settings file.
    """
    try:
        said = read_settings(read_text(path), parse_settings_text, _NEWEST, _IDLE)
    except InputError as error:
        raise LibraryError(f"{path} is no settings file of Disco: {error}") from None
    pictures = pictures_of(path, path.name.removesuffix(ENDING))
    return each_picture(path, pictures, said.platform, said.settings, said.doubts)
