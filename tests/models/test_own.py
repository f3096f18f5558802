"""Models of one's own, named in a study: what is read, how it is loaded, and what is refused."""

import json
import os

import pytest
import torch
from diffusers import DDPMPipeline, DDPMScheduler, UNet2DModel
from safetensors.torch import load_file, save_file

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import InputError, ModelError
from ezcharts.models import own
from ezcharts.models.adm import AdmUnet, original_shapes
from ezcharts.models.adm_layouts import LAYOUTS, AdmLayout
from ezcharts.models.cards import model_set
from ezcharts.models.clip_files import build
from ezcharts.models.digests import cell_digests
from ezcharts.models.loaders import perceptor_of, prior_of, secondary_of
from ezcharts.models.perceptors import MEAN, STD
from ezcharts.models.secondary import Secondary
from ezcharts.params.settings import Settings
from ezcharts.studies.cell import Cell
from ezcharts.studies.spec import study_from_dict

UNET = {
    "sample_size": 32,
    "in_channels": 3,
    "layers_per_block": 1,
    "block_out_channels": (8, 16),
    "down_block_types": ("DownBlock2D", "AttnDownBlock2D"),
    "up_block_types": ("AttnUpBlock2D", "UpBlock2D"),
    "attention_head_dim": 8,
    "norm_num_groups": 4,
}
AT = NoiseLevel(*(torch.tensor([v], dtype=torch.float64) for v in (0.8, 0.6, 320.5)))


def noisy():
    generator = torch.Generator().manual_seed(2)
    return torch.randn((1, 3, 32, 32), generator=generator, dtype=torch.float64)


@pytest.fixture
def unet(tmp_path):
    """Save a random network as people have it, a bare folder or a pipeline, and return it."""

    def make(name="unet-folder", out_channels=3, scheduler=None, **config):
        torch.manual_seed(4)
        net = UNet2DModel(**{**UNET, "out_channels": out_channels, **config}).eval()
        if scheduler is None:
            net.save_pretrained(tmp_path / name)
        else:
            DDPMPipeline(net, DDPMScheduler(**scheduler)).save_pretrained(tmp_path / name)
        return net.double()

    return make


def models(tmp_path, **table):
    """The set of a study that has `table` under `models`."""
    header = {"title": "t", "platform": "disco-5.7", "settings": {"seed": 7}}
    return model_set(study_from_dict({**header, "models": table}, tmp_path).models)


def prior(tmp_path, **options):
    return models(tmp_path, prior=options).prior


@pytest.mark.parametrize(
    ("prediction", "x0", "eps"),
    [
        ("epsilon", lambda x, y: (x - 0.6 * y) / 0.8, lambda x, y: y),
        ("v_prediction", lambda x, y: 0.8 * x - 0.6 * y, lambda x, y: 0.6 * x + 0.8 * y),
        ("sample", lambda x, y: y, lambda x, y: (x - 0.8 * y) / 0.6),
    ],
)
@pytest.mark.parametrize("out_channels", [3, 6])
def test_a_diffusers_folder_becomes_a_denoiser(tmp_path, unet, prediction, x0, eps, out_channels):
    """It is told the level's own t; of six channels the last three, the variance, are dropped (1.3)."""
    net, x = unet(out_channels=out_channels), noisy()
    loaded = prior_of(prior(tmp_path, folder="unet-folder", prediction=prediction), dtype=torch.float64)
    with torch.no_grad():
        said = net(x, AT.t).sample[:, :3]
        predicted = loaded(x, AT)
    assert torch.allclose(predicted.x0, x0(x, said), atol=1e-12)
    assert torch.allclose(predicted.eps, eps(x, said), atol=1e-12)
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


def test_a_network_can_be_told_the_cosine_time(tmp_path, unet):
    net, x = unet(), noisy()
    card = prior(tmp_path, folder="unet-folder", prediction="epsilon", time="cosine")
    with torch.no_grad():
        said = net(x, 1000 * torch.atan2(AT.sigma, AT.alpha) * 2 / torch.pi).sample
        assert torch.allclose(prior_of(card, dtype=torch.float64)(x, AT).eps, said, atol=1e-12)


