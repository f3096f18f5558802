"""The judge: a perceptor as plain arrays. Tiny random networks; no figure depends on weights that ship."""

import json

import numpy as np
import pytest
import torch

from ezcharts.errors import PromptError
from ezcharts.models.cards import Card, model_set
from ezcharts.models.perceptors import build_clip
from ezcharts.models.tokenizer import vocabulary
from ezcharts.models.weights import write_model
from ezcharts.runner.measuring.judge import load_judge, squares

SIDE = 32
CONFIG = {
    "resolution": SIDE,
    "embed_dim": 16,
    "vision_cfg": {"layers": 1, "width": 16, "head_width": 8, "patch_size": 8, "image_size": SIDE},
    "text_cfg": {"context_length": 77, "width": 16, "heads": 2, "layers": 1},
}


@pytest.fixture
def judge(tmp_path):
    torch.manual_seed(0)
    rows = vocabulary(["a lighthouse", "storm"])
    (tmp_path / "vocabulary.txt").write_text("\n".join(rows), encoding="utf-8")
    write_model(
        tmp_path / "judge", json.loads(json.dumps(CONFIG)), build_clip(CONFIG, len(rows)).state_dict()
    )
    return load_judge(Card("judge", "judge", tmp_path / "judge", tmp_path / "vocabulary.txt"))


def picture(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def test_directions_have_length_one(judge):
    for directions in (judge.views(picture(64, 96)), judge.texts(["a lighthouse", "storm"])):
        assert directions.shape == (2, 16)
        assert np.linalg.norm(directions, axis=1) == pytest.approx([1, 1])


def test_a_text_s_direction_does_not_hang_on_its_company(judge):
    together = judge.texts(["a lighthouse", "a storm, a storm"])
    assert together[1] == pytest.approx(judge.texts(["a storm, a storm"])[0], abs=1e-6)


def test_a_picture_of_the_judge_s_own_size_is_seen_as_it_is(judge):
    pixels = picture(SIDE, SIDE)
    clip = judge._perceptor
    normal = (torch.from_numpy(pixels / 255) - torch.tensor(clip.mean)) / torch.tensor(clip.std)
    with torch.no_grad():
        raw = clip.encode_image(normal.permute(2, 0, 1)[None].float())[0].double()
    assert judge.views(pixels)[0] == pytest.approx((raw / raw.norm()).numpy(), abs=1e-5)


@pytest.mark.parametrize(
    ("shape", "starts"), [((40, 40), [0]), ((40, 60), [0, 20]), ((130, 40), [0, 30, 60, 90])]
)
def test_squares_cover_a_picture_evenly(shape, starts):
    pixels = picture(*shape)
    found = squares(pixels)
    assert {each.shape for each in found} == {(40, 40, 3)}
    long = int(np.argmax(shape))
    for each, start in zip(found, starts, strict=True):
        assert (each == np.take(pixels, range(start, start + 40), axis=long)).all()


def test_only_words_can_be_known(judge):
    assert judge.knows("The STORM: 5")
    assert not judge.knows("zzyzx, 5")
    assert not judge.knows("")


def test_a_text_that_is_too_long_is_refused(judge):
    with pytest.raises(PromptError, match="at most 75 words"):
        judge.texts(["storm " * 76])


def test_the_embedded_judge_guides_nobody():
    models = model_set("embedded")
    assert models.judge.role == "judge"
    assert models.judge not in models.switches.values()
