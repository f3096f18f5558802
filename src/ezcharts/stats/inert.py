"""Parameters that do nothing: the pictures are identical, or within a stated tolerance.

    d[b] = largest difference between any two pictures of block b         (levels of 255, say)

Identical is d = 0; within the tolerance is d ≤ tolerance. One block above it and the parameter acts.
Whether a parameter *should* do nothing is known elsewhere (the dialect, the record's trace): the reason is
handed in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ezcharts.errors import InputError
from ezcharts.stats import words

Verdict = Literal["identical", "within tolerance", "partly", "acts"]
CLAMPED: Final = 0.99
"""From this share of clamped steps on, the clamp is named as what hides a parameter."""


@dataclass(frozen=True)
class Inert:
    """Whether an axis changes its pictures at all.

    Attributes:
        axis: Name of the axis.
        verdict: `identical` or `within tolerance` (all blocks), `partly` (some blocks act), `acts` (all do).
        identical: Blocks whose pictures are identical.
        within: Blocks within the tolerance, the identical ones included.
        blocks: All of them.
        largest: Largest difference in any block, 0 or more.
        tolerance: What counts as the same.
        unit: What differences count.
        reason: Why it does nothing, in words; may be empty.
        clamped: Mean share of guided steps that were clamped, 0 to 1, where it is known.
        sentence: In plain words.
    """

    axis: str
    verdict: Verdict
    identical: int
    within: int
    blocks: int
    largest: float
    tolerance: float
    unit: str
    reason: str = ""
    clamped: float | None = None
    sentence: str = ""

    @property
    def inert(self) -> bool:
        """Whether the axis does nothing in any block."""
        return self.within == self.blocks


def inert(
    axis: str,
    largest: Sequence[float],
    *,
    tolerance: float = 0.0,
    unit: str = "levels of 255",
    reason: str = "",
    clamped: float | None = None,
    called: str = "block",
) -> Inert:
    """Return whether an axis does nothing.

    Args:
        axis: Its name.
        largest: Per block, the largest difference between any two of its pictures; NaN is left out.
        tolerance: Differences up to this count as none, such as those of another batch or precision.
        unit: What differences count.
        reason: Why it does nothing, in words, if known.
        clamped: Mean share of guided steps that were clamped, if known.
        called: What a block is.

    Raises:
        InputError: No block is known, or a number is negative.
    """
    known = [value for value in largest if not math.isnan(value)]
    if not known or min(*known, tolerance) < 0:
        raise InputError(f"differences and tolerance are 0 or more, at least one block; got {list(largest)}")
    identical = sum(value == 0 for value in known)
    within = sum(value <= tolerance for value in known)
    verdict = _verdict(identical, within, len(known))
    said = _sentence(axis, verdict, (identical, within, len(known)), (tolerance, max(known)), unit, called)
    why = reason if within else ""
    held = _held(clamped) if within else ""
    return Inert(
        axis,
        verdict,
        identical,
        within,
        len(known),
        max(known),
        tolerance,
        unit,
        reason,
        clamped,
        words.joined([said, why, held]),
    )


def _verdict(identical: int, within: int, blocks: int) -> Verdict:
    if identical == blocks:
        return "identical"
    if within == blocks:
        return "within tolerance"
    return "partly" if within else "acts"


def _sentence(
    axis: str,
    verdict: Verdict,
    counts: tuple[int, int, int],
    sizes: tuple[float, float],
    unit: str,
    called: str,
) -> str:
    identical, within, blocks = counts
    tolerance, largest = (words.amount(size, unit) for size in sizes)
    if verdict == "identical":
        return f"{axis} does nothing here: identical pictures in {words.of_blocks(blocks, blocks, called)}"
    if verdict == "within tolerance":
        many = words.of_blocks(blocks, blocks, called)
        same = f", identical in {identical}" if identical else ""
        return f"{axis} does nothing here: pictures within {tolerance} in {many}{same}; at most {largest}"
    if verdict == "partly":
        return f"{axis} does nothing in {words.of_blocks(within, blocks, called)}, and acts in the others"
    return f"{axis} changes the pictures in {words.of_blocks(blocks, blocks, called)}"


def _held(clamped: float | None) -> str:
    if clamped is None:
        return ""
    share = f"{clamped:.0%} of the guided steps were clamped"
    return f"{share}: the clamp hides it" if clamped >= CLAMPED else share