@pytest.mark.parametrize("folder", ["pipeline", "pipeline/unet"])
def test_a_pipeline_s_scheduler_says_what_is_predicted(tmp_path, unet, folder):
    unet("pipeline", scheduler={"prediction_type": "v_prediction"})
    card = prior(tmp_path, folder=folder)
    assert (card.name, card.prediction) == (folder, "v_prediction")
    with pytest.raises(InputError, match=r"prediction: is epsilon here and v_prediction in scheduler_config"):
        prior(tmp_path, folder=folder, prediction="epsilon")


def test_a_bare_folder_needs_a_word_on_what_is_predicted(tmp_path, unet):
    unet()
    with pytest.raises(
        InputError, match=r"prediction: is missing, .* say one of epsilon, v_prediction, sample"
    ):
        prior(tmp_path, folder="unet-folder")


@pytest.mark.parametrize(
    ("scheduler", "message"),
    [
        (
            {"beta_schedule": "squaredcos_cap_v2"},
            "learnt with beta_schedule 'squaredcos_cap_v2', a prior here",
        ),
        ({"beta_end": 0.012}, "learnt with beta_end 0.012, a prior here with 0.02, as ADM"),
        ({"num_train_timesteps": 4000}, "learnt with num_train_timesteps 4000"),
        ({"rescale_betas_zero_snr": True}, "learnt with rescale_betas_zero_snr True"),
    ],
)
def test_other_noise_levels_than_adm_s_are_refused(tmp_path, unet, scheduler, message):
    unet("pipeline", scheduler=scheduler)
    with pytest.raises(ModelError, match=message):
        prior(tmp_path, folder="pipeline")


def test_a_scheduler_without_betas_is_refused(tmp_path, unet):
    unet("pipeline", scheduler={})
    path = tmp_path / "pipeline" / "scheduler" / "scheduler_config.json"
    path.write_text(json.dumps({"_class_name": "FlowMatchEulerDiscreteScheduler"}))
    with pytest.raises(ModelError, match="noise levels of FlowMatchEulerDiscreteScheduler, a prior here"):
        prior(tmp_path, folder="pipeline")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"in_channels": 1, "out_channels": 1}, "has in_channels 1; a prior here has 3"),
        ({"out_channels": 4}, "has out_channels 4; a prior here has 3 or 6"),
        ({"num_class_embeds": 10}, "has num_class_embeds 10; a prior here has None"),
        ({"time_embedding_type": "fourier"}, "has time_embedding_type 'fourier'"),
        ({"center_input_sample": True}, "has center_input_sample True; a prior here has False"),
        ({"_class_name": "UNet2DConditionModel"}, "has _class_name 'UNet2DConditionModel'"),
    ],
)
def test_other_kinds_of_network_are_refused(tmp_path, unet, changes, message):
    unet()
    path = tmp_path / "unet-folder" / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    with pytest.raises(ModelError, match=message):
        prior(tmp_path, folder="unet-folder", prediction="epsilon")


def test_learned_sigma_must_fit(tmp_path, unet):
    unet(out_channels=6)
    assert prior(tmp_path, folder="unet-folder", prediction="epsilon", learned_sigma=True)
    with pytest.raises(
        InputError, match="learned_sigma: does not fit unet-folder, which puts out 6 channels"
    ):
        prior(tmp_path, folder="unet-folder", prediction="epsilon", learned_sigma=False)


def test_names_of_older_versions_of_diffusers_are_known(tmp_path, unet):
    net, x = unet(), noisy()
    path = tmp_path / "unet-folder" / "diffusion_pytorch_model.safetensors"
    words = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    state = load_file(path)
    for new, old in words.items():
        state = {name.replace(new, old): value for name, value in state.items()}
    save_file(state, path)
    card = prior(tmp_path, folder="unet-folder", prediction="epsilon")
    with torch.no_grad():
        assert torch.allclose(prior_of(card, dtype=torch.float64)(x, AT).eps, net(x, AT.t).sample, atol=1e-12)


