"""Which parameters have a page, and which page a name leads to.

A name means what its dialect says. The page of a name that both dialects have shows both; a nickname leads to
the parameters it stands for, which may differ: `size` is `width_height` in Disco and `image_size` in JAX.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from ezcharts.params.dialect import DIALECTS, Dialect
from ezcharts.params.parameter import Parameter

CLIP_MODELS: Final = "CLIP models"
PROMPTS: Final = "prompts"


@cache
def declarations() -> Mapping[str, tuple[tuple[Dialect, Parameter], ...]]:
    """Return every parameter's own name -> its declaration in each dialect that has it."""
    found: dict[str, tuple[tuple[Dialect, Parameter], ...]] = {}
    for dialect in DIALECTS:
        for parameter in dialect:
            found[parameter.name] = (*found.get(parameter.name, ()), (dialect, parameter))
    return MappingProxyType(found)


@cache
def nicknames() -> Mapping[str, tuple[str, ...]]:
    """Return every nickname -> the parameters it stands for, without those of the same name."""
    found: dict[str, tuple[str, ...]] = {}
    for dialect in DIALECTS:
        for parameter in dialect:
            for alias in parameter.aliases:
                found[alias] = tuple(dict.fromkeys((*found.get(alias, ()), parameter.name)))
    return MappingProxyType(found)


def page_names() -> Mapping[str, str]:
    """Return every name -> its page: parameters lead to themselves, nicknames to the first they mean."""
    return {
        **{alias: names[0] for alias, names in nicknames().items()},
        **{name: name for name in declarations()},
    }


def group_of(name: str) -> str:
    """Return the group of a parameter; empty for a name that no dialect has."""
    declared = declarations().get(name, ())
    return declared[0][1].group if declared else ""


def own_name(name: str, dialect: str) -> str:
    """Return a parameter's own name in a dialect; a name that it does not know stays as it is."""
    for each in DIALECTS:
        if each.name == dialect and name in each.by_name:
            return each.by_name[name].name
    if name in declarations():
        return name
    meant = nicknames().get(name, ())
    return meant[0] if len(meant) == 1 else name


def dialect_named(platform: str) -> str:
    """Return the dialect of a platform, or of words of a source that begin like one; else nothing."""
    for each in DIALECTS:
        if platform in each.platforms:
            return each.name
    first = platform.lower().replace("-", " ").split()[:1]
    return {"disco": "disco", "dd": "disco", "jax": "jax", "huemin": "jax"}.get(first[0], "") if first else ""
