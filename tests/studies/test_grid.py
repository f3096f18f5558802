"""Cells in a stated order, each checked; what a profile changes is kept beside what is stated."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import StudyError
from ezcharts.studies.grid import AxisLabel, expand
from ezcharts.studies.spec import study_from_dict


def grid(axes=None, profile=None, available=None, **parts):
    settings = {"seed": 7} | parts.pop("settings", {})
    whole = {"title": "x", "platform": "disco-5.2", "axes": axes or {}, "settings": settings, **parts}
    return expand(study_from_dict(whole), profile, available)


def test_repeats_are_outermost_and_the_last_axis_is_fastest():
    found = grid({"steps": [50, 100], "eta": [0, 1]}, repeats=2)
    order = [(each.repeat, each.stated["steps"], each.stated["eta"]) for each in found.cells]
    assert order == [(r, s, e) for r in (0, 1) for s in (50, 100) for e in (0, 1)]
    assert [each.coordinates for each in found.cells][:3] == [
        {"steps": 0, "eta": 0},
        {"steps": 0, "eta": 1},
        {"steps": 1, "eta": 0},
    ]
    assert [each.stated["seed"] for each in found.cells] == [7] * 4 + [8] * 4


def test_seeds_and_pictures_of_a_seed_are_repeats():
    found = grid(settings={"seed": "random_seed"}, repeats={"seeds": [11, 12], "images": [0, 3]})
    pictures = [(each.cell.settings["seed"], each.cell.image) for each in found.cells]
    assert pictures == [(11, 0), (11, 3), (12, 0), (12, 3)]
    assert [each.repeat for each in found.cells] == [0, 1, 2, 3]


def test_a_study_without_axes_is_one_cell():
    (only,) = grid().cells
    assert (only.coordinates, only.label) == ({}, "the one cell")


def test_left_out_combinations_are_not_there():
    found = grid({"steps": [50, 100], "eta": [0, 1]}, skip=[{"steps": 100, "eta": [0, 1]}])
    assert len(found.cells) == 2
    assert found.at({"steps": 1, "eta": 0}) is None
    assert found.at({"steps": 0, "eta": 1}).stated["eta"] == 1


@settings(max_examples=15)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=3), st.integers(1, 2))
def test_every_cell_is_found_at_its_coordinates(lengths, repeats):
    names = ("eta", "cgs", "tv_scale")
    axes = {name: list(range(length)) for name, length in zip(names, lengths, strict=False)}
    found = grid(axes, repeats=repeats)
    assert all(found.at(each.coordinates, each.repeat) is each for each in found.cells)


def test_equal_cells_are_listed_once():
    found = grid({"look": {"named": {"a": {"eta": 0.8}, "b": {"cgs": 5000}}}})  # both are the defaults
    assert len(found.cells) == 2
    assert found.distinct == (found.cells[0].cell,)


def test_axes_win_over_settings():
    found = grid({"look": {"named": {"a": {"eta": 0}, "b": {"cgs": 1}}}}, settings={"eta": 0.5})
    assert [each.stated["eta"] for each in found.cells] == [0, 0.5]


def test_subsets_go_over_the_set_of_the_settings():
    found = grid({"rn": {"subsets": ["RN50", "RN101"]}}, settings={"clip_models": ["ViTB32", "RN50"]})
    assert [each.cell.switches for each in found.cells] == [
        ("ViTB32", "RN50"),
        ("ViTB32", "RN101"),
        ("ViTB32", "RN50", "RN101"),
    ]


def test_a_profile_keeps_what_is_stated_beside_what_is_rendered():
    found = grid({"skip_steps": [0, 10, 50]}, "preview", {"ViTB32", "RN50"}, settings={"eta": 0.5})
    each = found.cells[1]
    assert (each.stated["steps"], each.cell.settings["steps"]) == (250, 50)
    assert (each.stated["skip_steps"], each.cell.settings["skip_steps"]) == (10, 2)
    assert each.cell.size == (192, 128)
    assert each.cell.course.evaluations == 48
    assert each.cell.switches == ("ViTB32", "RN50")
    assert ("steps", "skip_steps", 10, 2) in [
        (change.rule, change.parameter, change.stated, change.rendered) for change in each.changes
    ]
    assert ("models", "ViTB16", True, False) in [
        (change.rule, change.parameter, change.stated, change.rendered) for change in found.changes
    ]


def test_without_a_profile_nothing_differs():
    found = grid({"skip_steps": [0, 10]})
    assert all(each.cell.settings == each.stated and not each.changes for each in found.cells)
    assert found.profile is None
    assert found.labels(found.study.axes[0]) == (AxisLabel("0"), AxisLabel("10"))


def test_labels_show_what_is_stated_and_what_is_rendered():
    found = grid({"skip_steps": [0, 10, 50], "cgs": [500, 5000]}, "preview")
    skip, cgs = found.study.axes
    assert found.labels(skip) == (AxisLabel("0"), AxisLabel("10", "2"), AxisLabel("50", "10"))
    assert found.labels(cgs) == (AxisLabel("500", "50"), AxisLabel("5000", "500"))


def test_a_label_tells_when_a_value_is_rendered_in_several_ways():
    found = grid({"size": ["512x512", "1280x768"], "cgs": [5000]}, "preview")
    size, cgs = found.study.axes
    assert found.labels(size) == (AxisLabel("512x512", "128x128"), AxisLabel("1280x768", "192x128"))
    assert found.labels(cgs) == (AxisLabel("5000", "1250 … 500"),)


def test_steps_on_an_axis_stay_as_stated():
    found = grid({"steps": [25, 250]}, "preview", settings={"skip_steps": "=round(0.2 * steps)"})
    assert [(c.settings["steps"], c.settings["skip_steps"]) for c in found.distinct] == [(25, 5), (250, 50)]


def test_derived_steps_shrink_as_a_whole():
    found = grid({"skip_steps": [0, 50, 100]}, "preview", settings={"steps": "=250 + skip_steps"})
    counts = [(cell.settings["steps"], cell.settings["skip_steps"]) for cell in found.distinct]
    assert counts == [(50, 0), (60, 10), (70, 20)]


def test_problems_of_cells_are_told_once_with_the_first_cell(read):
    study = read("""\
        title: x
        platform: disco-5.2
        axes:
          skip_steps: [0, 60, 200]
          steps: [50, 100]
          eta: [0, 1]
        settings:
          seed: 1
          cgs: =100 / (skip_steps - 60)
        """)
    with pytest.raises(StudyError) as caught:
        expand(study)
    texts = [str(problem).split(":", 1)[1] for problem in caught.value.problems]
    assert texts == [
        "4: skip_steps: skip_steps must be less than steps (50), got 200; skip fewer steps"
        " (in 2 cells, the first: skip_steps 200, steps 50, eta 0)",
        "4: skip_steps: skip_steps must be less than steps (100), got 200; skip fewer steps"
        " (in 2 cells, the first: skip_steps 200, steps 100, eta 0)",
        "9: settings.clip_guidance_scale: '=100 / (skip_steps - 60)' divides by zero"
        " (in 4 cells, the first: skip_steps 60, steps 50, eta 0)",
    ]


@pytest.mark.parametrize(
    ("parts", "profile", "message"),
    [
        ({"settings": {"seed": "random_seed"}}, None, "seed: the seed is random: draw one and write it down"),
        ({}, "prevew", "profiles: unknown profile 'prevew'; did you mean 'preview'"),
        ({"axes": {"eta": [0]}, "skip": [{"eta": 0}]}, None, "skip: leaves no cell at all; take"),
        ({"axes": {"eta": "0-199", "cgs": "0-199"}}, None, "at most 20,000 cells, this one has 40,000"),
        ({"settings": {"seed": 2**32}, "repeats": 2}, None, "seed must be an integer from 0 to 4294967296"),
        ({"settings": {"steps": 260, "skip_steps": 258}}, "preview", "the one cell, profile preview)"),
    ],
)  # fmt: skip
def test_what_stops_a_study(parts, profile, message):
    with pytest.raises(StudyError) as caught:
        grid(**parts, profile=profile)
    assert message in str(caught.value)
