"""The noise between seeds: how far a measure moves when nothing but the seed changes.

    σ² = Σ over cells c of everything but the seed, Σ over seeds s of (y_cs − ȳ_c)² / Σ over c of (seeds − 1)

One *noise width* is σ. Cells of one seed begin with the same noise, so that σ² has fewer degrees of freedom
than there are pairs. With C the covariance between cells, estimated by W from k + 1 seeds of P prompts,

    df = (k·tr(W)²/T − 2) · k/(k + 1/2 + (P − 1)/12),    T = k²/((k − 1)(k + 2))·(tr(W²) − tr(W)²/k)

where T estimates tr(C²) without bias (Z. Bai, H. Saranadasa, Statistica Sinica 6 (1996)), 2 is the bias of
tr(W)², and the factor, chosen by simulation, is for T's own noise. All cells together and prompt by prompt:
the smaller, never less than k. A size in noise widths is a ratio r = d/σ; its interval holds both doubts,

    se(r)² = A + B,   A = (se(d)/σ)²,  B = r²/(2·df_σ),      t with (A + B)²/(A²/df_d + B²/df_σ)

and stays on one side of 0 where that of d does. From two seeds T can't be known: no interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from ezcharts.stats.blocks import ROUNDING
from ezcharts.stats.cells import Cells, Numbers
from ezcharts.stats.estimate import LEVEL, Estimate


@dataclass(frozen=True)
class Noise:
    """The noise between seeds.

    Attributes:
        sd: σ, measure units, 0 or more.
        df: Its degrees of freedom, 1 or more; None if no cell has three seeds.
        pairs: What they were if all cells were independent, df or more.
    """

    sd: float
    df: float | None
    pairs: int


@dataclass(frozen=True)
class Widths:
    """A size in noise widths.

    Attributes:
        mean: Signed size.
        low: Lower end of the 95 % interval; None where the effect has none, or if no cell has three seeds.
        high: Upper end.
        se: Standard error, both doubts together; None where there is no interval.
    """

    mean: float
    low: float | None = None
    high: float | None = None
    se: float | None = None


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
    if sd < ROUNDING * float(np.abs(mean).max(initial=0.0)):
        sd = 0.0  # what is left of sums of equal values
    return Noise(sd, _df(away, count, pairs), pairs)


def widths(found: Estimate, noise: Noise | None) -> Widths | None:
    """Return an effect in noise widths; None without a noise above 0."""
    if noise is None or noise.sd == 0:
        return None
    mean = found.mean / noise.sd
    if found.se is None or found.df is None or found.low is None or found.high is None or noise.df is None:
        return Widths(mean)
    own, of_noise = (found.se / noise.sd) ** 2, mean**2 / (2 * noise.df)
    below = own**2 / found.df + of_noise**2 / noise.df
    df = (own + of_noise) ** 2 / below if below > 0 else math.inf
    se = math.sqrt(own + of_noise)
    reach = float(special.stdtrit(df, 1 - LEVEL / 2)) * se
    low, high = mean - reach, mean + reach
    if found.low > 0:
        low = max(low, 0.0)
    if found.high < 0:
        high = min(high, 0.0)
    return Widths(mean, low, high, se)


def _df(away: Numbers, count: np.ndarray[tuple[int, int], np.dtype[np.int64]], pairs: int) -> float | None:
    """Return degrees of freedom of deviations (P, C, S) with so many seeds a cell (P, C)."""
    by_prompt = [(one, int(many.max()) - 1) for one, many in zip(away, count, strict=True) if many.max() > 1]
    most = max(k for _, k in by_prompt)
    if most < 2:
        return None
    found = [_effective(by_prompt)]
    if not (away.any(1).sum(0) <= 1).all():  # prompts share seeds
        found.append(_effective([(away.reshape(-1, away.shape[-1]), int(count.max()) - 1)]))
    doubt = most / (most + 0.5 + (len(by_prompt) - 1) / 12)
    return float(min(max(doubt * min(found), most), pairs))


def _effective(parts: list[tuple[Numbers, int]]) -> float:
    """Return the df of independent parts (cells, seeds), each of k + 1 seeds; two seeds can't say."""
    able = [(part, k) for part, k in parts if k > 1]
    trace = sum(float((part**2).sum()) / k for part, k in able)
    square = 0.0
    for part, k in able:
        gram = float(((part.T @ part) ** 2).sum()) / k**2
        own = float((part**2).sum()) / k
        square += k / ((k - 1) * (k + 2)) * (gram - own**2 / k)
    return trace**2 / square - 2 if square > 0 else math.inf
