"""What a model set holds: cards that name, place and fingerprint every model, without loading any.

A *set* is what one word of a study stands for: priors, a secondary model, and for CLIP *switches* (`ViTB32`,
`RN50`, ...) the perceptor that each stands for. The table is data: `sets.yaml` beside this file. One switch,
one perceptor: two switches on one model would double its gradient (engines.md 2.5, step 4). A study may put
models of its own in the places of a set's (`own`).

* `embedded`: one prior for every word of diffusion_model, stand-ins for some switches, and a judge that never
guides and only measures. A model is a folder with `config.json` and `model.safetensors`; its *digest* is the
SHA-256 of both.
* `originals`: the notebooks' own checkpoints, one for each word of diffusion_model and each switch
(`checkpoints`). `disco` and `jax` are other words for it.

A model's digest enters the key of every picture that it helps to make. Planning reads cards only, so nothing
here imports torch.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ezcharts.errors import ModelError, PlanError, UnknownName
from ezcharts.models.checkpoints import checkpoint, checkpoints, switches
from ezcharts.models.open_clip_data import BYTE_PAIRS
from ezcharts.models.originals import Original, Pair
from ezcharts.models.own import (
    OwnAdm,
    OwnClip,
    OwnSecondary,
    OwnUnet,
    own_perceptor,
    own_prior,
    own_secondary,
)
from ezcharts.params.domain import Choice
from ezcharts.params.settings import Settings
from ezcharts.studies.models import PRIOR, OwnModels

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

    @functools.cached_property
    def tokenizer_digest(self) -> str:
        """SHA-256 in hexadecimal of the word list that the text tower reads prompts with.

        Raises:
            ModelError: There is none.
        """
        if self.vocabulary is None:
            raise ModelError(f"{self.name} is a {self.role} without a vocabulary and cannot read prompts")
        return hashlib.sha256(_read(self.vocabulary)).hexdigest()


PriorCard = Card | Original | OwnUnet | OwnAdm
SecondaryCard = Card | Original | OwnSecondary
PerceptorCard = Card | Original | OwnClip
AnyCard = PriorCard | SecondaryCard | PerceptorCard


@dataclass(frozen=True)
class ModelSet:
    """The models that a study renders with.

    Attributes:
        name: What charts and pictures call it, such as `embedded`.
        switches: CLIP switch -> the perceptor that stands for it.
        priors: Word of diffusion_model -> the diffusion model of that name.
        any_prior: The diffusion model for all other words; None where there is none.
        secondary_model: The small denoiser that guidance differentiates through; None where there is none.
        perceptual: What measures the distance to an initial image: a ResNet, or LPIPS' two files.
        anti_jpeg: The pair of the JAX notebooks; None where there is none.
        judge_model: A perceptor that never guides and only measures; None where there is none.
        tokenizer_digest: SHA-256 of the word list that the set's text towers share: it decides what a prompt
            means.
    """

    name: str
    switches: Mapping[str, PerceptorCard]
    priors: Mapping[str, PriorCard]
    any_prior: PriorCard | None
    secondary_model: SecondaryCard | None
    perceptual: Card | Pair
    anti_jpeg: Pair | None
    judge_model: Card | None
    tokenizer_digest: str

    @property
    def prior(self) -> PriorCard:
        """The diffusion model of a set that has one for all."""
        if self.any_prior is None:
            raise PlanError(f"models {self.name} are one for each word of diffusion_model, not one for all")
        return self.any_prior

    @property
    def secondary(self) -> SecondaryCard:
        """The secondary model.

        Raises:
            ModelError: The study left it out.
        """
        if self.secondary_model is None:
            raise ModelError(f"models {self.name} have no secondary model; turn use_secondary_model off")
        return self.secondary_model

    @property
    def judge(self) -> Card:
        """The judge.

        Raises:
            PlanError: The set has none.
        """
        if self.judge_model is None:
            raise PlanError(f"models {self.name} have no judge; the embedded ones have")
        return self.judge_model

    def prior_for(self, settings: Settings) -> PriorCard:
        """Return the diffusion model that renders a cell.

        Raises:
            ModelError: The set has none of this name; says why, and which it has.
        """
        word = settings["diffusion_model"]
        found = self.priors.get(word, self.any_prior)
        if found is None:
            raise ModelError(
                f"diffusion_model {word} cannot be rendered with models {self.name}{_why_not(word)}; "
                f"there are {', '.join(self._words_of(settings))}"
            )
        return found

    def _words_of(self, settings: Settings) -> list[str]:
        """Return the words of `diffusion_model` that the settings' notebook knows and the set can render."""
        dialect = settings.dialect
        domain = dialect.find("diffusion_model").domain_at(dialect.platforms[settings.platform])
        known = domain.options if isinstance(domain, Choice) else tuple(self.priors)
        return [word for word in self.priors if word in known]

    def stand_in(self, switch: str) -> PerceptorCard:
        """Return the perceptor that stands for a CLIP switch.

        Raises:
            PlanError: The set has none; the message names the switches that have one.
        """
        if switch not in self.switches:
            raise PlanError(
                f"switch {switch} has no stand-in among the {self.name} models; "
                f"switches with one: {', '.join(self.switches)}. Turn {switch} off or choose one of these"
            )
        return self.switches[switch]


