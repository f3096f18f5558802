"""A parameter: the one declaration that YAML checks, the CLI, the docs and the labels all read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from ezcharts.errors import DomainError, PromptError, ScheduleError
from ezcharts.params.domain import Domain, Value

Role = Literal["rendering", "saving", "display", "inert-name"]
"""What a parameter acts on. Only `rendering` enters the key of a picture; `inert-name` marks names, paths and
switches that cannot change a picture by themselves."""

SAME: Final = object()
"""In place of a value: the first default."""

OURS: Final = " (ours; the notebook's is not known)"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a dialect.

    Attributes:
        name: The notebooks' own spelling.
        domain: What it accepts, in the newest version.
        defaults: Version -> default from that version on. The first one says since when the parameter exists.
        help: What it does, in plain words.
        group: Heading in lists and docs.
        source: Section of the engine reference.
        unit: What its numbers count or measure; empty for words and switches.
        aliases: Other names people use.
        quirks: Numbers of the quirks it takes part in (engines.md 2.10).
        role: See `Role`.
        typical: Sensible values in words; anything in the domain is accepted.
        removed: First version without it.
        before: What the versions before the first one act like; by default like its default.
        chosen: Versions of `defaults` whose value is ours, because the notebook's is not known.
        called: Version -> its name, where people don't say "version 5.1" (`huemin-2.7`).
    """

    name: str
    domain: Domain
    defaults: Mapping[str, object]
    help: str
    group: str
    source: str
    unit: str = ""
    aliases: tuple[str, ...] = ()
    quirks: tuple[str, ...] = ()
    role: Role = "rendering"
    typical: str = ""
    removed: str | None = None
    before: object = SAME
    chosen: frozenset[str] = frozenset()
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def since(self) -> str:
        """The first version that has the parameter."""
        return next(iter(self.defaults))

    def exists_at(self, version: str) -> bool:
        """Return whether `version` has the parameter."""
        gone = self.removed is not None and Decimal(version) >= Decimal(self.removed)
        return Decimal(version) >= Decimal(self.since) and not gone

    def domain_at(self, version: str) -> Domain:
        """Return what `version` accepts."""
        return self.domain.at(Decimal(version))

    def default_at(self, version: str) -> Value:
        """Return the canonical default of `version`.

        Where the version lacks the parameter this is the value that it acts like: `before`, or the nearest
        default.
        """
        reached = self._reached(version)
        first = self.defaults[self.since] if self.before is SAME else self.before
        return self.domain.parse(self.defaults[reached] if reached else first)

    def is_chosen_at(self, version: str) -> bool:
        """Return whether the default of `version` is ours, because the notebook's is not known."""
        return self._reached(version) in self.chosen

    def history(self) -> str:
        """Return the defaults in words: `0`, or `0; from version 5.01 on 10`."""
        first, *later = ((since, self._default_shown(since)) for since in self.defaults)
        return "; ".join([first[1], *(f"from {self._version(since)} on {shown}" for since, shown in later)])

    def parse(self, value: object, version: str) -> Value:
        """Return the canonical value of what was given for `version`.

        Raises:
            InputError: the version lacks the parameter, or the value is outside its domain.
        """
        if not self.exists_at(version):
            raise DomainError(f"{self.name} {self.absence(version)}; leave it out or choose another platform")
        return self.read(value, version)

    def read(self, value: object, version: str) -> Value:
        """Return the canonical value, whether or not the version has the parameter."""
        try:
            return self.domain_at(version).parse(value)
        except DomainError as error:
            raise DomainError(f"{self.name} {error}") from None
        except (ScheduleError, PromptError) as error:
            raise type(error)(f"{self.name}: {error}") from None

    def absence(self, version: str) -> str:
        """Say why `version` lacks the parameter."""
        here = self._called(version)
        if Decimal(version) < Decimal(self.since):
            return f"exists since {self._version(self.since)}, not in {here}"
        return f"was removed in {self._version(str(self.removed))}, it is not in {here}"

    def lifetime(self) -> str:
        """Say in which versions the parameter is: `since 5.1`, or `since 4.1, removed in 5.0`."""
        since = f"since {self._called(self.since)}"
        return since if self.removed is None else f"{since}, removed in {self._called(self.removed)}"

    def _reached(self, version: str) -> str | None:
        """Return the version whose default is the default of `version`."""
        reached = [since for since in self.defaults if Decimal(since) <= Decimal(version)]
        return reached[-1] if reached else None

    def _default_shown(self, since: str) -> str:
        shown = self.domain.show(self.domain.parse(self.defaults[since]))
        return shown + OURS if since in self.chosen else shown

    def _called(self, version: str) -> str:
        return self.called.get(version, version)

    def _version(self, version: str) -> str:
        return self.called.get(version, f"version {version}")
