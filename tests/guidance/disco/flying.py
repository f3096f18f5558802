"""The package's side of the comparison: cases of the reference flown with the package's own parts."""

from dataclasses import dataclass

import torch

from ezcharts.diffusion.denoiser import cosine_time, from_eps, from_v
from ezcharts.diffusion.draws import DrawKey, grain, normal, uniform
from ezcharts.guidance.disco.condition import Condition
from ezcharts.guidance.disco.guidance import DiscoGuidance
from ezcharts.guidance.disco.prompts import PromptKey, fuzzy_rows, image_rows, joined
from ezcharts.guidance.disco.pull import Puller
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.perceptual import PerceptualDistance
from ezcharts.guidance.request import Guided, Request
from ezcharts.levels.disco import disco_track
from ezcharts.params.disco.prompts import Prompt
from ezcharts.params.schedule import Schedule
from ezcharts.render.disco import starting_point
from ezcharts.sampling.base import Answer
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.plms import plms
from ezcharts.sampling.symmetry import disco_symmetry
from tests.reference.disco.run import CLIP_MEAN, CLIP_STD, Case


@dataclass(frozen=True)
class CaseDraws:
    """The package's draws of a case, in the form that the reference takes."""

    case: Case

    def key(self, purpose, step=0, model="", repeat=0):
        return DrawKey(self.case.seed, 0, purpose, step, model, repeat)

    def picture(self, purpose, step):
        width, height = self.case.width_height
        drawn = normal([self.key(purpose, step)], 3 * height * width, dtype=torch.float64)
        return drawn.reshape(1, 3, height, width)

    def start(self):
        return self.picture("start", 0)

    def ddim_noise(self, executed):
        return self.picture("ddim", executed)

    def cut_uniforms(self, evaluation, model, repeat, count):
        return uniform([self.key("cuts", evaluation, model, repeat)], count, dtype=torch.float64)[0].tolist()

    def cut_noise(self, evaluation, model, repeat, n, count, R):
        key = self.key(f"cut noise {n}", evaluation, model, repeat)
        return grain([key], count * 3 * R * R, dtype=torch.float64).reshape(count, 3, R, R)

    def fuzzy_noise(self, model, prompt, count, width):
        drawn = normal([self.key("fuzzy", prompt, model)], count * width, dtype=torch.float64)
        return drawn.reshape(count, width)


@dataclass(frozen=True)
class Perceptor:
    """A CLIP of the reference as the package wants it."""

    clip: object
    mean: tuple = CLIP_MEAN
    std: tuple = CLIP_STD

    @property
    def resolution(self):
        return self.clip.resolution

    def encode_image(self, pixels):
        return self.clip.encode(pixels)


