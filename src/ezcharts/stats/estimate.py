"""The mean of effects over prompts and seeds, and how sure it is.

    d[p, s] = β + a[p] + b[s] + e[p, s]         one effect per draw: prompt p of P, seed s of S

Effects that share a prompt or a seed are not independent: prompts and seeds are crossed random effects (H. H.
Clark, The language-as-fixed-effect fallacy, J. Verbal Learning 12 (1973), for subjects and items). Where both
are shared by several draws, `crossed` has the variance of the mean; where only one is, its means are the
units; where none is, the draws are, and this is the t interval.

Whether prompts or seeds matter at all is decided by the same few numbers, and that doubt is in the tails. So
where they are crossed, p below LEVEL, which a family of claims needs, is taken from the t with the fewest
degrees of freedom m = min(d_A, d_B), scaled to agree with the interval at LEVEL, and raised by a quarter:

    p = 5/4 · max over t_df and c·t_m,   c such that both are LEVEL together

Then chance alone gives p ≤ x at most x of the time under the normal law, exactly, for every x and whatever
is shared (`tests/stats/test_crossed.py`). Where draws or means are the units, p is that of t_df. For the
prompts of a study alone (`here`) m is that of seeds, and the factor larger where seeds are two or three.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from scipy import special

from ezcharts.stats.cells import Numbers
from ezcharts.stats.crossed import over_seeds, weighed

LEVEL: Final = 0.05
"""A claim is wrong at most this often where there is no effect; intervals cover 1 − LEVEL."""
FEWEST: Final = 6
"""Fewest draws with which anything is claimed."""
CAUTION: Final = 1.25
"""Factor of p where prompts and seeds are crossed: without it one test in sixteen finds what is not there."""
CAUTION_HERE: Final = {2: 2.2, 3: 1.4}
"""The same for the prompts of a study, by how many seeds there are, where they are few."""

Mask = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Estimate:
    """An effect, in measure units.

    Attributes:
        mean: Over draws.
        draws: How many (pairs of a prompt and a seed), 1 or more.
        se: Standard error of the mean; None with one draw.
        df: Its degrees of freedom, 1 to draws − 1.
        low: Lower end of the 95 % interval; None with one draw, and with prompts and seeds that cross and of
            which one are two: such intervals cover 93 to 99 %, by what is shared, and that two can't tell.
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

    def above(self) -> float:
        """Return the one-sided p of "larger than 0": small when it surely is; 1 with one draw."""
        if self.p is None or (self.se == 0 and self.mean == 0):
            return 1.0
        return self.p / 2 if self.mean > 0 else 1 - self.p / 2

    def below(self) -> float:
        """Return the one-sided p of "smaller than 0"; 1 with one draw."""
        return replace(self, mean=-self.mean).above()


def estimate(effects: Numbers) -> Estimate | None:
    """Return the mean of draws (P, S) and how sure it is; NaN is a missing draw; None where all are."""
    mask: Mask = np.isfinite(effects)
    n = int(mask.sum())
    if n == 0:
        return None
    if n == 1:
        return Estimate(float(effects[mask][0]), 1)
    mean, se, df = (float(each) for each in spread(np.where(mask, effects, 0.0), mask))
    return _told(mean, n, se, df, fewest(mask))


def here(effects: Numbers) -> Estimate | None:
    """Return the mean for the prompts that are there, with the doubt of seeds alone.

    Four prompts say little about prompts at large, and much about themselves. Of seeds only those count that
    every prompt has. None with one prompt, for which `estimate` says this, and where no two seeds are shared.

    Args:
        effects: As of `estimate`.
    """
    there: Mask = np.isfinite(effects)
    d = effects[there.any(1)]
    d = d[:, np.isfinite(d).all(0)]
    prompts, seeds = d.shape
    if min(prompts, seeds) < 2:
        return None
    off = d - d.mean(1, keepdims=True)
    b = (off.mean(0) ** 2).sum() / (seeds - 1) / seeds
    e, df_e = _rest(off, np.ones(d.shape, dtype=bool))
    variance, df = over_seeds((b, e), (seeds - 1, df_e))
    caution = CAUTION_HERE.get(seeds, CAUTION)
    return _told(float(d.mean()), d.size, math.sqrt(variance), float(df), seeds - 1, caution)


