"""Which parameters of a picture cannot have an effect, and why.

Only what is certain is said: what merely seldom matters is to be seen in the pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ezcharts.params.settings import Settings
from ezcharts.studies.inert import disco, jax
from ezcharts.studies.inert.reason import Reason

_REASONS: Final[Mapping[str, Mapping[str, Reason]]] = {"disco": disco.REASONS, "jax": jax.REASONS}


def why_inert(settings: Settings, name: str) -> str:
    """Return why a parameter cannot change this picture, or an empty text where it can.

    Args:
        settings: Complete settings.
        name: Canonical name of a parameter.
    """
    parameter = settings.dialect.find(name)
    if parameter.role != "rendering":
        return "it does not enter the picture: it only names, saves or shows"
    reason = _REASONS[settings.dialect.name].get(name)
    return reason(settings) if reason else ""
