"""Tiny untrained models on disk, for the tests of the loaders."""

import json

import pytest
import torch

from ezcharts.models.cards import Card
from ezcharts.models.perceptors import build_clip
from ezcharts.models.prior import Prior
from ezcharts.models.secondary import Secondary
from ezcharts.models.tokenizer import vocabulary
from ezcharts.models.weights import write_model

UNET = {
    "sample_size": 16,
    "in_channels": 12,
    "out_channels": 12,
    "layers_per_block": 1,
    "block_out_channels": [8, 16],
    "down_block_types": ["DownBlock2D", "AttnDownBlock2D"],
    "up_block_types": ["AttnUpBlock2D", "UpBlock2D"],
    "attention_head_dim": 8,
    "norm_num_groups": 4,
}
TEXT = {"context_length": 77, "width": 16, "heads": 2, "layers": 1}
VIT = {"layers": 1, "width": 16, "head_width": 8, "patch_size": 8, "image_size": 32}
RESNET = {"layers": [1, 1, 1, 1], "width": 8, "head_width": 16, "patch_size": None, "image_size": 32}


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.fixture
def prior_card(tmp_path):
    def make(prediction_type="v_prediction", out_channels=12):
        unet = {**UNET, "out_channels": out_channels}
        folder = tmp_path / "prior"
        config = {"resolution": 32, "patch": 2, "prediction_type": prediction_type, "unet": unet}
        write_model(folder, config, Prior(unet, 2, prediction_type).unet.state_dict())
        return Card("prior", "prior", folder)

    return make


@pytest.fixture
def secondary_card(tmp_path):
    folder = tmp_path / "secondary"
    config = {"resolution": 32, "widths": [8, 12, 16], "patch": 2, "prediction_type": "v_prediction"}
    write_model(folder, config, Secondary(config["widths"], config["patch"]).state_dict())
    return Card("secondary", "secondary", folder)


@pytest.fixture
def perceptor_card(tmp_path):
    def make(vision):
        words = tmp_path / "vocabulary.txt"
        rows = vocabulary(["a lighthouse", "Beksiński", "storm"])
        words.write_text("\n".join(rows), encoding="utf-8")
        folder = tmp_path / "perceptor"
        config = {"resolution": 32, "embed_dim": 16, "vision_cfg": vision, "text_cfg": TEXT}
        write_model(folder, config, build_clip(config, len(rows)).state_dict())
        return Card("perceptor", "guide", folder, words)

    return make


@pytest.fixture
def rewrite():
    def change(card, **changes):
        path = card.folder / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
        return Card(card.name, card.role, card.folder, card.vocabulary)

    return change
