"""Rules of a profile: each says what is rendered instead of what is stated, for one reason, and nothing else.

What is stated is never lost: a rule sees the stated settings and returns changes. Rules run in the order of a
profile, and a later one sees what an earlier one decided (scales per pixel need to know the size).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from ezcharts.params.compound import GRID, rendered_size
from ezcharts.params.number import Number
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import switches_on

Size = tuple[int, int]
SIZE = "width_height"


@dataclass(frozen=True)
class Setting:
    """What a rule may know of a study beyond the cell at hand.

    Attributes:
        varied: Parameters that an axis sets.
        fewest_steps: The smallest stated step count of any cell.
        available: CLIP switches that the models at hand have a perceptor for; None when that is not known.
    """

    varied: frozenset[str] = frozenset()
    fewest_steps: int = 0
    available: frozenset[str] | None = None


class Rule(Protocol):
    """One rule; `name` is the word for it in a study and in reports."""

    @property
    def name(self) -> str:
        """The rule's word."""
        ...

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the parameters to render otherwise.

        Args:
            stated: The cell as the study states it.
            so_far: What earlier rules of the profile changed.
            study: The rest of the study.
        """
        ...


@dataclass(frozen=True)
class SizeRule:
    """Render smaller pictures, sides in multiples of 64.

    A size that the table does not know becomes the size of the nearest shape with no more pixels than
    `at_most` (the largest of those); one that is small enough already stays.
    """

    table: Mapping[Size, Size] = field(default_factory=dict)
    at_most: Size | None = None
    name: str = field(default="size", init=False)

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the size to render."""
        asked = stated[SIZE]
        size = self.table.get(asked) or self._nearest(rendered_size(*asked))
        return {stated.dialect.find(SIZE).name: size}

    def _nearest(self, size: Size) -> Size:
        if self.at_most is None or _pixels(size) <= _pixels(self.at_most):
            return size
        blocks = _pixels(self.at_most) // GRID**2
        fitting = [(w, h) for w in range(1, blocks + 1) for h in range(1, blocks // w + 1)]
        shape = math.log(size[0] / size[1])
        width, height = min(fitting, key=lambda wh: (abs(math.log(wh[0] / wh[1]) - shape), -wh[0] * wh[1]))
        return width * GRID, height * GRID


@dataclass(frozen=True)
class StepsRule:
    """Fewer steps, and as much less of whatever counts steps.

    An axis of steps stays as it is, for what a step count means hangs on how it divides 1000; so do studies
    that state fewer than `least` steps anywhere.
    """

    factor: Fraction
    least: int
    name: str = field(default="steps", init=False)

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the step counts to render."""
        if "steps" in study.varied or study.fewest_steps < self.least:
            return {}
        counted = [name for name in ("steps", "skip_steps") if name in stated]
        return {name: round(stated[name] * self.factor) for name in counted}


@dataclass(frozen=True)
class SetRule:
    """Fixed values for parameters that no axis changes."""

    values: Mapping[str, Any]
    name: str = field(default="set", init=False)

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the fixed values."""
        return {name: value for name, value in self.values.items() if name not in study.varied}


@dataclass(frozen=True)
class PerPixelRule:
    """Scales that act per pixel, by the ratio of pixels (quirk Q25).

    The losses are means over the picture, so the same scale pushes each pixel of a small picture harder:
    without this rule a preview would sit in the clamp throughout.

    Attributes:
        parameters: The scales.
        times: Some of them, and by how much they are raised besides wherever a picture is made smaller.
    """

    parameters: tuple[str, ...]
    times: Mapping[str, int] = field(default_factory=dict)
    name: str = field(default="per_pixel", init=False)

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the scales times (pixels rendered / pixels stated), and what is raised besides."""
        asked = stated[SIZE]
        rendered = so_far.get(stated.dialect.find(SIZE).name, asked)
        ratio = Fraction(_pixels(rendered_size(*rendered)), _pixels(rendered_size(*asked)))
        raised = self.times if ratio < 1 else {}
        return {
            name: _number(Fraction(str(stated[name])) * ratio * raised.get(name, 1))
            for name in self.parameters
        }


@dataclass(frozen=True)
class PerSideRule:
    """Lengths in pixels, by the ratio of the longer sides: what is a tenth of a picture stays a tenth."""

    parameters: tuple[str, ...]
    name: str = field(default="per_side", init=False)

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the lengths times (longer side rendered / longer side stated)."""
        asked = stated[SIZE]
        rendered = so_far.get(stated.dialect.find(SIZE).name, asked)
        ratio = Fraction(max(rendered_size(*rendered)), max(rendered_size(*asked)))
        return {name: _number(Fraction(str(stated[name])) * ratio) for name in self.parameters}


@dataclass(frozen=True)
class ModelsRule:
    """Leave out CLIP models that nothing stands in for, unless an axis names them or none would be left."""

    name: str = field(default="models", init=False)

    def changes(self, stated: Settings, so_far: Mapping[str, Any], study: Setting) -> dict[str, Any]:
        """Return the switches to turn off."""
        on = switches_on(stated)
        if study.available is None or not study.available & set(on):
            return {}
        return {switch: False for switch in on if switch not in study.available | study.varied}


def _pixels(size: Size) -> int:
    return size[0] * size[1]


def _number(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else float(value)
