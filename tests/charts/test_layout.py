from pathlib import Path

import pytest

from ezcharts.charts.chart import Label
from ezcharts.charts.layout import Found, lay_out, trend
from ezcharts.params.schedule import parse_schedule
from ezcharts.store.records import Record
from ezcharts.studies.grid import expand
from ezcharts.studies.spec import study_from_dict
from tests.conformance.store_suite import key_of

PROMPTS = ["an ominous painting of the Eiffel tower by Zdzisław Beksiński", "a forest:2"]
BASE = {"title": "steps vs clamp_max", "platform": "disco-5.0", "date": "2022-03-05"}
STUDY = BASE | {
    "axes": {"steps": [250, 500], "clamp_max": [0.03, 0.04, 0.05], "text_prompts": PROMPTS},
    "settings": {"seed": 7, "eta": 0.5, "width_height": "1280x768"},
}


def nothing(cell):
    return Found(key_of(cell.settings.to_json()))


def laid_out(data, lookup=nothing, profile=None, view=0, times=None, swap=False):
    study = study_from_dict(data)
    grid = expand(study, profile)
    chosen = study.charts[view].swapped() if swap else study.charts[view]
    return lay_out(study, chosen, grid, lookup, times)


def records(**fields):
    """A lookup that finds one kind of record for every cell."""

    def lookup(cell):
        key = key_of(cell.settings.to_json())
        given = {
            "state": "done",
            "platform": "disco-5.0",
            "settings": {},
            "size": cell.size,
            "seconds": 192.4,
        }
        record = Record(key=key, **(given | fields))
        return Found(key, record, Path("x.png") if record.state == "done" else None)

    return lookup


def test_the_usual_view_is_first_axis_down_second_across_the_rest_panels():
    chart = laid_out(STUDY)
    assert chart.header == "steps vs clamp_max, Disco 5.0, 2022-03-05"
    assert (chart.down.name, chart.across.name) == ("steps", "clamp_max")
    assert [label.text for label in chart.down.labels] == ["250", "500"]
    assert [label.text for label in chart.across.labels] == ["0.03", "0.04", "0.05"]
    assert (chart.down.trend, chart.across.trend) == ("rising", "rising")
    assert [panel.title for panel in chart.panels] == PROMPTS


def test_every_cell_stands_at_its_values():
    chart = laid_out(STUDY)
    for panel, prompt in zip(chart.panels, PROMPTS, strict=True):
        for row, steps in zip(panel.rows, (250, 500), strict=True):
            for cell, clamp_max in zip(row, (0.03, 0.04, 0.05), strict=True):
                seen = cell.settings
                assert (seen["steps"], seen["clamp_max"], seen["text_prompts"]) == (
                    steps,
                    clamp_max,
                    [prompt],
                )


def test_a_swapped_view_turns_the_table_and_the_title():
    chart, turned = laid_out(STUDY), laid_out(STUDY, swap=True)
    assert turned.title == "clamp_max vs steps"
    assert (turned.down, turned.across) == (chart.across, chart.down)
    for panel, other in zip(chart.panels, turned.panels, strict=True):
        assert other.rows == tuple(zip(*panel.rows, strict=True))


def test_what_the_store_has_decides_the_state():
    (cell, *_) = laid_out(STUDY).cells()
    assert (cell.state, cell.size, cell.seconds) == ("missing", (1280, 768), None)
    (cell, *_) = laid_out(STUDY, records()).cells()
    assert (cell.state, cell.picture, cell.seconds, cell.footer) == ("done", Path("x.png"), 192.4, "")
    (cell, *_) = laid_out(STUDY, records(state="failed", reason="NaN")).cells()
    assert (cell.state, cell.reason, cell.picture) == ("failed", "NaN", None)


def test_a_done_cell_whose_picture_is_gone_is_missing():
    def gone(cell):
        return Found(key_of("a"), records()(cell).record, None)

    assert {cell.state for cell in laid_out(STUDY, gone).cells()} == {"missing"}


