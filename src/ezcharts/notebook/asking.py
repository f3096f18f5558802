"""A query put to a store, and what to say when the answer is not one chart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ezcharts.errors import InputError, UnknownName
from ezcharts.notebook.blocks import Block, Words
from ezcharts.notebook.match import Match
from ezcharts.notebook.results import Result
from ezcharts.params.dialect import DIALECTS, dialect_of
from ezcharts.params.domain import Json
from ezcharts.params.table import Dialect
from ezcharts.runner.query import Near, PictureSet, Query, pictures, told_apart
from ezcharts.store.records import Record
from ezcharts.store.store import Store
from ezcharts.studies.axes import Axis, read_axis
from ezcharts.studies.vocabulary import CLIP_MODELS, Vocabulary
from ezcharts.studies.yaml_nodes import node_of

Display = str | tuple[str, Any]
"""A parameter and the values to show, as in `("eta", [0, 0.8])`; the name alone shows all that there are."""

_MOST_SETS: Final = 8
_MOST_EMPTY: Final = 6
_CHOOSE: Final = "put a value of each into static_match_parameters, or a name into ignore_these_vars"


@dataclass(frozen=True)
class Answer:
    """What a store has to say to a query.

    Attributes:
        query: What was asked for.
        store: The store.
        records: Its pictures of the query's dialect.
        sets: Every chart that would fit.
    """

    query: Query
    store: Store
    records: tuple[Record, ...]
    sets: tuple[PictureSet, ...]

    def result(self, close_matches: bool = True) -> Result:
        """Return the one chart that fits; of several the one that is complete, if only one is.

        Args:
            close_matches: Whether to say what comes near where a place is empty.

        Raises:
            InputError: There are several, or none.
        """
        if not self.sets:
            raise InputError(self._nothing())
        complete = [each for each in self.sets if len(each.places) == self.query.size]
        if len(self.sets) > 1 and len(complete) != 1:
            raise InputError(f"{self._several()}\n{_CHOOSE}")
        match = Match(self.query, self.sets[0], self.store)
        return replace(match.result(), remarks=tuple(self._remarks(match, close_matches)))

    @property
    def nearest(self) -> list[Near]:
        """The pictures that come nearest, each kind of miss once."""
        return self.query.near(self.records)

    def _nothing(self) -> str:
        if not self.records:
            return f"the store {self.store.root} has no pictures yet; ez.run and ez.loop_parameters make some"
        misses = "".join(f"\n  {near}" for near in self.nearest)
        return f"no picture in {self.store.root} fits {self._asked()}; what comes nearest has{misses}"

    def _asked(self) -> str:
        axes = [f"{a.name} {', '.join(value.label for value in a.values)}" for a in self.query.axes]
        fixed = [f"{name} {self.query.show(name, value)}" for name, value in self.query.static.items()]
        return "; ".join(axes + fixed)

    def _several(self) -> str:
        names = told_apart(self.query, self.sets)
        lines = [f"\n  {self._described(each, names)}" for each in self.sets[:_MOST_SETS]]
        more = f"\n  ... {len(self.sets)} in all" if len(self.sets) > _MOST_SETS else ""
        return (
            f"{len(self.sets)} charts fit; their pictures differ in {', '.join(names)}:{''.join(lines)}{more}"
        )

    def _described(self, each: PictureSet, names: Sequence[str]) -> str:
        values = ", ".join(f"{name} {self.query.show(name, each.rest.get(name))}" for name in names)
        return f"{values}: {len(each.places)} of {self.query.size} places"

    def _remarks(self, match: Match, close_matches: bool) -> Iterator[Block]:
        if len(self.sets) > 1:
            yield Words(f"{self._several()}\nshown is the one that is complete", "quiet")
        if match.shown.older:
            yield Words(f"{match.shown.older} pictures by older weights are left out", "quiet")
        empty = match.empty if close_matches else []
        for place in empty[:_MOST_EMPTY]:
            near = self.query.near_place(self.records, match.shown, place)
            hint = f"; the nearest has {near[0]}" if near else ""
            yield Words(f"no picture for {match.label(place)}{hint}", "note")
        if len(empty) > _MOST_EMPTY:
            yield Words(f"... {len(empty)} places are empty in all", "note")


def ask(
    store: Store,
    displays: Sequence[Display],
    static: Mapping[str, Any],
    ignored: Collection[str],
    platform: str | None,
) -> Answer:
    """Put a query to a store.

    Args:
        store: The store.
        displays: What goes down and across; the last one across.
        static: Parameter -> the value that every picture has.
        ignored: Parameters that may differ; names that nobody knows make no difference.
        platform: A notebook version of the dialect to look in; any dialect that has all names when None.

    Raises:
        InputError: A name is unknown or a value is outside its domain; or pictures of two dialects fit.
    """
    names = [*(display if isinstance(display, str) else display[0] for display in displays), *static]
    dialects = (dialect_of(platform),) if platform else _knowing(names)
    at_hand = {dialect.name: pictures(store, dialect) for dialect in dialects}
    asked = [dialect for dialect in dialects if at_hand[dialect.name]] or dialects[:1]
    answers, refused = list[Answer](), list[InputError]()
    for dialect in asked:
        try:
            answers.append(_ask(dialect, store, at_hand[dialect.name], displays, static, ignored))
        except InputError as error:  # a value that one dialect has and another has not
            refused.append(error)
    if not answers:
        raise refused[0]
    fitting = [answer for answer in answers if answer.sets]
    if len(fitting) > 1:
        listed = " and ".join(answer.query.dialect.name for answer in fitting)
        raise InputError(f"pictures of {listed} fit, and a chart shows one dialect; say platform=...")
    return fitting[0] if fitting else max(answers, key=lambda answer: len(answer.records))


def known(dialect: Dialect, names: Collection[str]) -> frozenset[str]:
    """Return names in the dialect's own spelling; one that it does not know stays as it is."""
    return frozenset(dialect.by_name[name].name if name in dialect.by_name else name for name in names)


