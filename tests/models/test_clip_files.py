"""CLIP files in every form that people have, read back and compared with the networks they are of."""

import copy
import warnings
import zipfile

import open_clip
import pytest
import torch
from open_clip.transformer import QuickGELU
from safetensors.torch import save_file

from ezcharts.errors import ModelError, PromptError, UnknownName
from ezcharts.models import clip_files
from ezcharts.models.checkpoints import switches
from ezcharts.models.clip_files import BytePairs, build, read_clip
from ezcharts.models.open_clip_data import clip_config, resolution
from ezcharts.models.perceptors import Perceptor, pad

TEXT = {"context_length": 77, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 2}
VIT = {"layers": 2, "width": 16, "head_width": 8, "patch_size": 8, "image_size": 32}
RESNET = {"layers": [1, 1, 1, 1], "width": 8, "head_width": 16, "patch_size": None, "image_size": 32}
PROMPTS = ["a lighthouse", "fog, fog and a beautiful painting by greg rutkowski:5"]
TOWERS = pytest.mark.parametrize("vision", [VIT, RESNET], ids=["vit", "resnet"])


def config(vision, *, quick_gelu=True, **more):
    return {"embed_dim": 16, "vision_cfg": vision, "text_cfg": TEXT, "quick_gelu": quick_gelu, **more}


def network(options, dtype=torch.float32):
    """Random weights, far enough from 0 that GELU and QuickGELU differ; statistics that are not 0 and 1."""
    torch.manual_seed(5)
    net = build(options).eval().to(dtype)
    with torch.no_grad():
        for name, value in net.state_dict().items():
            if value.is_floating_point():
                value.add_(torch.rand_like(value) if "running_var" in name else torch.randn_like(value) / 10)
    return net


def embeddings(net, dtype):
    """Of two pictures, by the network itself, and of two prompts, over all 77 places."""
    pixels = torch.randn((2, 3, 32, 32), generator=torch.Generator().manual_seed(1)).to(dtype)
    with torch.no_grad():
        return net.encode_image(pixels), net.encode_text(open_clip.tokenize(PROMPTS))


def ours(net, dtype):
    """The same by the package."""
    perceptor = Perceptor("tiny", "", 32, net, BytePairs())
    pixels = torch.randn((2, 3, 32, 32), generator=torch.Generator().manual_seed(1)).to(dtype)
    with torch.no_grad():
        return perceptor.encode_image(pixels), perceptor.encode_text(PROMPTS)


def difference(some, others):
    return max((a - b).abs().max().item() for a, b in zip(some, others, strict=True))


def save_archive(net, path):
    """Save as OpenAI did: a traced program, floats in 16 bits, three facts and no mask among the weights."""
    net = copy.deepcopy(net)
    net.attn_mask = net._buffers.pop("attn_mask")
    for name, value in {"input_resolution": 32, "context_length": 77, "vocab_size": 49408}.items():
        vars(net).pop(name, None)
        net.register_buffer(name, torch.tensor(value))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TorchScript is on its way out
        archived = torch.jit.trace_module(
            net,
            {"encode_image": torch.zeros(1, 3, 32, 32), "encode_text": torch.zeros((1, 77)).long()},
            check_trace=False,
        )
        torch.jit.save(archived.half(), path)


@pytest.fixture(params=[VIT, RESNET], ids=["vit", "resnet"])
def archive(request, tmp_path):
    """A network, its configuration, and the TorchScript archive made from it."""
    options = config(request.param)
    net = network(options).half().float()
    save_archive(net, tmp_path / "archive.pt")
    return net, options, tmp_path / "archive.pt"


def test_an_openai_archive_gives_the_network_back(archive):
    net, options, path = archive
    loaded = read_clip(options, path, published=True)
    assert difference(embeddings(net, torch.float32), ours(loaded, torch.float32)) < 1e-6
    assert all(torch.equal(value, loaded.state_dict()[name]) for name, value in net.state_dict().items())
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


def test_an_archive_that_nobody_vouches_for_is_not_opened(archive, monkeypatch):
    def opened(*_args, **_options):
        raise AssertionError("opened")

    monkeypatch.setattr(torch.jit, "load", opened)
    _, options, path = archive
    with pytest.raises(
        ModelError, match="a TorchScript archive, which is a program, and not one of OpenAI's"
    ):
        read_clip(options, path)


def test_what_is_no_archive_but_claims_to_be_one_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "archive.pt", "w") as made:
        made.writestr("archive/constants.pkl", b"no")
    with pytest.raises(ModelError, match=r"archive\.pt is damaged \(.*\); fetch it again"):
        read_clip(config(VIT), tmp_path / "archive.pt", published=True)


