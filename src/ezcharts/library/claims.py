"""Claims: what people and code say that a parameter does, held against the studies.

    claim     parameter, measure, sign, condition, source        library/claims.yaml, written by people
    evidence  one axis of one entry: what its figures say        for, against, or nothing
    status    supported, contradicted, mixed, undecided, untested

Evidence is strong where chance is ruled out (a claimed direction, or pictures that are identical), and weak
where all blocks agree and are too few to say; where they disagree it says that somebody looked. Strong
evidence decides; weak evidence alone leaves a claim undecided, and says which way it leans. Conditions are
held against the entry's settings (`conditions`); one in words cannot be, and evidence is then never more than
weak, but for identical pictures. What only embedded models have shown is said to be so: they stand in for the
notebooks' models and prove nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, cast

from ezcharts.errors import LibraryError
from ezcharts.library.catalogue import Entry
from ezcharts.library.conditions import Kept, check_condition, held
from ezcharts.library.directions import Findings
from ezcharts.library.switches import is_of_sets
from ezcharts.library.table import Axis, Cells
from ezcharts.params.dialect import dialect_of, platforms
from ezcharts.stats.direction import Direction
from ezcharts.studies.fields import each, table, text, word
from ezcharts.studies.problems import Problems
from ezcharts.studies.yaml_nodes import Node, read_yaml

FILE: Final = "claims.yaml"
EMBEDDED: Final = "embedded models only"
NO_MEASURE: Final = "none"
SETS: Final = "clip_models"
"""The parameter of claims about sets of models: more of them is one more switch on."""

Sign = Literal["up", "down", "none", "peaked"]
Status = Literal["supported", "contradicted", "mixed", "undecided", "untested"]
SIGNS: Final = ("up", "down", "none", "peaked")
STATUSES: Final = ("supported", "contradicted", "mixed", "undecided", "untested")


@dataclass(frozen=True)
class Said:
    """Who says it, and where."""

    by: str = ""
    url: str = ""
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A claim; `library/claims.yaml` says what each field means."""

    id: str
    parameter: str
    says: str
    measure: str = NO_MEASURE
    sign: Sign = "none"
    condition: str = ""
    note: str = ""
    dialects: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    source: tuple[Said, ...] = ()
    study: tuple[str, ...] = ()

    def is_about(self, platform: str) -> bool:
        """Whether the claim is about a platform of ours."""
        if platform not in platforms():
            return False
        return platform in self.platforms or dialect_of(platform).name in self.dialects


@dataclass(frozen=True)
class Evidence:
    """What one axis of one entry says of a claim.

    Attributes:
        entry: Name of the entry.
        holds: Whether it speaks for the claim; None where blocks disagree and nothing is sure.
        strong: Whether chance is ruled out.
        sentence: What the figures say.
        embedded: Whether embedded models rendered it.
    """

    entry: str
    holds: bool | None
    strong: bool
    sentence: str
    embedded: bool


@dataclass(frozen=True)
class Verdict:
    """A claim and what became of it."""

    claim: Claim
    status: Status
    evidence: tuple[Evidence, ...] = ()

    @property
    def words(self) -> str:
        """The status as it is written: `supported (embedded models only)`, `undecided, leans to yes`."""
        said: str = self.status
        if self.status == "undecided" and self.evidence:
            ways = {one.holds for one in self.evidence if one.holds is not None}
            said += ", leans to yes" if ways == {True} else ", leans to no" if ways == {False} else ""
        only = self.status != "untested" and all(one.embedded for one in self.evidence)
        return f"{said} ({EMBEDDED})" if only else said


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read the claims of a library; none where there is no file.

    Raises:
        StudyError: All that is wrong with them, with file and line.
    """
    if not path.exists():
        return ()
    node, problems = read_yaml(path.read_text(encoding="utf-8"), str(path)), Problems()
    found: dict[str, Claim] = {}
    for item in each(node):
        with problems.noting(item.place, "claim"):
            claim = _claim(item)
            if claim.id in found:
                raise item.place.error("id", f"{claim.id!r} is used twice; each claim has an id of its own")
            found[claim.id] = claim
    problems.raise_any()
    return tuple(found.values())


def judge(claim: Claim, entries: Iterable[tuple[Entry, Findings]]) -> Verdict:
    """Hold a claim against the entries that vary its parameter on a platform that it is about."""
    evidence = tuple(one for entry, found in entries for one in _evidence(claim, entry, found))
    return Verdict(claim, _status(evidence), evidence)


def _status(evidence: Sequence[Evidence]) -> Status:
    if not evidence:
        return "untested"
    strong = {one.holds for one in evidence if one.strong}
    if not strong:
        return "undecided"
    return "mixed" if len(strong) > 1 else "supported" if strong == {True} else "contradicted"


def _evidence(claim: Claim, entry: Entry, found: Findings) -> Iterator[Evidence]:
    cells = entry.cells
    if cells is None or claim.measure == NO_MEASURE or not claim.is_about(entry.card.platform):
        return
    if claim.study and entry.name not in claim.study:
        return
    kept = _condition(claim, entry, cells)
    if kept == "broken":
        return
    for name in _names(claim.parameter, entry.card.platform, cells):
        for one in _of_axis(claim, entry, name, found):
            # identical pictures are so under any condition
            still = one.holds is True and claim.sign == "none"
            yield one if kept == "kept" or still else replace(one, strong=False)


def _names(parameter: str, platform: str, cells: Cells) -> Iterator[str]:
    """Yield under which names findings speak of a parameter; of sets of models, by every switch."""
    if parameter == SETS:
        yield from (name for axis in cells.axes if is_of_sets(axis) for name in axis.parameters)
        return
    known = dialect_of(platform).by_name.get(parameter)
    if known is not None:
        yield from filter(None, (axis_of(axis, known.name) for axis in cells.axes))


def axis_of(axis: Axis, parameter: str) -> str:
    """Return under which name findings speak of a parameter on an axis: the axis's, or that of its switch."""
    if axis.repeat:
        return ""
    if axis.parameters == (parameter,):
        return axis.name
    return parameter if parameter in axis.parameters and is_of_sets(axis) else ""


