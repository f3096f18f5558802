"""Reading a settings file as far as it can be read: what is refused stays as it was, and is doubtful."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ezcharts.errors import InputError
from ezcharts.params.domain import Json
from ezcharts.params.files.base import SettingsFile, load_object

Parse = Callable[[str, str | None], SettingsFile]
"""(text, platform or None to find it out) -> what it says; raises InputError."""

_PAIR: Final = ("width", "height")
_NO_DOUBT: Final = ("read as", "kept, but without effect")
_MISSING: Final = ("not in the file",)


@dataclass(frozen=True)
class Read:
    """What a settings file says.

    Attributes:
        platform: Which notebook wrote it.
        settings: What it states, canonical; what is not known or refused as it was.
        unused: Keys that a still picture has no use for.
        doubts: In words.
    """

    platform: str
    settings: Mapping[str, Json]
    unused: Mapping[str, Json]
    doubts: tuple[str, ...]


def read_settings(text: str, parse: Parse, newest: str, idle: frozenset[str]) -> Read:
    """Read a settings file.

    Args:
        text: The file.
        parse: The reader of its notebook.
        newest: The platform that accepts the most.
        idle: Keys that are known and that a still picture has no use for.

    Raises:
        InputError: It is no JSON object.
    """
    data, doubts = load_object(text), list[str]()
    try:
        file = parse(text, None)
        refused: dict[str, Json] = {}
    except InputError as error:
        reasons = dict(_refused(data, parse, newest))
        doubts += reasons.values() or [str(error)]
        file, refused = _rest(data, {key: data[key] for key in reasons}, parse, newest)
    plain = file.settings.dialect
    stated = {
        each.name: each.domain.to_json(file.settings[each.name])
        for each in plain
        if each.name in file.settings.stated
    }
    unknown = {key: value for key, value in file.unused.items() if key not in idle}
    doubts += [
        note for note in file.notes if not note.startswith((*_NO_DOUBT, *(_MISSING if refused else ())))
    ]
    return Read(file.settings.platform, {**stated, **unknown, **refused}, file.unused, tuple(doubts))


def _refused(data: Mapping[str, Json], parse: Parse, newest: str) -> Iterator[tuple[str, str]]:
    """Yield the entries that are refused each by itself, and why."""
    for key, value in data.items():
        part = {side: data[side] for side in _PAIR if side in data} if key in _PAIR else {key: value}
        try:
            parse(json.dumps(part), newest)
        except InputError as error:
            yield key, str(error)


def _rest(
    data: Mapping[str, Json], refused: dict[str, Json], parse: Parse, newest: str
) -> tuple[SettingsFile, dict[str, Json]]:
    """Return what is left without the refused entries, and these; all where the rest contradicts itself."""
    kept = json.dumps({key: value for key, value in data.items() if key not in refused})
    for platform in (None, newest):
        try:
            return parse(kept, platform), refused
        except InputError:
            continue
    return parse("{}", newest), dict(data)