def _knowing(names: Sequence[str]) -> tuple[Dialect, ...]:
    """Return the dialects that have all parameters of these names."""
    everything = [name for dialect in DIALECTS for name in dialect.by_name]
    for name in names:
        if name not in everything and name != CLIP_MODELS:
            raise UnknownName("parameter", name, everything)
    having = [d for d in DIALECTS if all(name in d.by_name or name == CLIP_MODELS for name in names)]
    if not having:
        raise InputError(f"no notebook has all of {', '.join(names)}")
    return tuple(having)


def _ask(
    dialect: Dialect,
    store: Store,
    records: Sequence[Record],
    displays: Sequence[Display],
    static: Mapping[str, Any],
    ignored: Collection[str],
) -> Answer:
    versions = list(dialect.platforms)
    newest = max((record.platform for record in records), key=versions.index, default=versions[-1])
    vocabulary = Vocabulary(newest, Path())
    query = Query(dialect, (), _plain(vocabulary, static), known(dialect, ignored))
    fitting = [record for record in records if not query.off_static(record)]
    axes = [_axis(vocabulary, display, fitting) for display in displays if _is_there(display, fitting)]
    query = replace(query, axes=tuple(axes))
    sets = query.sets(records) if len(axes) == len(displays) else []
    return Answer(query, store, tuple(records), tuple(sets))


def _plain(vocabulary: Vocabulary, static: Mapping[str, Any]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name, value in static.items():
        parameter = vocabulary.find(name)
        found[parameter.name] = parameter.domain.to_json(parameter.parse(value, vocabulary.version))
    return found


def _is_there(display: Display, fitting: Sequence[Record]) -> bool:
    """Return whether an axis can be made: one without values has those of the pictures, if there are any."""
    return not isinstance(display, str) or bool(fitting)


def _axis(vocabulary: Vocabulary, display: Display, fitting: Sequence[Record]) -> Axis:
    if not isinstance(display, str):
        name, values = display
        listed = values if isinstance(values, str) else list(values)
        return read_axis(vocabulary, name, node_of(listed))
    if display == CLIP_MODELS:
        raise InputError(f'{CLIP_MODELS} needs its sets, as in ("{CLIP_MODELS}", [["ViTB32"], ["RN50"]])')
    parameter = vocabulary.find(display)
    seen = {repr(record.settings[parameter.name]): record.settings[parameter.name] for record in fitting}
    plain = list(seen.values())
    if all(isinstance(value, int | float) for value in plain):
        plain.sort()
    return read_axis(vocabulary, display, node_of(plain))
