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
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from ezcharts.params.domain import Choice
from ezcharts.params.number import shown
from ezcharts.studies import fields
from ezcharts.studies.files import check_file
from ezcharts.studies.problems import Place, Problems, located
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import Node, Scalar, Table

PREDICTIONS: Final = ("epsilon", "v_prediction", "sample")
"""What a denoiser may say: ε, v or x0, in diffusers' words."""
TIMES: Final = ("timestep", "cosine")
"""What it may be told of the noise level: ADM's timestep, or 1000·c with c the cosine time."""
SET, PRIOR, SECONDARY = "set", "prior", "secondary"
UNET_CONFIG, UNET_WEIGHTS = "config.json", "diffusion_pytorch_model.safetensors"
"""Files of a diffusers network."""

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
    """Return the word of a set, or a set with models of one's own in it.

    Raises:
        StudyError: All that is wrong with a table: unknown keys, files that are not there, words that are no
            choice.
    """
    if not isinstance(node, Table):
        return fields.text(node, "models")
    problems, own = Problems(), OwnModels()
    choices = cast(Choice, vocabulary.find("diffusion_model").domain_at(vocabulary.version)).options
    known = (SET, PRIOR, SECONDARY, *choices, *vocabulary.switches)
    problems.tried(node.place, "models", partial(fields.table, node, "models", known), node)
    for key in (key for key in node.entries if key in known):
        entry = node.entries[key]
        own = problems.tried(entry.place, f"models.{key}", partial(_with, own, vocabulary, key, entry), own)
    problems.raise_any()
    return own


def _with(own: OwnModels, vocabulary: Vocabulary, key: str, node: Node) -> OwnModels:
    """Return `own` with what stands under one key."""
    path, folder = f"models.{key}", vocabulary.folder
    if key == SET:
        return replace(own, base=fields.text(node, path))
    if key == SECONDARY:
        off = isinstance(node, Scalar) and node.value in (False, "off")
        return replace(own, secondary=None if off else _secondary(folder, node, path), without_secondary=off)
    if key in vocabulary.switches:
        return replace(own, perceptors={**own.perceptors, key: _perceptor(folder, node, path)})
    return replace(own, priors={**own.priors, key: _prior(folder, node, path)})


def _prior(folder: Path, node: Node, key: str) -> OwnPrior:
    if not isinstance(node, Table) or not {"folder", "checkpoint"} & node.entries.keys():
        raise node.place.error(
            key,
            "says {folder: ...}, a folder with a diffusers UNet2DModel, or {checkpoint: ..., layout: ...}, "
            f"a file with an ADM network; got {shown(node.plain())}",
        )
    if "folder" in node.entries:
        return _folder(folder, node, key)
    table = fields.table(node, key, _CHECKPOINT_KEYS)
    name, file = _file(folder, _required(table, "checkpoint", key), f"{key}.checkpoint")
    layout = fields.text(_required(table, "layout", key), f"{key}.layout")
    return OwnCheckpoint(name, file, layout, place=node.place, **_meaning(table, key, "epsilon"))


def _folder(folder: Path, node: Node, key: str) -> OwnFolder:
    """Read a UNet2DModel's folder, or that of a pipeline, which has the network in `unet`."""
    table, path = fields.table(node, key, _FOLDER_KEYS), f"{key}.folder"
    name = fields.text(table.entries["folder"], path).rstrip("/")
    inner = f"{name}/unet" if (folder / name / "unet" / UNET_CONFIG).is_file() else name
    with located(table.entries["folder"].place, path):
        config, _ = (check_file(folder, f"{inner}/{file}") for file in (UNET_CONFIG, UNET_WEIGHTS))
    learned = table.entries.get("learned_sigma")
    return OwnFolder(
        name=name,
        folder=config.parent,
        learned_sigma=None if learned is None else fields.flag(learned, f"{key}.learned_sigma"),
        place=node.place,
        **_meaning(table, key, None),
    )


def _meaning(table: Table, key: str, usual: str | None) -> dict[str, Any]:
    """Return what a denoiser says and what it is told."""
    prediction, time = table.entries.get("prediction"), table.entries.get("time")
    return {
        "prediction": fields.word(prediction, f"{key}.prediction", PREDICTIONS) if prediction else usual,
        "time": fields.word(time, f"{key}.time", TIMES) if time else TIMES[0],
    }


def _secondary(folder: Path, node: Node, key: str) -> OwnCheckpoint:
    if not isinstance(node, Table):
        raise node.place.error(key, f"says off, or {{checkpoint: ...}}, a file; got {shown(node.plain())}")
    table = fields.table(node, key, ("checkpoint",))
    name, file = _file(folder, _required(table, "checkpoint", key), f"{key}.checkpoint")
    return OwnCheckpoint(name, file, prediction="v_prediction", time="cosine", place=node.place)


def _perceptor(folder: Path, node: Node, key: str) -> OwnPerceptor:
    table = fields.table(node, key, _PERCEPTOR_KEYS)
    model = fields.text(_required(table, "open_clip", key), f"{key}.open_clip")
    name, file = _file(folder, _required(table, "weights", key), f"{key}.weights")
    mean, std = (_colour(table.entries.get(word), f"{key}.{word}") for word in ("mean", "std"))
    return OwnPerceptor(name, model, file, mean, std, node.place)


def _required(table: Table, word: str, key: str) -> Node:
    if word not in table.entries:
        raise table.place.error(f"{key}.{word}", "is missing")
    return table.entries[word]


def _file(folder: Path, node: Node, key: str) -> tuple[str, Path]:
    """Return a file's name as written, and where it lies."""
    name = fields.text(node, key)
    with located(node.place, key):
        return name, check_file(folder, name)


def _colour(node: Node | None, key: str) -> tuple[float, float, float] | None:
    if node is None:
        return None
    values = [item.value if isinstance(item, Scalar) else None for item in fields.each(node)]
    numbers = [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(values) != 3 or len(numbers) != 3:
        raise node.place.error(key, f"must be three numbers, for red, green, blue; got {shown(node.plain())}")
    return numbers[0], numbers[1], numbers[2]
