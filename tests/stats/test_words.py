import pytest

from ezcharts.stats import words


@pytest.mark.parametrize(
    ("widths", "word"),
    [
        (0.0, "slightly"),
        (0.99, "slightly"),
        (1.0, "clearly"),
        (-2.99, "clearly"),
        (3.0, "strongly"),
        (-40.0, "strongly"),
    ],
)
def test_strength_has_stated_limits(widths, word):
    assert words.strength(widths) == word


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.04217, "0.042"), (-3.0, "-3"), (12.4, "12"), (1234.5, "1234"), (0.0, "0"), (2e-7, "2e-07")],
)
def test_numbers_have_two_significant_digits(value, text):
    assert words.number(value) == text


def test_one_block_is_the_only_one():
    assert words.of_blocks(1, 1, "prompt") == "the only prompt"
    assert words.of_blocks(11, 12, "block") == "11 of 12 blocks"


@pytest.mark.parametrize(("value", "text"), [(2.06, "2.1"), (0.04, "0.04"), (-0.013, "-0.013"), (0.0, "0.0")])
def test_what_is_not_0_is_not_told_as_0(value, text):
    assert words.tenths(value) == text
