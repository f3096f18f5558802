"""Models of one's own in a study (no torch: planning needs them): what their files say, and their digests.

A *prior* is a folder with a diffusers `UNet2DModel`, or a checkpoint of an ADM network. It is told what ADM
is told: the timestep of the linear schedule, 0 to 999, fractions allowed (engines.md 1.1); or else 1000·c
with c the cosine time. A network that learnt with other noise levels would be told wrong ones, so a folder
whose scheduler says so is refused. A *perceptor* is a network of open_clip with weights of its own.

The digest of each is a SHA-256 of its files' digests and of all that the study says about it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from ezcharts.errors import InputError, ModelError
from ezcharts.models.adm_layouts import AdmLayout, layout
from ezcharts.models.model_folder import digest_of
from ezcharts.models.open_clip_data import BYTE_PAIRS, clip_config
from ezcharts.studies.models import (
    PREDICTIONS,
    UNET_CONFIG,
    UNET_WEIGHTS,
    OwnCheckpoint,
    OwnFolder,
    OwnModels,
    OwnPerceptor,
    OwnPrior,
)

SCHEDULER: Final = "scheduler_config.json"
_LINEAR: Final = {
    "beta_schedule": "linear",
    "beta_start": 1e-4,
    "beta_end": 0.02,
    "num_train_timesteps": 1000,
    "trained_betas": None,
    "rescale_betas_zero_snr": False,
}
"""ADM's schedule (engines.md 1.1), in diffusers' words and with diffusers' defaults."""


@dataclass(frozen=True, eq=False)
class OwnUnet:
    """A diffusers `UNet2DModel` folder.

    Attributes:
        stated: What the study says.
        config: The network's `config.json`.
        prediction: `epsilon`, `v_prediction` or `sample`.
    """

    stated: OwnFolder
    config: Mapping[str, Any]
    prediction: str
    role = "prior"

    @property
    def name(self) -> str:
        """The folder, as written in the study."""
        return self.stated.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of configuration, weights, and what the network says and is told."""
        files = [digest_of(self.stated.folder / file) for file in (UNET_CONFIG, UNET_WEIGHTS)]
        return _digest("diffusers", *files, self.prediction, self.stated.time)


@dataclass(frozen=True, eq=False)
class OwnAdm:
    """A checkpoint of an ADM network."""

    stated: OwnCheckpoint
    layout: AdmLayout
    role = "prior"

    @property
    def name(self) -> str:
        """The file, as written in the study."""
        return self.stated.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, its layout, and what the network says and is told."""
        stated = self.stated
        return _digest("adm", digest_of(stated.file), stated.layout, stated.prediction, stated.time)


@dataclass(frozen=True, eq=False)
class OwnSecondary:
    """A checkpoint of the secondary model."""

    stated: OwnCheckpoint
    role = "secondary"

    @property
    def name(self) -> str:
        """The file, as written in the study."""
        return self.stated.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return digest_of(self.stated.file)


@dataclass(frozen=True, eq=False)
class OwnClip:
    """Weights of one of open_clip's networks.

    Attributes:
        stated: What the study says.
        config: open_clip's configuration of the network.
    """

    stated: OwnPerceptor
    config: Mapping[str, Any]
    role = "guide"

    @property
    def name(self) -> str:
        """The file, as written in the study."""
        return self.stated.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file, the network, and the normalisation of pictures that the study gives."""
        stated = self.stated
        return _digest("open_clip", digest_of(stated.weights), stated.model, stated.mean, stated.std)

    @property
    def tokenizer_digest(self) -> str:
        """SHA-256 of the list of byte pairs that it reads prompts with."""
        return BYTE_PAIRS


Own = OwnUnet | OwnAdm


def own_prior(stated: OwnPrior) -> Own:
    """Return a prior's card.

    Raises:
        StudyError: The study says something else than the files, or leaves out what they do not say.
        ModelError: The files are of something that cannot be used here.
    """
    if isinstance(stated, OwnFolder):
        return _unet(stated)
    try:
        return OwnAdm(stated, layout(stated.layout))
    except InputError as unknown:
        raise stated.place.error("models", str(unknown)) from None


def own_perceptor(switch: str, stated: OwnPerceptor) -> OwnClip:
    """Return the card of the perceptor in the place of `switch`.

    Raises:
        StudyError: open_clip has no such network.
        ModelError: It has one that cannot be used here.
    """
    try:
        return OwnClip(stated, clip_config(stated.model))
    except InputError as unknown:
        raise stated.place.error(f"models.{switch}.open_clip", str(unknown)) from None


def own_secondary(own: OwnModels) -> OwnSecondary | None:
    """Return the secondary model's card, where there is one."""
    return OwnSecondary(own.secondary) if own.secondary else None