def model_set(models: str | OwnModels) -> ModelSet:
    """Return the set that a word stands for, as `sets.yaml` declares it, with models of one's own in it.

    Raises:
        UnknownName: No set is called so.
        InputError: What a study says about its own models does not fit their files.
        ModelError: A model of one's own cannot be used here.
    """
    if isinstance(models, str):
        return _named(models)
    base, priors = _named(models.base), {word: own_prior(own) for word, own in models.priors.items()}
    perceptors = {switch: own_perceptor(switch, own) for switch, own in models.perceptors.items()}
    for_all = priors.pop(PRIOR, None)
    secondary = None if models.without_secondary else own_secondary(models) or base.secondary_model
    return replace(
        base,
        name=str(models),
        switches=MappingProxyType({**base.switches, **perceptors}),
        priors=MappingProxyType({**({} if for_all else base.priors), **priors}),
        any_prior=for_all or base.any_prior,
        secondary_model=secondary,
    )


def set_names() -> tuple[str, ...]:
    """Return the names of all declared sets."""
    return tuple(_sets())


@functools.cache
def _named(word: str) -> ModelSet:
    words = {alias: name for name, declared in _sets().items() for alias in (name, *declared["aliases"])}
    if word not in words:
        raise UnknownName("model set", word, words)
    name = words[word]
    declared = _sets()[name]
    return _embedded(name, declared) if "folder" in declared else _originals(name, declared)


def _embedded(name: str, declared: Mapping[str, Any]) -> ModelSet:
    """Turn an entry of the table that names folders into cards."""
    root = _HERE / declared["folder"]
    vocabulary = root / declared["vocabulary"]

    def card(role: str, model: str, words: Path | None = None) -> Card:
        return Card(model, role, root / model, words)

    switches = {switch: card("guide", model, vocabulary) for switch, model in declared["switches"].items()}
    return ModelSet(
        name=name,
        switches=MappingProxyType(switches),
        priors=MappingProxyType({}),
        any_prior=card("prior", declared["prior"]),
        secondary_model=card("secondary", declared["secondary"]),
        perceptual=switches[declared["perceptual"]],
        anti_jpeg=None,
        judge_model=card("judge", declared["judge"], vocabulary),
        tokenizer_digest=hashlib.sha256(_read(vocabulary)).hexdigest(),
    )


def _originals(name: str, declared: Mapping[str, Any]) -> ModelSet:
    """Turn an entry of the table that names checkpoints into cards."""
    usable = [known for known in checkpoints() if known.role == "prior" and known.refused is None]
    words = {word: known for known in usable for word in (known.name, *known.aliases)}
    words |= {word: checkpoint(named) for word, named in declared["priors"].items()}
    perceptual, anti_jpeg = (
        Pair(*(Original(checkpoint(named)) for named in declared[kind]))
        for kind in ("perceptual", "anti_jpeg")
    )
    return ModelSet(
        name=name,
        switches=MappingProxyType({one.name: Original(one.checkpoint, one) for one in switches()}),
        priors=MappingProxyType({word: Original(known) for word, known in words.items()}),
        any_prior=None,
        secondary_model=Original(checkpoint(declared["secondary"])),
        perceptual=perceptual,
        anti_jpeg=anti_jpeg,
        judge_model=None,
        tokenizer_digest=BYTE_PAIRS,
    )


def _why_not(word: str) -> str:
    """Return what the catalogue of checkpoints says of a diffusion model that cannot be used."""
    try:
        refused = checkpoint(word).refused
    except (PlanError, UnknownName) as absent:
        return f" ({absent})"
    return f" ({refused})" if refused else ""


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