def saved(form, state, path):
    """Save a state dict in one of the forms that OpenCLIP's files have, or as safetensors."""
    if form == "safetensors":
        save_file({name: value.contiguous() for name, value in state.items()}, path)
    elif form == "plain":
        torch.save(state, path)
    else:
        prefix = "module." if form == "data parallel" else ""
        trained = {"epoch": 31, "name": "tiny", "state_dict": {prefix + name: v for name, v in state.items()}}
        torch.save(trained, path)


@TOWERS
@pytest.mark.parametrize("form", ["plain", "trained", "data parallel", "safetensors"])
def test_an_openclip_file_gives_the_network_back(vision, form, tmp_path):
    options = config(vision)
    net = network(options, torch.float64)
    path = tmp_path / ("net.safetensors" if form == "safetensors" else "net.pt")
    saved(form, net.state_dict(), path)
    loaded = read_clip(options, path, dtype=torch.float64)
    assert difference(embeddings(net, torch.float64), ours(loaded, torch.float64)) < 1e-12


def twins(vision, path):
    """What a file's network sees and reads with QuickGELU, and with plain GELU."""
    saved("plain", network(config(vision), torch.float64).state_dict(), path)
    both = (read_clip(config(vision, quick_gelu=q), path, dtype=torch.float64) for q in (True, False))
    return [ours(net, torch.float64) for net in both]


def test_the_plain_gelu_twin_of_a_transformer_sees_and_reads_otherwise(tmp_path):
    """Q21: the same file, read into a network without QuickGELU."""
    for one, other in zip(*twins(VIT, tmp_path / "net.pt"), strict=True):
        assert 1e-3 < (one - other).norm() / one.norm() < 0.5


def test_the_plain_gelu_twin_of_a_resnet_only_reads_otherwise(tmp_path):
    """Q21: a ResNet's image tower has ReLU, so the pictures stay where they were (engines.md 4.4)."""
    (pictures, texts), (same, others) = twins(RESNET, tmp_path / "net.pt")
    assert torch.equal(pictures, same)
    assert (texts - others).norm() / texts.norm() > 1e-3


def test_quick_gelu_is_x_times_sigmoid_of_1_702_x():
    x = torch.linspace(-4, 4, 9, dtype=torch.float64)
    net = build(config(VIT))
    for activation in (net.visual.transformer.resblocks[0].mlp.gelu, net.transformer.resblocks[1].mlp.gelu):
        assert torch.allclose(activation(x), x / (1 + torch.exp(-1.702 * x)), atol=1e-12)


@pytest.mark.parametrize("causal", [True, False])
def test_a_text_tower_in_a_class_of_its_own_reads_all_its_places(causal, tmp_path):
    options = config(VIT, custom_text=True) | {"text_cfg": {**TEXT, "no_causal_mask": not causal}}
    net = network(options, torch.float64)
    saved("plain", net.state_dict(), tmp_path / "net.pt")
    loaded = read_clip(options, tmp_path / "net.pt", dtype=torch.float64)
    assert difference(embeddings(net, torch.float64), ours(loaded, torch.float64)) < 1e-12


def test_a_file_of_the_old_form_fits_a_text_tower_in_a_class_of_its_own(tmp_path):
    net = network(config(VIT), torch.float64)
    saved("plain", net.state_dict(), tmp_path / "net.pt")
    loaded = read_clip(config(VIT, custom_text=True), tmp_path / "net.pt", dtype=torch.float64)
    assert difference(embeddings(net, torch.float64), ours(loaded, torch.float64)) < 1e-12


def test_the_file_of_another_network_is_refused(tmp_path):
    saved("trained", network(config(RESNET)).state_dict(), tmp_path / "net.pt")
    with pytest.raises(ModelError, match=r"net\.pt is of another network: .* missing \(visual\."):
        read_clip(config(VIT), tmp_path / "net.pt")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"net\.pt cannot be read: No such file"):
        read_clip(config(VIT), tmp_path / "net.pt")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # OpenAI's own examples (README of its CLIP repository).
        ("a diagram", [49406, 320, 22697, 49407]),
        ("a dog", [49406, 320, 1929, 49407]),
        ("a cat", [49406, 320, 2368, 49407]),
        # Q2: a weight that Disco leaves in the text is read.
        ("A  Dog:5", [49406, 320, 1929, 281, 276, 49407]),
    ],
)
def test_texts_become_openai_s_rows(text, rows):
    assert BytePairs().encode(text) == rows


