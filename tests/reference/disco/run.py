"""A whole run (engines.md 2.5, 2.6, 2.7), every intermediate written down.

Networks are raw: `unet(x, t) -> eps`, `secondary(x, c) -> v`, a CLIP has `resolution` and `encode(picture)`,
`features(picture) -> maps` serves the loss on the initial image, `prompt_row(name, text)` and, only for cases
with image prompts, `image_rows(name, image)` give the rows of the prompts.

`run` returns one dictionary per executed step:

    k, t           index of the respaced step (0 is the cleanest), what networks are told
    transformed    whether symmetry changed x
    x              what the step starts from, after symmetry
    shown          x0_raw, the picture that is shown
    D, x_in, losses (name to scaled loss), G, gradient (before the clamp), returned (by guidance)
    eps, x0        guided, of the step's (first) evaluation
    x_next         where it arrives
    evaluations    the guided evaluations of the step, each with the keys k to x0 above and its number
                   `evaluation`: one, but two in the first step of plms
    e, x0e         plms only: the combined eps and the x0 that belongs to it

`evaluation` counts guided evaluations from 0 over the run and keys the draws of the cuts.
"""

import math
from dataclasses import dataclass, field

import torch

from tests.reference.disco import losses, plms, symmetry
from tests.reference.disco.cutouts import Counts, cutouts
from tests.reference.disco.prompts import rows_and_weights
from tests.reference.disco.schedule import levels

CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
CLIP_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True)
class Case:
    """The settings of one picture, with the notebook's names; schedules are lists of 1000 entries."""

    steps: int = 4
    skip_steps: int = 0
    width_height: tuple = (24, 16)
    prompts: tuple = (("a", 1.0),)
    clip_models: tuple = ("small", "large")
    use_secondary_model: bool = True
    clip_guidance_scale: float = 5000.0
    tv_scale: float = 0.0
    range_scale: float = 150.0
    sat_scale: float = 0.0
    init_scale: float = 0.0
    has_init: bool = False
    cutn_batches: int = 1
    skip_augs: bool = False
    eta: float = 0.8
    clamp_grad: bool = True
    clamp_max: float = 0.05
    clip_denoised: bool = False
    cut_overview: list = field(default_factory=lambda: [2] * 1000)
    cut_innercut: list = field(default_factory=lambda: [2] * 1000)
    cut_ic_pow: list = field(default_factory=lambda: [1.0] * 1000)
    cut_icgray_p: list = field(default_factory=lambda: [0.2] * 1000)
    seed: int = 1
    sampling_mode: str = "ddim"
    use_horizontal_symmetry: bool = False
    use_vertical_symmetry: bool = False
    transformation_percent: tuple = (0.09,)
    fuzzy_prompt: bool = False
    rand_mag: float = 0.05
    image_prompts: tuple = ()

    def counts(self, index):
        return Counts(
            self.cut_overview[index],
            self.cut_innercut[index],
            self.cut_ic_pow[index],
            self.cut_icgray_p[index],
        )


def normalised(picture):
    mean = torch.tensor(CLIP_MEAN, dtype=picture.dtype).reshape(1, 3, 1, 1)
    std = torch.tensor(CLIP_STD, dtype=picture.dtype).reshape(1, 3, 1, 1)
    return (picture - mean) / std


def gradient_on(loss, x_in):
    """d loss / d x_in, zero where autograd finds no path."""
    gradient = torch.autograd.grad(loss, x_in, retain_graph=True, allow_unused=True)[0]
    return torch.zeros_like(x_in) if gradient is None else gradient


def clip_gradient(x_in, name, case, models, draws, level, evaluation):
    """One CLIP model's gradient and scaled loss; `level` is whose t the cut schedules see."""
    clip = models.clips[name]
    prompts, weights = rows_and_weights(name, case, models, draws)
    G, value = torch.zeros_like(x_in), 0.0
    for repeat in range(case.cutn_batches):
        cuts = cutouts(
            (x_in + 1) / 2,
            clip.resolution,
            case.counts(level.schedule_index),
            case.skip_augs,
            lambda count, repeat=repeat: draws.cut_uniforms(evaluation, name, repeat, count),
            lambda n, count, R, repeat=repeat: draws.cut_noise(evaluation, name, repeat, n, count, R),
        )
        rows = [clip.encode(normalised(cut))[0] for cut in cuts]
        L = losses.prompts_loss(rows, prompts, weights)
        G = G + gradient_on(case.clip_guidance_scale * L, x_in) / case.cutn_batches
        value += case.clip_guidance_scale * float(L.detach()) / case.cutn_batches
    return G, value


def auxiliary_gradient(x_in, D, case, models, init):
    """The gradient of all losses but CLIP's, and their values."""
    A = {"tv": case.tv_scale * losses.tv(x_in)}
    A["range"] = case.range_scale * losses.out_of_range(D)
    A["sat"] = case.sat_scale * losses.saturation(x_in)
    if init is not None and case.init_scale != 0:
        maps = models.features(normalised((x_in + 1) / 2))
        targets = models.features(normalised((init + 1) / 2))
        A["init"] = case.init_scale * losses.perceptual(maps, targets)
    return gradient_on(sum(A.values()), x_in), {name: float(loss.detach()) for name, loss in A.items()}


