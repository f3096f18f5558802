"""Which models render a study: a word for a set of them, or a table that puts models of your own into a set.

    models: embedded

    models:
      set: embedded
      prior: {folder: my-unet, prediction: epsilon}
      custom: {checkpoint: pixels.pt, layout: adm-kaliyuga-256}
      secondary: off
      ViTB32: {open_clip: ViT-B-32, weights: vit.safetensors}

A key is the place that a model takes: `prior` for all words of diffusion_model, one such word, `secondary`,
or a CLIP switch. Files lie beside the study or below it, as everywhere (`files`). Read here is what is
written; what the files hold is for `ezcharts.models` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, cast

from ezcharts.errors import DomainError
from ezcharts.params.domain import Choice
from ezcharts.studies import fields
from ezcharts.studies.files import check_file
from ezcharts.studies.problems import Place, Problems, located
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import Items, Node, Scalar, Table

PREDICTIONS: Final = ("epsilon", "v_prediction", "sample")
"""What a denoiser may say: ε, v or x0, in diffusers' words."""
TIMES: Final = ("timestep", "cosine")
"""What it may be told of the noise level: ADM's timestep, or 1000·c with c the cosine time."""
SET, PRIOR, SECONDARY = "set", "prior", "secondary"

_FOLDER_KEYS = ("folder", "prediction", "learned_sigma", "time")
_CHECKPOINT_KEYS = ("checkpoint", "layout", "prediction", "time")
_PERCEPTOR_KEYS = ("open_clip", "weights", "mean", "std")


@dataclass(frozen=True)
class OwnFolder:
    """A diffusers `UNet2DModel` folder as a prior.

    Attributes:
        name: The folder as written.
        folder: Where its `config.json` lies.
        prediction: One of `PREDICTIONS`; None where the folder has to say it.
        learned_sigma: Whether it also puts out a variance; None where the folder has to say it.
        time: One of `TIMES`.
        place: Where it was written.
    """

    name: str
    folder: Path
    prediction: str | None = None
    learned_sigma: bool | None = None
    time: str = "timestep"
    place: Place = field(default=Place(), compare=False, repr=False)


@dataclass(frozen=True)
class OwnCheckpoint:
    """A checkpoint of an ADM network as a prior, or of the secondary model (then without a layout).

    Attributes:
        name: The file as written.
        file: Where it lies.
        layout: Which ADM network it is of, see `ezcharts.models.adm_layouts`.
        prediction: One of `PREDICTIONS`.
        time: One of `TIMES`.
        place: Where it was written.
    """

    name: str
    file: Path
    layout: str = ""
    prediction: str = "epsilon"
    time: str = "timestep"
    place: Place = field(default=Place(), compare=False, repr=False)


@dataclass(frozen=True)
class OwnPerceptor:
    """Weights of one of open_clip's networks as a perceptor.

    Attributes:
        name: The file as written.
        model: open_clip's name of the network.
        weights: Where the file lies.
        mean: Channel means that pictures in [0, 1] are shifted by; None for what the network is used to.
        std: Channel deviations they are divided by; None likewise.
        place: Where it was written.
    """

    name: str
    model: str
    weights: Path
    mean: tuple[float, float, float] | None = None
    std: tuple[float, float, float] | None = None
    place: Place = field(default=Place(), compare=False, repr=False)


OwnPrior = OwnFolder | OwnCheckpoint


@dataclass(frozen=True)
class OwnModels:
    """A set of models with some of them replaced.

    Attributes:
        base: The set's word.
        priors: `prior`, or a word of diffusion_model -> the model in its place.
        secondary: The secondary model; None for the set's own.
        without_secondary: Whether there is none at all.
        perceptors: CLIP switch -> the model in its place.
    """

    base: str = "embedded"
    priors: Mapping[str, OwnPrior] = field(default_factory=dict)
    secondary: OwnCheckpoint | None = None
    without_secondary: bool = False
    perceptors: Mapping[str, OwnPerceptor] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return what a chart calls it: `embedded + my-unet (prior) + vit.pt (ViTB32)`."""
        return " + ".join([self.base, *(f"{name} ({place})" for place, name in self._named())])

    def _named(self) -> Iterator[tuple[str, str]]:
        yield from ((place, own.name) for place, own in self.priors.items())
        if self.secondary is not None or self.without_secondary:
            yield SECONDARY, self.secondary.name if self.secondary else "none"
        yield from ((switch, own.name) for switch, own in self.perceptors.items())


def read_models(vocabulary: Vocabulary, node: Node) -> str | OwnModels:
    """Return the word of a set, or a set with models of one's own.

    Raises:
        StudyError: All that is wrong with a table: unknown keys, files that are not there, words that are no
            choice.
    """
    if not isinstance(node, Table):
        return fields.text(node, "models")
    choices = cast(Choice, vocabulary.find("diffusion_model").domain_at(vocabulary.version)).options
    known = (SET, PRIOR, SECONDARY, *vocabulary.switches, *choices)
    problems, folder = Problems(), vocabulary.folder
    problems.tried(node.place, "models", partial(fields.table, node, "models", known), node)
    priors, perceptors, secondary = dict[str, OwnPrior](), dict[str, OwnPerceptor](), Scalar(None, "")
    for key, entry in node.entries.items():
        with problems.noting(entry.place, f"models.{key}"):
            if key == PRIOR or key in choices:
                priors[key] = _prior(folder, entry, f"models.{key}")
            elif key in vocabulary.switches:
                perceptors[key] = _perceptor(folder, entry, f"models.{key}")
    base = node.entries.get(SET)
    own = OwnModels(
        base=problems.tried(node.at(SET), "models.set", partial(fields.text, base, "models.set"), "")
        if base
        else "embedded",
        priors=priors,
        perceptors=perceptors,
        **_secondary(folder, node, problems),
    )
    problems.raise_any()
    return own
