"""What guides one cell: everything the gradient of a Disco run depends on, as plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from ezcharts.errors import CellFailure, ScheduleError
from ezcharts.params.schedule import Schedule


@dataclass(frozen=True)
class Target:
    """The prompts as one perceptor sees them.

    Attributes:
        rows: Raw embeddings, one row per prompt, shape (P, E).
        weights: Prompt weights divided by the absolute value of their sum, shape (P,).
    """

    rows: Tensor
    weights: Tensor


@dataclass(frozen=True)
class CutCounts:
    """The cut schedules' values at one step (engines.md 2.3)."""

    overview: int
    inner: int
    power: float
    grey_probability: float


@dataclass(frozen=True, eq=False)
class Condition:
    """The guidance settings of one cell; names and meaning as in engines.md 2.1.

    Attributes:
        seed: The cell's seed.
        image: Image index of the seed.
        targets: Per Disco switch, in the notebook's load order.
        init_features: Features of the initial image for the perceptual loss, each (1, C, h, w); None without
            an init.
        clamp_max: RMS limit; None when clamp_grad is off.
        secondary: Whether the gradient goes through the secondary model.
    """

    seed: int
    image: int
    targets: Mapping[str, Target]
    init_features: tuple[Tensor, ...] | None
    clip_guidance_scale: float
    tv_scale: float
    range_scale: float
    sat_scale: float
    init_scale: float
    cutn_batches: int
    cut_overview: Schedule
    cut_innercut: Schedule
    cut_ic_pow: Schedule
    cut_icgray_p: Schedule
    skip_augs: bool
    clamp_max: float | None
    clip_denoised: bool
    secondary: bool

    def cut_counts(self, index: int) -> CutCounts:
        """Read the four cut schedules at entry `index` (0 noisiest, 999 cleanest).

        Raises:
            CellFailure: A schedule ends before that entry, or the notebook would stop there: no cuts at all,
                or crops larger than the picture (negative cut_ic_pow).
        """
        try:
            counts = CutCounts(
                int(self.cut_overview.at(index)),
                int(self.cut_innercut.at(index)),
                float(self.cut_ic_pow.at(index)),
                float(self.cut_icgray_p.at(index)),
            )
        except ScheduleError as error:
            raise CellFailure(f"a cut schedule is too short: {error}") from error
        if counts.overview + counts.inner <= 0:
            raise CellFailure(
                f"no cuts at entry {index} of the schedules: cut_overview + cut_innercut must be 1 or more"
            )
        if counts.power < 0 and counts.inner > 0:
            raise CellFailure(
                f"cut_ic_pow must be 0 or more (crops would outgrow the picture); it is {counts.power:g}"
            )
        return counts
