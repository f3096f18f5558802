"""Pictures that a JAX prompt names between its bars: `white:-1 | clouds.png:0.01` (engines.md 3.7).

They are files beside the study like any other. A picture on the web is never fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ezcharts.params.jax.prompts import Part, parse_prompt
from ezcharts.params.settings import Settings
from ezcharts.studies.files import is_file

_KEYS = {"ViTB32": "vitb32", "ViTB16": "vitb16", "ViTL14": "vitl14", "ViTL14_336px": "vitl14_336px"}
"""CLIP switch -> how Huemin's notebook calls the model in the names of its own prompt and scale."""

_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff")

ROLE = "prompt"
"""First word of the role of such a file; its name follows."""


def role_of(path: str) -> str:
    """Return the role of a picture that a prompt names."""
    return f"{ROLE} {path}"


def lies_in(folder: Path) -> Callable[[str], bool]:
    """Return what says whether a part of a prompt is the name of a file in `folder`."""
    return lambda name: bool(name) and is_file(folder / name)


def prompts_of(settings: Settings) -> dict[str, str]:
    """Return CLIP switch -> the prompt that it pulls toward, for the switches that are on."""
    on = [switch for switch in _KEYS if settings[switch]]
    if settings["use_multiple_prompts"]:
        return {switch: settings[f"{_KEYS[switch]}_all_prompt"] for switch in on}
    title: str = settings["all_title"]
    return dict.fromkeys(on, title)


def parts_of(settings: Settings, folder: Path) -> dict[str, tuple[Part, ...]]:
    """Return CLIP switch -> the parts of its prompt.

    Args:
        settings: Of a JAX platform.
        folder: What pictures are relative to.

    Raises:
        PromptError: A prompt cannot be read.
    """
    syntax, is_image = settings["prompt_syntax"], lies_in(folder)
    texts = prompts_of(settings)
    parsed = {text: parse_prompt(text, syntax, is_image) for text in set(texts.values())}
    return {switch: parsed[text] for switch, text in texts.items()}


def pictures_of(settings: Settings, folder: Path) -> Iterator[str]:
    """Yield the names of all pictures in the prompts, each once, in order."""
    parts = [part for each in parts_of(settings, folder).values() for part in each]
    yield from dict.fromkeys(part.path for part in parts if part.is_image)


def lost_pictures(settings: Settings, folder: Path) -> Iterator[str]:
    """Yield the parts of the prompts that are read as text and look like a picture's name.

    Raises:
        PromptError: A prompt cannot be read.
    """
    if settings["prompt_syntax"] != "pipes":
        return
    parts = [part for each in parts_of(settings, folder).values() for part in each]
    texts = dict.fromkeys(part.text for part in parts if not part.is_image)
    yield from (text for text in texts if text.lower().endswith(_ENDINGS))


def scales_of(settings: Settings) -> dict[str, float]:
    """Return CLIP switch -> its clip_guidance_scale, for the switches that are on and act (above 0)."""
    on = [switch for switch in _KEYS if settings[switch]]
    own = settings["use_multiple_prompts"]
    names = {s: f"{_KEYS[s]}_clip_guidance_scale" if own else "clip_guidance_scale" for s in on}
    scales = {switch: float(settings[name]) for switch, name in names.items()}
    return {switch: scale for switch, scale in scales.items() if scale > 0}
