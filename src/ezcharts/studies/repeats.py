"""Repeats: the whole study again with another seed, or with the next picture of the same seed.

    repeats: 3                            the study's seed and the two after it
    repeats: [11, 12, 13]                 these seeds
    repeats: {seeds: 1-4, images: 0-1}    each of these pictures of each of these seeds

Repeats are blocks and not an axis of the sheet: they say how much of a difference is chance. A notebook's
picture number counts from 0; without a word a study renders picture 0 of its one seed.
"""

from __future__ import annotations

from dataclasses import dataclass

from ezcharts.errors import InputError
from ezcharts.params.domain import Domain, Int
from ezcharts.studies import fields
from ezcharts.studies.problems import Problems
from ezcharts.studies.ranges import numbers
from ezcharts.studies.vocabulary import Vocabulary
from ezcharts.studies.yaml_nodes import Node, Scalar, Table

_MOST = 1000


@dataclass(frozen=True)
class Repeat:
    """One repeat.

    Attributes:
        seed: Its seed; None is the seed that settings or an axis give.
        image: Which picture of the seed, from 0.
        offset: Added to the study's seed where `seed` is None.
    """

    seed: int | None = None
    image: int = 0
    offset: int = 0


def read_repeats(vocabulary: Vocabulary, node: Node | None) -> tuple[Repeat, ...]:
    """Return the repeats of a study, in the order written.

    Raises:
        StudyError: The entry is neither a count nor a list of seeds; or a seed or picture stands twice.
    """
    if node is None:
        return (Repeat(),)
    if isinstance(node, Scalar) and isinstance(node.value, int):
        count = fields.whole(node, "repeats", 1)
        if count > _MOST:
            raise node.place.error("repeats", f"a study has at most {_MOST} repeats, got {count}")
        return tuple(Repeat(offset=offset) for offset in range(count))
    if not isinstance(node, Table):
        return tuple(Repeat(seed) for seed in _seeds(vocabulary, node, "repeats"))
    entries = fields.table(node, "repeats", ("seeds", "images")).entries
    seeds = _seeds(vocabulary, entries["seeds"], "repeats.seeds") if "seeds" in entries else (None,)
    images = _numbers(Int(low=0), entries["images"], "repeats.images") if "images" in entries else (0,)
    return tuple(Repeat(seed, image) for seed in seeds for image in images)


def _seeds(vocabulary: Vocabulary, node: Node, key: str) -> tuple[int, ...]:
    seed = vocabulary.find("seed")
    return _numbers(seed.domain_at(vocabulary.version), node, key)


def _numbers(domain: Domain, node: Node, key: str) -> tuple[int, ...]:
    """Return a list of different whole numbers; texts such as `1-4` stand for several."""
    problems, found = Problems(), list[int]()
    for item in fields.each(node):
        with problems.noting(item.place, key):
            found += _spread(domain, item)
    problems.raise_any()
    if len(set(found)) < len(found) or not found:
        raise node.place.error(key, f"lists different numbers, got {', '.join(map(str, found)) or 'none'}")
    return tuple(found)


def _spread(domain: Domain, node: Node) -> list[int]:
    value = node.plain()
    values = numbers(value, whole=True) if isinstance(value, str) else (value,)
    parsed = [domain.parse(value) for value in values]
    if not all(isinstance(value, int) for value in parsed):
        raise InputError(f"lists numbers, got {value!r}; only one seed of a study is drawn: leave seed out")
    return parsed