def test_weights_that_are_not_those_of_the_configuration_are_refused(tmp_path, unet):
    """diffusers alone would fill the gap with random numbers."""
    unet()
    path = tmp_path / "unet-folder" / "diffusion_pytorch_model.safetensors"
    state = load_file(path)
    del state["conv_in.bias"]
    save_file(state, path)
    card = prior(tmp_path, folder="unet-folder", prediction="epsilon")
    with pytest.raises(ModelError, match=r"not those of its config\.json: 1 missing_keys \(conv_in\.bias\)"):
        prior_of(card)
    path.write_bytes(b"no")
    with pytest.raises(ModelError, match="unet-folder cannot be read as a diffusers UNet2DModel: "):
        prior_of(card)


@pytest.fixture
def tiny_adm(monkeypatch, tmp_path):
    """A small plan, and a checkpoint of it in the original names."""
    plan = AdmLayout("tiny", 32, 32, (1, 2), attention=(2,), head_width=16)
    monkeypatch.setattr(own, "layout", lambda name: plan if name == "tiny" else LAYOUTS[name])
    generator = torch.Generator().manual_seed(6)
    state = {n: torch.randn(s, generator=generator) / 10 for n, s in original_shapes(plan).items()}
    torch.save(state, tmp_path / "pixels.pt")
    return plan


def test_a_checkpoint_of_an_adm_network_is_converted(tmp_path, tiny_adm):
    card = prior(tmp_path, checkpoint="pixels.pt", layout="tiny", prediction="v_prediction")
    loaded, x = prior_of(card, dtype=torch.float64), noisy()
    with torch.no_grad():
        v = loaded.unet(x, AT.t).sample[:, :3]
        assert torch.allclose(loaded(x, AT).x0, 0.8 * x - 0.6 * v, atol=1e-12)
    assert loaded.unet.state_dict().keys() == AdmUnet(tiny_adm).unet.state_dict().keys()


def test_an_unknown_layout_gets_a_suggestion(tmp_path):
    (tmp_path / "pixels.pt").write_bytes(b"")
    with pytest.raises(InputError, match="unknown ADM layout 'adm-255'; did you mean 'adm-256'"):
        prior(tmp_path, checkpoint="pixels.pt", layout="adm-255")


def test_a_word_of_diffusion_model_can_have_a_model_of_its_own(tmp_path, tiny_adm, unet):
    unet()
    mine = models(
        tmp_path,
        set="disco",
        custom={"checkpoint": "pixels.pt", "layout": "tiny"},
        pixelartdiffusion4k={"folder": "unet-folder", "prediction": "epsilon"},
    )
    names = {
        word: mine.prior_for(Settings.build("disco-5.7", {"diffusion_model": word})).name
        for word in ("custom", "pixelartdiffusion4k", "256x256_diffusion_uncond")
    }
    assert names == {
        "custom": "pixels.pt",
        "pixelartdiffusion4k": "unet-folder",
        "256x256_diffusion_uncond": "256x256_diffusion_uncond",
    }


def test_a_prior_for_all_words_takes_the_place_of_the_set_s(tmp_path, unet):
    unet()
    mine = models(tmp_path, set="disco", prior={"folder": "unet-folder", "prediction": "epsilon"})
    for word in ("custom", "256x256_diffusion_uncond"):
        assert mine.prior_for(Settings.build("disco-5.7", {"diffusion_model": word})) is mine.prior


@pytest.fixture
def tiny_clip(monkeypatch, tmp_path):
    """A small network that open_clip does not have, and its weights."""
    text = {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1}
    vision = {"layers": 1, "width": 16, "head_width": 8, "patch_size": 8, "image_size": 32}
    config = {"embed_dim": 8, "vision_cfg": vision, "text_cfg": text}
    monkeypatch.setattr(own, "clip_config", lambda model: config)
    torch.manual_seed(8)
    net = build(config).eval()
    save_file(net.state_dict(), tmp_path / "clip.safetensors")
    return net


def test_a_network_of_open_clip_becomes_a_perceptor(tmp_path, tiny_clip):
    table = {"open_clip": "tiny", "weights": "clip.safetensors"}
    perceptor = perceptor_of(models(tmp_path, RN50=table).stand_in("RN50"))
    pixels = torch.randn(1, 3, 32, 32)
    assert torch.allclose(perceptor.encode_image(pixels), tiny_clip.encode_image(pixels), atol=1e-6)
    assert (perceptor.name, perceptor.resolution) == ("clip.safetensors", 32)
    assert (perceptor.mean, perceptor.std) == (MEAN, STD)
    assert perceptor.encode_text(["a lighthouse"]).shape == (1, 8)


