"""The data of a page: compact, whole, and safe in a script."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ezcharts.library.card import Card
from ezcharts.library.catalogue import Entry
from ezcharts.library.site.study.columns import column, rounded, setting_columns
from ezcharts.library.site.study.data import data_script, page_data
from ezcharts.library.site.study.page import conditions
from ezcharts.library.table import Axis, Cell, Cells, Value
from tests.library.site.study.making import HOSTILE, Plan, make


def test_a_column_holds_each_value_once():
    assert column(["a", "b", "a", None]) == [["a", "b"], [0, 1, 0, -1]]
    assert column([[1, 2], [1, 2]]) == [[[1, 2]], 0]
    assert column([None, None]) == [[], -1]
    assert column([1, 1.0, True]) == [[1, 1.0, True], [0, 1, 2]]


def test_none_is_a_value_of_a_setting():
    assert setting_columns([{"a": None, "b": 1}, {"a": 2}]) == {"a": [[None, 2], [0, 1]], "b": [[1], [0, -1]]}


@pytest.mark.parametrize(
    ("value", "short"), [(12.3456, 12.3), (3.0, 3), (0.00012345, 0.000123), (None, None), (-1e20, -1e20)]
)
def test_rounded(value, short):
    assert rounded(value, 3) == short


@pytest.fixture
def entry(tmp_path):
    plan = Plan(
        {"a": ["1", "2"], "b": ["x", "y"]}, states={(0, 1): "left out", (1, 0): "failed"}, settings={"s": 1}
    )
    return make(tmp_path / "x", Card(title="x", platform="disco-5.2"), plan)


def test_cells_stand_in_the_order_of_the_grid(entry):
    table = replace(entry.cells, cells=entry.cells.cells[::-1])
    data = page_data(entry, table)
    assert data["at"] == [0, 2, 3]
    assert data["state"] == "dfd"
    assert data["own"] == {"a": [[1.0, 2.0], [0, 1, 1]], "b": [["x", "y"], [0, 0, 1]]}
    assert data["reasons"] == [["the picture came out black (NaN)"], [-1, 0, -1]]
    assert len(data["files"]["names"]) == 2
    assert data["files"]["before"] == "cells/"


def test_other_names_of_files_are_kept_whole(entry):
    axis = Axis("a", "a", ("a",), (Value("1"),))
    table = Cells((axis,), (Cell((0,), "done", "elsewhere/p.png", (4, 4)),))
    assert page_data(entry, table)["files"] == {"before": "", "after": "", "names": ["elsewhere/p.png"]}


def test_a_script_cannot_be_left(tmp_path):
    plan = Plan({HOSTILE: [HOSTILE, "b"]}, settings={HOSTILE: HOSTILE})
    entry = make(tmp_path / "x", Card(title=HOSTILE), plan)
    script = data_script(entry, entry.cells)
    assert "<" not in script
    assert "\u2028" not in script
    data = json.loads(script.removeprefix("EZ.data(").removesuffix(");\n"))
    assert data["title"] == HOSTILE
    assert data["shared"] == {HOSTILE: HOSTILE}


def test_equal_entries_give_equal_scripts(entry):
    again = Entry(entry.folder, entry.card)
    assert data_script(entry, entry.cells) == data_script(again, again.cells)


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (
            Card(title="", models="embedded", profile="preview", provenance="rendered"),
            ["preview with embedded models", "rendered from its study file"],
        ),
        (
            Card(title="", models="embedded", provenance="rendered"),
            ["embedded models", "rendered from its study file"],
        ),
        (
            Card(title="", models="disco", profile="quick", provenance="rendered"),
            ["models: disco", "profile quick", "rendered from its study file"],
        ),
        (Card(title="", provenance="picture"), ["made elsewhere, a picture and nothing else"]),
        (Card(title="", kind="link"), []),
    ],
)
def test_conditions_are_said_plainly(card, words):
    assert conditions(card) == words
