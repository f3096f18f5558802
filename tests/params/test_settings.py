"""Settings are complete, canonical, and read back as themselves."""

import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import DomainError, InputError, UnknownName
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.settings import Settings

SMALL = {"diffusion_model": "256x256_diffusion_uncond"}

GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "eta": st.floats(-2, 2),
        "cgs": st.floats(0, 1e6),
        "sat_scale": st.sampled_from([0, 0.0, 0.5, 150.7, 600]),
        "seed": st.integers(0, 2**32),
        "steps": st.integers(50, 1500),
        "skip_steps": st.integers(0, 49),
        "ViTL14": st.booleans(),
        "width_height": st.tuples(st.integers(64, 2048), st.integers(64, 2048)),
        "text_prompts": st.lists(st.text(alphabet="ab, łü", max_size=9), max_size=3),
        "cut_overview": st.sampled_from([12, "[12]*400+[4]*600", "[3]*1000", "[1]*7"]),
        "init_image": st.sampled_from([None, "", "init.png"]),
    },
)
PLATFORM = st.sampled_from(sorted(DISCO.platforms))


@settings(max_examples=40)
@given(PLATFORM, GIVEN)
def test_settings_read_back_as_themselves(platform, given):
    settings = Settings.build(platform, given)
    text = json.dumps(settings.to_json())
    assert Settings.from_json(json.loads(text)) == settings
    assert json.dumps(Settings.from_json(json.loads(text)).to_json()) == text
    assert hash(Settings.from_json(json.loads(text))) == hash(settings)
    assert list(settings.to_json()) == sorted(settings.to_json())


def test_settings_hold_every_parameter_of_the_dialect():
    for platform in DISCO.platforms:
        settings = Settings.build(platform, {})
        assert list(settings) == [parameter.name for parameter in DISCO]
        assert len(settings) == len(DISCO.parameters) == len(settings.to_json()) - 1
        assert len(list(settings.values())) == len(settings)


def test_what_a_platform_lacks_has_the_value_it_acts_like():
    old = Settings.build("disco-4.1", {})
    assert old["diffusion_sampling_mode"] == "ddim"
    assert old["use_vertical_symmetry"] is False
    assert Settings.build("disco-5.7", {})["sharpen_preset"] == "Off"


def test_the_same_picture_has_the_same_rendering_settings_in_every_version():
    given = {"seed": 1, "skip_steps": 0, "cut_ic_pow": 10}
    first, *others = (Settings.build(platform, given).rendering() for platform in DISCO.platforms)
    assert all(other == first for other in others)


def test_rendering_leaves_out_names_saving_and_display_and_keeps_what_is_inert():
    rendering = Settings.build("disco-5.7", {}).rendering()
    assert {"range_scale", "randomize_class", "seed", "width_height", "text_prompts"} <= set(rendering)
    left_out = {"platform", "batch_name", "display_rate", "n_batches", "use_checkpoint", "custom_path"}
    assert not left_out & set(rendering)


@pytest.mark.parametrize("value", [0, 0.5, 150.7])
def test_zero_and_fractions_survive(value):
    settings = Settings.build("disco-5.0", {"tv_scale": value, "sat_scale": value, "range_scale": value})
    for name in ("tv_scale", "sat_scale", "range_scale"):
        assert settings[name] == value
        assert json.loads(json.dumps(settings.to_json()))[name] == value


def test_equal_values_have_equal_json_however_they_were_written():
    def text(**given):
        return json.dumps(Settings.build("disco-5.7", given).to_json())

    assert text(steps=250, cgs=5000) == text(steps=250.0, cgs="5e3")
    assert text(cut_ic_pow=1) == text(cut_ic_pow="[1]*1000") == text(cut_ic_pow=1.0) == text()
    assert text(init_image="") == text(init_image=None)
    assert text(prompt="a, b") == text(text_prompts={0: ["a, b"]})
    assert text(size="640x640") == text(width_height=[640, 640])


def test_aliases_are_read_everywhere():
    settings = Settings.build("disco-5.0", {"cgs": 100})
    assert settings["clip_guidance_scale"] == settings["cgs"] == 100
    assert "cgs" in settings
    assert settings.replace(clip_guidance=7)["cgs"] == 7


def test_one_parameter_under_two_names_is_refused():
    with pytest.raises(InputError, match="seed is given twice, the second time as 'set_seed'; keep one"):
        Settings.build("disco-5.0", {"seed": 1, "set_seed": 2})


