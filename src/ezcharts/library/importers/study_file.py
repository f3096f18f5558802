"""A study file that makes the cells of a table again, as far as their settings are known.

What the table says is marked `stated`. What a study cannot say (a name that is no parameter, a value that
the platform refuses, a file that is not here) is left out and said as a doubt. The text is checked by
reading it as a study before it is returned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, Final

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.card import Gathered
from ezcharts.library.table import Axis, Cell, Cells
from ezcharts.params.settings import Settings
from ezcharts.studies.ranges import looks_like_numbers
from ezcharts.studies.spec import study_from_dict
from ezcharts.studies.vocabulary import Vocabulary, show_value

_SEED, _IMAGE, _PLATFORM, _CLIP_MODELS = "seed", "image", "platform", "clip_models"
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ._+-]*[A-Za-z0-9_+]")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_SKIPPED: Final = 200
_LONGEST_LABEL: Final = 200
_BLOCKS: Final = 2  # levels that are written line by line; deeper ones stand in braces
_LITERALS: Final = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


@dataclass(frozen=True)
class About:
    """What a study says of itself beside its cells.

    Attributes:
        title: For example `eta vs steps`.
        platform: One of ours.
        stated: What the source calls it, where that leaves it open.
        date: A day; a month or year alone is left out.
        notes: In our words.
        sources: Where the original is.
        see_also: Names of other studies.
    """

    title: str
    platform: str
    stated: str = ""
    date: str = ""
    notes: str = ""
    sources: tuple[Gathered, ...] = ()
    see_also: tuple[str, ...] = ()


@dataclass(frozen=True)
class StudyText:
    """A study file: its text, and what it could not say."""

    text: str
    doubts: tuple[str, ...]


@dataclass
class _Writer:
    """Gathers what can be said, and doubts about the rest, each once."""

    vocabulary: Vocabulary
    doubts: dict[str, None] = field(default_factory=dict)

    def can_say(self, name: str, value: object) -> bool:
        """Return whether a study can give a parameter this value; what it says otherwise is a doubt."""
        if name in (_PLATFORM, _IMAGE):
            return False
        try:
            self.vocabulary.parse(self.vocabulary.find(name), value)
        except InputError as error:
            if not self._acts_alike(name, value):
                self.doubts[f"left out of the study: {error}"] = None
            return False
        return True

    def label(self, name: str, value: object) -> str:
        """Return the label that a study gives a value."""
        domain = self.vocabulary.find(name).domain
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if number else show_value(domain, domain.parse(value))

    def _acts_alike(self, name: str, value: object) -> bool:
        """Return whether a parameter that the version lacks has the value that it acts like."""
        parameter, version = self.vocabulary.dialect.by_name.get(name), self.vocabulary.version
        if parameter is None or parameter.exists_at(version):
            return False
        try:
            return bool(parameter.read(value, version) == parameter.default_at(version))
        except InputError:
            return False


def study_text(cells: Cells, about: About, folder: Path = Path()) -> StudyText:
    """Return the study file of a table.

    Args:
        cells: The table; settings by canonical name.
        about: What the study says of itself.
        folder: Where the study will lie; files that settings name lie there, or are left out.

    Raises:
        LibraryError: The settings make no study.
        UnknownName: There is no such platform.
    """
    writer = _Writer(Vocabulary(about.platform, folder))
    data: dict[str, Any] = {**_header(about), **_contents(writer, cells)}
    try:
        study_from_dict(data, folder)
    except InputError as error:
        raise LibraryError(f"the table makes no study: {error}; correct its settings first") from None
    return StudyText(_text(data), tuple(writer.doubts))


def _header(about: About) -> dict[str, Any]:
    stated = {"stated": about.stated, "assumed": about.platform}
    sources = [{key: getattr(each, key) for key in ("url", "by", "note")} for each in about.sources]
    header: dict[str, Any] = {
        "title": about.title,
        "platform": stated if about.stated else about.platform,
        "date": about.date if _DAY.fullmatch(about.date) else "",
        "notes": about.notes,
        "source": [
            {key: word for key, word in each.items() if word} for each in sources if any(each.values())
        ],
        "see_also": list(about.see_also),
    }
    return {key: value for key, value in header.items() if value}


def _contents(writer: _Writer, cells: Cells) -> dict[str, Any]:
    """Return axes, skip, repeats and settings; where a grid cannot say all cells, one axis names them."""
    repeats = [axis for axis in cells.axes if axis.repeat]
    set_by_axes = {name for axis in cells.axes for name in axis.parameters}
    shared = {name: value for name, value in cells.settings.items() if name not in set_by_axes}
    numbered = any(not axis.parameters for axis in repeats) or len(repeats) > 1
    if numbered or _has_own(writer, cells, set_by_axes):
        named = _named_cells(writer, cells)
        return {"axes": {"cell": {"named": named, "mark": "stated"}}, "settings": _stated(writer, shared)}
    empty = _empty(writer, cells)
    written = {each.name: _axis(writer, each, bool(empty)) for each in cells.axes if not each.repeat}
    contents = {
        "axes": {name: entry for name, entry in written.items() if entry},
        "skip": [
            {
                axis.name: _called(writer, axis, written[axis.name], index)
                for axis, index in at
                if written[axis.name]
            }
            for at in empty
        ],
        "repeats": _repeats(writer, repeats),
        "settings": _stated(writer, shared),
    }
    return {key: value for key, value in contents.items() if value}


def _has_own(writer: _Writer, cells: Cells, set_by_axes: set[str]) -> bool:
    """Return whether a cell has settings that neither all share nor an axis sets."""
    return any(
        name not in set_by_axes and name not in (_PLATFORM, _IMAGE) and writer.can_say(name, value)
        for cell in cells.cells
        for name, value in cell.settings.items()
        if cells.settings.get(name) != value
    )


def _axis(writer: _Writer, axis: Axis, called: bool) -> dict[str, Any]:
    """Return one axis in the plainest form that says it; nothing where a study cannot.

    Args:
        writer: What can be said.
        axis: The axis.
        called: Whether its values have to be called by their labels, in `skip`.
    """
    settings = [_sayable(writer, value.settings) for value in axis.values]
    names = list(settings[0])
    if not all(settings):
        writer.doubts[f"left out of the study: the axis {axis.name}"] = None
        return {}
    labels = [_label(writer, each) for each in settings]
    plain = all(list(each) == names for each in settings) and len(set(labels)) == len(labels)
    long = len(names) > 1 and any(len(label) > _LONGEST_LABEL for label in labels)
    listed = called and any(_is_list(label, each) for label, each in zip(labels, settings, strict=True))
    if not plain or long or listed or (len(names) > 1 and axis.name == _CLIP_MODELS):
        return _named(axis, settings)
    columns = {name: [_value(each[name]) for each in settings] for name in names}
    if len(names) > 1:
        return {"together": columns, "mark": "stated"}
    (name,) = names
    renamed = {} if axis.name == name else {"parameter": name}
    return {**renamed, "values": columns[name], "mark": "stated"}


def _label(writer: _Writer, settings: Mapping[str, Any]) -> str:
    """Return the label that a study gives a value that sets these."""
    return ", ".join(writer.label(name, value) for name, value in settings.items())


def _is_list(label: str, settings: Mapping[str, Any]) -> bool:
    """Return whether a study would read a label as a list of numbers, and it is not the number itself."""
    numbers = [isinstance(value, int | float) and not isinstance(value, bool) for value in settings.values()]
    return looks_like_numbers(label) and numbers != [True]


def _named(axis: Axis, settings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    numbers = any(looks_like_numbers(value.label) for value in axis.values)
    labels = unique(f"{axis.name} {value.label}" if numbers else value.label for value in axis.values)
    return {
        "named": {
            label: {name: _value(value) for name, value in each.items()}
            for label, each in zip(labels, settings, strict=True)
        },
        "mark": "stated",
    }


def _named_cells(writer: _Writer, cells: Cells) -> dict[str, Any]:
    """Return each cell by itself, under a label that says where it stands."""
    labels = unique(_where(cells, cell) for cell in cells.cells)
    own = [
        {
            name: _value(value)
            for name, value in _sayable(writer, {**_of_axes(cells, cell), **cell.settings}).items()
            if cells.settings.get(name) != value
        }
        for cell in cells.cells
    ]
    return dict(zip(labels, own, strict=True))


def _of_axes(cells: Cells, cell: Cell) -> dict[str, Any]:
    """Return what the axes set in a cell."""
    values = [axis.values[index].settings for axis, index in zip(cells.axes, cell.at, strict=True)]
    return {name: value for settings in values for name, value in settings.items()}


def _where(cells: Cells, cell: Cell) -> str:
    places = zip(cells.axes, cell.at, strict=True)
    return ", ".join(f"{axis.name} {axis.values[index].label}" for axis, index in places) or "picture"


def unique(labels: Iterable[str]) -> list[str]:
    """Return labels that are short and all different."""
    seen: dict[str, None] = {}
    for label in labels:
        short = label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
        count, tried = 1, short
        while tried in seen:
            count += 1
            tried = f"{short} ({count})"
        seen[tried] = None
    return list(seen)


def _sayable(writer: _Writer, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if writer.can_say(name, value)}


def _value(value: Any) -> Any:  # noqa: ANN401 - plain data of any kind
    """Return a value as a study has it; a text that would be a formula stands in a list of one."""
    return [value] if isinstance(value, str) and value.startswith("=") else value


def _stated(writer: _Writer, shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of all cells; switches that lost their file go with it."""
    kept = _sayable(writer, shared)
    try:
        Settings.build(writer.vocabulary.platform, kept)
    except InputError as error:
        dialect = writer.vocabulary.dialect
        kept = {name: value for name, value in kept.items() if dialect.find(name).role == "rendering"}
        writer.doubts[f"switches are left out of the study: {error}"] = None
    return {"stated": {name: _value(value) for name, value in kept.items()}} if kept else {}