class RecordingPuller(Puller):
    """Writes down what it was given and what it gave, one entry per call."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.calls = []

    def __call__(self, x_in, denoised, viewers):
        pulled = super().__call__(x_in, denoised, viewers)
        self.calls.append((x_in.detach(), denoised.detach(), torch.cat([p.gradient for p in pulled])))
        return pulled


def perceptual(models):
    return PerceptualDistance("edges", models.features, CLIP_MEAN, CLIP_STD)


def make_guidance(models, puller=None):
    """The package's guidance on the reference's networks."""

    def prior(x, level):
        return from_eps(x, models.unet(x, level.t), level)

    def secondary(x, level):
        return from_v(x, models.secondary(x, cosine_time(level.alpha, level.sigma)), level)

    perceptors = {name: Perceptor(clip) for name, clip in models.clips.items()}
    return DiscoGuidance(
        Estimator(prior, secondary), puller or RecordingPuller(perceptors, perceptual(models))
    )


def target(name, case, models, dtype):
    """What one CLIP pulls toward: texts, fuzzy or plain, then pictures."""
    parts = []
    for number, (text, weight) in enumerate(case.prompts):
        row = models.prompt_row(name, text).to(dtype)
        key = PromptKey(case.seed, 0, name, number)
        rows = fuzzy_rows(row, case.rand_mag, key) if case.fuzzy_prompt else row[None]
        parts.append((Prompt(text, text, weight), rows))
    for number, (image, weight) in enumerate(case.image_prompts):
        key = PromptKey(case.seed, 0, name, number)
        picture = models.prompt_picture(image).to(dtype)
        rows = image_rows(picture, Perceptor(models.clips[name]), skip_augs=case.skip_augs, key=key)
        parts.append((Prompt(image, image, weight / len(rows)), rows))
    return joined(parts)


def make_condition(case, models, dtype=torch.float64, **changes):
    """The condition that stands for a case; `changes` replace fields."""
    targets = {name: target(name, case, models, dtype) for name in case.clip_models}
    init = models.init_picture(case.width_height).to(dtype) if case.has_init else None
    fields = {
        "seed": case.seed,
        "image": 0,
        "targets": targets,
        "init_features": None if init is None else perceptual(models).features(init),
        "clamp_max": case.clamp_max if case.clamp_grad else None,
        "secondary": case.use_secondary_model,
    }
    plain = ("clip_guidance_scale", "tv_scale", "range_scale", "sat_scale", "init_scale", "cutn_batches",
             "skip_augs", "clip_denoised")  # fmt: skip
    schedules = ("cut_overview", "cut_innercut", "cut_ic_pow", "cut_icgray_p")
    fields |= {name: getattr(case, name) for name in plain}
    fields |= {name: Schedule.of(getattr(case, name)) for name in schedules}
    return Condition(**(fields | changes))


def start_sampler(case, models, dtype=torch.float64):
    draws, track = CaseDraws(case), disco_track(case.steps, case.skip_steps)
    init = models.init_picture(case.width_height) if case.has_init else None
    x = starting_point(draws.start(), init, track, skipped=case.skip_steps > 0).to(dtype)
    if case.sampling_mode == "plms":
        return plms(x, track)
    symmetry = disco_symmetry(
        case.use_horizontal_symmetry, case.use_vertical_symmetry, case.transformation_percent, len(track)
    )
    return ddim(
        x, track, eta=case.eta, noise=lambda executed: draws.ddim_noise(executed).to(dtype), before=symmetry
    )


def fly(cases, models, dtype=torch.float64, guidance=None):
    """Fly cases of one size together until each has landed.

    Returns:
        One list per case of a dictionary per evaluation, named as the reference names them (`x_next` is what
        the next one looks at; at the last step it is what the sampler returns); the recorded G needs a
        RecordingPuller.
    """
    guidance = guidance or make_guidance(models)
    samplers = [start_sampler(case, models, dtype) for case in cases]
    conditions = [make_condition(case, models, dtype) for case in cases]
    asks = {i: next(sampler) for i, sampler in enumerate(samplers)}
    stories = [[] for _ in cases]
    while asks:
        flying = list(asks)
        requests = [
            Request(asks[i].x, asks[i].level, asks[i].told, asks[i].evaluation, conditions[i]) for i in flying
        ]
        for row, (i, guided) in enumerate(zip(flying, guidance(requests), strict=True)):
            assert isinstance(guided, Guided), guided
            ask, x_next = asks.pop(i), None
            try:
                asks[i] = samplers[i].send(Answer(guided.x0, guided.eps, guided.shown))
                x_next = asks[i].x
            except StopIteration as end:
                x_next = end.value.x
            stories[i].append(_entry(ask, guided, x_next, guidance.puller, row))
    return stories


def _entry(ask, guided, x_next, puller, row):
    entry = {
        "ask": ask,
        "t": guided.t,
        "x": ask.x,
        "shown": guided.shown,
        "eps": guided.eps,
        "x0": guided.x0,
        "x_next": x_next,
        "returned": returned_gradient(ask, guided),
        "guided": guided,
    }
    if isinstance(puller, RecordingPuller):
        x_in, denoised, pull = puller.calls[-1]
        entry |= {"x_in": x_in[row : row + 1], "D": denoised[row : row + 1], "G": pull[row : row + 1]}
    return entry


def returned_gradient(ask, guided):
    """What guidance returned to the sampler: eps' = eps - sigma g solved for g."""
    alpha, sigma, _ = ask.level
    eps = (ask.x - alpha * guided.shown) / sigma
    return (eps - guided.eps) / sigma
