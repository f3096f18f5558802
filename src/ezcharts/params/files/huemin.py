"""huemin's `_settings.txt`: the JSON file that the Huemin JAX Diffusion 2.7 notebook writes, in and out.

Its keys are huemin's names of the settings (`ddim_eta`, `range_scale`, `init_mse_scale`, ...). Three things
differ: a file is `init_append_path` + `init_path` and counts only where its switch is on; `seed` is 0 where
the notebook drew one, which is `local_seed` then; no probability is null. Keys that a still picture has no
use for are kept as they were (`unused`), named, and written back. Settings that the notebook has only in its
code (`clamp_max`, `time_schedule`, ...) are written after all others where they differ from its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from ezcharts.errors import InputError, SettingsError, did_you_mean
from ezcharts.params.domain import Json
from ezcharts.params.files.base import SettingsFile, load_object
from ezcharts.params.files.huemin_keys import DRAWN, ENTRIES, FOLDER, MISLEADING, NAMES, PATHS, UNUSED
from ezcharts.params.jax.dialect import JAX
from ezcharts.params.seeds import RANDOM_SEED
from ezcharts.params.settings import Settings

__all__ = ["PLATFORM", "SettingsFile", "parse_settings_text", "read_settings_file", "settings_text"]

PLATFORM: Final = "huemin-2.7"
_NONE_IS_OFF: Final = "cut_p_mixgrey"
"""The one probability that the notebook switches off with None."""


def read_settings_file(path: Path, platform: str | None = None) -> SettingsFile:
    """Read a `_settings.txt`.

    Args:
        path: The file.
        platform: What it is read as; by default huemin's own, since no other JAX notebook writes such files.

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
    settings = Settings.build(platform or PLATFORM, {**given, **_seed(data), **_files(data), **_start(data)})
    unused = {key: value for key, value in data.items() if _is_unused(key, data)}
    return SettingsFile(settings, unused, tuple(_notes(data, unused, settings)))


def settings_text(settings: Settings, unused: Mapping[str, Json] | None = None) -> str:
    """Return the `_settings.txt` that huemin's notebook writes.

    Args:
        settings: Of huemin's platform, with a drawn seed.
        unused: What reading a file left over; keys that are not there have the notebook's defaults.

    Raises:
        SettingsError: the seed is not drawn yet, or the settings are another notebook's.
    """
    if settings.platform != PLATFORM:
        raise SettingsError(f"only {PLATFORM} writes this settings file, got settings of {settings.platform}")
    if settings["seed"] == RANDOM_SEED:
        raise SettingsError(
            f"the seed must be a number in a settings file, got {RANDOM_SEED!r}; draw one first"
        )
    kept = unused or {}
    known = {key: _entry(key, settings, kept) for key in ENTRIES}
    others = {key: value for key, value in kept.items() if key not in ENTRIES}
    return json.dumps({**known, **_in_the_code(settings), **others}, ensure_ascii=False, indent=4)


def _is_setting(key: str) -> bool:
    return key in JAX.by_name and key not in (*PATHS, DRAWN, "seed")


def _is_unused(key: str, data: Mapping[str, Json]) -> bool:
    """Return whether a still picture has no use for a key: a file whose switch is off is such a one."""
    if key in PATHS:
        return not data.get(PATHS[key][1], False)
    return key not in JAX.by_name


def _seed(data: Mapping[str, Json]) -> dict[str, Json]:
    """Return the seed; where the file asks for a random one, the one that was drawn."""
    seed = data.get("seed", 0)
    drawn = data.get(DRAWN) if seed == 0 else None
    return {"seed": seed if drawn is None else drawn}


def _files(data: Mapping[str, Json]) -> dict[str, Json]:
    """Return the files whose switches are on.

    Raises:
        SettingsError: a path is not text.
    """
    folder = data.get(FOLDER, "")
    files: dict[str, Json] = {}
    for key, (name, switch, _) in PATHS.items():
        path = data.get(key)
        if not data.get(switch, False) or path is None:
            continue
        if not isinstance(path, str) or not isinstance(folder, str):
            raise SettingsError(f"{FOLDER} and {key} must be text, got {folder!r} and {path!r}")
        files[name] = folder + path
    return files


def _start(data: Mapping[str, Json]) -> dict[str, Json]:
    """Return where a run with an initial image starts: the file's `starting_noise` is the one that acted."""
    acted = "starting_noise" in data and data.get("use_init_img", False)
    return {"init_starting_noise": data["starting_noise"]} if acted else {}


def _notes(data: Mapping[str, Json], unused: Mapping[str, Json], settings: Settings) -> Iterator[str]:
    yield f"read as {settings.platform}"
    if _seed(data)["seed"] != data.get("seed", 0):
        yield f"seed 0 asked for a random one; {DRAWN} {settings['seed']} is the one that was drawn"
    known = [key for key in unused if key in ENTRIES and not (key in MISLEADING and data.get(key))]
    if known:
        yield f"kept, but without effect on a still picture: {', '.join(known)}"
    for key, meaning in MISLEADING.items():
        if data.get(key):
            yield f"{key} is on: {meaning}"
    if data.get("use_masked_mse") and not data.get("use_init_img"):
        yield "use_masked_mse is on without use_init_img: the notebook starts from init_path all the same"
    for key in unused:
        if key not in ENTRIES:
            yield f"kept, but not known: {key}{did_you_mean(key, ENTRIES)}"
    missing = [key for key in NAMES if key not in data]
    if missing:
        yield f"not in the file, so defaults of {settings.platform} stand in: {', '.join(missing)}"


def _entry(key: str, settings: Settings, kept: Mapping[str, Json]) -> Json:
    if key in PATHS:
        name, switch, default = PATHS[key]
        path = settings[name]
        return path.removeprefix(_folder(settings, kept)) if settings[switch] else kept.get(key, default)
    if key == FOLDER:
        return _folder(settings, kept)
    if key in UNUSED:
        return kept.get(key, UNUSED[key])
    value = _plain(settings, NAMES[key])
    return None if key == _NONE_IS_OFF and value == 0 else value


def _folder(settings: Settings, kept: Mapping[str, Json]) -> str:
    """Return what all paths begin with: the file's own folder, or nothing where some path lies elsewhere."""
    folder = str(kept.get(FOLDER, UNUSED[FOLDER]))
    used = [settings[name] for name, switch, _ in PATHS.values() if settings[switch]]
    return folder if all(path.startswith(folder) for path in used) else ""


def _in_the_code(settings: Settings) -> dict[str, Json]:
    """Return the settings that the notebook has in its code only, where they are not its own."""
    version = settings.dialect.platforms[PLATFORM]
    named = {*NAMES.values(), *(name for name, *_ in PATHS.values())}
    others = (parameter for parameter in settings.dialect.on(PLATFORM) if parameter.name not in named)
    return {
        each.name: _plain(settings, each.name)
        for each in others
        if settings[each.name] != each.default_at(version)
    }


def _plain(settings: Settings, name: str) -> Json:
    return settings.dialect.find(name).domain.to_json(settings[name])
