"""The course of a run, and the one that a cell's settings lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ezcharts.params.settings import Settings
from ezcharts.studies.course import disco, jax
from ezcharts.studies.course.base import Course

_COURSES: Final[Mapping[str, Callable[[Settings], Course]]] = {"disco": disco.course, "jax": jax.course}


def course_of(settings: Settings) -> Course:
    """Return how the run of a cell with these settings goes.

    Raises:
        DomainError: No noise levels fit the settings.
    """
    return _COURSES[settings.dialect.name](settings)
