"""Splitting a batch of cuts, so that no more go through a perceptor together than memory allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

CUTS_AT_ONCE: Final = 512
"""Most cuts that go through a perceptor together; bounds memory, never the meaning."""


def parts(counts: Sequence[int], most: int) -> list[slice]:
    """Split a list into runs whose counts sum to at most `most` (a single larger one stands alone)."""
    found, start, total = [], 0, 0
    for i, count in enumerate(counts):
        if i > start and total + count > most:
            found.append(slice(start, i))
            start, total = i, 0
        total += count
    return [*found, slice(start, len(counts))] if counts else []
