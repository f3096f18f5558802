r"""From a cell's settings to everything its run needs: condition, noise levels, starting point, sampler.

Starting point (engines.md 2.6), with (α, σ) of the first step that is not skipped and z the starting noise:
x = α·init + σ·z with an initial image, even at skip_steps 0; x = σ·z without one when steps are skipped; x =
z else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from ezcharts.diffusion.draws import DrawKey, normal, starting_noise
from ezcharts.diffusion.schedule import Spacing, disco_spacing
from ezcharts.errors import CellFailure, PlanError
from ezcharts.guidance.disco.condition import Condition, Target
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.params.disco.prompts import Prompt, parse_prompt
from ezcharts.params.settings import Settings
from ezcharts.render.machine import Machine
from ezcharts.sampling.base import Steps, alpha_sigma, executed_steps
from ezcharts.sampling.ddim import ddim
from ezcharts.studies.cell import Cell

# Settings that later versions render, and what each is called.
WAITING = {
    "perlin_init": "perlin_init",
    "fuzzy_prompt": "fuzzy_prompt",
    "use_horizontal_symmetry": "symmetry",
    "use_vertical_symmetry": "symmetry",
    "image_prompts": "image prompts",
}


class Models(Protocol):
    """What preparing a cell needs of the models."""

    @property
    def perceptual(self) -> PerceptualDistance:
        """The distance to an initial image."""
        ...

    def target(self, switch: str, prompts: Sequence[Prompt]) -> Target:
        """Embed prompts for one perceptor."""
        ...


@dataclass(frozen=True, eq=False)
class Prepared:
    """A cell that is ready to run.

    Attributes:
        cell: The cell.
        condition: What guides it.
        spacing: Its noise levels.
        sampler: Its sampler, not yet started.
        most_cuts: Cuts of one repeat at the step that has most of them.
    """

    cell: Cell
    condition: Condition
    spacing: Spacing
    sampler: Steps
    most_cuts: int


def refuse_waiting(settings: Settings) -> None:
    """Refuse what this version does not render yet.

    Raises:
        PlanError: Names the feature.
    """
    asked = [word for name, word in WAITING.items() if settings[name]]
    others = {"diffusion_sampling_mode": "ddim", "sharpen_preset": "Off"}
    asked += [f"{name} {settings[name]}" for name, only in others.items() if settings[name] != only]
    if asked:
        raise PlanError(f"not rendered by this version yet: {', '.join(dict.fromkeys(asked))}; leave it off")


def prepare(cell: Cell, models: Models, machine: Machine) -> Prepared:
    """Make a cell ready to run.

    Raises:
        PlanError: It needs something this version lacks.
        CellFailure: Its settings cannot be rendered.
        InputError: A prompt or the initial image cannot be used.
    """
    settings = cell.settings.effective()
    refuse_waiting(settings)
    spacing = disco_spacing(settings["steps"])
    path = cell.files.get("init_image")
    init = read_init(path, cell.size, machine) if path else None
    noise = _Noise(settings["seed"], cell.image, cell.size, machine)
    start = starting_point(noise.start(), init, spacing, settings["skip_steps"])
    sampler = ddim(start, spacing, skip_steps=settings["skip_steps"], eta=settings["eta"], noise=noise.step)
    condition = _condition(settings, cell, models, init)
    most_cuts = _most_cuts(condition, spacing, settings["skip_steps"])
    return Prepared(cell, condition, spacing, sampler, most_cuts)


def read_init(path: Path, size: tuple[int, int], machine: Machine) -> Tensor:
    """Return an initial image, shape (1, 3, H, W) in [-1, 1], resized with Lanczos to exactly `size`.

    Raises:
        CellFailure: The file is not a picture that can be read.
    """
    try:
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise CellFailure(f"init_image {path.name} cannot be read: {error}", final=False) from error
    planes = torch.from_numpy(pixels.copy()).permute(2, 0, 1)[None]
    return planes.to(machine.device, machine.dtype) / 255 * 2 - 1


def starting_point(z: Tensor, init: Tensor | None, spacing: Spacing, skip_steps: int) -> Tensor:
    """Return x of the first executed step, shape of `z` (engines.md 2.6)."""
    first = executed_steps(spacing, skip_steps)[0]
    alpha, sigma = alpha_sigma(float(spacing.alpha_bar[first]))
    if init is not None:
        return alpha * init + sigma * z
    return sigma * z if skip_steps else z


def _most_cuts(condition: Condition, spacing: Spacing, skip_steps: int) -> int:
    """Read the cut schedules at every step that will run: a bad entry fails the cell before its first step.

    Raises:
        CellFailure: A schedule cannot be used at some step.
    """
    steps = executed_steps(spacing, skip_steps)
    counts = [condition.cut_counts(spacing.schedule_index(k)) for k in steps]
    return max(count.overview + count.inner for count in counts)


@dataclass(frozen=True)
class _Noise:
    """The noises of one cell."""

    seed: int
    image: int
    size: tuple[int, int]
    machine: Machine

    def start(self) -> Tensor:
        """The notebook's own z for image 0; later images of a seed get draws of ours (Q10)."""
        if self.image == 0:
            return starting_noise(self.seed, self.size, dtype=self.machine.dtype).to(self.machine.device)
        return self._draw("start", 0)

    def step(self, executed: int) -> Tensor:
        """The DDIM noise of an executed step."""
        return self._draw("ddim", executed)

    def _draw(self, purpose: str, step: int) -> Tensor:
        width, height = self.size
        key = DrawKey(self.seed, self.image, purpose, step)
        drawn = normal([key], 3 * height * width, device=self.machine.device, dtype=self.machine.dtype)
        return drawn.reshape(1, 3, height, width)


def _condition(s: Settings, cell: Cell, models: Models, init: Tensor | None) -> Condition:
    prompts = [parse_prompt(text) for text in s["text_prompts"]]
    with torch.no_grad():
        perceived = init is not None and bool(s["init_scale"])
        init_features = models.perceptual.features(init) if perceived and init is not None else None
    return Condition(
        seed=s["seed"],
        image=cell.image,
        targets={switch: models.target(switch, prompts) for switch in cell.switches},
        init_features=init_features,
        clip_guidance_scale=float(s["clip_guidance_scale"]),
        tv_scale=float(s["tv_scale"]),
        range_scale=float(s["range_scale"]),
        sat_scale=float(s["sat_scale"]),
        init_scale=float(s["init_scale"]),
        cutn_batches=s["cutn_batches"],
        cut_overview=s["cut_overview"],
        cut_innercut=s["cut_innercut"],
        cut_ic_pow=s["cut_ic_pow"],
        cut_icgray_p=s["cut_icgray_p"],
        skip_augs=s["skip_augs"],
        clamp_max=float(s["clamp_max"]) if s["clamp_grad"] else None,
        clip_denoised=s["clip_denoised"],
        secondary=s["use_secondary_model"],
    )
