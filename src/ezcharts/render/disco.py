r"""A Disco cell: from its settings to condition, starting point and sampler; and what guides a batch of them.

Starting point (engines.md 2.6), with (α, σ) of the first step that is not skipped and z the starting noise:
x = α·init + σ·z with an initial image, even at skip_steps 0; x = σ·z without one when steps are skipped; x =
z else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor
from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2.functional import resize

from ezcharts.diffusion.perlin import perlin_picture
from ezcharts.errors import CellFailure, PlanError
from ezcharts.guidance.disco.condition import Condition, Target
from ezcharts.guidance.disco.guidance import DiscoGuidance
from ezcharts.guidance.disco.prompts import PromptKey, fuzzy_rows, image_rows, joined
from ezcharts.guidance.disco.pull import Puller
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.request import Request
from ezcharts.levels.disco import disco_track, schedule_entry
from ezcharts.levels.level import Track
from ezcharts.params.disco.models import CLIP_SWITCHES
from ezcharts.params.disco.prompts import Prompt, parse_prompt
from ezcharts.params.settings import Settings
from ezcharts.render.machine import Machine
from ezcharts.render.prepare import (
    CellNoise,
    Models,
    Prepared,
    opened_picture,
    read_picture,
    to_tensor,
)
from ezcharts.sampling.base import Steps
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.plms import plms
from ezcharts.sampling.symmetry import disco_symmetry
from ezcharts.studies.cell import Cell

_OPEN_CLIP_SINCE = "5.5"
"""The version that brought all OpenCLIP switches, and no other CLIP model."""


def prepare(cell: Cell, models: Models, machine: Machine) -> Prepared:
    """Make a cell ready to run.

    Raises:
        PlanError: It needs something that is not rendered.
        CellFailure: Its settings cannot be rendered.
        InputError: A prompt or a picture cannot be used.
    """
    settings = cell.settings.effective()
    _refuse_sharpening(settings)
    track = disco_track(settings["steps"], settings["skip_steps"])
    init = _initial_picture(settings, cell, machine)
    noise = CellNoise(cell, machine)
    start = starting_point(noise.start(), init, track, skipped=settings["skip_steps"] > 0)
    condition = _condition(settings, cell, models, machine, init)
    return Prepared(
        cell=cell,
        condition=condition,
        sampler=_sampler(settings, start, track, noise),
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


def _refuse_sharpening(settings: Settings) -> None:
    if settings["sharpen_preset"] != "Off":
        raise PlanError(
            f"sharpen_preset {settings['sharpen_preset']} is not rendered: its super-resolution model is no "
            "part of guidance; leave it Off"
        )


def _initial_picture(s: Settings, cell: Cell, machine: Machine) -> Tensor | None:
    """Return what the run starts from and init_scale holds it to (Q13), shape (1, 3, H, W) in [-1, 1].

    Perlin noise takes the place of an initial image.
    """
    if s["perlin_init"]:
        return perlin_picture(
            s["perlin_mode"],
            cell.size,
            seed=s["seed"],
            image=cell.image,
            device=machine.device,
            dtype=machine.dtype,
        )
    path = cell.files.get("init_image")
    return read_picture("init_image", path, cell.size, machine) if path else None


def _sampler(s: Settings, start: Tensor, track: Track, noise: CellNoise) -> Steps:
    """Return the sampler, not yet started; PLMS has no use for eta and symmetry (Q17)."""
    if s["diffusion_sampling_mode"] == "plms":
        return plms(start, track)
    symmetry = disco_symmetry(
        s["use_horizontal_symmetry"],
        s["use_vertical_symmetry"],
        s["transformation_percent"],
        len(track),
    )
    return ddim(start, track, eta=s["eta"], noise=noise.step, before=symmetry)


def _targets(s: Settings, cell: Cell, models: Models, machine: Machine) -> dict[str, Target]:
    """Return what each perceptor pulls toward: texts, then pictures (engines.md 2.2).

    Raises:
        CellFailure: The notebook stops with these prompts.
        PromptError: A prompt is too long, or the weights sum to zero.
    """
    texts = [parse_prompt(text) for text in s["text_prompts"]]
    pictures = [
        (parse_prompt(text), _prompt_picture(role, cell.files[role], cell.size, machine))
        for text, role in ((text, f"image_prompts.{i}") for i, text in enumerate(s["image_prompts"]))
    ]
    found = {}
    for switch in cell.switches:
        if pictures:
            _refuse_pictures(switch, s)
        looked_at = _image_rows(switch, s, cell, models, pictures)
        found[switch] = joined([*_text_rows(switch, s, cell, models, texts), *looked_at])
    return found


def _text_rows(
    switch: str, s: Settings, cell: Cell, models: Models, texts: Sequence[Prompt]
) -> list[tuple[Prompt, Tensor]]:
    """Return the texts as a perceptor embeds them, whole strings with their weights (Q2)."""
    if not texts:
        return []
    rows = models.text_rows(switch, [prompt.text for prompt in texts])
    if not s["fuzzy_prompt"]:
        return [(prompt, row[None]) for prompt, row in zip(texts, rows, strict=True)]
    keys = (PromptKey(s["seed"], cell.image, switch, index) for index in range(len(texts)))
    fuzzy = [fuzzy_rows(row, float(s["rand_mag"]), key) for row, key in zip(rows, keys, strict=True)]
    return list(zip(texts, fuzzy, strict=True))


def _image_rows(
    switch: str, s: Settings, cell: Cell, models: Models, pictures: Sequence[tuple[Prompt, Tensor]]
) -> list[tuple[Prompt, Tensor]]:
    """Return what a perceptor makes of the pictures; a picture's rows share its weight."""
    parts = []
    for index, (prompt, picture) in enumerate(pictures):
        key = PromptKey(s["seed"], cell.image, switch, index)
        rows = image_rows(picture, models.perceptor(switch), skip_augs=s["skip_augs"], key=key)
        parts.append((replace(prompt, weight=prompt.weight / len(rows)), rows))
    return parts


def _refuse_pictures(switch: str, s: Settings) -> None:
    """Refuse the image prompts that stop a notebook.

    Raises:
        CellFailure: Says why.
    """
    if s["fuzzy_prompt"]:
        raise CellFailure(
            "fuzzy_prompt together with an image prompt stops the notebook (Q20): it loses the weights of "
            "the picture's rows; use one of the two"
        )
    if switch.startswith("SLIP") or s.dialect.find(switch).since == _OPEN_CLIP_SINCE:
        raise CellFailure(
            f"an image prompt stops the notebook with {switch} (Q19): only OpenAI's CLIP models tell the "
            "size of their input; leave out the picture or the switch"
        )


def _prompt_picture(role: str, path: Path, size: tuple[int, int], machine: Machine) -> Tensor:
    """Return an image prompt, shape (1, 3, h, w) in [-1, 1].

    Its shorter side shrinks to that of the canvas `size`, if it is longer (engines.md 2.2, 6).
    """
    with opened_picture(role, path) as image:
        short = min(*size, *image.size)
        return to_tensor(resize(image, [short], InterpolationMode.LANCZOS), machine)


def _condition(s: Settings, cell: Cell, models: Models, machine: Machine, init: Tensor | None) -> Condition:
    with torch.no_grad():
        perceived = init is not None and bool(s["init_scale"])
        init_features = models.perceptual.features(init) if perceived and init is not None else None
    return Condition(
        seed=s["seed"],
        image=cell.image,
        targets=_targets(s, cell, models, machine),
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
