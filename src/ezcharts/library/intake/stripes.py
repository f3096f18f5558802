"""Colours of stripes: gutters whose pixels stray too far for `colours` to believe them.

After JPEG or scaling no pixel of a thin gutter has its colour, and colour bleeds into wider ones too. Still a
gutter's column strays less from its median than the columns on both sides do, and so at every gutter, and all
have about one colour. So a stripe is a run of columns that are plainer than what lies within a few pixels of
both of its ends; skies fade, and have no such ends. A colour that many stripes have, counted along both axes,
is a guess at what gutters look like. The sheet is cut with it and without it; `weigh` says which is right.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ezcharts.library.intake.colours import WORST, Colour, Gutter, Pixels, distance
from ezcharts.library.intake.profile import Line

__all__ = ["stripe_colour"]

PLAIN = 0.5
"""A stripe strays less than this part of what is usual on the sheet."""
SHARP = 0.6
"""A stripe strays less than this part of what the columns beyond its ends do."""
BEYOND = 3
"""So many pixels beyond its end, a stripe has left off."""
WIDEST = 40
"""A wider run is a margin."""
LEAST = 2
"""So many stripes of one colour make a guess, but no fewer than `SHARE` of the gutters there are."""
SHARE = 0.5
ALIKE = 25.0
"""Stripes whose colours differ less, in the greatest channel, have one colour."""
FREE = 2.0
"""So many levels of straying say nothing."""


def stripe_colour(looks: list[Pixels], expected: int) -> Gutter | None:
    """Return the colour that most stripes have, if enough of them have it.

    Args:
        looks: What is looked at along each axis, shape (3, rows, length) each.
        expected: How many gutters there are, along both axes together.
    """
    found = [stripe for seen in looks for stripe in _stripes(seen)]
    groups = [
        [other for other in found if np.abs(other.colour - stripe.colour).max() <= ALIKE] for stripe in found
    ]
    most = max(groups, key=len, default=[])
    if len(most) < max(LEAST, SHARE * expected):
        return None
    return min(most, key=lambda stripe: stripe.rough)


def _stripes(seen: Pixels) -> Iterator[Gutter]:
    """Yield the stripes along x, each with the colour of its plainest column."""
    colours: Colour = np.median(seen, axis=1).astype(np.float32)
    stray: Line = distance(seen, colours[:, None]).mean(axis=0, dtype=np.float64)
    plain = np.pad(stray <= PLAIN * np.median(stray), 1).astype(np.int8)
    for start, end in np.flatnonzero(np.diff(plain)).reshape(-1, 2):
        at = int(start + stray[start:end].argmin())
        first, last = _grown(stray, at)
        if first > 0 and last < len(stray) and last - first <= WIDEST:
            before, after = stray[max(0, first - BEYOND) : first], stray[last : last + BEYOND]
            if stray[at] + FREE < SHARP * min(before.max(), after.max()):
                rough = 1 + 2.5 * float(stray[at])
                yield Gutter(colours[:, at], min(rough, WORST), int(last - first), rough)


def _grown(stray: Line, at: int) -> tuple[int, int]:
    """Return from where to where columns stray about as little as one does."""
    more = np.flatnonzero(stray > 1.5 * stray[at] + FREE)
    cut = int(np.searchsorted(more, at))
    return int(more[cut - 1]) + 1 if cut else 0, int(more[cut]) if cut < len(more) else len(stray)