def test_times_stand_beneath_pictures_where_the_study_measures_time_or_on_request():
    assert {cell.footer for cell in laid_out(STUDY | {"timing": "alone"}, records()).cells()} == {
        "3 min 12 s"
    }
    assert {cell.footer for cell in laid_out(STUDY, records(), times=True).cells()} == {"3 min 12 s"}
    assert {
        cell.footer for cell in laid_out(STUDY | {"timing": "alone"}, records(), times=False).cells()
    } == {""}


def test_labels_are_as_stated_with_what_was_rendered_beneath():
    study = STUDY | {"axes": {"width_height": ["1280x768", "512x512"]}, "settings": {"seed": 7}}
    chart = laid_out(study, profile="preview")
    assert chart.across.labels == (
        Label("1280x768", "rendered as 192x128"), Label("512x512", "rendered as 128x128"),
    )  # fmt: skip
    assert [cell.size for cell in chart.cells()] == [(192, 128), (128, 128)]
    assert chart.to_scale


def test_cells_know_what_a_profile_changed():
    (cell, *_) = laid_out(STUDY, profile="preview").cells()
    assert cell.settings["width_height"] == [192, 128]
    assert cell.stated["width_height"] == [1280, 768]
    assert "eta" not in cell.stated


def test_sizes_are_to_scale_only_where_size_is_an_axis():
    assert not laid_out(STUDY).to_scale


def test_combinations_that_a_study_leaves_out_are_holes():
    chart = laid_out(STUDY | {"skip": [{"steps": 250, "clamp_max": 0.03}]})
    assert [panel.rows[0][0] for panel in chart.panels] == [None, None]
    assert len(list(chart.cells())) == 10


def test_views_choose_values_fix_others_and_have_words_and_sizes_of_their_own():
    view = {
        "down": "text_prompts", "across": "clamp_max", "fixed": {"steps": 500},
        "only": {"clamp_max": [0.05, 0.03]}, "title": "large", "scale": 2,
    }  # fmt: skip
    chart = laid_out(STUDY | {"charts": [view]})
    assert chart.title == "steps vs clamp_max: large"
    assert [label.text for label in chart.across.labels] == ["0.05", "0.03"]
    assert chart.across.trend == "falling"
    assert [label.text for label in chart.down.labels] == PROMPTS
    assert "steps 500" in chart.conditions
    assert chart.scale == 2.0
    assert {cell.settings["steps"] for cell in chart.cells()} == {500}


def test_a_study_without_axes_is_a_chart_of_one_cell():
    chart = laid_out(BASE | {"title": "one", "settings": {"seed": 7, "text_prompts": "a forest"}})
    assert (chart.down, chart.across, len(list(chart.cells()))) == (None, None, 1)
    assert chart.panels[0].title == "a forest"


def test_sets_of_models_can_be_broken_into_lines():
    chart = laid_out(BASE | {"axes": {"clip_models": ["ViTB32+RN50", "ViTB16"]}, "settings": {"seed": 7}})
    assert [label.text for label in chart.across.labels] == ["ViTB32\u00a0+ RN50", "ViTB16"]
    assert chart.across.trend == "none"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2.5, 3], "rising"),
        ([0.5, 0, -1], "falling"),
        ([1, 3, 2], "none"),
        ([1, 1], "none"),
        ([5], "none"),
        ([False, True], "none"),
        (["a", "b"], "none"),
        ([1, "b"], "none"),
        ([parse_schedule("4"), parse_schedule("[12]*1000")], "rising"),
        ([parse_schedule("[4]*400+[12]*600"), parse_schedule("12")], "none"),
        ([(512, 320), (768, 448)], "rising"),
        ([("a prompt",), ("another",)], "none"),
    ],
)
def test_values_rise_fall_or_neither(values, expected):
    assert trend([{"x": value} for value in values]) == expected


def test_several_parameters_go_by_their_first_number():
    assert trend([{"m": "a", "steps": 50, "eta": 1.0}, {"m": "b", "steps": 100, "eta": 0.5}]) == "rising"
