"""What a claim is conditional on, held against how an entry was rendered.

    clamp_grad: off              a setting has this value
    init_image: given            or is given at all; `none`: is not
    skip_steps: above 0          or lies in a range: above, below, at least, at most
    a colourful prompt           words, which nothing can be held against

A setting that varies within an entry is held against the condition in every cell. What a profile changed
counts as it was stated: a claim speaks of the notebook's numbers.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from ezcharts.errors import InputError, did_you_mean
from ezcharts.library.table import Cell, Cells
from ezcharts.params.dialect import DIALECTS, dialect_of
from ezcharts.params.parameter import Parameter
from ezcharts.studies.yaml_nodes import Node

Kept = Literal["kept", "broken", "words"]

_RANGE: Final = re.compile(r"(above|below|at least|at most) (-?\d+(?:\.\d+)?(?:e\d+)?)")
_COMPARED: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "above": operator.gt,
    "below": operator.lt,
    "at least": operator.ge,
    "at most": operator.le,
}


def held(condition: str, platform: str, cells: Cells) -> Kept:
    """Return whether the cells of an entry meet a condition: its parts stand between semicolons.

    Args:
        condition: As in `library/claims.yaml`; empty is kept.
        platform: The entry's, one of ours.
        cells: Its table.
    """
    found = [_part(part.strip(), platform, cells) for part in condition.split(";") if part.strip()]
    return "broken" if "broken" in found else "words" if "words" in found else "kept"


def check_condition(condition: str, node: Node) -> None:
    """Refuse a condition on a setting that no notebook has: it would count as words, and never be checked.

    Raises:
        StudyError: With file, line and the nearest name.
    """
    known = [name for dialect in DIALECTS for name in dialect.by_name]
    for part in condition.split(";"):
        name, mark, _ = (piece.strip() for piece in part.partition(":"))
        if mark and name not in known:
            raise node.place.error("condition", f"{name!r} is no setting{did_you_mean(name, known)}")


def _part(part: str, platform: str, cells: Cells) -> Kept:
    name, mark, wanted = (piece.strip() for piece in part.partition(":"))
    parameter = dialect_of(platform).by_name.get(name) if mark else None
    if parameter is None:
        return "words"
    values = [_stated(cells, cell).get(parameter.name, ...) for cell in cells.cells]
    if not values or ... in values:
        return "words"
    try:
        meets = _test(parameter, wanted, platform)
    except InputError:  # the platform cannot have it
        return "broken"
    return "kept" if all(map(meets, values)) else "broken"


def _stated(cells: Cells, cell: Cell) -> dict[str, Any]:
    """Settings of a cell as the study states them."""
    return {**cells.settings, **cell.settings, **cells.stated, **cell.stated}


def _test(parameter: Parameter, wanted: str, platform: str) -> Callable[[Any], bool]:
    if wanted in ("given", "none"):
        return lambda value: (value not in (None, "", [], {})) == (wanted == "given")
    found = _RANGE.fullmatch(wanted)
    if found:
        compare, bound = _COMPARED[found[1]], float(found[2])
        return lambda value: isinstance(value, int | float) and compare(value, bound)
    plain = {"on": True, "off": False}.get(wanted, wanted)
    value = parameter.domain.to_json(parameter.parse(plain, dialect_of(platform).platforms[platform]))
    return lambda other: bool(other == value)
