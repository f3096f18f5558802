"""`data.csv`: what other viewers read."""

import csv
import io

from ezcharts.library.site.cinema import data_csv
from ezcharts.library.table import Axis, Cell, Cells, Value


def rows(table: Cells) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data_csv(table))))


def axis(name: str, *labels: str, parameters: tuple[str, ...] | None = None, repeat: bool = False) -> Axis:
    own = (name,) if parameters is None else parameters
    return Axis(name, name, own, tuple(Value(label) for label in labels), repeat=repeat)


def done(at: tuple[int, ...], settings: dict | None = None, **measures: float) -> Cell:
    return Cell(at, "done", f"cells/{at[0]}.webp", (8, 8), settings=settings or {}, measures=measures)


def test_columns_are_parameters_then_measures_then_the_file():
    table = Cells(
        (axis("eta", "0", "1"), axis("seed", "7", repeat=True)),
        (done((0, 0), {"eta": 0.5, "seed": 7}, contrast=0.1),),
    )
    assert data_csv(table) == "eta,seed,contrast,FILE\n0.5,7,0.1,cells/0.webp\n"


def test_what_is_not_known_is_empty_and_what_has_no_picture_has_no_row():
    table = Cells(
        (axis("eta", "0", "1", "2"),),
        (
            done((0,), {"eta": 0}, contrast=0.5),
            done((1,), {"eta": 1}, sharpness=2.0),
            Cell((2,), "failed", reason="black"),
        ),
    )
    assert rows(table) == [
        {"eta": "0", "contrast": "0.5", "sharpness": "", "FILE": "cells/0.webp"},
        {"eta": "1", "contrast": "", "sharpness": "2.0", "FILE": "cells/1.webp"},
    ]


def test_a_label_stands_in_where_no_setting_is_known():
    table = Cells((axis("prompt", "a castle, red", "b", parameters=()), axis("eta", "0.8")), (done((0, 0)),))
    assert rows(table)[0] == {"prompt": "a castle, red", "eta": "0.8", "FILE": "cells/0.webp"}


def test_an_axis_over_several_parameters_has_a_column_for_each():
    values = (Value("soft", settings={"eta": 0, "steps": 50}), Value("hard", settings={"eta": 1}))
    table = Cells((Axis("look", "look", ("eta", "steps"), values),), (done((0,)), done((1,))))
    assert [(row["eta"], row["steps"]) for row in rows(table)] == [("0", "50"), ("1", "")]


def test_no_value_runs_as_a_formula_and_numbers_stay_numbers():
    table = Cells(
        (axis("eta", "0", "1", "2"),),
        tuple(done((i,), {"eta": v}) for i, v in enumerate(("=1+1", "-0.5", -1))),
    )
    assert [row["eta"] for row in rows(table)] == ["'=1+1", "-0.5", "-1"]


def test_schedules_and_words_are_quoted_as_csv_asks():
    table = Cells((axis("cut", "a"),), (done((0,), {"cut": [["x, y", 2]]}),))
    assert rows(table)[0]["cut"] == '[["x, y", 2]]'
