"""Which models are in a cell's key, for both dialects."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from ezcharts.errors import ModelError, PlanError
from ezcharts.models.cards import model_set
from ezcharts.models.checkpoints import checkpoint
from ezcharts.models.digests import cell_digests, cell_models, require
from ezcharts.models.open_clip_data import BYTE_PAIRS
from ezcharts.models.originals import Original
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.grid import expand
from ezcharts.studies.identity import cell_key, file_digests
from ezcharts.studies.spec import read_study

DEMO = Path(__file__).parents[2] / "studies" / "demo.yaml"
CLIPS = {"ViTB32", "ViTB16", "RN50"}


def cell(platform="disco-5.2", **given):
    return Cell(Settings.build(platform, {"seed": 7, **given}))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A model folder, and a way to put the files of some checkpoints there."""
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path))

    def put(*names):
        for name in names:
            (tmp_path / checkpoint(name).file).write_bytes(name.encode())

    return put


def test_the_keys_of_studies_of_the_embedded_models_stay_what_they_were():
    """Three of the sixteen pictures of the demo; pinned anew with the second set of weights."""
    models, grid = model_set("embedded"), expand(read_study(DEMO))
    keys = [cell_key(one, cell_digests(models, one) | file_digests(one)) for one in grid.distinct]
    assert (len(keys), keys[0], keys[7], keys[15]) == (
        16,
        "ef1319947c936a2b103e27d217faf39180c2e3e752e7a63c63bb40d542b3ee9b",
        "fd1895842d23de87bd51d3fd6b0ea3d17c0665a1124b35d48ee6506988589a84",
        "29451f560ad9f84645b6da7e0936a97506d389be76c46599a259c836213e5b98",
    )


def test_roles_are_what_the_settings_ask_for():
    models = model_set("embedded")
    assert cell_digests(models, cell()).keys() == {*CLIPS, "prior", "secondary", "tokenizer"}
    bare = cell(use_secondary_model=False, ViTB32=False, ViTB16=False, RN50=False)
    assert cell_digests(models, bare).keys() == {"prior", "tokenizer"}


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ({"init_image": "sea.png"}, True),
        ({"init_image": "sea.png", "init_scale": 0}, False),
        ({"perlin_init": True}, True),  # Q13
        ({"perlin_init": True, "init_scale": 0}, False),
        ({}, False),
    ],
)
def test_a_perceptual_distance_counts_where_it_holds_the_picture(given, held):
    assert ("perceptual" in cell_digests(model_set("embedded"), cell(**given))) == held
    assert (
        {"perceptual", "perceptual weights"} <= cell_digests(model_set("disco"), cell(**given)).keys()
    ) == held


def test_the_embedded_distance_is_the_resnet_s():
    digests = cell_digests(model_set("embedded"), cell(init_image="sea.png"))
    assert digests["perceptual"] == digests["RN50"]


def test_originals_have_the_published_hashes_and_openai_s_byte_pairs():
    digests = cell_digests(model_set("disco"), cell(init_image="sea.png"))
    assert digests["prior"] == "9c111ab89e214862b76e1fa6a1b3f1d329b1a88281885943d2cdbe357ad57648"
    assert digests["RN50"] == "afeb0e10f9e5a86da6080e35cf09123aca3b358a0c3e3b6c78a7b63bc04b6762"
    assert digests["perceptual"].startswith("397923af")
    assert digests["tokenizer"] == BYTE_PAIRS


def test_jax_cells_have_the_same_roles(here):
    digests = cell_digests(model_set("jax"), cell("jax-2.4", init_image="sea.png", init_weight_mse=100))
    assert digests.keys() == {"ViTB32", "ViTB16", "prior", "secondary", "tokenizer"}
    huemin = cell("huemin-2.7", diffusion_model="OpenAI", ViTL14_336px=True)
    assert "ViTL14_336px" in cell_digests(model_set("jax"), huemin)
    assert "secondary" not in cell_digests(model_set("jax"), huemin)


def test_the_anti_jpeg_pair_counts_where_it_is_on_and_here(here):
    pair = {"anti_jpeg denoiser", "anti_jpeg classifier"}
    models = model_set("jax")
    assert not pair & cell_digests(models, cell("jax-2.4")).keys()
    here("jpeg-db-oi-614")
    assert not pair & cell_digests(models, cell("jax-2.4")).keys()
    here("jpeg-classifier-72")
    assert pair <= cell_digests(models, cell("jax-2.4")).keys()
    assert not pair & cell_digests(models, cell("jax-2.4", antijpeg=False)).keys()
    assert not pair & cell_digests(models, cell("disco-5.2")).keys()
    denoising = cell_digests(models, cell("jax-2.4", antijpeg_guidance_scale=0)).keys()
    assert denoising & pair == {"anti_jpeg denoiser"}


def test_a_file_that_nobody_published_a_hash_of_must_be_here_to_plan(here):
    finetuned = cell("jax-2.7", diffusion_model="OpenAIFinetune")
    with pytest.raises(ModelError, match="ezcharts models fetch 512x512_diffusion_uncond_openimages_epoch28"):
        cell_digests(model_set("jax"), finetuned)
    here("OpenAIFinetune")
    assert len(cell_digests(model_set("jax"), finetuned)["prior"]) == 64


def test_models_that_are_missing_are_told_all_at_once(here):
    models = model_set("disco")
    here("512x512_diffusion_uncond_finetune_008100", "ViTB16")
    with pytest.raises(
        ModelError,
        match=r"4 model files are not here yet; .*fetch RN50 RN50x4 ViTB32 secondary_model_imagenet_2$",
    ):
        require(models, [cell(), cell(RN50x4=True)])
    here("ViTB32", "RN50", "RN50x4", "secondary_model_imagenet_2")
    require(models, [cell(), cell(RN50x4=True)])
    require(model_set("embedded"), [cell()])


def test_towers_that_read_otherwise_have_word_lists_of_their_own():
    models, others = model_set("embedded"), model_set("disco")
    mixed = replace(models, switches=MappingProxyType({**models.switches, "RN50": others.switches["RN50"]}))
    digests = cell_digests(mixed, cell())
    assert digests["tokenizer RN50"] == BYTE_PAIRS
    assert digests["tokenizer ViTB32"] == digests["tokenizer ViTB16"] == models.tokenizer_digest
    assert "tokenizer" not in digests
    alone = cell_digests(mixed, cell(ViTB32=False, ViTB16=False))
    assert alone["tokenizer"] == BYTE_PAIRS


def test_a_cell_that_nothing_stands_in_for_has_no_digests():
    with pytest.raises(PlanError, match="switch RN50x64 has no stand-in"):
        cell_models(model_set("embedded"), cell(RN50x64=True))
    without = replace(model_set("embedded"), name="mine", secondary_model=None)
    with pytest.raises(ModelError, match="models mine have no secondary model; turn use_secondary_model off"):
        cell_models(without, cell())
    assert isinstance(cell_models(model_set("disco"), cell())["prior"], Original)
