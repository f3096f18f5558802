"""Reading and writing model files: `config.json` beside `model.safetensors`, floats stored in 16 bits.

safetensors holds tensors and nothing else, so reading a file can run no code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn

from ezcharts.errors import ModelError
from ezcharts.models.cards import CONFIG, WEIGHTS, Card


def option(card: Card, key: str) -> Any:  # noqa: ANN401 - a configuration is plain JSON data
    """Return `config[key]` of a card.

    Raises:
        ModelError: The configuration has no such key.
    """
    if key not in card.config:
        raise ModelError(
            f"{card.folder / CONFIG} must have {key!r}; it has {', '.join(card.config) or 'nothing'}"
        )
    return card.config[key]


def load_into(module: nn.Module, card: Card, device: torch.device | str, dtype: torch.dtype) -> None:
    """Fill `module` with the weights of `card`, move it, freeze it and put it in evaluation mode.

    Args:
        module: The network, with every key of the file and no other.
        card: Where the weights lie.
        device: Where the network shall work.
        dtype: Floating type that it shall work in; the file holds 16-bit floats.

    Raises:
        ModelError: The file is missing, damaged, or belongs to another network.
    """
    path = card.folder / WEIGHTS
    try:
        module.load_state_dict(load_file(path))
    except (OSError, SafetensorError) as error:
        raise ModelError(f"weights {path} cannot be read: {error}; install the models again") from None
    except RuntimeError as error:
        raise ModelError(f"weights {path} do not fit {card.folder / CONFIG}: {error}") from None
    # diffusers overrides `to` with one that warns whenever the type changes.
    nn.Module.to(module, device=device, dtype=dtype)
    module.eval().requires_grad_(False)


def write_model(folder: Path, config: Mapping[str, Any], state: Mapping[str, Tensor]) -> None:
    """Write a model folder: the configuration as given and every float of `state` in 16 bits.

    Args:
        folder: Made when missing; files in it are replaced.
        config: Plain JSON data.
        state: A state dict; integer tensors keep their type.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half = {key: value.half() if value.is_floating_point() else value for key, value in state.items()}
    weights = save({key: value.detach().cpu().contiguous() for key, value in half.items()})
    (folder / WEIGHTS).write_bytes(weights)
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
