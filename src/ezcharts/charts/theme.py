"""How a sheet looks: colours, sizes of letters and gaps as multiples of one unit, and limits.

The theme is dark and calm: pictures glow on it, and it suits the places where charts are posted. Two colours
    mean
something: gold is an axis, red is a failure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ezcharts.charts.fonts import Weight
from ezcharts.charts.text import Style

Colour = tuple[int, int, int]

_COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        "ground": (19, 20, 23),
        "text": (236, 233, 226),
        "quiet": (158, 156, 151),
        "axis": (227, 179, 107),
        "line": (58, 60, 66),
        "missing": (27, 28, 32),
        "missing edge": (41, 43, 49),
        "failed": (43, 27, 28),
        "failed edge": (98, 49, 47),
        "failed text": (232, 150, 139),
    }
)
_STYLES: Mapping[str, tuple[Weight, float, str]] = MappingProxyType(
    {
        "title": ("semibold", 2.0, "text"),
        "context": ("light", 2.0, "quiet"),
        "conditions": ("regular", 1.0, "quiet"),
        "panel": ("italic", 1.2, "text"),
        "axis": ("semibold", 1.05, "axis"),
        "label": ("regular", 1.1, "text"),
        "sub": ("regular", 0.8, "quiet"),
        "cell footer": ("regular", 0.8, "quiet"),
        "failed": ("semibold", 1.0, "failed text"),
        "reason": ("regular", 0.9, "failed text"),
        "note": ("regular", 0.9, "quiet"),
        "footer": ("regular", 0.8, "quiet"),
    }
)


@dataclass(frozen=True)
class Theme:
    """A look and its limits; all lengths in pixels.

    Attributes:
        colours: Name to RGB.
        smallest_unit: The unit is the size of running text; it grows with the sheet, from this size on.
        units_across: On a large sheet a row of pictures is this many units wide, so that a sheet that is
            shrunk to a screen can still be read,
        units_in_cell: but a picture is never narrower than this many.
        small_cell: Pictures are enlarged by whole numbers until their longer side has this size,
        narrow_row: and further while a row of them is narrower than this,
        medium_cell: up to this size.
        large_cell: Pictures larger than this are drawn smaller,
        easy_pixels: and further while all pictures together have more pixels than this, down to `small_cell`.
        most_side: Longest side of a page.
        most_pixels: Most pixels of a page.
    """

    colours: Mapping[str, Colour] = field(default_factory=lambda: _COLOURS)
    smallest_unit: int = 20
    units_across: int = 80
    units_in_cell: int = 5
    small_cell: int = 256
    narrow_row: int = 1000
    medium_cell: int = 640
    large_cell: int = 768
    easy_pixels: int = 24_000_000
    most_side: int = 16_384
    most_pixels: int = 80_000_000

    def style(self, name: str, unit: int) -> Style:
        """The style of a kind of text at a unit."""
        weight, ratio, ink = _STYLES[name]
        return Style(weight, round(ratio * unit), ink)


DARK = Theme()
