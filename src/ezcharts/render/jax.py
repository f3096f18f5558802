r"""A JAX cell: from its settings to condition, starting point and sampler; and what guides a batch of them.

Starting point (engines.md 3.5), with (α, σ) of the first level and n the starting noise: x = α·init + σ·n
with an initial image; without one x = σ·n in v2.4, which at a lower starting_noise starts on grey (J9), and x
= n later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor

from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.jax.condition import JaxCondition
from ezcharts.guidance.jax.guidance import JaxGuidance
from ezcharts.guidance.jax.pull import JaxPuller
from ezcharts.guidance.parts import CUTS_AT_ONCE
from ezcharts.guidance.request import Request
from ezcharts.levels.level import Track
from ezcharts.params.jax.models import SWITCHES
from ezcharts.params.settings import Settings
from ezcharts.render.jax_prompts import target
from ezcharts.render.machine import Machine
from ezcharts.render.prepare import CellNoise, Models, Prepared, read_picture
from ezcharts.sampling.base import Before, Steps
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.ending import ending_look
from ezcharts.sampling.plms4 import plms4
from ezcharts.sampling.runge_kutta import prk
from ezcharts.sampling.symmetry import huemin_symmetry
from ezcharts.studies.cell import FILES, Cell
from ezcharts.studies.prompt_pictures import parts_of, scales_of


def prepare(cell: Cell, models: Models, machine: Machine) -> Prepared:
    """Make a cell ready to run.

    Raises:
        CellFailure: Its settings cannot be rendered.
        InputError: A prompt or a picture cannot be used.
    """
    settings, track = cell.settings, cell.course.track
    files = {role: path for role, path in cell.files.items() if role in FILES}
    pictures = {role: read_picture(role, path, cell.size, machine) for role, path in files.items()}
    noise = CellNoise(cell, machine)
    start = starting_point(noise.start(), pictures.get("init_image"), track, settings["noise_start"])
    return Prepared(
        cell=cell,
        condition=_condition(cell, models, machine, pictures),
        sampler=_sampler(settings, start, track, noise),
        most_cuts=min(settings["cutn"] * settings["cut_batches"], CUTS_AT_ONCE),
        prior=models.prior_name(settings),
    )


def guidance(models: Models, prior: str, requests: Sequence[Request[JaxCondition]]) -> JaxGuidance:
    """Return what guides a batch: only the models that its cells use are loaded."""
    conditions = [request.condition for request in requests]
    named = {switch for c in conditions for switch in c.targets}
    perceptors = {switch: models.perceptor(switch) for switch in SWITCHES if switch in named}
    with_secondary = any(c.secondary for c in conditions)
    estimator = Estimator(models.prior(prior), models.secondary if with_secondary else None)
    pair = models.anti_jpeg if any(c.antijpeg for c in conditions) else None
    return JaxGuidance(estimator, JaxPuller(perceptors), pair)


def starting_point(n: Tensor, init: Tensor | None, track: Track, noise_start: str) -> Tensor:
    """Return x of the first step, shape of `n`.

    Args:
        n: The starting noise, shape (1, 3, H, W).
        init: The initial image, [-1, 1] units.
        track: The noise levels.
        noise_start: `scaled` or `unit`: what a run without an initial image starts from.
    """
    if init is not None:
        return track.start.alpha * init + track.start.sigma * n
    return track.start.sigma * n if noise_start == "scaled" else n


def _sampler(settings: Settings, start: Tensor, track: Track, noise: CellNoise) -> Steps:
    """Return the sampler; where the last noise is not 0 it ends with a look at where it led."""
    looks = settings["ending_noise"] > 0
    steps = _steps(settings, start, track, noise, looks)
    return ending_look(steps, track) if looks else steps


def _steps(s: Settings, start: Tensor, track: Track, noise: CellNoise, looks: bool) -> Steps:
    before = _symmetry(s, len(track))
    if s["sample_mode"] == "prk":
        return prk(start, track, before=before)
    if s["sample_mode"] == "plms":
        return plms4(start, track, before=before)
    return ddim(
        start, track, eta=s["eta"], noise=noise.step, negative="renews", ending_look=looks, before=before
    )


def _symmetry(s: Settings, steps: int) -> Before:
    return huemin_symmetry(
        s["use_horizontal_symmetry"], s["use_vertical_symmetry"], s["transformation_schedule"], steps
    )


def _condition(cell: Cell, models: Models, machine: Machine, pictures: Mapping[str, Tensor]) -> JaxCondition:
    s, files, scales = cell.settings, cell.files, scales_of(cell.settings)
    parts = parts_of(s, cell.folder)
    return JaxCondition(
        seed=s["seed"],
        image=cell.image,
        targets={switch: target(switch, parts[switch], files, models, machine) for switch in scales},
        clip_guidance_scales=scales,
        tv_scale=float(s["tv_scale"]),
        sat_scale=float(s["sat_scale"]),
        mean_scale=float(s["mean_scale"]),
        var_scale=float(s["var_scale"]),
        horizontal_symmetry_scale=float(s["horizontal_symmetry_scale"]),
        vertical_symmetry_scale=float(s["vertical_symmetry_scale"]),
        init_weight_mse=float(s["init_weight_mse"]),
        init=pictures.get("init_image"),
        mask=pictures.get("init_mask"),
        cutn=s["cutn"],
        cut_batches=s["cut_batches"],
        cut_pow=float(s["cut_pow"]),
        cut_p_grey=float(s["cut_p_grey"]),
        cut_p_mixgrey=float(s["cut_p_mixgrey"]),
        cut_p_flip=float(s["cut_p_flip"]),
        cut_sizes=s["cut_sizes"],
        cut_crops=s["cut_crops"],
        cut_border=float(s["cut_border"]),
        clamp_max=float(s["clamp_max"]),
        secondary=s["use_secondary_model"],
        batch_size=s["batch_size"],
        antijpeg=s["antijpeg"] and models.anti_jpeg is not None,
        antijpeg_guidance_scale=float(s["antijpeg_guidance_scale"]),
    )
