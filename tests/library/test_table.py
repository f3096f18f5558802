"""Tables of cells: written, read back, and refused where they do not fit together."""

import json
from dataclasses import replace

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.table import Axis, Cell, Cells, Value, View, cells_from_bytes

AXES = (
    Axis(
        "eta", "eta", ("eta",), (Value("0", settings={"eta": 0.0}), Value("1", "0.9", {"eta": 1.0})), "rising"
    ),
    Axis("seed", "seed", ("seed",), (Value("1"), Value("2")), repeat=True),
)
CELLS = (
    Cell(
        (0, 0),
        "done",
        "cells/a.webp",
        (64, 32),
        "ab",
        1.5,
        settings={"eta": 0.0},
        measures={"contrast": 0.25},
    ),
    Cell((0, 1), "failed", size=(64, 32), reason="NaN"),
    Cell((1, 0), settings={"eta": None}),
)
TABLE = Cells(
    AXES, CELLS, (View("x", "eta", fixed={"seed": 1}, only={"eta": (1,)}),), {"steps": 50}, {"steps": 250}
)


def test_a_table_is_read_back_as_it_was_written():
    assert cells_from_bytes(TABLE.to_bytes(), "x") == TABLE


def test_the_file_has_one_line_a_cell_and_no_empty_fields():
    lines = TABLE.to_bytes().decode().splitlines()
    rows = [json.loads(line.strip().rstrip(",")) for line in lines if '"at"' in line]
    assert rows[1] == {"at": [0, 1], "state": "failed", "size": [64, 32], "reason": "NaN"}


def test_values_that_are_empty_in_settings_are_kept():
    assert cells_from_bytes(TABLE.to_bytes(), "x").cells[2].settings == {"eta": None}
    table = replace(TABLE, settings={"init_image": "", "antijpeg": False, "image_prompts": []})
    assert cells_from_bytes(table.to_bytes(), "x").settings == table.settings


def test_parameters_are_those_of_axes_but_not_of_repeats():
    assert TABLE.parameters == ("eta",)
    assert TABLE.settings_of(CELLS[0]) == {"steps": 50, "eta": 0.0}


@pytest.mark.parametrize(
    ("table", "rule"),
    [
        (replace(TABLE, cells=()), "1 to 20,000 cells"),
        (replace(TABLE, cells=(*CELLS, CELLS[0])), r"two cells stand at \[0, 0\]"),
        (replace(TABLE, cells=(Cell((2, 0)),)), "stands at one value of each axis"),
        (replace(TABLE, cells=(Cell((0,)),)), "stands at one value of each axis"),
        (replace(TABLE, cells=(Cell((0, 0), "done"),)), "has a file and a size"),
        (replace(TABLE, cells=(Cell((0, 0), file="a.webp"),)), "has a file and a size"),
        (replace(TABLE, cells=(Cell((0, 0), "done", "../a.webp", (1, 1)),)), "a name in the library"),
        (replace(TABLE, axes=(AXES[0], AXES[0])), "a name of its own"),
        (replace(TABLE, views=(View(down="zeta"),)), "names axes of the table"),
        (replace(TABLE, views=(View(down="eta", across="eta"),)), "each once"),
        (replace(TABLE, views=(View(fixed={"eta": 2}),)), "names values of its axes"),
    ],
)
def test_tables_that_do_not_fit_together_are_refused(table, rule):
    with pytest.raises(LibraryError, match=rule):
        cells_from_bytes(table.to_bytes(), "x")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": 2}',
        b'{"format": 1}',
        b"[" * 100_000,
        b'{"format": 1, "axes": 3, "cells": []}',
        b'{"format": 1, "axes": [], "cells": [{"at": [], "measures": {"a": NaN}}]}',
        b'{"format": 1, "axes": [], "cells": [{"at": [], "measures": {"a": 1e999}}]}',
        b'{"format": 1, "axes": [], "cells": [{"at": [], "settings": []}]}',
    ],
)
def test_files_that_hold_no_table_are_refused(content):
    with pytest.raises(LibraryError, match=r"cells\.json is no table of cells"):
        cells_from_bytes(content, "cells.json")
