"""The key changes with everything that decides a picture, and with nothing else."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.errors import PlanError
from ezcharts.params.disco.dialect import DISCO
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.identity import MATHEMATICS, cell_key, content, file_digests, left_out

DIGESTS = {"prior": "1" * 64, "secondary": "2" * 64, "tokenizer": "3" * 64, "ViTB32": "4" * 64}

LEFT_OUT = {
    "custom_path", "use_checkpoint", "timestep_respacing", "diffusion_steps", "check_model_SHA", "batch_name",
    "width_height_for_512x512_models", "width_height_for_256x256_models", "intermediate_saves",
    "intermediates_in_subfolder", "keep_unsharp", "display_rate", "n_batches",
}  # fmt: skip
"""Names, paths, saving, showing, and what only stands in for another parameter."""

OTHER = {
    "diffusion_model": "256x256_diffusion_uncond",
    "diffusion_sampling_mode": "plms",
    "perlin_mode": "gray",
    "width_height": (512, 512),
    "seed": 8,
    "text_prompts": ("another",),
    "image_prompts": ("picture.png",),
    "init_image": "picture.png",
    "cut_overview": "[1]*1000",
    "transformation_percent": [0.5],
    "sharpen_preset": "Fast",
}


def cell(platform="disco-5.7", image=0, folder=".", **given):
    return Cell(Settings.build(platform, {"seed": 7, "text_prompts": ["a castle"], **given}), image, folder)


def key(*args, **given):
    return cell_key(cell(*args, **given), DIGESTS)


def other(parameter):
    """A value of a parameter that is not its default."""
    if parameter.name in OTHER:
        return OTHER[parameter.name]
    default = parameter.default_at("5.7")
    if isinstance(default, bool):
        return not default
    return 7 if not isinstance(default, int | float) else default + 1


def rendering():
    return [p for p in DISCO if p.role == "rendering" and p.name not in ("batch_size",)]


@pytest.mark.parametrize("parameter", rendering(), ids=lambda parameter: parameter.name)
def test_every_rendering_parameter_changes_the_key_inert_ones_too(parameter, tmp_path):
    platform = "disco-4.1" if parameter.removed else "disco-5.7"
    (tmp_path / "picture.png").write_bytes(b"picture")
    changed = cell(platform, folder=tmp_path, **{parameter.name: other(parameter)})
    digests = DIGESTS | file_digests(changed)
    assert cell_key(changed, digests) != key(platform)


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_names_paths_saving_and_showing_leave_the_key_alone(name):
    parameter = DISCO.find(name)
    given = {"batch_name": "another", "timestep_respacing": "ddim25", "custom_path": "model.pt"}
    sizes = {"width_height_for_256x256_models": (256, 256)}
    if name == "width_height_for_512x512_models":
        return  # it is the size: tested below
    platform = "disco-4.1" if parameter.removed else "disco-5.7"
    value = {**given, **sizes}.get(name, 7 if not isinstance(parameter.default_at("5.7"), bool) else None)
    value = not parameter.default_at("5.7") if value is None else value
    assert key(platform, **{name: value}) == key(platform)


def test_what_is_left_out_is_listed():
    assert set(left_out(DISCO)) == LEFT_OUT
    named = {parameter.name for parameter in rendering()} | {"batch_size"}
    assert named | LEFT_OUT == {parameter.name for parameter in DISCO}


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"steps": 250}, {"steps": 250.0}),
        ({"cgs": 5000}, {"clip_guidance_scale": 5e3}),
        ({"eta": 0}, {"eta": -0.0}),
        ({"cut_ic_pow": 1}, {"cut_ic_pow": "[1]*1000"}),
        ({"cut_overview": "[12]*400+[4]*600"}, {"cut_overview": "[12]*200+[12]*200+[4]*600"}),
        ({"cut_overview": "[12]*400+[4]*600"}, {"cut_overview": [12] * 400 + [4] * 900}),
        ({"width_height": (1280, 768)}, {"width_height": (1300, 800)}),
        ({"width_height": (640, 384)}, {"width_height_for_512x512_models": (640, 384)}),
        ({"text_prompts": "a castle"}, {"text_prompts": {0: ["a castle"]}}),
        ({"eta": 0.8}, {}),
        ({"init_image": ""}, {"init_image": "None"}),
    ],
)
def test_two_ways_to_write_the_same_settings_have_one_key(one, another):
    assert key(**one) == key(**another)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ({"text_prompts": ["a castle:1"]}, {"text_prompts": ["a castle"]}),  # the tokenizer sees the weight
        ({"text_prompts": ["a", "b"]}, {"text_prompts": ["b", "a"]}),
        ({"range_scale": 0}, {"range_scale": 150}),  # inert, and yet to be seen in the pictures
        ({"seed": 0}, {"seed": 1}),
        ({"image": 0}, {"image": 1}),
        ({"cut_overview": "[4]*999"}, {"cut_overview": "[4]*1000"}),
    ],
)
def test_different_pictures_have_different_keys(one, another):
    assert key(**one) != key(**another)


def test_the_dialect_counts_and_not_the_version():
    given = {"skip_steps": 10, "display_rate": 20}
    assert len({key(platform, **given) for platform in DISCO.platforms}) == 1
    assert key("disco-5.0") != key("disco-5.2")  # skip_steps is 0 there and 10 here


def test_files_count_by_content_and_not_by_name(tmp_path):
    for name, data in (("a.png", b"one"), ("b.png", b"one"), ("c.png", b"two")):
        (tmp_path / name).write_bytes(data)

    def of(name, role="init_image"):
        found = cell(folder=tmp_path, **{role: name})
        return cell_key(found, DIGESTS | file_digests(found))

    assert of("a.png") == of("b.png") != of("c.png")
    assert of("a.png:2", "image_prompts") == of("b.png:2.0", "image_prompts")
    assert of("a.png:2", "image_prompts") != of("a.png:3", "image_prompts")
    assert of("a.png", "image_prompts") != of("c.png", "image_prompts")
    assert of("a.png") != of("a.png", "image_prompts")
    assert file_digests(cell(folder=tmp_path, init_image="a.png")) == {
        "init_image": hashlib.sha256(b"one").hexdigest()
    }


def test_the_same_file_from_another_folder_is_the_same_cell(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.png").write_bytes(b"picture")
    one, two = (cell(folder=tmp_path / folder, init_image="a.png") for folder in ("one", "two"))
    assert one == two
    assert cell_key(one, DIGESTS | file_digests(one)) == cell_key(two, DIGESTS | file_digests(two))


def test_the_weights_count():
    found = cell()
    assert cell_key(found, DIGESTS) != cell_key(found, DIGESTS | {"prior": "5" * 64})
    assert cell_key(found, DIGESTS) != cell_key(found, DIGESTS | {"RN50": "5" * 64})
    assert cell_key(found, dict(reversed(DIGESTS.items()))) == cell_key(found, DIGESTS)


def test_the_mathematics_count(monkeypatch):
    before = key()
    monkeypatch.setitem(MATHEMATICS, "disco", MATHEMATICS["disco"] + 1)
    assert key() != before


def test_a_cell_without_a_seed_or_with_an_unread_file_has_no_key(tmp_path):
    with pytest.raises(
        PlanError, match="a cell needs a seed before it has a key; draw one and write it down"
    ):
        key(seed="random_seed")
    missing = cell(folder=tmp_path, init_image="gone.png")
    with pytest.raises(PlanError, match="a key needs the content of init_image; add file_digests"):
        cell_key(missing, DIGESTS)
    with pytest.raises(PlanError, match=r"init_image .*gone.png cannot be read: No such file"):
        file_digests(missing)


def test_the_key_is_the_digest_of_canonical_json():
    found = cell()
    whole = {**content(found), "files": {}, "models": DIGESTS}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert cell_key(found, DIGESTS) == hashlib.sha256(text.encode()).hexdigest()
    assert content(found)["size"] == [1280, 768]
    assert content(found)["mathematics"] == 1
    assert not {"init_image", "image_prompts", "width_height", "platform"} & content(found)["settings"].keys()


def test_one_key_is_pinned():
    """Computed when the format of keys was fixed; if it changes, every store out there is worthless."""
    given = {
        "steps": 50,
        "width_height": (192, 128),
        "clamp_max": 0.05,
        "text_prompts": ["Beksiński:2", "fog:-1"],
    }
    assert key("disco-5.2", **given) == "abb244a7a2ee7ce24f5a44824df3c2d7622e9806c24839da3dbadce1cf75f13e"


TEXTS = st.lists(st.text(max_size=8).map(lambda text: text.replace(":", "")), max_size=3)


@settings(max_examples=30)
@given(TEXTS, TEXTS)
def test_prompts_decide_the_key_exactly(one, another):
    assert (key(text_prompts=one) == key(text_prompts=another)) is (one == another)
