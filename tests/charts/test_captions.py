import pytest

from ezcharts import __version__
from ezcharts.charts.captions import duration
from ezcharts.charts.chart import Link
from tests.charts.test_layout import BASE, STUDY, laid_out


def test_conditions_are_what_all_pictures_share():
    assert laid_out(STUDY).conditions == ("embedded models", "eta 0.5", "1280x768 pixels", "seed 7")


def test_a_profile_is_named_and_its_changes_are_notes():
    chart = laid_out(STUDY, profile="preview")
    assert chart.conditions == ("embedded models", "preview profile", "eta 0.5", "192x128 pixels", "seed 7")
    assert chart.notes[-1].startswith(
        "Rendered in place of what is stated: width_height 192x128 for 1280x768; "
    )
    assert "cutn_batches 1 for 4" in chart.notes[-1]
    assert "steps" not in chart.notes[-1]  # an axis shows those


def test_a_setting_that_a_profile_changed_is_said_once_with_both_values():
    study = STUDY | {"settings": {"seed": 7, "cutn_batches": 2}}
    chart = laid_out(study, profile="preview")
    assert "cutn_batches 2" not in chart.conditions
    assert "cutn_batches 1 for 2" in chart.notes[-1]
    assert "cutn_batches 2" in laid_out(study).conditions


def test_of_many_changes_the_first_and_the_last_are_said():
    sizes = ["512x512", "640x640", "768x768", "1024x1024"]
    study = STUDY | {"axes": {"width_height": sizes}, "settings": {"seed": 7}}
    assert (
        "clip_guidance_scale 1250 for 5000 … 312.5 for 5000" in laid_out(study, profile="preview").notes[-1]
    )


def test_what_differs_between_cells_is_no_condition():
    study = STUDY | {"axes": {"seed": [1, 2], "width_height": ["512x512", "64x64"]}, "settings": {"eta": 0.5}}
    assert laid_out(study).conditions == ("embedded models", "eta 0.5")


def test_an_inferred_platform_says_so():
    study = STUDY | {"platform": {"stated": "DD", "assumed": "disco-5.0"}}
    assert laid_out(study).conditions[1] == "platform inferred from 'DD'"


def test_models_of_all_cells_are_a_condition_where_the_study_names_them():
    study = STUDY | {"settings": {"seed": 7, "clip_models": "ViTB32+RN50"}}
    assert "ViTB32 + RN50" in laid_out(study).conditions


def test_the_repeat_and_the_picture_of_a_seed_are_named():
    study = STUDY | {"repeats": {"images": [0, 3]}, "charts": [{"repeat": 2}]}
    assert laid_out(study).conditions[-2:] == ("picture 3", "repeat 2 of 2")


def test_several_facets_make_titles_of_prompt_and_values():
    study = STUDY | {"charts": [{"across": "steps", "panels": ["text_prompts", "clamp_max"]}]}
    titles = [panel.title for panel in laid_out(study).panels]
    assert titles[0].endswith("Zdzisław Beksiński · clamp_max 0.03")
    assert titles[-1] == "a forest:2 · clamp_max 0.05"


def test_a_prompt_on_an_axis_is_not_a_title():
    study = STUDY | {"charts": [{"down": "text_prompts", "across": "steps", "fixed": {"clamp_max": 0.03}}]}
    assert [panel.title for panel in laid_out(study).panels] == [""]


def test_notes_are_paragraphs_then_the_erratum():
    study = STUDY | {"notes": "First\nline.\n\nSecond.", "erratum": "wrong axes"}
    assert laid_out(study).notes == ("First\nline.", "Second.", "Erratum: wrong axes")


def test_the_footer_credits_everyone_once():
    sources = [
        {"by": "KyrickYoung", "url": "https://example.org/1", "note": "matched by topic"},
        {"by": "KyrickYoung", "url": "https://example.org/2", "note": "matched by topic"},
        {"url": "https://example.org/3"},
    ]
    chart = laid_out(STUDY | {"source": sources})
    assert chart.footer == f"EZ Charts {__version__}. After KyrickYoung (matched by topic)."
    assert chart.links[0] == Link("KyrickYoung (matched by topic)", "https://example.org/1")
    assert chart.links[2] == Link("https://example.org/3", "https://example.org/3")
    assert laid_out(BASE | {"settings": {"seed": 1}}).footer == f"EZ Charts {__version__}."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.0 s"), (0.84, "0.8 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 0 s"),
        (192, "3 min 12 s"), (447, "7 min 27 s"), (3599.6, "1 h 0 min"), (3900, "1 h 5 min"),
    ],
)  # fmt: skip
def test_times_are_said_as_people_say_them(seconds, words):
    assert duration(seconds) == words
