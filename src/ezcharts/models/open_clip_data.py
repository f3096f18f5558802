"""What open_clip ships as data, read without importing it (it imports torch, and planning needs none).

Each of its networks is a JSON file in its package; the list of byte pairs that its texts are made of is
another, which is the same for all networks that we can build: OpenAI's.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ezcharts.errors import ModelError, UnknownName

BYTE_PAIRS: Final = "67603cfda2e032ad77b5f8808af37789d590db664b26df8705d2bf8b3c553fc8"
"""SHA-256 of OpenAI's list of byte pairs (`bpe_simple_vocab_16e6.txt`, 3,194,984 bytes unpacked)."""


def clip_config(model: str) -> dict[str, Any]:
    """Return open_clip's configuration of a network, such as `ViT-B-32` or `RN50-quickgelu`.

    Returns:
        `embed_dim`, `vision_cfg`, `text_cfg` and, where they are not as usual, `quick_gelu`, `custom_text`
        and more.

    Raises:
        UnknownName: open_clip has no network of this name.
        ModelError: It has one that cannot guide here; the message says why.
    """
    known = {file.stem: file for file in sorted(_folder().glob("*.json"))}
    if model not in known:
        raise UnknownName("open_clip model", model, known)
    config: dict[str, Any] = json.loads(known[model].read_text(encoding="utf-8"))
    text = config["text_cfg"]
    fetched = text.get("hf_model_name") or text.get("hf_tokenizer_name")
    if fetched:
        raise ModelError(
            f"open_clip's {model} reads prompts with {fetched}, which open_clip would fetch from Hugging "
            "Face while it renders; choose a model with CLIP's own tokenizer"
        )
    if "multimodal_cfg" in config:
        raise ModelError(f"open_clip's {model} writes captions and is no CLIP; choose another model")
    return config


def resolution(config: Mapping[str, Any]) -> int:
    """Return the side R in pixels of the pictures that a network sees."""
    side = config["vision_cfg"]["image_size"]
    return int(side if isinstance(side, int) else side[0])


@functools.cache
def _folder() -> Path:
    found = importlib.util.find_spec("open_clip")
    if found is None or not found.submodule_search_locations:
        raise ModelError("open_clip is not installed; install ezcharts again")
    return Path(found.submodule_search_locations[0]) / "model_configs"