def guidance(x, level, told, case, models, draws, evaluation, init):
    """One evaluation of 2.5; returns its intermediates, `returned` is what the sampler gets.

    x and t, and with t the cut schedules, belong to `level`; `told` is the level of cur_t, another one in the
    second evaluation of plms only.
    """
    x = x.detach().clone().requires_grad_()
    a, s = told.alpha, told.sigma
    if case.use_secondary_model:
        c = math.atan2(s, a) * 2 / math.pi
        D = a * x - s * models.secondary(x, c)
    else:
        D = (x - s * models.unet(x, told.t)) / a
    fac = s
    x_in = D * fac + x * (1 - fac)
    G, values = torch.zeros_like(x), {}
    for name in case.clip_models:
        pull, values[f"clip {name}"] = clip_gradient(x_in, name, case, models, draws, level, evaluation)
        G = G + pull
    pull, others = auxiliary_gradient(x_in, D, case, models, init)
    G = G + pull
    seen = {"D": D.detach(), "x_in": x_in.detach(), "losses": values | others, "G": G}
    if torch.isnan(G).any():
        return seen | {"gradient": torch.zeros_like(x), "returned": torch.zeros_like(x)}
    gradient = -torch.autograd.grad(x_in, x, G)[0]
    returned = gradient
    if case.clamp_grad:
        M = math.sqrt(float((gradient**2).mean()))
        returned = gradient * (min(M, case.clamp_max) / M)
    return seen | {"gradient": gradient, "returned": returned}


def starting_point(z, init, case, level):
    if init is not None:
        return level.alpha * init + level.sigma * z
    if case.skip_steps > 0:
        return level.alpha * torch.zeros_like(z) + level.sigma * z
    return z


def ddim_step(x, x0, eps, level, k, eta, noise):
    abar, after = level.abar, level.abar_next
    s_eta = eta * math.sqrt((1 - after) / (1 - abar)) * math.sqrt(1 - abar / after)
    x_next = math.sqrt(after) * x0 + math.sqrt(1 - after - s_eta**2) * eps
    return x_next + (s_eta * noise if k != 0 else 0)


@dataclass
class Evaluator:
    """Condition score of 2.7, one evaluation after the other."""

    case: Case
    models: object
    draws: object
    init: torch.Tensor | None
    count: int = 0

    def __call__(self, x, level, told):
        with torch.no_grad():
            eps = self.models.unet(x, level.t)
        shown = (x - level.sigma * eps) / level.alpha
        if self.case.clip_denoised:
            shown = shown.clamp(-1, 1)
        eps = (x - level.alpha * shown) / level.sigma
        seen = guidance(x, level, told, self.case, self.models, self.draws, self.count, self.init)
        eps_guided = eps - math.sqrt(1 - level.abar) * seen["returned"]
        x0_guided = (x - math.sqrt(1 - level.abar) * eps_guided) / math.sqrt(level.abar)
        facts = {
            "evaluation": self.count,
            "t": level.t,
            "x": x,
            "shown": shown,
            "eps": eps_guided,
            "x0": x0_guided,
        }
        self.count += 1
        return seen | facts


def one_step(x, k, spaced, evaluate, case, draws, executed, eps_before):
    level = spaced[k]
    if case.sampling_mode == "plms":
        if eps_before is None:
            return plms.first_step(x, level, spaced[k - 1] if k > 0 else None, evaluate)
        return plms.later_step(x, level, k, evaluate, eps_before)
    seen = evaluate(x, level, level)
    noise = draws.ddim_noise(executed)
    x_next = ddim_step(x, seen["x0"], seen["eps"], level, k, case.eta, noise)
    return {"evaluations": [seen], "x_next": x_next}


def mirrors(k, case):
    """Whether symmetry acts before step k."""
    if case.sampling_mode == "plms":
        return False
    chosen = symmetry.transformation_steps(case.steps - case.skip_steps, case.transformation_percent)
    return k in chosen and (case.use_horizontal_symmetry or case.use_vertical_symmetry)


def run(case, models, draws):
    """Return one dictionary of intermediates per executed step, noisiest first."""
    spaced = levels(case.steps)
    init = models.init_picture(case.width_height) if case.has_init else None
    first = case.steps - case.skip_steps - 1
    x = starting_point(draws.start(), init, case, spaced[first])
    evaluate = Evaluator(case, models, draws, init)
    story, eps_before = [], None
    for executed, k in enumerate(range(first, -1, -1)):
        transformed = mirrors(k, case)
        if transformed:
            x = symmetry.transform(x, case.use_horizontal_symmetry, case.use_vertical_symmetry)
        moved = one_step(x, k, spaced, evaluate, case, draws, executed, eps_before)
        eps_before = moved["evaluations"][0]["eps"]
        story.append(moved["evaluations"][0] | moved | {"k": k, "transformed": transformed})
        x = moved["x_next"]
    return story
