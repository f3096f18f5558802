import pytest

from ezcharts.charts.chart import Panel
from ezcharts.charts.sizes import cell_sizes, enlargement
from ezcharts.charts.theme import DARK
from tests.charts.examples import axis, chart, missing

SIZES = ((512, 320), (768, 448), (1280, 768), (64, 128))


def of_sizes(to_scale, sizes=SIZES):
    row = tuple(missing(size) for size in sizes)
    return chart(panels=1, length=4, to_scale=to_scale, cell=lambda panel, i, j: row[j])


@pytest.mark.parametrize(
    ("side", "columns", "factor"),
    [
        (128, 8, 2),  # until the side has 256 pixels
        (128, 4, 2),  # 4 x 256 is wide enough
        (128, 3, 3),  # 3 x 256 is not: one more
        (128, 1, 5),  # but a side of 640 is the end
        (192, 8, 2),
        (100, 8, 3),
        (256, 8, 1),
        (768, 1, 1),
        (1280, 4, 0.6),  # large ones shrink to 768
        (1000, 96, 0.5),  # 96 megapixels of pictures become 24
        (1000, 10_000, 0.256),  # but never below 256
        (128, 10_000, 2),
    ],
)
def test_small_pictures_are_enlarged_by_whole_numbers_large_ones_made_smaller(side, columns, factor):
    assert enlargement(side, columns * side, columns * side * side, DARK) == pytest.approx(factor)


def test_equal_cells_fill_equal_boxes():
    sizes = cell_sizes(chart(height=3, length=4), DARK)
    assert (sizes.columns, sizes.rows) == ((256,) * 4, (256,) * 3)
    assert sizes.of(missing()) == (256, 256)


def test_to_scale_all_cells_share_one_factor():
    sizes = cell_sizes(of_sizes(to_scale=True), DARK)
    assert [sizes.of(missing(size)) for size in SIZES] == [(307, 192), (461, 269), (768, 461), (38, 77)]
    assert sizes.columns == (307, 461, 768, 96)  # the last one keeps room for its label
    assert sizes.rows == (461,)


def test_otherwise_each_cell_fits_the_common_box_and_keeps_its_shape():
    sizes = cell_sizes(of_sizes(to_scale=False), DARK)
    assert sizes.box == (768, 461)
    assert sizes.columns == (768,) * 4
    for size in SIZES:
        width, height = sizes.of(missing(size))
        assert width == 768 or height == 461
        assert width <= 768
        assert height <= 461
        assert width / height == pytest.approx(size[0] / size[1], rel=0.01)


def test_a_view_may_ask_for_larger_pictures():
    assert cell_sizes(chart(length=4, scale=2.0), DARK).columns == (512,) * 4
    assert cell_sizes(chart(length=4, scale=0.5), DARK).columns == (128,) * 4


def test_rows_and_columns_hold_the_largest_of_all_panels():
    def cell(panel, i, j):
        return missing((256 * (panel + 1), 128 * (i + 1)))

    sizes = cell_sizes(chart(height=2, length=2, panels=2, cell=cell, to_scale=True), DARK)
    assert sizes.columns == (512, 512)
    assert sizes.rows == (128, 256)


def test_a_chart_of_holes_has_sizes_too():
    empty = chart(length=2, cell=lambda *_: None)
    assert empty.panels == (Panel("", ((None, None),)),)
    assert cell_sizes(empty, DARK).columns == (512, 512)
    assert axis("eta", "1").labels[0].text == "1"