def test_unknown_names_are_refused():
    with pytest.raises(UnknownName, match="did you mean 'eta'"):
        Settings.build("disco-5.0", {"etta": 1})
    with pytest.raises(UnknownName):
        Settings.build("disco-5.0", {})["etta"]


@pytest.mark.parametrize("given", [{"steps": 250, "skip_steps": 250}, {"steps": 9}])
def test_at_least_one_step_is_left(given):
    with pytest.raises(
        DomainError, match=r"skip_steps must be less than steps \(\d+\), got \d+; skip fewer steps"
    ):
        Settings.build("disco-5.2", given)


def test_replace_changes_what_is_named_and_keeps_what_was_stated():
    settings = Settings.build("disco-5.0", {"eta": 0.5, "steps": 100})
    changed = settings.replace(eta=0, seed=3)
    assert (changed["eta"], changed["seed"], changed["steps"]) == (0, 3, 100)
    assert changed.stated == {"eta", "seed", "steps"}
    assert settings["eta"] == 0.5


def test_what_was_stated_does_not_matter_for_equality():
    stated = Settings.build("disco-5.0", {"eta": 0.8})
    assert stated == Settings.build("disco-5.0", {})
    assert stated != Settings.build("disco-5.2", {})
    assert (stated.stated, Settings.from_json(stated.to_json()).stated) == ({"eta"}, set())


def test_settings_travel_to_other_processes():
    settings = Settings.build("disco-5.7", {"cut_overview": "[12]*400+[4]*600"})
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own bytes


def test_json_must_name_exactly_the_parameters():
    data = Settings.build("disco-5.0", {}).to_json()
    with pytest.raises(InputError, match="settings must hold every parameter, missing: eta"):
        Settings.from_json({name: value for name, value in data.items() if name != "eta"})
    with pytest.raises(UnknownName, match="unknown disco parameter 'etta'; did you mean 'eta'"):
        Settings.from_json({**data, "etta": 1})
    with pytest.raises(InputError, match="settings must name seed, got its alias 'set_seed'"):
        Settings.from_json({**data, "set_seed": 1})
    with pytest.raises(UnknownName, match="unknown platform 'None'"):
        Settings.from_json({"eta": 1})


class TestSizeByModel:
    """From version 5.5 on the size follows the kind of model (engines.md 2.1)."""

    def test_the_size_follows_the_model(self):
        assert Settings.build("disco-5.7", {})["width_height"] == (1280, 768)
        assert Settings.build("disco-5.7", SMALL)["width_height"] == (512, 448)
        assert Settings.build("disco-5.2", SMALL)["width_height"] == (1280, 768)

    def test_the_word_for_the_model_in_use_says_the_size(self):
        sizes = {"width_height_for_512x512_models": [640, 640], "width_height_for_256x256_models": [256, 256]}
        assert Settings.build("disco-5.7", sizes)["width_height"] == (640, 640)
        assert Settings.build("disco-5.7", {**sizes, **SMALL})["width_height"] == (256, 256)
        assert Settings.build("disco-5.7", {**sizes, "diffusion_model": "custom"})["width_height"] == (
            640,
            640,
        )

    def test_a_stated_size_wins_over_the_defaults(self):
        settings = Settings.build("disco-5.7", {"size": "1280x768", **SMALL})
        assert settings["width_height"] == (1280, 768)
        assert settings.replace(diffusion_model="custom")["width_height"] == (1280, 768)

    def test_two_stated_sizes_that_differ_are_refused(self):
        with pytest.raises(
            InputError, match="width_height and width_height_for_512x512_models both say the size"
        ):
            Settings.build("disco-5.7", {"size": [640, 640], "width_height_for_512x512_models": [512, 512]})

    def test_the_size_said_last_counts(self):
        settings = Settings.build("disco-5.7", {"size": [640, 640]})
        changed = settings.replace(width_height_for_512x512_models=[512, 512])
        assert changed["width_height"] == (512, 512)
        assert changed.replace(size=[704, 704])["width_height"] == (704, 704)

    def test_the_size_that_followed_reads_back(self):
        settings = Settings.build("disco-5.7", {**SMALL, "width_height_for_256x256_models": [320, 320]})
        assert Settings.from_json(settings.to_json()) == settings
        assert Settings.from_json(settings.to_json()).replace(eta=0)["width_height"] == (320, 320)
