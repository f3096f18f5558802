"""The package's side of the JAX comparison: cases of the reference flown with the package's own parts."""

from dataclasses import dataclass, replace

import torch

from ezcharts.diffusion.denoiser import Prediction, cosine_time, from_v, per_picture
from ezcharts.diffusion.draws import DrawKey, normal, uniform
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.jax.condition import JaxCondition
from ezcharts.guidance.jax.guidance import JaxGuidance
from ezcharts.guidance.jax.pull import JaxPuller
from ezcharts.guidance.request import Guided, Request
from ezcharts.levels.jax import jax_track
from ezcharts.models.prior import Prior
from ezcharts.render.jax import starting_point
from ezcharts.sampling.base import Answer
from ezcharts.sampling.ddim import ddim
from ezcharts.sampling.ending import ending_look
from ezcharts.sampling.plms4 import plms4
from ezcharts.sampling.runge_kutta import prk
from ezcharts.sampling.symmetry import huemin_symmetry
from tests.guidance.disco.flying import Perceptor
from tests.reference.jax.losses import unit

FULL_SCALE = 10_000
"""Weight of the anti-JPEG classifier's loss in the notebook."""
SCALES = (
    "tv_scale",
    "sat_scale",
    "init_weight_mse",
    "mean_scale",
    "var_scale",
    "horizontal_symmetry_scale",
    "vertical_symmetry_scale",
)
TERMS = dict(
    zip(("tv", "sat", "mse", "mean", "var", "horizontal symmetry", "vertical symmetry"), SCALES, strict=True)
)
"""What the reference calls a loss, and what weighs it."""
TOLD = {"horizontal symmetry": "hsym", "vertical symmetry": "vsym"}
"""What the package calls those that it calls otherwise."""
SHARED = 3
"""How many of a cut's seven uniforms say where it is."""


@dataclass(frozen=True)
class CaseDraws:
    """The package's draws of a case, in the form that the reference takes.

    Attributes:
        case: Whose they are.
        image: Which picture of the seed.
        shares_crops: Whether it is cut where picture 0 is.
    """

    case: object
    image: int = 0
    shares_crops: bool = True

    def key(self, purpose, step=0, model="", repeat=0, image=None):
        return DrawKey(self.case.seed, self.image if image is None else image, purpose, step, model, repeat)

    def picture(self, purpose, step):
        width, height = self.case.width_height
        drawn = normal([self.key(purpose, step)], 3 * height * width, dtype=torch.float64)
        return drawn.reshape(1, 3, height, width)

    def start(self):
        return self.picture("start", 0)

    def step_noise(self, executed):
        return self.picture("ddim", executed)

    def cut_uniforms(self, evaluation, model, repeat, count):
        places = self.key("cuts", evaluation, model, repeat, 0 if self.shares_crops else None)
        keys = [places, self.key("cuts", evaluation, model, repeat)]
        where, how = uniform(keys, count, dtype=torch.float64).tolist()
        return [(where if n % 7 < SHARED else how)[n] for n in range(count)]


class Net(torch.nn.Module):
    """A network of the reference in the place of diffusers' UNet."""

    def __init__(self, unet):
        super().__init__()
        self.of_type = torch.nn.Parameter(torch.zeros((), dtype=torch.float64), requires_grad=False)
        self.unet = unet

    def forward(self, x, told):
        return type("Output", (), {"sample": self.unet(x, told)})


def main_model(models, prediction):
    """The reference's main model behind the package's own wrapper of one."""
    known = {"eps": ("epsilon", "timestep"), "v": ("v_prediction", "cosine")}
    kind, time = known[prediction]
    return Prior(Net(models.unet), 1, kind, time)


def secondary_model(models):
    return lambda x, level: from_v(x, models.secondary(x, cosine_time(level.alpha, level.sigma)), level)


@dataclass(frozen=True)
class Pair:
    """The reference's anti-JPEG pair as the package wants it.

    The reference's gradient is what the notebook subtracts, with all its factors: `weight` takes that of the
    loss out again.
    """

    models: object
    weight: float

    def correction(self, x, level):
        v = self.models.correction(x, per_picture(cosine_time(level.alpha, level.sigma)))
        return Prediction(-per_picture(level.sigma) * v, per_picture(level.alpha) * v)

    def gradient(self, x, level, scale):
        c = per_picture(cosine_time(level.alpha, level.sigma))
        return -scale / self.weight * self.models.classifier_gradient(x, c)


def pair_of(case, models):
    """The models' own pair, or their functions as one, or none."""
    if not hasattr(models, "correction"):
        return None
    return getattr(models, "pair", None) or Pair(models, FULL_SCALE / case.batch_size)


class RecordingPuller(JaxPuller):
    """Writes down what it was given and what every term gave, one entry per call."""

    def __init__(self, *args):
        super().__init__(*args)
        self.calls = []

    def __call__(self, x_in, requests):
        pulled = super().__call__(x_in, requests)
        pulls = [self.apart(x_in[n : n + 1], requests[n], pulled[n].losses) for n in range(len(requests))]
        self.calls.append((x_in.detach(), pulled, pulls))
        return pulled

    def apart(self, x_in, request, losses):
        """Each term's own gradient: all others are left out."""
        found = {}
        for name in losses:
            condition = replace(request.condition, **only(request.condition, name))
            (alone,) = super().__call__(x_in, [replace(request, condition=condition)])
            found[name] = alone.gradient
        return found


