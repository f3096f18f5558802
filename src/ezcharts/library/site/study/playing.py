"""Which axis a study is played along: a rising one with the most values."""

from __future__ import annotations

from ezcharts.library.table import Axis, Cells


def played(table: Cells) -> Axis | None:
    """Return the axis that is offered to play; None where nothing changes.

    Axes of the first chart come before others, rising ones before those without an order, long before short;
    seeds of repeats are never played.
    """
    several = [axis for axis in table.axes if len(axis.values) > 1 and not axis.repeat]
    first = table.views[0] if table.views else None
    shown = {first.down, first.across, *first.panels} if first else {axis.name for axis in several}

    def worth(axis: Axis) -> tuple[bool, bool, int]:
        return axis.name in shown, axis.trend == "rising", len(axis.values)

    return max(several, key=worth, default=None)
