"""Values as a study gives them, each with its mark and the place where it was written.

A value is written bare, or with what is known about it:

    eta: 0.8
    eta: {value: 0.8, mark: stated, label: default}

`mark` says how we know: `stated` by the source, `inferred` from it, or `chosen` by us. One written value may
set several parameters (`clip_models` sets every switch), so what a value does is an `Overlay`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from ezcharts.errors import DomainError, UnknownName
from ezcharts.params.parameter import Parameter
from ezcharts.studies import fields
from ezcharts.studies.formula import Formula, is_formula, parse_formula
from ezcharts.studies.problems import Place, Problems, located
from ezcharts.studies.ranges import looks_like_numbers, numbers, show_number
from ezcharts.studies.vocabulary import CLIP_MODELS, Vocabulary, number_kind, show_value
from ezcharts.studies.yaml_nodes import Items, Node, Scalar, Table

Mark = Literal["stated", "inferred", "chosen"]
MARKS: tuple[Mark, ...] = ("stated", "inferred", "chosen")

_DRESSED = ("value", "mark", "label")


@dataclass(frozen=True)
class Given:
    """One parameter's value: canonical, or a `Formula` that is worked out for each cell."""

    value: Any
    mark: Mark
    place: Place = field(compare=False, repr=False)


@dataclass(frozen=True)
class Overlay:
    """What one written value sets.

    Attributes:
        values: Canonical parameter name -> value.
        label: Short text for a chart.
        mark: How we know the value.
        place: Where it was written.
    """

    values: Mapping[str, Given]
    label: str
    mark: Mark
    place: Place = field(compare=False, repr=False)

    def plain(self) -> dict[str, Any]:
        """Return the bare values, for comparison."""
        return {name: given.value for name, given in self.values.items()}


def read_mark(node: Node | None, key: str, default: Mark) -> Mark:
    """Return a mark, or the default when none was written."""
    return default if node is None else cast(Mark, fields.word(node, key, MARKS))


def read_one(vocabulary: Vocabulary, name: str, node: Node, key: str, mark: Mark) -> Overlay:
    """Return what one value of a parameter (or of `clip_models`) sets.

    Args:
        vocabulary: The study's names.
        name: Parameter or alias, or `clip_models`.
        node: The value, bare or dressed.
        key: For messages.
        mark: The mark that holds unless the value has its own.

    Raises:
        StudyError: The name is unknown, or the value is outside its domain.
    """
    body, label, mark = _undressed(node, key, mark)
    with located(body.place, key):
        values, text = _parsed(vocabulary, name, body)
    given = {parameter: Given(value, mark, body.place) for parameter, value in values.items()}
    return Overlay(given, label or text, mark, body.place)


def read_several(vocabulary: Vocabulary, name: str, node: Node, key: str, mark: Mark) -> tuple[Overlay, ...]:
    """Return what the values of a list set, one after the other; `1-5 (+2)` stands for several.

    Raises:
        StudyError: The name is unknown, or a value is outside its domain; all such values are named.
    """
    problems, overlays = Problems(), list[Overlay]()
    with problems.noting(node.place, key):
        kind = None if name == CLIP_MODELS else number_kind(vocabulary.find(name).domain)
        for item in fields.each(node):
            with problems.noting(item.place, key):
                singles = [item] if kind is None else spread(item, whole=kind == "whole")
                overlays += (read_one(vocabulary, name, single, key, mark) for single in singles)
    problems.raise_any()
    return tuple(overlays)


def _undressed(node: Node, key: str, mark: Mark) -> tuple[Node, str, Mark]:
    """Split a dressed value into the bare value, its label and its mark."""
    if not isinstance(node, Table) or "value" not in node.entries:
        return node, "", mark
    dressed = fields.table(node, key, _DRESSED).entries
    label = fields.text(dressed["label"], f"{key}.label") if "label" in dressed else ""
    return dressed["value"], label, read_mark(dressed.get("mark"), f"{key}.mark", mark)


def spread(node: Node, whole: bool = False) -> list[Node]:
    """Return a text such as `1, 2, 5-7` as single numbers; any other node as it is.

    Raises:
        DomainError: The text is such a list but not a right one (see `ranges`).
    """
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not looks_like_numbers(node.value):
        return [node]
    return [Scalar(value, show_number(value), place=node.place) for value in numbers(node.value, whole)]


def _parsed(vocabulary: Vocabulary, name: str, body: Node) -> tuple[Mapping[str, Any], str]:
    """Return parameter -> value, and the label that the value has of itself."""
    if name == CLIP_MODELS and vocabulary.switches:
        chosen = model_set(vocabulary, body)
        return {switch: switch in chosen for switch in vocabulary.switches}, set_label(chosen)
    parameter = vocabulary.find(name)
    written = body.plain()
    if is_formula(written):
        return {parameter.name: _formula(vocabulary, parameter, str(written))}, str(written)
    value = vocabulary.parse(parameter, written)
    bare = isinstance(written, int | float) and not isinstance(written, bool)
    return {parameter.name: value}, cast(Scalar, body).text if bare else show_value(parameter.domain, value)


def _formula(vocabulary: Vocabulary, parameter: Parameter, text: str) -> Formula:
    """Return a formula whose names are all settings of numbers."""
    if number_kind(parameter.domain) is None:
        raise DomainError(f"{parameter.name} is not a number, so no formula can give it; got {text!r}")
    formula = parse_formula(text)
    for name in formula.names:
        needed = vocabulary.find(name)
        if number_kind(needed.domain) is None:
            raise DomainError(f"{needed.name} is not a number, so the formula {text!r} cannot use it")
    return formula


def model_set(vocabulary: Vocabulary, node: Node) -> tuple[str, ...]:
    """Return the CLIP switches of a set, in Disco's order.

    Args:
        vocabulary: The study's names.
        node: A list of switches, `A+B`, or `none`.

    Raises:
        InputError: A name is no CLIP switch of the platform, or stands twice.
    """
    names = node.plain() if isinstance(node, Items) else str(node.plain()).split("+")
    if names in (["none"], ["None"]):
        return ()
    switches = [switch_name(vocabulary, str(name).strip()) for name in cast(list[object], names)]
    if len(set(switches)) < len(switches):
        raise DomainError(f"a set of models holds each once, got {'+'.join(switches)}")
    return tuple(switch for switch in vocabulary.switches if switch in switches)


def switch_name(vocabulary: Vocabulary, name: str) -> str:
    """Return the canonical name of a CLIP switch.

    Raises:
        InputError: The platform has no such switch.
    """
    if name in vocabulary.dialect.by_name:
        name = vocabulary.find(name).name
    if name not in vocabulary.switches:
        raise UnknownName("CLIP model", name, vocabulary.switches)
    return name


def set_label(switches: tuple[str, ...]) -> str:
    """Return the label of a set of models: `ViTB32+RN50`, or `none`."""
    return "+".join(switches) or "none"
