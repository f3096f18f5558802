"""A cell in flight: its sampler, what it asked last, and what is noted on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch

from ezcharts.errors import CellFailure
from ezcharts.guidance.request import Guided, Request
from ezcharts.render.prepare import Prepared
from ezcharts.render.rendering import Pixels, Rendering, TraceRow
from ezcharts.sampling.base import Answer, Ask, Landed


@dataclass
class Flight:
    """One cell on its way through its steps.

    Raises:
        CellFailure: The sampler refuses to start.
    """

    prepared: Prepared
    rows: list[TraceRow] = field(default_factory=list)
    seconds: float = 0.0
    batch: int = 0
    peak: int = 0
    shown: torch.Tensor | None = None
    ask: Ask = field(init=False)

    def __post_init__(self) -> None:
        self.ask = next(self.prepared.sampler)

    def request(self) -> Request[Any]:
        """Return what the sampler asks for now."""
        ask = self.ask
        return Request(ask.x, ask.level, ask.told, ask.evaluation, self.prepared.condition, ask.guided)

    def note(self, seconds: float, batch: int, peak: int) -> None:
        """Account for one batch that the cell was part of."""
        self.seconds += seconds / batch
        self.batch, self.peak = max(self.batch, batch), max(self.peak, peak)

    def advance(self, guided: Guided) -> Rendering | None:
        """Hand the sampler its answer; return the rendering when that was the last one.

        Raises:
            CellFailure: The picture is no longer finite.
        """
        g = guided
        self.rows.append(TraceRow(self.ask.executed, g.t, g.grad_rms, g.clamped, g.nan, g.losses))
        if not torch.isfinite(g.shown).all():
            raise CellFailure(
                f"the picture turned NaN or infinite at t = {g.t:g}: a notebook shows black here"
            )
        try:
            self.ask = self.prepared.sampler.send(Answer(g.x0, g.eps, g.shown))
        except StopIteration as end:
            landed: Landed = end.value
            self.shown = landed.shown
            return self.landed(to_pixels(landed.shown), None)
        return None

    def landed(self, pixels: Pixels | None, failure: CellFailure | None) -> Rendering:
        """Return what became of the cell."""
        rows = tuple(self.rows)
        return Rendering(self.prepared.cell, pixels, failure, rows, self.seconds, self.batch, self.peak)


def to_pixels(shown: torch.Tensor) -> Pixels:
    """Return 8-bit RGB (H, W, 3) of one picture (1, 3, H, W): clamped, ·255, truncated (engines.md 2.9)."""
    unit = ((shown[0].float() + 1) / 2).clamp(0, 1)
    return (unit * 255).to(torch.uint8).permute(1, 2, 0).cpu().numpy()
