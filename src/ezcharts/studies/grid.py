"""From a study to its cells, in a stated order, each checked before anything is rendered.

Order: repeats outermost, then the axes as they stand in the study, the last one fastest; left-out
combinations are simply not there. A cell knows its coordinates (axis -> index of the value), never the other
way round: what a cell *is* does not hang on where it stands, and cells that are equal are rendered once.

With a profile every cell has two sets of settings: as stated, and as rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from math import prod
from typing import TypeVar

from ezcharts.errors import InputError, StudyError, UnknownName
from ezcharts.params.settings import Settings
from ezcharts.studies.axes import Axis
from ezcharts.studies.cell import Cell
from ezcharts.studies.derived import work_out
from ezcharts.studies.given import Given
from ezcharts.studies.problems import Place, Problems
from ezcharts.studies.profile import Change, Profile
from ezcharts.studies.repeats import Repeat
from ezcharts.studies.rules import Setting
from ezcharts.studies.spec import Study
from ezcharts.studies.vocabulary import show_value

__all__ = ["AxisLabel", "Cell", "Grid", "GridCell", "expand"]

MOST_CELLS = 20_000

T = TypeVar("T")


@dataclass(frozen=True)
class GridCell:
    """A cell and where it stands in its study.

    Attributes:
        coordinates: Axis name -> index of the value.
        repeat: Index of the repeat.
        cell: What is rendered.
        stated: The settings as the study states them.
        changes: What a profile renders otherwise, and by which rule.
        label: Where it stands, in words, for messages.
    """

    coordinates: Mapping[str, int]
    repeat: int
    cell: Cell
    stated: Settings
    changes: tuple[Change, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class AxisLabel:
    """What a chart writes at a value: as stated and, where it differs, as rendered."""

    stated: str
    rendered: str | None = None


@dataclass(frozen=True)
class Grid:
    """All cells of a study under one profile.

    Attributes:
        study: The study.
        profile: What was rendered instead of what is stated; None for the study as stated.
        cells: In the order of the module's docstring.
        available: CLIP switches that the models at hand have a perceptor for; None when that is not known.
    """

    study: Study
    profile: Profile | None
    cells: tuple[GridCell, ...]
    available: frozenset[str] | None = None

    @cached_property
    def distinct(self) -> tuple[Cell, ...]:
        """Every cell once, in order of first appearance."""
        return tuple(dict.fromkeys(each.cell for each in self.cells))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every difference between stated and rendered, each once."""
        return tuple(dict.fromkeys(change for each in self.cells for change in each.changes))

    def at(self, coordinates: Mapping[str, int], repeat: int = 0) -> GridCell | None:
        """Return the cell at a value of every axis, or None where the study leaves it out."""
        return self._places.get((repeat, *(coordinates[axis.name] for axis in self.study.axes)))

    def labels(self, axis: Axis) -> tuple[AxisLabel, ...]:
        """Return what a chart writes at each value of an axis."""
        return tuple(
            AxisLabel(overlay.label, self._rendered(axis, index)) for index, overlay in enumerate(axis.values)
        )

    @cached_property
    def _places(self) -> dict[tuple[int, ...], GridCell]:
        names = [axis.name for axis in self.study.axes]
        return {(each.repeat, *(each.coordinates[name] for name in names)): each for each in self.cells}

    def _rendered(self, axis: Axis, index: int) -> str | None:
        """Return how a value is rendered, where it is otherwise: one text, or the first and last."""
        here = [each for each in self.cells if each.coordinates[axis.name] == index]
        if not any(change.parameter in axis.parameters for each in here for change in each.changes):
            return None
        texts = dict.fromkeys(_texts(axis, index, each.cell.settings) for each in here)
        first, *others = texts
        return f"{first} … {others[-1]}" if others else first


def _texts(axis: Axis, index: int, settings: Settings) -> str:
    """Return what one value of an axis has become in one cell, as on a label."""
    names = [name for name in axis.parameters if name in axis.values[index].values]
    return ", ".join(show(settings, name) for name in names)


def show(settings: Settings, name: str) -> str:
    """Return a setting's value as a label shows it."""
    return show_value(settings.dialect.find(name).domain, settings[name])


def expand(
    study: Study, profile: str | None = None, available_switches: Collection[str] | None = None
) -> Grid:
    """Return all cells of a study, every one of them checked.

    Args:
        study: A checked study with a seed.
        profile: Name of one of its profiles, or None for the study as stated.
        available_switches: CLIP switches that the models at hand have a perceptor for.

    Raises:
        StudyProblems: All that is wrong with any cell, each once, with the first cell that has it.
    """
    _check_size_and_seed(study)
    rules = _profile(study, profile)
    log = _CellProblems(study.place)
    stated = list(_drafts(study, log))
    log.raise_any()
    if not stated:
        raise study.place.error("skip", "leaves no cell at all; take an entry out")
    setting = Setting(
        varied=frozenset(parameter for axis in study.axes for parameter in axis.parameters),
        fewest_steps=min((draft.settings["steps"] for draft in stated), default=0),
        available=None if available_switches is None else frozenset(available_switches),
    )
    cells = [_cell(study, rules, setting, draft, log) for draft in stated]
    log.raise_any()
    return Grid(study, rules, tuple(cell for cell in cells if cell is not None), setting.available)


