"""What was found as JSON and CSV, both holding everything and read back to what was written.

    directions, interactions, neighbours, inert parameters, pooled studies: one kind a file

JSON is `{"format": 1, "kind": "Direction", "rows": [...]}` with the fields of the kind's class. CSV has a row
each and a column per number: `trend.estimate.mean` and so on; a list stands in its column as JSON; an empty
field is None.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import types
import typing
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

from ezcharts.errors import InputError
from ezcharts.stats.direction import Direction
from ezcharts.stats.inert import Inert
from ezcharts.stats.interaction import Interaction
from ezcharts.stats.neighbours import Neighbours
from ezcharts.stats.pool import Pooled

FORMAT: Final = 1

Row = TypeVar("Row", Direction, Interaction, Neighbours, Inert, Pooled)


def to_json(rows: Sequence[Row], kind: type[Row]) -> str:
    """Return the file's text."""
    data = {"format": FORMAT, "kind": kind.__name__, "rows": [dataclasses.asdict(row) for row in rows]}
    return json.dumps(data, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def from_json(text: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a file's text.

    Raises:
        InputError: It holds none of that kind: says what is wrong.
    """
    try:
        data = json.loads(text)
        if (data["format"], data["kind"]) != (FORMAT, kind.__name__):
            raise ValueError(f"expected format {FORMAT}, got {data['format']!r} of kind {data['kind']!r}")
        return tuple(_build(kind, row) for row in data["rows"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused(kind, error) from None


def to_csv(rows: Sequence[Row], kind: type[Row]) -> str:
    """Return the file's text; the header is there without rows too."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = list(_columns(kind))
    writer.writerow(columns)
    for row in rows:
        plain = dataclasses.asdict(row)
        writer.writerow([_cell(_pick(plain, column)) for column in columns])
    return out.getvalue()


def from_csv(text: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a file's text.

    Raises:
        InputError: It holds none of that kind: says what is wrong.
    """
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if list(reader.fieldnames or ()) != list(_columns(kind)):
            raise ValueError("its first line does not name the columns")
        return tuple(_build(kind, _nested(row)) for row in reader)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused(kind, error) from None


def _refused(kind: type[Any], error: Exception) -> InputError:
    return InputError(f"this is no file of the kind {kind.__name__}: {error or type(error).__name__}")


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401
    """Return plain data as the type that an annotation names."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None or value == "":
            return None
        return _build(next(each for each in arguments if each is not type(None)), value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        given = [
            field.name for field in dataclasses.fields(kind) if field.name in value or not _optional(field)
        ]
        return kind(**{name: _build(hints[name], value[name]) for name in given})  # type: ignore[operator]
    if origin is tuple:
        return tuple(
            _build(arguments[0], each) for each in (json.loads(value) if isinstance(value, str) else value)
        )
    if kind is bool:
        return value in (True, "true")
    if kind in (int, float, str):
        return kind(value)
    return value


def _optional(field: dataclasses.Field[Any]) -> bool:
    """Whether files of before it was there are read without it."""
    return field.default is not dataclasses.MISSING


def _columns(kind: Any, before: str = "") -> Iterator[str]:  # noqa: ANN401
    for name, hint in typing.get_type_hints(kind).items():
        inner = next(
            (each for each in (hint, *typing.get_args(hint)) if dataclasses.is_dataclass(each)), None
        )
        if inner is None or typing.get_origin(hint) is tuple:
            yield f"{before}{name}"
        else:
            yield from _columns(inner, f"{before}{name}.")


def _pick(row: Any, column: str) -> Any:  # noqa: ANN401
    for name in column.split("."):
        row = None if row is None else row[name]
    return row


def _cell(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    if isinstance(value, bool | list | tuple):
        return json.dumps(value, ensure_ascii=False)
    return repr(value) if isinstance(value, float) else str(value)


def _nested(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of dotted columns as nested dictionaries; one whose columns are all empty is None."""
    result: dict[str, Any] = {}
    for column, value in row.items():
        first, _, rest = column.partition(".")
        if rest:
            result.setdefault(first, {})[rest] = value
        else:
            result[first] = value
    return {name: _inner(value) for name, value in result.items()}


def _inner(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, dict):
        return value
    return _nested(value) if any(value.values()) else None
