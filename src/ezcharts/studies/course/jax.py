"""The course of a JAX run (engines.md 3.1, 3.5, 3.6)."""

from __future__ import annotations

from ezcharts.levels.jax import jax_track
from ezcharts.params.settings import Settings
from ezcharts.studies.course.base import Course

_RUNGE_KUTTA_LOOKS = 4
_PLMS_START = 3


def course(settings: Settings) -> Course:
    """Return the course: PRK looks four times a step, PLMS starts with three such steps.

    Where the last noise is not 0, the main model looks once more at the end.
    """
    track = jax_track(
        settings["steps"], settings["starting_noise"], settings["ending_noise"], settings["time_schedule"]
    )
    return Course(track, _looks(settings["sample_mode"], len(track)) + int(settings["ending_noise"] > 0))


def _looks(sample_mode: str, steps: int) -> int:
    started = {"ddim": 0, "prk": steps, "plms": min(steps, _PLMS_START)}[sample_mode]
    return steps + (_RUNGE_KUTTA_LOOKS - 1) * started
