"""Where something was written, and gathering problems so that a file is mended once and not line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from ezcharts.errors import InputError, StudyError

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where a piece of a study was written.

    Attributes:
        file: Path of the study file as it was given, or None (a study made in a notebook).
        line: Line, counted from 1.
        column: Column, counted from 0.
        index: Characters of the file before it.
    """

    file: str | None = None
    line: int | None = None
    column: int = 0
    index: int = 0

    def error(self, key: str, rule: str) -> StudyError:
        """Return the error that says: at this place, for this key, this rule was broken."""
        return StudyError(rule, file=self.file, line=self.line, key=key)


@contextmanager
def located(place: Place, key: str) -> Iterator[None]:
    """Say of an error that has no place that it is here."""
    try:
        yield
    except StudyError:
        raise
    except InputError as problem:
        raise place.error(key, str(problem)) from None


class StudyProblems(StudyError):
    """Everything that is wrong with a study, one line each. `problems` holds them one by one."""

    def __init__(self, problems: Sequence[StudyError]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class Problems:
    """Gathers problems, each once, and raises them all together."""

    def __init__(self) -> None:
        self._found: dict[str, StudyError] = {}

    def add(self, problem: StudyError) -> None:
        """Note a problem, or each of several."""
        for each in problem.problems if isinstance(problem, StudyProblems) else (problem,):
            self._found.setdefault(str(each), each)

    @contextmanager
    def noting(self, place: Place, key: str) -> Iterator[None]:
        """Note what goes wrong inside and go on after it; an error without a place is said to be here."""
        try:
            with located(place, key):
                yield
        except StudyError as problem:
            self.add(problem)

    def tried(self, place: Place, key: str, read: Callable[[], T], otherwise: T) -> T:
        """Return what `read` returns; where that goes wrong, note it and return `otherwise`."""
        with self.noting(place, key):
            return read()
        return otherwise

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_any(self) -> None:
        """Raise `StudyProblems` if anything was noted, in the order of lines."""
        if self._found:
            raise StudyProblems(sorted(self._found.values(), key=lambda problem: problem.line or 0))
