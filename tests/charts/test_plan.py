import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.charts.plan import Block, Box, RuleItem, above, beside

boxes = st.builds(Box, st.integers(0, 9), st.integers(0, 9), st.integers(1, 5), st.integers(1, 5))


def pixels(box):
    return {(x, y) for x in range(box.x, box.right) for y in range(box.y, box.bottom)}


def block(width, height):
    return Block(width, height, (RuleItem(Box(0, 0, width, height)),))


@given(boxes, boxes)
def test_boxes_overlap_where_they_share_a_pixel(one, other):
    assert one.overlaps(other) == bool(pixels(one) & pixels(other))


@given(boxes)
def test_a_box_is_inside_a_page_with_all_its_pixels(box):
    assert box.inside(10, 10) == all(x < 10 and y < 10 for x, y in pixels(box))
    assert not Box(-1, 0, 2, 2).inside(10, 10)


def test_blocks_stand_beneath_each_other_and_empty_ones_take_no_room():
    whole = above([block(5, 10), Block(9, 0), block(3, 20)], gap=4)
    assert (whole.width, whole.height) == (9, 34)
    assert [item.box for item in whole.items] == [Box(0, 0, 5, 10), Box(0, 14, 3, 20)]


def test_blocks_stand_side_by_side_in_columns():
    whole = beside([block(5, 10), block(3, 20)], gap=2, widths=[8, 3])
    assert (whole.width, whole.height) == (13, 20)
    assert [item.box for item in whole.items] == [Box(0, 0, 5, 10), Box(10, 0, 3, 20)]


@pytest.mark.parametrize("make", [lambda: above([], 3), lambda: beside([], 3, [])])
def test_no_blocks_take_no_room(make):
    assert make() == Block(0, 0)
