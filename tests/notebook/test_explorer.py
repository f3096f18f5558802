"""EnzymeZoo's words: `loop_parameters` fills the store, `get_images` asks it for a chart."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import ezcharts.notebook as ez
from ezcharts.errors import InputError, StoreError, UnknownName
from ezcharts.runner.query import pictures
from ezcharts.store.store import Store
from ezcharts.studies.problems import StudyProblems
from ezcharts.studies.profile import Change
from tests.notebook.conftest import LOOK, STUDY

ARGS = {**LOOK, "steps": 2}
LOOP = {"clamp_max": [0.03, 0.1], "eta": [0, 0.8]}


def looped(**changes):
    return ez.loop_parameters(**({"variables_to_loop": LOOP, "default_args": ARGS} | changes))


def keys(chart):
    return [
        [cell.key if cell and cell.state == "done" else None for cell in row] for row in chart.panels[0].rows
    ]


def test_every_combination_is_rendered_once(rendered):
    result = looped()
    assert [(s["clamp_max"], s["eta"]) for s in rendered] == [(0.03, 0), (0.03, 0.8), (0.1, 0), (0.1, 0.8)]
    looped()
    assert len(rendered) == 4
    assert result.charts[0].chart.header == "clamp_max vs eta, Disco 5.2"


def test_the_arguments_may_be_a_namespace_and_what_is_looped_over_wins(rendered):
    looped(default_args=SimpleNamespace(**ARGS, clip_guidance_scale=1), variables_to_loop={"cgs": [7, 8]})
    assert [s["clip_guidance_scale"] for s in rendered] == [7, 8]
    looped(default_args=ARGS, variables_to_loop={"steps": range(2, 4), "seed": (5,)})
    assert [s["steps"] for s in rendered[2:]] == [2, 3]


def test_duplicates_of_other_studies_are_skipped(rendered):
    ez.run(STUDY)
    rendered.clear()
    ez.loop_parameters({"steps": [2, 3, 4], "clamp_max": [0.1]}, LOOK)
    assert [s["steps"] for s in rendered] == [4]


def test_duplicates_can_be_rendered_once_more(rendered):
    looped()
    before = pictures(Store("store"))
    looped(skip_duplicates=False)
    assert len(rendered) == 8
    after = pictures(Store("store"))
    assert {(r.key, r.picture) for r in after} == {(r.key, r.picture) for r in before}
    looped()
    assert len(rendered) == 8


def test_a_picture_that_differs_in_ignored_parameters_is_a_duplicate_and_the_chart_says_so(rendered):
    first = looped()
    other = looped(default_args={**ARGS, "seed": 99}, ignore_these_vars=["set_seed", "timestring"])
    assert len(rendered) == 4
    assert keys(other.charts[0].chart) == keys(first.charts[0].chart)
    assert {cell.settings["seed"] for cell in other.cells} == {5}
    assert {cell.stated["seed"] for cell in other.cells} == {99}
    assert {change for cell in other.grid.cells for change in cell.changes} == {
        Change("ignored", "seed", 99, 5)
    }
    chart = other.charts[0].chart
    assert "seed 5" in chart.conditions
    assert chart.notes == ("Rendered in place of what is stated: seed 5 for 99.",)
    looped(default_args={**ARGS, "seed": 99}, ignore_these_vars=["eta"])
    assert len(rendered) == 8


def test_a_picture_of_its_own_is_shown_before_one_that_is_as_good(rendered):
    looped()
    looped(default_args={**ARGS, "seed": 99}, variables_to_loop={"clamp_max": [0.1], "eta": [0.8]})
    for seed, shown in ((5, {5}), (99, {5, 99})):
        both = looped(default_args={**ARGS, "seed": seed}, ignore_these_vars=["seed"])
        assert {cell.settings["seed"] for cell in both.cells} == shown
    assert len(rendered) == 5


def test_all_that_is_wrong_is_told(rendered):
    with pytest.raises(StudyProblems) as problem:
        looped(variables_to_loop={"clmap_max": [1], "eta": ["x"]})
    assert "axes.clmap_max" in str(problem.value)
    assert "axes.eta" in str(problem.value)
    assert rendered == []


def test_a_chart_is_asked_for_whichever_study_made_its_pictures(rendered):
    ez.run(STUDY | {"axes": {"clamp_max": [0.03], "eta": [0, 0.8]}, "settings": ARGS})
    ez.run(STUDY | {"axes": {"clamp_max": [0.1], "eta": [0.8, 0]}, "settings": ARGS, "platform": "disco-5.0"})
    count = len(rendered)
    asked = ez.get_images(display_x=("eta", [0, 0.8]), display_y=("clamp_max", [0.03, 0.1]))
    assert len(rendered) == count
    assert keys(asked.charts[0].chart) == keys(looped().charts[0].chart)
    assert asked.charts[0].chart.across.name == "eta"
    assert asked.charts[0].chart.down.name == "clamp_max"
    assert asked[{"eta": 0, "clamp_max": 0.1}].settings["clamp_max"] == 0.1
    assert asked.charts[0].chart.conditions[0] == "embedded models"
    assert "seed 5" in asked.charts[0].chart.conditions
    assert asked.remarks == ()


def test_names_alone_show_every_value_there_is():
    looped()
    whole = ez.get_images("eta", "clamp_max").charts[0].chart
    assert [label.text for label in whole.across.labels] == ["0", "0.8"]
    assert [label.text for label in whole.down.labels] == ["0.03", "0.1"]
    row = ez.get_images("eta", static_match_parameters={"clamp_max": 0.1})
    chart = row.charts[0].chart
    assert [label.text for label in chart.across.labels] == ["0", "0.8"]
    assert chart.down is None
    assert "clamp_max 0.1" in chart.conditions


def test_prompts_sets_of_models_and_schedules_are_axes_too():
    models = {name: value for name, value in ARGS.items() if name not in ("text_prompts", "ViTB16")}
    made = ez.loop_parameters(
        {"clip_models": [["ViTB32"], ["RN50"]], "text_prompts": ["a castle, a moat", ["fog:2", "sea:-1"]]},
        models,
    )
    asked = ez.get_images(
        display_y=("clip_models", [["ViTB32"], ["RN50"]]),
        display_x=("text_prompts", ["a castle, a moat", ["fog:2", "sea:-1"]]),
    )
    assert keys(asked.charts[0].chart) == keys(made.charts[0].chart)
    by_name = ez.get_images("text_prompts", static_match_parameters={"ViTB32": True})
    assert len(by_name.cells) == 2
    schedules = ez.get_images(
        ("cut_overview", ["[2]*400+[1]*600", 3]),
        ("text_prompts", [["fog:2", "sea:-1"]]),
        static_match_parameters={"RN50": True},
    )
    assert [cell.state for cell in schedules.cells] == ["done", "missing"]


def test_several_charts_that_fit_are_told_apart():
    looped()
    looped(default_args={**ARGS, "seed": 6, "steps": 3})
    with pytest.raises(InputError) as problem:
        ez.get_images(("eta", [0, 0.8]), ("clamp_max", [0.03, 0.1]))
    first, *charts, last = str(problem.value).splitlines()
    assert first == "2 charts fit; their pictures differ in seed, steps:"
    assert sorted(charts) == ["  seed 5, steps 2: 4 of 4 places", "  seed 6, steps 3: 4 of 4 places"]
    assert last == "put a value of each into static_match_parameters, or a name into ignore_these_vars"
    one = ez.get_images(("eta", [0, 0.8]), ("clamp_max", [0.03, 0.1]), static_match_parameters={"seed": 5})
    assert {cell.settings["steps"] for cell in one.cells} == {2}
    mixed = ez.get_images(("eta", [0, 0.8]), ("clamp_max", [0.03, 0.1]), ignore_these_vars=["seed", "steps"])
    assert {cell.state for cell in mixed.cells} == {"done"}
    assert mixed.remarks == ()


def test_of_several_the_complete_one_is_shown_and_the_others_are_told():
    looped()
    looped(default_args={**ARGS, "seed": 6}, variables_to_loop={"eta": [0], "clamp_max": [0.1]})
    asked = ez.get_images(("eta", [0, 0.8]), ("clamp_max", [0.03, 0.1]))
    assert {cell.settings["seed"] for cell in asked.cells} == {5}
    (remark,) = asked.remarks
    assert remark.text.splitlines()[1:] == [
        "  seed 5: 4 of 4 places",
        "  seed 6: 1 of 4 places",
        "shown is the one that is complete",
    ]


def test_an_empty_place_says_what_comes_near():
    looped()
    ez.render(
        "a lighthouse",
        **{**{n: v for n, v in ARGS.items() if n != "text_prompts"}, "eta": 1, "seed": 6, "clamp_max": 0.1},
    )
    asked = ez.get_images(("eta", [0, 1]), ("clamp_max", [0.03, 0.1]), static_match_parameters={"seed": 5})
    assert [cell.state for cell in asked.cells] == ["done", "missing", "done", "missing"]
    assert [remark.text for remark in asked.remarks] == [
        "no picture for clamp_max 0.03, eta 1",
        "no picture for clamp_max 0.1, eta 1; the nearest has seed 6 (not 5)",
    ]
    quiet = ez.get_images(
        ("eta", [0, 1]),
        ("clamp_max", [0.03, 0.1]),
        static_match_parameters={"seed": 5},
        print_close_matches=False,
    )
    assert quiet.remarks == ()
    assert quiet[{"eta": 1, "clamp_max": 0.1}].settings["seed"] == 5
    filled = ez.run(quiet.study)
    assert [cell.state for cell in filled.cells] == ["done"] * 4
    assert [cell.settings["eta"] for cell in filled.cells] == [0, 1, 0, 1]


def test_nothing_that_fits_is_answered_with_what_comes_nearest():
    looped()
    with pytest.raises(InputError) as problem:
        ez.get_images(("eta", [0, 0.8]), static_match_parameters={"clamp_max": 0.2, "steps": 2})
    first, *nearest = str(problem.value).splitlines()
    assert first == "no picture in store fits eta 0, 0.8; clamp_max 0.2; steps 2; what comes nearest has"
    assert sorted(nearest) == ["  clamp_max 0.03 (not 0.2)", "  clamp_max 0.1 (not 0.2)"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"display_x": "clamp_mx"}, "unknown parameter 'clamp_mx'; did you mean 'clamp_max'"),
        ({"display_x": "eta", "static_match_parameters": {"stps": 1}}, "unknown parameter 'stps'"),
        ({"display_x": "eta", "static_match_parameters": {"steps": "x"}}, "steps must be an integer"),
        ({"display_x": "eta", "platform": "disco"}, "unknown platform 'disco'"),
        ({"display_x": "clip_models"}, "clip_models needs its sets"),
        (
            {"display_x": "cut_overview", "display_y": "all_title"},
            "no notebook has all of all_title, cut_overview",
        ),
    ],
)
def test_names_and_values_that_cannot_be_are_refused(asked, words):
    looped()
    with pytest.raises((InputError, UnknownName), match=re.escape(words)):
        ez.get_images(**asked)


def test_an_empty_store_says_so():
    with pytest.raises(
        InputError, match=r"the store store has no pictures yet; ez.run and ez.loop_parameters"
    ):
        ez.get_images("eta")
    Path("mine").mkdir()
    Path("mine/text.txt").write_text("mine")
    with pytest.raises(StoreError, match="mine is not a store"):
        ez.get_images("eta", store="mine")
