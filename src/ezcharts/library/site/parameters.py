"""Pages of parameters: pictures first, then the facts, each dialect by itself.

One page holds a name over both dialects. What they mean by it may differ, so studies of both never stand
under one heading, and what misleads is said above the pictures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ezcharts.library.card import platform_words
from ezcharts.library.site import urls
from ezcharts.library.site.index import about as line_of
from ezcharts.library.site.known import CLIP_MODELS, PROMPTS, declarations, group_of, nicknames
from ezcharts.library.site.lists import by_title
from ezcharts.library.site.pages import (
    Difference,
    Group,
    Listing,
    Meaning,
    ParameterLine,
    ParameterPage,
)
from ezcharts.params.compare import Comparison, about, sides
from ezcharts.params.dialect import DIALECTS, Dialect
from ezcharts.params.explain import FAMILIES, facts
from ezcharts.params.parameter import OURS, Parameter
from ezcharts.params.quirks import QUIRKS

MOST: Final = 60  # studies on the page itself; the rest is in a list of its own
_IN: Final = {
    **{name: f"In {'the ' * (name == 'jax')}{words}" for name, words in FAMILIES.items()},
    "": "Elsewhere",
}


def using(listings: Sequence[Listing]) -> Mapping[str, list[Listing]]:
    """Return every parameter that is studied -> its studies."""
    found: dict[str, list[Listing]] = defaultdict(list)
    for one in listings:
        for name in one.parameters:
            found[name].append(one)
    return found


def parameter_pages(used: Mapping[str, Sequence[Listing]]) -> Iterator[ParameterPage]:
    """Yield the page of every parameter that a dialect has."""
    for name in declarations():
        yield _page(name, used.get(name, ()))


def parameter_lines(used: Mapping[str, Sequence[Listing]]) -> list[ParameterLine]:
    """Return every parameter in a line: most studied first, prompts and CLIP models after them."""
    lines = [
        ParameterLine(
            name=name,
            line=line_of(name),
            count=len(used.get(name, ())),
            thumb=_thumb(name, used.get(name, ())),
            families=tuple(FAMILIES[dialect.name] for dialect, _ in declared),
        )
        for name, declared in declarations().items()
    ]
    last = (PROMPTS, CLIP_MODELS)
    return sorted(
        lines,
        key=lambda line: (not line.count, group_of(line.name) in last, -line.count, line.name.casefold()),
    )


def choices() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every nickname that is no parameter's own name, and what it may mean."""
    own = {name.lower() for name in declarations()}
    for alias, meant in sorted(nicknames().items()):
        if alias.lower() not in own:
            yield alias, meant


def _page(name: str, studies: Sequence[Listing]) -> ParameterPage:
    shown = sorted(by_title(studies), key=lambda one: (len(one.parameters), one.parameters.index(name)))[
        :MOST
    ]
    return ParameterPage(
        name=name,
        line=line_of(name),
        groups=tuple(_groups(shown)),
        total=len(studies),
        more=urls.all_of(name) if len(studies) > MOST else "",
        meanings=tuple(_meaning(*declared) for declared in declarations()[name]),
        differences=tuple(_difference(each) for each in about(name)),
        also=tuple(_also(name)),
    )


def _groups(shown: Sequence[Listing]) -> Iterator[Group]:
    for dialect, title in _IN.items():
        some = tuple(one for one in shown if one.dialect == dialect)
        if some:
            yield Group(title, some, f"in-{dialect or 'other'}")


def _meaning(dialect: Dialect, parameter: Parameter) -> Meaning:
    rows: list[tuple[str, str]] = []
    for label, text in facts(parameter):
        if label == "default":
            rows += _defaults(dialect, parameter)
        elif label != "source" and not label.startswith("quirk "):
            rows.append((label, text))
    return Meaning(
        dialect=dialect.name,
        family=FAMILIES[dialect.name],
        help=parameter.help,
        facts=tuple(rows),
        quirks=tuple((number, QUIRKS[number]) for number in parameter.quirks),
    )


def _defaults(dialect: Dialect, parameter: Parameter) -> Iterator[tuple[str, str]]:
    """Yield (platforms, default); platforms without the parameter say what they act like."""
    found: dict[str, list[str]] = defaultdict(list)
    for platform, version in dialect.platforms.items():
        shown = parameter.domain_at(version).show(parameter.default_at(version))
        ours = OURS if parameter.is_chosen_at(version) else ""
        lacks = "" if parameter.exists_at(version) else "not there; acts like "
        found[f"{lacks}{shown}{ours}"].append(platform_words(platform))
    for text, where in found.items():
        yield "default" if len(found) == 1 else f"default in {', '.join(where)}", text


def _difference(each: Comparison) -> Difference:
    shown = tuple((family, "; ".join(names)) for family, names in sides(each) if names)
    return Difference(each.topic, each.kind, each.level == "warning", each.text, shown)


def _also(name: str) -> Iterator[tuple[str, str]]:
    """Yield (family, parameter) where a dialect means another parameter by this name."""
    for dialect in DIALECTS:
        meant = dialect.by_name.get(name)
        if meant is not None and meant.name != name:
            yield FAMILIES[dialect.name], meant.name


def _thumb(name: str, studies: Sequence[Listing]) -> str:
    """The picture of the study that is most about one parameter."""
    pictured = [one for one in studies if one.thumb]
    best = min(
        pictured, default=None, key=lambda one: (len(one.parameters), one.parameters.index(name), one.number)
    )
    return best.thumb if best else ""