class _CellProblems:
    """What is wrong with cells: each thing once, with the first cell that has it and how many others."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.found: dict[tuple[Place, str, str], list[str]] = {}

    def tried(self, label: str, given: Mapping[str, Given], read: Callable[[], T]) -> T | None:
        """Return what `read` returns, or None where it goes wrong.

        The message of a contradiction begins with the parameter it is about; that says where it was written.
        """
        try:
            return read()
        except StudyError as problem:
            where, key, rule = Place(problem.file, problem.line), problem.key or "", problem.rule
        except InputError as problem:
            rule = str(problem)
            key = rule.split(" ", 1)[0]
            where = given[key].place if key in given else self.place
        self.found.setdefault((where, key, rule), []).append(label)
        return None

    def raise_any(self) -> None:
        problems = Problems()
        for (place, key, rule), labels in self.found.items():
            cells = f"in {len(labels)} cells, the first: " if len(labels) > 1 else "in the cell: "
            problems.add(place.error(key, f"{rule} ({cells}{labels[0]})"))
        problems.raise_any()


@dataclass(frozen=True)
class _Draft:
    """A cell as stated."""

    coordinates: Mapping[str, int]
    repeat: int
    image: int
    label: str
    settings: Settings


def _check_size_and_seed(study: Study) -> None:
    count = prod(len(axis) for axis in study.axes) * len(study.repeats)
    if count > MOST_CELLS:
        raise study.place.error(
            "axes", f"a study has at most {MOST_CELLS:,} cells, this one has {count:,}; split it"
        )
    if study.needs_seed:
        raise study.place.error("seed", "the seed is random: draw one and write it down before rendering")


def _profile(study: Study, name: str | None) -> Profile | None:
    if name is None:
        return None
    if name not in study.profiles:
        raise study.place.error("profiles", str(UnknownName("profile", name, study.profiles)))
    return study.profiles[name]


def _drafts(study: Study, log: _CellProblems) -> Iterator[_Draft]:
    """Yield the cells as stated; what is wrong with one is noted and the cell left out."""
    for number, repeat in enumerate(study.repeats):
        for indices in product(*(range(len(axis)) for axis in study.axes)):
            coordinates = {axis.name: index for axis, index in zip(study.axes, indices, strict=True)}
            if any(_is_left_out(coordinates, entry) for entry in study.skip):
                continue
            label = _label(study, coordinates, number)
            given = _given(study, coordinates, repeat)
            settings = log.tried(label, given, partial(_settings, study, given, repeat))
            if settings is not None:
                yield _Draft(coordinates, number, repeat.image, label, settings)


def _is_left_out(coordinates: Mapping[str, int], entry: Mapping[str, tuple[int, ...]]) -> bool:
    return all(coordinates[name] in indices for name, indices in entry.items())


def _label(study: Study, coordinates: Mapping[str, int], repeat: int) -> str:
    words = [f"{axis.name} {axis.values[coordinates[axis.name]].label}" for axis in study.axes]
    return ", ".join(words + ([f"repeat {repeat + 1}"] if len(study.repeats) > 1 else [])) or "the one cell"


def _given(study: Study, coordinates: Mapping[str, int], repeat: Repeat) -> dict[str, Given]:
    """Return what a cell is given: the study's settings, the axes' values over them, the repeat's seed."""
    given = dict(study.settings)
    for axis in study.axes:
        given |= axis.values[coordinates[axis.name]].values
    if repeat.seed is not None:
        given["seed"] = Given(repeat.seed, "chosen", study.place)
    return given


def _settings(study: Study, given: Mapping[str, Given], repeat: Repeat) -> Settings:
    values = work_out(study.vocabulary, given)
    if repeat.offset:
        values["seed"] = study.vocabulary.parse(study.vocabulary.find("seed"), values["seed"] + repeat.offset)
    return study.vocabulary.settings(values)


def _cell(
    study: Study, profile: Profile | None, setting: Setting, draft: _Draft, log: _CellProblems
) -> GridCell | None:
    """Return a draft as it is rendered."""
    settings, changes = draft.settings, tuple[Change, ...]()
    if profile is not None:
        label = f"{draft.label}, profile {profile.name}"
        found = log.tried(label, {}, partial(profile.apply, draft.settings, setting))
        if found is None:
            return None
        settings, changes = found
    cell = Cell(settings, draft.image, study.folder)
    return GridCell(draft.coordinates, draft.repeat, cell, draft.settings, changes, draft.label)
