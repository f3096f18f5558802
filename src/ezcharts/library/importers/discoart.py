"""discoart: its configuration as YAML, the keys of its default.yml, beside the pictures.

It is a port of Disco 5 and not Disco: what differs is said as doubts, and its settings are read as those of
Disco 5.7 as far as they are the same. Its finished pictures are `{n}-done-{k}.png` in the folder of the
run; picture `n` is made with the seed of the file plus `n`. Pictures named like the file (`my.yml`,
`my_0.png`) are taken, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, cast

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.guard.reading import read_text
from ezcharts.library.importers.found import Found, canonical, pictures_of, siblings
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.domain import Json
from ezcharts.params.number import read_number
from ezcharts.studies.yaml_nodes import read_yaml

PLATFORM: Final = "disco-5.7"
ENDINGS: Final = (".yml", ".yaml")
_KEYS: Final = """
init_image width_height skip_steps steps init_scale clip_guidance_scale tv_scale range_scale sat_scale
cutn_batches diffusion_model use_secondary_model diffusion_sampling_mode perlin_init perlin_mode seed eta
clamp_grad clamp_max randomize_class clip_denoised fuzzy_prompt rand_mag cut_overview cut_innercut
cut_icgray_p cut_ic_pow skip_augs use_vertical_symmetry use_horizontal_symmetry transformation_percent
"""
_SAME: Final = frozenset(_KEYS.split())
_IDLE_KEYS: Final = """
display_rate n_batches batch_size batch_name name_docarray on_misspelled_token clip_sequential_evaluate
gif_fps gif_size_ratio image_output save_rate truncate_overlength_prompt visualize_cuts
"""
_LEFT: Final = frozenset(_IDLE_KEYS.split())
"""What cannot change one still picture, or only says where it goes."""
_MODELS: Final = "clip_models"
_PROMPTS: Final = "text_prompts"
_DIFFERS: Final = (
    "made by discoart, read as Disco 5.7: there range_scale acts, weights are not part of the prompt's text "
    "and are scaled otherwise, and each cut is changed by itself"
)
_DONE: Final = re.compile(r"([0-9]{1,6})-done(?:-([0-9]{1,6}))?\.png")
_OWN_KEYS: Final = frozenset((_MODELS, "name_docarray", "cut_schedules_group", "clip_models_schedules"))


def fits(path: Path) -> bool:
    """Return whether a file is a configuration of discoart."""
    if path.suffix.lower() not in ENDINGS:
        return False
    try:
        keys = _data(path).keys()
    except InputError:
        return False
    return (
        bool(keys & (_SAME | {_PROMPTS}))
        and bool(keys & _OWN_KEYS or len(keys & _SAME) > 3)
        and "axes" not in keys
    )


def read(path: Path) -> list[Found]:
    """Return the pictures of a configuration.

    Raises:
        LibraryError: It is none.
    """
    data = _data(path)
    given: dict[str, Json] = {key: data[key] for key in data if key in _SAME and data[key] is not None}
    lost = [key for key in data if key not in _SAME | _LEFT | {_MODELS, _PROMPTS} and not key.startswith("_")]
    doubts = [
        _DIFFERS,
        *(f"not read, as Disco has no such setting: {key}" for key in lost if data[key] is not None),
    ]
    prompts, models = dict(_prompts(data, doubts)), dict(_models(data, doubts))
    settings, refused = canonical(PLATFORM, {**given, **prompts, **models})
    pictures = list(_pictures(path)) or [(0, 0, path.with_suffix(suffix)) for suffix in _same_name(path)]
    found = [
        Found(picture, path, PLATFORM, _with_seed(settings, number), image, "discoart", (*doubts, *refused))
        for number, image, picture in pictures
    ]
    return found or [Found(None, path, PLATFORM, settings, 0, "discoart", (*doubts, *refused))]


def _data(path: Path) -> dict[str, Json]:
    try:
        data = read_yaml(read_text(path), str(path)).plain()
    except LibraryError:
        raise
    except InputError as error:
        raise LibraryError(str(error)) from None
    if not isinstance(data, dict):
        raise LibraryError(f"{path} is no configuration of discoart: it holds keys with values")
    return cast(dict[str, Json], data)


def _prompts(data: Mapping[str, Json], doubts: list[str]) -> Iterator[tuple[str, Json]]:
    """Yield the prompts: texts, or `{prompts: [{text, weight, ...}]}`."""
    written = data.get(_PROMPTS)
    entries = written.get("prompts", []) if isinstance(written, dict) else written
    texts: list[Json] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        if isinstance(entry, dict):
            others = [key for key in entry if key not in ("text", "weight") and entry[key] is not None]
            doubts += [f"not read, as Disco's prompts have no such part: {key}" for key in others]
            entry = _weighted(str(entry.get("text", "")), entry.get("weight"))
        texts += [] if entry is None else [entry]
    if texts:
        yield _PROMPTS, texts


def _weighted(text: str, weight: Json) -> str:
    return text if weight in (None, 1, 1.0) else f"{text}:{weight}"


def _models(data: Mapping[str, Json], doubts: list[str]) -> Iterator[tuple[str, Json]]:
    """Yield a switch for each CLIP model: `ViT-B-32::openai` is ViTB32, `...::laion2b_e16` another."""
    listed = data.get(_MODELS)
    if not isinstance(listed, list):
        return
    switches = {_switch(str(name)): str(name) for name in listed}
    known = [switch for switch in switches if switch in CLIP_SWITCHES]
    doubts += [
        f"Disco has no such CLIP model: {name}" for switch, name in switches.items() if switch not in known
    ]
    if known:
        yield from ((switch, switch in known) for switch in CLIP_SWITCHES)


def _switch(name: str) -> str:
    model, _, weights = name.partition("::")
    plain = (
        model.replace("ViT-B-", "ViTB").replace("ViT-L-", "ViTL").replace("-336", "_336px").replace("-", "_")
    )
    spelt = {"yfcc15m": "yffcc15m", "laion400m_e32": "laion400m_32"}  # as Disco's switches have it
    words = weights if f"{plain}_{weights}" in CLIP_SWITCHES else spelt.get(weights, weights)
    return plain if weights in ("", "openai") else f"{plain}_{words}"


def _pictures(path: Path) -> Iterator[tuple[int, int, Path]]:
    """Yield number of the batch, picture in it, and file."""
    alone = sum(Path(name).suffix.lower() in ENDINGS for name in siblings(path)) == 1
    if alone:
        done = [(match, name) for name in siblings(path) if (match := _DONE.fullmatch(name))]
        yield from sorted((int(match[1]), int(match[2] or 0), path.parent / name) for match, name in done)
    yield from (
        (number, 0, picture) for between in "_-" for number, picture in pictures_of(path, path.stem, between)
    )


def _same_name(path: Path) -> list[str]:
    return [suffix for suffix in (".png", ".jpg", ".webp") if path.with_suffix(suffix).is_file()]


def _with_seed(settings: Mapping[str, Json], number: int) -> dict[str, Json]:
    seed = settings.get("seed")
    known = isinstance(seed, int) and not isinstance(seed, bool)
    return {**settings, "seed": read_number(cast(int, seed) + number)} if known else dict(settings)
