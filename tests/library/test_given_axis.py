"""Axes as a librarian writes them."""

import pytest

from ezcharts.errors import LibraryError
from ezcharts.library.given_axis import read_axis


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("eta: 0, 0.5, 1", "eta", (0, 0.5, 1)),
        ("eta=0,0.5,1", "eta", (0, 0.5, 1)),
        ("steps: 50-250 (+50)", "steps", (50, 100, 150, 200, 250)),
        ("eta: 0-1 [3]", "eta", (0, 0.5, 1)),
        ("prompt: a castle, at night || a toilet", "prompt", ("a castle, at night", "a toilet")),
        ('models: ViTB32, "RN50, RN101"', "models", ("ViTB32", "RN50, RN101")),
        ("sampler: ddim", "sampler", ("ddim",)),
    ],
)
def test_an_axis_is_a_name_and_values(text, name, values):
    given = read_axis(text)
    assert (given.name, given.values) == (name, values)


@pytest.mark.parametrize("text", ["", "eta", ": 1, 2", "eta:", "eta: 1, 1", "eta: ,", "eta: 1-0 (+1)"])
def test_what_is_no_axis_is_refused(text):
    with pytest.raises(LibraryError):
        read_axis(text)


def test_values_are_those_of_the_dialect_where_the_platform_is_known():
    axis, doubts = read_axis("cgs: 500-1500 (+500)").axis("disco-5.2")
    assert (axis.name, axis.parameters, axis.trend, doubts) == ("cgs", ("clip_guidance_scale",), "rising", [])
    assert [value.settings for value in axis.values] == [
        {"clip_guidance_scale": cgs} for cgs in (500.0, 1000.0, 1500.0)
    ]


def test_names_that_are_no_parameter_stay_words():
    axis, doubts = read_axis("mood: calm, wild").axis("disco-5.2")
    assert ([value.label for value in axis.values], axis.parameters) == (["calm", "wild"], ("mood",))
    assert doubts == ["'mood' is no parameter of disco-5.2; kept as a word"]
    assert read_axis("mood: calm, wild").axis("")[1] == []


def test_values_that_the_parameter_cannot_have_are_doubts():
    _, doubts = read_axis("steps: 50, many").axis("disco-5.2")
    assert len(doubts) == 1
    assert "many" in doubts[0]


@pytest.mark.parametrize(
    ("text", "trend"),
    [("x: 1, 2", "rising"), ("x: 2, 1", "falling"), ("x: 1, 3, 2", "none"), ("x: a, b", "none")],
)
def test_which_way_values_go(text, trend):
    assert read_axis(text).axis("")[0].trend == trend
