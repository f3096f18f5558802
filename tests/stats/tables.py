"""Small tables for the tests."""

import numpy as np

from ezcharts.stats.cells import Axis, Cells

LEVELS = ("0.03", "0.05", "0.1", "0.2", "0.4", "0.8")


def axes(prompts: int, seeds: int, levels: int, kind: str = "ordered") -> tuple[Axis, ...]:
    return (
        Axis("prompt", tuple(f"p{i}" for i in range(prompts)), "prompt"),
        Axis("seed", tuple(f"s{i}" for i in range(seeds)), "seed"),
        Axis("clamp_max", LEVELS[:levels], kind),
    )


def table(y, kind: str = "ordered", unit: str = "of full scale") -> Cells:
    """Values (prompts, seeds, levels)."""
    y = np.asarray(y, dtype=float)
    return Cells(axes(*y.shape, kind), y, unit)


def noisy(truth, prompts: int, seeds: int, size: float = 1.0, start: int = 0, kind: str = "ordered") -> Cells:
    rng = np.random.default_rng(start)
    y = np.asarray(truth, dtype=float) + size * rng.standard_normal((prompts, seeds, len(truth)))
    return table(y + rng.standard_normal((prompts, 1, 1)), kind)
