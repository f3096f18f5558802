"""The dialects there are, and which one a platform belongs to."""

from __future__ import annotations

from typing import Final

from ezcharts.errors import UnknownName
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.jax.dialect import JAX
from ezcharts.params.table import Dialect

__all__ = ["DIALECTS", "Dialect", "dialect_of", "platforms"]

DIALECTS: Final = (DISCO, JAX)


def platforms() -> tuple[str, ...]:
    """Return the names of all platforms, oldest first within each dialect."""
    return tuple(platform for dialect in DIALECTS for platform in dialect.platforms)


def dialect_of(platform: str) -> Dialect:
    """Return the dialect that a platform belongs to.

    Raises:
        UnknownName: there is no such platform; the text lists them all.
    """
    for dialect in DIALECTS:
        if platform in dialect.platforms:
            return dialect
    raise UnknownName("platform", platform, platforms())
