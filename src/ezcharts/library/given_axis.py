"""An axis as a librarian writes it: `eta: 0, 0.5, 1`, `steps: 50-250 (+50)`, `prompt: a castle || a toilet`.

axis   := name (":" | "=") values
values := a range or list of numbers as in a study       0-1 [6], 50, 100, 250
        | texts between "||"                             a castle, at night || a toilet
        | texts between commas, outside quotes           ViTB32, RN50+RN101
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import pairwise

from ezcharts.errors import InputError, LibraryError
from ezcharts.library.importers.found import canonical
from ezcharts.library.table import Axis, Trend, Value
from ezcharts.params.dialect import dialect_of
from ezcharts.params.domain import Json
from ezcharts.studies.ranges import looks_like_numbers, numbers, show_number

MOST_VALUES = 200


@dataclass(frozen=True)
class GivenAxis:
    """A name and its values, as written."""

    name: str
    values: tuple[Json, ...]

    def __len__(self) -> int:
        return len(self.values)

    def axis(self, platform: str) -> tuple[Axis, list[str]]:
        """Return the axis as a table has it, and doubts; a name that the platform does not know stays a word.

        Args:
            platform: One of ours, or empty.
        """
        labels = [show_number(v) if isinstance(v, int | float) else str(v) for v in self.values]
        known = dialect_of(platform).by_name.get(self.name) if platform else None
        if known is None:
            doubts = [f"{self.name!r} is no parameter of {platform}; kept as a word"] if platform else []
            return Axis(self.name, self.name, (self.name,), _plain(labels), _trend(self.values)), doubts
        read = [canonical(platform, {known.name: value}) for value in self.values]
        values = tuple(
            Value(label, settings=dict(found)) for label, (found, _) in zip(labels, read, strict=True)
        )
        doubts = [doubt for _, said in read for doubt in said]
        return Axis(self.name, self.name, (known.name,), values, _trend(self.values)), doubts


def read_axis(text: str) -> GivenAxis:
    """Read an axis.

    Raises:
        LibraryError: There is no name, no value, a value twice, or a range that cannot be.
    """
    name, mark, rest = (
        (part.strip() for part in re.split(r"([:=])", text, maxsplit=1))
        if re.search(r"[:=]", text)
        else (text.strip(), "", "")
    )
    if not name or not mark or not rest:
        raise LibraryError(f"an axis is a name and its values, such as 'eta: 0, 0.5, 1'; got {text!r:.80}")
    values = _values(rest)
    if not values or len(values) > MOST_VALUES or len(set(values)) < len(values):
        raise LibraryError(
            f"an axis has 1 to {MOST_VALUES} values, each once; {name!r} has {len(values)}: {rest!r:.80}"
        )
    return GivenAxis(name, values)


def _values(text: str) -> tuple[Json, ...]:
    if "||" not in text and looks_like_numbers(text):
        try:
            return tuple(numbers(text))
        except InputError as error:
            raise LibraryError(str(error)) from None
    if "||" in text:
        return tuple(part.strip() for part in text.split("||") if part.strip())
    return tuple(part.strip() for part in next(csv.reader([text], skipinitialspace=True)) if part.strip())


def _plain(labels: list[str]) -> tuple[Value, ...]:
    return tuple(Value(label) for label in labels)


def _trend(values: tuple[Json, ...]) -> Trend:
    if len(values) < 2 or not all(isinstance(value, int | float) for value in values):
        return "none"
    steps = [b > a for a, b in pairwise(values)]  # type: ignore[operator]
    return "rising" if all(steps) else "none" if any(steps) else "falling"
