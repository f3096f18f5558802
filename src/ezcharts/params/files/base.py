"""What all settings files have in common: each is one JSON object, and gives settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ezcharts.errors import SettingsError
from ezcharts.params.domain import Json
from ezcharts.params.number import shown
from ezcharts.params.settings import Settings


@dataclass(frozen=True)
class SettingsFile:
    """What a settings file says.

    Attributes:
        settings: The settings of the still picture.
        unused: Keys and frames that a still picture has no use for, as they were; unknown keys too.
        notes: In words, what was assumed, left unused or not known.
    """

    settings: Settings
    unused: Mapping[str, Json]
    notes: tuple[str, ...]


def load_object(text: str) -> dict[str, Json]:
    """Return the JSON object that a text is.

    Raises:
        SettingsError: it is not JSON, or not an object.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"must be JSON: {error}") from None
    if not isinstance(data, dict):
        raise SettingsError(f"must be a JSON object, got {shown(data)}")
    return data
