"""The declarations against an independent copy of engines.md 2.1: names, versions, defaults, refusals."""

import pytest

from ezcharts.errors import DomainError, InputError, UnknownName
from ezcharts.params.compound import ScheduleOf
from ezcharts.params.dialect import DIALECTS, dialect_of, platforms
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.domain import Choice
from ezcharts.params.explain import ROLES
from ezcharts.params.quirks import QUIRKS
from ezcharts.params.settings import Settings

PLATFORMS = ("disco-4.1", "disco-5.0", "disco-5.2", "disco-5.7")

LIGHTHOUSE = (
    "A beautiful painting of a singular lighthouse, shining its light across a tumultuous sea of blood by "
    "greg rutkowski and thomas kinkade, Trending on artstation."
)
ABSENT = object()
OVERVIEW, INNER, GRAY = "[12]*400+[4]*600", "[4]*400+[12]*600", "[0.2]*400+[0]*600"
CUSTOM = "/content/drive/MyDrive/deep_learning/ddpm/ema_0.9999_058000.pt"

# name: default JSON on 4.1, 5.0, 5.2, 5.7; a single value stands for all four.
TABLE = {
    "diffusion_model": "512x512_diffusion_uncond_finetune_008100",
    "use_secondary_model": True,
    "diffusion_sampling_mode": (ABSENT, ABSENT, "ddim", "ddim"),
    "custom_path": (ABSENT, ABSENT, ABSENT, CUSTOM),
    "use_checkpoint": True,
    "ViTB32": True,
    "ViTB16": True,
    "RN50": True,
    "ViTL14": False,
    "RN101": False,
    "RN50x4": False,
    "RN50x16": False,
    "RN50x64": False,
    "ViTL14_336px": (ABSENT, ABSENT, ABSENT, False),
    "SLIPB16": (False, False, ABSENT, ABSENT),
    "SLIPL16": (False, False, ABSENT, ABSENT),
    "ViTB32_laion2b_e16": (ABSENT, ABSENT, ABSENT, False),
    "ViTB32_laion400m_e31": (ABSENT, ABSENT, ABSENT, False),
    "ViTB32_laion400m_32": (ABSENT, ABSENT, ABSENT, False),
    "ViTB32quickgelu_laion400m_e31": (ABSENT, ABSENT, ABSENT, False),
    "ViTB32quickgelu_laion400m_e32": (ABSENT, ABSENT, ABSENT, False),
    "ViTB16_laion400m_e31": (ABSENT, ABSENT, ABSENT, False),
    "ViTB16_laion400m_e32": (ABSENT, ABSENT, ABSENT, False),
    "RN50_yffcc15m": (ABSENT, ABSENT, ABSENT, False),
    "RN50_cc12m": (ABSENT, ABSENT, ABSENT, False),
    "RN50_quickgelu_yfcc15m": (ABSENT, ABSENT, ABSENT, False),
    "RN50_quickgelu_cc12m": (ABSENT, ABSENT, ABSENT, False),
    "RN101_yfcc15m": (ABSENT, ABSENT, ABSENT, False),
    "RN101_quickgelu_yfcc15m": (ABSENT, ABSENT, ABSENT, False),
    "timestep_respacing": ("50", ABSENT, ABSENT, ABSENT),
    "diffusion_steps": (1000, ABSENT, ABSENT, ABSENT),
    "check_model_SHA": False,
    "batch_name": "TimeToDisco",
    "steps": 250,
    "width_height": [1280, 768],
    "width_height_for_512x512_models": (ABSENT, ABSENT, ABSENT, [1280, 768]),
    "width_height_for_256x256_models": (ABSENT, ABSENT, ABSENT, [512, 448]),
    "clip_guidance_scale": 5000,
    "tv_scale": 0,
    "range_scale": 150,
    "sat_scale": 0,
    "cutn_batches": 4,
    "skip_augs": False,
    "init_image": None,
    "init_scale": 1000,
    "skip_steps": (0, 0, 10, 10),
    "intermediate_saves": 0,
    "intermediates_in_subfolder": True,
    "sharpen_preset": ("Off", "Off", ABSENT, ABSENT),
    "keep_unsharp": (True, True, ABSENT, ABSENT),
    "display_rate": (50, 50, 50, 20),
    "n_batches": (1, 50, 50, 50),
    "batch_size": 1,
    "perlin_init": False,
    "perlin_mode": "mixed",
    "seed": "random_seed",
    "eta": 0.8,
    "clamp_grad": True,
    "clamp_max": 0.05,
    "randomize_class": True,
    "clip_denoised": False,
    "fuzzy_prompt": False,
    "rand_mag": 0.05,
    "cut_overview": OVERVIEW,
    "cut_innercut": INNER,
    "cut_ic_pow": 1,
    "cut_icgray_p": GRAY,
    "use_vertical_symmetry": (ABSENT, ABSENT, ABSENT, False),
    "use_horizontal_symmetry": (ABSENT, ABSENT, ABSENT, False),
    "transformation_percent": (ABSENT, ABSENT, ABSENT, [0.09]),
    "text_prompts": [LIGHTHOUSE, "yellow color scheme"],
    "image_prompts": [],
}


