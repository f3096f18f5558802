r"""A Disco cell: from its settings to condition, starting point and sampler; and what guides a batch of them.

Starting point (engines.md 2.6), with (α, σ) of the first step that is not skipped and z the starting noise:
x = α·init + σ·z with an initial image, even at skip_steps 0; x = σ·z without one when steps are skipped; x =
z else.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from ezcharts.errors import PlanError
from ezcharts.guidance.disco.condition import Condition, Target
from ezcharts.guidance.disco.guidance import DiscoGuidance
from ezcharts.guidance.disco.pull import Puller
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.request import Request
from ezcharts.levels.disco import disco_track, schedule_entry
from ezcharts.levels.level import Track
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.disco.prompts import normalise_weights, parse_prompt
from ezcharts.params.settings import Settings
from ezcharts.render.machine import Machine
from ezcharts.render.prepare import CellNoise, Models, Prepared, read_picture
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
    track = disco_track(settings["steps"], settings["skip_steps"])
    path = cell.files.get("init_image")
    init = read_picture("init_image", path, cell.size, machine) if path else None
    noise = CellNoise(cell, machine)
    start = starting_point(noise.start(), init, track, skipped=settings["skip_steps"] > 0)
    condition = _condition(settings, cell, models, init)
    return Prepared(
        cell=cell,
        condition=condition,
        sampler=ddim(start, track, eta=settings["eta"], noise=noise.step),
        most_cuts=_most_cuts(condition, track),
        prior=models.prior_name(settings),
    )


def guidance(models: Models, prior: str, requests: Sequence[Request[Condition]]) -> DiscoGuidance:
    """Return what guides a batch: only the models that its cells use are loaded."""
    conditions = [request.condition for request in requests]
    named = {switch for c in conditions for switch in c.targets}
    perceptors = {switch: models.perceptor(switch) for switch in CLIP_SWITCHES if switch in named}
    with_init = any(c.init_features is not None for c in conditions)
    with_secondary = any(c.secondary for c in conditions)
    estimator = Estimator(models.prior(prior), models.secondary if with_secondary else None)
    return DiscoGuidance(estimator, Puller(perceptors, models.perceptual if with_init else None))


def starting_point(z: Tensor, init: Tensor | None, track: Track, *, skipped: bool) -> Tensor:
    """Return x of the first executed step, shape of `z` (engines.md 2.6)."""
    if init is not None:
        return track.start.alpha * init + track.start.sigma * z
    return track.start.sigma * z if skipped else z


def _most_cuts(condition: Condition, track: Track) -> int:
    """Read the cut schedules at every step that will run: a bad entry fails the cell before its first step.

    Raises:
        CellFailure: A schedule cannot be used at some step.
    """
    counts = [condition.cut_counts(schedule_entry(level.t)) for level in track.levels[:-1]]
    return max(count.overview + count.inner for count in counts)


def _target(switch: str, settings: Settings, models: Models) -> Target:
    """Return the prompts as a perceptor embeds them, whole strings with their weights (Q2).

    Raises:
        PromptError: A prompt is too long, or the weights sum to zero.
    """
    prompts = [parse_prompt(text) for text in settings["text_prompts"]]
    rows = models.text_rows(switch, [prompt.text for prompt in prompts])
    weights = torch.tensor(normalise_weights(prompts), dtype=rows.dtype, device=rows.device)
    return Target(rows, weights)


def _condition(s: Settings, cell: Cell, models: Models, init: Tensor | None) -> Condition:
    with torch.no_grad():
        perceived = init is not None and bool(s["init_scale"])
        init_features = models.perceptual.features(init) if perceived and init is not None else None
    return Condition(
        seed=s["seed"],
        image=cell.image,
        targets={switch: _target(switch, s, models) for switch in cell.switches},
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
