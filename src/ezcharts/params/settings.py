"""Settings: a platform and a checked, canonical value for every parameter of its dialect.

A parameter that the platform lacks has the value it acts like (`ddim`, no symmetry, ...), because what a
version changes is itself a setting: the same picture has the same settings in every version that can make
it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ezcharts.errors import DomainError, InputError
from ezcharts.params.dialect import Dialect, dialect_of
from ezcharts.params.disco import size_word
from ezcharts.params.domain import Json, Value
from ezcharts.params.parameter import Parameter

_SIZE: Final = "width_height"


@dataclass(frozen=True)
class Settings(Mapping[str, Value]):
    """Complete settings; a read-only mapping from parameter name (or alias) to canonical value.

    Attributes:
        platform: For example `disco-5.0`.
        checked: Every parameter of the dialect, by name. Not to be changed.
        stated: Names that were given, not filled in; not part of equality.
    """

    platform: str
    checked: Mapping[str, Value]
    stated: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def build(cls, platform: str, given: Mapping[str, object]) -> Settings:
        """Check what is given and fill in the platform's defaults.

        Args:
            platform: For example `disco-5.0`.
            given: Values by name or alias.

        Raises:
            InputError: unknown platform or name, a value outside its domain, or two that contradict.
        """
        dialect = dialect_of(platform)
        stated = dialect.parse(platform, given)
        version = dialect.platforms[platform]
        defaults = {parameter.name: parameter.default_at(version) for parameter in dialect}
        values = _with_size(version, {**defaults, **stated}, frozenset(stated))
        return cls(platform, _consistent(values), frozenset(stated))

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Settings:
        """Read what `to_json` wrote.

        Raises:
            InputError: a parameter is missing or unknown, or a value is outside its domain.
        """
        platform = str(data.get("platform"))
        dialect = dialect_of(platform)
        version = dialect.platforms[platform]
        for name in data.keys() - {"platform"}:
            dialect.find(name)
        missing = [parameter.name for parameter in dialect if parameter.name not in data]
        if missing:
            raise InputError(f"settings must hold every parameter, missing: {', '.join(missing)}")
        values = {parameter.name: parameter.read(data[parameter.name], version) for parameter in dialect}
        stated = {parameter.name for parameter in dialect if _differs(parameter, values, version)}
        return cls(platform, _consistent(values), frozenset(stated))

    @property
    def dialect(self) -> Dialect:
        """The dialect of the platform."""
        return dialect_of(self.platform)

    def replace(self, **changes: object) -> Settings:
        """Return settings with some values changed; what was not stated follows the defaults again."""
        names = {self.dialect.find(name).name for name in changes}
        sizes = {name for name in self.checked if name.startswith(_SIZE)}
        dropped = names | sizes if names & sizes else names
        kept = {name: self.checked[name] for name in self.stated - dropped}
        return Settings.build(self.platform, {**kept, **changes})

    def to_json(self) -> dict[str, Json]:
        """Return the platform and all values as plain canonical JSON, sorted by name."""
        plain = {"platform": self.platform, **self._json(self.dialect.parameters)}
        return dict(sorted(plain.items()))

    def rendering(self) -> dict[str, Json]:
        """Return the values that decide the picture, as plain canonical JSON, sorted by name.

        Inert ones are among them; names, saving and display are not, nor is the platform.
        """
        decisive = (parameter for parameter in self.dialect if parameter.role == "rendering")
        return dict(sorted(self._json(tuple(decisive)).items()))

    def __getitem__(self, name: str) -> Value:
        return self.checked[self.dialect.find(name).name]

    def __contains__(self, name: object) -> bool:
        return name in self.dialect.by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self.checked)

    def __len__(self) -> int:
        return len(self.checked)

    def __hash__(self) -> int:
        return hash(json.dumps(self.to_json()))

    def _json(self, parameters: tuple[Parameter, ...]) -> dict[str, Json]:
        return {
            parameter.name: parameter.domain.to_json(self.checked[parameter.name]) for parameter in parameters
        }


def _differs(parameter: Parameter, values: Mapping[str, Value], version: str) -> bool:
    followed = size_word(version, values["diffusion_model"]) if parameter.name == _SIZE else None
    default = values[followed] if followed else parameter.default_at(version)
    return bool(values[parameter.name] != default)


def _with_size(version: str, values: dict[str, Value], stated: frozenset[str]) -> dict[str, Value]:
    """Let `width_height` follow the size given for the chosen model's kind, where the version has two (2.1).

    Raises:
        InputError: both are stated and differ.
    """
    word = size_word(version, values["diffusion_model"])
    if word is None or values[word] == values[_SIZE]:
        return values
    if {word, _SIZE} <= stated:
        raise InputError(f"{_SIZE} and {word} both say the size of the picture, and differ; keep one")
    return values if _SIZE in stated else {**values, _SIZE: values[word]}


def _consistent(values: dict[str, Value]) -> dict[str, Value]:
    """Check what no single domain can.

    Raises:
        DomainError: every step is skipped.
    """
    steps, skipped = values["steps"], values["skip_steps"]
    if skipped >= steps:
        raise DomainError(f"skip_steps must be less than steps ({steps}), got {skipped}; skip fewer steps")
    return values
