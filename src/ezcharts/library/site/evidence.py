"""Claims on the site: what people say, by what became of it; and what all studies say of a parameter.

Only entries that vary a parameter some claim is about are read. Findings of embedded and of real models are
never pooled: the one stands in for the other and proves nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ezcharts.errors import EzChartsError
from ezcharts.library.catalogue import Catalogue, Entry
from ezcharts.library.claims import EMBEDDED, FILE, STATUSES, Verdict, axis_of, judge, read_claims
from ezcharts.library.directions import MAKING, Findings, read_findings
from ezcharts.library.site import urls
from ezcharts.library.site.pages import Listing
from ezcharts.params.dialect import dialect_of, platforms
from ezcharts.params.explain import FAMILIES
from ezcharts.stats.direction import Direction
from ezcharts.stats.noise import widths
from ezcharts.stats.pool import Found, pool

HEADINGS: Final[Mapping[str, str]] = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "mixed": "Studies disagree",
    "undecided": "Undecided: too few seeds and prompts to be sure, or no clear way",
    "untested": "Untested",
}
FEWEST: Final = 2
"""Fewest studies of which a pooled direction is shown."""
MOST: Final = 8
"""Pooled measures on a page, those first in which studies agree."""


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
    """What all studies of one kind say of one measure.

    Attributes:
        family: The dialect, in words.
        models: Embedded or original ones.
        measure: Name of the measure.
        sentence: The pooled direction.
        names: The studies.
        agreement: Share of the studies that go the more common way.
    """

    family: str
    models: str
    measure: str
    sentence: str
    names: tuple[str, ...]
    agreement: float


@dataclass(frozen=True)
class Evidence:
    """What all entries of a catalogue say; each is read once, and only those that vary something.

    Attributes:
        catalogue: The entries.
        listings: Each of them in a line.
    """

    catalogue: Catalogue
    listings: Sequence[Listing]

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What became of every claim of the catalogue; nothing where it has none."""
        claims = read_claims(self.catalogue.folder / FILE)
        return tuple(judge(claim, self._about(claim.parameter, claim.study)) for claim in claims)

    def groups(self, parameters: Mapping[str, str]) -> list[ClaimGroup]:
        """Return the claims by status; `parameters` are the names that have a page."""
        titles = {one.name: one.title for one in self.listings}
        by_status: dict[str, list[ClaimLine]] = defaultdict(list)
        for verdict in self.verdicts:
            known = parameters.get(verdict.claim.parameter, "")
            line = ClaimLine(verdict, urls.parameter(known) if known else "", titles)
            by_status[verdict.status].append(line)
        return [
            ClaimGroup(name, HEADINGS[name], tuple(by_status[name])) for name in STATUSES if by_status[name]
        ]

    def claims(self, name: str) -> list[Verdict]:
        """Return the claims about one parameter."""
        return [verdict for verdict in self.verdicts if verdict.claim.parameter == name]

    def pooled(self, name: str) -> list[PooledLine]:
        """Return the directions of a parameter over its studies, per dialect and kind of models."""
        kinds: dict[tuple[str, str, str], list[tuple[str, Direction]]] = defaultdict(list)
        for entry, found in self._about(name):
            family = FAMILIES[dialect_of(entry.card.platform).name]
            models = EMBEDDED if entry.card.is_embedded else "original models"
            for axis in _axes_of(entry, name):
                for one in found.directions:
                    if one.axis == axis and one.rise is not None and not is_making(one.measure):
                        kinds[family, models, one.measure].append((entry.name, one))
        found_lines = (_pooled(name, key, some) for key, some in kinds.items() if _several(some))
        return sorted(found_lines, key=lambda line: -line.agreement)[:MOST]

    def _about(self, name: str, named: Collection[str] = ()) -> list[tuple[Entry, Findings]]:
        """Return the entries that vary a parameter, and those that are named."""
        about = (one for one in self.listings if name in one.parameters or one.name in named)
        return [pair for one in about for pair in self._read(one)]

    def _read(self, one: Listing) -> list[tuple[Entry, Findings]]:
        """Read an entry of ours once; one that is not valid says nothing here, the build says why."""
        if one.name not in self._kept:
            self._kept[one.name] = []
            if one.pictures and one.platform in platforms():
                with suppress(EzChartsError):
                    entry = self.catalogue.get(one.name)
                    self._kept[one.name] = [(entry, read_findings(entry))]
        return self._kept[one.name]

    @cached_property
    def _kept(self) -> dict[str, list[tuple[Entry, Findings]]]:
        return {}


def is_making(measure: str) -> bool:
    """Whether a measure is of how a picture was made, and not of what is seen."""
    return measure.partition(".")[0] in MAKING


def _several(some: Sequence[tuple[str, Direction]]) -> bool:
    return len({study for study, _ in some}) >= FEWEST


def _pooled(name: str, key: tuple[str, str, str], some: Sequence[tuple[str, Direction]]) -> PooledLine:
    """Pool one measure: in noise widths if all studies have a noise, else in the measure's own unit."""
    family, models, measure = key
    first = dict(reversed(some))  # a study counts once, by its first axis
    in_widths = all(one.noise is not None and one.noise.sd > 0 for one in first.values())
    found = [_found(study, one, in_widths) for study, one in sorted(first.items())]
    unit = "noise widths" if in_widths else next(iter(first.values())).unit
    said = pool(found, axis=name, measure=measure, unit=unit)
    agreement = max(said.up, said.down) / said.studies
    return PooledLine(family, models, measure, said.sentence, tuple(sorted(first)), agreement)


def _found(study: str, one: Direction, in_widths: bool) -> Found:
    rise = one.rise
    if rise is None:
        raise ValueError("only directions of numbers and switches are pooled")
    sized = widths(rise.estimate, one.noise) if in_widths else None
    if sized is not None:
        return Found(study, sized.mean, sized.se)
    return Found(study, rise.estimate.mean, rise.estimate.se)


def _axes_of(entry: Entry, name: str) -> list[str]:
    known = dialect_of(entry.card.platform).by_name.get(name)
    cells = entry.cells
    if known is None or cells is None:
        return []
    return [name for axis in cells.axes if (name := axis_of(axis, known.name))]
