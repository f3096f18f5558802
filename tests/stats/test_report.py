import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import InputError
from ezcharts.stats.cells import Axis, Cells
from ezcharts.stats.direction import Direction
from ezcharts.stats.directions import directions
from ezcharts.stats.inert import Inert, inert
from ezcharts.stats.interaction import Interaction, interactions
from ezcharts.stats.neighbours import Neighbours, neighbours
from ezcharts.stats.pool import Found, Pooled, pool
from ezcharts.stats.report import from_csv, from_json, to_csv, to_json

from .tables import axes, noisy, table


def many_directions():
    holed = np.random.default_rng(0).standard_normal((4, 2, 5))
    holed[:, :, 4] = np.nan
    cells = [
        noisy([0, 1, 2, 2, 2], 4, 3, 0.1),
        noisy([0, 2, 0], 4, 1),
        noisy([0, 0, 5], 4, 3, kind="category"),
        table(holed),
        table(np.full((2, 2, 3), np.nan)),
    ]
    return tuple(one for each in cells for one in directions({"contrast, of \n all": each}, "clamp_max"))


def many_interactions():
    rng = np.random.default_rng(0)
    cells = Cells((*axes(4, 3, 3), Axis("eta", ("0", "1"), "category")), rng.standard_normal((4, 3, 3, 2)))
    return interactions({"m": cells, "n": cells}, "clamp_max", "eta")


MANY = {
    Direction: many_directions(),
    Interaction: many_interactions(),
    Neighbours: (
        neighbours(table(np.ones((4, 1, 3))), "clamp_max"),
        neighbours(table(np.ones((1, 1, 1))), "clamp_max", 2.0),
    ),
    Inert: (inert("eta", [0.0, 1.0]), inert("eta", [0.0], reason="unused", clamped=0.5)),
    Pooled: (
        pool([Found("a", 1.0)], axis="eta", measure="m"),
        pool([Found(name, 1.0, 0.5) for name in "abc"], axis="eta", measure="m"),
    ),
}


@pytest.mark.parametrize("kind", MANY)
@pytest.mark.parametrize(("write", "read"), [(to_json, from_json), (to_csv, from_csv)])
def test_what_is_written_is_read_back(kind, write, read):
    assert read(write(MANY[kind], kind), kind) == MANY[kind]
    assert read(write((), kind), kind) == ()


@settings(max_examples=20)
@given(st.integers(1, 4), st.integers(1, 3), st.integers(1, 5), st.integers(0, 99), st.booleans())
def test_any_direction_survives_both(prompts, seeds, levels, start, ordered):
    y = np.random.default_rng(start).standard_normal((prompts, seeds, levels))
    y[y > 1.5] = np.nan
    found = directions({"m": table(y, "ordered" if ordered else "category")}, "clamp_max")
    assert from_json(to_json(found, Direction), Direction) == found
    assert from_csv(to_csv(found, Direction), Direction) == found


def test_a_table_has_a_column_for_every_number():
    first = to_csv((), Direction).splitlines()[0]
    assert "trend.estimate.mean,trend.estimate.draws,trend.estimate.se" in first
    assert "widths.low" in first
    assert "sentence" in first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"format": 2, "kind": "Direction", "rows": []}',
        '{"format": 1, "kind": "Direction", "rows": [{}]}',
    ],
)
def test_other_files_are_refused(text):
    with pytest.raises(InputError, match="this is no file of the kind Direction"):
        from_json(text, Direction)


def test_files_of_another_kind_are_refused():
    with pytest.raises(InputError, match="expected format 1, got 1 of kind 'Inert'"):
        from_json(to_json((), Inert), Direction)
    with pytest.raises(InputError, match="its first line does not name the columns"):
        from_csv(to_csv((), Inert), Direction)


def test_files_of_before_a_figure_was_there_are_read_without_it():
    row = json.loads(to_json(MANY[Direction], Direction))
    del row["rows"][0]["trend"]["here"], row["rows"][0]["trend"]["general"]
    (first, *_) = from_json(json.dumps(row), Direction)
    assert (first.trend.here, first.trend.general) == (None, False)
    del row["rows"][0]["trend"]["estimate"]
    with pytest.raises(InputError, match="estimate"):
        from_json(json.dumps(row), Direction)