def test_the_normalisation_of_pictures_can_be_given(tmp_path, tiny_clip):
    table = {
        "open_clip": "tiny",
        "weights": "clip.safetensors",
        "mean": [0.5, 0.5, 0.5],
        "std": [0.5, 0.25, 1],
    }
    perceptor = perceptor_of(models(tmp_path, RN50=table).stand_in("RN50"))
    assert (perceptor.mean, perceptor.std) == ((0.5, 0.5, 0.5), (0.5, 0.25, 1.0))


def test_a_network_that_is_always_normalised_otherwise_is_so(tmp_path, tiny_clip):
    """All published weights of PE-Core want pictures in [-1, 1], as open_clip has it."""
    table = {"open_clip": "PE-Core-B-16", "weights": "clip.safetensors"}
    perceptor = perceptor_of(models(tmp_path, RN50=table).stand_in("RN50"))
    assert (perceptor.mean, perceptor.std) == ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))


def test_the_others_of_the_set_stay(tmp_path, tiny_clip):
    mine = models(tmp_path, ViTB32={"open_clip": "tiny", "weights": "clip.safetensors"})
    base = model_set("embedded")
    assert mine.stand_in("ViTB16") == base.stand_in("ViTB16")
    assert (mine.prior, mine.secondary, mine.perceptual) == (base.prior, base.secondary, base.perceptual)
    assert mine.name == "embedded + clip.safetensors (ViTB32)"


def test_an_unknown_network_is_told_with_a_suggestion(tmp_path):
    (tmp_path / "clip.safetensors").write_bytes(b"")
    with pytest.raises(
        InputError, match=r"models\.RN50\.open_clip: unknown open_clip model 'ViT-B32'; did you"
    ):
        models(tmp_path, RN50={"open_clip": "ViT-B32", "weights": "clip.safetensors"})
    with pytest.raises(ModelError, match="reads prompts with"):
        models(tmp_path, RN50={"open_clip": "ViT-B-16-SigLIP", "weights": "clip.safetensors"})


def test_the_secondary_model_can_be_another_or_none(tmp_path):
    torch.save(Secondary().state_dict(), tmp_path / "small.pth")
    mine = models(tmp_path, secondary={"checkpoint": "small.pth"})
    assert isinstance(secondary_of(mine.secondary), Secondary)
    assert mine.name == "embedded + small.pth (secondary)"
    none = models(tmp_path, secondary=False)
    assert none.name == "embedded + none (secondary)"
    with pytest.raises(ModelError, match="have no secondary model; turn use_secondary_model off"):
        _ = none.secondary


def digest_of_prior(tmp_path, **options):
    return cell_digests(models(tmp_path, prior=options), Cell(Settings.build("disco-5.7", {"seed": 1})))[
        "prior"
    ]


def test_the_digest_says_all_that_decides_what_a_prior_says(tmp_path, unet, tiny_adm):
    unet()
    folder = {"folder": "unet-folder", "prediction": "epsilon"}
    first = digest_of_prior(tmp_path, **folder)
    assert first == digest_of_prior(tmp_path, **folder)
    assert first != digest_of_prior(tmp_path, **folder | {"prediction": "sample"})
    assert first != digest_of_prior(tmp_path, **folder, time="cosine")
    file = {"checkpoint": "pixels.pt", "layout": "tiny"}
    adm = digest_of_prior(tmp_path, **file)
    assert adm != digest_of_prior(tmp_path, **file, prediction="sample")
    assert adm != digest_of_prior(tmp_path, **file | {"layout": "adm-256"})
    path = tmp_path / "unet-folder" / "diffusion_pytorch_model.safetensors"
    state = load_file(path)
    state["conv_in.bias"] += 1
    save_file(state, path)
    os.utime(path, ns=(1, 1))
    assert first != digest_of_prior(tmp_path, **folder)
