"""A settings file of any notebook: whose it is follows from the platform, or else from its keys."""

from __future__ import annotations

from pathlib import Path

from ezcharts.errors import SettingsError
from ezcharts.params.dialect import dialect_of
from ezcharts.params.files import disco, disco_keys, huemin, huemin_keys
from ezcharts.params.files.base import SettingsFile, load_object
from ezcharts.params.jax.dialect import JAX

_ONLY_HUEMIN = frozenset(huemin_keys.ENTRIES) - frozenset(disco_keys.ENTRIES)


def read_settings_file(path: Path, platform: str | None = None) -> SettingsFile:
    """Read a notebook's `_settings.txt`.

    Args:
        path: The file.
        platform: Which notebook wrote it; by default huemin's where a key is huemin's only, and else the
            oldest Disco that knows all keys.

    Raises:
        SettingsError: it cannot be read, is not a JSON object, or holds a value outside its domain.
        UnknownName: there is no such platform.
    """
    if platform is not None:
        is_jax = dialect_of(platform) is JAX
    else:
        is_jax = _is_huemins(path)
    return huemin.read_settings_file(path, platform) if is_jax else disco.read_settings_file(path, platform)


def _is_huemins(path: Path) -> bool:
    try:
        return not _ONLY_HUEMIN.isdisjoint(load_object(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, SettingsError):
        return False  # whoever reads it says what is wrong
