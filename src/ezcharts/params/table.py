"""A dialect: the parameters of a family of notebooks, and its versions as platforms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ezcharts.errors import InputError, UnknownName
from ezcharts.params.domain import Value
from ezcharts.params.parameter import Parameter

Settle = Callable[[str, Mapping[str, Value], frozenset[str]], dict[str, Value]]
"""(version, complete values, names that were stated) -> values with the rules between parameters applied."""


def _as_they_are(version: str, values: Mapping[str, Value], stated: frozenset[str]) -> dict[str, Value]:
    return dict(values)


def _none(values: Mapping[str, Value]) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Dialect:
    """A table of parameters.

    Attributes:
        name: For example `disco`.
        platforms: Name of each platform -> the notebook version it stands for, oldest first.
        parameters: In the order of the notebook.
        settle: The rules between parameters.
        overrides: Values -> what the notebook replaces behind the user's back.
        rivals: Groups of parameters that say the same thing; the one said last counts.
        elsewhere: Names that people know and that are no parameters here -> why not, and what to do; the text
            reads on from the name.
    """

    name: str
    platforms: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    settle: Settle = _as_they_are
    overrides: Callable[[Mapping[str, Value]], Mapping[str, object]] = _none
    rivals: tuple[frozenset[str], ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.parameters)

    @cached_property
    def by_name(self) -> Mapping[str, Parameter]:
        """Every name and alias -> its parameter."""
        return {name: parameter for parameter in self for name in (parameter.name, *parameter.aliases)}

    def find(self, name: str) -> Parameter:
        """Return the parameter with this exact name or alias.

        Raises:
            InputError: the name belongs elsewhere; says where.
            UnknownName: there is none; names the nearest.
        """
        if name in self.elsewhere:
            raise InputError(f"{name} {self.elsewhere[name]}")
        if name not in self.by_name:
            raise UnknownName(f"{self.name} parameter", name, self.by_name)
        return self.by_name[name]

    def on(self, platform: str) -> tuple[Parameter, ...]:
        """Return the parameters that a platform has."""
        return tuple(parameter for parameter in self if parameter.exists_at(self.platforms[platform]))

    def parse(self, platform: str, given: Mapping[str, object]) -> dict[str, Value]:
        """Return canonical values by canonical name.

        Args:
            platform: One of `platforms`.
            given: Values by name or alias.

        Raises:
            InputError: a name is unknown or said twice, or a value is outside its domain.
        """
        values: dict[str, Value] = {}
        for name, value in given.items():
            parameter = self.find(name)
            if parameter.name in values:
                raise InputError(f"{parameter.name} is given twice, the second time as {name!r}; keep one")
            values[parameter.name] = parameter.parse(value, self.platforms[platform])
        return values

    def rivals_of(self, names: set[str]) -> set[str]:
        """Return the given canonical names and all that say the same as one of them."""
        return names.union(*(group for group in self.rivals if group & names))
