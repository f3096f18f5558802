"""`ez.render`: one picture from a prompt and settings, and another picture's settings with changes."""

from __future__ import annotations

import ast
import re

import pytest

import ezcharts.notebook as ez
from ezcharts.errors import CellFailure, InputError, PlanError
from ezcharts.studies.problems import StudyProblems
from tests.notebook.conftest import LOOK, STUDY

QUICK = {name: value for name, value in LOOK.items() if name != "text_prompts"} | {"steps": 2}


def test_a_picture_is_made_once(rendered):
    made = ez.render("a castle:2", "fog:-1", **QUICK)
    assert made.image.size == (64, 64)
    assert made.settings["text_prompts"] == ("a castle:2", "fog:-1")
    assert made.settings.platform == "disco-5.2"
    assert ez.render(["a castle:2", "fog:-1"], **QUICK).path == made.path
    assert len(rendered) == 1


def test_it_is_the_same_picture_as_a_study_makes(rendered):
    ez.run(STUDY)
    made = ez.render("a lighthouse", **{**QUICK, "steps": 3, "clamp_max": 0.1})
    assert made.record.key == ez.result(STUDY)[{"clamp_max": 0.1, "steps": 3}].record.key
    assert len(rendered) == 4


def test_settings_of_a_cell_are_copied_with_changes(rendered):
    cell = ez.run(STUDY)[{"clamp_max": 0.1, "steps": 2}]
    assert ez.render(cell.settings).record.key == cell.record.key
    assert len(rendered) == 4
    changed = ez.render(cell.settings, eta=0, clip_guidance=99)
    other = {name for name in cell.settings if cell.settings[name] != changed.settings[name]}
    assert other == {"eta", "clip_guidance_scale"}
    assert ez.render(changed.settings, cgs=98).settings["clip_guidance_scale"] == 98


def test_sets_of_models_can_be_named_at_once():
    made = ez.render("x", clip_models=["RN50"], **{n: v for n, v in QUICK.items() if n != "ViTB16"})
    assert made.place.cell.switches == ("RN50",)
    assert ez.render(made.settings, clip_models=["ViTB32"]).place.cell.switches == ("ViTB32",)


def test_a_change_wins_over_a_setting_that_says_the_same():
    wide = ez.render("x", platform="disco-5.7", **QUICK)
    made = ez.render(wide.settings, width_height_for_512x512_models=[128, 64])
    assert made.image.size == (128, 64)


def test_other_pictures_of_the_seed_and_other_platforms():
    first = ez.render("x", **QUICK)
    second = ez.render("x", image=1, **QUICK)
    assert second.record.image == 1
    assert first.record.key != second.record.key
    assert ez.render(second.settings).record.key == second.record.key
    assert ez.render(first.settings, platform="disco-5.0").settings.platform == "disco-5.0"


def test_without_a_seed_one_is_drawn_and_said():
    made = ez.render("x", **{name: value for name, value in QUICK.items() if name != "seed"})
    assert f"seed {made.settings['seed']}" in repr(made)
    assert f"seed={made.settings['seed']}," in made.settings.code


def test_the_code_of_settings_makes_the_same_picture():
    made = ez.render('it\'s "x":2', "y:-1", image=1, **QUICK, platform="disco-5.0")
    tree = ast.parse(made.settings.code, mode="eval").body
    assert ast.unparse(tree.func) == "ez.render"
    again = ez.render(
        *(ast.literal_eval(each) for each in tree.args),
        **{each.arg: ast.literal_eval(each.value) for each in tree.keywords},
    )
    assert again.record.key == made.record.key


def test_settings_show_what_is_not_by_default_and_fold_the_rest():
    made = ez.render("x", **QUICK)
    shown = repr(made.settings)
    assert re.search(r"^  text_prompts +x$", shown, flags=re.MULTILINE)
    assert re.search(r"^  ViTB16 +off$", shown, flags=re.MULTILINE)
    stated = made.settings.stated
    assert stated["cut_overview"] == "[2]*400+[1]*600"
    assert "eta" not in stated
    assert f"({len(made.settings) - len(stated)} others, as by default)" in shown
    assert "<details" in made.settings._repr_html_()


def test_what_cannot_be_is_refused_before_anything_is_rendered(rendered):
    with pytest.raises(
        StudyProblems, match=r"settings.stps: unknown disco parameter 'stps'; did you mean 'steps'"
    ):
        ez.render("x", stps=2)
    with pytest.raises(PlanError, match="nothing stands in for RN50x64"):
        ez.render("x", RN50x64=True, **QUICK)
    with pytest.raises(
        InputError, match=r"settings bring their own prompts; text_prompts=\[...\] changes them"
    ):
        ez.render(ez.render("x", **QUICK).settings, "y")
    assert len(rendered) == 1


def test_a_picture_that_fails_says_why():
    with pytest.raises(CellFailure, match=r"the picture could not be made: .*is above the limit"):
        ez.render("x", **QUICK, eta=3)
