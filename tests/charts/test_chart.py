import pytest

from ezcharts.charts.chart import Chart, ChartCell, Panel
from tests.charts.examples import axis, chart, missing


def test_the_header_is_one_line():
    assert chart().header == "steps vs clamp_max, Disco 5.0, 2022-03-05"
    assert chart(context="").header == "steps vs clamp_max"


def test_cells_come_panel_by_panel_row_by_row():
    cells = [ChartCell(name, "missing", (64, 64)) for name in "abcd"]
    panels = (Panel("", ((cells[0], None),)), Panel("", ((cells[1], cells[2]),)))
    assert [cell.key for cell in Chart("", "", panels, across=axis("eta", "12")).cells()] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("panels", "rule"),
    [
        ((), "a chart has panels, rows and columns, this has 0"),
        ((Panel("p", ((missing(),),)),), "every panel has 1 rows of 2 cells, 'p' has"),
        ((Panel("p", ((missing(), None),) * 2),), "every panel has 1 rows of 2 cells, 'p' has"),
    ],
)
def test_panels_fit_their_axes(panels, rule):
    with pytest.raises(ValueError, match=rule):
        Chart("", "", panels, across=axis("eta", "12"))


def test_an_axis_has_values():
    with pytest.raises(ValueError, match="a chart has panels, rows and columns"):
        Chart("", "", (Panel("", ((),)),), across=axis("eta", ""))


def test_only_a_done_cell_has_a_picture(tmp_path):
    with pytest.raises(ValueError, match="a done cell has a picture and no other has, this is done, None"):
        ChartCell("k", "done", (1, 1))
    with pytest.raises(ValueError, match="a done cell has a picture and no other has, this is failed"):
        ChartCell("k", "failed", (1, 1), tmp_path)


def test_a_cell_has_a_size():
    with pytest.raises(ValueError, match=r"at least one pixel in size, this is \(0, 5\)"):
        ChartCell("k", "missing", (0, 5))
