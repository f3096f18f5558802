"""JAX studies: what planning knows of them (engines.md 3)."""

import pytest

from ezcharts.errors import StudyError
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.checks.cell import check_cell
from ezcharts.studies.grid import expand
from ezcharts.studies.identity import cell_key, content
from ezcharts.studies.inert.why import why_inert
from ezcharts.studies.preflight import preflight
from ezcharts.studies.prompt_pictures import parts_of, scales_of

JAX_STUDY = """\
title: tv_scale vs steps
platform: jax-2.4
axes:
  tv_scale: [0, 150]
  steps: [50, 250]
settings:
  prompt: cursed toilet
  seed: 7
  size: 512x512
"""


def settings(platform="jax-2.7", **given):
    return Settings.build(platform, {"seed": 7, "all_title": "a", **given})


def rules(platform="jax-2.7", **given):
    return [(finding.level, finding.rule) for finding in check_cell(Cell(settings(platform, **given)))]


def test_a_study_is_expanded_and_previewed(read):
    grid = expand(read(JAX_STUDY), "preview")
    assert [(each.stated["tv_scale"], each.stated["steps"]) for each in grid.cells] == [
        (0, 50),
        (0, 250),
        (150, 50),
        (150, 250),
    ]
    cell = grid.cells[2].cell
    assert (cell.size, cell.course.steps, cell.switches, cell.files) == (
        (128, 128),
        50,
        ("ViTB32", "ViTB16"),
        {},
    )
    assert cell.settings["tv_scale"] == 9.375  # 150 * (128/512)^2
    assert cell.settings["cut_batches"] == 1
    assert len({cell_key(each.cell, {}) for each in grid.cells}) == 4


# engines.md 3.6: PRK looks four times a step, PLMS starts with three such steps, and one look more at the end
# where noise is left.
@pytest.mark.parametrize(
    ("given", "steps", "evaluations"),
    [
        ({"steps": 10}, 10, 10),
        ({"steps": 10, "sample_mode": "prk"}, 10, 40),
        ({"steps": 10, "sample_mode": "plms"}, 10, 19),
        ({"steps": 2, "sample_mode": "plms"}, 2, 8),
        ({"steps": 10, "ending_noise": 0.1}, 10, 11),
    ],
)
def test_how_often_the_models_look(given, steps, evaluations):
    course = Cell(settings(**given)).course
    assert (course.steps, course.evaluations) == (steps, evaluations)


def test_the_schedule_of_the_version_decides_the_levels():
    early, late = (Cell(settings(p, steps=4)).course.track.levels for p in ("jax-2.4", "jax-jan22"))
    assert early[2].alpha == pytest.approx(0.286, abs=5e-4)  # engines.md 3.5: starting_noise 0.5
    assert late[2].alpha == pytest.approx(0.512, abs=5e-4)


@pytest.mark.parametrize(
    ("platform", "given", "found"),
    [
        ("jax-2.7", {}, []),
        ("jax-2.7", {"starting_noise": 0.2, "ending_noise": 0.5}, [("error", "noise")]),
        ("jax-2.4", {"eta": 1.2, "steps": 50}, [("warn", "eta")]),
        ("jax-2.4", {"eta": 1.2, "steps": 250}, []),
        ("jax-2.4", {"eta": -1.01}, [("warn", "eta")]),
        ("jax-2.7", {"eta": 3, "sample_mode": "prk"}, []),
        ("jax-jan22", {"cutn": 7}, [("warn", "cuts")]),
        ("jax-2.7", {"cutn": 7}, []),
        ("jax-2.7", {"clip_guidance_scale": 0}, [("warn", "guidance")]),
        ("jax-2.7", {"clip_guidance_scale": 0, "tv_scale": 100}, []),
        ("jax-2.4", {"clip_guidance_scale": -10, "tv_scale": 100}, [("warn", "guidance")]),
        ("huemin-2.7", {"clip_guidance_scale": -10, "tv_scale": 100}, []),
        ("jax-2.7", {"size": "500x300"}, [("warn", "size")]),
        ("huemin-2.7", {"all_title": "a | b:heavy"}, [("error", "prompts")]),
        ("huemin-2.7", {"all_title": "a | clouds.png:0.01"}, [("warn", "prompts")]),
        ("huemin-2.7", {"all_title": "a | b"}, []),
        ("jax-2.7", {"init_image": "https://example.org/a.png"}, [("error", "files")]),
        ("huemin-2.7", {"all_title": "https://example.org/a.jpg:0.01"}, [("error", "prompts")]),
    ],
)
def test_what_is_known_of_a_cell_beforehand(platform, given, found):
    assert rules(platform, **given) == found


