"""The bench loads whatever a study names: originals in small, models of one's own, the embedded ones."""

import hashlib
from dataclasses import replace
from types import MappingProxyType

import pytest
import torch
from diffusers import UNet2DModel
from PIL import Image
from safetensors.torch import save_file

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import ModelError
from ezcharts.models import loaders, own
from ezcharts.models.adm import original_shapes
from ezcharts.models.adm_layouts import AdmLayout
from ezcharts.models.anti_jpeg import JpegClassifier, JpegDenoiser
from ezcharts.models.cards import model_set
from ezcharts.models.clip_files import build
from ezcharts.models.lpips import CHANNELS, Vgg16
from ezcharts.models.originals import Original, Pair
from ezcharts.models.secondary import Secondary
from ezcharts.params.settings import Settings
from ezcharts.render.bench import Bench
from ezcharts.render.machine import Machine
from ezcharts.render.renderer import Renderer
from ezcharts.studies.cell import Cell
from ezcharts.studies.spec import study_from_dict
from tests.tiny import machine
from tests.tiny_cells import tiny_cell

FLOAT32 = machine(torch.float32)
PLAN = AdmLayout("tiny", 32, 32, (1, 2), attention=(2,), head_width=16)
TEXT = {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1}
VIT = {"layers": 1, "width": 16, "head_width": 8, "patch_size": 8, "image_size": 32}
RESNET = {"layers": [1, 1, 1, 1], "width": 8, "head_width": 16, "patch_size": None, "image_size": 32}
CLIPS = {
    "ViTB32": {"embed_dim": 8, "vision_cfg": VIT, "text_cfg": TEXT, "quick_gelu": True},
    "ViTB16": {"embed_dim": 16, "vision_cfg": VIT, "text_cfg": TEXT, "quick_gelu": True},
    "RN50": {"embed_dim": 8, "vision_cfg": RESNET, "text_cfg": TEXT, "quick_gelu": True},
}
PIXELS = "512x512_diffusion_uncond_finetune_008100"
JAX = {"all_title": "a storm", "image_size": [64, 64], "steps": 2, "cutn": 2, "cut_batches": 1, "seed": 3}


def adm():
    """Entries of a small ADM network."""
    return {name: torch.randn(shape) / 10 for name, shape in original_shapes(PLAN).items()}


def lpips():
    trunk = {
        name: torch.randn_like(v) * (2 / max(v[0].numel(), 9)) ** 0.5
        for name, v in Vgg16().state_dict().items()
    }
    linear = {f"lin{n}.model.1.weight": torch.rand(1, c, 1, 1) for n, c in enumerate(CHANNELS)}
    return trunk, linear


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Random files under the originals' names; networks that have but one size are of that size."""
    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(1)
    trunk, linear = lpips()
    contents = {
        "512x512_diffusion_uncond_finetune_008100.pt": adm(),
        "512x512_diffusion_uncond_openimages_epoch28_withfilter.pt": adm(),
        "secondary_model_imagenet_2.pth": Secondary().state_dict(),
        "ViT-B-32.pt": build(CLIPS["ViTB32"]).state_dict(),
        "ViT-B-16.pt": build(CLIPS["ViTB16"]).state_dict(),
        "RN50.pt": build(CLIPS["RN50"]).state_dict(),
        "vgg16-397923af.pth": trunk,
        "lpips-v0.1-vgg.pth": linear,
        "jpeg-db-oi-614.pt": {"params_ema": JpegDenoiser().state_dict()},
        "jpeg-classifier-72.pt": {"params_ema": JpegClassifier().state_dict()},
    }
    for name, content in contents.items():
        torch.save(content, folder / name)
    return folder


