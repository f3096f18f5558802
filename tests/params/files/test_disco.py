"""Disco's settings files: the keys of each version, and nothing lost on the way in and out."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import InputError, SettingsError
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.files.disco import parse_settings_text, read_settings_file, settings_text
from ezcharts.params.files.disco_keys import ANIMATION, entries
from ezcharts.params.settings import Settings

# The entries of version 4.1, copied from engines.md 2.9 in their order there.
_4_1 = """
text_prompts, image_prompts, clip_guidance_scale, tv_scale, range_scale, sat_scale, cutn_batches,
max_frames, interp_spline, init_image, init_scale, skip_steps, frames_scale, frames_skip_steps,
perlin_init, perlin_mode, skip_augs, randomize_class, clip_denoised, clamp_grad, clamp_max, seed,
fuzzy_prompt, rand_mag, eta, width, height, diffusion_model, use_secondary_model, steps,
diffusion_steps, ViTB32, ViTB16, ViTL14, RN101, RN50, RN50x4, RN50x16, RN50x64, cut_overview,
cut_innercut, cut_ic_pow, cut_icgray_p, key_frames, max_frames, angle, zoom, translation_x,
translation_y, video_init_path, extract_nth_frame
"""
KEYS_4_1 = re.split(r",\s+", _4_1.strip())
_5_7 = """
diffusion_sampling_mode, ViTL14_336px, ViTB32_laion2b_e16, ViTB32_laion400m_e31, ViTB32_laion400m_32,
ViTB32quickgelu_laion400m_e31, ViTB32quickgelu_laion400m_e32, ViTB16_laion400m_e31,
ViTB16_laion400m_e32, RN50_yffcc15m, RN50_cc12m, RN50_quickgelu_yfcc15m, RN50_quickgelu_cc12m,
RN101_yfcc15m, RN101_quickgelu_yfcc15m, translation_z, rotation_3d_x, rotation_3d_y, rotation_3d_z,
midas_depth_model, midas_weight, near_plane, far_plane, fov, padding_mode, sampling_mode,
video_init_seed_continuity, turbo_mode, turbo_steps, turbo_preroll, use_horizontal_symmetry,
use_vertical_symmetry, transformation_percent, video_init_steps, video_init_clip_guidance_scale,
video_init_tv_scale, video_init_range_scale, video_init_sat_scale, video_init_cutn_batches,
video_init_skip_steps, video_init_frames_scale, video_init_frames_skip_steps, video_init_flow_warp,
video_init_flow_blend, video_init_check_consistency, video_init_blend_mode
"""
ADDED_5_7 = re.split(r",\s+", _5_7.strip())

FILE_4_1 = {
    "text_prompts": {"0": ["a castle, red:2", "fog:-1"], "100": ["later"]},
    "image_prompts": {},
    "clip_guidance_scale": 5000,
    "tv_scale": 0,
    "range_scale": 150,
    "sat_scale": 0.5,
    "cutn_batches": 4,
    "max_frames": 77,
    "interp_spline": "Cubic",
    "init_image": None,
    "init_scale": 1000,
    "skip_steps": 0,
    "frames_scale": 1500,
    "frames_skip_steps": "60%",
    "perlin_init": False,
    "perlin_mode": "mixed",
    "skip_augs": False,
    "randomize_class": True,
    "clip_denoised": False,
    "clamp_grad": True,
    "clamp_max": 0.05,
    "seed": 2472644150,
    "fuzzy_prompt": False,
    "rand_mag": 0.05,
    "eta": 0.8,
    "width": 1000,
    "height": 768,
    "diffusion_model": "512x512_diffusion_uncond_finetune_008100",
    "use_secondary_model": True,
    "steps": 240,
    "diffusion_steps": 960,
    "ViTB32": True,
    "ViTB16": True,
    "ViTL14": False,
    "RN101": False,
    "RN50": True,
    "RN50x4": False,
    "RN50x16": False,
    "RN50x64": False,
    "cut_overview": "[12]*400+[4]*600",
    "cut_innercut": "[4]*400+[12]*600",
    "cut_ic_pow": 1,
    "cut_icgray_p": "[0.2]*400+[0]*600",
    "key_frames": True,
    "angle": "0:(0)",
    "zoom": "0: (1), 10: (1.05)",
    "translation_x": "0: (0)",
    "translation_y": "0: (0)",
    "video_init_path": "/content/training.mp4",
    "extract_nth_frame": 2,
}


def written(platform, given=None, unused=None):
    return json.loads(settings_text(Settings.build(platform, {"seed": 1, **(given or {})}), unused))


def test_the_entries_of_version_4_1_are_those_of_the_reference_in_order():
    assert len(KEYS_4_1) == 51
    assert list(entries("4.1")) == KEYS_4_1
    assert list(written("disco-4.1")) == list(dict.fromkeys(KEYS_4_1))
    assert len(written("disco-4.1")) == 50  # max_frames stands twice


def test_the_entries_of_version_5_7_are_those_of_the_reference():
    assert len(entries("5.7")) == len(KEYS_4_1) + len(ADDED_5_7) == 97
    assert sorted(entries("5.7")) == sorted(KEYS_4_1 + ADDED_5_7)
    assert [key for key in entries("5.7") if key not in ADDED_5_7] == KEYS_4_1
    assert list(written("disco-5.7")) == list(dict.fromkeys(entries("5.7")))


def test_a_file_of_version_4_1_comes_back_as_it_was():
    file = parse_settings_text(json.dumps(FILE_4_1))
    assert file.settings.platform == "disco-4.1"
    again = settings_text(file.settings, file.unused)
    assert json.loads(again) == FILE_4_1
    assert list(json.loads(again)) == list(FILE_4_1)
    assert again.startswith('{\n    "text_prompts": {\n        "0": [\n')


def test_what_a_file_says_reaches_the_settings():
    settings = parse_settings_text(json.dumps(FILE_4_1)).settings
    assert settings["width_height"] == (1000, 768)  # as asked, unrounded
    assert settings["seed"] == 2472644150
    assert settings["text_prompts"] == ("a castle, red:2", "fog:-1")
    assert settings["sat_scale"] == 0.5
    assert settings["cut_overview"].to_text() == "[12]*400+[4]*600"
    assert settings["steps"] == 240


def test_animation_keys_and_later_frames_are_kept_and_named():
    file = parse_settings_text(json.dumps(FILE_4_1))
    assert file.unused["max_frames"] == 77
    assert file.unused["text_prompts"] == {"100": ["later"]}
    assert set(file.unused) == {key for key in FILE_4_1 if key in ANIMATION} | {"text_prompts"}
    animation = ", ".join(key for key in FILE_4_1 if key in ANIMATION)
    assert f"kept, but without effect on a still picture: {animation}" in file.notes
    assert "kept, but a still picture uses frame 0 only: text_prompts of frame 100" in file.notes
    assert file.notes[0] == "read as disco-4.1"


@pytest.mark.parametrize("platform", sorted(DISCO.platforms))
def test_what_a_platform_writes_is_read_as_that_platform_and_written_again(platform):
    settings = Settings.build(platform, {"seed": 7, "image_prompts": ["a.png:2"], "size": [704, 641]})
    text = settings_text(settings)
    file = parse_settings_text(text)
    assert file.settings == settings
    assert settings_text(file.settings, file.unused) == text
    assert not any("stand in" in note or "not known" in note for note in file.notes)


@settings(max_examples=40)
@given(
    st.fixed_dictionaries(
        {"seed": st.integers(0, 2**32), "steps": st.integers(20, 1200)},
        optional={
            "eta": st.floats(-1, 1),
            "clamp_max": st.sampled_from([0, 0.05, 1]),
            "cut_ic_pow": st.sampled_from([1, 0.5, 100, "[1]*1000", "[1]*500+[9]*500"]),
            "cut_overview": st.sampled_from([12, "[12]*400+[4]*600"]),
            "transformation_percent": st.lists(st.floats(0, 1), max_size=3),
            "text_prompts": st.lists(st.text(alphabet="ab ł,", max_size=5), max_size=2),
            "ViTB32_laion2b_e16": st.booleans(),
        },
    )
)
def test_files_of_version_5_7_round_trip(given):
    text = settings_text(Settings.build("disco-5.7", given))
    file = parse_settings_text(text)
    assert file.settings == Settings.build("disco-5.7", given)
    assert settings_text(file.settings, file.unused) == text


def test_schedules_have_the_form_that_each_version_can_read():
    assert written("disco-4.1", {"cut_ic_pow": 10})["cut_ic_pow"] == 10
    assert written("disco-5.2", {"cut_ic_pow": "[10]*1000"})["cut_ic_pow"] == 10
    assert written("disco-5.7", {"cut_ic_pow": 10})["cut_ic_pow"] == "[10]*1000"
    assert written("disco-4.1", {"cut_overview": 3})["cut_overview"] == "[3]*1000"


def test_the_noise_levels_follow_from_the_steps():
    # T of engines.md 1.2
    for steps, levels in {25: 1000, 150: 900, 240: 960, 250: 1000, 333: 999, 1000: 1000, 1500: 1500}.items():
        assert written("disco-5.0", {"steps": steps})["diffusion_steps"] == levels


def test_the_schedules_of_special_models_are_written_as_the_notebook_uses_them():
    data = written("disco-5.7", {"diffusion_model": "watercolordiffusion", "cut_overview": 3})
    assert data["cut_overview"] == "[14]*200+[12]*200+[4]*400+[0]*200"
    assert (data["width"], data["height"]) == (512, 448)


def test_animation_keys_have_the_notebooks_defaults():
    data = written("disco-5.7")
    assert data["frames_skip_steps"] == "60%"
    assert data["turbo_steps"] == "3"
    assert data["fov"] == 40
    assert data["translation_z"] == "0: (10.0)"
    assert written("disco-5.7", unused={"fov": 90})["fov"] == 90


@pytest.mark.parametrize(
    ("key", "platform"),
    [
        ("eta", "disco-4.1"),
        ("translation_z", "disco-5.0"),
        ("diffusion_sampling_mode", "disco-5.2"),
        ("ViTL14_336px", "disco-5.7"),
        ("RN50_yffcc15m", "disco-5.7"),
    ],
)
def test_the_platform_is_the_oldest_that_knows_all_keys(key, platform):
    value = written("disco-5.7")[key]
    assert parse_settings_text(json.dumps({key: value})).settings.platform == platform


def test_a_key_that_stands_twice_counts_once():
    file = parse_settings_text('{"max_frames": 1, "eta": 0, "max_frames": 2}')
    assert file.unused == {"max_frames": 2}


def test_the_platform_can_be_told():
    assert parse_settings_text('{"eta": 0}', "disco-5.2").settings.platform == "disco-5.2"
    with pytest.raises(InputError, match=r"ViTL14_336px exists since version 5\.3, not in 4\.1"):
        parse_settings_text('{"ViTL14_336px": true}', "disco-4.1")


def test_keys_of_other_versions_and_unknown_keys():
    # DD3.1 wrote skip_timesteps and no cut schedules; QoL2 wrote cutn.
    old = {
        key: value for key, value in FILE_4_1.items() if not key.startswith("cut_") and key != "skip_steps"
    }
    file = parse_settings_text(json.dumps({**old, "skip_timesteps": 5, "cutn": 16, "clamp_mx": 1}))
    assert file.settings["skip_steps"] == 5
    assert (file.unused["cutn"], file.unused["clamp_mx"]) == (16, 1)
    assert any(
        note.startswith("kept, but not known: clamp_mx; did you mean 'clamp_max'") for note in file.notes
    )
    assert "kept, but not known: cutn" in " ".join(file.notes)
    assert any(
        note.endswith("stand in: cut_overview, cut_innercut, cut_ic_pow, cut_icgray_p") for note in file.notes
    )
    assert json.loads(settings_text(file.settings, file.unused))["cutn"] == 16


def test_a_seed_that_is_not_drawn_cannot_be_written():
    with pytest.raises(
        SettingsError, match=r"the seed must be a number .* got 'random_seed'; draw one first"
    ):
        settings_text(Settings.build("disco-5.0", {}))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"eta": }', "must be JSON: Expecting value: line 1 column 9"),
        ("[" * 100_000, "must be JSON: maximum recursion depth"),
        ('{"steps": ' + "9" * 5000 + "}", "must be JSON: Exceeds the limit"),
        ("[1]", r"must be a JSON object, got \[1\]"),
        ('{"width": 640}', "width and height must both be given, got only width"),
        ('{"width": 640, "height": 10}', "width_height must be"),
        ('{"eta": true}', "eta must be a number, got True"),
        ('{"eta": NaN}', "eta must be a number, got nan"),
        ('{"text_prompts": {"5": ["a"]}}', "a still picture uses frame 0, which is missing"),
        ('{"cut_overview": "__import__(1)"}', "cut_overview: expected a list"),
    ],
)
def test_errors_name_the_file_and_the_rule(tmp_path, text, error):
    path = tmp_path / "run(0)_settings.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=error) as caught:
        read_settings_file(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_files_are_read_from_disk_with_or_without_a_byte_order_mark(tmp_path):
    for mark in ("", "\ufeff"):
        path = tmp_path / "settings.txt"
        path.write_text(mark + json.dumps({**FILE_4_1, "text_prompts": "Beksiński"}), encoding="utf-8")
        assert read_settings_file(path).settings["text_prompts"] == ("Beksiński",)
    with pytest.raises(SettingsError, match=r"missing\.txt"):
        read_settings_file(tmp_path / "missing.txt")
