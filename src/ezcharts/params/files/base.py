"""What all settings files have in common: each is one JSON object."""

from __future__ import annotations

import json

from ezcharts.errors import SettingsError
from ezcharts.params.domain import Json
from ezcharts.params.number import shown


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