def _repeats(writer: _Writer, axes: Sequence[Axis]) -> Any:  # noqa: ANN401 - a list or a mapping
    if not axes:
        return None
    values = [value.settings for value in axes[0].values]
    seeds = list(dict.fromkeys(each[_SEED] for each in values if _SEED in each))
    images = list(dict.fromkeys(each[_IMAGE] for each in values if _IMAGE in each))
    if len(values) < max(len(seeds), 1) * max(len(images), 1):
        writer.doubts["the study has every picture of every seed, the table does not"] = None
    if not images:
        return seeds
    return {"seeds": seeds, "images": images} if seeds else {"images": images}


def _empty(writer: _Writer, cells: Cells) -> list[list[tuple[Axis, int]]]:
    """Return the combinations that no repeat has: of each axis the index of its value."""
    axes = [axis for axis in cells.axes if not axis.repeat]
    repeats = prod(len(axis.values) for axis in cells.axes if axis.repeat)
    places = [cells.axes.index(axis) for axis in axes]
    here = {tuple(cell.at[place] for place in places) for cell in cells.cells}
    if len(cells.cells) < len(here) * repeats:
        writer.doubts["the study has every repeat of every combination, the table does not"] = None
    empty = [at for at in product(*(range(len(axis.values)) for axis in axes)) if at not in here]
    if len(empty) > _MOST_SKIPPED:
        writer.doubts[f"the study fills {len(empty):,} combinations that the table leaves empty"] = None
        return []
    return [list(zip(axes, at, strict=True)) for at in empty]


