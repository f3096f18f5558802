"""Disco's PLMS of order 2 (engines.md 2.7), from v5.1; eta and symmetry are unused.

`evaluate(x, level, told)` is one guided evaluation: x and t belong to `level`, and guidance is told the noise
level `told`. Only the first step's second evaluation has two different ones: x and t belong to k - 1, cur_t
is still k.
"""

import math


def x0_of(x, e, level):
    return (x - math.sqrt(1 - level.abar) * e) / math.sqrt(level.abar)


def move(x, e, level):
    """Along e from abar to abar' (`level.abar_next`)."""
    return math.sqrt(level.abar_next) * x0_of(x, e, level) + math.sqrt(1 - level.abar_next) * e


def first_step(x, level, next_level, evaluate):
    """Euler predictor, a second evaluation where it lands, the mean of the two eps'."""
    if next_level is None:
        raise IndexError("with one remaining step the notebook looks up t = -1 in its cut schedules")
    here = evaluate(x, level, level)
    predicted = move(x, here["eps"], level)
    there = evaluate(predicted, next_level, level)
    e = (here["eps"] + there["eps"]) / 2
    return {"evaluations": [here, there], "e": e, "x0e": x0_of(x, e, level), "x_next": move(x, e, level)}


def later_step(x, level, k, evaluate, eps_before):
    """e = (3 eps'_k - eps'_{k+1}) / 2; the last step lands on its own x0'."""
    here = evaluate(x, level, level)
    e = (3 * here["eps"] - eps_before) / 2
    x_next = here["x0"] if k == 0 else move(x, e, level)
    return {"evaluations": [here], "e": e, "x0e": x0_of(x, e, level), "x_next": x_next}