def test_an_odd_cutn_says_what_is_rendered_instead():
    (finding,) = check_cell(Cell(settings("jax-2.4", cutn=5)))
    assert "2 local and 3 global cuts" in finding.text


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("eta", {"sample_mode": "plms"}, "plms does not use it"),
        ("cut_pow", {"cutn": 1}, "(J6)"),
        ("cut_pow", {"ViTB32": False, "ViTB16": False}, "no CLIP model is on"),
        ("init_weight_mse", {}, "there is no initial image"),
        ("cutn", {"clip_guidance_scale": 0}, "not above 0"),
        ("n_batches", {}, "only names, saves or shows"),
    ],
)
def test_parameters_without_effect_say_why(name, given, reason):
    assert reason in why_inert(settings(**given), name)
    assert not why_inert(settings(), "cut_pow")
    assert not why_inert(settings(), "sat_scale")  # the JAX range loss is alive, unlike Disco's


def test_pictures_in_a_prompt_are_files_of_the_cell(tmp_path):
    (tmp_path / "sky.png").write_bytes(b"one")
    cell = Cell(settings("huemin-2.7", all_title="castle | sky.png:0.01"), folder=tmp_path)
    assert cell.files == {"prompt sky.png": tmp_path / "sky.png"}
    text, picture = parts_of(cell.settings, tmp_path)["ViTB32"]
    assert (text.text, text.is_image) == ("castle", False)
    assert (picture.path, picture.weight, picture.is_image) == ("sky.png", 0.01, True)
    assert not Cell(cell.settings, folder=tmp_path / "elsewhere").files  # there it is a word like any other


def test_files_above_the_study_are_refused(tmp_path):
    (tmp_path / "sky.png").write_bytes(b"one")
    below = tmp_path / "below"
    below.mkdir()
    (finding,) = check_cell(Cell(settings("huemin-2.7", all_title="../sky.png"), folder=below))
    assert finding.level == "error"
    assert "lies in its folder or below" in finding.text


def test_each_model_may_have_a_prompt_and_a_scale_of_its_own():
    own = settings("huemin-2.7", use_multiple_prompts=True, vitb32_all_prompt="x", vitb16_all_prompt="y")
    assert {switch: parts[0].text for switch, parts in parts_of(own, Cell(own).folder).items()} == {
        "ViTB32": "x",
        "ViTB16": "y",
    }
    assert scales_of(own) == {"ViTB32": 120000, "ViTB16": 40000}
    assert scales_of(settings("huemin-2.7")) == {"ViTB32": 80000, "ViTB16": 80000}
    assert scales_of(settings(clip_guidance_scale=-5)) == {}


def test_the_mask_counts_by_its_content(tmp_path):
    for name in ("init.png", "mask.png"):
        (tmp_path / name).write_bytes(name.encode())
    masked = settings("huemin-2.7", init_image="init.png", init_mask="mask.png")
    cell = Cell(masked, folder=tmp_path)
    assert set(cell.files) == {"init_image", "init_mask"}
    assert not {"init_image", "init_mask"} & set(content(cell)["settings"])


def test_the_header_names_the_notebook(read):
    study = read(JAX_STUDY.replace("jax-2.4", "huemin-2.7"))
    assert study.header.line == "tv_scale vs steps, Huemin 2.7"


def test_a_name_of_older_versions_says_what_to_use_instead(read):
    with pytest.raises(StudyError, match=r"skip_timesteps .*starting_noise"):
        read(JAX_STUDY + "  skip_timesteps: 10\n")


def test_a_prompt_that_cannot_be_read_is_one_of_the_errors_and_not_the_end(read):
    grid = expand(read(JAX_STUDY.replace("jax-2.4", "huemin-2.7").replace("cursed toilet", "'a:x'")))
    notices = [str(notice) for notice in preflight(grid) if notice.level == "error"]
    assert len(notices) == 1
    assert "all_title: what follows the colon must be the weight" in notices[0]
