"""What has been studied together, and what is wanted.

The rule for wanted pairs: of the parameters of a dialect that act on the picture, those pairs that no study
of the dialect combines, by how many studies touch the one times how many touch the other. What people reach
for most, and have not yet seen together, comes first; names decide between equals. The switches of CLIP
models count as one parameter; prompts, seeds and counts of pictures as none, since those only repeat a
study.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from ezcharts.library.site.known import CLIP_MODELS, PROMPTS
from ezcharts.library.site.pages import Coverage, Listing, Pair, Row
from ezcharts.params.dialect import DIALECTS, Dialect
from ezcharts.params.explain import FAMILIES

RULE: Final = (
    "Pairs of parameters that act on the picture and that no study of their dialect combines. Those come "
    "first whose two parameters people study most: the number of studies of the one times that of the other."
)
_LEFT_OUT: Final = frozenset({"seed", "n_batches", "batch_size"})


def coverage(listings: Iterable[Listing]) -> tuple[Coverage, ...]:
    """Return the coverage of each dialect."""
    known = list(listings)
    return tuple(_of(dialect, [one for one in known if one.dialect == dialect.name]) for dialect in DIALECTS)


def most_wanted(covered: Sequence[Coverage], count: int) -> tuple[Pair, ...]:
    """Return the pairs wanted most over all dialects."""
    pairs = [pair for one in covered for pair in one.wanted]
    return tuple(sorted(pairs, key=_order)[:count])


def _of(dialect: Dialect, listings: Sequence[Listing]) -> Coverage:
    topics = _topics(dialect)
    every = list(dict.fromkeys(topics.values()))
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    for listing in listings:
        touched = sorted({topics[name] for name in listing.parameters if name in topics})
        single.update(touched)
        double.update(combinations(touched, 2))
    names = sorted((name for name in every if single[name]), key=lambda name: (-single[name], name))
    rows = [
        Row(name, single[name], tuple(double[_pair(name, other)] for other in names[:index]))
        for index, name in enumerate(names)
    ]
    wanted = [
        Pair(dialect.name, FAMILIES[dialect.name], *_by_use(a, b, single), single[a] * single[b])
        for a, b in combinations(names, 2)
        if not double[_pair(a, b)]
    ]
    return Coverage(
        dialect=dialect.name,
        family=FAMILIES[dialect.name],
        rows=tuple(rows),
        wanted=tuple(sorted(wanted, key=_order)),
        never=tuple(sorted((name for name in every if not single[name]), key=str.casefold)),
        pairs_done=len(double),
        pairs_all=len(every) * (len(every) - 1) // 2,
    )


def _topics(dialect: Dialect) -> dict[str, str]:
    """Every parameter that acts on the picture -> what it counts as."""
    own = {
        parameter.name: CLIP_MODELS if parameter.group == CLIP_MODELS else parameter.name
        for parameter in dialect
        if parameter.role == "rendering" and parameter.name not in _LEFT_OUT and parameter.group != PROMPTS
    }
    return {**own, "clip_models": CLIP_MODELS}  # what people write who name no switch


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _by_use(a: str, b: str, single: Counter[str]) -> tuple[str, str]:
    return (a, b) if (-single[a], a) < (-single[b], b) else (b, a)


def _order(pair: Pair) -> tuple[int, str, str, str]:
    return -pair.touched, pair.first, pair.second, pair.dialect
