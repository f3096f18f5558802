"""The noise between seeds: how far a measure moves when nothing but the seed changes.

    σ² = Σ over cells c of everything but the seed, Σ over seeds s of (y_cs − ȳ_c)² / Σ over c of (seeds − 1)

One *noise width* is σ. Cells of one seed begin with the same noise, so that σ² has fewer degrees of freedom
than there are pairs. With C the covariance between cells, estimated by W from k + 1 seeds,

    df = k·tr(C)² / tr(C²),     tr(C²) estimated by k²/((k − 1)(k + 2))·(tr(W²) − tr(W)²/k)

(Z. Bai, H. Saranadasa, Statistica Sinica 6 (1996)), all cells together and prompt by prompt: the smaller,
never less than k. With two seeds C can't be known: one for each prompt. A size in noise
widths is a ratio r = d/σ; its interval holds the doubt about both,

    se(r)² = (se(d)/σ)² + r²/(2·df),      t with the fewer degrees of freedom of d and σ

and stays on one side of 0 where that of d does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from ezcharts.stats.cells import Cells, Numbers
from ezcharts.stats.estimate import LEVEL, Estimate


@dataclass(frozen=True)
class Noise:
    """The noise between seeds.

    Attributes:
        sd: σ, measure units, 0 or more.
        df: Its degrees of freedom, 1 or more.
        pairs: What they were if all cells were independent, df or more.
    """

    sd: float
    df: float
    pairs: int


@dataclass(frozen=True)
class Widths:
    """A size in noise widths.

    Attributes:
        mean: Signed size.
        low: Lower end of the 95 % interval; None with one draw.
        high: Upper end.
    """

    mean: float
    low: float | None = None
    high: float | None = None


def noise(cells: Cells) -> Noise | None:
    """Return the noise between seeds; None where no cell was made with two seeds."""
    seed = next((i for i, axis in enumerate(cells.axes) if axis.kind == "seed"), None)
    prompt = next((i for i, axis in enumerate(cells.axes) if axis.kind == "prompt"), None)
    if seed is None:
        return None
    y = np.moveaxis(cells.values, seed, -1)
    y = y[None] if prompt is None else np.moveaxis(y, prompt - (seed < prompt), 0)
    y = y.reshape(y.shape[0], -1, y.shape[-1])
    present = np.isfinite(y)
    count = present.sum(-1)
    pairs = int(np.maximum(count - 1, 0).sum())
    if pairs == 0:
        return None
    mean = np.where(present, y, 0.0).sum(-1) / np.maximum(count, 1)
    away = np.where(present, y - mean[..., None], 0.0)
    sd = math.sqrt(float((away**2).sum()) / pairs)
    return Noise(sd, _df(away, count, pairs), pairs)


def widths(found: Estimate, noise: Noise | None) -> Widths | None:
    """Return an effect in noise widths; None without a noise above 0."""
    if noise is None or noise.sd == 0:
        return None
    mean = found.mean / noise.sd
    if found.se is None or found.df is None:
        return Widths(mean)
    own, of_noise = (found.se / noise.sd) ** 2, mean**2 / (2 * noise.df)
    reach = float(special.stdtrit(min(found.df, noise.df), 1 - LEVEL / 2)) * math.sqrt(own + of_noise)
    low, high = mean - reach, mean + reach
    if found.low is not None and found.low > 0:
        low = max(low, 0.0)
    if found.high is not None and found.high < 0:
        high = min(high, 0.0)
    return Widths(mean, low, high)


def _df(away: Numbers, count: np.ndarray[tuple[int, int], np.dtype[np.int64]], pairs: int) -> float:
    """Return degrees of freedom of deviations (P, C, S) with so many seeds a cell (P, C)."""
    by_prompt = [(one, int(many.max()) - 1) for one, many in zip(away, count, strict=True) if many.max() > 1]
    together = [(away.reshape(-1, away.shape[-1]), int(count.max()) - 1)]
    nested = bool((away.any(1).sum(0) <= 1).all())
    found = [_effective(by_prompt), *([] if nested else [_effective(together)])]
    known = not nested and all(df is not None for df in found)
    least = max(k for _, k in by_prompt) if known else sum(k for _, k in by_prompt)
    return float(min(max(min((df for df in found if df is not None), default=0.0), least), pairs))


def _effective(parts: list[tuple[Numbers, int]]) -> float | None:
    """Return the df of independent parts (cells, seeds), each of k + 1 seeds; None if unknown."""
    if any(k < 2 for _, k in parts):
        return None
    trace = sum(float((part**2).sum()) / k for part, k in parts)
    square = 0.0
    for part, k in parts:
        gram = float(((part.T @ part) ** 2).sum()) / k**2
        own = float((part**2).sum()) / k
        square += k / ((k - 1) * (k + 2)) * (gram - own**2 / k)
    return trace**2 / square if square > 0 else math.inf
