"""Prompts are split and weighed as engines.md 2.2 says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.errors import PromptError
from ezcharts.params.disco.prompts import Prompt, normalise_weights, parse_prompt


@pytest.mark.parametrize(
    ("text", "subject", "weight"),
    [
        ("a castle", "a castle", 1),
        ("a castle:2", "a castle", 2),
        ("a castle: 2 ", "a castle", 2),
        ("a castle:-0.5", "a castle", -0.5),
        ("a castle:0", "a castle", 0),
        ("a castle:1e2", "a castle", 100),
        ("note: a castle:3", "note: a castle", 3),
        ("a castle, red, tall:2", "a castle, red, tall", 2),
        ("https://host/a.png", "https://host/a.png", 1),
        ("https://host/a.png:2", "https://host/a.png", 2),
        ("http://host:80:2", "http://host:80", 2),
        ("", "", 1),
    ],
)
def test_the_last_colon_separates_the_weight(text, subject, weight):
    assert parse_prompt(text) == Prompt(text, subject, weight)


def test_the_tokenizer_gets_the_weight_as_well():
    assert parse_prompt("a castle:2").text == "a castle:2"  # Q2


@pytest.mark.parametrize(
    "text", ["ratio 16:nine", "a castle:", "a castle:nan", "a castle:inf", "https://host:80/a.png"]
)
def test_a_colon_that_is_not_a_weight_is_refused(text):
    with pytest.raises(PromptError) as error:
        parse_prompt(text)
    weight = text.rpartition(":")[2]
    assert str(error.value) == (
        f"what follows the last colon must be the weight, a number, got {weight!r} in {text!r}; "
        "to keep a colon in the text, end the prompt with a weight such as ':1'"
    )


def weights(*values):
    return normalise_weights([Prompt("", "", value) for value in values])


def test_weights_are_divided_by_the_absolute_value_of_their_sum():
    assert weights(3, 1) == (0.75, 0.25)
    assert weights(2) == (1,)
    assert weights(1, -0.5) == (2, -1)


def test_a_negative_sum_keeps_the_signs():
    assert weights(-1) == (-1,)
    assert weights(1, -3) == (0.5, -1.5)


@pytest.mark.parametrize("values", [(1, -1), (0,), (1, -1.0009), (0.0009,)])
def test_weights_that_cancel_are_refused(values):
    with pytest.raises(
        PromptError, match=r"must not sum to zero \(\|sum\| >= 0.001\), got .*; change one of them"
    ):
        weights(*values)


def test_no_prompt_at_all_is_refused():
    with pytest.raises(
        PromptError, match="at least one prompt is needed, got none; set text_prompts or image_prompts"
    ):
        weights()


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=6))
def test_normalised_weights_sum_to_one_or_minus_one(values):
    total = math.fsum(values)
    if abs(total) < 1e-3:
        return
    assert math.fsum(weights(*values)) == pytest.approx(math.copysign(1, total), rel=1e-6, abs=1e-6)
