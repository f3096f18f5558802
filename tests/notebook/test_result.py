"""What a run gives back: charts, cells found by their values, further views."""

from __future__ import annotations

import re

import pytest
from PIL import Image

import ezcharts.notebook as ez
from ezcharts.errors import CellFailure, InputError, PlanError, StudyError
from ezcharts.notebook import results
from tests.notebook.conftest import LOOK, STUDY


@pytest.fixture
def result(tiny):
    return ez.run(STUDY)


def test_a_cell_is_found_by_the_values_of_its_axes(result):
    cell = result[{"clamp_max": 0.1, "steps": 3}]
    assert (cell.settings["clamp_max"], cell.settings["steps"]) == (0.1, 3)
    assert cell.state == "done"
    assert cell.image.size == (64, 64)
    assert len(cell.trace) == 3
    assert cell.seconds == cell.record.seconds > 0
    assert cell.record.settings == cell.settings.settings.to_json()
    with Image.open(cell.path) as kept:
        assert kept.convert("RGB").tobytes() == cell.image.tobytes()


def test_axes_are_found_by_nicknames_labels_and_labels_of_values(result):
    named = STUDY | {
        "axes": {
            "budget": {
                "parameter": "clamp_max",
                "label": "push",
                "values": [{"value": 0.03, "label": "soft"}, 0.1],
            },
            "text_prompts": ["a lighthouse", "a castle, a moat"],
        },
        "settings": {name: LOOK[name] for name in LOOK if name != "text_prompts"} | {"steps": 2},
    }
    found = ez.result(named)
    for name in ("budget", "push", "clamp_max"):
        for value in ("soft", 0.03):
            cell = found[{name: value, "text_prompts": "a castle, a moat"}]
            assert cell.settings["clamp_max"] == 0.03
            assert cell.settings["text_prompts"] == ("a castle, a moat",)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"clamp_max": 0.1}, "still to be said: steps: 2, 3"),
        ({"clamp_max": 0.2, "steps": 2}, "the axis 'clamp_max' has no value '0.2'; it has 0.03, 0.1"),
        ({"clmap_max": 0.1, "steps": 2}, "unknown axis 'clmap_max'; did you mean 'clamp_max'?"),
        ({"eta": 1, "steps": 2}, "unknown axis 'eta'; the study has clamp_max, steps"),
        ({"clamp_max": 0.1, "steps": 2, "repeat": 2}, "repeat must be a whole number from 1 to 1, got 2"),
        (3, 'as in result[{"clamp_max": 0.03, "steps": 2}], got 3'),
    ],
)
def test_a_cell_that_is_not_there_is_explained(result, values, words):
    with pytest.raises(InputError, match=re.escape(words)):
        result[values]


def test_a_left_out_cell_is_said_to_be_left_out(tiny):
    result = ez.result(STUDY | {"skip": [{"clamp_max": 0.1, "steps": 2}]})
    assert len(result.cells) == 3
    with pytest.raises(InputError, match=r"the study leaves out the cell at clamp_max 0.1, steps 2"):
        result[{"clamp_max": 0.1, "steps": 2}]


def test_repeats_are_cells_of_their_own():
    result = ez.run(STUDY | {"axes": {"clamp_max": [0.03]}, "repeats": 2, "settings": {**LOOK, "steps": 2}})
    seeds = [result[{"repeat": number}].settings["seed"] for number in (1, 2)]
    assert seeds == [5, 6]
    assert "repeat" in repr(result.cells).splitlines()[0]


def test_cells_that_are_not_rendered_or_failed_say_so_when_asked():
    missing = ez.result(STUDY).cells[0]
    assert repr(missing) == "clamp_max 0.03, steps 2 is not rendered yet"
    for asked in (lambda: missing.image, lambda: missing.seconds, lambda: missing.save("x.png")):
        with pytest.raises(PlanError, match=r"clamp_max 0.03, steps 2 is not rendered yet; run the study"):
            asked()
    failed = ez.run(STUDY | {"axes": {"eta": [3]}, "settings": {**LOOK, "steps": 2}}).cells[0]
    with pytest.raises(CellFailure, match=r"eta 3 has no picture: .*is above the limit"):
        failed.image  # noqa: B018 - asking is what fails
    assert "is above the limit" in repr(failed)


def test_the_table_of_cells_says_how_each_went(result):
    lines = repr(result.cells).splitlines()
    assert lines[0].split() == ["clamp_max", "steps", "state", "time", "steps", "clamped"]
    assert [line.split()[:3] for line in lines[1:]] == [
        ["0.03", "2", "done"],
        ["0.03", "3", "done"],
        ["0.1", "2", "done"],
        ["0.1", "3", "done"],
    ]
    assert [cell.labels["steps"] for cell in result.cells[1:3]] == ["3", "2"]


