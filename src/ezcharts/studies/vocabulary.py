"""What the names in a study mean: the platform's parameters, and `clip_models` for all switches at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ezcharts.errors import DomainError, UnknownName
from ezcharts.params.compound import Either, ScheduleOf, WordOr
from ezcharts.params.dialect import dialect_of
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.disco.prompts import parse_prompt
from ezcharts.params.domain import Domain, Flag, Int, Real
from ezcharts.params.parameter import Parameter
from ezcharts.params.settings import Settings
from ezcharts.params.table import Dialect
from ezcharts.studies.cell import FILES
from ezcharts.studies.files import check_file
from ezcharts.studies.formula import parse_formula
from ezcharts.studies.ranges import looks_like_numbers, show_number

CLIP_MODELS = "clip_models"

_SWITCHED = {"on": True, "yes": True, "off": False, "no": False}


@dataclass(frozen=True)
class Vocabulary:
    """The names that one study may use.

    Attributes:
        platform: For example `disco-5.0`.
        folder: Where the study lies; files are relative to it.
    """

    platform: str
    folder: Path

    @cached_property
    def dialect(self) -> Dialect:
        """The parameters of the platform's dialect."""
        return dialect_of(self.platform)

    @property
    def version(self) -> str:
        """The platform's version."""
        return self.dialect.platforms[self.platform]

    @cached_property
    def switches(self) -> tuple[str, ...]:
        """The CLIP switches that the platform has, in Disco's order."""
        known = {parameter.name for parameter in self.dialect.on(self.platform)}
        return tuple(switch for switch in CLIP_SWITCHES if switch in known)

    def find(self, name: str) -> Parameter:
        """Return the parameter of a name or alias.

        Raises:
            InputError: There is none, or the platform's version lacks it.
        """
        if name in self.dialect.elsewhere:
            return self.dialect.find(name)  # raises with what to use instead
        if name not in self.dialect.by_name:
            words = (CLIP_MODELS,) if self.switches else ()
            raise UnknownName(f"{self.dialect.name} parameter", name, (*self.dialect.by_name, *words))
        parameter = self.dialect.find(name)
        if not parameter.exists_at(self.version):
            raise DomainError(f"{parameter.name} {parameter.absence(self.version)}; choose another platform")
        return parameter

    def parse(self, parameter: Parameter, value: object) -> object:
        """Return the canonical value of a parameter, its files checked.

        Raises:
            InputError: The value is outside the domain; the message says how to write what was probably
                meant.
        """
        if isinstance(parameter.domain, Flag) and isinstance(value, str):
            value = _SWITCHED.get(value.lower(), value)
        try:
            parsed: Any = parameter.parse(value, self.version)
        except DomainError as error:
            raise DomainError(f"{error}{_meant(value)}") from None
        self._check_files(parameter, parsed)
        return parsed

    def settings(self, given: Mapping[str, object]) -> Settings:
        """Return complete settings.

        Raises:
            InputError: Values contradict each other.
        """
        return Settings.build(self.platform, given)

    def _check_files(self, parameter: Parameter, value: Any) -> None:  # noqa: ANN401 - canonical values have many types
        if parameter.name in FILES and value is not None:
            check_file(self.folder, value)
        if parameter.name == "image_prompts":
            for prompt in value:
                check_file(self.folder, parse_prompt(prompt).subject)


def number_kind(domain: Domain) -> str | None:
    """Return `whole` or `any` for a domain of numbers (also scheduled ones), None for all others."""
    if isinstance(domain, Int):
        return "whole"
    if isinstance(domain, Real):
        return "any"
    if isinstance(domain, ScheduleOf):
        return number_kind(domain.entry)
    if isinstance(domain, WordOr):
        return number_kind(domain.other)
    return number_kind(domain.plain) if isinstance(domain, Either) else None


def show_value(domain: Domain, value: object) -> str:
    """Return a canonical value as a label shows it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return show_number(value) if isinstance(value, int | float) else domain.show(value)


def _meant(value: object) -> str:
    """Return what someone probably meant who wrote this text where one number belongs."""
    if not isinstance(value, str):
        return ""
    if looks_like_numbers(value):
        return "; a list or range of values belongs under axes"
    try:
        formula = parse_formula(f"={value}")
    except (DomainError, UnknownName):
        return ""
    return (
        f"; a formula begins with '=': '={value}'"
        if formula.text.strip("=").strip() not in formula.names
        else ""
    )
