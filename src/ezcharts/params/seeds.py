"""Drawing a seed for `random_seed`: once, so that it can be written down."""

from __future__ import annotations

import secrets

from ezcharts.params.disco.pictures import LARGEST_SEED


def draw_seed() -> int:
    """Return a seed, uniform over 0 to 2**32 inclusive, as the notebooks draw theirs (engines.md 2.1)."""
    return secrets.randbelow(LARGEST_SEED + 1)
