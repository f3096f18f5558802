"""What is laid out: one row a picture, every row with a value for the same parameters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ezcharts.errors import InputError
from ezcharts.params.dialect import dialect_of
from ezcharts.params.domain import Json
from ezcharts.params.parameter import Parameter
from ezcharts.studies.vocabulary import show_value


@dataclass(frozen=True)
class Row:
    """One picture.

    Attributes:
        name: What messages call it.
        settings: What is known of how it was made.
        image: Which picture of its seed, from 0.
    """

    name: str
    settings: Mapping[str, Json]
    image: int = 0


def key_of(value: Json) -> str:
    """Return a text that is equal where values are: 1.0 is 1, true is not."""
    whole = isinstance(value, float) and value.is_integer()
    return json.dumps(int(value) if whole else value, sort_keys=True)  # type: ignore[arg-type]


def parameter_of(platform: str, name: str) -> Parameter | None:
    """Return the parameter of this exact canonical name; None where the platform's dialect has none."""
    found = dialect_of(platform).by_name.get(name) if platform else None
    return found if found is not None and found.name == name else None


def show(platform: str, name: str, value: Json) -> str:
    """Return a value as the notebooks write it, for a label."""
    parameter = parameter_of(platform, name)
    if parameter is not None:
        try:
            return show_value(parameter.domain, parameter.domain.parse(value))
        except InputError:
            pass  # refused values are shown as they are
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def in_order(platform: str, names: Iterable[str]) -> list[str]:
    """Return names in the notebook's order, those that it lacks after all others."""
    order = {each.name: number for number, each in enumerate(dialect_of(platform))} if platform else {}
    unique = list(dict.fromkeys(names))
    return sorted(unique, key=lambda name: order.get(name, len(order)))


def completed(platform: str, rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """Return rows that all have the same names, and the names that had to be filled in.

    A setting that only some rows state has the platform's default in the others, as the notebook would; one
    that is not the platform's is None there. Names that enter no picture and differ are left out.
    """
    names = in_order(platform, (name for row in rows for name in row.settings))
    filled = [name for name in names if any(name not in row.settings for row in rows)]
    defaults = {name: _default(platform, name) for name in filled}
    full = [{name: row.settings.get(name, defaults.get(name)) for name in names} for row in rows]
    idle = {
        name
        for name in names
        if _is_idle(platform, name) and len({key_of(settings[name]) for settings in full}) > 1
    }
    kept = [{name: value for name, value in settings.items() if name not in idle} for settings in full]
    return [replace(row, settings=each) for row, each in zip(rows, kept, strict=True)], filled


def _default(platform: str, name: str) -> Json:
    parameter = parameter_of(platform, name)
    if parameter is None:
        return None
    return parameter.domain.to_json(parameter.default_at(dialect_of(platform).platforms[platform]))


def _is_idle(platform: str, name: str) -> bool:
    parameter = parameter_of(platform, name)
    return parameter is not None and parameter.role != "rendering"
