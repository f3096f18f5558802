"""`ez.params`: what can be set, and what it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ezcharts.errors import InputError, UnknownName
from ezcharts.notebook.blocks import Block, Heading, Rows, Shown, Words
from ezcharts.notebook.plainly import plainly
from ezcharts.params.compare import about
from ezcharts.params.dialect import DIALECTS, dialect_of
from ezcharts.params.domain import Flag
from ezcharts.params.explain import FAMILIES, by_group, facts, first_sentence
from ezcharts.params.parameter import Parameter
from ezcharts.params.table import Dialect


@dataclass(frozen=True, repr=False)
class ParameterList(Shown):
    """All parameters of some dialects, or of one platform."""

    dialects: tuple[Dialect, ...]
    platform: str | None = None

    def blocks(self) -> Iterable[Block]:
        """A table for each group."""
        for dialect in self.dialects:
            yield Heading(self.platform or FAMILIES[dialect.name])
            shown = dialect.on(self.platform) if self.platform else dialect.parameters
            for group, members in by_group(shown):
                rows = (self._row(dialect, parameter) for parameter in members)
                yield Rows(tuple(rows), (group, "default", "what it does"))
        yield Words('ez.params("clamp_max") tells more about one of them.', "quiet")

    def _row(self, dialect: Dialect, parameter: Parameter) -> tuple[str, str, str]:
        versions = [dialect.platforms[self.platform]] if self.platform else [*dialect.platforms.values()]
        shown = (parameter.domain.show(parameter.default_at(v)) for v in versions if parameter.exists_at(v))
        return parameter.name, " → ".join(dict.fromkeys(shown)), self._meaning(parameter, versions[-1])

    def _meaning(self, parameter: Parameter, version: str) -> str:
        sentence, domain = first_sentence(parameter.help), parameter.domain_at(version)
        return sentence if isinstance(domain, Flag) else f"{sentence} ({domain.describe()})"


@dataclass(frozen=True, repr=False)
class Explanation(Shown):
    """One parameter, in every dialect that has it."""

    found: tuple[tuple[Dialect, Parameter], ...]
    platform: str | None = None

    def blocks(self) -> Iterable[Block]:
        """What it does, and the facts."""
        for dialect, parameter in self.found:
            version = dialect.platforms[self.platform] if self.platform else None
            yield Heading(parameter.name, self.platform or FAMILIES[dialect.name])
            yield Words(parameter.help)
            if version and not parameter.exists_at(version):
                yield Words(f"It {parameter.absence(version)}.", "note")
            yield Rows(tuple(facts(parameter, version)))
        yield from self._differences()

    def _differences(self) -> Iterator[Block]:
        """Say where the same name means something else in the other dialect."""
        entries = {each.topic: each for _, parameter in self.found for each in about(parameter.name)}
        for each in entries.values():
            if each.level == "warning":
                yield Words(f"{each.topic}: {each.kind}. {each.text}", "note")


@plainly
def params(name: str | None = None, platform: str | None = None) -> ParameterList | Explanation:
    """Explain a parameter, or list them all.

    Args:
        name: A parameter's name or nickname, such as `clamp_max` or `cgs`; None lists all.
        platform: Speak of this notebook version only, such as `disco-5.2`.

    Raises:
        UnknownName: Nobody knows the name; names the nearest.
    """
    dialects = (dialect_of(platform),) if platform else DIALECTS
    if name is None:
        return ParameterList(dialects, platform)
    found = tuple((dialect, dialect.find(name)) for dialect in dialects if name in dialect.by_name)
    if found:
        return Explanation(found, platform)
    for dialect in dialects:
        if name in dialect.elsewhere:
            raise InputError(f"{name} {dialect.elsewhere[name]}")
    raise UnknownName("parameter", name, (known for dialect in dialects for known in dialect.by_name))
