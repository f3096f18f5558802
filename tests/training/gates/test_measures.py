"""What the gates compute, on inputs whose answer is known."""

import numpy as np
import pytest
import torch

from ezcharts.models.cards import model_set
from ezcharts.models.perceptors import load_perceptor
from ezcharts.training.gates.guided import SETTINGS, _reads_as
from ezcharts.training.gates.knobs import distance
from ezcharts.training.gates.perceptors import STRAY, Judge, cosines
from ezcharts.training.gates.prior import told_apart
from ezcharts.training.world.caption import VOCABULARY, class_prompt
from ezcharts.training.world.scene import CLASSES
from ezcharts.training.world.studies import STUDIES


@pytest.fixture(scope="module")
def guides():
    return {name: load_perceptor(model_set("embedded").stand_in(name)) for name in ("ViTB32", "RN50")}


def test_what_is_alike_cannot_be_told_apart():
    torch.manual_seed(0)
    assert told_apart(torch.randn(200, 8), torch.randn(200, 8)) == pytest.approx(0.5, abs=0.08)


def test_what_differs_in_one_direction_is_told_apart():
    # Two normal laws whose means are 2 apart: the best of all classifiers is right in Φ(1) = 84 %.
    torch.manual_seed(0)
    moved = torch.randn(400, 8)
    moved[:, 3] += 2
    assert told_apart(torch.randn(400, 8), moved) == pytest.approx(0.841, abs=0.04)


def test_black_and_white_are_a_hundred_apart():
    black, white = np.zeros((8, 8, 3), np.uint8), np.full((8, 8, 3), 255, np.uint8)
    assert distance(black, white) == pytest.approx(100, abs=0.01)
    assert distance(white, white) == 0


def test_grain_counts_less_than_a_change_of_light():
    rng = np.random.default_rng(0)
    grey = np.full((64, 64, 3), 128, np.uint8)
    grain = (grey + rng.integers(-12, 13, grey.shape)).astype(np.uint8)
    assert distance(grey, grain) < 0.5 * distance(grey, grey + 7)


def test_a_guide_pulls_as_it_does_and_another_otherwise(guides):
    pictures = torch.rand(4, 3, 128, 128)
    captions = ["a castle at night", "a lighthouse", "a forest in fog", "a tower at sunset"]
    one = guides["RN50"]
    found = cosines({"one": one, "again": one, "other": guides["ViTB32"]}, pictures, captions)
    assert found["one, again"] == pytest.approx(1, abs=1e-5)
    assert abs(found["one, other"]) < 0.5


def test_a_judge_names_the_nearest_words(guides):
    judge = Judge(guides["RN50"])
    pictures = torch.rand(3, 3, 128, 128)
    images = judge.features(pictures)
    assert torch.allclose(images.norm(dim=1), torch.ones(3), atol=1e-5)
    hours = guides["RN50"].encode_text([class_prompt("hour", hour) for hour in CLASSES["hour"]])
    nearest = torch.cosine_similarity(images[:, None], hours[None], dim=2).argmax(dim=1)
    assert judge.names(pictures)["hour"] == [CLASSES["hour"][index] for index in nearest]


def test_a_prompt_without_a_subject_is_read_by_its_place():
    cliffs = next(study for study in STUDIES if "sea cliffs" in study.prompt)
    assert _reads_as(cliffs, {"subject": "castle", "environment": "sea cliffs"})
    assert not _reads_as(cliffs, {"subject": "none", "environment": "beach"})
    tower = next(study for study in STUDIES if "Eiffel" in study.prompt)
    assert _reads_as(tower, {"subject": "eiffel tower", "environment": "city"})
    assert not _reads_as(tower, {"subject": "lighthouse", "environment": "city"})


def test_scales_go_by_the_number_of_pixels():
    # engines.md Q25: losses are means over pixels. 5000 · 128² / (1280 · 768) = 83.3
    assert SETTINGS["clip_guidance_scale"] == 83


def test_stray_words_are_none_that_a_caption_has():
    stray = {word.lower() for word in STRAY.replace("{}", "").replace(",", "").split()} - {"by"}
    assert not stray & set(VOCABULARY)


def test_a_judge_reads_class_words_alone_or_in_a_sentence(guides):
    judge = Judge(guides["RN50"])
    plain, within = judge.words()["hour"], judge.words(STRAY)["hour"]
    assert plain.shape[0] == within.shape[0] == len(CLASSES["hour"])
    assert within.shape[1] > plain.shape[1]
