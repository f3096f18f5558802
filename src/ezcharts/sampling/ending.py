r"""How the JAX notebook 2.7 ends: one more look where the last step led, if noise is left
there (engines.md 3.6).

That look is at the main model alone, unguided, and is what the run shows. Where no noise is left the last
step's picture stays, as in every other notebook. It wraps any sampler:

    ending_look(prk(x, track), track)
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from ezcharts.levels.level import Track
from ezcharts.sampling.base import Answer, Ask, Landed, Steps


def ending_look(steps: Steps, track: Track) -> Steps:
    """Run a sampler, then show where it landed.

    Args:
        steps: A sampler that has not started.
        track: Its noise levels.

    Returns:
        A sampler with one evaluation more, unguided, unless the track ends without noise. That one counts all
        steps as executed.
    """
    landed, evaluations = yield from _counted(steps)
    if not track.ends_with_noise:
        return landed
    end = track.levels[-1]
    answer = yield Ask(landed.x, end, end, len(track), evaluations, guided=False)
    return Landed(landed.x, answer.shown)


def _counted(steps: Steps) -> Generator[Ask, Answer, tuple[Landed, int]]:
    """Run a sampler; return how it landed and how many evaluations it asked for."""
    with closing(steps):
        ask = next(steps)
        while True:
            answer = yield ask
            try:
                ask = steps.send(answer)
            except StopIteration as end:
                return end.value, ask.evaluation + 1
