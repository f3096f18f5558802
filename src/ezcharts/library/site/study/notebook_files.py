"""What a page has to know of a platform to write a cell's settings as that notebook, and we, read them."""

from __future__ import annotations

from typing import Any, Final

from ezcharts.library.card import Card
from ezcharts.library.table import Cells
from ezcharts.params.dialect import Dialect, dialect_of, platforms
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.domain import Json
from ezcharts.params.files import huemin
from ezcharts.params.files.disco_keys import ANIMATION, entries
from ezcharts.params.files.huemin_keys import NAMES
from ezcharts.params.schedule import Schedule

MODEL_SETS: Final = ("embedded", "originals", "disco", "jax")


def platform_of(card: Card, table: Cells) -> str:
    """Return the platform that the cells were rendered as; empty where it is none of ours."""
    said = str(table.settings.get("platform", card.platform))
    return said if said in platforms() else ""


def notebook_files(card: Card, table: Cells) -> dict[str, Any]:
    """Return what `texts.js` needs; see there."""
    platform = platform_of(card, table)
    if not platform:
        return {"dialect": "", "names": []}
    dialect = dialect_of(platform)
    known: dict[str, Any] = {
        "dialect": dialect.name,
        "names": [parameter.name for parameter in dialect.on(platform)],
        "usual": _usual(dialect, platform, table),
        "models": card.models if card.models in MODEL_SETS else "",
    }
    if dialect is DISCO:
        version = dialect.platforms[platform]
        keys = dict.fromkeys(key for key in entries(version) if key not in ANIMATION)
        known |= {"keys": list(keys), "schedules": _schedules(dialect, version)}
    elif platform == huemin.PLATFORM:
        known["variables"] = {name: key for key, name in NAMES.items() if key != name}
    return known


def _usual(dialect: Dialect, platform: str, table: Cells) -> list[str]:
    """Return the shared settings that are the platform's defaults, so that a study file need not say them."""
    version = dialect.platforms[platform]

    def default(name: str) -> Json:
        parameter = dialect.find(name)
        return parameter.domain.to_json(parameter.default_at(version))

    shared = table.settings.items()
    return [name for name, value in shared if _knows(dialect, name) and default(name) == value]


def _knows(dialect: Dialect, name: str) -> bool:
    return name in dialect.by_name and dialect.find(name).name == name


def _schedules(dialect: Dialect, version: str) -> list[str]:
    """Return the settings that this version's file has as text; `cut_ic_pow` was a number before 5.5."""
    found = [p.name for p in dialect if isinstance(p.default_at(version), Schedule)]
    return [name for name in found if name != "cut_ic_pow" or float(version) >= 5.5]
