r"""Disco's noise levels in plain Python, as far as planning needs them: which schedule entries a run reads,
and how large eta may be.

With the user's `steps` N the base schedule has T = (1000 // N)·N steps (N itself from 1000 on), betas evenly
spaced from 1e-4·s to 2e-2·s with s = 1000/T, and every (T/N)-th of them is kept (engines.md 1.1, 1.2). ᾱ' is
the ᾱ of the next, cleaner step. DDIM takes the root of 1 − ᾱ' − s_η² with s_η² = η²·(1 − ᾱ')/(1 − ᾱ)·(1 −
ᾱ/ᾱ') (engines.md 2.7), which is real as long as

    |η| ≤ √((1 − ᾱ) / (1 − ᾱ/ᾱ'))        at every step.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import accumulate, pairwise

ENTRIES = 1000
"""Length of a cut schedule; entry 0 is the noisiest."""


def base_steps(steps: int) -> int:
    """Return T, Disco's `diffusion_steps` (engines.md 1.2)."""
    return ENTRIES // steps * steps if steps < ENTRIES else steps


@cache
def alpha_bars(steps: int) -> tuple[float, ...]:
    """Return ᾱ of each kept step, cleanest first."""
    total = base_steps(steps)
    scale = 1000 / total
    low, high = scale * 1e-4, scale * 2e-2
    betas = (low + (high - low) * index / (total - 1) for index in range(total))
    kept = accumulate((1 - beta for beta in betas), lambda product, factor: product * factor)
    return tuple(kept)[:: total // steps]


@cache
def largest_safe_eta(steps: int, skip_steps: int = 0) -> float:
    """Return the largest |eta| that keeps a picture from becoming NaN; infinite where no step adds noise.

    Args:
        steps: The user's steps, at least 2.
        skip_steps: How many of the noisiest are left out.
    """
    run = alpha_bars(steps)[: steps - skip_steps]
    return min(
        (math.sqrt((1 - a) / (1 - a / after)) for after, a in pairwise(run)),
        default=math.inf,
    )


@cache
def schedule_entries(steps: int, skip_steps: int = 0) -> tuple[int, ...]:
    """Return the entries of a cut schedule that a run reads, noisiest first: 999 − ⌊t⌋ (engines.md 2.3)."""
    total = base_steps(steps)
    kept = range(0, total, total // steps)[: steps - skip_steps]
    return tuple(ENTRIES - 1 - tau * 1000 // total for tau in reversed(kept))
