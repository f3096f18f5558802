"""A chart as plain data: what stands where, in words and paths, without a single pixel position.

    title, context                          clamp_max vs steps, Disco 5.0, 2022-03-05
    conditions                              embedded models; profile preview: 128x128
    panels                                  one per value of the facet, each a table of cells
        rows[i][j]                          value i of `down`, value j of `across`
    notes, footer

A cell that the study does not have is None in its row; one that is still to be rendered is `missing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

State = Literal["done", "failed", "missing"]
Trend = Literal["rising", "falling", "none"]


@dataclass(frozen=True)
class Label:
    """One value of an axis: `text` as the study states it, `sub` what was rendered where that differs."""

    text: str
    sub: str = ""


@dataclass(frozen=True)
class AxisLabels:
    """One axis of a chart.

    Attributes:
        name: What changes, such as "clamp_max".
        labels: One per row or column.
        trend: Whether the values rise or fall from first to last; "none" where they have no order.
    """

    name: str
    labels: tuple[Label, ...]
    trend: Trend = "none"


@dataclass(frozen=True)
class ChartCell:
    """One picture of a chart, or what stands in its place.

    Attributes:
        key: The cell's key in the store.
        state: "done" (then there is a `picture`), "failed" (then there is a `reason`) or "missing".
        size: (width, height) of the picture in pixels; of one that is not there, the size it would have.
        picture: The picture file.
        reason: Why the cell failed.
        footer: A short line beneath the picture, such as its time; empty for none.
        seconds: Wall time of the rendering.
        settings: What was rendered, plain data; for the page.
        stated: What the study states instead, of the settings that a profile changed.
    """

    key: str
    state: State
    size: tuple[int, int]
    picture: Path | None = None
    reason: str = ""
    footer: str = ""
    seconds: float | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    stated: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if min(self.size) < 1:
            raise ValueError(f"a cell is at least one pixel in size, this is {self.size}")
        if (self.state == "done") != (self.picture is not None):
            raise ValueError(
                f"a done cell has a picture and no other has, this is {self.state}, {self.picture}"
            )


@dataclass(frozen=True)
class Panel:
    """One table of cells; `title` says what it holds fixed, such as its prompt (empty for none)."""

    title: str
    rows: tuple[tuple[ChartCell | None, ...], ...]


@dataclass(frozen=True)
class Link:
    """Where an original is: words, and an address that may be empty."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """A whole chart; every panel has one row per label of `down` and one column per label of `across`.

    Attributes:
        title: Such as "clamp_max vs steps".
        context: Platform and date, such as "Disco 5.0, 2022-03-05".
        conditions: What is held fixed, which models, which profile; short phrases.
        down: The axis of the rows; None where there is one row.
        across: The axis of the columns; None where there is one column.
        panels: At least one.
        notes: Paragraphs beneath the pictures.
        footer: The credit line.
        links: Originals; for the page.
        to_scale: Cells keep their relative sizes, because an axis of the chart is the size itself;
            otherwise each fills the same box.
        scale: How large pictures are drawn, relative to what is usual.
    """

    title: str
    context: str
    panels: tuple[Panel, ...]
    conditions: tuple[str, ...] = ()
    down: AxisLabels | None = None
    across: AxisLabels | None = None
    notes: tuple[str, ...] = ()
    footer: str = ""
    links: tuple[Link, ...] = ()
    to_scale: bool = False
    scale: float = 1.0

    def __post_init__(self) -> None:
        shape = (len(self.down.labels) if self.down else 1, len(self.across.labels) if self.across else 1)
        if not self.panels or 0 in shape:
            raise ValueError(f"a chart has panels, rows and columns, this has {len(self.panels)}, {shape}")
        for panel in self.panels:
            seen = (len(panel.rows), {len(row) for row in panel.rows})
            if seen != (shape[0], {shape[1]}):
                raise ValueError(
                    f"every panel has {shape[0]} rows of {shape[1]} cells, {panel.title!r} has {seen}"
                )

    @property
    def header(self) -> str:
        """The one line that names the chart: "clamp_max vs steps, Disco 5.0, 2022-03-05"."""
        return ", ".join(part for part in (self.title, self.context) if part)

    def cells(self) -> Iterator[ChartCell]:
        """All cells, panel by panel, row by row."""
        for panel in self.panels:
            for row in panel.rows:
                yield from (cell for cell in row if cell is not None)
