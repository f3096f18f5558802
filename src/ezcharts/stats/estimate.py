"""The mean of effects over prompts and seeds, and how sure it is.

    d[p, s] = β + a[p] + b[s] + e[p, s]         one effect per draw: prompt p of P, seed s of S

Effects that share a prompt or a seed are not independent: prompts and seeds are crossed random effects (H. H.
Clark, The language-as-fixed-effect fallacy, J. Verbal Learning 12 (1973), for subjects and items). With
A, B, E the mean squares of prompts, seeds and the rest, each over N = P·S,

    Var(mean) = A + B − E,      degrees of freedom by F. E. Satterthwaite, Biometrics Bulletin 2 (1946)

Where A (or B) does not exceed POOLED·E, its component is taken as zero and its sum of squares goes to E,
which is what restricted maximum likelihood does (S. R. Searle and others, Variance Components (1992), 4.4).
The degrees of freedom are never fewer than those of prompts or of seeds, as for any sum of true variances.
With two prompts or two seeds nothing is pooled, the variance is at least each of A, B and E, and df may
fall to 1. Where only one of the two is shared by several draws, its means are the units; where none is, the
draws are, and this is the t interval. `docs/directions.md` has the simulations that chose.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special

from ezcharts.stats.cells import Numbers

LEVEL: Final = 0.05
"""A claim is wrong at most this often where there is no effect; intervals cover 1 − LEVEL."""
FEWEST: Final = 6
"""Fewest draws with which anything is claimed."""
POOLED: Final = 1.0
POOLED_OF_THREE: Final = 0.7
"""The same where there are three prompts or three seeds: so few say little about how they differ."""

Mask = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Estimate:
    """An effect, in measure units.

    Attributes:
        mean: Over draws.
        draws: How many (pairs of a prompt and a seed), 1 or more.
        se: Standard error of the mean; None with one draw.
        df: Its degrees of freedom, 1 to draws − 1.
        low: Lower end of the 95 % interval.
        high: Upper end.
        p: How often chance alone gives a mean at least as far from zero, 0 to 1.
    """

    mean: float
    draws: int
    se: float | None = None
    df: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough draws to claim anything."""
        return self.draws >= FEWEST and self.p is not None

    def above(self, limit: float = 0.0) -> float:
        """Return the one-sided p of "larger than the limit": small when it surely is; 1 with one draw."""
        if self.se is None or self.df is None:
            return 1.0
        if self.se == 0:
            return 0.0 if self.mean > limit else 1.0
        return float(special.stdtr(self.df, (limit - self.mean) / self.se))

    def below(self, limit: float = 0.0) -> float:
        """Return the one-sided p of "smaller than the limit"; 1 with one draw."""
        if self.se is None or self.df is None:
            return 1.0
        return replace(self, mean=-self.mean).above(-limit)


def estimate(effects: Numbers) -> Estimate | None:
    """Return the mean of draws (P, S) and how sure it is; NaN is a missing draw; None where all are."""
    mask: Mask = np.isfinite(effects)
    n = int(mask.sum())
    if n == 0:
        return None
    if n == 1:
        return Estimate(float(effects[mask][0]), 1)
    mean, se, df = (float(each) for each in spread(np.where(mask, effects, 0.0), mask))
    p = float(2 * special.stdtr(df, -abs(mean) / se)) if se > 0 else float(mean == 0)
    return Estimate(mean, n, se, df, *interval(mean, se, df), p)


