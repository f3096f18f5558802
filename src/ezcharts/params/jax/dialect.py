"""The JAX dialect: nshepperd's notebooks 2.4, January 2022 and 2.7, and huemin's 2.7, declared once.

`engines.md` is this project's reference of what the notebooks do; `source` names its sections. What a
version changes without a name of its own is a setting too (group "of the version"), so that two versions
never give different pictures under equal settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from ezcharts.errors import InputError
from ezcharts.params.domain import Value
from ezcharts.params.jax.elsewhere import ELSEWHERE
from ezcharts.params.jax.extras import EXTRAS
from ezcharts.params.jax.models import MODELS
from ezcharts.params.jax.pictures import PICTURES
from ezcharts.params.jax.versions import CALLED, HUEMIN, PLATFORMS
from ezcharts.params.table import Dialect

_START, _INIT_START = "starting_noise", "init_starting_noise"


def _settle(version: str, values: Mapping[str, Value], stated: frozenset[str]) -> dict[str, Value]:
    """Let huemin's switches decide which files are used, and an initial image where the run starts."""
    settled = {
        **values,
        **_used("use_init_img", "init_image", values, stated),
        **_used("use_masked_mse", "init_mask", values, stated),
    }
    return {**settled, **_start(version, settled, stated)}


def _used(switch: str, file: str, values: Mapping[str, Value], stated: frozenset[str]) -> dict[str, Value]:
    """Return a switch and its file so that they agree.

    Raises:
        InputError: the switch is on and there is no file.
    """
    on = values[switch] if switch in stated else values[file] is not None
    if on and values[file] is None:
        raise InputError(f"{switch} is on and needs {file}, got none; name a file or leave {switch} out")
    return {switch: on, file: values[file] if on else None}


def _start(version: str, values: Mapping[str, Value], stated: frozenset[str]) -> dict[str, Value]:
    """Return where the run starts; in huemin's notebook an initial image has a word of its own for it."""
    if Decimal(version) < Decimal(HUEMIN) or values["init_image"] is None:
        return {}
    word = _START if _START in stated and _INIT_START not in stated else _INIT_START
    return dict.fromkeys((_START, _INIT_START), values[word])


JAX: Final = Dialect(
    name="jax",
    platforms=PLATFORMS,
    parameters=tuple(replace(parameter, called=CALLED) for parameter in (*MODELS, *PICTURES, *EXTRAS)),
    settle=_settle,
    rivals=(frozenset((_START, _INIT_START)),),
    elsewhere=ELSEWHERE,
)
