"""Settings: a platform and a checked, canonical value for every parameter of its dialect.

A parameter that the platform lacks has the value it acts like (`ddim`, no symmetry, ...), because what a
version changes is itself a setting: the same picture has the same settings in every version that can make it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ezcharts.errors import InputError
from ezcharts.params.dialect import Dialect, dialect_of
from ezcharts.params.domain import Json, Value
from ezcharts.params.parameter import Parameter


@dataclass(frozen=True)
class Settings(Mapping[str, Value]):
    """Complete settings; a read-only mapping from parameter name (or alias) to canonical value.

    A name that is no parameter is a mistake, never a missing value: `[]` and `get` raise `UnknownName`.

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
        version = dialect.platforms[platform]
        given = dialect.parse(platform, given)
        defaults = {parameter.name: parameter.default_at(version) for parameter in dialect}
        stated = frozenset(given)
        return cls(platform, dialect.settle(version, {**defaults, **given}, stated), stated)

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> Settings:
        """Read what `to_json` wrote. What differs from the platform's defaults counts as stated.

        Raises:
            InputError: a parameter is missing or unknown, or a value is outside its domain.
        """
        platform = str(data.get("platform"))
        dialect = dialect_of(platform)
        version = dialect.platforms[platform]
        _complete(dialect, data.keys() - {"platform"})
        values = {parameter.name: parameter.read(data[parameter.name], version) for parameter in dialect}
        stated = (p.name for p in dialect if values[p.name] != p.default_at(version))
        return cls(platform, values, frozenset(stated))

    @property
    def dialect(self) -> Dialect:
        """The dialect of the platform."""
        return dialect_of(self.platform)

    def replace(self, **changes: object) -> Settings:
        """Return settings with some values changed; what was never stated follows the defaults again."""
        changed = {self.dialect.find(name).name for name in changes}
        kept = self.stated - self.dialect.rivals_of(changed)
        return Settings.build(self.platform, {**{name: self.checked[name] for name in kept}, **changes})

    def effective(self) -> Settings:
        """Return the settings that the notebook really uses; most often the same."""
        return self.replace(**self.dialect.overrides(self.checked))

    def to_json(self) -> dict[str, Json]:
        """Return the platform and all values as plain canonical JSON, sorted by name."""
        return dict(sorted({"platform": self.platform, **self._json(self.dialect)}.items()))

    def rendering(self) -> dict[str, Json]:
        """Return the values that decide the picture, as plain canonical JSON, sorted by name.

        Inert ones are among them; names, saving and display are not, nor is the platform.
        """
        decisive = (parameter for parameter in self.dialect if parameter.role == "rendering")
        return dict(sorted(self._json(decisive).items()))

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

    def _json(self, parameters: Iterable[Parameter]) -> dict[str, Json]:
        return {each.name: each.domain.to_json(self.checked[each.name]) for each in parameters}


def _complete(dialect: Dialect, names: set[str]) -> None:
    """Check that exactly the dialect's parameters are named, each by its canonical name."""
    known = [parameter.name for parameter in dialect]
    for name in sorted(names.difference(known)):
        raise InputError(f"settings must name {dialect.find(name).name}, got its alias {name!r}")
    missing = [name for name in known if name not in names]
    if missing:
        raise InputError(f"settings must hold every parameter, missing: {', '.join(missing)}")
