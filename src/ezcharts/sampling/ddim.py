r"""DDIM as Disco runs it (Song, Meng and Ermon 2021, arXiv 2010.02502, eq. 12 and 16; engines.md 2.7).

    s = η·√((1 − ᾱ')/(1 − ᾱ))·√(1 − ᾱ/ᾱ')
    x' = √ᾱ'·x0 + √(1 − ᾱ' − s²)·ε + s·n,   n ~ N(0, 1), not added at the last step.

η = 0 is deterministic, η = 1 is ancestral sampling. A negative η only flips the sign of the noise (Q16).
Beyond a limit slightly above 1 the root's argument is negative; a notebook shows black there, we fail with
the reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from torch import Tensor

from ezcharts.diffusion.schedule import Spacing
from ezcharts.errors import CellFailure
from ezcharts.sampling.base import Ask, Steps, executed_steps


def noise_scale(abar: float, abar_next: float, eta: float) -> float:
    """Return s, the standard deviation of the fresh noise, with the sign of η."""
    return eta * math.sqrt((1 - abar_next) / (1 - abar)) * math.sqrt(1 - abar / abar_next)


def check_eta(spacing: Spacing, skip_steps: int, eta: float) -> None:
    """Refuse an η for which some executed step needs the root of a negative number.

    Raises:
        CellFailure: |η| is above the limit of this spacing (engines.md table 1.2).
    """
    limit = eta_limit(spacing, skip_steps)
    if abs(eta) > limit:
        raise CellFailure(
            f"eta {eta:g} is above the limit of {limit:.3f} for {len(spacing)} steps: 1 - abar' - s^2 turns "
            "negative and a notebook's picture black; use a smaller |eta|"
        )


def eta_limit(spacing: Spacing, skip_steps: int = 0) -> float:
    """Return the largest |η| with a real root at every executed step: the least √(1 − ᾱ')/s(1)."""
    pairs = [
        (float(spacing.alpha_bar[k]), spacing.alpha_bar_after(k))
        for k in executed_steps(spacing, skip_steps)
        if k
    ]
    return min((math.sqrt(1 - b) / noise_scale(a, b, 1.0) for a, b in pairs), default=math.inf)


def ddim(
    x: Tensor, spacing: Spacing, *, skip_steps: int, eta: float, noise: Callable[[int], Tensor]
) -> Steps:
    """Run DDIM from `x`, which belongs to the first step that is not skipped.

    Args:
        x: Shape (1, 3, H, W).
        spacing: The noise levels.
        skip_steps: How many of the noisiest steps are left out, 0 to N − 1.
        eta: η, any sign.
        noise: Gives n of an executed step (counted from 0), shape of `x`.

    Raises:
        CellFailure: η is above the limit.
    """
    check_eta(spacing, skip_steps, eta)
    for executed, k in enumerate(executed_steps(spacing, skip_steps)):
        answer = yield Ask(x, k, k, executed, executed)
        abar, abar_next = float(spacing.alpha_bar[k]), spacing.alpha_bar_after(k)
        s = noise_scale(abar, abar_next, eta)
        x = math.sqrt(abar_next) * answer.x0 + math.sqrt(max(0.0, 1 - abar_next - s**2)) * answer.eps
        if s != 0:
            x = x + s * noise(executed)
    return x
