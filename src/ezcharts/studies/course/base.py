"""What a course is."""

from __future__ import annotations

from dataclasses import dataclass

from ezcharts.levels.level import Track


@dataclass(frozen=True)
class Course:
    """How the run of a cell goes.

    Attributes:
        track: The noise levels that it visits.
        evaluations: How often the models look at the picture; more often than there are steps where a sampler
            looks several times.
    """

    track: Track
    evaluations: int

    @property
    def steps(self) -> int:
        """Sampler steps that are run."""
        return len(self.track)
