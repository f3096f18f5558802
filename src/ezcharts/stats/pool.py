"""One direction over several studies: random effects.

    y_i = θ + u_i + ε_i,     u_i ~ (0, τ²) between studies,   ε_i ~ (0, s_i²) within study i of k
    w_i = 1/(τ² + s_i²),     θ = Σ w_i y_i / Σ w_i

τ² is R. C. Paule and J. Mandel's (J. Res. NBS 87 (1982)): the one with Σ w_i (y_i − θ)² = k − 1, or 0.
DerSimonian and Laird's is its first step and too small when studies are few and unequal. The interval is G.
Knapp and J. Hartung's (Statist. Med. 22 (2003)), t with k − 1 degrees of freedom, never narrower than 1/√Σw
(C. Röver and others, BMC Med. Res. Methodol. 15 (2015)): a normal interval covers far less than it says
when k is small. A new study is expected within θ ± t_{k−2}·√(τ² + se²) (J. P. T. Higgins and others, J. R.
Statist. Soc. A 172 (2009)). Give sizes that compare across studies: in noise widths, or one unit for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from scipy import optimize, special

from ezcharts.errors import InputError
from ezcharts.stats import words
from ezcharts.stats.cells import Numbers
from ezcharts.stats.estimate import LEVEL

FEWEST_STUDIES: Final = 3
"""Fewest studies with a standard error of which anything is claimed."""
AGREE: Final = 0.25
"""Below this share of the spread that is between studies they agree."""
DISAGREE: Final = 0.75
"""From this share on they differ a lot."""


@dataclass(frozen=True)
class Found:
    """What one study found.

    Attributes:
        study: Its name.
        effect: Signed size, in the unit that all have.
        se: Its standard error, 0 or more; None where the study had one draw: it only counts.
    """

    study: str
    effect: float
    se: float | None = None


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """One direction over studies.

    Attributes:
        studies: How many.
        up: How many have an effect above 0.
        down: How many have one below 0.
        weighed: How many have a standard error: what follows is from those.
        effect: θ; the plain mean where none is weighed.
        se: Its standard error; None with fewer than two weighed.
        low: Lower end of the 95 % interval.
        high: Upper end.
        p: How often chance alone gives an effect at least as far from 0.
        tau: τ, spread between studies, in the unit of the effects.
        i2: I², share of the spread that is between studies, 0 to 1.
        q_p: p of Cochran's test that all studies have one effect.
        new_low: Lower end of where 95 % of new studies are expected; None with fewer than three.
        new_high: Upper end.
        claimed: Whether the direction is, at 5 %.
        sentence: In plain words.
    """

    studies: int
    up: int
    down: int
    weighed: int
    effect: float
    se: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    tau: float | None = None
    i2: float | None = None
    q_p: float | None = None
    new_low: float | None = None
    new_high: float | None = None
    claimed: bool = False
    sentence: str = ""


def pool(found: Sequence[Found], *, axis: str, measure: str, unit: str = "noise widths") -> Pooled:
    """Return the direction over studies.

    Args:
        found: What each study found; no study twice.
        axis: Name of the axis, for the sentence.
        measure: Name of the measure.
        unit: Of the effects.

    Raises:
        InputError: There is no study, one is there twice, or a number is not usable.
    """
    _check(found)
    weighed = [item for item in found if item.se is not None]
    up, down = sum(item.effect > 0 for item in found), sum(item.effect < 0 for item in found)
    mean = float(np.mean([item.effect for item in found]))
    pooled = Pooled(studies=len(found), up=up, down=down, weighed=len(weighed), effect=mean)
    if len(weighed) > 1:
        pooled = replace(pooled, **_numbers(weighed))
    claimed = len(weighed) >= FEWEST_STUDIES and pooled.p is not None and pooled.p <= LEVEL
    pooled = replace(pooled, claimed=claimed)
    return replace(pooled, sentence=_sentence(pooled, axis, measure, unit))


def paule_mandel(y: Numbers, v: Numbers) -> float:
    """Return τ², 0 or more, of effects (k,) with variances (k,) above 0; k ≥ 2."""

    def excess(tau2: float) -> float:
        w = 1 / (v + tau2)
        return float((w * (y - (w * y).sum() / w.sum()) ** 2).sum()) - (len(y) - 1)

    if excess(0.0) <= 0:
        return 0.0
    top = float(((y - y.mean()) ** 2).sum())
    while excess(top) > 0:
        top *= 2
    return float(optimize.brentq(excess, 0.0, top, xtol=1e-12 * top))


def _numbers(found: Sequence[Found]) -> dict[str, Any]:
    y = np.array([item.effect for item in found])
    v = np.array([item.se or 0.0 for item in found]) ** 2
    v = np.maximum(v, max(1e-12 * float(v.max() + y.var()), 1e-300))
    k = len(y)
    tau2 = paule_mandel(y, v)
    w = 1 / (v + tau2)
    effect = float((w * y).sum() / w.sum())
    over = float((w * (y - effect) ** 2).sum()) / (k - 1)
    se = math.sqrt(max(1.0, over) / float(w.sum()))
    reach = float(special.stdtrit(k - 1, 1 - LEVEL / 2)) * se
    fixed = (y / v).sum() / (1 / v).sum()
    q = float(((y - fixed) ** 2 / v).sum())
    new = float(special.stdtrit(k - 2, 1 - LEVEL / 2)) * math.sqrt(tau2 + se**2) if k > 2 else None
    return {
        "effect": effect,
        "se": se,
        "low": effect - reach,
        "high": effect + reach,
        "p": float(2 * special.stdtr(k - 1, -abs(effect) / se)),
        "tau": math.sqrt(tau2),
        "i2": max(0.0, 1 - (k - 1) / q) if q > 0 else 0.0,
        "q_p": float(special.chdtrc(k - 1, q)),
        "new_low": None if new is None else effect - new,
        "new_high": None if new is None else effect + new,
    }


def _check(found: Sequence[Found]) -> None:
    names = [item.study for item in found]
    if not found or len(set(names)) != len(names):
        raise InputError(f"pooling needs a study, none twice; got {names}")
    for item in found:
        if not math.isfinite(item.effect) or (item.se is not None and not 0 <= item.se < math.inf):
            raise InputError(f"an effect is finite and its standard error 0 or more; {item.study}: {item}")


def _sentence(pooled: Pooled, axis: str, measure: str, unit: str) -> str:
    effect = pooled.effect
    many = pooled.up if effect > 0 else pooled.down
    of = f"{many} of {pooled.studies} studies" if pooled.studies > 1 else "the only study"
    if pooled.low is None or pooled.high is None or pooled.weighed < FEWEST_STUDIES:
        few = "too few studies to say how sure"
        return (
            f"{axis} up: {measure} {words.way(effect)} in {of}, by {words.amount(abs(effect), unit)}; {few}"
        )
    sign = -1.0 if effect < 0 and pooled.claimed else 1.0
    low, high = sorted((sign * pooled.low, sign * pooled.high))
    sized = f"{words.amount(sign * effect, unit)}, 95 % interval {words.number(low)} to {words.number(high)}"
    if pooled.claimed:
        said = f"{axis} up: {measure} {words.way(effect)} in {of} ({sized})"
    else:
        what = f"no direction of {measure} is shown over studies"
        said = f"{axis} up: {what} ({words.way(effect)} in {of}, {sized})"
    return words.joined([said, _heterogeneity(pooled)])


def _heterogeneity(pooled: Pooled) -> str:
    share = pooled.i2 or 0.0
    how = "agree" if share < AGREE else "differ a lot" if share >= DISAGREE else "differ somewhat"
    said = f"the studies {how} ({share:.0%} of the spread is between them)"
    if share < AGREE or pooled.new_low is None or pooled.new_high is None:
        return said
    ends = f"{words.number(pooled.new_low)} to {words.number(pooled.new_high)}"
    return f"{said}, a new one is expected at {ends}"
