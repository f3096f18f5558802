"""Disco's `_settings.txt`: the JSON file that the notebooks write beside each picture, in and out.

Its keys differ from the settings in a few ways (engines.md 2.9): the size is `width` and `height`, the
schedules are text, prompts belong to frames, `diffusion_steps` is derived, and most of the rest is for
animation. What a still picture has no use for is kept as it was (`unused`), named, and written back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

from ezcharts.errors import InputError, SettingsError, did_you_mean
from ezcharts.params.compound import REACH
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.domain import Json
from ezcharts.params.files.base import SettingsFile, load_object
from ezcharts.params.files.disco_keys import ANIMATION, DERIVED, ENTRIES, SIZE, entries, since
from ezcharts.params.schedule import Schedule
from ezcharts.params.seeds import RANDOM_SEED
from ezcharts.params.settings import Settings

_PROMPTS: Final = ("text_prompts", "image_prompts")
_DECIDED: Final = (*SIZE, DERIVED)  # by other settings
_POW_IS_TEXT_SINCE: Final = Decimal("5.5")


def read_settings_file(path: Path, platform: str | None = None) -> SettingsFile:
    """Read a `_settings.txt`.

    Args:
        path: The file.
        platform: Which version wrote it; by default the oldest platform that knows all of its keys.

    Raises:
        SettingsError: it cannot be read, is not a JSON object, or holds a value outside its domain.
    """
    try:
        return parse_settings_text(path.read_text(encoding="utf-8-sig"), platform)
    except (OSError, UnicodeDecodeError, InputError) as error:
        raise SettingsError(f"{path}: {error}") from error


def parse_settings_text(text: str, platform: str | None = None) -> SettingsFile:
    """Read the text of a `_settings.txt`; see `read_settings_file`.

    Raises:
        InputError: it is not a JSON object, or holds a value outside its domain.
    """
    data = load_object(text)
    given = {key: value for key, value in data.items() if _is_setting(key)}
    settings = Settings.build(platform or _guess(data), {**given, **_size(data)})
    unused = _unused(data)
    return SettingsFile(settings, unused, tuple(_notes(unused, settings)))


def settings_text(settings: Settings, unused: Mapping[str, Json] | None = None) -> str:
    """Return the `_settings.txt` that the settings' own notebook version writes.

    Args:
        settings: With a drawn seed.
        unused: What reading a file left over; animation keys that are not there have the notebook's defaults.

    Raises:
        SettingsError: the seed is not drawn yet.
    """
    if settings["seed"] == RANDOM_SEED:
        raise SettingsError(
            f"the seed must be a number in a settings file, got {RANDOM_SEED!r}; draw one first"
        )
    kept, used = unused or {}, settings.effective()
    known = {key: _entry(key, used, kept) for key in entries(_version(settings))}
    others = {key: value for key, value in kept.items() if key not in ENTRIES}
    return json.dumps({**known, **others}, ensure_ascii=False, indent=4)


def _guess(data: Mapping[str, Json]) -> str:
    newest = max((since(key) for key in data if key in ENTRIES), default=Decimal("4.1"))
    return next(name for name, version in DISCO.platforms.items() if Decimal(version) >= newest)


def _is_setting(key: str) -> bool:
    return key in DISCO.by_name and key != DERIVED


def _size(data: Mapping[str, Json]) -> dict[str, Json]:
    given = [side for side in SIZE if side in data]
    if len(given) == 1:
        raise SettingsError(f"width and height must both be given, got only {given[0]}")
    return {"width_height": [data[side] for side in given]} if given else {}


def _later_frames(key: str, value: Json) -> dict[str, Json]:
    """Return the prompts of the frames after frame 0, which only animations reach."""
    if key not in _PROMPTS or not isinstance(value, dict):
        return {}
    return {frame: prompts for frame, prompts in value.items() if frame != "0"}


def _unused(data: Mapping[str, Json]) -> dict[str, Json]:
    later: dict[str, Json] = {key: _later_frames(key, data.get(key)) for key in _PROMPTS}
    others = {key: value for key, value in data.items() if not _is_setting(key) and key not in _DECIDED}
    return {**others, **{key: frames for key, frames in later.items() if frames}}


def _is_missing(key: str, settings: Settings) -> bool:
    name = "width_height" if key in SIZE else key
    return name not in settings.stated and name not in ANIMATION and name != DERIVED


def _notes(unused: Mapping[str, Json], settings: Settings) -> Iterator[str]:
    yield f"read as {settings.platform}"
    animation = [key for key in unused if key in ANIMATION]
    if animation:
        yield f"kept, but without effect on a still picture: {', '.join(animation)}"
    for key in _PROMPTS:
        for frame in _later_frames(key, unused.get(key)):
            yield f"kept, but a still picture uses frame 0 only: {key} of frame {frame}"
    for key in unused:
        if key not in ANIMATION and key not in _PROMPTS:
            yield f"kept, but not known: {key}{did_you_mean(key, ENTRIES)}"
    missing = [key for key in entries(_version(settings)) if _is_missing(key, settings)]
    if missing:
        yield f"not in the file, so defaults of {settings.platform} stand in: {', '.join(missing)}"


def _version(settings: Settings) -> str:
    return settings.dialect.platforms[settings.platform]


def _entry(key: str, settings: Settings, kept: Mapping[str, Json]) -> Json:
    if key in ANIMATION:
        return kept.get(key, ANIMATION[key][1])
    if key in SIZE:
        side: int = settings["width_height"][SIZE.index(key)]
        return side
    if key == DERIVED:
        return _noise_levels(settings["steps"])
    if key in _PROMPTS:
        return _by_frame(settings[key], kept.get(key))
    if isinstance(settings[key], Schedule):
        return _schedule(key, settings[key], _version(settings))
    return settings.dialect.find(key).domain.to_json(settings[key])


def _noise_levels(steps: int) -> int:
    """Return the T that the notebook derives from its steps (engines.md 1.2)."""
    return max(1000 // steps, 1) * steps


def _by_frame(prompts: tuple[str, ...], later: Json) -> Json:
    first: dict[str, Json] = {"0": list(prompts)} if prompts else {}
    return {**first, **later} if isinstance(later, dict) else first


def _schedule(key: str, schedule: Schedule, version: str) -> Json:
    """Return the text that the notebook can index; `cut_ic_pow` was a plain number before version 5.5."""
    if not schedule.is_constant:
        return schedule.to_text()
    value = schedule.at(0)
    plain = key == "cut_ic_pow" and Decimal(version) < _POW_IS_TEXT_SINCE
    return value if plain else f"[{value!r}]*{REACH}"
