"""Gate 3: do guided pictures show what their prompts say?

The judge, which never guides, names subject, environment, hour and medium of each picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from ezcharts.models.cards import ModelSet
from ezcharts.models.perceptors import load_perceptor
from ezcharts.training.data import HELD_OUT
from ezcharts.training.gates.perceptors import Judge
from ezcharts.training.gates.rendered import RenderedCell, rendered
from ezcharts.training.perceptors import to_tensor
from ezcharts.training.world.caption import full_caption
from ezcharts.training.world.scene import sample_scene
from ezcharts.training.world.studies import STUDIES, Study

PROMPTS = 200
# Beyond the held-out scenes that are drawn for the other gates.
FIRST_SEED = HELD_OUT + 100_000
KINDS = ("subject", "environment", "hour", "medium")
# The defaults of disco-5, for 128 pixels: scales go by the number of pixels (engines.md Q25).
SETTINGS: dict[str, Any] = {
    "width_height": [128, 128],
    "steps": 50,
    "skip_steps": 0,
    "cutn_batches": 1,
    "clip_guidance_scale": round(5000 * 128 * 128 / (1280 * 768)),
}


def measure(models: ModelSet, store: Path, out: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """Render captions and the studies' prompts, and return how often the judge names what was asked for.

    Args:
        models: Whose judge.
        store: Folder of finished cells.
        out: Folder of charts.
        settings: What differs from `SETTINGS`.
    """
    judge = Judge(load_perceptor(models.judge))
    scenes = [sample_scene(FIRST_SEED + number) for number in range(PROMPTS)]
    cells = rendered(
        {
            "title": "Captions",
            "platform": "disco-5.2",
            "axes": {"text_prompts": [full_caption(scene) for scene in scenes]},
            "settings": {**SETTINGS, "seed": 1, **settings},
        },
        store,
    )
    asked = [scenes[cell.place["text_prompts"]] for cell in cells]
    seen = judge.names(pictures(cells))
    named = {
        kind: sum(getattr(scene, kind) == name for scene, name in zip(asked, seen[kind], strict=True))
        / len(cells)
        for kind in KINDS
    }
    return {"prompts": len(cells), "named": named, "studies": _studies(judge, store, out, settings)}


def _studies(judge: Judge, store: Path, out: Path, settings: dict[str, Any]) -> dict[str, str]:
    """Render every prompt of the studies with three seeds; return how many the judge reads as asked."""
    cells = rendered(
        {
            "title": "Prompts of the studies",
            "platform": "disco-5.2",
            "axes": {"text_prompts": [study.prompt for study in STUDIES], "seed": [1, 2, 3]},
            "settings": {**SETTINGS, **settings},
        },
        store,
        out,
    )
    seen = judge.names(pictures(cells))
    hits = dict.fromkeys((study.prompt for study in STUDIES), 0)
    for number, cell in enumerate(cells):
        study = STUDIES[cell.place["text_prompts"]]
        hits[study.prompt] += _reads_as(study, {kind: seen[kind][number] for kind in KINDS})
    return {prompt: f"{count} of 3" for prompt, count in hits.items()}


def _reads_as(study: Study, seen: dict[str, str]) -> bool:
    """Return whether what is seen is what the prompt names: its subject, or its place where it has none."""
    kind = "environment" if study.fixed["subject"] == ("none",) else "subject"
    return seen[kind] in study.fixed[kind]


def pictures(cells: list[RenderedCell]) -> torch.Tensor:
    """Return the pictures of cells of one size, in [0, 1], (N, 3, H, W)."""
    return torch.cat([to_tensor(cell.picture[None], "cpu") for cell in cells])