@pytest.fixture
def originals(files, monkeypatch):
    """The set of the originals, as if these files were what was published."""
    monkeypatch.setenv("EZCHARTS_MODELS", str(files))
    monkeypatch.setattr(loaders, "layout", lambda name: PLAN)
    monkeypatch.setattr(loaders, "switch_config", lambda switch: CLIPS[switch.name])
    models = model_set("originals")

    def published(card):
        if isinstance(card, Pair):
            return Pair(published(card.first), published(card.second))
        path = files / card.checkpoint.file
        if card.checkpoint.sha256 is None or not path.exists():
            return card
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        switch = card.switch and replace(card.switch, resolution=32)
        return Original(replace(card.checkpoint, sha256=digest, bytes=None), switch)

    def each(cards):
        return MappingProxyType({name: published(card) for name, card in cards.items()})

    return replace(
        models,
        switches=each(models.switches),
        priors=each(models.priors),
        secondary_model=published(models.secondary_model),
        perceptual=published(models.perceptual),
    )


@pytest.fixture
def bench(originals):
    return Bench(originals, FLOAT32)


def named(bench, platform="disco-5.7", **given):
    return bench.prior_name(Settings.build(platform, given))


def some_level(count=1):
    return NoiseLevel(*(torch.full((count,), value) for value in (0.8, 0.6, 320.5)))


def noisy():
    return torch.randn((1, 3, 64, 64), generator=torch.Generator().manual_seed(2))


def rendered(models, cell, on=FLOAT32):
    (rendering,) = Renderer(Bench(models, on), on, batch=1).render([cell])
    assert rendering.failure is None, rendering.failure
    return rendering


def test_an_original_says_eps_and_is_told_the_timestep(bench):
    net = bench.prior(named(bench))
    with torch.no_grad():
        predicted, unet = net(noisy(), some_level()), net._network.unet
        assert torch.allclose(predicted.eps, unet(noisy(), torch.tensor([320.5])).sample[:, :3], atol=1e-5)


def test_the_finetuned_one_of_jax_says_v_and_is_told_the_cosine_time(bench):
    """engines.md 4.1, last line."""
    net = bench.prior(named(bench, "jax-2.7", diffusion_model="OpenAIFinetune"))
    c = torch.atan2(torch.tensor([0.6]), torch.tensor([0.8])) * 2 / torch.pi
    with torch.no_grad():
        v = net._network.unet(noisy(), 1000 * c).sample[:, :3]
        assert torch.allclose(net(noisy(), some_level()).x0, 0.8 * noisy() - 0.6 * v, atol=1e-5)


def test_both_words_for_one_checkpoint_share_its_network(bench):
    first = named(bench, diffusion_model=PIXELS)
    assert first == named(bench, "jax-2.4") == f"{PIXELS} {bench.models.priors[PIXELS].digest[:12]}"
    assert first != named(bench, "jax-2.7", diffusion_model="OpenAIFinetune")
    assert bench.prior(first) is bench.prior(named(bench, "jax-2.4"))


def test_texts_are_embedded_once_by_the_switch_s_own_network(bench):
    rows = bench.text_rows("ViTB32", ["a storm", "fog", "a storm"])
    assert rows.shape == (3, 8)
    assert rows.dtype == torch.float32
    assert torch.equal(rows[0], rows[2])
    assert not torch.allclose(rows[0], rows[1])
    assert bench.text_rows("ViTB16", ["fog"]).shape == (1, 16)


def test_the_distance_to_an_initial_image_is_lpips(bench):
    distance = bench.perceptual
    assert distance.name == "LPIPS on VGG16"
    assert [len(weights) for weights in distance.channel_weights] == list(CHANNELS)
    assert bench.perceptual is distance


def test_the_anti_jpeg_pair_is_there_if_its_files_are(bench, monkeypatch, tmp_path):
    assert bench.anti_jpeg is bench.anti_jpeg is not None
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path))
    assert Bench(bench.models, FLOAT32).anti_jpeg is None
    assert Bench(model_set("embedded"), FLOAT32).anti_jpeg is None


def test_a_disco_picture_is_rendered_with_the_originals(originals, tmp_path):
    Image.new("RGB", (64, 64), (200, 80, 20)).save(tmp_path / "sea.png")
    cell = replace(tiny_cell(steps=3, init_image="sea.png", ViTB16=True), folder=tmp_path)
    losses = rendered(originals, cell).trace[0].losses
    assert losses.keys() >= {"clip ViTB32", "clip ViTB16", "clip RN50", "init"}
    assert losses["init"] > 0


