"""The 31 studies of the EZ Charts page: the test of the format."""

from datetime import date
from functools import cache

import pytest
from PIL import Image

from ezcharts.studies.grid import Grid, expand
from ezcharts.studies.preflight import preflight
from ezcharts.studies.spec import read_study
from tests.studies.conftest import LIBRARY

CELLS = {
    1: 25, 2: 25, 3: 20, 4: 25, 5: 20, 6: 20, 7: 20, 8: 30, 9: 16, 10: 80, 11: 128, 12: 36, 13: 96, 14: 144,
    15: 100, 16: 144, 17: 48, 18: 256, 19: 256, 20: 96, 21: 48, 22: 84, 23: 42, 24: 84, 25: 42, 26: 49, 27: 6,
    28: 32, 29: 20, 30: 127, 31: 127,
}  # fmt: skip
STEPS = 131_545
"""Sampler steps of all previews together: design.md expects some 120,000, with one seed each."""

PLATFORM = {
    **dict.fromkeys((1, 2, 3, 4, 5), "jax-2.4"),
    **dict.fromkeys((7, 8), "jax-jan22"),
    **dict.fromkeys((6, *range(22, 28)), "disco-4.1"),
    **dict.fromkeys((*range(9, 22), 28), "disco-5.0"),
    **dict.fromkeys((29, 30, 31), "disco-5.2"),
}
DATE = {
    1: "2021-12-16", 2: "2021-12-16", 3: "2021-12-17", 4: "2021-12-22", 5: "2021-12-31", 6: "2022-01-30",
    7: "2022-01-05", 8: "2022-01-18", **dict.fromkeys(range(9, 14), "2022-03-05"), 14: "2022-03-06",
    15: "2022-03-06", 16: "2022-03-09", 17: "2022-03-08", 18: "2022-03-10", 19: "2022-03-11",
    20: "2022-03-12", 21: "2022-03-12", 22: "2022-03-03", 23: "2022-03-04", 24: "2022-03-04",
    25: "2022-03-06", 26: "2022-03-08", 27: "2022-03-08", 28: "2022-03-13", 29: "2022-04-27",
    30: "2022-05-02", 31: "2022-05-02",
}  # fmt: skip
STATED = {  # axis values that the page states, of the parameter that the axis is about
    8: {"clamp_max": [0.01, 0.5], "steps": [25, 500]},
    9: {"steps": [250, 500, 1000, 1500]},
    10: {"clamp_max": [0.03, 0.035, 0.04, 0.045, 0.05]},
    11: {"clamp_max": [0.01, 0.08]},
    12: {"steps": [250, 500, 1000], "clamp_max": [0.03, 0.04, 0.05]},
    13: {"eta": [0, 0.2, 0.4, 0.6, 0.8, 1]},
    14: {"eta": [-1, -0.08, -0.06, -0.04, 0.02]},
    15: {"eta": [-1, 1], "clamp_max": [0.01, 0.09]},
    19: {"clamp_max": [0.05, 0.1, 0.2, 0.3], "skip_steps": [0, 10, 30, 50]},
    20: {"clip_guidance_scale": [500, 1500, 5000, 15000, 45000, 135000]},
    21: {"clip_guidance_scale": [135000, 405000, 1215000]},
    23: {"skip_steps": [50]},
    28: {"use_secondary_model": [False, True]},
    29: {"range_scale": [0, 10**9]},
}
SETTINGS = {  # fixed settings that the page states
    1: {
        "cutn": 8,
        "cut_pow": 1,
        "cut_batches": 10,
        "steps": 250,
        "eta": 1,
        "starting_noise": 1,
        "init_weight_mse": 0,
    },
    2: {
        "cutn": 8,
        "cut_pow": 1,
        "cut_batches": 4,
        "steps": 250,
        "eta": 1,
        "starting_noise": 1,
        "init_weight_mse": 0,
    },
    3: {"image_size": (512, 512), "cutn": 8, "cut_pow": 1, "cut_batches": 4, "sat_scale": 1000, "eta": 1},
    4: {
        "image_size": (512, 512),
        "cutn": 8,
        "cut_batches": 4,
        "tv_scale": 0,
        "sat_scale": 0,
        "starting_noise": 1,
    },
    6: {"clamp_max": 0.2},
    9: {"width_height": (1280, 960), "cutn_batches": 2, "seed": 87654321},
    10: {"steps": 250},
    13: {"steps": 250, "clamp_max": 0.05},
    14: {"steps": 250, "clamp_max": 0.05},
    15: {"steps": 250},
    22: {"steps": 250, "seed": 2472644150},
    24: {"steps": 350, "skip_steps": 100, "seed": 2472644150},
    26: {"ViTB32": True, "ViTB16": True, "RN50": True, "RN101": False},
    27: {"ViTB32": True, "ViTB16": True, "RN50": True, "ViTL14": False},
    29: {"clamp_grad": False},
    31: {"diffusion_sampling_mode": "plms"},
}
AT_HAND = frozenset({"ViTB32", "ViTB16", "ViTL14", "RN50", "RN101", "RN50x4", "RN50x16"})
"""The switches that the embedded set is to have stand-ins for (design.md, Models)."""