def _told(
    mean: float, draws: int, se: float, df: float, few: int | None, caution: float = CAUTION
) -> Estimate:
    """Return an estimate with its p, and with its interval unless that hangs on two of something."""
    p = float(p_value(np.array(abs(mean) / se), np.array(df), few, caution)) if se > 0 else float(mean == 0)
    low, high = (None, None) if few == 1 else interval(mean, se, df)
    return Estimate(mean, draws, se, df, low, high, p)


def spread(effects: Numbers, mask: Mask) -> tuple[Numbers, Numbers, Numbers]:
    """Return mean, standard error and degrees of freedom of draws (..., P, S), at least two of them.

    Args:
        effects: Measure units; any number where the mask is false.
        mask: (P, S), which draws there are, the same for all.
    """
    d, mask = effects[..., mask.any(1), :][..., mask.any(0)], _used(mask)
    n = int(mask.sum())
    mean = np.where(mask, d, 0.0).sum((-2, -1)) / n
    r = np.where(mask, d - mean[..., None, None], 0.0)
    by_prompt, by_seed = _shared(mask)
    if by_prompt and by_seed:
        variance, df = _crossed(r, mask)
    elif by_prompt or by_seed:
        variance, df = _clustered(r, n, -1 if by_prompt else -2)
    else:
        variance, df = (r**2).sum((-2, -1)) / (n - 1) / n, np.full(mean.shape, n - 1.0)
    return mean, np.sqrt(variance), df


def fewest(mask: Mask) -> int | None:
    """Return min(d_A, d_B) of draws (P, S) that cross prompts and seeds; None where they do not."""
    used = _used(mask)
    return min(used.shape) - 1 if all(_shared(used)) else None


def p_value(t: Numbers, df: Numbers, fewest: int | None, caution: float = CAUTION) -> Numbers:
    """Return the two-sided p (...) of a mean t ≥ 0 standard errors away from 0; `fewest` as above."""
    p: Numbers = np.asarray(2 * special.stdtr(df, -t))
    if fewest is None:
        return p
    scaled = t * special.stdtrit(fewest, 1 - LEVEL / 2) / special.stdtrit(df, 1 - LEVEL / 2)
    raised: Numbers = caution * np.maximum(p, 2 * special.stdtr(fewest, -scaled))
    return np.minimum(raised, 1.0)


def reach(level: float, df: Numbers, fewest: int | None, caution: float = CAUTION) -> Numbers:
    """Return how many standard errors (...) from 0 a mean has that p, a level above 0 and below 1."""
    if fewest is None:
        return np.asarray(special.stdtrit(df, 1 - level / 2))
    beyond = 1 - level / caution / 2
    scale = special.stdtrit(df, 1 - LEVEL / 2) / special.stdtrit(fewest, 1 - LEVEL / 2)
    far: Numbers = np.maximum(special.stdtrit(df, beyond), special.stdtrit(fewest, beyond) * scale)
    return far


def _used(mask: Mask) -> Mask:
    """Return the mask without prompts and seeds that have no draw."""
    used: Mask = mask[mask.any(1)][:, mask.any(0)]
    return used


def _shared(mask: Mask) -> tuple[bool, bool]:
    """Return whether several draws share a prompt, of several, and whether some share a seed."""
    prompts, seeds = mask.shape
    by_prompt = prompts > 1 and bool((mask.sum(1) > 1).any())
    return by_prompt, seeds > 1 and bool((mask.sum(0) > 1).any())


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
    return weighed((a, b, e), (prompts - 1, seeds - 1, df_e))


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


def interval(mean: float, se: float, df: float) -> tuple[float, float]:
    """Return the 95 % interval of a mean with a standard error of df degrees of freedom."""
    far = float(special.stdtrit(df, 1 - LEVEL / 2)) * se
    return mean - far, mean + far