def _unet(stated: OwnFolder) -> OwnUnet:
    config, scheduler = _json(stated.folder / UNET_CONFIG), _scheduler(stated)
    _check_unet(stated, config)
    if scheduler:
        _check_scheduler(stated, scheduler)
    return OwnUnet(stated, config, _prediction(stated, scheduler))


def _check_scheduler(stated: OwnFolder, scheduler: Mapping[str, Any]) -> None:
    """Check that a network learnt with ADM's noise levels: it will be told them by ADM's timesteps.

    Raises:
        ModelError: It learnt with others.
    """
    if "beta_schedule" not in scheduler:
        kind = scheduler.get("_class_name", "its scheduler")
        raise ModelError(
            f"{stated.name} learnt with the noise levels of {kind}, a prior here with ADM's betas"
        )
    for key, ours in _LINEAR.items():
        if (found := scheduler.get(key, ours)) != ours:
            raise ModelError(f"{stated.name} learnt with {key} {found!r}, a prior here with {ours!r}, as ADM")


def _check_unet(stated: OwnFolder, config: Mapping[str, Any]) -> None:
    """Check that a network takes noisy pictures, and nothing else, to pictures.

    Raises:
        ModelError: It is another kind of network.
        StudyError: `learned_sigma` says something else than it does.
    """
    rules = {
        "_class_name": ("UNet2DModel",),
        "in_channels": (3,),
        "out_channels": (3, 6),
        "time_embedding_type": ("positional",),
        "center_input_sample": (False,),
        "class_embed_type": (None,),
        "num_class_embeds": (None,),
    }
    usual = {"in_channels": 3, "out_channels": 3, "time_embedding_type": "positional"}
    for key, allowed in rules.items():
        found = config.get(key, usual.get(key, False if key == "center_input_sample" else None))
        if found not in allowed:
            listed = " or ".join(map(repr, allowed))
            raise ModelError(f"{stated.name} has {key} {found!r}; a prior here has {listed}")
    learned = config.get("out_channels", 3) == 6
    if stated.learned_sigma not in (None, learned):
        puts_out = "6 channels, a variance among them" if learned else "3 channels and no variance"
        raise stated.place.error("learned_sigma", f"does not fit {stated.name}, which puts out {puts_out}")


def _prediction(stated: OwnFolder, scheduler: Mapping[str, Any]) -> str:
    said = scheduler.get("prediction_type", "epsilon" if scheduler else None)
    if said is None and stated.prediction is None:
        raise stated.place.error(
            "prediction",
            f"is missing, and there is no {SCHEDULER} beside {stated.name} that says it; "
            f"say one of {', '.join(PREDICTIONS)}",
        )
    if said is not None and stated.prediction not in (None, said):
        raise stated.place.error(
            "prediction", f"is {stated.prediction} here and {said} in {SCHEDULER} of {stated.name}; keep one"
        )
    found = str(stated.prediction or said)
    if found not in PREDICTIONS:
        raise ModelError(f"{stated.name} predicts {found!r}; known are {', '.join(PREDICTIONS)}")
    return found


def _scheduler(stated: OwnFolder) -> Mapping[str, Any]:
    """Return the scheduler's configuration, which lies in the folder or in the pipeline around it."""
    places = [stated.folder / SCHEDULER]
    if stated.folder.name == "unet":
        places.append(stated.folder.parent / "scheduler" / SCHEDULER)
    return next((_json(path) for path in places if path.is_file()), {})


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} must be JSON: {error}") from None
    if not isinstance(content, dict):
        raise ModelError(f"{path} must hold a JSON object, not {type(content).__name__}")
    return content


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
