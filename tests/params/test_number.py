"""Numbers keep exactly the value that was written, in one canonical form."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import DomainError
from ezcharts.params.number import read_number, shown


@pytest.mark.parametrize("written", [0, 0.0, -0.0, "0", "-0"])
def test_zero_stays_zero(written):
    assert repr(read_number(written)) == "0"


@pytest.mark.parametrize(
    ("written", "read"), [(0.5, 0.5), (150.7, 150.7), ("0.5", 0.5), (".5", 0.5), (5e-324, 5e-324)]
)
def test_fractions_are_kept(written, read):
    assert read_number(written) == read
    assert isinstance(read_number(written), float)


@pytest.mark.parametrize("written", [250, 250.0, "250", "250.0", "2.5e2", " 250 "])
def test_an_integral_number_is_an_int_however_it_is_written(written):
    assert repr(read_number(written)) == "250"


def test_a_numeral_that_yaml_reads_as_text_is_a_number():
    # PyYAML follows YAML 1.1, where 1e9 without a point and a sign is a string.
    assert read_number("1e9") == 1_000_000_000


@pytest.mark.parametrize("value", [True, False, None, "", "high", "1_000", "0x10", "١", "1 2", [1], b"1"])
def test_what_is_not_a_number_is_refused(value):
    with pytest.raises(DomainError, match="must be a number, got"):
        read_number(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "1e400", 10**400])
def test_what_is_not_finite_is_refused(value):
    with pytest.raises(DomainError, match="must be a finite number, got"):
        read_number(value)


@pytest.mark.parametrize("value", [2**53 + 1, str(2**53 + 1)])
def test_an_integer_without_a_float_of_its_own_is_refused_not_rounded(value):
    with pytest.raises(DomainError, match="too many digits to be kept exactly, got 9007199254740993"):
        read_number(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_reading_keeps_the_value_and_is_idempotent(value):
    read = read_number(value)
    assert read == value
    assert repr(read_number(read)) == repr(read)
    assert read_number(repr(value)) == value


@given(st.integers(-(2**53), 2**53))
def test_an_int_and_its_float_are_one_value(value):
    assert repr(read_number(value)) == repr(read_number(float(value)))


def test_long_values_are_quoted_short():
    assert len(shown("x" * 1000)) <= 80
    assert shown("castle") == "'castle'"
