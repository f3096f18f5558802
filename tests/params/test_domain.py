"""Scalar domains: what is inside, its canonical form, and what is said about the rest."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import DomainError
from ezcharts.params.domain import Choice, File, Flag, Int, Real, Text

NOT_NUMBERS = [True, False, None, "high", [1], {}]
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def refusal(domain, value):
    with pytest.raises(DomainError) as error:
        domain.parse(value)
    return str(error.value)


@given(st.booleans())
def test_flags_round_trip(value):
    assert Flag().parse(Flag().to_json(value)) is value


@pytest.mark.parametrize("value", ["True", "False", "true", "yes", "on", 0, 1, 1.0, None])
def test_only_bools_are_flags(value):
    assert refusal(Flag(), value) == f"must be true or false, got {value!r}"


@given(st.integers(1 - 2**53, 2**53 - 1))
def test_integers_round_trip(value):
    assert Int().parse(Int().to_json(Int().parse(value))) == value
    assert repr(Int().parse(float(value))) == repr(value)


@pytest.mark.parametrize("value", [*NOT_NUMBERS, 2.5, "2.5", float("nan")])
def test_integers_refuse_what_is_not_whole(value):
    assert refusal(Int(), value).startswith(f"must be an integer, got {value!r}")


@pytest.mark.parametrize(
    ("domain", "text", "outside"),
    [
        (Int(low=2), "an integer of at least 2", 1),
        (Int(high=9), "an integer of at most 9", 10),
        (Int(low=0, high=2**32), "an integer from 0 to 4294967296", 2**32 + 1),
        (Int(low=1, high=1), "an integer equal to 1", 2),
        (Real(low=0), "a number of at least 0", -0.001),
        (Real(low=0, high=1), "a number from 0 to 1", 1.5),
    ],
)
def test_ranges_include_their_ends_and_nothing_is_clipped(domain, text, outside):
    assert domain.describe() == text
    assert refusal(domain, outside) == f"must be {text}, got {outside!r}"
    for end in (domain.low, domain.high):
        assert end is None or domain.parse(end) == end


@given(FLOATS)
def test_reals_keep_every_float(value):
    parsed = Real().parse(value)
    assert parsed == value
    assert Real().parse(Real().to_json(parsed)) == parsed
    assert repr(Real().to_json(Real().parse(Real().to_json(parsed)))) == repr(Real().to_json(parsed))


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_reals_refuse_what_is_not_a_number(value):
    assert refusal(Real(), value) == f"must be a number, got {value!r}"


def test_a_number_that_is_not_finite_is_named_as_such():
    assert refusal(Real(), float("inf")) == "must be a number, got inf (must be a finite number, got inf)"


def test_a_choice_lists_all_its_words_when_it_refuses():
    words = ("mixed", "color", "gray")
    assert refusal(Choice(words), "grey") == "must be one of 'mixed', 'color', 'gray', got 'grey'"
    for value in (None, 1, ["mixed"], "MIXED"):
        assert all(repr(word) in refusal(Choice(words), value) for word in words)


def test_a_choice_says_when_a_later_word_came():
    domain = Choice(("old", "new"), since={"new": "5.4"})
    assert domain.at(Decimal("5.4")).parse("new") == "new"
    assert (
        refusal(domain.at(Decimal("5.2")), "new")
        == "must be one of 'old', got 'new' (it exists since version 5.4)"
    )


@given(st.text())
def test_text_is_kept_as_it_is(value):
    assert Text().parse(Text().to_json(value)) == value


def test_text_refuses_numbers():
    assert refusal(Text(), 7) == "must be text, got 7"


@pytest.mark.parametrize("value", [None, "", "none", "None", "NONE"])
def test_every_notebook_way_to_say_no_file(value):
    assert File().parse(value) is None
    assert File().show(File().parse(value)) == "none"


@given(st.text(min_size=1).filter(lambda text: text not in ("none", "None", "NONE")))
def test_paths_round_trip(value):
    assert File().parse(File().to_json(value)) == value


def test_a_number_is_not_a_path():
    assert refusal(File(), 3) == "must be a path or URL, or none, got 3"