def spread(effects: Numbers, mask: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """Return mean, standard error and degrees of freedom of draws (..., P, S), at least two of them.

    Args:
        effects: Measure units; any number where the mask is false.
        mask: (P, S), which draws there are, the same for all.
    """
    rows, columns = mask.any(1), mask.any(0)
    d, mask = effects[..., rows, :][..., columns], mask[rows][:, columns]
    n = int(mask.sum())
    mean = np.where(mask, d, 0.0).sum((-2, -1)) / n
    r = np.where(mask, d - mean[..., None, None], 0.0)
    prompts, seeds = mask.shape
    by_prompt = prompts > 1 and bool((mask.sum(1) > 1).any())
    by_seed = seeds > 1 and bool((mask.sum(0) > 1).any())
    if by_prompt and by_seed:
        variance, df = _crossed(r, mask)
    elif by_prompt or by_seed:
        variance, df = _clustered(r, n, -1 if by_prompt else -2)
    else:
        variance, df = (r**2).sum((-2, -1)) / (n - 1) / n, np.full(mean.shape, n - 1.0)
    return mean, np.sqrt(variance), df


def _clustered(r: Numbers, n: int, within: int) -> tuple[Numbers, Numbers]:
    """Return variance and df of the mean when sums over one dimension are the units."""
    sums = r.sum(within)
    groups = sums.shape[-1]
    variance = (sums**2).sum(-1) * groups / (groups - 1) / n**2
    return variance, np.full(variance.shape, groups - 1.0)


def _crossed(r: Numbers, mask: Mask) -> tuple[Numbers, Numbers]:
    n = int(mask.sum())
    prompts, seeds = mask.shape
    a = (r.sum(-1) ** 2).sum(-1) * prompts / (prompts - 1) / n**2
    b = (r.sum(-2) ** 2).sum(-1) * seeds / (seeds - 1) / n**2
    e, df_e = _rest(r, mask)
    if min(prompts, seeds) == 2:
        return _cautious((a, b, e), (prompts - 1, seeds - 1, df_e))
    limit = POOLED_OF_THREE if min(prompts, seeds) == 3 else POOLED
    return _pooled((a, b, e), (prompts - 1, seeds - 1, df_e), limit)


def _rest(r: Numbers, mask: Mask) -> tuple[Numbers, int]:
    """Return what prompts and seeds leave, as a part of the mean's variance, and its df (1 or more)."""
    left, df = _additive(mask.tobytes(), mask.shape)
    if df == 0:
        return np.zeros(r.shape[:-2]), 1
    return ((r[..., mask] @ left) ** 2).sum(-1) / df / len(left), df


@lru_cache(maxsize=64)
def _additive(mask: bytes, shape: tuple[int, int]) -> tuple[Numbers, int]:
    """Return the projection (N, N) onto what a sum of a prompt's and a seed's part leaves, and its rank."""
    p, s = np.nonzero(np.frombuffer(mask, dtype=bool).reshape(shape))
    design = np.hstack([np.eye(shape[0])[p], np.eye(shape[1])[s]])
    left: Numbers = np.eye(len(p)) - design @ np.linalg.pinv(design)
    return left, len(p) - int(np.linalg.matrix_rank(design))


def _cautious(parts: tuple[Numbers, Numbers, Numbers], dfs: tuple[int, int, int]) -> tuple[Numbers, Numbers]:
    a, b, e = parts
    below = a**2 / dfs[0] + b**2 / dfs[1] + e**2 / dfs[2]
    df = (a + b - e) ** 2 / np.where(below > 0, below, 1.0)
    return np.maximum.reduce([a, b, e, a + b - e]), np.clip(df, 1.0, sum(dfs))


def _pooled(
    parts: tuple[Numbers, Numbers, Numbers], dfs: tuple[int, int, int], limit: float
) -> tuple[Numbers, Numbers]:
    a, b, e = parts
    keep_a, keep_b = a > limit * e, b > limit * e
    df_e = dfs[2] + np.where(keep_a, 0, dfs[0]) + np.where(keep_b, 0, dfs[1])
    rest = (e * dfs[2] + np.where(keep_a, 0, a * dfs[0]) + np.where(keep_b, 0, b * dfs[1])) / df_e
    a, b = np.where(keep_a, np.maximum(a, rest), rest), np.where(keep_b, np.maximum(b, rest), rest)
    variance = a + b - rest
    times = 1 - keep_a.astype(int) - keep_b.astype(int)
    below = times**2 * rest**2 / df_e
    below += np.where(keep_a, a**2 / dfs[0], 0) + np.where(keep_b, b**2 / dfs[1], 0)
    df = variance**2 / np.where(below > 0, below, 1.0)
    return variance, np.where(below > 0, np.clip(df, min(dfs[:2]), sum(dfs)), float(sum(dfs)))


def interval(mean: float, se: float, df: float) -> tuple[float, float]:
    """Return the 95 % interval of a mean with a standard error of df degrees of freedom."""
    reach = float(special.stdtrit(df, 1 - LEVEL / 2)) * se
    return mean - reach, mean + reach
