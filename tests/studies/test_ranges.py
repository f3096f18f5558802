"""Ranges: every row of the survey of other tools (anchors.md 5.6), and none of their endpoint bugs."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import DomainError
from ezcharts.studies.ranges import looks_like_numbers, numbers, show_number


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1-5", (1, 2, 3, 4, 5)),
        ("1-5 (+2)", (1, 3, 5)),
        ("10-5 (-3)", (10, 7)),
        ("0-1 [6]", (0, 0.2, 0.4, 0.6, 0.8, 1)),
        ("1-3 (+0.5)", (1, 1.5, 2, 2.5, 3)),
        ("1, 2, 5-7", (1, 2, 5, 6, 7)),
        ("5", (5,)),
        ("5-5", (5,)),
        ("1-5 (2)", (1, 3, 5)),  # elsewhere the sign is mandatory
        ("5-1 (-1)", (5, 4, 3, 2, 1)),  # elsewhere 5, 4, 3
        ("1-2 (+0.3)", (1, 1.3, 1.6, 1.9)),  # elsewhere it runs to 2.2
        ("0-1 (+0.1)", (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)),  # elsewhere it drifts
        ("-1 - 1 [5]", (-1, -0.5, 0, 0.5, 1)),
        ("-1 to 1 (+1)", (-1, 0, 1)),
        ("-1--3 (-1)", (-1, -2, -3)),
        ("1e-3-2e-3 [3]", (0.001, 0.0015, 0.002)),
        ("0-1e9 [3]", (0, 500_000_000, 1_000_000_000)),
        ("0.03-0.05 (+0.005)", (0.03, 0.035, 0.04, 0.045, 0.05)),
        ("0.01, 0.02 - 0.04 (+0.01)", (0.01, 0.02, 0.03, 0.04)),
        ("5.", (5,)),
    ],
)
def test_a_range_is_what_it_says(text, meant):
    found = numbers(text)
    assert found == meant
    assert [type(value) for value in found] == [type(value) for value in meant]


def test_a_count_of_whole_numbers_falls_on_whole_numbers_or_says_so():
    assert numbers("1-10 [4]", whole=True) == (1, 4, 7, 10)
    with pytest.raises(DomainError) as caught:
        numbers("1-10 [5]", whole=True)  # elsewhere 1, 3, 5, 7, 10
    assert (
        str(caught.value) == "'1-10 [5]' gives 3.25, which is not a whole number; [4] or [10] would be whole"
    )
    with pytest.raises(DomainError, match="begin and end with whole numbers"):
        numbers("1-2.5 [4]", whole=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("10-1", "the range '10-1' holds nothing: its step leads away from its end; write 10-1 (-1)"),
        ("1-5 (-2)", "the range '1-5 (-2)' holds nothing: its step leads away from its end; write 1-5 (+2)"),
        ("1-2 (+5)", "the first step of the range '1-2 (+5)' already passes its end; take a smaller step"),
        ("1-5 (0)", "the range '1-5 (0)' never moves: its step is 0"),
        ("0.1-0.5", "the range '0.1-0.5' needs a step or a count; write 0.1-0.5 (+0.1) or 0.1-0.5 [5]"),
        ("1-5 [1]", "a count is 2 to 1000, between two different ends, not '1-5 [1]'"),
        ("1-5 [0]", "a count is 2 to 1000"),
        ("1-5 [9999]", "a count is 2 to 1000"),
        ("3-3 [3]", "between two different ends"),
        ("1-99999", "an axis has at most 1000 values, '1-99999' gives 99999"),
        ("1-600, 1-600", "an axis has at most 1000 values, '1-600, 1-600' gives 1200"),
        ("1-5 (+2", "'1-5 (+2' is neither a number nor a range; write 5, 1-5, 1-5 (+2) or 0-1 [6]"),
        ("1,,2", "'' is neither a number nor a range"),
        ("1e999999999", "'1e999999999' is beyond what a number can be"),
        ("0-1e-999999999 [3]", "'1e-999999999' is beyond what a number can be"),
        ("a-b", "'a-b' is neither a number nor a range"),
    ],
)
def test_a_range_that_cannot_be_meant_is_refused_with_a_hint(text, message):
    with pytest.raises(DomainError) as caught:
        numbers(text)
    assert message in str(caught.value)


ENDS = st.decimals(-1000, 1000, places=2)


@settings(max_examples=50)
@given(ENDS, st.decimals("0.01", 100, places=2), st.integers(1, 50), st.decimals(0, "0.99", places=2))
def test_a_stepped_range_starts_at_its_start_and_stays_within_its_ends(start, step, steps, part):
    end = start + step * (steps + part)
    found = numbers(f"{start} to {end} (+{step})")
    assert len(found) == steps + 1
    assert found[0] == float(start)
    assert float(end) - float(step) < found[-1] <= float(end)
    assert found == tuple(float(start + step * index) for index in range(len(found)))


@settings(max_examples=50)
@given(ENDS, st.decimals("0.01", 100, places=2), st.integers(2, 40))
def test_a_counted_range_has_both_ends_and_even_distances(start, span, count):
    end = start - span
    found = numbers(f"{start} to {end} [{count}]")
    assert len(found) == count
    assert (found[0], found[-1]) == (float(start), float(end))
    exact = Fraction(start) + (Fraction(end) - Fraction(start)) / (count - 1)
    assert found[1] == float(exact)


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("1-5", True),
        ("0-1 [6]", True),
        ("1, 2", True),
        ("5", True),
        ("[12]*400+[4]*600", False),
        ("a, b", False),
    ],
)
def test_words_and_schedules_are_not_taken_for_ranges(text, looks):
    assert looks_like_numbers(text) is looks


@pytest.mark.parametrize(
    ("value", "label"),
    [(250, "250"), (0.035, "0.035"), (1 / 3, "0.3333"), (-2 / 3, "-0.6667"), (10**9, "1000000000")],
)
def test_a_label_is_short_but_true(value, label):
    assert show_number(value) == label
