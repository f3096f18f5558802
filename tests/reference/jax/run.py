"""A whole run of a JAX notebook (engines.md 3.4, 3.5, 3.6), every intermediate written down.

Networks are raw and hang on one `models` object:

    unet(x, told)                   eps where case.prediction is 'eps', told = 1000 t, t the DDPM time;
                                    v where it is 'v', told = 1000 c, c the cosine time; a float, unrounded
    secondary(x, c)                 v
    clips[name]                     has `resolution` and `encode(picture)` -> rows (N, E)
    prompt_row(name, text)          one row (E,) of a CLIP, raw
    image_row(name, image)          likewise, of an image prompt (only if the case has any)
    init_picture(width_height)      (1, 3, H, W) in [-1, 1] (only if has_init)
    mask_picture(width_height)      the same, black = -1 (only if has_mask)
    correction(x, c)                optional: anti-JPEG v(class 0) - v(class 2), added to the main model's v
    classifier_gradient(x, c)       optional: gradient w.r.t. x of the anti-JPEG classifier's loss, subtracted
                                    from what guidance returns, after the clamp and itself unclamped (J4)

`run` returns one dictionary per executed step and a last one for what the notebook yields after its loop:

    step         j, the index in the schedule
    executed     0, 1, ...
    t1, t2       schedule[j], schedule[j + 1]: DDPM time ('ddpm') or cosine time ('spliced')
    level1, level2   the `Level`s of both
    transformed  whether the symmetry hook changed x
    x            what the step starts from, after the hook (this is what is yielded)
    evaluations  one dictionary per guided evaluation of the step, in order: see `evaluate`
    shown        x0_raw of the step's first evaluation: what is yielded and, clamped, saved
    eps, x0      what the step moves with: guided eps' and x0' (ddim), the combined ones (prk, plms)
    s, adjusted  ddim only: s of 3.5 step 8 and sqrt(sigma2^2 - s^2), NaN where that is negative
    x_next       where it arrives
    last entry   final: True, step = steps, x, shown, extra (whether the main model was asked once more)

and every key of `evaluations[0]` that is not listed above also stands in the step itself.
"""

import math
from dataclasses import dataclass, field

import torch

from tests.reference.jax import losses
from tests.reference.jax.cutouts import CutSettings, cutouts
from tests.reference.jax.schedule import level_at, schedule

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)
ADAMS_BASHFORTH = (55, -59, 37, -9)


@dataclass(frozen=True)
class Case:
    """The settings of one picture, with the names of engines.md 3.2.

    Attributes:
        prompts: (text, weight) each; v2.4 has one of weight 1, a "~" of jan22 is weight -1.
        image_prompts: (image, weight) each; their rows are not unit-normalised before weighting (huemin).
        multiple_prompts: huemin's use_multiple_prompts: CLIP name to (prompts, image_prompts, scale).
        batch_size: The notebook's; only one picture is made.
        noise_start: Without init the run starts at 'scaled' sigma z (v2.4) or at 'unit' z (later).
        transformation_schedule: Fractions of the steps at which the symmetry hook acts.
        prediction: What `models.unet` returns, 'eps' or 'v'.
    """

    width_height: tuple = (24, 16)
    prompts: tuple = (("a", 1.0),)
    image_prompts: tuple = ()
    multiple_prompts: dict = field(default_factory=dict)
    clip_models: tuple = ("small", "large")
    use_secondary_model: bool = True
    prediction: str = "eps"
    steps: int = 4
    eta: float = 1.0
    starting_noise: float = 1.0
    ending_noise: float = 0.0
    time_schedule: str = "ddpm"
    sample_mode: str = "ddim"
    cutn: int = 4
    cut_batches: int = 1
    cut_pow: float = 1.0
    cut_p_grey: float | None = 0.2
    cut_p_mixgrey: float | None = None
    cut_p_flip: float | None = None
    cut_sizes: str = "whole"
    clip_guidance_scale: float = 2000.0
    tv_scale: float = 0.0
    sat_scale: float = 0.0
    init_weight_mse: float = 0.0
    mean_scale: float = 0.0
    var_scale: float = 0.0
    horizontal_symmetry_scale: float = 0.0
    vertical_symmetry_scale: float = 0.0
    clamp_max: float = 0.2
    batch_size: int = 1
    has_init: bool = False
    has_mask: bool = False
    noise_start: str = "scaled"
    use_horizontal_symmetry: bool = False
    use_vertical_symmetry: bool = False
    transformation_schedule: tuple = (0.1, 0.2, 0.3)
    seed: int = 1

    def schedule(self):
        return schedule(self.starting_noise, self.ending_noise, self.steps, self.time_schedule)

    def level(self, value):
        return level_at(value, self.time_schedule)

    def told(self, level):
        return 1000 * (level.ddpm if self.prediction == "eps" else level.cosine)

    def cuts(self):
        return CutSettings(
            self.cutn, self.cut_pow, self.cut_p_grey, self.cut_p_mixgrey, self.cut_p_flip, self.cut_sizes
        )

    def asked_of(self, name):
        """(prompts, image prompts, scale) of one CLIP."""
        plain = (self.prompts, self.image_prompts, self.clip_guidance_scale)
        return self.multiple_prompts.get(name, plain)