def expected(name, platform):
    row = TABLE[name]
    return row[PLATFORMS.index(platform)] if isinstance(row, tuple) else row


def test_the_table_and_the_declarations_name_the_same_parameters():
    assert sorted(parameter.name for parameter in DISCO) == sorted(TABLE)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_has_the_parameters_and_defaults_of_the_table(platform):
    settings = Settings.build(platform, {})
    for name in TABLE:
        if expected(name, platform) is not ABSENT:
            parameter = DISCO.find(name)
            assert parameter.domain.to_json(settings[name]) == expected(name, platform), name
    present = {name for name in TABLE if expected(name, platform) is not ABSENT}
    assert {parameter.name for parameter in DISCO.on(platform)} == present


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_parameter_that_the_platform_lacks_is_refused_with_the_version_that_has_it(platform):
    version = platform.removeprefix("disco-")
    for name in TABLE:
        if expected(name, platform) is ABSENT:
            parameter = DISCO.find(name)
            with pytest.raises(DomainError) as error:
                Settings.build(platform, {name: parameter.domain.to_json(parameter.default_at("5.7"))})
            since = f"exists since version {parameter.since}, not in {version}"
            gone = f"was removed in version {parameter.removed}, it is not in {version}"
            assert f"{name} {gone if parameter.removed else since}; leave it out" in str(error.value)


def test_the_text_of_an_absent_parameter():
    with pytest.raises(DomainError) as error:
        Settings.build("disco-4.1", {"diffusion_sampling_mode": "plms"})
    rule = "diffusion_sampling_mode exists since version 5.1, not in 4.1"
    assert str(error.value) == f"{rule}; leave it out or choose another platform"


def test_every_declaration_is_complete():
    for parameter in DISCO:
        assert parameter.help.endswith("."), parameter.name
        assert parameter.source.startswith("engines.md "), parameter.name
        assert parameter.group, parameter.name
        assert parameter.role in ROLES, parameter.name
        assert set(parameter.quirks) <= set(QUIRKS), parameter.name
        assert parameter.removed is None or float(parameter.removed) > float(parameter.since)


def test_numbers_say_their_unit():
    for parameter in DISCO:
        if isinstance(parameter.default_at("5.7"), int | float) and not isinstance(
            parameter.default_at("5.7"), bool
        ):
            assert parameter.unit, parameter.name
        if isinstance(parameter.domain, ScheduleOf):
            assert parameter.unit, parameter.name


def test_names_and_aliases_are_unique():
    names = [name for parameter in DISCO for name in (parameter.name, *parameter.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("cgs", "clip_guidance_scale"),
        ("clip_guidance", "clip_guidance_scale"),
        ("ic_cut_pow", "cut_ic_pow"),
        ("ic_pow", "cut_ic_pow"),
        ("cut_pow", "cut_ic_pow"),
        ("set_seed", "seed"),
        ("skip_timesteps", "skip_steps"),
        ("sampler", "diffusion_sampling_mode"),
        ("innercut", "cut_innercut"),
        ("size", "width_height"),
        ("prompt", "text_prompts"),
        ("ViT-B/32", "ViTB32"),
        ("RN50_yfcc15m", "RN50_yffcc15m"),
        ("ViTB32_laion400m_e32", "ViTB32_laion400m_32"),
    ],
)
def test_names_that_people_use(alias, name):
    assert DISCO.find(alias) is DISCO.find(name)


def test_unknown_names_name_the_nearest():
    with pytest.raises(UnknownName, match=r"^unknown disco parameter 'clamp_mx'; did you mean 'clamp_max'"):
        DISCO.find("clamp_mx")
    with pytest.raises(UnknownName, match=r"^unknown disco parameter 'zzzz'$"):
        DISCO.find("zzzz")


