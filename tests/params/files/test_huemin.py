"""huemin's settings files: the notebook's keys, and nothing lost on the way in and out."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import InputError, SettingsError
from ezcharts.params.files.huemin import PLATFORM, parse_settings_text, read_settings_file, settings_text
from ezcharts.params.files.huemin_keys import ENTRIES
from ezcharts.params.jax.dialect import JAX
from ezcharts.params.jax.elsewhere import NOISE_INJECTION, STITCHING
from ezcharts.params.settings import Settings

DALI = "https://uploads6.wikiart.org/images/salvador-dali/the-persistence-of-memory-1931.jpg!Large.jpg"

# What the notebook writes when it is run as it is, in its order; the seed was drawn.
FILE = {
    "seed": 0,
    "batch_size": 1,
    "batch_folder": "test",
    "save_settings": "end of render",
    "steps": 100,
    "image_size": [256, 256],
    "diffusion_model": "CC12M",
    "use_secondary_model": False,
    "sample_mode": "ddim",
    "ddim_eta": 0.5,
    "starting_noise": 1.0,
    "ending_noise": 0.0,
    "use_vitb32": True,
    "use_vitb16": True,
    "use_vitl14": False,
    "use_vitl14_336px": False,
    "all_prompts": f"scifi abstract geometric pattern | white:-1 |  {DALI}:0.01",
    "all_clip_guidance_scale": 80000,
    "cutn": 4,
    "cut_batches": 4,
    "cut_pow": 1.0,
    "cut_p_grey": 0.2,
    "cut_p_flip": 0.5,
    "cut_p_mixgrey": None,
    "tv_scale": 100,
    "range_scale": 100,
    "mean_scale": 100,
    "var_scale": 100,
    "horizontal_symmetry_scale": 0,
    "vertical_symmetry_scale": 0,
    "use_multiple_prompts": False,
    "vitb32_all_prompt": "scifi abstract geometric pattern | white:-1",
    "vitb32_clip_guidance_scale": 120000,
    "vitb16_all_prompt": DALI,
    "vitb16_clip_guidance_scale": 40000,
    "vitl14_all_prompt": "",
    "vitl14_clip_guidance_scale": 0,
    "vitl14_336px_all_prompt": "",
    "vitl14_336px_clip_guidance_scale": 0,
    "use_init_img": False,
    "use_masked_mse": False,
    "init_starting_noise": 0.7,
    "init_path": "init01.png",
    "init_mse_alpha_path": "alpha01.png",
    "init_append_path": "/content/link/",
    "init_mse_scale": 1000,
    "use_vertical_symmetry": False,
    "use_horizontal_symmetry": False,
    "transformation_schedule": [0.1, 0.2, 0.3],
    "use_noise_inject": False,
    "noise_inject_alpha": ["alpha01.png"],
    "noise_inject_image": ["inject01.png"],
    "noise_inject_scale": [1],
    "noise_inject_symmetry": ["vertical"],
    "noise_inject_schedule": [0.2],
    "noise_inject_append_path": "/content/link/",
    "use_automated_stitching": False,
    "as_image_size": [512, 512],
    "as_starting_noise": 0.7,
    "as_image_weight": 0.8,
    "as_alpha_border": 40,
    "as_alpha_feather": 20,
    "as_n_pass": 1,
    "as_stitch_overlap": 128,
    "as_stitch_shift": [0, 64],
    "use_as_init_img": False,
    "as_init_path": "init01.png",
    "as_init_append_path": "/content/link/",
    "as_init_mse_scale": 0,
    "use_batch_runs": False,
    "n_batch_runs": 2,
    "use_random_settings": False,
    "use_random_init": False,
    "use_ordered_init": False,
    "batch_init_path": "",
    "batch_init_append_path": "/content/link/",
    "use_random_prompts": False,
    "prompts_path": "prompts.csv",
    "prompt_append_path": "/content/link/",
    "local_seed": 1654214400,
}


def read(**changes):
    return parse_settings_text(json.dumps({**FILE, **changes}))


def written(settings=None, unused=None, **given):
    return json.loads(settings_text(settings or Settings.build(PLATFORM, {"seed": 1, **given}), unused))


def test_the_keys_are_those_of_the_notebook_in_its_order():
    assert list(ENTRIES) == [key for key in FILE if key != "local_seed"]
    assert list(written()) == list(ENTRIES)


def test_the_notebook_run_as_it_is_has_the_defaults_of_the_platform():
    file = read()
    assert file.settings == Settings.build(PLATFORM, {"seed": 1654214400})
    again = settings_text(file.settings, file.unused)
    drawn = {**FILE, "seed": 1654214400}
    del drawn["local_seed"]
    assert json.loads(again) == drawn
    assert again.startswith('{\n    "seed": 1654214400,\n    "batch_size": 1,\n')


def test_huemins_names_reach_the_settings():
    settings = read(
        ddim_eta=-1,
        range_scale=7,
        init_mse_scale=5,
        all_prompts="a | b:2",
        all_clip_guidance_scale=123,
        use_vitl14_336px=True,
        image_size=[384, 512],
    ).settings
    assert (settings["eta"], settings["sat_scale"], settings["init_weight_mse"]) == (-1, 7, 5)
    assert (settings["all_title"], settings["clip_guidance_scale"]) == ("a | b:2", 123)
    assert settings["ViTL14_336px"] is True
    assert settings["image_size"] == (384, 512)
    assert settings["cut_p_mixgrey"] == 0


def test_the_seed_that_was_drawn_counts_where_the_file_asks_for_a_random_one():
    file = read()
    assert file.settings["seed"] == 1654214400
    assert "seed 0 asked for a random one; local_seed 1654214400 is the one that was drawn" in file.notes
    stale = read(seed=7)
    assert stale.settings["seed"] == 7
    assert not any("local_seed" in note for note in stale.notes)
    lost = {key: value for key, value in FILE.items() if key != "local_seed"}
    assert parse_settings_text(json.dumps(lost)).settings["seed"] == "random_seed"


class TestFiles:
    """A file is a folder and a path, and counts only where its switch is on."""

    def test_a_file_that_is_off_is_kept_and_not_used(self):
        file = read()
        assert file.settings["init_image"] is file.settings["init_mask"] is None
        assert file.unused["init_path"] == "init01.png"
        assert written(file.settings, file.unused)["init_path"] == "init01.png"

    def test_a_file_that_is_on_is_the_folder_and_the_path(self):
        file = read(use_init_img=True, use_masked_mse=True, starting_noise=0.7)
        assert file.settings["init_image"] == "/content/link/init01.png"
        assert file.settings["init_mask"] == "/content/link/alpha01.png"
        assert not {"init_path", "init_mse_alpha_path"} & set(file.unused)
        again = written(file.settings, file.unused)
        assert (again["init_path"], again["init_append_path"]) == ("init01.png", "/content/link/")
        assert again["init_mse_alpha_path"] == "alpha01.png"

    def test_a_file_elsewhere_is_written_without_the_folder(self):
        data = written(init_image="pictures/a.png", init_mask="/content/link/m.png")
        assert (data["init_append_path"], data["init_path"]) == ("", "pictures/a.png")
        assert data["init_mse_alpha_path"] == "/content/link/m.png"

    def test_the_start_in_the_file_is_the_one_that_acted(self):
        # The notebook replaces starting_noise before it writes the file.
        assert read(use_init_img=True, starting_noise=0.7).settings["starting_noise"] == 0.7
        assert read(use_init_img=True, starting_noise=0.5).settings["starting_noise"] == 0.5
        assert read(starting_noise=0.9).settings["starting_noise"] == 0.9

    def test_a_mask_without_an_image_is_told(self):
        notes = read(use_masked_mse=True).notes
        assert any("the notebook starts from init_path all the same" in note for note in notes)

    def test_paths_must_be_text(self):
        with pytest.raises(SettingsError, match="init_append_path and init_path must be text, got '' and 3"):
            read(use_init_img=True, init_path=3, init_append_path="")


def test_extras_are_kept_and_named_and_those_that_are_on_are_warned_about():
    file = read(use_noise_inject=True, use_random_settings=True, use_batch_runs=True, as_n_pass=3)
    assert set(NOISE_INJECTION) | set(STITCHING) <= set(file.unused)
    assert file.unused["as_n_pass"] == 3
    for text in (
        "use_noise_inject is on: noise injection is not rendered: the picture will differ",
        "use_random_settings is on: the notebook drew other values after writing these: they may be wrong",
        "use_batch_runs is on: the notebook took prompts from a list: all_prompts may be wrong",
    ):
        assert text in file.notes
        assert text not in read().notes
    assert file.notes[0] == "read as huemin-2.7"
    assert written(file.settings, file.unused)["as_n_pass"] == 3


def test_unknown_and_missing_keys():
    file = read(clamp_mx=1, tv_scal=2)
    assert file.unused["tv_scal"] == 2
    assert "kept, but not known: clamp_mx" in file.notes
    assert "kept, but not known: tv_scal; did you mean 'tv_scale' or 'var_scale'?" in file.notes
    assert written(file.settings, file.unused)["clamp_mx"] == 1
    notes = parse_settings_text('{"steps": 50}').notes
    assert any(
        note.startswith("not in the file, so defaults of huemin-2.7 stand in: seed, ") for note in notes
    )
    assert not any("stand in" in note for note in read().notes)


def test_settings_that_the_notebook_has_in_its_code_come_along():
    data = written(clamp_max=0.1, time_schedule="ddpm")
    assert list(data)[-2:] == ["clamp_max", "time_schedule"]
    again = parse_settings_text(json.dumps(data)).settings
    assert (again["clamp_max"], again["time_schedule"]) == (0.1, "ddpm")
    assert "clamp_max" not in written(clamp_max=0.2)


@settings(max_examples=60)
@given(
    st.fixed_dictionaries(
        {"seed": st.integers(1, 2**32)},
        optional={
            "eta": st.floats(-1, 1),
            "range_scale": st.sampled_from([0, 100, 0.5, -3]),
            "clamp_max": st.sampled_from([0.2, 0.05]),
            "cut_p_grey": st.sampled_from([None, 0, 0.3]),
            "cut_p_mixgrey": st.sampled_from([None, 0, 0.3]),
            "prompt": st.text(alphabet="ab ł|:,", max_size=6),
            "init_image": st.sampled_from([None, "a.png", "/content/link/b.png", "/content/link/"]),
            "init_mask": st.sampled_from([None, "m.png", "/content/link/m.png"]),
            "starting_noise": st.sampled_from([0.5, 1]),
            "init_starting_noise": st.sampled_from([0.6, 0.7]),
            "size": st.tuples(st.integers(64, 999), st.integers(64, 999)),
            "ViTL14": st.booleans(),
            "transformation_schedule": st.lists(st.floats(0, 1), max_size=3),
            "prompt_syntax": st.sampled_from(["pipes", "braces"]),
        },
    )
)
def test_files_round_trip(given):
    text = settings_text(Settings.build(PLATFORM, given))
    file = parse_settings_text(text)
    assert file.settings == Settings.build(PLATFORM, given)
    assert settings_text(file.settings, file.unused) == text


def test_only_huemins_settings_can_be_written_as_huemins():
    with pytest.raises(SettingsError, match=r"only huemin-2\.7 writes this .* got settings of jax-2\.4"):
        settings_text(Settings.build("jax-2.4", {"seed": 1}))
    with pytest.raises(
        SettingsError, match=r"the seed must be a number .* got 'random_seed'; draw one first"
    ):
        settings_text(Settings.build(PLATFORM, {}))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('{"eta": }', "must be JSON: Expecting value: line 1 column 9"),
        ("[" * 100_000, "must be JSON: maximum recursion depth"),
        ("[1]", r"must be a JSON object, got \[1\]"),
        ('{"ddim_eta": true}', "eta must be a number, got True"),
        ('{"ddim_eta": 1, "eta": 1}', "eta is given twice, the second time as 'eta'"),
        ('{"image_size": [256]}', "image_size must be"),
        ('{"diffusion_model": "dreams"}', "diffusion_model must be one of"),
        ('{"use_init_img": true}', "use_init_img is on and needs init_image"),
        ('{"seed": -1}', "seed must be an integer from 0"),
    ],
)
def test_errors_name_the_file_and_the_rule(tmp_path, text, error):
    path = tmp_path / "20220612_settings.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=error) as caught:
        read_settings_file(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_files_are_read_from_disk_with_or_without_a_byte_order_mark(tmp_path):
    for mark in ("", "\ufeff"):
        path = tmp_path / "settings.txt"
        path.write_text(mark + json.dumps({**FILE, "all_prompts": "Beksiński"}), encoding="utf-8")
        assert read_settings_file(path).settings["all_title"] == "Beksiński"
    with pytest.raises(SettingsError, match=r"missing\.txt"):
        read_settings_file(tmp_path / "missing.txt")


def test_it_can_be_read_as_another_platform_that_knows_all_of_it():
    with pytest.raises(InputError, match=r"exists since huemin-2\.7, not in jax-2\.7"):
        parse_settings_text(json.dumps(FILE), "jax-2.7")
    assert parse_settings_text('{"steps": 9}', "jax-2.7").settings["steps"] == 9
    assert JAX.platforms[PLATFORM] == "2.75"
