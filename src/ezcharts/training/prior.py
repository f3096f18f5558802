"""Trains the prior of the embedded models: a UNet on 8×8 blocks that says what Wiener's guess gets wrong.

    python -m ezcharts.training.prior --data DIR --run DIR --minutes 90 [--device cuda --batch 256]

Blocks of 8×8 pixels are 192 numbers and the first level has 128 channels: such a network cannot hand noise
through, as predicting v or ε asks of it. Predicting x0 of pixels it spread a weave over everything for as
long as we watched (800 steps). `ezcharts.models.patches` is the way out.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from ezcharts.models.prior import Prior
from ezcharts.training.data import Scenes
from ezcharts.training.loop import Course, Options, prepare, read_options
from ezcharts.training.noising import (
    Pictures,
    denoisers_scenes,
    noisy_batch,
    sample,
    validation,
    velocity_loss,
    write_sheet,
)

PATCH = 8
CONFIG: dict[str, Any] = {
    "resolution": 128,
    "patch": PATCH,
    "prediction_type": "residual",
    "unet": {
        "sample_size": 128 // PATCH,
        "in_channels": 3 * PATCH**2,
        "out_channels": 3 * PATCH**2,
        "layers_per_block": 1,
        "block_out_channels": [128, 160, 160],
        "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
        "attention_head_dim": 32,
        "norm_num_groups": 32,
        "resnet_time_scale_shift": "scale_shift",
    },
}


def build(config: Mapping[str, Any]) -> Prior:
    """Return an untrained prior."""
    prior = Prior(config["unet"], config["patch"], config["prediction_type"])
    return prior.to(memory_format=torch.channels_last)


def main(arguments: list[str] | None = None) -> None:
    """Train the prior until its budget is spent."""
    options = read_options(arguments, "prior", batch=24, rate=2e-3)
    prepare(options)
    prior = build(CONFIG).to(options.device)
    pictures = Pictures(options.data, options.media, options.batch, options.seed, options.device)
    held_out = denoisers_scenes(options.data / "held-out", options.media)
    course = Course(options, {"prior": prior.unet}, {"prior": CONFIG})
    if options.compile:
        prior.unet.compile()

    def losses(step: int) -> dict[str, Tensor]:
        return {"v": velocity_loss(prior, noisy_batch(pictures.of_step(step), options.seed, step))}

    course.train(losses, functools.partial(_report, options, held_out))


def _report(
    options: Options, held_out: Scenes, averages: Mapping[str, nn.Module], step: int
) -> dict[str, float]:
    """Measure the averaged network and write a sample sheet."""
    averaged = build(CONFIG).to(options.device).eval()
    averaged.unet.load_state_dict(averages["prior"].state_dict())
    write_sheet(
        sample(averaged, 16, (128, 128), options.device, steps=25), options.run / f"sheet-{step:06d}.png"
    )
    return validation(averaged, held_out, options.device)


if __name__ == "__main__":
    main()
