"""A parameter: the one declaration that YAML checks, the CLI, the docs and the labels all read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ezcharts.errors import DomainError, PromptError, ScheduleError
from ezcharts.params.domain import Domain, Value

Role = Literal["rendering", "saving", "display", "inert-name"]
"""What a parameter acts on. Only `rendering` enters the key of a picture; `inert-name` marks names, paths and
switches that cannot change a picture by themselves."""


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

        Where the version lacks the parameter this is the value that it acts like: the nearest default.
        """
        reached = [raw for since, raw in self.defaults.items() if Decimal(since) <= Decimal(version)]
        return self.domain.parse(reached[-1] if reached else self.defaults[self.since])

    def history(self) -> str:
        """Return the defaults in words: `0`, or `0; from version 5.01 on 10`."""
        first, *later = (
            (since, self.domain.show(self.domain.parse(raw))) for since, raw in self.defaults.items()
        )
        return "; ".join([first[1], *(f"from version {since} on {shown}" for since, shown in later)])

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
        if Decimal(version) < Decimal(self.since):
            return f"exists since version {self.since}, not in {version}"
        return f"was removed in version {self.removed}, it is not in {version}"
