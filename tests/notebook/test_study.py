"""`ez.study`: from a dict or a file, checked, and said in words."""

from __future__ import annotations

import re

import pytest
import yaml

import ezcharts.notebook as ez
from ezcharts.errors import StudyError, UnknownName
from ezcharts.studies.problems import StudyProblems
from tests.notebook.conftest import LOOK, STUDY


def test_a_dict_and_a_file_are_the_same_study(tmp_path):
    (tmp_path / "s.yaml").write_text(yaml.safe_dump(STUDY, sort_keys=False))
    written, given = ez.study("s.yaml"), ez.study(STUDY)
    assert list(written.opened.keys.values()) == list(given.opened.keys.values())
    assert repr(written) == repr(given)


def test_its_words_are_header_axes_cells_and_what_it_takes():
    shown = repr(
        ez.study(STUDY | {"notes": "What the tester saw.", "skip": [{"clamp_max": 0.1, "steps": 2}]})
    )
    for words in (
        "clamp_max vs steps Disco 5.2, 2026-11-23",
        "What the tester saw.",
        "clamp_max    0.03, 0.1",
        "2 x 2 without those left out = 3: 0 in the store, 3 to render",
        "64x64 pixels, embedded models, as stated",
        "unknown until this machine has rendered something; 8 steps of a cell in all",
    ):
        assert words in shown
    assert "seed 5" in shown


def test_after_a_run_its_words_know_the_store_and_this_machine():
    ez.run(STUDY)
    assert "4: 4 in the store, 0 to render" in repr(ez.study(STUDY))
    more = ez.study(STUDY | {"axes": {"clamp_max": [0.03, 0.1, 0.2], "steps": [2, 3]}})
    assert "6: 4 in the store, 2 to render" in repr(more)
    assert re.search(r"time +about \d+(\.\d)? s; 5 steps of a cell in all", repr(more))


def test_repeats_are_counted_apart_from_the_axes():
    assert "2 x 2 x 3 repeats = 12" in repr(ez.study(STUDY | {"repeats": 3}))


def test_a_profile_says_what_it_changes_and_a_study_as_stated_what_a_preview_takes():
    wide = STUDY | {"settings": {**LOOK, "width_height": [1280, 768]}}
    stated, preview = repr(ez.study(wide)), repr(ez.study(wide, profile="preview"))
    assert "1280x768 pixels" in stated
    assert 'ez.run(study, profile="preview")' in stated
    assert "192x128 pixels" in preview
    assert "width_height 1280x768 -> 192x128 (rule size)" in preview
    assert "as a preview" not in preview


def test_notices_are_told_and_errors_are_named_as_such():
    shown = ez.study(STUDY | {"settings": {**LOOK, "RN50x64": True}})
    assert "error: nothing stands in for RN50x64" in repr(shown)
    assert "nothing stands in for RN50x64" in shown._repr_html_()


def test_a_study_without_a_seed_is_one_study_all_the_same():
    study = ez.study(STUDY | {"settings": {name: LOOK[name] for name in LOOK if name != "seed"}})
    assert f"so {study.drawn} was drawn" in repr(study)
    assert {each.cell.settings["seed"] for each in study.opened.grid.cells} == {study.drawn}


def test_a_drawn_seed_is_written_into_its_file_when_it_is_rendered_and_not_before(tmp_path):
    file = tmp_path / "s.yaml"
    file.write_text(yaml.safe_dump(STUDY, sort_keys=False).replace("  seed: 5\n", ""))
    study = ez.study(file)
    assert "seed" not in file.read_text()
    first = ez.run(study)
    assert f"seed: {study.drawn}" in file.read_text()
    assert ez.run(study).cells[0].record.key == first.cells[0].record.key
    assert ez.study(file).plan().missing == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"axes": {"clmap_max": [1]}},
            "axes.clmap_max: unknown disco parameter 'clmap_max'; did you mean 'clamp_max'",
        ),
        ({"platform": "disco-5.3"}, "platform: unknown platform 'disco-5.3'; did you mean"),
        ({"axis": {}}, "unknown key 'axis'; did you mean 'axes'?"),
        ({"settings": {**LOOK, "eta": "much"}}, "settings.eta: eta must be a number, got 'much'"),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_study_files(change, words):
    with pytest.raises(StudyProblems, match=re.escape(words)):
        ez.study(STUDY | change)


def test_errors_come_without_the_frames_between():
    with pytest.raises(StudyProblems) as caught:
        ez.study({"title": "no platform"})
    assert [frame.name for frame in caught.traceback] == [
        "test_errors_come_without_the_frames_between",
        "outer",
    ]
    assert caught.value.__suppress_context__
    assert caught.value._render_traceback_() == [
        "StudyProblems: platform: is missing; every study has a title and a platform"
    ]


def test_an_unknown_profile_and_unknown_models_are_named():
    with pytest.raises(StudyError, match="unknown profile 'previev'; did you mean 'preview'"):
        ez.study(STUDY, profile="previev")
    with pytest.raises(UnknownName, match="unknown model set 'embeded'; did you mean 'embedded'"):
        ez.study(STUDY | {"models": "embeded"})
