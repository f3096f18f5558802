"""A handful of drawn scenes, and options for runs of a few steps."""

import pytest
import torch

from ezcharts.training import data
from ezcharts.training.loop import Options


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.fixture(scope="session")
def scenes(tmp_path_factory):
    out = tmp_path_factory.mktemp("scenes")
    for name, count, size, seed in (
        ("train", 8, (64, 64), 0),
        ("wide", 8, (128, 64), data.WIDE),
        ("tall", 8, (64, 128), data.TALL),
        ("large", 8, (128, 128), data.LARGE),
        ("held-out", 24, (64, 64), data.HELD_OUT),
    ):
        drawn = [data.draw_scene(size, seed + index) for index in range(count)]
        data.write_scenes(out / name, size, drawn, count)
    return out


@pytest.fixture
def options(tmp_path, scenes):
    def make(**changes):
        chosen = {
            "data": scenes,
            "run": tmp_path / "run",
            "device": "cpu",
            "steps": 4,
            "minutes": 1.0,
            "batch": 4,
            "rate": 1e-3,
            "seed": 0,
            "threads": 0,
            "report_minutes": 1.0,
            "resume": False,
            "compile": False,
            "media": "all",
            "model": "",
            "estimates": None,
        }
        return Options(**{**chosen, **changes})

    return make
