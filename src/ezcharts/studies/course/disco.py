"""The course of a Disco run (engines.md 1.2, 2.6, 2.7)."""

from __future__ import annotations

from ezcharts.levels.disco import disco_track
from ezcharts.params.settings import Settings
from ezcharts.studies.course.base import Course


def course(settings: Settings) -> Course:
    """Return the course: PLMS looks twice in its first step, unless that is also its last."""
    track = disco_track(settings["steps"], settings["skip_steps"])
    twice = settings["diffusion_sampling_mode"] == "plms" and len(track) > 1
    return Course(track, len(track) + int(twice))
