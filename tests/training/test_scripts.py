"""Every script, from scenes to an exported model that the product's own loaders read."""

import json
import math

import pytest
import torch
import torch.nn.functional as F
from PIL import Image

from ezcharts.models.cards import Card
from ezcharts.models.perceptors import build_clip, encode_tokens, load_perceptor
from ezcharts.models.prior import load_prior
from ezcharts.models.secondary import load_secondary
from ezcharts.training import export, perceptors, prior, secondary
from ezcharts.training.data import Scenes
from ezcharts.training.loop import read_checkpoint
from ezcharts.training.noising import noisy_batch, to_unit, velocity_loss

TINY_UNET = {"block_out_channels": [16, 16, 16], "attention_head_dim": 8, "norm_num_groups": 8}
TINY_VIT = {"image_size": 64, "layers": 1, "width": 16, "head_width": 8, "patch_size": 16}
TINY_TEXT = {"context_length": 77, "width": 16, "heads": 2, "layers": 1}


@pytest.fixture
def tiny(monkeypatch):
    known = prior.CONFIGS["blocks-8"]
    vit = {"resolution": 64, "embed_dim": 16, "vision_cfg": TINY_VIT, "text_cfg": TINY_TEXT}
    monkeypatch.setattr(prior, "CONFIGS", {"tiny": {**known, "unet": {**known["unet"], **TINY_UNET}}})
    monkeypatch.setattr(secondary, "CONFIG", {**secondary.CONFIG, "widths": [8, 8]})
    monkeypatch.setattr(perceptors, "CONFIGS", {"vit": vit})


def arguments(scenes, run, **more):
    given = {"data": scenes, "run": run, "batch": 4, "steps": 2, **more}
    return [part for key, value in given.items() for part in (f"--{key}", str(value))]


def exported(run, out, name, role="guide"):
    export.main(["--run", str(run), "--out", str(out)])
    return Card(name, role, out / name, out / "vocabulary.txt")


def test_a_prior_is_trained_and_exported(tiny, scenes, tmp_path):
    prior.main(arguments(scenes, tmp_path / "run"))
    loaded = load_prior(exported(tmp_path / "run", tmp_path / "out", "prior", "prior"))
    average = read_checkpoint(tmp_path / "run")["averages"]["prior"]
    for key, value in loaded.unet.state_dict().items():
        assert torch.equal(value, average[key].half().float())
    with Image.open(tmp_path / "run" / "sheet-000002.png") as sheet:
        assert sheet.size == (8 * 128, 2 * 128)


def test_a_secondary_model_is_trained_and_exported(tiny, scenes, tmp_path):
    secondary.main(arguments(scenes, tmp_path / "run"))
    loaded = load_secondary(exported(tmp_path / "run", tmp_path / "out", "secondary", "secondary"))
    noisy = noisy_batch(torch.zeros(1, 3, 64, 64), 0)
    assert loaded(noisy.x, noisy.level).x0.shape == (1, 3, 64, 64)
    figures = json.loads((tmp_path / "run" / "log.jsonl").read_text())
    assert {"x0 error/t=100", "x0 error/t=800", "loss/v"} <= figures.keys()


def test_a_perceptor_is_trained_and_exported_with_its_vocabulary(tiny, scenes, tmp_path):
    perceptors.main(arguments(scenes, tmp_path / "run", model="vit"))
    loaded = load_perceptor(exported(tmp_path / "run", tmp_path / "out", "vit"))
    assert loaded.encode_text(["a painting of a lighthouse at night"]).shape == (1, 16)
    assert loaded.tokenizer.unknown("an ominous painting by Zdzisław Beksiński:5") == []
    figures = json.loads((tmp_path / "run" / "log.jsonl").read_text())
    assert {"environment", "subject", "hour", "medium", "mood", "loss/words"} <= figures.keys()


def test_a_guide_learns_from_a_secondary_models_estimates(tiny, scenes, tmp_path):
    secondary.main(arguments(scenes, tmp_path / "secondary"))
    plain, seen = (
        arguments(scenes, tmp_path / "plain", model="vit", steps=6),
        arguments(scenes, tmp_path / "seen", model="vit", steps=6),
    )
    perceptors.main(plain)
    perceptors.main([*seen, "--estimates", str(tmp_path / "secondary")])
    losses = [
        json.loads((tmp_path / run / "log.jsonl").read_text())["loss/heads"] for run in ("plain", "seen")
    ]
    assert losses[0] != losses[1]


def test_a_run_resumes_with_the_vocabulary_that_it_began_with(tiny, scenes, tmp_path, monkeypatch):
    perceptors.main(arguments(scenes, tmp_path / "run", model="vit"))
    monkeypatch.setattr(perceptors, "VOCABULARY", ("other",))
    perceptors.main([*arguments(scenes, tmp_path / "run", steps=3, model="vit"), "--resume"])
    assert read_checkpoint(tmp_path / "run")["step"] == 3
    assert "lighthouse" in (tmp_path / "run" / "vocabulary.txt").read_text().split()


def test_a_secondary_model_learns_a_handful_of_pictures(scenes):
    x0 = F.avg_pool2d(to_unit(Scenes.read(scenes / "train").pictures[:4], "cpu"), 2)
    model = secondary.build({"widths": [16, 16], "patch": 2, "prediction_type": "sample"})
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    losses = []
    for _ in range(60):
        loss = velocity_loss(model, noisy_batch(x0, 0))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.6 * losses[0]


def test_a_perceptor_learns_to_tell_a_handful_of_pictures_apart(tiny, scenes, tmp_path):
    clip = build_clip(perceptors.CONFIGS["vit"], len(perceptors.open_tokenizer(tmp_path)))
    views, tokens = torch.randn(4, 3, 64, 64), torch.tensor([[5, 40, 9], [5, 41, 9], [5, 42, 9], [5, 43, 9]])
    optimizer = torch.optim.Adam(clip.parameters(), 3e-3)
    for _ in range(40):
        images, texts = (
            F.normalize(rows, dim=-1) for rows in (clip.encode_image(views), encode_tokens(clip, tokens))
        )
        loss = perceptors.caption_loss(clip, images, texts)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.5 * math.log(4)


def test_the_caption_loss_of_embeddings_that_say_nothing_is_log_n(tiny, tmp_path):
    clip = build_clip(perceptors.CONFIGS["vit"], 300)
    same = F.normalize(torch.ones(8, 16), dim=-1)
    assert perceptors.caption_loss(clip, same, same).item() == pytest.approx(math.log(8), abs=1e-5)


def test_accuracies_count_the_nearest_words(tiny, tmp_path):
    clip = build_clip(perceptors.CONFIGS["vit"], 300).eval()
    words = {"kind": torch.tensor([[298, 5, 299], [298, 6, 299]])}
    views = torch.randn(6, 3, 64, 64)
    images = clip.encode_image(views, normalize=True)
    nearest = (images @ perceptors.encode_classes(clip, words["kind"]).T).argmax(dim=1)
    labels = nearest.clone()
    labels[0] = 1 - labels[0]
    assert perceptors.accuracies(clip, views, words, labels[:, None]) == {"kind": pytest.approx(5 / 6)}
