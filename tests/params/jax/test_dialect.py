"""The declarations against an independent copy of engines.md 3.1 and 3.2."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import DomainError, InputError, UnknownName
from ezcharts.params.dialect import dialect_of
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.domain import Choice
from ezcharts.params.explain import ROLES
from ezcharts.params.jax.dialect import JAX
from ezcharts.params.jax.models import SWITCHES
from ezcharts.params.jax.versions import CALLED
from ezcharts.params.quirks import QUIRKS
from ezcharts.params.settings import Settings

PLATFORMS = ("jax-2.4", "jax-jan22", "jax-2.7", "huemin-2.7")


class Absent:
    """The platform lacks it, and acts as if it had this value."""

    def __init__(self, like):
        self.like = like


PATTERN = "scifi abstract geometric pattern | white:-1"
DALI = "https://uploads6.wikiart.org/images/salvador-dali/the-persistence-of-memory-1931.jpg!Large.jpg"
OURS = "a painting of a lighthouse in a storm"
OFF, NONE = Absent(False), Absent(None)

# name: default JSON on 2.4, January 2022, 2.7 and huemin's; a single value stands for all four.
TABLE = {
    "diffusion_model": ("OpenAI", "OpenAI", "OpenAI", "CC12M"),
    "use_secondary_model": (True, True, True, False),
    "sample_mode": (Absent("ddim"), Absent("ddim"), "ddim", "ddim"),
    "antijpeg": (True, True, False, OFF),
    "antijpeg_guidance_scale": (10000, 0, 0, Absent(0)),
    "ViTB32": True,
    "ViTB16": True,
    "ViTL14": (OFF, OFF, False, False),
    "ViTL14_336px": (OFF, OFF, OFF, False),
    "seed": "random_seed",
    "image_size": ([512, 512], [512, 512], [512, 512], [256, 256]),
    "steps": (250, 250, 250, 100),
    "batch_size": (2, 4, 4, 1),
    "n_batches": (4, 1, 1, 1),
    "all_title": (OURS, OURS, OURS, f"{PATTERN} |  {DALI}:0.01"),
    "use_multiple_prompts": (OFF, OFF, OFF, False),
    "vitb32_all_prompt": (*[Absent(PATTERN)] * 3, PATTERN),
    "vitb32_clip_guidance_scale": (*[Absent(120000)] * 3, 120000),
    "vitb16_all_prompt": (*[Absent(DALI)] * 3, DALI),
    "vitb16_clip_guidance_scale": (*[Absent(40000)] * 3, 40000),
    "vitl14_all_prompt": (*[Absent("")] * 3, ""),
    "vitl14_clip_guidance_scale": (*[Absent(0)] * 3, 0),
    "vitl14_336px_all_prompt": (*[Absent("")] * 3, ""),
    "vitl14_336px_clip_guidance_scale": (*[Absent(0)] * 3, 0),
    "clip_guidance_scale": (2000, 4000, 2000, 80000),
    "tv_scale": (150, 0, 0, 100),
    "sat_scale": (600, 0, 0, 100),
    "mean_scale": (*[Absent(0)] * 3, 100),
    "var_scale": (*[Absent(0)] * 3, 100),
    "horizontal_symmetry_scale": (*[Absent(0)] * 3, 0),
    "vertical_symmetry_scale": (*[Absent(0)] * 3, 0),
    "clamp_max": 0.2,
    "cutn": (8, 8, 8, 4),
    "cut_batches": 4,
    "cut_pow": 1,
    "cut_p_grey": 0.2,
    "cut_p_mixgrey": 0,
    "cut_p_flip": (Absent(0), Absent(0), 0.5, 0.5),
    "eta": (1, 1, 1, 0.5),
    "starting_noise": 1,
    "ending_noise": (Absent(0), Absent(0), 0, 0),
    "init_image": None,
    "use_init_img": (OFF, OFF, OFF, False),
    "init_starting_noise": (*[Absent(0.7)] * 3, 0.7),
    "init_weight_mse": (0, 0, 0, 1000),
    "init_mask": (NONE, NONE, NONE, None),
    "use_masked_mse": (OFF, OFF, OFF, False),
    "use_vertical_symmetry": (OFF, OFF, OFF, False),
    "use_horizontal_symmetry": (OFF, OFF, OFF, False),
    "transformation_schedule": (*[Absent([0.1, 0.2, 0.3])] * 3, [0.1, 0.2, 0.3]),
    "time_schedule": ("ddpm", "spliced", "spliced", "spliced"),
    "noise_start": ("scaled", "unit", "unit", "unit"),
    "cut_sizes": ("whole", "whole", "continuous", "continuous"),
    "cut_crops": ("shared", "shared", "independent", "independent"),
    "cut_border": (40, 40, 40, 40),
    "prompt_syntax": ("plain", "braces", "braces", "pipes"),
}

CHOSEN = {
    # where engines.md 3.2 and 6 give no default, or doubt the one they give
    "jax-2.4": {"image_size", "batch_size", "n_batches", "all_title", "clip_guidance_scale", "cutn"},
    "jax-jan22": {"image_size", "all_title", "antijpeg_guidance_scale"},
    "jax-2.7": {"image_size", "all_title", "antijpeg_guidance_scale", "diffusion_model"},
    "huemin-2.7": set(),
}


def expected(name, platform):
    row = TABLE[name]
    return row[PLATFORMS.index(platform)] if isinstance(row, tuple) else row


def refusal(platform, given):
    with pytest.raises(InputError) as error:
        Settings.build(platform, given)
    return str(error.value)


def test_the_table_and_the_declarations_name_the_same_parameters():
    assert sorted(parameter.name for parameter in JAX) == sorted(TABLE)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_has_the_parameters_and_defaults_of_the_table(platform):
    values = Settings.build(platform, {}).to_json()
    for name in TABLE:
        value = expected(name, platform)
        assert values[name] == (value.like if isinstance(value, Absent) else value), name
    present = {name for name in TABLE if not isinstance(expected(name, platform), Absent)}
    assert {parameter.name for parameter in JAX.on(platform)} == present


@pytest.mark.parametrize("platform", PLATFORMS)
def test_defaults_that_are_ours_are_marked_and_no_others(platform):
    version = JAX.platforms[platform]
    chosen = {parameter.name for parameter in JAX.on(platform) if parameter.is_chosen_at(version)}
    assert chosen == CHOSEN[platform]


def test_a_parameter_that_the_platform_lacks_is_refused_with_the_platform_that_has_it():
    for platform in PLATFORMS:
        for name in TABLE:
            value = expected(name, platform)
            if isinstance(value, Absent):
                parameter = JAX.find(name)
                text = refusal(platform, {name: value.like})
                since = f"exists since {CALLED[parameter.since]}, not in {platform}"
                gone = f"was removed in huemin-2.7, it is not in {platform}"
                assert text.startswith(f"{name} {gone if parameter.removed else since}; leave it out")


def test_numbers_that_only_order_versions_are_never_shown():
    for parameter in JAX:
        texts = [parameter.history(), parameter.lifetime(), parameter.help, parameter.typical]
        lacking = (version for version in JAX.platforms.values() if not parameter.exists_at(version))
        texts += [parameter.absence(version) for version in lacking]
        assert not any(number in text for text in texts for number in ("2.5", "2.75")), parameter.name


def test_platforms_are_in_the_order_of_their_versions():
    assert tuple(JAX.platforms) == PLATFORMS
    versions = [Decimal(version) for version in JAX.platforms.values()]
    assert versions == sorted(versions)
    assert all(dialect_of(platform) is JAX for platform in PLATFORMS)


def test_every_declaration_is_complete():
    for parameter in JAX:
        assert parameter.help.endswith("."), parameter.name
        assert parameter.source.startswith("engines.md "), parameter.name
        assert parameter.group, parameter.name
        assert parameter.role in ROLES, parameter.name
        assert set(parameter.quirks) <= {number for number in QUIRKS if number.startswith("J")}, (
            parameter.name
        )
        assert set(parameter.defaults) | parameter.chosen <= set(CALLED), parameter.name
        assert parameter.chosen <= set(parameter.defaults), parameter.name


def test_numbers_say_their_unit():
    for parameter in JAX:
        value = parameter.default_at("2.75")
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert parameter.unit, parameter.name


def test_names_and_aliases_are_unique_and_none_is_elsewhere():
    names = [name for parameter in JAX for name in (parameter.name, *parameter.aliases)]
    assert len(names) == len(set(names))
    assert not set(names) & set(JAX.elsewhere)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("all_prompts", "all_title"),
        ("text_prompts", "all_title"),
        ("prompts", "all_title"),
        ("prompt", "all_title"),
        ("title", "all_title"),
        ("all_clip_guidance_scale", "clip_guidance_scale"),
        ("cgs", "clip_guidance_scale"),
        ("clip_guidance", "clip_guidance_scale"),
        ("range_scale", "sat_scale"),
        ("init_mse_scale", "init_weight_mse"),
        ("init_path", "init_image"),
        ("init_mse_alpha_path", "init_mask"),
        ("ddim_eta", "eta"),
        ("set_seed", "seed"),
        ("local_seed", "seed"),
        ("width_height", "image_size"),
        ("size", "image_size"),
        ("main_model", "diffusion_model"),
        ("secondary_model", "use_secondary_model"),
        ("enable_anti_jpeg", "antijpeg"),
        ("use_vitb32", "ViTB32"),
        ("use_vitb16", "ViTB16"),
        ("use_vitl14", "ViTL14"),
        ("use_vitl14_336px", "ViTL14_336px"),
    ],
)
def test_names_that_nshepperd_huemin_and_studies_use(alias, name):
    assert JAX.find(alias) is JAX.find(name)


def test_switches_are_spelt_as_in_disco_and_in_the_same_order():
    assert tuple(switch for switch in CLIP_SWITCHES if switch in SWITCHES) == SWITCHES


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("skip_timesteps", "skip_timesteps belongs to version 2.3 and older; use starting_noise"),
        ("skip_steps", "skip_steps is Disco's; here use starting_noise"),
        ("init_scale", "here use init_weight_mse"),
        ("clips", "here each has a switch: ViTB32, ViTB16, ViTL14, ViTL14_336px"),
        ("aesthetics_scale", "rates pictures with a network that is not rendered here; leave it out"),
        ("use_noise_inject", "belongs to huemin's noise injection, which is not rendered"),
        ("as_n_pass", "belongs to huemin's stitching of many pictures, which is not rendered"),
    ],
)
def test_names_that_belong_elsewhere_say_where(name, text):
    with pytest.raises(InputError, match=text) as error:
        JAX.find(name)
    assert not isinstance(error.value, UnknownName)


def test_unknown_names_name_the_nearest():
    with pytest.raises(UnknownName, match=r"^unknown jax parameter 'tv_skale'; did you mean 'tv_scale'"):
        JAX.find("tv_skale")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_choice_lists_all_words_of_its_version_when_it_refuses(platform):
    version = JAX.platforms[platform]
    for parameter in JAX.on(platform):
        if isinstance(parameter.domain, Choice):
            with pytest.raises(DomainError) as error:
                parameter.parse("nonsense", version)
            known = parameter.domain_at(version).options
            assert str(error.value).startswith(f"{parameter.name} must be one of ")
            assert all(repr(option) in str(error.value) for option in known)


def test_models_have_the_spellings_of_both_notebooks():
    assert Settings.build("jax-2.7", {"main_model": "openai_finetune"})["diffusion_model"] == "OpenAIFinetune"
    assert Settings.build("huemin-2.7", {"diffusion_model": "CC12M"})["diffusion_model"] == "CC12M"
    rule = "diffusion_model must be one of 'OpenAI', 'OpenAI256', got 'openai_finetune'"
    assert refusal("jax-2.4", {"main_model": "openai_finetune"}) == f"{rule} (it exists since jax-2.7)"


@pytest.mark.parametrize("asks", [None, "random_seed"])
def test_ways_to_ask_for_a_random_seed(asks):
    for platform in PLATFORMS:
        assert Settings.build(platform, {"seed": asks})["seed"] == "random_seed"


def test_zero_asks_for_a_random_seed_in_huemins_notebook_only():
    assert Settings.build("huemin-2.7", {"seed": 0})["seed"] == "random_seed"
    assert [Settings.build(platform, {"seed": 0})["seed"] for platform in PLATFORMS[:3]] == [0, 0, 0]


@pytest.mark.parametrize("name", ["cut_p_grey", "cut_p_mixgrey", "cut_p_flip"])
def test_none_is_no_probability_at_all(name):
    assert Settings.build("jax-2.7", {name: None}) == Settings.build("jax-2.7", {name: 0})


def test_the_secondary_model_may_be_said_as_nshepperd_does():
    for word, on in ((None, False), ("secondary2", True), (True, True), (False, False)):
        assert Settings.build("jax-2.7", {"secondary_model": word})["use_secondary_model"] is on
    assert "must be true or false, got 'secondary1'" in refusal("jax-2.7", {"secondary_model": "secondary1"})


def test_a_prompt_is_one_text():
    for written in ("a castle: red, tall", ["a castle: red, tall"]):
        assert Settings.build("jax-2.4", {"prompts": written})["all_title"] == "a castle: red, tall"
    assert refusal("jax-2.4", {"prompts": ["a", "b"]}) == (
        "all_title must be one text, or a list of one, got ['a', 'b']; join several parts in one text"
    )
    assert "must be one text, or a list of one, got 3" in refusal("jax-2.4", {"prompts": 3})
    assert "must be one text, or a list of one, got []" in refusal("jax-2.4", {"prompts": []})


def test_roles():
    roles = {parameter.name: parameter.role for parameter in JAX}
    assert roles["batch_size"] == roles["antijpeg"] == roles["time_schedule"] == "rendering"
    others = {name: role for name, role in roles.items() if role != "rendering"}
    assert others == {
        "n_batches": "saving",
        "use_init_img": "inert-name",
        "init_starting_noise": "inert-name",
        "use_masked_mse": "inert-name",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("eta", -1.5),
        ("tv_scale", -100),
        ("clip_guidance_scale", "1e9"),
        ("clamp_max", -0.2),
        ("starting_noise", 1.5),
        ("steps", 1),
        ("seed", 2**32),
        ("cut_pow", -1),
        ("cut_p_grey", 1.5),
        ("batch_size", 8),
    ],
)
def test_what_the_notebooks_accept_is_accepted(name, value):
    for platform in PLATFORMS:
        assert Settings.build(platform, {name: value})[name] == JAX.find(name).domain.parse(value)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_breaks_a_notebook_is_accepted_where_a_sensible_meaning_exists(platform):
    assert Settings.build(platform, {"cutn": 7})["cutn"] == 7  # J1
    assert Settings.build(platform, {"cut_batches": 0})["cut_batches"] == 0


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("steps", 0, "steps must be an integer of at least 1, got 0"),
        ("cutn", 0, "cutn must be an integer of at least 1, got 0"),
        ("cutn", True, "cutn must be an integer of at least 1, got True"),
        ("batch_size", 0, "batch_size must be an integer of at least 1, got 0"),
        ("eta", "high", "eta must be a number, got 'high'"),
        ("cut_p_grey", "often", "cut_p_grey must be a number, or none, got 'often'"),
        ("starting_noise", -0.1, "starting_noise must be a number of at least 0, got -0.1"),
        ("seed", -1, "seed must be an integer from 0 to 4294967296, or 'random_seed', got -1"),
        (
            "transformation_schedule",
            [2],
            "transformation_schedule must be a list, each entry a number from 0 to 1",
        ),
    ],
)
def test_refusals_name_the_parameter_the_rule_and_the_value(name, value, text):
    assert refusal("huemin-2.7", {name: value}).startswith(text)


def test_a_version_does_what_its_settings_say():
    """The same rendering settings in two versions are the same picture, so a version changes nothing else."""
    old = Settings.build("jax-2.4", {"seed": 1})
    present = {parameter.name for parameter in JAX.on("jax-2.7")}
    again = {name: value for name, value in old.items() if name in present and name != "n_batches"}
    assert Settings.build("jax-2.7", again).rendering() == old.rendering()


class TestInitialImage:
    """huemin's switches and files say one thing (engines.md 3.2)."""

    def test_a_file_turns_its_switch_on(self):
        for platform in PLATFORMS:
            assert Settings.build(platform, {"init_image": "a.png"})["use_init_img"] is True
        assert Settings.build("huemin-2.7", {"init_mask": "m.png"})["use_masked_mse"] is True

    def test_a_switch_that_is_off_leaves_its_file_out(self):
        off = Settings.build("huemin-2.7", {"init_image": "a.png", "use_init_img": False, "seed": 1})
        assert off["init_image"] is None
        assert off == Settings.build("huemin-2.7", {"seed": 1})
        mask = Settings.build("huemin-2.7", {"init_mask": "m.png", "use_masked_mse": False})
        assert mask["init_mask"] is None

    def test_a_switch_that_is_on_needs_its_file(self):
        text = "use_init_img is on and needs init_image, got none; name a file or leave use_init_img out"
        assert refusal("huemin-2.7", {"use_init_img": True}) == text
        assert "use_masked_mse is on and needs init_mask" in refusal("huemin-2.7", {"use_masked_mse": True})

    def test_an_initial_image_brings_its_own_start(self):
        def start(platform, **given):
            return Settings.build(platform, {"init_image": "a.png", **given})["starting_noise"]

        assert start("huemin-2.7") == 0.7
        assert start("huemin-2.7", init_starting_noise=0.6) == 0.6
        assert start("huemin-2.7", starting_noise=1.2, init_starting_noise=0.6) == 0.6
        assert start("huemin-2.7", starting_noise=0.5) == 0.5
        assert start("jax-2.7") == start("jax-2.4") == 1

    def test_without_one_the_start_is_that_of_all_runs(self):
        settings = Settings.build("huemin-2.7", {"init_starting_noise": 0.6, "starting_noise": 0.9})
        assert (settings["starting_noise"], settings["init_starting_noise"]) == (0.9, 0.6)

    def test_the_start_said_last_counts(self):
        settings = Settings.build("huemin-2.7", {"init_image": "a.png", "init_starting_noise": 0.6})
        changed = settings.replace(starting_noise=0.4)
        assert changed["starting_noise"] == changed["init_starting_noise"] == 0.4
        assert changed.replace(init_starting_noise=0.8)["starting_noise"] == 0.8

    def test_the_switch_said_last_counts(self):
        settings = Settings.build("jax-2.7", {"init_image": "a.png"})
        assert settings.replace(init_image=None)["use_init_img"] is False
        other = Settings.build("huemin-2.7", {"init_image": "a.png", "use_init_img": True})
        assert other.replace(use_init_img=False)["init_image"] is None


GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "eta": st.floats(-2, 2),
        "cgs": st.floats(-10, 1e6),
        "range_scale": st.sampled_from([0, 0.0, 0.5, 600]),
        "seed": st.one_of(st.none(), st.integers(0, 2**32)),
        "steps": st.integers(1, 1500),
        "starting_noise": st.floats(0, 1.5),
        "cut_p_mixgrey": st.one_of(st.none(), st.floats(0, 1)),
        "cutn": st.integers(1, 64),
        "ViTB16": st.booleans(),
        "size": st.tuples(st.integers(64, 2048), st.integers(64, 2048)),
        "prompt": st.text(alphabet="ab,{}~|: ", max_size=9),
        "init_image": st.sampled_from([None, "", "init.png"]),
        "time_schedule": st.sampled_from(["ddpm", "spliced"]),
    },
)


@settings(max_examples=40)
@given(st.sampled_from(PLATFORMS), GIVEN)
def test_settings_read_back_as_themselves(platform, given):
    built = Settings.build(platform, given)
    text = json.dumps(built.to_json())
    assert Settings.from_json(json.loads(text)) == built
    assert json.dumps(Settings.from_json(json.loads(text)).to_json()) == text
    assert "platform" not in built.rendering()
    assert built.replace(eta=0.25)["eta"] == 0.25
