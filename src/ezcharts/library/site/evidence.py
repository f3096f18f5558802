"""Claims on the site: what people say, by what became of it; and what all studies say of a parameter.

Only entries that vary a parameter some claim is about are read. Findings of embedded and of real models are
never pooled: the one stands in for the other and proves nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ezcharts.errors import EzChartsError
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.claims import EMBEDDED, FILE, STATUSES, Claim, Verdict, judge, read_claims
from ezcharts.library.directions import Findings, read_findings
from ezcharts.library.site import urls
from ezcharts.library.site.pages import Listing
from ezcharts.params.dialect import dialect_of, platforms
from ezcharts.params.explain import FAMILIES
from ezcharts.stats.direction import Direction
from ezcharts.stats.pool import Found, pool

HEADINGS: Final[Mapping[str, str]] = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "mixed": "Studies disagree",
    "undecided": "Undecided: too few seeds and prompts to be sure",
    "untested": "Untested",
}
FEWEST: Final = 2
"""Fewest studies of which a pooled direction is shown."""


@dataclass(frozen=True)
class ClaimLine:
    """A claim as a page shows it: the verdict, the address of its parameter, the title of each study."""

    verdict: Verdict
    address: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class ClaimGroup:
    """The claims of one status."""

    status: str
    heading: str
    lines: tuple[ClaimLine, ...]


@dataclass(frozen=True)
class PooledLine:
    """What all studies of one kind say of one measure."""

    family: str
    models: str
    measure: str
    sentence: str
    names: tuple[str, ...]


def verdicts(catalogue: Catalogue, listings: Sequence[Listing]) -> tuple[Verdict, ...]:
    """Return what became of every claim of a catalogue; nothing where it has none."""
    claims = read_claims(catalogue.folder / FILE)
    if not claims:
        return ()
    read = tuple(_read(catalogue, listings, {claim.parameter for claim in claims}))
    return tuple(judge(claim, read) for claim in claims)


def claim_groups(
    found: Iterable[Verdict], listings: Sequence[Listing], parameters: Mapping[str, str]
) -> list[ClaimGroup]:
    """Return the claims by status, those with evidence first."""
    titles = {one.name: one.title for one in listings}
    by_status: dict[str, list[ClaimLine]] = defaultdict(list)
    for verdict in found:
        known = parameters.get(verdict.claim.parameter, "")
        line = ClaimLine(verdict, urls.parameter(known) if known else "", titles)
        by_status[verdict.status].append(line)
    return [ClaimGroup(name, HEADINGS[name], tuple(by_status[name])) for name in STATUSES if by_status[name]]


def of_parameter(found: Iterable[Verdict], name: str) -> list[Verdict]:
    """Return the claims about one parameter."""
    return [verdict for verdict in found if verdict.claim.parameter == name]


def pooled(catalogue: Catalogue, listings: Sequence[Listing], name: str) -> list[PooledLine]:
    """Return the directions of a parameter over its studies, per dialect and kind of models.

    Sizes are in units of the measure where no study has a noise between seeds: one unit for all.
    """
    kinds: dict[tuple[str, str, str], list[tuple[str, Direction]]] = defaultdict(list)
    for entry, found in _read(catalogue, listings, {name}):
        family = FAMILIES[dialect_of(entry.card.platform).name]
        models = EMBEDDED if entry.card.models == "embedded" else "original models"
        for axis in _axes_of(entry, name):
            for one in found.directions:
                if one.axis == axis and one.trend is not None:
                    kinds[family, models, one.measure].append((entry.name, one))
    return [
        _pooled(name, key, some) for key, some in kinds.items() if len({study for study, _ in some}) >= FEWEST
    ]


def _pooled(name: str, key: tuple[str, str, str], some: Sequence[tuple[str, Direction]]) -> PooledLine:
    """Pool one measure: in noise widths if all studies have a noise, else in the measure's own unit."""
    family, models, measure = key
    first = dict(reversed(some))  # a study counts once, by its first axis
    in_widths = all(one.widths is not None for one in first.values())
    found = [_found(study, one, in_widths) for study, one in sorted(first.items())]
    unit = "noise widths" if in_widths else next(iter(first.values())).unit
    said = pool(found, axis=name, measure=measure, unit=unit).sentence
    return PooledLine(family, models, measure, said, tuple(sorted(first)))


def _found(study: str, one: Direction, in_widths: bool) -> Found:
    if one.trend is None:
        raise ValueError("only directions with a trend are pooled")
    if in_widths and one.widths is not None:
        return Found(study, one.widths.mean, None)
    return Found(study, one.trend.estimate.mean, one.trend.estimate.se)


def _axes_of(entry: Entry, name: str) -> list[str]:
    known = dialect_of(entry.card.platform).by_name.get(name)
    cells = entry.cells
    if known is None or cells is None:
        return []
    return [axis.name for axis in cells.axes if axis.parameters == (known.name,) and not axis.repeat]


def _read(
    catalogue: Catalogue, listings: Iterable[Listing], names: set[str]
) -> Iterator[tuple[Entry, Findings]]:
    """Read the findings of every entry of ours that varies one of some parameters."""
    for one in listings:
        if one.pictures and one.platform in platforms() and names & set(one.parameters):
            try:
                entry = catalogue.get(one.name)
                yield entry, read_findings(entry)
            except EzChartsError:
                continue  # the build says what is wrong with an entry; here it only says nothing


__all__ = [
    "Claim",
    "ClaimGroup",
    "ClaimLine",
    "PooledLine",
    "claim_groups",
    "of_parameter",
    "pooled",
    "verdicts",
]
