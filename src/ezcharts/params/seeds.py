"""Seeds: the word for one that is still to be drawn, and drawing it, once, so that it can be written down."""

from __future__ import annotations

import secrets
from typing import Final

RANDOM_SEED: Final = "random_seed"
LARGEST_SEED: Final = 2**32


def draw_seed() -> int:
    """Return a seed, uniform over 0 to 2**32 inclusive, as the notebooks draw theirs (engines.md 2.1)."""
    return secrets.randbelow(LARGEST_SEED + 1)