def _condition(claim: Claim, entry: Entry, cells: Cells) -> Kept:
    """Hold what a claim is conditional on against an entry; the entries that it names meet its words."""
    found = held(claim.condition, entry.card.platform, cells)
    return "broken" if found == "words" and entry.name not in claim.study else found


def _of_axis(claim: Claim, entry: Entry, axis: str, found: Findings) -> Iterator[Evidence]:
    embedded = entry.card.is_embedded
    idle = next((one for one in found.idle if one.axis == axis), None)
    if idle is not None and idle.inert:
        yield Evidence(entry.name, claim.sign == "none", True, idle.sentence, embedded)
        return
    if claim.measure == "difference" and idle is not None:
        acts = idle.verdict == "acts"
        yield Evidence(entry.name, claim.sign != "none" if acts else None, acts, idle.sentence, embedded)
        return
    for one in found.directions:
        if one.axis == axis and one.measure == claim.measure:
            holds, strong = _reads(claim.sign, one)
            yield Evidence(entry.name, holds, strong and holds is not None, one.sentence, embedded)


def _reads(sign: Sign, one: Direction) -> tuple[bool | None, bool]:
    """Return whether a direction speaks for a sign (None: it says nothing), and whether it is sure."""
    trend, bend = one.rise, one.bend
    if sign == "peaked":
        if bend is None or one.shape is None or one.shape.form not in ("peak", "valley"):
            return (False, True) if one.claimed else (None, False)
        return one.shape.form == "peak", bend.claimed
    if trend is None:
        return None, False
    agree = trend.count.along(trend.estimate.mean) == trend.count.all
    if trend.count.equal == trend.count.all:
        return sign == "none", False
    if sign == "none":
        return (False, True) if one.claimed else (None, False)
    if not one.claimed and not agree:
        return None, False
    return (trend.estimate.mean > 0) == (sign == "up"), one.claimed


def _claim(node: Node) -> Claim:
    entries = table(node, "claim", tuple(_READERS)).entries
    missing = {"id", "parameter", "says"} - entries.keys()
    if missing:
        raise node.place.error("claim", f"needs {', '.join(sorted(missing))}")
    claim = Claim(**{key: _READERS[key](entry, key) for key, entry in entries.items()})
    if not claim.dialects and not claim.platforms:
        raise LibraryError(f"the claim {claim.id!r} says which dialects or platforms it is about")
    if "condition" in entries:
        check_condition(claim.condition, entries["condition"])
    return claim


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(text(item, key) for item in each(node))


def _sources(node: Node, key: str) -> tuple[Said, ...]:
    return tuple(
        Said(
            **{
                name: text(entry, f"{key}.{name}")
                for name, entry in table(item, key, ("by", "url", "where")).entries.items()
            }
        )
        for item in each(node)
    )


def _sign(node: Node, key: str) -> Sign:
    return cast(Sign, word(node, key, SIGNS))


_READERS: Final[Mapping[str, Callable[[Node, str], Any]]] = {
    **dict.fromkeys(("id", "parameter", "measure", "condition", "note", "says"), text),
    **dict.fromkeys(("dialects", "platforms", "study"), _texts),
    "sign": _sign,
    "source": _sources,
}
