"""The Disco Diffusion dialect, versions 4.1 to 5.7: every still-picture parameter, declared once.

`engines.md` is this project's reference of what the notebooks do; `source` names its sections. Parameters
of the notebooks' animation modes are not settings here; `settings_file` keeps them beside the settings.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ezcharts.params.disco_models import MODELS, SMALL_MODELS
from ezcharts.params.disco_pictures import PICTURES
from ezcharts.params.table import Dialect

DISCO: Final = Dialect(
    name="disco",
    platforms={"disco-4.1": "4.1", "disco-5.0": "5.0", "disco-5.2": "5.2", "disco-5.7": "5.7"},
    parameters=(*MODELS, *PICTURES),
)


def size_word(version: str, diffusion_model: str) -> str | None:
    """Return the parameter whose value `width_height` takes, or None before version 5.5 (engines.md 2.1)."""
    if Decimal(version) < Decimal("5.5"):
        return None
    kind = "256x256" if diffusion_model in SMALL_MODELS else "512x512"
    return f"width_height_for_{kind}_models"
