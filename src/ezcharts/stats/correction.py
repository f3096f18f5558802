"""Many statements at once: S. Holm, A simple sequentially rejective multiple test procedure (1979).

    adjusted p of the i-th smallest of m = max over j ≤ i of (m − j + 1)·p₍ⱼ₎, at most 1

The *family* is everything that one call says: all measures of an axis, and for each both its trend and its
bend (or each category). Of all studies in which nothing has an effect, at most 5 % then make any false
claim. Holm needs no assumption on how the measures hang together; Benjamini and Hochberg's weaker promise
does, and measures of one picture hang together in every way.
"""

from __future__ import annotations

from collections.abc import Sequence


def holm(p: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return adjusted p-values in the given order; None (nothing to test) stays None and does not count."""
    tested = sorted((value, i) for i, value in enumerate(p) if value is not None)
    adjusted: list[float | None] = [None] * len(p)
    largest = 0.0
    for rank, (value, i) in enumerate(tested):
        largest = max(largest, min(1.0, (len(tested) - rank) * value))
        adjusted[i] = largest
    return tuple(adjusted)
