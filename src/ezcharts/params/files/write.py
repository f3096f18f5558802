"""The settings file that the settings' own notebook writes."""

from __future__ import annotations

from ezcharts.errors import SettingsError
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.files import disco, huemin
from ezcharts.params.settings import Settings


def settings_text(settings: Settings) -> str:
    """Return a `_settings.txt`.

    Args:
        settings: With a drawn seed.

    Raises:
        SettingsError: the platform's notebook writes none, or the seed is not drawn yet.
    """
    if settings.dialect is DISCO:
        return disco.settings_text(settings)
    if settings.platform == huemin.PLATFORM:
        return huemin.settings_text(settings)
    raise SettingsError(
        f"the notebook of {settings.platform} writes no settings file: Disco's and huemin's do; "
        "--json prints the settings"
    )
