"""Every error that EZ Charts raises on purpose, as one tree.

    EzChartsError
    ├── InputError                what the user wrote is not valid
    │   ├── DomainError           a value outside its parameter's domain
    │   ├── UnknownName           a name nobody knows (did you mean ...?)
    │   ├── ScheduleError         a schedule expression that does not parse, or is too short
    │   ├── PromptError           a prompt or its weights
    │   ├── SettingsError         a settings file
    │   ├── StudyError            a study file: says file, line and key
    │   └── LibraryError          an entry of the library, or something given to it
    ├── PlanError                 valid, but cannot be rendered: says what is missing
    ├── ModelError                a model file is missing, damaged or not what it should be
    ├── StoreError                the store cannot be read or written
    └── CellFailure               one cell cannot be rendered; the others go on

A message says the rule that was broken, the value seen and what to do. The CLI prints it without a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class EzChartsError(Exception):
    """Root of the tree. `str(error)` is the whole message."""


class InputError(EzChartsError):
    """What the user wrote is not valid."""


class DomainError(InputError):
    """A value lies outside its parameter's domain."""


class UnknownName(InputError):
    """A name that nobody knows; names the nearest known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"unknown {kind} {name!r}{did_you_mean(name, known)}")


class ScheduleError(InputError):
    """A schedule expression does not parse, or ends before it is needed."""


class PromptError(InputError):
    """A prompt, its weight, or the sum of the weights is not usable."""


class SettingsError(InputError):
    """A settings file cannot be read as one."""


class StudyError(InputError):
    """A study file is not valid. The message begins with `file:line: key:`, as far as known."""

    def __init__(
        self, message: str, *, file: str | None = None, line: int | None = None, key: str | None = None
    ) -> None:
        self.rule, self.file, self.line, self.key = message, file, line, key
        place = ":".join(str(part) for part in (file, line) if part is not None)
        super().__init__(": ".join(part for part in (place, key, message) if part))


class LibraryError(InputError):
    """An entry of the library, or a file that was given to it, is not valid."""


class PlanError(EzChartsError):
    """The request is valid but cannot be rendered here; says what is missing and what to do."""


class ModelError(EzChartsError):
    """A model file is missing, damaged, or not what its card says."""


class StoreError(EzChartsError):
    """The store cannot be read or written."""


class CellFailure(EzChartsError):
    """One cell cannot be rendered. `final` is true when rendering it again would fail the same way."""

    def __init__(self, reason: str, *, final: bool = True) -> None:
        self.reason, self.final = reason, final
        super().__init__(reason)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `"; did you mean 'x' or 'y'?"`, or an empty string when nothing is near.

    Args:
        name: What was written.
        known: All names that would have been accepted.
    """
    folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(folded[n]) for n in near)}?" if near else ""
