"""Trains the secondary model of the embedded models on the prior's own task.

python -m ezcharts.training.secondary --data DIR --run DIR --minutes 15 [--device cuda --batch 512]
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ezcharts.models.secondary import Secondary
from ezcharts.training.data import Scenes
from ezcharts.training.loop import Course, Options, prepare, read_checkpoint, read_options
from ezcharts.training.noising import (
    Pictures,
    denoisers_scenes,
    noisy_batch,
    to_unit,
    validation,
    velocity_loss,
    write_sheet,
)

CONFIG: dict[str, Any] = {
    "resolution": 128,
    "widths": [96, 96, 128],
    "patch": 8,
    "prediction_type": "residual",
}


def build(config: Mapping[str, Any]) -> Secondary:
    """Return an untrained secondary model."""
    return Secondary(config["widths"], config["patch"], config["prediction_type"]).to(
        memory_format=torch.channels_last
    )


def trained_secondary(run: Path, device: str) -> Secondary:
    """Return the averaged secondary model of a run, frozen."""
    state = read_checkpoint(run, device)
    secondary = build(json.loads(state["configs"]["secondary"])).to(device)
    secondary.load_state_dict(state["averages"]["secondary"])
    return secondary.eval().requires_grad_(False)


def main(arguments: list[str] | None = None) -> None:
    """Train the secondary model until its budget is spent."""
    options = read_options(arguments, "secondary", batch={"cpu": 32, "cuda": 512}, rate=2e-3)
    prepare(options)
    secondary = build(CONFIG).to(options.device)
    pictures = Pictures(options.data, options.media, options.batch, options.seed, options.device)
    held_out = denoisers_scenes(options.data / "held-out", options.media)
    course = Course(options, {"secondary": secondary}, {"secondary": CONFIG})
    if options.compile:
        secondary.net.compile()

    def losses(step: int) -> dict[str, Tensor]:
        return {"v": velocity_loss(secondary, noisy_batch(pictures.of_step(step), options.seed, step))}

    course.train(losses, functools.partial(_report, options, held_out))


@torch.no_grad()
def _report(
    options: Options, held_out: Scenes, averages: Mapping[str, nn.Module], step: int
) -> dict[str, float]:
    """Measure the averaged network; its sheet has noisy pictures above and its estimates of them below."""
    averaged = averages["secondary"]
    noisy = noisy_batch(to_unit(held_out.pictures[held_out.rows[:8]], options.device), 0)
    estimates = averaged(noisy.x, noisy.level).x0
    write_sheet(torch.cat([noisy.x, estimates]), options.run / f"sheet-{step:06d}.png")
    return validation(averaged, held_out, options.device)


if __name__ == "__main__":
    main()
