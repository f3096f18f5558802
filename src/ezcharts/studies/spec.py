"""A study: what to vary, what stands still, how to show it. Read from YAML, or from a dict in a notebook.

The format is described in docs/study-format.md. Reading finds everything that is wrong with a file at once,
each with its line; what only shows in a cell (a derived number outside its range) is found by `grid.expand`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar, cast

from ezcharts.errors import StudyError
from ezcharts.params.seeds import RANDOM_SEED
from ezcharts.studies import fields
from ezcharts.studies.axes import Axis, indices_of, read_axis
from ezcharts.studies.base import read_settings
from ezcharts.studies.given import Given
from ezcharts.studies.header import HEADER_KEYS, Header, read_header
from ezcharts.studies.models import OwnModels, read_models
from ezcharts.studies.problems import Place, Problems
from ezcharts.studies.profile import Profile, read_profiles
from ezcharts.studies.repeats import Repeat, read_repeats
from ezcharts.studies.views import View, read_views
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import Node, Table, node_of, read_yaml

STUDY_KEYS = (*HEADER_KEYS, "axes", "skip", "repeats", "charts", "settings", "profiles", "models", "timing")

T = TypeVar("T")
Timing = Literal["together", "alone"]


@dataclass(frozen=True)
class Study:
    """A checked study.

    Attributes:
        header: Title, platform and the rest of what it says of itself.
        axes: What changes; the last one changes fastest in the order of cells.
        settings: What all cells share, by canonical parameter name; all else has the platform's defaults.
        skip: Combinations that are left out: axis -> indices of its values.
        repeats: Seeds and pictures of a seed.
        charts: Its views, at least one.
        profiles: By name, the built-in ones included.
        models: Which models render it: the word of a set, or a set with models of one's own in it.
        timing: `alone` where each cell is rendered by itself, so that its time means something.
        file: The study file; None for one made in a notebook.
        folder: What files of the settings are relative to.
        place: Where the study begins, for messages.
    """

    header: Header
    axes: tuple[Axis, ...]
    settings: Mapping[str, Given]
    skip: tuple[Mapping[str, tuple[int, ...]], ...] = ()
    repeats: tuple[Repeat, ...] = (Repeat(),)
    charts: tuple[View, ...] = (View(),)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    models: str | OwnModels = "embedded"
    timing: Timing = "together"
    file: Path | None = None
    folder: Path = field(default=Path())
    place: Place = field(default=Place(), compare=False, repr=False)

    @property
    def title(self) -> str:
        """The header's title."""
        return self.header.title

    @property
    def name(self) -> str:
        """The file's name without `.yaml`; the title of a study without a file."""
        return self.file.stem if self.file else self.title

    @property
    def vocabulary(self) -> Vocabulary:
        """What the names in the study mean."""
        return Vocabulary(self.header.platform, self.folder)

    @property
    def needs_seed(self) -> bool:
        """Whether a seed must be drawn and written down before the study can be rendered (`write_seed`)."""
        given = self.settings.get("seed")
        settled = given is not None and given.value != RANDOM_SEED
        on_axis = any(all("seed" in overlay.values for overlay in axis.values) for axis in self.axes)
        return not settled and not on_axis and any(repeat.seed is None for repeat in self.repeats)

    def with_seed(self, seed: int) -> Study:
        """Return the study with a seed in its settings."""
        return replace(self, settings={**self.settings, "seed": Given(seed, "chosen", self.place)})

    def axis(self, name: str) -> Axis:
        """Return the axis of a name."""
        return next(axis for axis in self.axes if axis.name == name)