def normalised(picture):
    mean = torch.tensor(CLIP_MEAN, dtype=picture.dtype).reshape(1, 3, 1, 1)
    std = torch.tensor(CLIP_STD, dtype=picture.dtype).reshape(1, 3, 1, 1)
    return (picture - mean) / std


def target(name, case, models):
    """One vector for one CLIP: the weighted sum of rows, unit-normalised (engines.md 3.7)."""
    texts, images, _ = case.asked_of(name)
    total = 0.0
    for text, weight in texts:
        total = total + weight * losses.unit(models.prompt_row(name, text))
    for image, weight in images:
        total = total + weight * models.image_row(name, image)
    return losses.unit(total)


def main_model(x, level, case, models):
    """The main model at (x, level), unguided: v, x0 and eps."""
    prediction = models.unet(x, case.told(level))
    if case.prediction == "eps":
        eps = prediction
        x0 = (x - level.sigma * eps) / level.alpha
        v = (eps - level.sigma * x) / level.alpha
    else:
        v = prediction
        x0 = level.alpha * x - level.sigma * v
        eps = level.sigma * x + level.alpha * v
    return v, x0, eps


def corrected(x, level, case, models):
    """The same plus anti-JPEG, linear in v, x0 and eps alike (engines.md 3.5 step 2)."""
    v, x0, eps = main_model(x, level, case, models)
    correction = getattr(models, "correction", None)
    if correction is not None:
        v_difference = correction(x, level.cosine)
        v = v + v_difference
        x0 = x0 - level.sigma * v_difference
        eps = eps + level.alpha * v_difference
    return v, x0, eps


def conditioned(x, level, case, models):
    """x_in: x0 of the secondary model or else of the main one, without anti-JPEG (engines.md 3.5 step 3)."""
    if case.use_secondary_model:
        return level.alpha * x - level.sigma * models.secondary(x, level.cosine)
    return main_model(x, level, case, models)[1]


def clip_loss(x_in, name, case, models, draws, evaluation, repeat):
    """One repeat of one CLIP, scaled."""
    clip = models.clips[name]
    cuts = cutouts(
        (x_in + 1) / 2,
        clip.resolution,
        case.cuts(),
        lambda count: draws.cut_uniforms(evaluation, name, repeat, count),
    )
    rows = [clip.encode(normalised(cut))[0] for cut in cuts]
    return case.asked_of(name)[2] * losses.clip_distance(rows, target(name, case, models))


def terms(x_in, case, models, draws, evaluation, init, mask):
    """Name to scaled loss; only terms whose scale is > 0 (engines.md 3.2)."""
    result = {}
    for name in case.clip_models:
        if case.asked_of(name)[2] > 0:
            total = 0.0
            for repeat in range(case.cut_batches):
                total = total + clip_loss(x_in, name, case, models, draws, evaluation, repeat)
            result[f"clip {name}"] = total / case.cut_batches
    if case.tv_scale > 0:
        result["tv"] = case.tv_scale * losses.tv(x_in)
    if case.sat_scale > 0:
        result["sat"] = case.sat_scale * losses.saturation(x_in, case.batch_size)
    if case.init_weight_mse > 0 and init is not None:
        if mask is None:
            result["mse"] = case.init_weight_mse * losses.mse(x_in, init, case.batch_size)
        else:
            result["mse"] = case.init_weight_mse * losses.masked_mse(x_in, init, mask, case.batch_size)
    for name, scale, loss in (
        ("mean", case.mean_scale, losses.mean_loss),
        ("var", case.var_scale, losses.variance),
        ("horizontal symmetry", case.horizontal_symmetry_scale, losses.horizontal_symmetry),
        ("vertical symmetry", case.vertical_symmetry_scale, losses.vertical_symmetry),
    ):
        if scale > 0:
            result[name] = scale * loss(x_in, case.batch_size)
    return result


