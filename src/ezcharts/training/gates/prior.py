"""Gate 2: can anybody tell the prior's pictures from scenes?

A linear classifier on the judge's features is asked, by cross-validation; at 50 % it can only guess.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor

from ezcharts.models.cards import ModelSet
from ezcharts.models.perceptors import load_perceptor
from ezcharts.models.prior import load_prior
from ezcharts.render.machine import this_machine
from ezcharts.training.data import Scenes
from ezcharts.training.gates.perceptors import Judge
from ezcharts.training.noising import sample, to_unit, write_sheet

SAMPLES, STEPS, FOLDS, PART = 500, 25, 5, 50


def measure(models: ModelSet, scenes: Scenes, out: Path) -> dict[str, Any]:
    """Draw samples, write a sheet of 64, and return how often they are told from scenes.

    Args:
        models: Whose prior and judge.
        scenes: Held-out scenes of the media that the prior learned, `SAMPLES` at least.
        out: Folder of the sheets.
    """
    machine = this_machine()
    prior, judge = load_prior(models.prior, machine.device), Judge(load_perceptor(models.judge))  # type: ignore[arg-type]
    with machine.autocast(), torch.no_grad():
        parts = [
            sample(prior, PART, (128, 128), str(machine.device), STEPS, seed=seed)
            for seed in range(SAMPLES // PART)
        ]
        sizes = {
            f"{w}x{h}": sample(prior, 8, (w, h), str(machine.device), STEPS)
            for w, h in ((64, 64), (192, 128), (128, 192), (256, 256))
        }
    drawn = torch.cat(parts).clamp(-1, 1).cpu()
    write_sheet(drawn[:64], out / "samples.png")
    for size, pictures in sizes.items():
        write_sheet(pictures, out / f"samples-{size}.png")
    real = to_unit(scenes.pictures[scenes.rows[:SAMPLES]], "cpu")
    return {
        "samples": len(drawn),
        "told apart": told_apart(judge.features((drawn + 1) / 2), judge.features((real + 1) / 2)),
    }


def told_apart(ours: Tensor, real: Tensor) -> float:
    """Return the cross-validated accuracy of a linear classifier between two sets of features (N, E)."""
    features = torch.cat([ours, real]).numpy()
    kinds = [0] * len(ours) + [1] * len(real)
    classifier = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))
    return float(cross_val_score(classifier, features, kinds, cv=FOLDS).mean())
