"""What can be said about a parameter, as plain rows: the command line and the docs print the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from ezcharts.params.parameter import OURS, Parameter, Role
from ezcharts.params.quirks import QUIRKS

ROLES: Final[Mapping[Role, str]] = {
    "rendering": "the picture",
    "saving": "what is saved, not the picture",
    "display": "what is shown while it runs, not the picture",
    "inert-name": "nothing by itself: a name, a path or a switch without effect on the picture",
}


FAMILIES: Final[Mapping[str, str]] = {"disco": "Disco Diffusion", "jax": "JAX notebooks"}
"""What people call a dialect."""


def facts(parameter: Parameter, version: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield (label, text) rows about a parameter, without empty ones.

    Args:
        parameter: Any.
        version: Speak of this version only; by default of all.
    """
    domain = parameter.domain_at(version) if version else parameter.domain
    default = _default(parameter, version) if version else parameter.history()
    rows = (
        ("range", domain.describe()),
        ("typical", parameter.typical),
        ("default" if version is None or parameter.exists_at(version) else "acts like", default),
        ("unit", parameter.unit),
        ("versions", parameter.lifetime()),
        ("acts on", ROLES[parameter.role]),
        ("also called", ", ".join(parameter.aliases)),
        *((f"quirk {number}", QUIRKS[number]) for number in parameter.quirks),
        ("source", parameter.source),
    )
    return ((label, text) for label, text in rows if text)


def by_group(parameters: Iterable[Parameter]) -> Iterator[tuple[str, list[Parameter]]]:
    """Yield each group's name and its parameters; neighbours in the table share a group."""
    for group, members in groupby(parameters, key=lambda parameter: parameter.group):
        yield group, list(members)


def first_sentence(text: str) -> str:
    """Return the text up to its first full stop (a stop before a space)."""
    return text.partition(". ")[0].rstrip(".") + "."


def _default(parameter: Parameter, version: str) -> str:
    shown = parameter.domain_at(version).show(parameter.default_at(version))
    return shown + OURS if parameter.is_chosen_at(version) else shown