def guidance(x, level, case, models, draws, evaluation, init, mask):
    """g_total of 3.5 steps 3 to 6, and everything on the way there."""
    x = x.detach().clone().requires_grad_()
    x_in = conditioned(x, level, case, models)
    scaled = terms(x_in, case, models, draws, evaluation, init, mask)
    pulls, G = {}, torch.zeros_like(x)
    for name, loss in scaled.items():
        pulls[name] = torch.autograd.grad(loss, x_in, retain_graph=True)[0]
        G = G + pulls[name]
    gradient = -torch.autograd.grad(x_in, x, G)[0]
    magnitude = losses.rms(gradient)
    clamped = gradient
    if magnitude > case.clamp_max:
        clamped = gradient * (case.clamp_max / magnitude)
    returned = clamped
    classifier_gradient = getattr(models, "classifier_gradient", None)
    if classifier_gradient is not None:
        returned = clamped - classifier_gradient(x.detach(), level.cosine)
    return {
        "x_in": x_in.detach(),
        "losses": {name: float(loss.detach()) for name, loss in scaled.items()},
        "pulls": pulls,
        "G": G,
        "gradient": gradient,
        "rms": magnitude,
        "clamped": clamped,
        "returned": returned,
    }


@dataclass
class Evaluator:
    """Evaluates the guided model at one point after the other, and counts."""

    case: Case
    models: object
    draws: object
    init: torch.Tensor | None
    mask: torch.Tensor | None
    count: int = 0

    def __call__(self, x, value):
        """One guided evaluation at a schedule value.

        Returns:
            evaluation (its number), value, level, told, x; v_raw, shown (x0_raw), eps_raw: the main model's
            own; x_in, losses (name to scaled loss), pulls (name to gradient on x_in), G (their sum), gradient
            (-J^T G), rms of it, clamped, returned (g_total); v, x0, eps: the guided ones.
        """
        level = self.case.level(value)
        with torch.no_grad():
            v, x0, eps = corrected(x, level, self.case, self.models)
        seen = guidance(x, level, self.case, self.models, self.draws, self.count, self.init, self.mask)
        eps_guided = eps - level.sigma * seen["returned"]
        entry = seen | {
            "evaluation": self.count,
            "value": value,
            "level": level,
            "told": self.case.told(level),
            "x": x,
            "v_raw": v,
            "shown": x0,
            "eps_raw": eps,
            "v": v - (level.sigma / level.alpha) * seen["returned"],
            "x0": (x - level.sigma * eps_guided) / level.alpha,
            "eps": eps_guided,
        }
        self.count += 1
        return entry


def root(square):
    return math.sqrt(square) if square >= 0 else math.nan


def ddim_step(x, level1, level2, evaluate, case, noise):
    seen = evaluate(x, level1.value)
    ddpm_sigma = (level2.sigma / level1.sigma) * root(1 - level1.alpha**2 / level2.alpha**2)
    s = case.eta * ddpm_sigma if case.eta >= 0 else abs(case.eta) * level2.sigma
    adjusted = root(level2.sigma**2 - s**2)
    x_next = level2.alpha * seen["x0"] + adjusted * seen["eps"] + s * noise
    return {
        "evaluations": [seen],
        "eps": seen["eps"],
        "x0": seen["x0"],
        "s": s,
        "adjusted": adjusted,
        "x_next": x_next,
    }


def transfer(x, eps, level1, level2):
    """The deterministic move along eps; returns (x_next, x0)."""
    x0 = (x - level1.sigma * eps) / level1.alpha
    return level2.alpha * x0 + level2.sigma * eps, x0


