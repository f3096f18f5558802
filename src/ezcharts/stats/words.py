"""Pieces of sentences: numbers, counts and strengths in plain words."""

from __future__ import annotations

from typing import Final

from ezcharts.stats.estimate import Estimate
from ezcharts.stats.noise import Noise, Widths, widths
from ezcharts.stats.trend import Count

STRONG: Final = 3.0
"""Noise widths from which an effect is called strong."""
CLEAR: Final = 1.0
"""Noise widths from which it is called clear; below, another seed does as much."""

ONE_SEED: Final = "one seed only, so there is no noise between seeds to compare with"
ANOTHER_SEED: Final = "another may differ"
ONE_PROMPT: Final = "one prompt only, others may differ"


def strength(widths: float) -> str:
    """Return the word for a size in noise widths."""
    size = abs(widths)
    return "strongly" if size >= STRONG else "clearly" if size >= CLEAR else "slightly"


def way(effect: float) -> str:
    """Return the direction of an effect."""
    return "up" if effect > 0 else "down" if effect < 0 else "level"


def number(value: float) -> str:
    """Return a number to two significant digits, whole ones of more digits in full."""
    text = f"{value:.2g}"
    return f"{value:.0f}" if "e+" in text else text


def tenths(value: float) -> str:
    """Return a number with one decimal, or two digits where that would be 0 and it is not."""
    text = f"{value:.1f}"
    return number(value) if value and not float(text) else text


def no_noise(seeds: int) -> str:
    """Say why there is no noise between seeds."""
    return (
        ONE_SEED
        if seeds == 1
        else "no picture has two seeds, so there is no noise between seeds to compare with"
    )


def amount(value: float, unit: str) -> str:
    """Return a number with its unit."""
    return f"{number(value)} {unit}".strip()


def of_blocks(count: int, total: int, called: str) -> str:
    """Return "11 of 12 blocks" or "the only block"."""
    return f"the only {called}" if total == 1 else f"{count} of {total} {called}s"


def counted(count: Count, effect: float, called: str) -> str:
    """Return how many blocks go the way of an effect."""
    return of_blocks(count.along(effect), count.all, called)


def size(found: Estimate, noise: Noise | None, unit: str, *, turn: bool) -> str:
    """Return the size, and the 95 % interval if there are enough draws.

    Args:
        found: The effect.
        noise: Between seeds: sizes are in its widths; in measure units without one, or where it is 0.
        unit: Of the measure.
        turn: Turn signs so that the effect counts as positive.
    """
    sign = -1.0 if turn and found.mean < 0 else 1.0
    in_widths = widths(found, noise)
    one: Estimate | Widths
    if in_widths is None:
        text, one, shown = f"{'by ' if turn else ''}{amount(sign * found.mean, unit)}", found, number
    else:
        text, one, shown = f"{sign * in_widths.mean:.1f} noise widths", in_widths, tenths
    if not found.enough or one.low is None or one.high is None:
        return text
    low, high = sorted((sign * one.low, sign * one.high))
    return f"{text}, 95 % interval {shown(low)} to {shown(high)}"


def joined(parts: list[str]) -> str:
    """Join what is there with semicolons."""
    return "; ".join(part for part in parts if part)
