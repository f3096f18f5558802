"""A sheet as measured: every text, picture and line with its place in pixels, ready to be drawn.

Things are put together as blocks: a `Block` has a size and items placed from its own top left corner. `above`
    and `beside` make larger blocks of smaller ones, and moving a block moves its items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from ezcharts.charts.text import Paragraph

Align = Literal["left", "centre", "right"]
Head = Literal["right", "left", "down", "up"] | None


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels; `right` and `bottom` are the first column and row outside it."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column to the right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        """Whether the two share a pixel."""
        apart = (
            self.right <= other.x or other.right <= self.x or self.bottom <= other.y or other.bottom <= self.y
        )
        return not apart

    def inside(self, width: int, height: int) -> bool:
        """Whether the box lies within a page of this size."""
        return self.x >= 0 and self.y >= 0 and self.right <= width and self.bottom <= height


@dataclass(frozen=True)
class Item:
    """Something to draw, and where."""

    box: Box

    def moved(self, dx: int, dy: int) -> Self:
        """The same item elsewhere."""
        return replace(self, box=replace(self.box, x=self.box.x + dx, y=self.box.y + dy))


@dataclass(frozen=True)
class TextItem(Item):
    """A paragraph; its lines are aligned within the box."""

    paragraph: Paragraph
    align: Align = "left"


@dataclass(frozen=True)
class PictureItem(Item):
    """A picture file, to be resized to the box."""

    path: Path


@dataclass(frozen=True)
class PlateItem(Item):
    """What stands for a picture that is not there: "failed", with its reason, or "missing"."""

    kind: Literal["failed", "missing"]
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True)
class ArrowItem(Item):
    """A line through the middle of the box, along its longer side, with a head at one end or none."""

    head: Head


@dataclass(frozen=True)
class RuleItem(Item):
    """A thin line that fills its box."""


@dataclass(frozen=True)
class Block:
    """Items placed from (0, 0), and the size they take together in pixels."""

    width: int
    height: int
    items: tuple[Item, ...] = ()

    def moved(self, dx: int, dy: int) -> tuple[Item, ...]:
        """The block's items, elsewhere."""
        return tuple(item.moved(dx, dy) for item in self.items)


@dataclass(frozen=True)
class PagePlan:
    """One page: its size, its items, and in words which part of the chart it shows ("" for all of it)."""

    width: int
    height: int
    items: tuple[Item, ...]
    part: str = ""


@dataclass(frozen=True)
class SheetPlan:
    """All pages of a sheet, in order, and the unit they were measured with."""

    pages: tuple[PagePlan, ...]
    unit: int


def above(blocks: Sequence[Block], gap: int) -> Block:
    """Blocks one beneath the other, aligned left; empty ones take no gap."""
    items: list[Item] = []
    y = 0
    for block in (block for block in blocks if block.height):
        y += gap if y else 0
        items += block.moved(0, y)
        y += block.height
    return Block(max((block.width for block in blocks), default=0), y, tuple(items))


def beside(blocks: Sequence[Block], gap: int, widths: Sequence[int]) -> Block:
    """Blocks side by side, aligned at the top, each in a column of the given width."""
    items: list[Item] = []
    x = 0
    for block, width in zip(blocks, widths, strict=True):
        items += block.moved(x, 0)
        x += width + gap
    return Block(max(0, x - gap), max((block.height for block in blocks), default=0), tuple(items))