def prk_step(x, level1, level2, evaluate, case):
    """Four guided evaluations: here, twice in the middle of the two schedule values, there."""
    middle = case.level((level1.value + level2.value) / 2)
    first = evaluate(x, level1.value)
    second = evaluate(transfer(x, first["eps"], level1, middle)[0], middle.value)
    third = evaluate(transfer(x, second["eps"], level1, middle)[0], middle.value)
    fourth = evaluate(transfer(x, third["eps"], level1, level2)[0], level2.value)
    eps = (first["eps"] + 2 * second["eps"] + 2 * third["eps"] + fourth["eps"]) / 6
    x_next, x0 = transfer(x, eps, level1, level2)
    return {"evaluations": [first, second, third, fourth], "eps": eps, "x0": x0, "x_next": x_next}


def plms_step(x, level1, level2, evaluate, history):
    """`history` holds the eps of the three steps before, oldest first."""
    seen = evaluate(x, level1.value)
    e = [seen["eps"], history[-1], history[-2], history[-3]]
    eps = sum(w * e_n for w, e_n in zip(ADAMS_BASHFORTH, e, strict=True)) / 24
    x_next, x0 = transfer(x, eps, level1, level2)
    return {"evaluations": [seen], "eps": eps, "x0": x0, "x_next": x_next}


def mirror_right(x):
    """Right half := mirror of the left half (horizontal symmetry)."""
    left = x[:, :, :, : x.shape[3] // 2]
    return torch.cat((left, torch.flip(left, dims=[3])), dim=3)


def mirror_bottom(x):
    """Bottom half := mirror of the top half (vertical symmetry)."""
    top = x[:, :, : x.shape[2] // 2]
    return torch.cat((top, torch.flip(top, dims=[2])), dim=2)


def transform(x, value, values, case):
    """huemin's hook: on the steps whose schedule value is in the list; horizontal first."""
    chosen = [values[min(int(case.steps * p), case.steps)] for p in case.transformation_schedule]
    if value not in chosen:
        return x, False
    if case.use_horizontal_symmetry:
        x = mirror_right(x)
    if case.use_vertical_symmetry:
        x = mirror_bottom(x)
    return x, case.use_horizontal_symmetry or case.use_vertical_symmetry


def starting_point(z, init, level, case):
    if init is not None:
        return level.sigma * z + level.alpha * init
    return level.sigma * z if case.noise_start == "scaled" else z


def one_step(x, level1, level2, evaluate, case, draws, executed, history):
    if case.sample_mode == "ddim":
        return ddim_step(x, level1, level2, evaluate, case, draws.step_noise(executed))
    if case.sample_mode == "prk" or len(history) < 3:
        return prk_step(x, level1, level2, evaluate, case)
    return plms_step(x, level1, level2, evaluate, history)


def final_entry(x, value, last_shown, case, models):
    """What is yielded after the loop: a last, unguided look if noise is left, else the last x0_raw again."""
    extra = value > 0
    shown = last_shown
    if extra:
        with torch.no_grad():
            shown = corrected(x, case.level(value), case, models)[1]
    return {"final": True, "step": case.steps, "t1": value, "x": x, "shown": shown, "extra": extra}


def run(case, models, draws):
    """Return the story of a run: one dictionary per executed step, noisiest first, and the last entry."""
    values = case.schedule()
    init = models.init_picture(case.width_height) if case.has_init else None
    mask = models.mask_picture(case.width_height) if case.has_mask else None
    evaluate = Evaluator(case, models, draws, init, mask)
    x = starting_point(draws.start(), init, case.level(values[0]), case)
    story, history = [], []
    for j in range(case.steps):
        if values[j] == values[j + 1]:
            continue
        level1, level2 = case.level(values[j]), case.level(values[j + 1])
        x, transformed = transform(x, values[j], values, case)
        moved = one_step(x, level1, level2, evaluate, case, draws, len(story), history)
        if case.sample_mode == "plms":
            # A step of prk leaves its combined eps, one of plms its own.
            history.append(moved["eps"] if len(moved["evaluations"]) == 4 else moved["evaluations"][0]["eps"])
        facts = {"step": j, "executed": len(story), "t1": values[j], "t2": values[j + 1], "level1": level1,
                 "level2": level2, "transformed": transformed, "x": x}  # fmt: skip
        story.append(moved["evaluations"][0] | moved | facts)
        x = moved["x_next"]
    if not story:
        raise ValueError(f"no step is left: every value of the schedule is {values[0]}")
    return [*story, final_entry(x, values[-1], story[-1]["shown"], case, models)]
