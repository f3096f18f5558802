"""The weights in the package do what their model card says, on scenes that no training has seen."""

import pytest
import torch

from ezcharts.models.cards import model_set
from ezcharts.models.perceptors import load_perceptor
from ezcharts.models.prior import load_prior
from ezcharts.models.secondary import load_secondary
from ezcharts.training.data import HELD_OUT, Scenes, draw_scene, write_scenes
from ezcharts.training.noising import noisy_batch, painted, validation
from ezcharts.training.perceptors import normalised, to_tensor
from ezcharts.training.world.caption import class_prompt
from ezcharts.training.world.scene import CLASSES

PERCEPTORS = (*model_set("embedded").switches.values(), model_set("embedded").judge)


@pytest.fixture(scope="module")
def held_out(tmp_path_factory):
    out = tmp_path_factory.mktemp("held-out")
    drawn = [draw_scene((128, 128), HELD_OUT + 500 + index) for index in range(48)]
    write_scenes(out, (128, 128), drawn, 48)
    return out


@pytest.mark.parametrize("card", PERCEPTORS, ids=lambda card: card.name)
def test_perceptors_know_the_hour_of_most_pictures(card, held_out):
    perceptor, scenes = load_perceptor(card), Scenes.read(held_out)
    views = normalised(torch.nn.functional.avg_pool2d(to_tensor(scenes.pictures[:], "cpu"), 2))
    words = [class_prompt("hour", value) for value in CLASSES["hour"]]
    texts = torch.nn.functional.normalize(perceptor.encode_text(words), dim=-1)
    with torch.no_grad():
        found = (perceptor.encode_image(views) @ texts.T).argmax(dim=1)
    hours = torch.tensor(scenes.labels[:, list(CLASSES).index("hour")].astype("int64"))
    assert (found == hours).float().mean() > 0.55


# Classes of the world that this set of models learned; the world has grown since.
LEARNED = {
    "environment": (
        "sea cliffs",
        "mountains",
        "forest",
        "field of flowers",
        "desert",
        "city",
        "ruins",
        "snow",
    ),
    "subject": ("eiffel tower", "building", "lighthouse", "castle", "windmill", "toilet", "robot", "church"),
    "hour": ("day", "sunset", "night", "storm", "fog", "golden hour"),
    "medium": ("oil painting", "watercolour", "pixel art", "matte painting", "magic realism"),
}


def test_no_word_of_a_class_that_was_learned_is_unknown():
    tokenizer = load_perceptor(PERCEPTORS[0]).tokenizer
    prompts = [class_prompt(kind, value) for kind, values in LEARNED.items() for value in values]
    assert all(value in CLASSES[kind] for kind, values in LEARNED.items() for value in values)
    assert [tokenizer.unknown(prompt) for prompt in prompts] == [[]] * len(prompts)


@pytest.mark.parametrize("load", [load_prior, load_secondary])
def test_denoisers_beat_the_best_guess_from_single_coefficients(load, held_out):
    models = model_set("embedded")
    model = load(models.prior if load is load_prior else models.secondary)
    scenes = painted(held_out)
    figures = validation(model, scenes, "cpu", count=16)
    silent = validation(lambda x, level: model.patches(x, level, torch.zeros_like), scenes, "cpu", count=16)
    for name in ("x0 error/t=300", "x0 error/t=500"):
        assert figures[name] < 0.75 * silent[name]


@pytest.mark.parametrize("size", [(64, 64), (64, 192), (256, 128)])
def test_denoisers_work_on_every_multiple_of_64(size):
    models, noisy = model_set("embedded"), noisy_batch(torch.zeros(1, 3, *size), 0)
    for model in (load_prior(models.prior), load_secondary(models.secondary)):
        assert model(noisy.x, noisy.level).x0.shape == (1, 3, *size)
