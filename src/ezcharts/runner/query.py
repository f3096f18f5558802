"""A chart as a query: which pictures of a store belong on it, and which come near.

The idea is EnzymeZoo's (anchors.md 0.2): whatever was rendered, for whichever study, is there to be shown
along any two parameters. Pictures belong on one chart when they agree in everything but its axes and what is
to be ignored; each such set is one possible chart.

Settings are compared as the plain data of the records. The same settings are the same picture on every
platform of a dialect, so platforms are not compared. Files count by content, weights by digest: of pictures
that differ in weights only, those of the newest are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ezcharts.params.dialect import dialect_of, platforms
from ezcharts.params.domain import Json
from ezcharts.params.table import Dialect
from ezcharts.store.blobs import is_digest
from ezcharts.store.records import Record, canonical
from ezcharts.store.store import Store
from ezcharts.studies.axes import Axis
from ezcharts.studies.cell import FILES
from ezcharts.studies.given import Overlay
from ezcharts.studies.vocabulary import show_value

IMAGE: Final = "image"
"""Stands for which picture of its seed a picture is, where parameters are compared."""
MATHEMATICS: Final = "mathematics"
MODELS: Final = "models"
"""Among what is ignored: weights may differ."""

Place = tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise: parameter, what was asked for, what is there."""

    name: str
    wanted: str
    seen: str

    def __str__(self) -> str:
        return f"{self.name} {self.seen} (not {self.wanted})"


@dataclass(frozen=True)
class Near:
    """A picture that comes near, and how it differs."""

    record: Record
    differences: tuple[Difference, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.differences))


@dataclass
class PictureSet:
    """Pictures that agree in everything but the axes: one possible chart.

    Attributes:
        rest: What they agree in.
        places: Index of the value of each axis -> picture, the newest where there are several.
        weights: Role -> SHA-256, of all of them.
        older: Pictures that were left out because newer ones have other weights.
    """

    rest: Mapping[str, Json]
    places: dict[Place, Record] = field(default_factory=dict)
    weights: dict[str, str] = field(default_factory=dict)
    older: int = 0


