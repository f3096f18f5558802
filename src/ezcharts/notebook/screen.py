"""Outputs that are replaced in place: one for how a run gets on, one for the chart.

Jupyter, Colab and VS Code can all replace an output that has an id: nothing is printed over and over, nothing
needs widgets, and a saved notebook holds the last state only. Elsewhere the last state is printed.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterable
from typing import Any, Protocol

from ezcharts.notebook.blocks import Block, html, text


class Screen(Protocol):
    """Shows blocks in places of its own."""

    def show(self, place: str, blocks: Iterable[Block], *, last: bool = False) -> None:
        """Show blocks in a place, instead of what was shown there before.

        Args:
            place: Any word; places come in the order of their first use.
            blocks: What to show.
            last: Nothing will replace them.
        """
        ...


def this_screen() -> Screen:
    """Return the outputs of the cell that is running, or plain printing outside of notebooks."""
    shell = this_shell()
    return Outputs() if shell is not None else Printed()


def this_shell() -> Any | None:  # noqa: ANN401 - IPython is not a dependency, its types may be absent
    """Return IPython's shell where it belongs to a notebook; IPython is never imported for it."""
    known = sys.modules.get("IPython")
    shell = known.get_ipython() if known else None
    return shell if getattr(shell, "kernel", None) is not None else None


def cell_number() -> int | None:
    """Return the number of the notebook cell that is running; None outside of notebooks."""
    number: int | None = getattr(this_shell(), "execution_count", None)
    return number


class Outputs:
    """Outputs of a notebook cell."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def show(self, place: str, blocks: Iterable[Block], *, last: bool = False) -> None:
        """Show blocks in a place."""
        from IPython.display import display, update_display  # it is there: we run in it

        put = update_display if place in self._ids else display
        number = self._ids.setdefault(place, secrets.token_hex(8))
        shown = list(blocks)
        put({"text/html": html(shown), "text/plain": text(shown)}, raw=True, display_id=number)


class Printed:
    """Prints what is shown last."""

    def show(self, place: str, blocks: Iterable[Block], *, last: bool = False) -> None:
        """Print blocks that nothing will replace."""
        if last:
            print(text(blocks))
