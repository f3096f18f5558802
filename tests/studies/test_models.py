"""`models` of a study: a word for a set, or a table with models of one's own. Nothing is loaded here."""

import re
import textwrap
from pathlib import Path

import pytest

from ezcharts.errors import StudyError
from ezcharts.models.adm_layouts import LAYOUTS
from ezcharts.studies.models import PREDICTIONS, TIMES, OwnCheckpoint, OwnFolder, OwnModels, OwnPerceptor
from ezcharts.studies.spec import study_from_dict

HEAD = "title: t\nplatform: disco-5.7\n"
PAGE = (Path(__file__).parents[2] / "docs" / "study-format.md").read_text(encoding="utf-8")


@pytest.fixture
def files(tmp_path):
    """Empty files of the right names."""
    for name in (
        "my/unet/config.json",
        "my/unet/diffusion_pytorch_model.safetensors",
        "bare/config.json",
        "bare/diffusion_pytorch_model.safetensors",
        "half/config.json",
        "pixels.pt",
        "small.pth",
        "clips/vit.safetensors",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_a_word_is_a_word(read):
    assert read(HEAD + "models: disco\n").models == "disco"
    assert read(HEAD).models == "embedded"


def test_a_table_puts_models_of_one_s_own_into_a_set(read, files):
    study = read(
        HEAD
        + """models:
  set: disco
  prior: {folder: my, prediction: v_prediction, learned_sigma: false, time: cosine}
  custom: {checkpoint: pixels.pt, layout: adm-kaliyuga-256}
  secondary: {checkpoint: small.pth}
  ViTB32: {open_clip: ViT-B-32, weights: clips/vit.safetensors, mean: [0.5, 0.5, 0.5], std: [1, 1, 1]}
  RN50: {open_clip: RN50, weights: clips/vit.safetensors}
"""
    )
    assert study.models == OwnModels(
        base="disco",
        priors={
            "prior": OwnFolder("my", files / "my" / "unet", "v_prediction", False, "cosine"),
            "custom": OwnCheckpoint("pixels.pt", files / "pixels.pt", "adm-kaliyuga-256"),
        },
        secondary=OwnCheckpoint("small.pth", files / "small.pth", prediction="v_prediction", time="cosine"),
        perceptors={
            "ViTB32": OwnPerceptor(
                "clips/vit.safetensors",
                "ViT-B-32",
                files / "clips" / "vit.safetensors",
                (0.5, 0.5, 0.5),
                (1.0, 1.0, 1.0),
            ),
            "RN50": OwnPerceptor("clips/vit.safetensors", "RN50", files / "clips" / "vit.safetensors"),
        },
    )
    assert str(study.models) == (
        "disco + my (prior) + pixels.pt (custom) + small.pth (secondary) + clips/vit.safetensors (ViTB32)"
        " + clips/vit.safetensors (RN50)"
    )


def test_a_folder_is_a_network_s_or_a_pipeline_s(read, files):
    for folder, inner in (("my", "my/unet"), ("my/unet", "my/unet"), ("bare/", "bare")):
        found = read(HEAD + f"models: {{prior: {{folder: {folder}}}}}\n").models.priors["prior"]
        assert (found.folder, found.prediction, found.learned_sigma) == (files / inner, None, None)


@pytest.mark.parametrize("word", ["off", "false"])
def test_there_may_be_no_secondary_model(read, word):
    found = read(HEAD + f"models: {{secondary: {word}}}\n").models
    assert found == OwnModels(without_secondary=True)
    assert str(found) == "embedded + none (secondary)"


def test_the_jax_notebooks_have_words_and_switches_of_their_own(files):
    table = {"CC12M": {"folder": "bare"}, "ViTL14_336px": {"open_clip": "RN50", "weights": "pixels.pt"}}
    study = study_from_dict({"title": "t", "platform": "huemin-2.7", "models": table}, files)
    assert (list(study.models.priors), list(study.models.perceptors)) == (["CC12M"], ["ViTL14_336px"])


@pytest.mark.parametrize(
    ("table", "messages"),
    [
        ("  pior: {folder: my}", [":4: models.pior: unknown key 'pior'; did you mean 'prior'?"]),
        ("  SLIPB16: {open_clip: a, weights: pixels.pt}", [":4: models.SLIPB16: unknown key 'SLIPB16'"]),
        ("  prior: my", [":4: models.prior: says {folder: ...}, a folder with a diffusers UNet2DModel, or"]),
        ("  prior: {prediction: epsilon}", [":4: models.prior: says {folder: ...}"]),
        ("  prior: {folder: my, layout: adm-256}", [":4: models.prior.layout: unknown key 'layout'"]),
        (
            "  prior: {folder: my, prediction: v}",
            [":4: models.prior.prediction: must be one of epsilon, v_prediction, sample, got 'v'"],
        ),
        (
            "  prior: {folder: my, learned_sigma: 6}",
            [":4: models.prior.learned_sigma: must be true or false"],
        ),
        ("  prior: {folder: my, time: day}", [":4: models.prior.time: must be one of timestep, cosine, got"]),
        ("  prior: {folder: none}", [":4: models.prior.folder: there is no file 'none/config.json' beside"]),
        ("  prior: {folder: half}", ["there is no file 'half/diffusion_pytorch_model.safetensors' beside"]),
        (
            "  prior: {folder: ../my}",
            [":4: models.prior.folder: a file of a study lies in its folder or below"],
        ),
        (
            "  prior: {folder: /my}",
            ["a file of a study lies in its folder or below, '/my/config.json' does not"],
        ),
        ("  prior: {checkpoint: pixels.pt}", [":4: models.prior.layout: is missing"]),
        (
            "  prior: {checkpoint: https://a.org/a.pt, layout: adm-256}",
            [":4: models.prior.checkpoint: a file of a study lies beside it, 'https://a.org/a.pt' is an"],
        ),
        ("  secondary: on", [":4: models.secondary: says off, or {checkpoint: ...}, a file; got 'on'"]),
        ("  secondary: {}", [":4: models.secondary.checkpoint: is missing"]),
        ("  RN50: {weights: pixels.pt}", [":4: models.RN50.open_clip: is missing"]),
        ("  RN50: {open_clip: RN50}", [":4: models.RN50.weights: is missing"]),
        ("  RN50: vit.pt", [":4: models.RN50: must be a mapping (key: value), got 'vit.pt'"]),
        (
            "  RN50: {open_clip: RN50, weights: pixels.pt, mean: [0.5, a]}",
            [":4: models.RN50.mean: must be three numbers, for red, green, blue; got [0.5, 'a']"],
        ),
        ("  set:", [":4: models.set: must be a text, got"]),
        (
            "  prior: 1\n  secondary: 2\n  RN5: {}",
            [":4: models.prior: says", ":5: models.secondary: says", ":6: models.RN5: unknown key 'RN5'"],
        ),
    ],
)
def test_all_that_is_wrong_is_told_with_its_line(read, files, table, messages):
    with pytest.raises(StudyError) as caught:
        read(f"{HEAD}models:\n{table}\n")
    for message in messages:
        assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == len(messages)


def test_a_link_out_of_the_folder_is_refused(read, files):
    (files / "inside").mkdir()
    (files / "inside" / "out.pt").symlink_to(files.parent)
    with pytest.raises(StudyError, match=r"lies in its folder or below, 'inside/out\.pt' does not"):
        read(HEAD + "models: {custom: {checkpoint: inside/out.pt, layout: adm-256}}\n")


def test_the_table_on_the_page_can_be_read(read, tmp_path):
    for name in (
        "my-unet/config.json",
        "my-unet/diffusion_pytorch_model.safetensors",
        "pixels.pt",
        "my-clip.pt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (block,) = re.findall(r"^    models:\n(?:     .*\n)+", PAGE, re.M)
    found = read(HEAD + textwrap.dedent(block)).models
    assert str(found) == (
        "embedded + my-unet (prior) + pixels.pt (custom) + none (secondary) + my-clip.pt (ViTB32)"
    )


def test_every_word_of_the_table_is_on_the_page():
    words = {"folder", "checkpoint", "layout", "open_clip", "weights", "learned_sigma", "mean", "std", "time"}
    section = PAGE.partition("## Models")[2].partition("## Repeats")[0]
    words |= {*PREDICTIONS, *TIMES, *LAYOUTS}
    assert not {word for word in words if not re.search(rf"(?<![\w-]){word}(?![\w-])", section)}