@dataclass(frozen=True)
class Query:
    """What a chart asks for.

    Attributes:
        dialect: The dialect of all names.
        axes: The values to show, down and across.
        static: Parameter -> the value that every picture has, as plain data.
        ignored: Parameters that may differ between the pictures.
    """

    dialect: Dialect
    axes: tuple[Axis, ...]
    static: Mapping[str, Json] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    @property
    def size(self) -> int:
        """How many places the chart has."""
        size = 1
        for axis in self.axes:
            size *= len(axis)
        return size

    def sets(self, records: Iterable[Record]) -> list[PictureSet]:
        """Return every possible chart, the fullest first.

        Args:
            records: Finished pictures of the dialect, newest first (`pictures`).
        """
        found: dict[bytes, PictureSet] = {}
        for record in records:
            place = self.place(record)
            if place is None or self.off_static(record):
                continue
            rest = self.rest(record)
            each = found.setdefault(canonical(rest), PictureSet(rest))
            if self._same_weights(each, record):
                each.weights |= record.models
                each.places.setdefault(place, record)
            else:
                each.older += 1
        return sorted(found.values(), key=lambda each: -len(each.places))

    def place(self, record: Record) -> Place | None:
        """Return where a picture stands on the axes; None where it does not."""
        indices = [self._index(axis, record) for axis in self.axes]
        return None if None in indices else tuple(index for index in indices if index is not None)

    def rest(self, record: Record) -> dict[str, Json]:
        """Return what two pictures of one chart have in common, as plain data."""
        names = {parameter.name for parameter in self.dialect if parameter.role == "rendering"}
        names -= self._varied | self.ignored | set(FILES)
        files = {role: record.models[role] for role in FILES if role in record.models}
        own: dict[str, Json] = {name: record.settings[name] for name in sorted(names)}
        own |= {role: digest for role, digest in files.items() if role not in self.ignored | self._varied}
        own |= {MATHEMATICS: record.mathematics} | ({} if IMAGE in self.ignored else {IMAGE: record.image})
        return own

    def near(self, records: Iterable[Record], most: int = 5) -> list[Near]:
        """Return the pictures that miss the axes and the static values least, each kind of miss once."""
        misses = (Near(each, (*self._off_axes(each), *self.off_static(each))) for each in records)
        return _nearest(misses, most)

    def near_place(self, records: Iterable[Record], shown: PictureSet, place: Place) -> list[Near]:
        """Return the picture that would stand at an empty place of a chart, did it agree with the others."""
        here = (each for each in records if self.place(each) == place)
        return _nearest((Near(each, self._differences(self.rest(each), shown.rest)) for each in here), 1)

    def off_static(self, record: Record) -> tuple[Difference, ...]:
        """Return in which static values a picture differs."""
        return self._differences(record.settings, self.static)

    def show(self, name: str, value: Json) -> str:
        """Return a value of a record as a label shows it."""
        if name not in self.dialect.by_name or (name in FILES and is_digest(value)):
            return str(value)[:12]
        domain = self.dialect.find(name).domain
        return show_value(domain, domain.parse(value))

    def _differences(self, seen: Mapping[str, Json], wanted: Mapping[str, Json]) -> tuple[Difference, ...]:
        return tuple(
            Difference(name, self.show(name, value), self.show(name, seen.get(name)))
            for name, value in wanted.items()
            if seen.get(name) != value
        )

    @cached_property
    def _varied(self) -> set[str]:
        return {name for axis in self.axes for name in axis.parameters}

    def _index(self, axis: Axis, record: Record) -> int | None:
        return next((i for i, value in enumerate(axis.values) if self._has(record, value)), None)

    def _has(self, record: Record, value: Overlay) -> bool:
        settings = record.settings
        return all(settings[name] == self._json(name, given) for name, given in value.plain().items())

    def _json(self, name: str, value: object) -> Json:
        return self.dialect.find(name).domain.to_json(value)

    def _off_axes(self, record: Record) -> Iterator[Difference]:
        for axis in self.axes:
            if self._index(axis, record) is None:
                seen = ", ".join(self.show(name, record.settings[name]) for name in axis.parameters)
                yield Difference(axis.name, ", ".join(value.label for value in axis.values), seen)

    def _same_weights(self, each: PictureSet, record: Record) -> bool:
        shared = each.weights.keys() & record.models.keys() - set(FILES)
        return MODELS in self.ignored or all(each.weights[role] == record.models[role] for role in shared)


def pictures(store: Store, dialect: Dialect | None = None) -> list[Record]:
    """Return the records of finished pictures, newest first; those with another version's parameters are not.

    Args:
        store: Where to look.
        dialect: Pictures of this dialect only; of any when None.
    """
    keys = store.keys()
    records = (store.get(key) for key in keys)
    found = [record for record in records if record and record.state == "done" and _readable(record)]
    mine = [each for each in found if dialect is None or dialect_of(each.platform) is dialect]
    there = [record for record in mine if store.picture_path(record).exists()]
    return sorted(there, key=lambda record: record.created, reverse=True)


def told_apart(query: Query, sets: Sequence[PictureSet]) -> list[str]:
    """Return the names in which sets differ."""
    names = dict.fromkeys(name for each in sets for name in each.rest)
    return [name for name in names if len({repr(each.rest.get(name)) for each in sets}) > 1]


def _readable(record: Record) -> bool:
    """Return whether a record has the parameters of this version."""
    if record.platform not in platforms():
        return False
    return record.settings.keys() == {parameter.name for parameter in dialect_of(record.platform)} | {
        "platform"
    }


def _nearest(misses: Iterable[Near], most: int) -> list[Near]:
    different: dict[tuple[Difference, ...], Near] = {}
    for miss in misses:
        different.setdefault(miss.differences, miss)  # the newest of each kind
    return sorted(different.values(), key=lambda miss: len(miss.differences))[:most]
