"""The catalogue of original checkpoints: which files the notebooks used, and how each one is recognised.

A *checkpoint* is one file that somebody published. Its card says what it is called, which network it belongs
to (`architecture`, a word that the loaders dispatch on), how many bytes it has, its SHA-256, and where it
comes from. The cards are data: `checkpoints.yaml` beside this file. A new file is a new entry, not new code.

A *switch* is one of Disco's CLIP switches. Several may read one file: those without "quickgelu" in their
names load weights that were trained with QuickGELU into a network with plain GELU (quirk Q21).

Nothing here imports torch or touches the files themselves; `model_folder` knows where they lie, `fetch` gets
them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ezcharts.errors import PlanError, UnknownName


@dataclass(frozen=True)
class Checkpoint:
    """One published file.

    Attributes:
        name: The word people use for it: Disco's `diffusion_model`, or the switch of an OpenAI CLIP model.
        file: Its name in the model folder, mostly the one it was published under.
        role: `prior`, `secondary`, `perceptor`, `perceptual`, `anti-jpeg` or `aesthetic`.
        architecture: The network it belongs to (engines.md 4.1, 4.2, 4.4, 4.5).
        licence: As its publisher states it, or `not stated`.
        where: In words, where people find it.
        bytes: Its exact size; None where nobody has published it.
        sha256: Its hash, 64 lower-case hexadecimal digits; None where nobody has published it.
        addresses: Where it can be downloaded, best first; may be empty.
        aliases: Other words for it.
        prediction: What a denoiser says: `epsilon` or `v`; None for other roles.
        parameters: How many numbers its network has; None where nobody has counted them.
        weights_key: The entry of the file that holds the weights; None if the file is the weights.
        refused: Why it cannot be used here; None if it can.
    """

    name: str
    file: str
    role: str
    architecture: str
    licence: str
    where: str
    bytes: int | None = None
    sha256: str | None = None
    addresses: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    prediction: str | None = None
    parameters: int | None = None
    weights_key: str | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Switch:
    """What one of Disco's CLIP switches turns on.

    Attributes:
        name: The switch, such as `ViTB32`.
        checkpoint: The file with its weights.
        model: open_clip's name of the network.
        quick_gelu: Whether its activations are QuickGELU rather than GELU.
        resolution: Side of the cuts that Disco hands to it, in pixels.
    """

    name: str
    checkpoint: Checkpoint
    model: str
    quick_gelu: bool
    resolution: int


def checkpoints() -> tuple[Checkpoint, ...]:
    """Return all checkpoints in the order of the catalogue."""
    return tuple(_checkpoints().values())


def checkpoint(name: str) -> Checkpoint:
    """Return the checkpoint that a word stands for: its name, an alias, its file's name, or a CLIP switch.

    Raises:
        UnknownName: Nothing is called that.
        PlanError: The notebooks know the word, but it stands for no file; the message says why.
    """
    if name in (table := _table()["without_file"]):
        raise PlanError(f"{name} has no file in the catalogue: {table[name]}")
    words = _words()
    if name not in words:
        raise UnknownName("checkpoint", name, words)
    return words[name]


def switches() -> tuple[Switch, ...]:
    """Return Disco's CLIP switches, in the order in which it loads and evaluates them."""
    return tuple(_switches().values())


def switch_checkpoint(switch: str) -> Switch:
    """Return what a CLIP switch turns on.

    Raises:
        UnknownName: No switch is called that.
        PlanError: The switch has no file; the message says why.
    """
    if switch in (table := _table()["without_file"]):
        raise PlanError(f"{switch} has no file in the catalogue: {table[switch]}")
    if switch not in _switches():
        raise UnknownName("CLIP switch", switch, _switches())
    return _switches()[switch]


def by_sha256(digest: str) -> Checkpoint | None:
    """Return the checkpoint with that published hash."""
    return next((known for known in checkpoints() if known.sha256 == digest), None)


def without_file() -> Mapping[str, str]:
    """Return the words of the notebooks that stand for no file here, each with the reason."""
    return MappingProxyType(_table()["without_file"])


def bundles() -> Mapping[str, tuple[Checkpoint, ...]]:
    """Return the words that stand for several checkpoints at once."""
    return MappingProxyType(
        {word: tuple(_checkpoints()[name] for name in names) for word, names in _table()["bundles"].items()}
    )


@functools.cache
def _table() -> dict[str, Any]:
    text = Path(__file__).with_name("checkpoints.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


@functools.cache
def _checkpoints() -> dict[str, Checkpoint]:
    return {name: _card(name, entry) for name, entry in _table()["checkpoints"].items()}


def _card(name: str, entry: Mapping[str, Any]) -> Checkpoint:
    lists = {key: tuple(entry.get(key, ())) for key in ("addresses", "aliases")}
    return Checkpoint(name=name, **{**entry, **lists})


@functools.cache
def _switches() -> dict[str, Switch]:
    return {
        name: Switch(**{"name": name, **entry, "checkpoint": _checkpoints()[entry["checkpoint"]]})
        for name, entry in _table()["switches"].items()
    }


@functools.cache
def _words() -> dict[str, Checkpoint]:
    """Return every word that finds a checkpoint; names come before aliases, files and switches."""
    words = dict(_checkpoints())
    for known in _checkpoints().values():
        for word in (*known.aliases, known.file):
            words.setdefault(word, known)
    for switch in _switches().values():
        words.setdefault(switch.name, switch.checkpoint)
    return words
