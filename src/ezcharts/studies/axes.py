"""Axes: what changes in a study, value by value.

    steps: [250, 500, 1000]                                      values, ranges too: 0-1 [6]
    prompt: {parameter: text_prompts, values: [...]}             under a name of your own
    effort: {together: {steps: [50, 100], skip_steps: [5, 10]}}  several parameters, step by step
    look: {named: {soft: {clamp_max: 0.03}, hard: {clamp_max: 0.1, eta: 1}}}
    vit: {subsets: [ViTB32, ViTB16, ViTL14]}                     every combination of models
    eta: {readings: {printed: [-1, -0.08], likely: [-1, -0.8]}}  two readings of one list

Whatever the form, an axis is a list of overlays in the order written. Readings share one list: what they have
in common is one value, rendered once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from ezcharts.errors import did_you_mean
from ezcharts.studies import fields
from ezcharts.studies.given import (
    Given,
    Mark,
    Overlay,
    read_mark,
    read_one,
    read_several,
    set_label,
    spread,
    switch_name,
)
from ezcharts.studies.problems import Place, Problems
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import Node, Scalar, Table

_KINDS = ("values", "together", "named", "subsets", "readings")
AXIS_KEYS = (*_KINDS, "parameter", "label", "mark", "none")
_MOST_MODELS = 7


@dataclass(frozen=True)
class Axis:
    """What changes, value by value.

    Attributes:
        name: As written in the study.
        label: For charts; the name unless the study says otherwise.
        parameters: Canonical names of everything that any value sets.
        values: What each value sets.
        readings: Name -> the indices of the values that belong to this reading, in its order.
        kinds: Of an axis of subsets: `single` models, and `some` (all but none) -> indices.
        place: Where it was written.
    """

    name: str
    label: str
    parameters: tuple[str, ...]
    values: tuple[Overlay, ...]
    readings: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    kinds: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.values)


def read_axis(vocabulary: Vocabulary, name: str, node: Node) -> Axis:
    """Return the axis of one entry of `axes`.

    Raises:
        StudyError: The entry is no axis; all that is wrong with it is named.
    """
    key = f"axes.{name}"
    if not isinstance(node, Table) or "0" in node.entries:  # {0: [...]} is the notebooks' form of one prompt
        return _axis(name, name, node.place, read_several(vocabulary, name, node, key, "chosen"))
    table = fields.table(node, key, AXIS_KEYS)
    _refuse_mixtures(table, key)
    entries = table.entries
    label = fields.text(entries["label"], f"{key}.label") if "label" in entries else name
    mark = read_mark(entries.get("mark"), f"{key}.mark", "chosen")
    if "readings" in entries:
        return _with_readings(vocabulary, name, label, table, mark)
    if "subsets" in entries:
        return _of_subsets(vocabulary, name, label, table, mark)
    return _axis(name, label, node.place, _overlays(vocabulary, name, table, mark))


def index_of(axis: Axis, node: Node, key: str) -> int:
    """Return the index of the value of an axis that is meant: by its label, or by the value itself.

    Raises:
        StudyError: The axis has no such value.
    """
    written = node.text if isinstance(node, Scalar) else None
    for index, overlay in enumerate(axis.values):
        values = list(overlay.plain().values())
        if overlay.label == written or (len(values) == 1 and _same(values[0], node.plain())):
            return index
    labels = [overlay.label for overlay in axis.values]
    near = did_you_mean(written, labels) if written and isinstance(node.plain(), str) else ""
    hint = near or f"; it has {', '.join(labels)}"
    raise node.place.error(key, f"the axis {axis.name!r} has no value {written or node.plain()!r}{hint}")


def indices_of(axis: Axis, node: Node, key: str) -> tuple[int, ...]:
    """Return the indices that the name of a reading (or of a kind), or a list of values, stands for.

    Raises:
        StudyError: The axis lacks one of them, or one stands twice.
    """
    named = {**axis.readings, **axis.kinds}
    if isinstance(node, Scalar) and node.text in named:
        return named[node.text]
    singles = [single for item in fields.each(node) for single in spread(item)]
    indices = tuple(index_of(axis, single, key) for single in singles)
    if len(set(indices)) < len(indices) or not indices:
        raise node.place.error(key, "lists different values of the axis, at least one")
    return indices


def _same(value: object, written: object) -> bool:
    """Return whether a value is the one written; true is not 1."""
    return value == written and isinstance(value, bool) == isinstance(written, bool)


def _refuse_mixtures(table: Table, key: str) -> None:
    """Refuse an axis that is written in no form, or in two, or with a word that its form does not know."""
    kinds = [kind for kind in _KINDS if kind in table.entries]
    if len(kinds) != 1:
        raise table.place.error(
            key, f"an axis has one of {', '.join(_KINDS)}; this one has {' and '.join(kinds) or 'none'}"
        )
    if "parameter" in table.entries and kinds[0] not in ("values", "readings"):
        raise table.at("parameter").error(key, f"parameter goes with values or readings, not with {kinds[0]}")
    if "none" in table.entries and kinds[0] != "subsets":
        raise table.at("none").error(key, f"none goes with subsets, not with {kinds[0]}")


def _overlays(vocabulary: Vocabulary, name: str, table: Table, mark: Mark) -> tuple[Overlay, ...]:
    entries, key = table.entries, f"axes.{name}"
    if "together" in entries:
        return _together(vocabulary, entries["together"], f"{key}.together", mark)
    if "named" in entries:
        return _named(vocabulary, entries["named"], f"{key}.named", mark)
    return read_several(vocabulary, _parameter(name, table), entries["values"], key, mark)


def _parameter(name: str, table: Table) -> str:
    node = table.entries.get("parameter")
    return fields.text(node, f"axes.{name}.parameter") if node else name


def _with_readings(vocabulary: Vocabulary, name: str, label: str, table: Table, mark: Mark) -> Axis:
    """Return the axis whose values are those of all readings, each once."""
    key = f"axes.{name}.readings"
    readings = fields.table(table.entries["readings"], key)
    merged, indices = list[Overlay](), dict[str, tuple[int, ...]]()
    for reading, node in readings.entries.items():
        path = f"{key}.{reading}"
        values, own = node, mark
        if isinstance(node, Table):
            entries = fields.table(node, path, ("values", "mark")).entries
            values, own = entries.get("values", node), read_mark(entries.get("mark"), path, mark)
        found = read_several(vocabulary, _parameter(name, table), values, path, own)
        indices[reading] = tuple(_index(merged, overlay) for overlay in found)
    return _axis(name, label, table.place, tuple(merged), indices)


def _index(merged: list[Overlay], overlay: Overlay) -> int:
    """Return where an overlay stands in the list; one that is new is added."""
    same = [index for index, other in enumerate(merged) if other.plain() == overlay.plain()]
    if not same:
        merged.append(overlay)
    return same[0] if same else len(merged) - 1


def _together(vocabulary: Vocabulary, node: Node, key: str, mark: Mark) -> tuple[Overlay, ...]:
    """Return the overlays of several parameters that change value by value."""
    table = fields.table(node, key)
    columns = [
        read_several(vocabulary, name, values, f"{key}.{name}", mark)
        for name, values in table.entries.items()
    ]
    lengths = {len(column) for column in columns}
    if len(lengths) != 1:
        counts = ", ".join(
            f"{name} has {len(column)}" for name, column in zip(table.entries, columns, strict=True)
        )
        raise table.place.error(
            key, f"parameters that change together have the same number of values; {counts or 'none'}"
        )
    return tuple(
        _joined(row, ", ".join(part.label for part in row), key) for row in zip(*columns, strict=True)
    )


def _named(vocabulary: Vocabulary, node: Node, key: str, mark: Mark) -> tuple[Overlay, ...]:
    """Return the overlays that the study gives names to."""
    overlays = []
    for label, entry in fields.table(node, key).entries.items():
        path = f"{key}.{label}"
        settings = fields.table(entry, path).entries
        parts = [
            read_one(vocabulary, name, value, f"{path}.{name}", mark) for name, value in settings.items()
        ]
        overlays.append(_joined(parts, label, path, entry.place))
    return tuple(overlays)


def _joined(parts: Sequence[Overlay], label: str, key: str, place: Place | None = None) -> Overlay:
    """Return one overlay that does what all parts do."""
    values: dict[str, Given] = {}
    for part in parts:
        for name in values.keys() & part.values.keys():
            raise part.place.error(key, f"{name} is set twice by one value; keep one")
        values |= part.values
    if not values:
        raise (place or Place()).error(key, "sets nothing; give at least one parameter")
    return Overlay(values, label, parts[0].mark, place or parts[0].place)


def _of_subsets(vocabulary: Vocabulary, name: str, label: str, table: Table, mark: Mark) -> Axis:
    """Return the axis of all combinations of some models, small ones first; other models stay as they are."""
    node, key = table.entries["subsets"], f"axes.{name}.subsets"
    none = "none" in table.entries and fields.flag(table.entries["none"], f"axes.{name}.none")
    switches = _models(vocabulary, node, key)
    sizes = range(0 if none else 1, len(switches) + 1)
    chosen = [combination for size in sizes for combination in combinations(switches, size)]
    values = tuple(_subset(switches, combination, mark, node.place) for combination in chosen)
    kinds = {
        "single": tuple(index for index, combination in enumerate(chosen) if len(combination) == 1),
        "some": tuple(index for index, combination in enumerate(chosen) if combination),
    }
    return replace(_axis(name, label, table.place, values), kinds=kinds)


def _models(vocabulary: Vocabulary, node: Node, key: str) -> list[str]:
    """Return the different models of a list."""
    problems, switches = Problems(), list[str]()
    for item in fields.each(node):
        with problems.noting(item.place, key):
            switches.append(switch_name(vocabulary, fields.text(item, key)))
    problems.raise_any()
    if not 1 <= len(set(switches)) == len(switches) <= _MOST_MODELS:
        rule = f"lists 1 to {_MOST_MODELS} different models, got {len(switches)}: {', '.join(switches)}"
        raise node.place.error(key, rule)
    return switches


def _subset(switches: Iterable[str], chosen: tuple[str, ...], mark: Mark, place: Place) -> Overlay:
    values = {switch: Given(switch in chosen, mark, place) for switch in switches}
    return Overlay(values, set_label(chosen), mark, place)


def _axis(
    name: str,
    label: str,
    place: Place,
    values: tuple[Overlay, ...],
    readings: Mapping[str, tuple[int, ...]] | None = None,
) -> Axis:
    """Return the axis, refusing an empty one and values or labels that stand twice."""
    key = f"axes.{name}"
    if not values:
        raise place.error(key, "an axis has at least one value")
    seen: list[Overlay] = []
    problems = Problems()
    for overlay in values:
        if any(overlay.plain() == other.plain() for other in seen):
            problems.add(overlay.place.error(key, f"{overlay.label} is on the axis twice"))
        elif any(overlay.label == other.label for other in seen):
            problems.add(overlay.place.error(key, f"two values have the label {overlay.label!r}"))
        seen.append(overlay)
    problems.raise_any()
    parameters = dict.fromkeys(parameter for overlay in values for parameter in overlay.values)
    return Axis(name, label, tuple(parameters), values, readings or {}, place=place)
