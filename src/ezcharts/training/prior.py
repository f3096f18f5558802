"""Trains the prior of the embedded models: a UNet on blocks of pixels that says what Wiener's guess misses.

    python -m ezcharts.training.prior --data DIR --run DIR --minutes 108
    python -m ezcharts.training.prior --data DIR --run DIR --minutes 14 --device cuda --model blocks-4

Two layouts. `blocks-8` sees 8×8 pixels as one place, 192 numbers that its first level of 128 channels cannot
hand through as predicting v or ε would ask; `ezcharts.models.patches` is the way out. An evaluation costs
half of `blocks-4`'s, and with a budget of five minutes of one core it was ahead at every noise level: on a
processor pictures are what a prior lacks. `blocks-4` draws finer; it is for a GPU, where they are plenty.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
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


def _config(patch: int, widths: Sequence[int], attention: Sequence[bool]) -> dict[str, Any]:
    return {
        "resolution": 128,
        "patch": patch,
        "prediction_type": "residual",
        "unet": {
            "sample_size": 128 // patch,
            "in_channels": 3 * patch**2,
            "out_channels": 3 * patch**2,
            "layers_per_block": 1,
            "block_out_channels": list(widths),
            "down_block_types": ["AttnDownBlock2D" if attends else "DownBlock2D" for attends in attention],
            "up_block_types": [
                "AttnUpBlock2D" if attends else "UpBlock2D" for attends in reversed(attention)
            ],
            "attention_head_dim": 32,
            "norm_num_groups": 32,
            "resnet_time_scale_shift": "scale_shift",
        },
    }


CONFIGS: dict[str, dict[str, Any]] = {
    "blocks-8": _config(8, (128, 160, 160), (False, True, False)),
    "blocks-4": _config(4, (64, 128, 192, 192), (False, False, True, True)),
}


def build(config: Mapping[str, Any]) -> Prior:
    """Return an untrained prior."""
    prior = Prior(config["unet"], config["patch"], config["prediction_type"])
    return prior.to(memory_format=torch.channels_last)


def main(arguments: list[str] | None = None) -> None:
    """Train the prior until its budget is spent."""
    options = read_options(
        arguments, "prior", batch={"cpu": 24, "cuda": 256}, rate=2e-3, models=tuple(CONFIGS)
    )
    prepare(options)
    config = CONFIGS[options.model]
    prior = build(config).to(options.device)
    pictures = Pictures(options.data, options.media, options.batch, options.seed, options.device)
    held_out = denoisers_scenes(options.data / "held-out", options.media)
    course = Course(options, {"prior": prior.unet}, {"prior": config})
    if options.compile:
        prior.unet.compile()

    def losses(step: int) -> dict[str, Tensor]:
        return {"v": velocity_loss(prior, noisy_batch(pictures.of_step(step), options.seed, step))}

    course.train(losses, functools.partial(_report, options, held_out))


def _report(
    options: Options, held_out: Scenes, averages: Mapping[str, nn.Module], step: int
) -> dict[str, float]:
    """Measure the averaged network and write a sample sheet."""
    averaged = build(CONFIGS[options.model]).to(options.device).eval()
    averaged.unet.load_state_dict(averages["prior"].state_dict())
    write_sheet(
        sample(averaged, 16, (128, 128), options.device, steps=25), options.run / f"sheet-{step:06d}.png"
    )
    return validation(averaged, held_out, options.device)


if __name__ == "__main__":
    main()
