"""Charts of a study: views that say what goes down, across and to panels, and what stands still.

    charts:
      - {down: steps, across: clamp_max, panels: prompt, title: ...}
      - {across: eta, fixed: {steps: 250}, only: {eta: printed}, repeat: 2, swap: true, scale: 0.5}

Without `charts` there is one view: the first axis down, the second across, all others to panels; a single
axis goes across. An axis with readings gets one view for each reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ezcharts.errors import did_you_mean
from ezcharts.studies import fields
from ezcharts.studies.axes import Axis, index_of, indices_of
from ezcharts.studies.problems import Problems
from ezcharts.studies.yaml_nodes import Node, Table

VIEW_KEYS = ("title", "down", "across", "panels", "fixed", "only", "repeat", "swap", "scale")
_NOTHING = "none"

T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """One chart of a study.

    Attributes:
        title: Words beside the study's own header; may be empty.
        down: Axis whose values are the rows, or None.
        across: Axis whose values are the columns, or None.
        panels: Axes of which each combination of values is a panel.
        fixed: Axis -> index of the one value shown, for every axis that is not shown.
        only: Axis -> indices of the values shown, in order; axes that are not here show all.
        repeat: Which repeat is shown, from 0.
        scale: How large the pictures are drawn; 1 is as rendered.
    """

    title: str = ""
    down: str | None = None
    across: str | None = None
    panels: tuple[str, ...] = ()
    fixed: Mapping[str, int] = field(default_factory=dict)
    only: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    repeat: int = 0
    scale: float = 1.0

    def indices(self, axis: Axis) -> tuple[int, ...]:
        """Return the indices of an axis's values that this view shows, in order."""
        if axis.name in self.fixed:
            return (self.fixed[axis.name],)
        return self.only.get(axis.name, tuple(range(len(axis))))

    def swapped(self) -> View:
        """Return the same view with rows and columns exchanged."""
        return replace(self, down=self.across, across=self.down)


def read_views(axes: Sequence[Axis], repeats: int, node: Node | None) -> tuple[View, ...]:
    """Return the views of a study.

    Args:
        axes: The study's axes.
        repeats: How many repeats it has.
        node: What stands under `charts`, or None.

    Raises:
        StudyError: All that is wrong with any of them is named.
    """
    if node is None:
        return _default_views(axes)
    problems, views = Problems(), list[View]()
    for number, item in enumerate(fields.each(node), start=1):
        with problems.noting(item.place, f"charts.{number}"):
            views.append(_View(axes, repeats, f"charts.{number}", item).view())
    problems.raise_any()
    if not views:
        raise node.place.error("charts", "lists at least one chart; leave charts out for the usual one")
    return tuple(views)


def _default_views(axes: Sequence[Axis]) -> tuple[View, ...]:
    names: list[str | None] = [axis.name for axis in axes]
    down, across, *others = names if len(names) > 1 else [None, *names] if names else [None, None]
    view = View(down=down, across=across, panels=tuple(name for name in others if name))
    for axis in axes:
        if axis.readings:
            return tuple(
                replace(view, title=name, only={axis.name: kept}) for name, kept in axis.readings.items()
            )
    return (view,)


class _View:
    """Reads one entry of `charts`."""

    def __init__(self, axes: Sequence[Axis], repeats: int, key: str, node: Node) -> None:
        self.axes = {axis.name: axis for axis in axes}
        self.repeats, self.key = repeats, key
        self.table: Table = fields.table(node, key, VIEW_KEYS)

    def view(self) -> View:
        shown = View(
            title=self._get("title", fields.text, ""),
            down=self._get("down", self._axis, None),
            across=self._get("across", self._axis, None),
            panels=self._get("panels", self._panels, ()),
            fixed=self._get("fixed", self._fixed, {}),
            only=self._get("only", self._only, {}),
            repeat=self._get("repeat", self._repeat, 0),
            scale=self._get("scale", self._scale, 1.0),
        )
        if not self.table.entries.keys() & {"down", "across", "panels"}:
            shown = self._usual(shown)
        self._check_each_axis_once(shown)
        return shown.swapped() if self._get("swap", fields.flag, False) else shown

    def _get(self, name: str, read: Callable[[Node, str], T], default: T) -> T:
        node = self.table.entries.get(name)
        return default if node is None else read(node, f"{self.key}.{name}")

    def _usual(self, shown: View) -> View:
        """Return the view with the axes that are not fixed in their usual places."""
        usual = _default_views([axis for name, axis in self.axes.items() if name not in shown.fixed])[0]
        return replace(shown, down=usual.down, across=usual.across, panels=usual.panels)

    def _axis(self, node: Node, key: str) -> str | None:
        name = fields.text(node, key) if node.plain() is not None else _NOTHING
        return None if name == _NOTHING else self._known(node, key, name)

    def _known(self, node: Node, key: str, name: str) -> str:
        if name not in self.axes:
            hint = did_you_mean(name, self.axes) or f"; the study has {', '.join(self.axes)}"
            raise node.place.error(key, f"unknown axis {name!r}{hint}")
        return name

    def _panels(self, node: Node, key: str) -> tuple[str, ...]:
        return tuple(name for item in fields.each(node) if (name := self._axis(item, key)) is not None)

    def _fixed(self, node: Node, key: str) -> dict[str, int]:
        return {
            self._known(node, key, name): index_of(self.axes[name], value, f"{key}.{name}")
            for name, value in fields.table(node, key, self.axes).entries.items()
        }

    def _only(self, node: Node, key: str) -> dict[str, tuple[int, ...]]:
        return {
            name: indices_of(self.axes[name], value, f"{key}.{name}")
            for name, value in fields.table(node, key, self.axes).entries.items()
        }

    def _repeat(self, node: Node, key: str) -> int:
        number = fields.whole(node, key, 1)
        if number > self.repeats:
            raise node.place.error(key, f"there is no repeat {number}; the study has {self.repeats}")
        return number - 1

    def _scale(self, node: Node, key: str) -> float:
        value = node.plain()
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 8:
            raise node.place.error(key, f"must be a number above 0, at most 8, got {value!r}")
        return float(value)

    def _check_each_axis_once(self, view: View) -> None:
        """Refuse an axis that is shown twice, or neither shown nor fixed."""
        shown = [name for name in (view.down, view.across, *view.panels, *view.fixed) if name]
        for name, axis in self.axes.items():
            if shown.count(name) > 1:
                raise self.table.place.error(
                    self.key, f"the axis {name!r} is in two places of one chart; keep one"
                )
            if name not in shown:
                example = f"fixed: {{{name}: {axis.values[0].label}}}"
                raise self.table.place.error(
                    self.key,
                    f"the axis {name!r} is neither shown nor fixed; put it to panels, or write {example}",
                )