def read_study(path: Path | str) -> Study:
    """Read a study file.

    Raises:
        StudyProblems: All that is wrong with it, each with file, line, key and rule.
        StudyError: It cannot be read, or is no YAML.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise StudyError(
            "a study file is UTF-8 text, this one is not; save it as UTF-8", file=str(file)
        ) from None
    except OSError as error:
        raise StudyError(f"cannot be read: {error.strerror}", file=str(file)) from None
    return _study(read_yaml(text, str(file)), file, file.parent)


def study_from_dict(data: Mapping[str, object], folder: Path | str = ".") -> Study:
    """Return the study that plain data describes, as in a notebook.

    Args:
        data: The same keys and values as in a study file.
        folder: What files of the settings are relative to.

    Raises:
        StudyProblems: All that is wrong with it, each with key and rule.
    """
    return _study(node_of(data), None, Path(folder))


def _study(node: Node, file: Path | None, folder: Path) -> Study:
    """Read the parts of a study one after the other; go on as far as what is wrong allows."""
    problems = Problems()
    top = fields.table(node, "")
    problems.tried(top.place, "", partial(fields.table, node, "", STUDY_KEYS), top)
    header = read_header(top, problems)
    if not header.platform:
        problems.raise_any()
    study = Study(header, (), {}, file=file, folder=folder, place=top.place)
    study = _with_contents(study, top, problems)
    if not problems:
        study = _with_shape(study, top, problems)
    problems.raise_any()
    return study


def _with_contents(study: Study, top: Table, problems: Problems) -> Study:
    """Return the study with its settings, axes, repeats and profiles, which do not hang on each other."""
    vocabulary, entries = study.vocabulary, top.entries

    def tried(key: str, read: Callable[[Node], T], otherwise: T) -> T:
        node = entries.get(key)
        return otherwise if node is None else problems.tried(node.place, key, partial(read, node), otherwise)

    return replace(
        study,
        settings=tried("settings", partial(read_settings, vocabulary), {}),
        axes=tried("axes", partial(_axes, vocabulary, problems), ()),
        repeats=tried("repeats", partial(read_repeats, vocabulary), study.repeats),
        profiles=problems.tried(
            top.at("profiles"), "profiles", partial(read_profiles, vocabulary, entries.get("profiles")), {}
        ),
        models=tried("models", partial(read_models, vocabulary), study.models),
        timing=tried("timing", _timing, study.timing),
    )


def _with_shape(study: Study, top: Table, problems: Problems) -> Study:
    """Return the study with its charts and left-out cells, which name axes; check what spans parts."""
    _check_parameters_once(study, problems)
    _check_seeds(study, problems)
    skip, charts = top.entries.get("skip"), top.entries.get("charts")
    left_out: tuple[dict[str, tuple[int, ...]], ...] = tuple(
        problems.tried(item.place, "skip", partial(_combination, study, item), {})
        for item in (fields.each(skip) if skip else ())
    )
    views = problems.tried(
        top.at("charts"), "charts", partial(read_views, study.axes, len(study.repeats), charts), study.charts
    )
    return replace(study, skip=left_out, charts=views)


def _axes(vocabulary: Vocabulary, problems: Problems, node: Node) -> tuple[Axis, ...]:
    """Return the axes in the order written; one that is wrong is noted and left out."""
    found: list[Axis | None] = []
    for name, entry in fields.table(node, "axes").entries.items():
        found.append(
            problems.tried(entry.place, f"axes.{name}", partial(read_axis, vocabulary, name, entry), None)
        )
    return tuple(axis for axis in found if axis is not None)


def _timing(node: Node) -> Timing:
    return cast(Timing, fields.word(node, "timing", ("together", "alone")))


def _combination(study: Study, node: Node) -> dict[str, tuple[int, ...]]:
    """Return one entry of `skip`: axis -> indices of the values that are left out together."""
    names = [axis.name for axis in study.axes]
    entries = fields.table(node, "skip", names).entries
    if not entries:
        raise node.place.error("skip", "names at least one axis with the values to leave out")
    return {name: indices_of(study.axis(name), value, f"skip.{name}") for name, value in entries.items()}


def _check_parameters_once(study: Study, problems: Problems) -> None:
    """Note parameters of two axes, and settings that no cell would use because an axis always sets them."""
    seen: dict[str, str] = {}
    for axis in study.axes:
        for parameter in axis.parameters:
            if parameter in seen:
                rule = f"{parameter} is set by the axis {seen[parameter]!r} already; one axis sets it"
                problems.add(axis.place.error(f"axes.{axis.name}", rule))
            seen[parameter] = axis.name
            given = study.settings.get(parameter)
            always = all(parameter in overlay.values for overlay in axis.values)
            if given and always and parameter not in study.vocabulary.switches:
                rule = f"the axis {axis.name!r} sets {parameter} in every cell; take it out here"
                problems.add(given.place.error(f"settings.{parameter}", rule))


def _check_seeds(study: Study, problems: Problems) -> None:
    """Note seeds that are said in two places."""
    places = [f"the axis {axis.name!r}" for axis in study.axes if "seed" in axis.parameters]
    if any(repeat.seed is not None for repeat in study.repeats):
        places.append("repeats")
    given = study.settings.get("seed")
    if given and given.value != RANDOM_SEED:
        places.append("settings")
    counted = any(repeat.offset for repeat in study.repeats) and places[:1] not in ([], ["settings"])
    if len(places) > 1 or counted:
        said = " and ".join(places) + (" and the count of repeats" if counted else "")
        problems.add(study.place.error("seed", f"is given by {said}; keep one of them"))
    for axis in study.axes:
        for overlay in axis.values:
            if overlay.plain().get("seed") == RANDOM_SEED:
                problems.add(
                    overlay.place.error(f"axes.{axis.name}", "an axis lists its seeds; none is drawn for it")
                )
