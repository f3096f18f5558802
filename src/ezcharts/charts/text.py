"""Setting text: breaking it into lines that fit a width, and knowing how large they are.

All lengths are pixels. A line is as high as `LEADING` times the size of its letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from math import ceil

from ezcharts.charts.fonts import FINER, Weight, clean, font, words

LEADING = 1.26
ELLIPSIS = "…"


@dataclass(frozen=True)
class Style:
    """How letters look: weight, size of the em in pixels, and the theme's name of their colour."""

    weight: Weight
    size: int
    ink: str = "text"

    @property
    def line_height(self) -> int:
        """Distance between two baselines."""
        return ceil(self.size * LEADING)

    def smaller(self) -> Style:
        """The same style one pixel smaller."""
        return replace(self, size=self.size - 1)

    def length(self, text: str) -> float:
        """Width of one line of `text`."""
        return _length(self.weight, self.size, text)


@lru_cache(maxsize=20_000)
def _length(weight: Weight, size: int, text: str) -> float:
    return font(weight, size).getlength(text) / FINER


@dataclass(frozen=True)
class Paragraph:
    """Lines that are ready to be drawn, and their size; not `whole` where words had to be left out."""

    lines: tuple[str, ...]
    style: Style
    whole: bool = True

    @property
    def width(self) -> int:
        """Width of the longest line."""
        return max((ceil(self.style.length(line)) for line in self.lines), default=0)

    @property
    def height(self) -> int:
        """Height of all lines."""
        return len(self.lines) * self.style.line_height


def set_text(text: str, style: Style, width: float, most_lines: int | None = None) -> Paragraph:
    """Break `text` into lines of at most `width`.

    Args:
        text: Any text; white space and line breaks count as single spaces.
        style: How it will look.
        width: Most a line may measure; a single letter is never broken.
        most_lines: With more lines than this, the last one kept ends in an ellipsis; None for no limit.
    """
    lines = wrap(clean(text), style.length, width)
    if most_lines is None:
        return Paragraph(tuple(lines), style)
    kept = list(islice(lines, most_lines))
    whole = next(lines, None) is None
    if kept and not whole:
        kept[-1] = _shortened(kept[-1], style.length, width)
    return Paragraph(tuple(kept), style, whole)


def set_balanced(text: str, style: Style, width: float, most_lines: int) -> Paragraph:
    """As `set_text`, but with lines of about equal length: the narrowest setting that needs no more lines."""
    best = set_text(text, style, width, most_lines)
    low, high = 0, best.width
    while high - low > style.size // 2:
        middle = (low + high) // 2
        trial = set_text(text, style, middle, len(best.lines))
        fits = trial.whole and " ".join(trial.lines) == clean(text)  # no word was broken
        low, high = (low, middle) if fits else (middle, high)
        best = trial if fits else best
    return best


def wrap(text: str, length: Callable[[str], float], width: float) -> Iterator[str]:
    """Break `text` at its spaces so that each line's `length` is at most `width`.

    A word that is wider than a line is broken between letters. The lines hold all letters of the text.
    """
    line = ""
    for word in words(text):
        longer = f"{line} {word}" if line else word
        if length(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _pieces(word, length, width)
        yield from full
    if line:
        yield line


def _pieces(word: str, length: Callable[[str], float], width: float) -> list[str]:
    """A word in parts of at most `width`, each of at least one letter."""
    pieces, piece = [], ""
    for letter in word:
        if piece and length(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def _shortened(line: str, length: Callable[[str], float], width: float) -> str:
    while line and length(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
