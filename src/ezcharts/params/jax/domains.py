"""Domains that read the JAX notebooks' own ways to say a value: None, 0 for a random seed, a list of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ezcharts.errors import DomainError
from ezcharts.params.compound import WordOr, is_list
from ezcharts.params.domain import Choice, Flag, Real, Text, Value
from ezcharts.params.jax.versions import CALLED
from ezcharts.params.number import Number


@dataclass(frozen=True)
class Seed(WordOr):
    """A seed, or the word for one that is still to be drawn; None is that word, and in huemin's notebook 0.

    Attributes:
        zero_since: The first version in which 0 asks for a random seed.
        zero: Whether this version does.
    """

    zero_since: str = "0"
    zero: bool = True

    def parse(self, value: object) -> Value:
        """Return the seed, or the word."""
        if value is None:
            return self.word
        seed = super().parse(value)
        return self.word if self.zero and seed == 0 else seed

    def at(self, version: Decimal) -> Seed:
        """Return the domain of a version: 0 is a seed like any other before `zero_since`."""
        return replace(self, zero=version >= Decimal(self.zero_since))


@dataclass(frozen=True)
class Probability(Real):
    """How likely something is, compared with a number drawn from 0 to 1; None is 0."""

    def parse(self, value: object) -> Number:
        """Return the number."""
        return 0 if value is None else super().parse(value)

    def describe(self) -> str:
        """Return the range in words."""
        return f"{super().describe()}, or none"


@dataclass(frozen=True)
class Title(Text):
    """One text, or a list of one: the notebooks make a list with an entry for each picture of a batch."""

    def parse(self, value: object) -> str:
        """Return the text."""
        return super().parse(value[0] if is_list(value) and len(value) == 1 else value)

    def describe(self) -> str:
        """Return the forms in words."""
        return "one text, or a list of one"

    def show(self, value: str) -> str:
        """Return the text, or a word where it is empty."""
        return value or "(empty)"

    def refuse(self, value: object, why: str = "") -> DomainError:
        """Return the error; a list of several texts is for batches, or meant for Disco."""
        several = is_list(value) and len(value) > 1
        hint = "; join several parts in one text" if several else ""
        return super().refuse(value, hint + why)


@dataclass(frozen=True)
class Switch(Flag):
    """True or False, and a notebook's own words for them.

    Attributes:
        words: What else is read, and as what.
    """

    words: Mapping[object, bool] = field(default_factory=dict)

    def parse(self, value: object) -> bool:
        """Return the bool."""
        known = value is None or isinstance(value, str)
        return super().parse(self.words.get(value, value) if known else value)


@dataclass(frozen=True)
class Word(Choice):
    """One word of a list, or another notebook's spelling of it; versions are called by their platform.

    Attributes:
        spelt: Other spelling -> the word.
    """

    spelt: Mapping[str, str] = field(default_factory=dict)

    def parse(self, value: object) -> str:
        """Return the word."""
        word = self.spelt.get(value, value) if isinstance(value, str) else value
        if not isinstance(word, str) or word not in self.options:
            raise self.refuse(value, self._later(word))
        return word

    def at(self, version: Decimal) -> Word:
        """Return the words known at `version`; errors about the others say when they came."""
        known = (option for option in self.options if Decimal(self.since.get(option, 0)) <= version)
        return replace(self, options=tuple(known))

    def _later(self, value: object) -> str:
        version = self.since.get(value) if isinstance(value, str) else None
        return f" (it exists since {CALLED[version]})" if version else ""
