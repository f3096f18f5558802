"""The key of a cell: a SHA-256 of everything that decides its picture, and of nothing else.

What is hashed is the canonical JSON (sorted keys, no spaces, UTF-8) of

    {"dialect", "mathematics", "image", "size", "settings", "files", "models"}

* `dialect` and not the version: what a version changes is itself a setting, so `disco-4.1` and `disco-5.2`
with equal
  settings have equal keys.
* `settings`: every *rendering* parameter with its canonical value, inert ones too, for that a setting is
inert is to
  be seen in the pictures and not assumed. Canonical: 250 is 250.0, schedules are runs, prompts keep their
  weights.
* `size` after rounding down to multiples of 64, in place of the size asked for.
* `files`: initial image and image prompts by content; their paths are left out, a prompt's weight stays.
* `models`: role -> digest of all weights and word lists that the picture is computed with.
* `mathematics`: raised by hand whenever the same settings give another picture; pinned trajectories fail
without it.

Left out, and listed by `left_out`: names, paths, what is saved and shown, and everything that only stands in
for another parameter. Precision and device are in the record of a cell. A position in a grid is nowhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ezcharts.errors import PlanError
from ezcharts.params.disco.prompts import parse_prompt
from ezcharts.params.seeds import RANDOM_SEED
from ezcharts.params.settings import Settings
from ezcharts.params.table import Dialect
from ezcharts.studies.cell import FILES, Cell, setting_or

__all__ = ["MATHEMATICS", "Cell", "cell_key", "content", "file_digests", "left_out"]

MATHEMATICS: Final[Mapping[str, int]] = {"disco": 1, "jax": 1}
"""Per dialect: raise it when the same settings give another picture."""

_BY_CONTENT: Final = (*FILES, "image_prompts")


def cell_key(cell: Cell, digests: Mapping[str, str]) -> str:
    """Return the key of a cell, 64 hexadecimal digits.

    Args:
        cell: The cell.
        digests: Role -> SHA-256 of everything that its picture is computed with: weights and word lists of
            the models that it uses (`ezcharts.models.digests`), and its files (`file_digests`).

    Raises:
        PlanError: The seed is still to be drawn, or a file of the cell has no digest.
    """
    if cell.settings["seed"] == RANDOM_SEED:
        raise PlanError("a cell needs a seed before it has a key; draw one and write it down")
    missing = [role for role in cell.files if role not in digests]
    if missing:
        raise PlanError(
            f"a key needs the content of {', '.join(missing)}; add file_digests(cell) to the digests"
        )
    whole = {
        **content(cell),
        "files": {role: digests[role] for role in cell.files},
        "models": {role: digest for role, digest in digests.items() if role not in cell.files},
    }
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def content(cell: Cell) -> dict[str, Any]:
    """Return the part of what is hashed that the settings decide, as plain data."""
    settings: dict[str, Any] = cell.settings.rendering()
    for name in (_size_name(cell.settings), *_BY_CONTENT):
        settings.pop(name, None)
    return {
        "dialect": cell.settings.dialect.name,
        "mathematics": MATHEMATICS[cell.settings.dialect.name],
        "image": cell.image,
        "size": list(cell.size),
        "settings": settings | {"image_prompt_weights": _weights(cell.settings)},
    }


def file_digests(cell: Cell) -> dict[str, str]:
    """Return role -> SHA-256 of the files that a cell is made from.

    Raises:
        PlanError: A file cannot be read.
    """
    return {role: _digest(role, path) for role, path in cell.files.items()}


def left_out(dialect: Dialect) -> tuple[str, ...]:
    """Return the parameters of a dialect that do not enter the key."""
    return tuple(parameter.name for parameter in dialect if parameter.role != "rendering")


def _size_name(settings: Settings) -> str:
    return settings.dialect.find("width_height").name


def _weights(settings: Settings) -> list[float]:
    prompts: tuple[str, ...] = setting_or(settings, "image_prompts", ())
    return [parse_prompt(text).weight for text in prompts]


def _digest(role: str, path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise PlanError(f"{role} {path} cannot be read: {why}; put the file back") from None
