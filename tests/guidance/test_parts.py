"""Splitting cuts into parts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ezcharts.guidance.parts import parts

COUNTS = st.lists(st.integers(min_value=0, max_value=40), max_size=20)


@given(COUNTS, st.integers(min_value=1, max_value=50))
def test_parts_hold_everything_in_order_and_no_more_than_fits(counts, most):
    found = parts(counts, most)
    assert [count for part in found for count in counts[part]] == counts
    assert all(sum(counts[part]) <= most or len(counts[part]) == 1 for part in found)


@given(COUNTS, st.integers(min_value=1, max_value=50))
def test_parts_are_as_long_as_can_be(counts, most):
    found = parts(counts, most)
    assert all(sum(counts[a]) + counts[b.start] > most for a, b in pairwise(found))


def test_nothing_has_no_parts():
    assert parts([], 5) == []
    assert parts([9, 1, 4, 4], 8) == [slice(0, 1), slice(1, 3), slice(3, 4)]