@pytest.mark.parametrize("text", ["", "Beksiński & Gaspard — \u201cfog\u201d &amp; 4K!!", *PROMPTS])
def test_rows_are_open_clip_s(text):
    assert pad([BytePairs().encode(text)])[0].tolist() == [
        row for row in open_clip.tokenize([text])[0].tolist() if row
    ]


def test_77_tokens_fit_and_78_are_refused_not_cut():
    assert len(BytePairs().encode("a " * 75)) == 77
    with pytest.raises(PromptError, match=r"at most 75 tokens for this model; 'a a.*'\.\.\. has 76"):
        BytePairs().encode("a " * 76)
    with pytest.raises(PromptError, match="at most 30 tokens"):
        BytePairs(context=32).encode("a " * 31)


def test_another_list_of_byte_pairs_is_noticed(monkeypatch):
    clip_files._byte_pairs.cache_clear()
    monkeypatch.setattr(clip_files, "BYTE_PAIRS", "0" * 64)
    with pytest.raises(ModelError, match=r"must have the SHA-256 0000.*, it has 67603cfd"):
        BytePairs().encode("a")


# Parameters of the full-size networks, as open_clip's own profile lists them.
FULL = {
    "ViTB32": (151_277_313, 512, 224, True),
    "ViTB16": (149_620_737, 512, 224, True),
    "ViTL14": (427_616_513, 768, 224, True),
    "ViTL14_336px": (427_944_193, 768, 336, True),
    "RN50": (102_007_137, 1024, 224, True),
    "RN50x4": (178_300_601, 640, 288, True),
    "RN50x16": (290_979_217, 768, 384, True),
    "RN50x64": (623_258_305, 1024, 448, True),
    "RN101": (119_688_033, 512, 224, True),
    "ViTB32_laion2b_e16": (151_277_313, 512, 224, False),
    "ViTB32_laion400m_e31": (151_277_313, 512, 224, False),
    "ViTB32_laion400m_32": (151_277_313, 512, 224, False),
    "ViTB32quickgelu_laion400m_e31": (151_277_313, 512, 224, True),
    "ViTB32quickgelu_laion400m_e32": (151_277_313, 512, 224, True),
    "ViTB16_laion400m_e31": (149_620_737, 512, 224, False),
    "ViTB16_laion400m_e32": (149_620_737, 512, 224, False),
    "RN50_yffcc15m": (102_007_137, 1024, 224, False),
    "RN50_cc12m": (102_007_137, 1024, 224, False),
    "RN50_quickgelu_yfcc15m": (102_007_137, 1024, 224, True),
    "RN50_quickgelu_cc12m": (102_007_137, 1024, 224, True),
    "RN101_yfcc15m": (119_688_033, 512, 224, False),
    "RN101_quickgelu_yfcc15m": (119_688_033, 512, 224, True),
}


@pytest.mark.parametrize("switch", switches(), ids=lambda switch: switch.name)
def test_every_switch_has_the_network_of_the_notebook_s_table(switch):
    """engines.md 4.4: embedding, resolution and which have QuickGELU."""
    parameters, embedding, side, quick = FULL[switch.name]
    options = clip_files.switch_config(switch)
    with torch.device("meta"):
        net = build(options)
    assert sum(parameter.numel() for parameter in net.parameters()) == parameters
    assert (options["embed_dim"], net.text_projection.shape[1]) == (embedding, embedding)
    assert resolution(options) == side == switch.resolution
    kinds = {type(module) for module in net.modules() if isinstance(module, torch.nn.GELU | QuickGELU)}
    assert kinds == {QuickGELU if quick else torch.nn.GELU}
    assert (net.context_length, net.vocab_size) == (77, 49408)


def test_every_switch_is_there():
    assert [switch.name for switch in switches()] == list(FULL)


def test_configurations_are_open_clip_s():
    names, refused = open_clip.list_models(), []
    for name in names:
        try:
            assert clip_config(name) == open_clip.get_model_config(name)
        except ModelError as error:
            refused.append(str(error))
    assert len(names) - len(refused) > 80
    assert any("ViT-B-16-SigLIP reads prompts with timm/ViT-B-16-SigLIP, which" in text for text in refused)
    assert any("coca_ViT-B-32 writes captions and is no CLIP" in text for text in refused)


def test_an_unknown_network_gets_a_suggestion():
    with pytest.raises(UnknownName, match="unknown open_clip model 'ViT-B32'; did you mean 'ViT-B-32'"):
        clip_config("ViT-B32")
    with pytest.raises(UnknownName):
        clip_config("../model_configs/RN50")
