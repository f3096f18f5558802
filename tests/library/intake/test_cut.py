import numpy as np
import pytest

from ezcharts.errors import InputError
from ezcharts.library.intake import given, overlay
from ezcharts.library.intake.cut import Cut
from ezcharts.library.intake.cutting import find_grid
from tests.library.intake.pictures import smooth_noise

CUT = Cut((0, 12), (10, 22), (3,), (13,), ("a reason",))


def plain_sheet(rows=2, columns=3, size=40, gap=6, paper=255):
    """Noise pictures on plain paper, with a margin of one gap."""
    rng = np.random.default_rng(5)
    sheet = np.full((gap + rows * (size + gap), gap + columns * (size + gap), 3), paper, np.uint8)
    for i in range(rows):
        for j in range(columns):
            y, x = gap + i * (size + gap), gap + j * (size + gap)
            sheet[y : y + size, x : x + size] = smooth_noise(rng, size, size)
    return sheet


def test_a_plain_sheet_is_cut_to_the_pixel_without_doubts():
    cut = find_grid(plain_sheet(), rows=2, columns=3)
    assert cut == Cut((6, 52, 98), (46, 92, 138), (6, 52), (46, 92))


def test_without_counts_too():
    cut = find_grid(plain_sheet())
    assert (cut.lefts, cut.tops) == ((6, 52, 98), (6, 52))


def test_a_sheet_of_one_colour_has_a_doubt():
    assert find_grid(np.full((90, 120, 3), 200, np.uint8), rows=2, columns=3).doubts


def test_a_false_count_has_a_doubt():
    assert find_grid(plain_sheet(), rows=2, columns=4).doubts


def test_pictures_of_different_sizes_have_a_doubt():
    sheet = plain_sheet(columns=3)
    assert find_grid(np.delete(sheet, slice(70, 82), axis=1), rows=2, columns=3).doubts


def test_edges_of_the_gutters_colour_have_a_doubt():
    sheet = plain_sheet()
    for x in (6, 52, 98):
        sheet[:, x : x + 5] = 255
    cut = find_grid(sheet, rows=2, columns=3)
    assert cut.doubts or cut.lefts == (6, 52, 98)


def test_plain_lines_at_the_border_that_may_be_a_margin_have_a_doubt():
    sheet = plain_sheet(gap=0)
    sheet[:3] = 90
    cut = find_grid(sheet, rows=2, columns=3)
    assert any("they may be a margin" in doubt for doubt in cut.doubts)


@pytest.mark.parametrize(
    ("shape", "rows", "message"),
    [
        ((40, 40), None, "a sheet is RGB bytes"),
        ((40, 8, 3), None, "at least 16 pixels each way"),
        ((40, 40, 3), 0, "rows is at least 1; seen 0"),
    ],
)
def test_what_is_no_sheet_is_refused(shape, rows, message):
    with pytest.raises(InputError, match=message):
        find_grid(np.zeros(shape, np.uint8), rows=rows)


def test_boxes_go_row_by_row():
    assert list(CUT.boxes()) == [(0, 0, (0, 3, 10, 13)), (0, 1, (12, 3, 22, 13))]


def test_a_cut_survives_json():
    assert Cut.from_json(CUT.to_json()) == CUT


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"lefts": 3}'])
def test_other_json_is_refused(text):
    with pytest.raises(InputError, match="a cut is a JSON object with lefts"):
        Cut.from_json(text)


def test_the_overlay_keeps_pictures_and_dims_the_rest():
    sheet = plain_sheet()
    drawn = np.asarray(overlay.draw(sheet, find_grid(sheet, rows=2, columns=3)))
    assert drawn.shape == sheet.shape
    np.testing.assert_array_equal(drawn[30:46, 20:46], sheet[30:46, 20:46])
    assert drawn[0, 0].max() < 100


def test_a_grid_by_hand_is_a_cut():
    cut = given.from_grid((100, 60), (5, 6, 20, 15, 3, 2), rows=2, columns=3)
    assert cut == Cut((5, 28, 51), (25, 48, 71), (6, 23), (21, 38))


@pytest.mark.parametrize(
    ("lefts", "rights", "message"),
    [
        ([], [], "come in pairs, at least one; seen 0 and 0"),
        ([0, 10], [8], "come in pairs, at least one; seen 2 and 1"),
        ([0], [101], "lie on the sheet, 0 to 100; seen 0 to 101"),
        ([-1], [9], "lie on the sheet, 0 to 100; seen -1 to 9"),
        ([9], [9], "a picture begins before it ends; seen lefts 9, rights 9"),
        ([0, 10], [12, 20], "pictures follow without overlap; seen rights 12, then lefts 10"),
    ],
)
def test_edges_by_hand_are_checked(lefts, rights, message):
    with pytest.raises(InputError, match=message):
        given.from_edges((100, 60), lefts, rights, [0], [60])


@pytest.mark.parametrize(
    ("grid", "rows", "message"),
    [
        ((1, 2, 3), 1, "a grid is six numbers"),
        ((0, 0, 9, 9, -1, 0), 1, "gaps are 0 or more pixels; seen -1 and 0"),
        ((0, 0, 9, 9, 0, 0), 0, "at least one row and column; seen 0 and 1"),
    ],
)
def test_a_grid_by_hand_is_checked(grid, rows, message):
    with pytest.raises(InputError, match=message):
        given.from_grid((100, 60), grid, rows, 1)
