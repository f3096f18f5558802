"""The `parameters` text that A1111's web UI and many picture viewers read (anchors.md 5.5).

    <prompt>
    <next prompt>
    Steps: 250, Sampler: DDIM, CFG scale: 5000, Seed: 1, Size: 1280x768, Model: ..., eta: 0.8, ...

The last line holds `key: value` pairs between commas; a value that holds a comma, a colon, a line break or a
quote is a JSON string. Settings that A1111 has no word for keep the notebook's name, so nothing is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_WORDS = {  # A1111's word -> the notebook's
    "Steps": "steps",
    "Sampler": "diffusion_sampling_mode",
    "CFG scale": "clip_guidance_scale",
    "Seed": "seed",
}
_SPECIAL = frozenset(',:"\n\r')


def infotext(settings: Mapping[str, Any], size: tuple[int, int], extra: Mapping[str, Any]) -> str:
    """Write the `parameters` text of one picture.

    Args:
        settings: Plain data by the notebook's names.
        size: (width, height) of the picture in pixels.
        extra: Further pairs that come before the notebook's own, such as `Model` and `Version`.
    """
    known = {word: settings[name] for word, name in _WORDS.items() if name in settings}
    if "Sampler" in known:
        known["Sampler"] = str(known["Sampler"]).upper()
    own = {name: value for name, value in sorted(settings.items()) if name not in _WORDS.values()}
    pairs = known | {"Size": f"{size[0]}x{size[1]}"} | dict(extra) | own
    prompts = [" ".join(str(prompt).split()) for prompt in settings.get("text_prompts", ())]
    return "\n".join([*prompts, ", ".join(f"{word}: {_quoted(value)}" for word, value in pairs.items())])


def _quoted(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    plain = text == text.strip() and not _SPECIAL & set(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
