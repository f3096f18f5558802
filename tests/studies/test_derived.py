"""Derived settings are worked out for each cell, in whatever order they stand."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.studies.grid import expand


@pytest.fixture
def cells(read):
    """The stated settings of all cells of a study with these lines."""

    def expanded(lines):
        study = read("title: x\nplatform: disco-5.2\n" + lines)
        return [each.stated for each in expand(study).cells]

    return expanded


def test_a_formula_follows_the_axis(cells):
    found = cells("axes: {skip_steps: [0, 50, 100]}\nsettings: {seed: 1, steps: =250 + skip_steps}")
    assert [each["steps"] for each in found] == [250, 300, 350]


def test_formulas_need_each_other_in_any_order(cells):
    (found,) = cells(
        "settings: {seed: 1, skip_steps: =steps // 5, steps: =2 * cutn_batches, cutn_batches: =10 + 5}"
    )
    assert (found["cutn_batches"], found["steps"], found["skip_steps"]) == (15, 30, 6)


def test_formulas_know_aliases_defaults_and_constant_schedules(cells):
    (found,) = cells("settings: {seed: 1, cgs: =steps * 10, tv: =cut_ic_pow + 1, cut_ic_pow: '[3]*1000'}")
    assert (found["clip_guidance_scale"], found["tv_scale"]) == (2500, 4)


def test_an_axis_value_may_be_a_formula(cells):
    found = cells("axes: {sat_scale: [0, =tv_scale / 2]}\nsettings: {seed: 1, tv_scale: 5}")
    assert [each["sat_scale"] for each in found] == [0, 2.5]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "settings:\n  seed: 1\n  steps: =skip_steps + 5\n  skip_steps: =steps - 5",
            "settings.steps: formulas need each other in a circle: steps -> skip_steps -> steps; give",
        ),
        ("settings: {seed: 1, eta: =eta}", "in a circle: eta -> eta"),
        (
            "settings:\n  seed: 1\n  steps: =7 / 2",
            "study.yaml:5: settings.steps: steps must be an integer of at",
        ),
        ("settings: {seed: 1, steps: =1 / skip_steps, skip_steps: 0}", "'=1 / skip_steps' divides by zero"),
        ("settings: {seed: 1, eta: =cut_overview}", "a formula needs cut_overview to be one number, it is"),
        ("axes: {eta: [=seed]}\nsettings: {steps: =1 + skip_steps, seed: 1, skip_steps: 9}", None),
    ],
)
def test_mistakes_in_formulas(cells, lines, message):
    if message is None:
        assert cells(lines)[0]["eta"] == 1
        return
    with pytest.raises(StudyError) as caught:
        cells(lines)
    assert message in str(caught.value)