NUMBERS = sorted(CELLS)
SEASCAPE = range(22, 28)


@cache
def study(number):
    (path,) = LIBRARY.glob(f"{number:02}-*.yaml")
    return read_study(path)


@cache
def grid(number, profile=None) -> Grid:
    return expand(study(number), profile, AT_HAND)


def test_there_are_31_studies():
    assert sorted(int(path.name[:2]) for path in LIBRARY.glob("[0-9]*.yaml")) == NUMBERS == list(range(1, 32))


@pytest.mark.parametrize("number", NUMBERS)
def test_every_study_expands_as_stated_and_in_the_preview(number):
    stated, preview = grid(number), grid(number, "preview")
    assert len(stated.cells) == len(preview.cells) == CELLS[number]
    assert len(stated.distinct) == len(preview.distinct) == CELLS[number]  # nothing collides
    assert all(width * height <= 320 * 192 for width, height in {cell.size for cell in preview.distinct})
    assert [each.stated for each in preview.cells] == [each.cell.settings for each in stated.cells]


def test_the_previews_are_an_afternoon_of_two_cores():
    assert (
        sum(cell.course.evaluations for number in NUMBERS for cell in grid(number, "preview").distinct)
        == STEPS
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_header_platform_and_credits(number):
    header = study(number).header
    assert header.platform == PLATFORM[number]
    assert header.date == date.fromisoformat(DATE[number])
    assert header.platform_mark == ("stated" if number in (1, 2, 3, 4, *SEASCAPE) else "inferred")
    assert header.notes
    makers = header.sources[-1]
    for maker in ("@zippy731", "@EnzymeZoo", "@KyrickYoung", "@EErratica", "@annetropy", "@kaliyuga_ai"):
        assert maker in makers.by
    assert makers.note == f"compiled the EZ Charts page, on which this is study {number} of 31"


def test_what_to_see_also_is_there():
    names = {path.stem for path in LIBRARY.glob("*.yaml")}
    for number in NUMBERS:
        assert set(study(number).header.see_also) <= names - {study(number).name}


def test_the_errata_are_recorded():
    assert {number for number in NUMBERS if study(number).header.erratum} == {14, 18, 28, 30, 31}


@pytest.mark.parametrize("number", sorted(STATED))
def test_stated_axis_values_are_there_and_marked(number):
    for parameter, values in STATED[number].items():
        (axis,) = (axis for axis in study(number).axes if axis.parameters == (parameter,))
        assert [overlay.plain()[parameter] for overlay in axis.values if overlay.mark == "stated"] == values


def test_stated_schedules():
    for number, parameter, values in ((17, "cut_ic_pow", "1 10 100"), (18, "cut_ic_pow", "1 10 100 1000")):
        (axis,) = (axis for axis in study(number).axes if parameter in axis.parameters)
        assert [overlay.label for overlay in axis.values] == values.split()
    assert [overlay.label for overlay in study(18).axis("cut_innercut").values] == ["4", "8", "16", "32"]
    assert study(18).settings["cut_overview"].value.at(0) == 4


@pytest.mark.parametrize("number", sorted(SETTINGS))
def test_stated_settings_are_there_and_marked(number):
    for name, value in SETTINGS[number].items():
        given = study(number).settings[name]
        assert (given.value, given.mark) == (value, "stated")


def test_the_four_prompts():
    first = study(9).axis("prompt")
    assert [overlay.mark for overlay in first.values] == ["stated"] * 4
    assert [overlay.label[:30] for overlay in first.values] == [
        "an ominous painting of the Eif",
        "a beautiful painting of a buil",
        "a beautiful portrait of mecha ",
        "a magic realism painting by Ge",
    ]
    for number in range(10, 22):
        axis = study(number).axis("prompt")
        assert [overlay.label for overlay in axis.values] == [overlay.label for overlay in first.values]
        assert {overlay.mark for overlay in axis.values} == {"inferred"}


def test_both_readings_of_study_14():
    printed, likely = study(14).charts
    axis = study(14).axis("eta")
    assert [axis.values[index].plain()["eta"] for index in printed.indices(axis)] == [
        -1,
        -0.08,
        -0.06,
        -0.04,
        0.02,
    ]
    assert [axis.values[index].plain()["eta"] for index in likely.indices(axis)] == [
        -1,
        -0.8,
        -0.6,
        -0.4,
        -0.2,
    ]


def test_two_sizes_of_one_chart_in_study_8():
    large, small = study(8).charts
    assert (large.scale, small.scale) == (1, 0.5)
    assert (large.down, large.across) == (small.down, small.across) == ("clamp_max", "steps")


@pytest.mark.parametrize("number", [30, 31])
def test_models_against_models_both_ways_and_alone(number):
    down, swapped, vit, rn = study(number).charts
    assert (down.down, down.across) == (swapped.across, swapped.down) == ("vit", "rn")
    axes = {name: study(number).axis(name) for name in ("vit", "rn")}
    assert (len(down.indices(axes["vit"])), len(down.indices(axes["rn"]))) == (7, 15)
    alone = [grid(number).at({"vit": index, "rn": vit.fixed["rn"]}) for index in vit.indices(axes["vit"])]
    assert [each.cell.switches for each in alone] == [("ViTB32",), ("ViTB16",), ("ViTL14",)]
    alone = [grid(number).at({"vit": rn.fixed["vit"], "rn": index}) for index in rn.indices(axes["rn"])]
    assert [each.cell.switches for each in alone] == [("RN50",), ("RN101",), ("RN50x4",), ("RN50x16",)]
    assert all(each.cell.switches for each in grid(number).cells)


def test_derived_settings_of_studies_25_and_26():
    assert {cell.course.evaluations for cell in grid(25).distinct} == {250}
    assert {cell.course.evaluations for cell in grid(25, "preview").distinct} == {50}
    counts = dict.fromkeys(
        (cell.settings["steps"], cell.settings["skip_steps"]) for cell in grid(26, "preview").distinct
    )
    assert list(counts) == [(5, 1), (10, 2), (15, 3), (25, 5), (50, 10), (100, 20), (250, 50)]


def test_study_27_has_cells_of_unequal_size():
    sizes = [cell.size for cell in grid(27, "preview").distinct]
    assert sizes == [(64, 64), (128, 64), (128, 128), (192, 128), (256, 192), (320, 192)]


def test_study_28_times_its_cells_alone():
    assert [number for number in NUMBERS if study(number).timing == "alone"] == [28]


def test_the_seascape_is_beside_the_studies():
    for number in SEASCAPE:
        assert {path for each in grid(number).cells for path in each.cell.files.values()} == {
            LIBRARY / "seascape.webp"
        }
        assert study(number).settings["init_image"].mark == "chosen"
    with Image.open(LIBRARY / "seascape.webp") as picture:
        assert picture.size == (1280, 768)
    assert (LIBRARY / "seascape.webp").stat().st_size < 2**20


def test_every_study_is_fit_to_render():
    errors = {
        number: [str(notice) for notice in preflight(grid(number, "preview")) if notice.level == "error"]
        for number in NUMBERS
    }
    assert {number: said for number, said in errors.items() if said} == {}


def test_the_one_axis_without_effect_is_told():
    warnings = {
        number: [notice.where for notice in preflight(grid(number)) if notice.rule == "inert"]
        for number in NUMBERS
    }
    assert {number: where for number, where in warnings.items() if where} == {29: ["axis range_scale"]}


def test_files_end_and_wrap_as_they_should():
    for path in LIBRARY.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert max(map(len, text.splitlines())) <= 120