def _skipped(
    writer: _Writer, written: Mapping[str, Mapping[str, Any]], at: Iterable[tuple[Axis, int]]
) -> dict[str, str]:
    """Return one combination as `skip` has it: axis -> what its value is called."""
    return {
        axis.name: _called(writer, axis, written[axis.name], index)
        for axis, index in at
        if written[axis.name]
    }


def _called(writer: _Writer, axis: Axis, written: Mapping[str, Any], index: int) -> str:
    """Return what a value is called by the study that is written."""
    if "named" in written:
        return str(list(written["named"])[index])
    return _label(writer, _sayable(writer, axis.values[index].settings))


def _text(data: Mapping[str, Any]) -> str:
    return "\n".join(_lines(data, 0)) + "\n"


def _lines(data: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for key, value in data.items():
        name = f"{indent}{_key(key)}:"
        if (
            isinstance(value, Mapping)
            and depth < _BLOCKS
            and value
            and not {"values", "together"} & value.keys()
        ):
            yield name
            yield from _lines(value, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield name
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            yield f"{name} {_scalar(value) if isinstance(value, str) else _flow(value)}"


def _flow(value: object) -> str:
    """Return a value in braces and brackets, texts in quotes: JSON, and YAML as well."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _key(value) if isinstance(value, str) else json.dumps(value)


def _key(name: str) -> str:
    """Return a text as braces may have it: without quotes where it is one plain word."""
    return name if _PLAIN.fullmatch(name) and name.lower() not in _LITERALS else _quoted(name)


def _scalar(text: str) -> str:
    """Return a text as a line may have it: without quotes where it is plain words."""
    return text if _WORD.fullmatch(text) and text.lower() not in _LITERALS else _quoted(text)


def _quoted(text: str) -> str:
    """Return a text in double quotes; letters that cannot be seen are escaped one by one."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in quoted)
