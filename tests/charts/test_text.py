import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.charts.text import Style, set_balanced, set_text, wrap
from tests.charts.examples import PROMPTS

STYLE = Style("regular", 20)
texts = st.text(st.sampled_from("abc łń ,-_ \n"), max_size=60)
widths = st.integers(1, 200)


def test_lines_break_at_spaces_as_late_as_they_can():
    assert list(wrap("an ominous painting of a tower", len, 11)) == ["an ominous", "painting of", "a tower"]


def test_a_word_that_is_too_wide_is_broken_between_letters():
    assert list(wrap("a clip_guidance_scale b", len, 8)) == ["a", "clip_gui", "dance_sc", "ale b"]


def test_nothing_has_no_lines():
    assert list(wrap("", len, 5)) == list(wrap(" \n ", len, 5)) == []


@given(texts, widths)
def test_wrapping_never_loses_a_letter_nor_leaves_a_line_too_wide(text, width):
    lines = list(wrap(text, len, width))
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(line == line.strip() and 0 < len(line) <= width for line in lines)


@given(texts, st.integers(8, 60))
def test_words_stay_whole_where_they_fit(text, width):
    if max(map(len, text.split()), default=0) <= width:
        assert " ".join(list(wrap(text, len, width))) == " ".join(text.split())


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("width", [150, 400, 1000])
def test_the_four_prompts_keep_every_word_and_fit(prompt, width):
    paragraph = set_text(prompt, STYLE, width)
    assert " ".join(paragraph.lines) == prompt
    assert paragraph.width <= width
    assert paragraph.height == len(paragraph.lines) * 26  # 1.26 times 20, rounded up


def test_too_many_lines_end_in_an_ellipsis_that_fits():
    paragraph = set_text(PROMPTS[3], STYLE, 200, most_lines=2)
    assert len(paragraph.lines) == 2
    assert paragraph.lines[1].endswith("…")
    assert paragraph.width <= 200
    assert set_text(PROMPTS[3], STYLE, 200, most_lines=0).lines == ()


@given(texts, st.integers(40, 200))
def test_balancing_keeps_words_and_the_number_of_lines(text, width):
    plain, balanced = set_text(text, STYLE, width), set_balanced(text, STYLE, width, 100)
    assert "".join(balanced.lines).replace(" ", "") == "".join(text.split())
    assert len(balanced.lines) == len(plain.lines)
    assert balanced.width <= max(plain.width, width)


def test_balanced_lines_are_about_equal():
    assert set_text("an ominous painting by", STYLE, 185).lines == ("an ominous painting", "by")
    assert set_balanced("an ominous painting by", STYLE, 185, 3).lines == ("an ominous", "painting by")


def test_a_line_never_breaks_at_a_space_that_holds_two_words_together():
    assert list(wrap("RN50\u00a0+ RN101\u00a0+ RN50x4", len, 14)) == ["RN50\u00a0+ RN101\u00a0+", "RN50x4"]
    assert list(wrap("RN50\u00a0+ RN101", len, 5)) == ["RN50\u00a0", "+", "RN101"]


def test_lengths_grow_in_proportion_to_the_letters():
    assert Style("regular", 40).length("clamp_max") == pytest.approx(2 * STYLE.length("clamp_max"), rel=0.01)
    assert STYLE.smaller().size == 19
