import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.stats.correction import holm


def test_holm_by_hand():
    """m·p for the smallest, (m − 1)·p for the next, never falling."""
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx((0.06, 0.04, 0.06, 0.06))


def test_what_is_not_tested_does_not_count():
    assert holm([None, 0.04, None]) == (None, 0.04, None)
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_lies_between_no_correction_and_bonferroni(p):
    for raw, adjusted in zip(p, holm(p), strict=True):
        assert raw <= adjusted <= min(1.0, len(p) * raw) + 1e-12
