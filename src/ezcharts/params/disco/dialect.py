"""The Disco Diffusion dialect, versions 4.1 to 5.7: every still-picture parameter, declared once.

`engines.md` is this project's reference of what the notebooks do; `source` names its sections. The
parameters of the notebooks' animation modes are not settings here; `settings_file` keeps them beside the
settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ezcharts.errors import DomainError, InputError
from ezcharts.params.disco.models import MODELS, SMALL_MODELS
from ezcharts.params.disco.overrides import brought_along
from ezcharts.params.disco.pictures import PICTURES
from ezcharts.params.domain import Value
from ezcharts.params.table import Dialect

_SIZE: Final = "width_height"
_SIZE_WORDS: Final = ("width_height_for_512x512_models", "width_height_for_256x256_models")


def _settle(version: str, values: Mapping[str, Value], stated: frozenset[str]) -> dict[str, Value]:
    """Let the size follow the model, and check what no single domain can (engines.md 2.1)."""
    steps, skipped = values["steps"], values["skip_steps"]
    if skipped >= steps:
        raise DomainError(f"skip_steps must be less than steps ({steps}), got {skipped}; skip fewer steps")
    return {**values, _SIZE: _size(version, values, stated)}


def _size(version: str, values: Mapping[str, Value], stated: frozenset[str]) -> Value:
    """Return `width_height`; from version 5.5 on it is the size given for the chosen model's kind.

    Raises:
        InputError: both are stated and differ.
    """
    word = _SIZE_WORDS[values["diffusion_model"] in SMALL_MODELS]
    if Decimal(version) < Decimal("5.5") or values[word] == values[_SIZE]:
        return values[_SIZE]
    if {word, _SIZE} <= stated:
        raise InputError(f"{_SIZE} and {word} both say the size of the picture, and differ; keep one")
    return values[_SIZE] if _SIZE in stated else values[word]


DISCO: Final = Dialect(
    name="disco",
    platforms={"disco-4.1": "4.1", "disco-5.0": "5.0", "disco-5.2": "5.2", "disco-5.7": "5.7"},
    parameters=(*MODELS, *PICTURES),
    settle=_settle,
    overrides=brought_along,
    rivals=(frozenset((_SIZE, *_SIZE_WORDS)),),
)