def test_another_view_has_the_same_cells_in_other_places(result):
    usual = result.charts[0].chart
    turned = result.chart(down="steps", across="clamp_max").chart
    assert [axis.name for axis in (turned.down, turned.across)] == ["steps", "clamp_max"]
    (panel,), (other,) = usual.panels, turned.panels
    assert [[cell.key for cell in row] for row in other.rows] == [
        [row[column].key for row in panel.rows] for column in range(2)
    ]
    assert result.chart(swap=True).chart.panels == turned.panels


def test_views_fix_choose_and_order_values(result):
    fixed = result.chart(across="steps", fixed={"clamp_max": 0.1}).chart
    assert "clamp_max 0.1" in fixed.conditions
    assert [cell.settings["clamp_max"] for cell in fixed.cells()] == [0.1, 0.1]
    some = result.chart(
        across="steps", panels="clamp_max", only={"steps": [3, 2], "clamp_max": [0.1]}, title="mine"
    )
    assert [cell.settings["steps"] for cell in some.chart.cells()] == [3, 2]
    assert some.chart.title == "clamp_max vs steps: mine"


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ({"down": "clmap_max"}, "unknown axis 'clmap_max'; did you mean 'clamp_max'?"),
        ({"down": "clamp_max"}, "the axis 'steps' is neither shown nor fixed"),
        ({"down": "steps", "across": "steps", "panels": "clamp_max"}, "the axis 'steps' is in two places"),
        ({"repeat": 2}, "there is no repeat 2; the study has 1"),
    ],
)
def test_views_that_cannot_be_are_refused_in_the_words_of_study_files(result, view, words):
    with pytest.raises(StudyError, match=re.escape(words)):
        result.chart(**view)


def test_saving_writes_what_the_command_line_writes(result, tmp_path):
    files = result.save("charts")
    assert [file.name for file in files] == ["clamp_max-vs-steps.png", "clamp_max-vs-steps.html"]
    assert "clamp_max" in files[1].read_text()
    with Image.open(files[0]) as sheet, result.charts[0].image as shown:
        assert sheet.tobytes() == shown.tobytes()
    assert result.chart(swap=True).save(tmp_path / "turned.png") == [tmp_path / "turned.png"]
    copy = result.cells[0].save("cell.png")
    assert copy.read_bytes() == result.cells[0].path.read_bytes()


def test_every_chart_of_a_study_is_shown_with_words_for_those_who_cannot_see_it(tiny):
    several = STUDY | {"charts": [{"title": "usual"}, {"title": "turned", "swap": True}]}
    result = ez.run(several)
    page = result._repr_html_()
    assert re.findall(r'<img alt="([^"]*)"', page) == [
        f"Chart: {title}, Disco 5.2, 2026-11-23; {down} down; {across} across."
        for title, down, across in (
            ("clamp_max vs steps: usual", "clamp_max 0.03, 0.1", "steps 2, 3"),
            ("steps vs clamp_max: turned", "steps 2, 3", "clamp_max 0.03, 0.1"),
        )
    ]
    assert [file.name for file in result.save("charts")] == [
        "clamp_max-vs-steps-chart1.png",
        "clamp_max-vs-steps-chart1.html",
        "clamp_max-vs-steps-chart2.png",
        "clamp_max-vs-steps-chart2.html",
    ]


def test_a_chart_is_shown_no_higher_than_a_screen_unless_that_makes_it_tiny(result):
    usual = result.charts[0]
    width = int(re.search(r"width:(\d+)px", usual._repr_html_()).group(1))
    assert 800 <= width * usual.image.height / usual.image.width <= 860
    tall = ez.result(STUDY | {"axes": {"steps": "2-30"}, "charts": [{"down": "steps"}]}).charts[0]
    assert int(re.search(r"width:(\d+)px", tall._repr_html_()).group(1)) == min(640, tall.image.width)


def test_the_cell_that_shows_the_chart_live_does_not_show_it_twice(monkeypatch):
    monkeypatch.setattr("ezcharts.notebook.running.cell_number", lambda: 7)
    result = ez.run(STUDY)
    monkeypatch.setattr(results, "cell_number", lambda: 7)
    assert "<img" not in result._repr_html_()
    assert "result.cells" in result._repr_html_()
    monkeypatch.setattr(results, "cell_number", lambda: 8)
    assert "<img" in result._repr_html_()
