"""Outputs of a notebook are replaced in place; IPython is used where it runs and never fetched."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import IPython.display
import pytest

from ezcharts.notebook.blocks import Words
from ezcharts.notebook.screen import Outputs, Printed, cell_number, this_screen, this_shell


@pytest.fixture
def shown(monkeypatch):
    """Calls of IPython's display functions."""
    calls = []
    for name in ("display", "update_display"):
        monkeypatch.setattr(
            IPython.display, name, lambda bundle, name=name, **options: calls.append((name, bundle, options))
        )
    return calls


def shell(monkeypatch, **facts):
    found = SimpleNamespace(**facts) if facts else None
    monkeypatch.setitem(
        sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: found, display=IPython.display)
    )
    return found


def test_each_place_is_one_output_that_is_replaced(shown):
    outputs = Outputs()
    for place, words in (("status", "1"), ("chart", "a"), ("status", "2"), ("chart", "b"), ("status", "3")):
        outputs.show(place, [Words(words)])
    assert [name for name, _, _ in shown] == ["display", "display", *["update_display"] * 3]
    ids = [options["display_id"] for _, _, options in shown]
    assert ids == [ids[0], ids[1], ids[0], ids[1], ids[0]]
    assert ids[0] != ids[1]
    assert [bundle["text/plain"] for _, bundle, _ in shown] == ["1", "a", "2", "b", "3"]
    assert all(options["raw"] and ">" in bundle["text/html"] for _, bundle, options in shown)


def test_two_runs_have_outputs_of_their_own(shown):
    for _ in range(2):
        Outputs().show("status", [Words("x")])
    assert [name for name, _, _ in shown] == ["display", "display"]
    assert len({options["display_id"] for _, _, options in shown}) == 2


def test_only_the_last_state_is_printed(capsys):
    printed = Printed()
    printed.show("status", [Words("on the way")])
    printed.show("status", [Words("done")], last=True)
    assert capsys.readouterr().out == "done\n"


def test_a_notebook_is_known_by_its_kernel(monkeypatch):
    shell(monkeypatch, kernel=object(), execution_count=12)
    assert isinstance(this_screen(), Outputs)
    assert cell_number() == 12
    shell(monkeypatch, execution_count=3)  # IPython in a terminal
    assert isinstance(this_screen(), Printed)
    shell(monkeypatch)  # IPython imported, nothing runs in it
    assert this_shell() is None
    assert cell_number() is None
    monkeypatch.delitem(sys.modules, "IPython")
    assert this_shell() is None
