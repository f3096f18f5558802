import numpy as np
import pytest

from ezcharts.errors import InputError, UnknownName
from ezcharts.stats.cells import Axis, Cells

ETA = Axis("eta", ("0", "0.5", "1"), "ordered")
SEED = Axis("seed", ("1", "2"), "seed")


def test_rows_that_name_things_become_a_sorted_table():
    rows = [
        {"eta": 1.0, "prompt": "b", "contrast": 4.0},
        {"eta": 0.5, "prompt": "b", "contrast": None},
        {"eta": 0.0, "prompt": "a", "contrast": 1.0},
    ]
    cells = Cells.from_rows({"eta": "ordered", "prompt": "prompt"}, rows, "contrast", "of full scale")
    assert cells.axis("eta").levels == ("0", "0.5", "1")
    assert cells.axis("prompt").levels == ("b", "a")
    np.testing.assert_equal(cells.values, [[np.nan, 1.0], [np.nan, np.nan], [4.0, np.nan]])


def test_numbers_are_sorted_as_numbers():
    rows = [{"steps": n, "v": n} for n in (1000, 50, 250)]
    assert Cells.from_rows({"steps": "ordered"}, rows, "v").axis("steps").levels == ("50", "250", "1000")


def test_a_falling_axis_is_turned_around():
    cells = Cells.of([Axis("eta", ("1", "0"), "falling")], [((0,), 5.0), ((1,), 3.0)])
    assert cells.axes == (Axis("eta", ("0", "1"), "ordered"),)
    assert cells.values.tolist() == [3.0, 5.0]


def test_one_level_of_an_axis_leaves_the_others():
    cells = Cells.of([ETA, SEED], [((2, 1), 7.0)])
    assert cells.at("eta", 2).axes == (SEED,)
    np.testing.assert_equal(cells.at("eta", 2).values, [np.nan, 7.0])


def test_sizes_count_the_values_of_a_kind():
    cells = Cells.of([ETA, SEED], [])
    assert (cells.size("seed"), cells.size("prompt"), cells.size("ordered")) == (2, 1, 3)


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([((3, 0), 1.0)], r"a row has one index per axis within \(3, 2\), got \(3, 0\)"),
        ([((-1, 0), 1.0)], "a row has one index per axis"),
        ([((0,), 1.0)], "a row has one index per axis"),
        ([((0, 0), 1.0), ((0, 0), 2.0)], r"a point has one value, got two at \(0, 0\)"),
        ([((0, 0), float("inf"))], "a value is a finite number or NaN"),
    ],
)
def test_rows_that_do_not_fit_are_refused(rows, text):
    with pytest.raises(InputError, match=text):
        Cells.of([ETA, SEED], rows)


def test_a_row_without_an_axis_is_refused():
    with pytest.raises(InputError, match="a row has a value of every axis; some lack eta"):
        Cells.from_rows({"eta": "ordered"}, [{"v": 1.0}], "v")


def test_axes_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="no two axes have one name"):
        Cells.of([ETA, ETA], [])
    with pytest.raises(InputError, match="at most one axis of kind seed"):
        Cells.of([SEED, Axis("other", ("1",), "seed")], [])
    with pytest.raises(InputError, match="one dimension per axis"):
        Cells((ETA,), np.zeros(2))
    with pytest.raises(InputError, match="turns falling axes around"):
        Cells((Axis("x", ("a",), "falling"),), np.zeros(1))
    with pytest.raises(InputError, match="no two alike"):
        Axis("x", ("a", "a"), "ordered")
    with pytest.raises(UnknownName, match="did you mean 'ordered'"):
        Axis("x", ("a",), "order")
    with pytest.raises(UnknownName, match="did you mean 'eta'"):
        Cells.of([ETA], []).axis("etta")