def test_every_choice_lists_all_its_words_when_it_refuses():
    for parameter in DISCO:
        if isinstance(parameter.domain, Choice):
            with pytest.raises(DomainError) as error:
                parameter.parse("nonsense", "5.7" if parameter.exists_at("5.7") else "4.1")
            assert str(error.value).startswith(f"{parameter.name} must be one of ")
            assert all(repr(option) in str(error.value) for option in parameter.domain.options)


def test_models_that_came_later_are_refused_with_their_version():
    for model, since in {
        "custom": "5.4",
        "pixelartdiffusion4k": "5.5",
        "portrait_generator_v001": "5.6",
    }.items():
        with pytest.raises(DomainError, match=rf"got '{model}' \(it exists since version {since}\)"):
            Settings.build("disco-5.2", {"diffusion_model": model})
        assert Settings.build("disco-5.7", {"diffusion_model": model})["diffusion_model"] == model


def test_clip_switches_are_in_the_order_in_which_disco_evaluates_them():
    openai = ("ViTB32", "ViTB16", "ViTL14", "ViTL14_336px", "RN50", "RN50x4", "RN50x16", "RN50x64", "RN101")
    assert CLIP_SWITCHES[:9] == openai
    assert CLIP_SWITCHES[9:11] == ("SLIPB16", "SLIPL16")
    assert len(CLIP_SWITCHES[11:]) == 13
    assert all(isinstance(DISCO.find(switch).default_at("5.7"), bool) for switch in CLIP_SWITCHES)


def test_inert_and_saving_parameters_have_their_roles():
    roles = {parameter.name: parameter.role for parameter in DISCO}
    assert roles["range_scale"] == roles["randomize_class"] == roles["batch_size"] == "rendering"
    assert roles["batch_name"] == roles["n_batches"] == roles["intermediate_saves"] == "saving"
    assert roles["display_rate"] == "display"
    assert roles["use_checkpoint"] == roles["custom_path"] == roles["check_model_SHA"] == "inert-name"
    assert {name for name, role in roles.items() if role == "inert-name"} == {
        "custom_path",
        "use_checkpoint",
        "check_model_SHA",
        "timestep_respacing",
        "diffusion_steps",
        "width_height_for_512x512_models",
        "width_height_for_256x256_models",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("clamp_max", -0.05),
        ("clamp_max", 0),
        ("eta", -1),
        ("clip_guidance_scale", -5000),
        ("clip_guidance_scale", "1e9"),
        ("range_scale", 1e9),
        ("tv_scale", 0.5),
        ("cutn_batches", 0),
        ("steps", 7),
        ("steps", 1500),
        ("seed", 0),
        ("seed", 2**32),
        ("cut_icgray_p", -0.5),
        ("transformation_percent", [0, 1, 2]),
    ],
)
def test_what_the_notebooks_accept_is_accepted(name, value):
    settings = Settings.build("disco-5.7", {name: value, "skip_steps": 0})
    assert settings[name] == DISCO.find(name).domain.parse(value)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("steps", 1, "steps must be an integer of at least 2, got 1"),
        ("steps", 250.5, "steps must be an integer of at least 2, got 250.5"),
        ("cutn_batches", True, "cutn_batches must be an integer of at least 0, got True"),
        ("batch_size", 2, "batch_size must be an integer equal to 1, got 2"),
        ("eta", "high", "eta must be a number, got 'high'"),
        ("clamp_grad", "True", "clamp_grad must be true or false, got 'True'"),
        ("perlin_mode", "grey", "perlin_mode must be one of 'mixed', 'color', 'gray', got 'grey'"),
        ("seed", -1, "seed must be an integer from 0 to 4294967296, or 'random_seed', got -1"),
        ("cut_ic_pow", -1, "cut_ic_pow: every entry must be a number of at least 0, got -1"),
        ("cut_overview", "[0.5]*1000", "cut_overview: every entry must be an integer of at least 0, got 0.5"),
    ],
)
def test_refusals_name_the_parameter_the_rule_and_the_value(name, value, text):
    with pytest.raises(InputError) as error:
        Settings.build("disco-5.7", {name: value})
    assert str(error.value) == text


def test_every_platform_belongs_to_one_dialect():
    assert platforms()[:4] == PLATFORMS
    assert len(platforms()) == len(set(platforms()))
    assert all(dialect_of(platform) in DIALECTS for platform in platforms())
    with pytest.raises(UnknownName, match=r"unknown platform 'disco-6'; did you mean 'disco-5\.7'"):
        dialect_of("disco-6")
