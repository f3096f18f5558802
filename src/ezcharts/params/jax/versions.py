"""The versions of the JAX notebooks that are platforms, and the numbers that put them in order.

Two of the numbers are ours and only say what comes after what: nshepperd's notebook of January 2022 stands
between 2.4 and 2.7, and huemin's 2.7 is built on nshepperd's. People see the platform's name instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

V24: Final = "2.4"
JAN22: Final = "2.5"
V27: Final = "2.7"
HUEMIN: Final = "2.75"

PLATFORMS: Final[Mapping[str, str]] = {
    "jax-2.4": V24,
    "jax-jan22": JAN22,
    "jax-2.7": V27,
    "huemin-2.7": HUEMIN,
}

CALLED: Final[Mapping[str, str]] = {version: platform for platform, version in PLATFORMS.items()}
"""Version -> the name of its platform."""
