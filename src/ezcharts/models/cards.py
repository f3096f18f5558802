"""What a model set holds: cards that name, place and fingerprint every model, without loading any.

A *set* is one prior, one secondary model, one judge and, for some of Disco's model *switches* (`ViTB32`,
`RN50`, ...), the perceptor that each stands for. The table is data: `sets.yaml` beside this file. One switch,
one perceptor: two switches on one model would double its gradient (engines.md 2.5, step 4).

A model is a folder with `config.json` and `model.safetensors`; its *digest* is the SHA-256 of both, and
enters the key of every picture that it helps to make. Planning reads cards only, so nothing here imports
torch.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ezcharts.errors import ModelError, PlanError, UnknownName

CONFIG, WEIGHTS = "config.json", "model.safetensors"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Card:
    """One model: what it is called, what it does, where it lies.

    Attributes:
        name: Name within its set, also its folder's name.
        role: `prior`, `secondary`, `guide` or `judge`.
        folder: Folder with `config.json` and `model.safetensors`.
        vocabulary: The word list of its text tower; None where there is no text tower.
    """

    name: str
    role: str
    folder: Path
    vocabulary: Path | None = None

    @functools.cached_property
    def config(self) -> Mapping[str, Any]:
        """The parsed `config.json`.

        Raises:
            ModelError: The file is missing or is not a JSON object.
        """
        try:
            config = json.loads(_read(self.folder / CONFIG))
        except ValueError as error:
            raise ModelError(
                f"{self.folder / CONFIG} must be JSON: {error}; install the models again"
            ) from None
        if not isinstance(config, dict):
            raise ModelError(f"{self.folder / CONFIG} must hold a JSON object, not {type(config).__name__}")
        return MappingProxyType(config)

    @property
    def resolution(self) -> int:
        """Side in pixels: what a perceptor sees, what the others were mostly trained on."""
        return int(self.config["resolution"])

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 in hexadecimal over `config.json` followed by `model.safetensors`.

        Raises:
            ModelError: A file is missing.
        """
        return hashlib.sha256(_read(self.folder / CONFIG) + _read(self.folder / WEIGHTS)).hexdigest()


@dataclass(frozen=True)
class ModelSet:
    """The models that one word of a study stands for.

    Attributes:
        name: The word, such as `embedded`.
        switches: Disco's switch name -> the perceptor that stands for it.
        prior: The diffusion model.
        secondary: The small denoiser that guidance differentiates through.
        judge: A perceptor that never guides and only measures.
        vocabulary: The word list that all text towers of the set share.
    """

    name: str
    switches: Mapping[str, Card]
    prior: Card
    secondary: Card
    judge: Card
    vocabulary: Path

    @functools.cached_property
    def tokenizer_digest(self) -> str:
        """SHA-256 in hexadecimal of the word list: it decides what a prompt means."""
        return hashlib.sha256(_read(self.vocabulary)).hexdigest()

    def stand_in(self, switch: str) -> Card:
        """Return the perceptor that stands for a Disco switch.

        Raises:
            PlanError: The set has none; the message names the switches that have one.
        """
        if switch not in self.switches:
            raise PlanError(
                f"switch {switch} has no stand-in among the {self.name} models; "
                f"switches with one: {', '.join(self.switches)}. Turn {switch} off or choose one of these"
            )
        return self.switches[switch]


@functools.cache
def model_set(name: str) -> ModelSet:
    """Return the set called `name`, as `sets.yaml` declares it.

    Raises:
        UnknownName: No set has this name.
        PlanError: The set is declared but cannot be used in this version; the message says why.
    """
    sets = _sets()
    if name not in sets:
        raise UnknownName("model set", name, sets)
    declared = sets[name]
    if "waits_for" in declared:
        raise PlanError(f"models {name!r} cannot be used yet: {declared['waits_for']}; use models: embedded")
    return _assemble(name, declared)


def set_names() -> tuple[str, ...]:
    """Return the names of all declared sets."""
    return tuple(_sets())


def _assemble(name: str, declared: Mapping[str, Any]) -> ModelSet:
    """Turn one entry of the table into cards."""
    root = _HERE / declared["folder"]
    vocabulary = root / declared["vocabulary"]

    def card(role: str, model: str, words: Path | None = None) -> Card:
        return Card(model, role, root / model, words)

    return ModelSet(
        name=name,
        switches=MappingProxyType(
            {switch: card("guide", model, vocabulary) for switch, model in declared["switches"].items()}
        ),
        prior=card("prior", declared["prior"]),
        secondary=card("secondary", declared["secondary"]),
        judge=card("judge", declared["judge"], vocabulary),
        vocabulary=vocabulary,
    )


@functools.cache
def _sets() -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = yaml.safe_load((_HERE / "sets.yaml").read_text(encoding="utf-8"))
    return table


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"model file {path} cannot be read ({error.strerror}); install ezcharts again"
        ) from None
