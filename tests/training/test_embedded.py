"""The weights in the package do what their model card says, on scenes that no training has seen."""

import pytest
import torch

from ezcharts.models.cards import model_set
from ezcharts.models.perceptors import load_perceptor
from ezcharts.models.prior import load_prior
from ezcharts.models.secondary import load_secondary
from ezcharts.training.data import HELD_OUT, Scenes, draw_scene, write_scenes
from ezcharts.training.gates.perceptors import Judge
from ezcharts.training.noising import denoisers_scenes, noisy_batch, validation
from ezcharts.training.perceptors import to_tensor
from ezcharts.training.world.caption import class_prompt
from ezcharts.training.world.scene import CLASSES
from ezcharts.training.world.studies import STUDY_PROMPTS

PERCEPTORS = (*model_set("embedded").switches.values(), model_set("embedded").judge)


@pytest.fixture(scope="module")
def held_out(tmp_path_factory):
    out = tmp_path_factory.mktemp("held-out")
    drawn = [draw_scene((128, 128), HELD_OUT + 500 + index) for index in range(48)]
    write_scenes(out, (128, 128), drawn, 48)
    return out


@pytest.mark.parametrize("card", PERCEPTORS, ids=lambda card: card.name)
def test_perceptors_name_what_most_pictures_show(card, held_out):
    # The model cards say how often on 2,000 scenes; 48 are enough to tell a perceptor from one that guesses.
    scenes = Scenes.read(held_out)
    judge = Judge(load_perceptor(card))
    seen = judge.names(to_tensor(scenes.pictures[:], "cpu"))
    for kind, least in {"hour": 0.75, "environment": 0.6, "medium": 0.6, "subject": 0.35}.items():
        labels = scenes.labels[:, list(CLASSES).index(kind)]
        right = [CLASSES[kind][label] == name for label, name in zip(labels, seen[kind], strict=True)]
        assert sum(right) / len(right) > least, kind


def test_no_word_of_a_class_or_a_study_is_unknown():
    tokenizer = load_perceptor(PERCEPTORS[0]).tokenizer
    prompts = [class_prompt(kind, value) for kind, values in CLASSES.items() for value in values]
    assert [tokenizer.unknown(prompt) for prompt in (*prompts, *STUDY_PROMPTS)] == [[]] * (len(prompts) + 7)


@pytest.mark.parametrize("load", [load_prior, load_secondary])
def test_denoisers_beat_the_best_guess_from_single_coefficients(load, held_out):
    models = model_set("embedded")
    model = load(models.prior if load is load_prior else models.secondary)
    scenes = denoisers_scenes(held_out, "painted")
    figures = validation(model, scenes, "cpu", count=16)
    silent = validation(lambda x, level: model.patches(x, level, torch.zeros_like), scenes, "cpu", count=16)
    for name in ("x0 error/t=300", "x0 error/t=500"):
        assert figures[name] < 0.75 * silent[name]


@pytest.mark.parametrize("size", [(64, 64), (64, 192), (256, 128)])
def test_denoisers_work_on_every_multiple_of_64(size):
    models, noisy = model_set("embedded"), noisy_batch(torch.zeros(1, 3, *size), 0)
    for model in (load_prior(models.prior), load_secondary(models.secondary)):
        assert model(noisy.x, noisy.level).x0.shape == (1, 3, *size)
