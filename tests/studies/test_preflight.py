"""Each notice has a case in which it is given, and one in which it is not."""

import pytest

from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.checks.cell import check_cell
from ezcharts.studies.grid import expand
from ezcharts.studies.preflight import Notice, preflight
from ezcharts.studies.spec import study_from_dict


def notices(axes=None, platform="disco-5.2", profile=None, available=None, folder=".", **settings):
    given = {"seed": 7, **settings}
    whole = {"title": "x", "platform": platform, "axes": axes or {}, "settings": given}
    return preflight(expand(study_from_dict(whole, folder), profile, available))


def found(rule, *args, **given):
    return [notice for notice in notices(*args, **given) if notice.rule == rule]


def test_nothing_is_said_of_a_plain_study():
    assert notices({"clamp_max": [0.03, 0.05]}, available={"ViTB32", "ViTB16", "RN50"}) == []


def test_the_limit_of_eta():
    (notice,) = found("eta", {"eta": [0, 1.05, -1.1]}, steps=50, skip_steps=0)[:1]
    assert notice == Notice(
        "warn",
        "eta",
        "eta 1.05 is beyond ±1.008, the limit for 50 steps; the picture turns black near the end (Q16)",
        "eta 1.05",
    )
    assert len(found("eta", {"eta": [0, 1.05, -1.1]}, steps=50)) == 2
    assert not found("eta", {"eta": [-1, 1.05]}, steps=250)
    assert not found("eta", {"eta": [2]}, sampler="plms")


def test_schedules_that_end_too_early():
    (notice,) = found("schedule", cut_overview="[12]*400+[4]*500")
    assert notice.level == "error"
    assert notice.text == "cut_overview ends at entry 899, the last step reads 999; make it longer"
    assert notice.where == "every cell"
    assert not found("schedule", cut_overview="[12]*400+[4]*600", cut_ic_pow=5)


def test_schedules_without_a_cut_where_it_is_needed():
    (notice,) = found("cuts", cut_overview="[1]*990+[0]*10", cut_innercut=0)
    assert notice.text == "cut_overview and cut_innercut are both 0 at entry 991; CLIP needs at least one cut"
    assert not found("cuts", cut_overview="[0]*39+[1]*961", cut_innercut=0, steps=25)
    assert not found("cuts", cut_overview=0, cut_innercut=0, cutn_batches=0)


def test_weights_that_cancel():
    (notice,) = found("prompts", text_prompts=["a:1", "b:-1"])
    assert notice.level == "error"
    assert (
        notice.text
        == "the prompt weights must not sum to zero (|sum| >= 0.001), got 1, -1; change one of them"
    )
    assert found("prompts", text_prompts=[])
    assert not found("prompts", text_prompts=["a:2", "b:-1"])


def test_what_stops_a_notebook_with_image_prompts(tmp_path):
    (tmp_path / "a.png").write_bytes(b"picture")
    given = {"folder": tmp_path, "image_prompts": ["a.png"]}
    assert not found("prompts", **given)
    (notice,) = found("prompts", fuzzy_prompt=True, **given)
    assert (notice.level, "(Q20)" in notice.text) == ("error", True)
    (notice,) = found("prompts", platform="disco-5.7", ViTB32_laion2b_e16=True, **given)
    assert notice.text == "image_prompts stop a notebook with ViTB32_laion2b_e16; turn them off"
    assert not found("prompts", fuzzy_prompt=True)


def test_pictures_are_files_not_addresses():
    (finding,) = check_cell(
        Cell(Settings.build("disco-5.2", {"seed": 1, "image_prompts": ["https://a.b/c.png:2"]}))
    )
    assert (finding.level, finding.text.split(" is ")[0]) == ("error", "https://a.b/c.png")


def test_nothing_that_guides():
    (notice,) = found("guidance", {"cgs": [0, 5000]})
    assert (notice.level, notice.where) == ("warn", "cgs 0")
    assert "black picture (Q9)" in notice.text
    assert found("guidance", clip_models=[])
    assert found("guidance", cutn_batches=0)
    assert not found("guidance", cgs=0, tv_scale=10)
    assert not found("guidance", cgs=0, clamp_grad=False)


def test_sizes_are_rounded_down():
    (notice,) = found("size", size="1000x600")
    assert notice.text == "1000x600 is rendered as 960x576, in multiples of 64"
    assert not found("size", size="960x576")
    assert not found("size", size="1000x600", profile="preview")


def test_more_steps_than_anyone_renders():
    (notice,) = found("steps", {"steps": [250, 10**9]})
    assert (notice.level, notice.text) == ("error", "at most 20,000 steps are rendered, not 1,000,000,000")


def test_models_without_a_stand_in():
    (notice,) = found(
        "models",
        {"clip_models": [["ViTB32"], ["RN101", "RN50"], ["RN101", "ViTL14"]]},
        available={"ViTB32", "RN50"},
    )
    assert notice.level == "error"
    assert notice.text == "nothing stands in for RN101, ViTL14; the models at hand have RN50, ViTB32"
    assert notice.where == "2 cells, the first: clip_models RN50+RN101"
    assert not found("models", {"clip_models": [["RN101"]]})
    assert found("models", available={"RN50"})
    assert not found("models", available={"RN50"}, profile="preview")  # the preview leaves the others out


