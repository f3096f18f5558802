"""Setting text: breaking it into lines that fit a width, and knowing how large they are.

All lengths are pixels. A line is as high as `LEADING` times the size of its letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from ezcharts.charts.fonts import FINER, Weight, clean, font

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
        return font(self.weight, self.size).getlength(text) / FINER


@dataclass(frozen=True)
class Paragraph:
    """Lines that are ready to be drawn, and their size."""

    lines: tuple[str, ...]
    style: Style

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
    if most_lines is not None and len(lines) > most_lines:
        kept = lines[:most_lines]
        lines = [*kept[:-1], _shortened(kept[-1], style.length, width)] if kept else []
    return Paragraph(tuple(lines), style)


def set_balanced(text: str, style: Style, width: float, most_lines: int) -> Paragraph:
    """As `set_text`, but with lines of about equal length: the narrowest setting that needs no more lines."""
    best = set_text(text, style, width, most_lines)
    low, high = 0, best.width
    while high - low > style.size // 2:
        middle = (low + high) // 2
        trial = set_text(text, style, middle)
        fits = len(trial.lines) <= len(best.lines) and not _splits_a_word(trial, text)
        low, high = (low, middle) if fits else (middle, high)
        best = trial if fits else best
    return best


def wrap(text: str, length: Callable[[str], float], width: float) -> list[str]:
    """Break `text` at its spaces so that each line's `length` is at most `width`.

    A word that is wider than a line is broken between letters. Joined without spaces, the lines hold the same
    letters as the text.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if length(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, length, width)
        lines += full
    return [*lines, line] if line else lines


def _pieces(word: str, length: Callable[[str], float], width: float) -> list[str]:
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


def _splits_a_word(paragraph: Paragraph, text: str) -> bool:
    return " ".join(paragraph.lines) != clean(text)