def test_a_jax_picture_is_rendered_with_the_originals_and_the_pair(originals, monkeypatch, tmp_path):
    cell = Cell(Settings.build("jax-2.4", JAX))
    with_pair = rendered(originals, cell).pixels
    without = replace(originals, anti_jpeg=None)
    assert (with_pair != rendered(without, cell).pixels).any()


def test_a_missing_file_ends_the_run_and_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("EZCHARTS_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="get it with: ezcharts models fetch ViTB32"):
        rendered(model_set("disco"), tiny_cell())


def test_a_file_that_is_not_what_was_published_is_not_opened(files, monkeypatch):
    monkeypatch.setenv("EZCHARTS_MODELS", str(files))
    monkeypatch.setattr(torch, "load", lambda *args, **kwargs: pytest.fail("opened"))
    bench = Bench(model_set("disco"), FLOAT32)
    name = named(bench)
    with pytest.raises(ModelError, match="must have the published SHA-256 9c111ab8"):
        bench.prior(name)


@pytest.fixture
def mine(monkeypatch, tmp_path):
    """A folder with a prior and a perceptor; returns the models of a study that names them."""
    torch.manual_seed(9)
    UNet2DModel(
        sample_size=32,
        layers_per_block=1,
        block_out_channels=(8, 16),
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=8,
        norm_num_groups=4,
    ).save_pretrained(tmp_path / "unet")
    monkeypatch.setattr(own, "clip_config", lambda model: CLIPS["ViTB32"])
    save_file(build(CLIPS["ViTB32"]).state_dict(), tmp_path / "vit.safetensors")

    def models(**table):
        header = {"title": "t", "platform": "disco-5.7", "settings": {"seed": 7}}
        return model_set(study_from_dict({**header, "models": table}, tmp_path).models)

    return models


def test_a_picture_is_rendered_with_models_of_one_s_own(mine):
    cell = tiny_cell(steps=3, RN50=False)
    base = rendered(model_set("embedded"), cell).pixels
    prior = {"folder": "unet", "prediction": "v_prediction"}
    perceptor = {"open_clip": "tiny", "weights": "vit.safetensors"}
    pictures = [
        base,
        *(rendered(mine(**table), cell).pixels for table in ({"prior": prior}, {"ViTB32": perceptor})),
    ]
    assert len({picture.tobytes() for picture in pictures}) == 3
    assert rendered(
        mine(prior=prior, ViTB32=perceptor, secondary="off"),
        tiny_cell(steps=3, RN50=False, use_secondary_model=False),
    ).pixels.shape == (64, 64, 3)


def test_one_folder_read_in_two_ways_is_two_priors(mine):
    """They share a name, and must not share a network."""
    models = mine(
        custom={"folder": "unet", "prediction": "epsilon"},
        pixelartdiffusion4k={"folder": "unet", "prediction": "v_prediction"},
    )
    bench = Bench(models, FLOAT32)
    names = [named(bench, diffusion_model=word) for word in ("custom", "pixelartdiffusion4k", PIXELS)]
    assert len(set(names)) == 3
    predicted = [bench.prior(name)(noisy(), some_level()).x0 for name in names]
    assert not torch.allclose(predicted[0], predicted[1], atol=1e-2)


def test_half_precision_stays_inside_the_networks(originals):
    half = Machine(torch.device("cpu"), networks=torch.bfloat16)
    bench, exact = Bench(originals, half), Bench(originals, FLOAT32)
    name = named(bench)
    with torch.no_grad():
        predicted, meant = (one.prior(named(one))(noisy(), some_level()).eps for one in (bench, exact))
        seen = bench.perceptor("ViTB32").encode_image(torch.randn(2, 3, 32, 32))
    assert name == named(exact)
    assert predicted.dtype == seen.dtype == torch.float32
    assert 1e-5 < (predicted - meant).abs().max() < 0.1 * meant.abs().max()
