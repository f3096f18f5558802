"""The notebook front door on tiny networks: pictures in milliseconds, in a folder of their own."""

from __future__ import annotations

import pytest
import torch

from ezcharts.notebook import running
from ezcharts.runner import missing
from ezcharts.runner.work import Rates
from tests.tiny import TinyBench

LOOK = {
    "text_prompts": ["a lighthouse"],
    "width_height": [64, 64],
    "skip_steps": 0,
    "cutn_batches": 1,
    "ViTB16": False,
    "cut_overview": "[2]*400+[1]*600",
    "cut_innercut": "[1]*400+[2]*600",
    "seed": 5,
}
STUDY = {
    "title": "clamp_max vs steps",
    "platform": "disco-5.2",
    "date": "2026-11-23",
    "axes": {"clamp_max": [0.03, 0.1], "steps": [2, 3]},
    "settings": LOOK,
}


@pytest.fixture(autouse=True)
def tiny(monkeypatch, tmp_path):
    """Tiny networks instead of the embedded ones; the folder `store` below a folder of the test's own."""
    monkeypatch.setattr(missing, "Bench", lambda models, machine: TinyBench(torch.float32))
    monkeypatch.setattr(Rates, "of_this_user", staticmethod(lambda: Rates(tmp_path / "rates.json")))
    monkeypatch.delenv("EZCHARTS_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    running._desk.cache_clear()
    yield
    running._desk.cache_clear()


@pytest.fixture
def rendered(monkeypatch):
    """The cells that were really rendered, in order; the list fills as tests run studies."""
    seen = []
    keep = missing.Run._keep

    def noting(run, job, rendering):
        seen.append(job.cell.settings)
        return keep(run, job, rendering)

    monkeypatch.setattr(missing.Run, "_keep", noting)
    return seen