def only(condition, name):
    """Changes of a condition that leave one term."""
    changes = dict.fromkeys(SCALES, 0.0) | {"clip_guidance_scales": {}}
    kind, _, switch = name.partition(" ")
    if kind == "clip":
        return changes | {"clip_guidance_scales": {switch: condition.clip_guidance_scales[switch]}}
    field = TERMS[{told: term for term, told in TOLD.items()}.get(name, name)]
    return changes | {field: getattr(condition, field)}


def target(name, case, models):
    texts, images, _ = case.asked_of(name)
    rows = [weight * unit(models.prompt_row(name, text)) for text, weight in texts]
    rows += [weight * models.image_row(name, image) for image, weight in images]
    return unit(torch.stack(rows).sum(dim=0))


def make_condition(case, models, image=0, cut_crops="shared"):
    """The condition that stands for a case."""
    scales = {name: case.asked_of(name)[2] for name in case.clip_models}
    fields = {
        "seed": case.seed,
        "image": image,
        "targets": {name: target(name, case, models) for name in scales},
        "clip_guidance_scales": scales,
        "init": models.init_picture(case.width_height) if case.has_init else None,
        "mask": models.mask_picture(case.width_height) if case.has_mask else None,
        "cut_p_grey": case.cut_p_grey or 0,
        "cut_p_mixgrey": case.cut_p_mixgrey or 0,
        "cut_p_flip": case.cut_p_flip or 0,
        "cut_crops": cut_crops,
        "cut_border": 40.0,  # the notebooks'
        "secondary": case.use_secondary_model,
        "antijpeg": hasattr(models, "correction"),
        "antijpeg_guidance_scale": getattr(models, "classifier_scale", FULL_SCALE),
    }
    plain = (*SCALES, "cutn", "cut_batches", "cut_pow", "cut_sizes", "clamp_max", "batch_size")
    return JaxCondition(**fields, **{name: getattr(case, name) for name in plain})


def start_sampler(case, models, draws):
    track = jax_track(case.steps, case.starting_noise, case.ending_noise, case.time_schedule)
    init = models.init_picture(case.width_height) if case.has_init else None
    x = starting_point(draws.start(), init, track, case.noise_start)
    steps = sampler(case, track, x, draws)
    return ending_look(steps, track) if case.ending_noise > 0 else steps


def sampler(case, track, x, draws):
    before = huemin_symmetry(
        case.use_horizontal_symmetry, case.use_vertical_symmetry, case.transformation_schedule, case.steps
    )
    if case.sample_mode == "ddim":
        looks = case.ending_noise > 0
        return ddim(
            x,
            track,
            eta=case.eta,
            noise=draws.step_noise,
            negative="renews",
            ending_look=looks,
            before=before,
        )
    return {"prk": prk, "plms": plms4}[case.sample_mode](x, track, before=before)


def make_guidance(case, models):
    perceptors = {name: Perceptor(clip) for name, clip in models.clips.items()}
    estimator = Estimator(main_model(models, case.prediction), secondary_model(models))
    return JaxGuidance(estimator, RecordingPuller(perceptors), pair_of(case, models))


def fly(cases, models, draws=None, guidance=None):
    """Fly cases of one size, main model and batch size together until each has landed.

    Args:
        cases: The cases.
        models: The reference's networks.
        draws: Of each case; those of picture 0 when None.
        guidance: What guides them; made of `models` when None.

    Returns:
        One list per case of a dictionary per evaluation, named as the reference names them, and a last one
        with the `x` and `shown` of the landed run.
    """
    guidance = guidance or make_guidance(cases[0], models)
    draws = draws or [CaseDraws(case) for case in cases]
    samplers = [start_sampler(case, models, own) for case, own in zip(cases, draws, strict=True)]
    conditions = [
        make_condition(case, models, own.image, "shared" if own.shares_crops else "independent")
        for case, own in zip(cases, draws, strict=True)
    ]
    asks = {i: next(steps) for i, steps in enumerate(samplers)}
    stories = [[] for _ in cases]
    while asks:
        requests = [
            Request(a.x, a.level, a.told, a.evaluation, conditions[i], a.guided) for i, a in asks.items()
        ]
        guided_ones = iter(range(len(requests)))
        for (i, ask), guided in zip(list(asks.items()), guidance(requests), strict=True):
            assert isinstance(guided, Guided), guided
            row = next(guided_ones) if ask.guided else None
            stories[i].append(_entry(ask, guided, guidance.puller, row))
            try:
                asks[i] = samplers[i].send(Answer(guided.x0, guided.eps, guided.shown))
            except StopIteration as end:
                stories[i].append({"x": end.value.x, "shown": end.value.shown})
                del asks[i]
    return stories


def _entry(ask, guided, puller, row):
    entry = {
        "ask": ask,
        "guided": guided,
        "x": ask.x,
        "shown": guided.shown,
        "eps": guided.eps,
        "x0": guided.x0,
        "rms": guided.grad_rms,
        "losses": named(guided.losses),
    }
    if ask.guided and ask.level.sigma > 0:
        entry["returned"] = returned_gradient(ask, guided)
    if row is not None:
        x_in, pulled, pulls = puller.calls[-1]
        entry |= {"x_in": x_in[row : row + 1], "G": pulled[row].gradient, "pulls": named(pulls[row])}
    return entry


def returned_gradient(ask, guided):
    """What guidance returned to the sampler: eps' = eps - sigma g solved for g."""
    alpha, sigma, _ = ask.level
    return ((ask.x - alpha * guided.shown) / sigma - guided.eps) / sigma


def named(terms):
    """The package's terms under the reference's names."""
    back = {told: name for name, told in TOLD.items()}
    return {back.get(name, name): value for name, value in terms.items()}
