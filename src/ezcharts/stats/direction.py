"""What is known of one axis and one measure: plain data, the sentence included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ezcharts.stats.differences import Difference
from ezcharts.stats.noise import Noise, Widths
from ezcharts.stats.shape import Bend, Shape
from ezcharts.stats.trend import Trend

OFF_ON: Final = ("off", "on")
"""The levels of a switch."""


@dataclass(frozen=True, kw_only=True)
class Direction:
    """One axis, one measure.

    Attributes:
        axis: Name of the axis.
        measure: Name of the measure.
        unit: What its numbers count; may be empty.
        levels: Labels of the levels, from small to large where they have an order.
        means: Mean over all that has a value, per level, measure units; a guide for the eye, not a test.
        left_out: Labels of levels of which too few cells have a value.
        called: What a block is: `block`, `prompt` or `seed`.
        prompts: How many prompts have a value.
        seeds: How many seeds have one.
        draws: Pairs of a prompt and a seed that the estimate rests on.
        trend: Of an ordered axis.
        differences: Of an axis of categories.
        noise: Between seeds; None with one seed.
        widths: What is shown of the trend in noise widths; None without a noise, and of categories.
        family: How many tests the correction was over; 0 where nothing can be claimed.
        adjusted: p of the trend, for the prompts of the study, after correction over the family; None where
            nothing can be claimed.
        claimed: Whether the trend is (any of the differences, of an axis of categories), for these prompts
            at least; `trend.general` says whether for prompts at large.
        bend: The likeliest peak or valley of an ordered axis of three levels or more.
        shape: The form, where one is shown.
        sentence: All of it in plain words.
    """

    axis: str
    measure: str
    unit: str
    levels: tuple[str, ...]
    means: tuple[float | None, ...]
    left_out: tuple[str, ...] = ()
    called: str = "block"
    prompts: int = 1
    seeds: int = 1
    draws: int = 0
    trend: Trend | None = None
    differences: tuple[Difference, ...] = ()
    noise: Noise | None = None
    widths: Widths | None = None
    family: int = 0
    adjusted: float | None = None
    claimed: bool = False
    bend: Bend | None = None
    shape: Shape | None = None
    sentence: str = ""

    @property
    def still(self) -> bool:
        """Whether not one block changes along the axis."""
        if self.differences:
            return all(one.trend.count.equal == one.trend.count.all for one in self.differences)
        count = self.trend.count if self.trend else None
        return count is not None and count.equal == count.all and not (self.bend and self.bend.blocks)

    @property
    def rise(self) -> Trend | None:
        """The trend; of a switch, what turning it on changes; None of other categories."""
        if self.levels == OFF_ON and len(self.differences) == 1:
            return self.differences[0].trend
        return self.trend