def test_sharpening_is_not_rendered():
    (notice,) = found("waits", platform="disco-4.1", sharpen_preset="Fast")
    assert notice.level == "error"
    assert notice.text.startswith("sharpen_preset is not rendered")
    assert not found("waits", platform="disco-5.7", sampler="plms", perlin_init=True, fuzzy_prompt=True)


# Q17.
def test_what_plms_ignores():
    said = {"sampler": "plms", "platform": "disco-5.7", "use_horizontal_symmetry": True, "eta": 0.5}
    symmetry, eta = found("ignored", **said)
    assert (symmetry.level, symmetry.text) == ("warn", "PLMS ignores symmetry (Q17); choose ddim to see it")
    assert (eta.level, eta.text) == ("warn", "PLMS ignores eta (Q17); choose ddim to see it")
    assert not found("ignored", **{**said, "sampler": "ddim"})
    assert not found("ignored", sampler="plms")  # an eta that nobody stated is nobody's mistake


def test_perlin_clouds_are_something_to_hold_the_picture_to():
    assert found("guidance", cgs=0)
    assert not found("guidance", cgs=0, perlin_init=True)


@pytest.mark.parametrize(
    ("axes", "given", "reason"),
    [
        ({"range_scale": [0, 1e9]}, {}, "its gradient is exactly zero in every Disco version (Q1)"),
        ({"randomize_class": [True, False]}, {}, "it acts only on diffusion models with classes"),
        ({"clamp_max": [0.1, 0.2]}, {"clamp_grad": False}, "clamp_grad is off"),
        ({"init_scale": [0, 1000]}, {}, "there is neither an initial image nor perlin_init"),
        ({"rand_mag": [0, 1]}, {}, "fuzzy_prompt is off"),
        ({"perlin_mode": ["gray", "mixed"]}, {}, "perlin_init is off"),
        ({"eta": [0, 1]}, {"sampler": "plms"}, "PLMS does not use it (Q17)"),
        ({"batch_name": ["a", "b"]}, {}, "it does not enter the picture"),
        ({"cgs": [1, 2]}, {"clip_models": []}, "no CLIP model is on"),
        ({"cut_overview": [1, 2]}, {"cutn_batches": 0}, "cutn_batches is 0"),
        ({"cut_innercut": [1, 2]}, {"cgs": 0}, "clip_guidance_scale is 0"),
        ({"cut_ic_pow": [1, 2]}, {"cut_innercut": 0}, "cut_innercut is 0, so there are no inner cuts"),
    ],
)
def test_axes_that_cannot_have_an_effect_say_why(axes, given, reason):
    (name,) = axes
    (notice,) = found("inert", axes, **given)
    assert (notice.level, notice.where) == ("warn", f"axis {name}")
    assert "cannot have an effect: " + reason in notice.text


@pytest.mark.parametrize(
    ("axes", "given"),
    [
        ({"custom_path": ["a.pt", "b.pt"]}, {}),
        ({"transformation_percent": [0.1, 0.2]}, {}),
        ({"use_vertical_symmetry": [False, True]}, {"sampler": "plms"}),
        ({"transformation_percent": [0.1, 0.2]}, {"sampler": "plms", "use_vertical_symmetry": True}),
        ({"cut_overview": [1, 2]}, {"diffusion_model": "watercolordiffusion"}),
    ],
)
def test_newer_parameters_that_cannot_have_an_effect(axes, given):
    assert found("inert", axes, platform="disco-5.7", **given)


@pytest.mark.parametrize(
    ("axes", "given"),
    [
        ({"clamp_max": [0.1, 0.2]}, {}),
        ({"cgs": [0, 1]}, {}),
        ({"eta": [0, 1]}, {}),
        ({"eta": [0, 1], "sampler": ["ddim", "plms"]}, {}),
        ({"clamp_max": [0.1, 0.2], "clamp_grad": [True, False]}, {}),
        ({"rand_mag": [0, 1]}, {"fuzzy_prompt": True}),
        ({"range_scale": [150]}, {}),
        ({"both": {"together": {"range_scale": [0, 1], "eta": [0, 1]}}}, {}),
    ],
)
def test_axes_that_can_have_an_effect_are_left_in_peace(axes, given):
    assert not found("inert", axes, **given)


def test_places_that_are_one_and_the_same_picture():
    (notice,) = found("same", {"look": {"named": {"a": {"eta": 0.8}, "b": {"cgs": 5000}, "c": {"eta": 0}}}})
    assert notice == Notice(
        "warn", "same", "look a, b are one and the same picture", "2 cells, the first: look a"
    )
    assert not found("same", {"eta": [0, 1]})


def test_sizes_that_round_to_the_same_are_told():
    (notice,) = found("same", {"size": ["640x384", "650x390"]})
    assert notice.text.startswith("size 640x384, 650x390")


def test_what_a_profile_renders_alike_is_told():
    (notice,) = found("same", {"skip_steps": [10, 11, 50]}, profile="preview")
    assert notice.text == "profile preview renders skip_steps 10, 11 alike (as 2)"
    assert notice.where == "2 cells, the first: skip_steps 10"
    assert (
        str(notice)
        == "profile preview renders skip_steps 10, 11 alike (as 2) (2 cells, the first: skip_steps 10)"
    )


def test_errors_come_first():
    said = {"sharpen_preset": "Fast", "size": "1000x600", "platform": "disco-4.1"}
    levels = [notice.level for notice in notices({"range_scale": [0, 1]}, **said)]
    assert levels == ["error", "warn", "warn"]
