"""The literal JAX reference against closed forms of engines.md and figures of jax itself."""

import itertools
import math
import random

import pytest
import torch

from tests.reference.jax import golden, losses
from tests.reference.jax.cutouts import (
    UNIFORMS,
    CutSettings,
    counts,
    cutouts,
    global_place,
    local_place,
    recolour,
)
from tests.reference.jax.networks import JaxModels
from tests.reference.jax.resize import crop, shrink
from tests.reference.jax.run import Case, run
from tests.reference.jax.schedule import ddpm_alpha_sigma, level_at, schedule, spliced_to_cosine
from tests.reference.networks import pattern


class Draws:
    """Any numbers will do here."""

    def __init__(self, case):
        self.case = case

    def picture(self, seed):
        width, height = self.case.width_height
        generator = torch.Generator().manual_seed(seed)
        return torch.randn((1, 3, height, width), generator=generator, dtype=torch.float64)

    def start(self):
        return self.picture(0)

    def step_noise(self, executed):
        return self.picture(1 + executed)

    def cut_uniforms(self, evaluation, model, repeat, count):
        stream = random.Random(f"{evaluation} {model} {repeat}")
        return [stream.random() for _ in range(count)]


def story_of(models=None, **changes):
    case = Case(**changes)
    return run(case, models or JaxModels(case.prediction), Draws(case))


def figures(tensor):
    height, width = tensor.shape[2:]
    values = (tensor[0, 0, 0, 0], tensor[0, 1, height // 2, width // 2], tensor[0, 2, height - 1, width // 3])
    return (*(v.item() for v in values), tensor.abs().sum().item())


# engines.md 1.6: t, cosine time, alpha, sigma.
SPLICED = [
    (0, 0, 1, 0),
    (0.1, 0.1315, 0.9787, 0.2052),
    (0.25, 0.3288, 0.8695, 0.4939),
    (0.5, 0.6577, 0.5122, 0.8589),
    (0.6, 0.7892, 0.3251, 0.9457),
    (0.7, 0.8977, 0.1600, 0.9871),
    (0.8, 0.9578, 0.0662, 0.9978),
    (1.0, 0.9957, 0.0067, 0.99998),
    (1.5, 1, 0, 1),
]


@pytest.mark.parametrize(("t", "cosine", "alpha", "sigma"), SPLICED)
def test_the_spliced_schedule_is_the_table(t, cosine, alpha, sigma):
    level = level_at(spliced_to_cosine(t), "spliced")
    assert (level.cosine, level.alpha, level.sigma) == pytest.approx((cosine, alpha, sigma), abs=6e-5)


def test_the_ddpm_schedule_has_the_figures_of_its_section():
    assert ddpm_alpha_sigma(1)[0] == pytest.approx(0.00674, abs=5e-6)
    assert ddpm_alpha_sigma(0)[1] == pytest.approx(0.01, abs=1e-6)
    product, gaps = 1.0, []
    for i in range(1000):
        product *= 1 - (1e-4 + (2e-2 - 1e-4) * i / 999)
        gaps.append(abs(product - ddpm_alpha_sigma((i + 1) / 1000)[0] ** 2))
    assert max(gaps) == pytest.approx(0.0113, abs=5e-5)


@pytest.mark.parametrize("t", [0.0, 0.01, 0.5, 0.99, 1.0])
def test_the_ddpm_time_of_a_ddpm_level_is_its_own(t):
    assert level_at(level_at(t, "ddpm").cosine, "spliced").ddpm == pytest.approx(t, abs=1e-7)


def test_networks_are_never_told_a_ddpm_time_outside_0_and_1():
    assert level_at(spliced_to_cosine(1.5), "spliced").ddpm == 1
    assert level_at(0.0, "spliced").ddpm == 0


def test_half_the_starting_noise_is_another_noise_in_the_spliced_versions():
    for time_schedule, expected in (("ddpm", (0.286, 0.958)), ("spliced", (0.512, 0.859))):
        level = level_at(schedule(0.5, 0, 10, time_schedule)[0], time_schedule)
        assert (level.alpha, level.sigma) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("time_schedule", "steps", "limit"),
    [
        ("ddpm", 25, 1.151),
        ("ddpm", 50, 1.157),
        ("ddpm", 100, 1.169),
        ("ddpm", 250, 1.24),
        ("spliced", 25, 1.152),
        ("spliced", 250, 1.155),
    ],
)
def test_eta_has_the_upper_limits_of_its_section(time_schedule, steps, limit):
    levels = [level_at(value, time_schedule) for value in schedule(1, 0, steps, time_schedule)]
    moves = list(itertools.pairwise(levels))[:-1]
    limits = [a.sigma / math.sqrt(1 - a.alpha**2 / b.alpha**2) for a, b in moves]
    assert min(limits) == pytest.approx(limit, abs=2e-3)


@pytest.mark.parametrize("place", golden.CROPS)
def test_crops_are_those_of_jax(place):
    height, width, R, left, top, size = place
    result = crop(pattern((1, 3, height, width), 6.0, 0.9), R, left, top, size)
    assert figures(result) == pytest.approx(golden.CROPS[place], rel=1e-10)


@pytest.mark.parametrize("shape", golden.SHRUNK)
def test_shrunk_pictures_are_those_of_jax(shape):
    height, width, f = shape
    result = shrink(pattern((1, 3, height, width), 6.0, 0.9), f)
    assert figures(result) == pytest.approx(golden.SHRUNK[shape], rel=1e-10)


def test_a_white_picture_stays_white_up_to_its_edge_and_is_black_beyond():
    cut = crop(torch.ones((1, 3, 16, 16), dtype=torch.float64), 24, -4.0, -4.0, 24.0)
    expected = torch.zeros_like(cut)
    expected[:, :, 4:20, 4:20] = 1
    assert torch.allclose(cut, expected, atol=1e-14)


def settings(cut_sizes="whole", **changes):
    fields = {"cutn": 4, "cut_pow": 1.0, "cut_p_grey": 0, "cut_p_mixgrey": None, "cut_p_flip": None}
    return CutSettings(**(fields | changes), cut_sizes=cut_sizes)


def test_an_odd_number_of_cuts_fails_in_the_older_versions_only():
    assert counts(5, "continuous") == (2, 3)
    with pytest.raises(ValueError, match="J1"):
        counts(5, "whole")


def test_local_cuts_reach_every_size_between_q_and_m():
    middle = [0.5] * UNIFORMS
    sizes = [local_place(24, 18, 8, [u, *middle[1:]], settings())[2] for u in (0.0, 0.5, 0.999999)]
    assert sizes == [8, 13, 18]
    left, top, size = local_place(
        24, 18, 8, [0.25, 1.0, 0.5, 0, 0, 0, 0], settings("continuous", cut_pow=0.5)
    )
    assert (left, top, size) == pytest.approx((11, 2.5, 13))
    assert local_place(24, 18, 20, middle, settings())[2] == 18


def test_global_cuts_are_centred_up_to_their_border():
    assert global_place(24, 18, [0.5] * UNIFORMS) == (12 - 42, 9 - 42, 84)
    left, top, size = global_place(24, 18, [0.99, 0.0, 1.0, 0, 0, 0, 0])
    assert size == int(24 + 79.6)
    assert (left, top) == pytest.approx((12 - size / 2 - 79.6, 9 - size / 2 + 79.6))


def test_a_picture_of_one_colour_has_it_in_the_middle_of_every_cut():
    y = torch.tensor([0.2, 0.5, 1.3], dtype=torch.float64).reshape(1, 3, 1, 1).expand(1, 3, 40, 40)
    for cut in cutouts(y, 9, settings(), lambda count: [0.5] * count):
        assert cut[0, :, 4, 4].tolist() == pytest.approx([0.2, 0.5, 1.3])
        assert cut[0, :, 0, 0].sum() in (0, pytest.approx(2.0))


def test_yes_means_that_the_uniform_is_below_the_probability():
    cut = pattern((1, 3, 5, 5), 1.0, 0.5)
    mean = cut.mean(dim=1, keepdim=True).expand_as(cut)
    u = [0, 0, 0, 0.5, 0.25, 0.5, 0.5]
    below, above = 0.5, 0.500001
    assert torch.equal(
        recolour(cut, u, settings(cut_p_grey=below, cut_p_mixgrey=below, cut_p_flip=below)), cut
    )
    assert torch.allclose(recolour(cut, u, settings(cut_p_grey=above)), mean)
    mixed = recolour(cut, u, settings(cut_p_mixgrey=above))
    assert torch.allclose(mixed, 0.25 * mean + 0.75 * cut)
    assert torch.equal(recolour(cut, u, settings(cut_p_flip=above)), cut.flip(3))


def test_total_variation_is_that_of_jax():
    x = pattern((1, 3, 18, 30), 6.0, 1.4).requires_grad_()
    value = losses.tv(x)
    assert value.item() == pytest.approx(golden.TV, rel=1e-12)
    (gradient,) = torch.autograd.grad(value, x)
    assert figures(gradient) == pytest.approx(golden.TV_GRADIENT, rel=1e-10)


def test_losses_of_a_small_picture_are_what_the_hand_computes():
    x = torch.zeros((1, 3, 2, 2), dtype=torch.float64)
    x[0, 0] = torch.tensor([[1.5, -0.5], [0.25, -2.0]])
    init, mask = torch.full_like(x, 0.5), -torch.ones_like(x)
    assert losses.saturation(x, 1).item() == pytest.approx((0.5 + 1.0) / 12)
    square = 1.0 + 1.0 + 0.0625 + 6.25 + 8 * 0.25
    assert losses.mse(x, init, 1).item() == pytest.approx(square / 12)
    assert losses.masked_mse(x, init, mask, 1).item() == pytest.approx(-square / 12)  # J11
    assert losses.mean_loss(x, 1).item() == pytest.approx(4.25 / 12)
    assert losses.variance(x, 1).item() == pytest.approx(x.var(correction=0).item())
    assert losses.horizontal_symmetry(x, 1).item() == pytest.approx((2 + 2.25) / 6)
    assert losses.vertical_symmetry(x, 1).item() == pytest.approx((1.25 + 1.5) / 6)
    assert losses.mse(x, init, 3).item() == pytest.approx(square / 36)  # J8


def test_the_distance_is_half_the_squared_angle():
    e = torch.tensor([3.0, 0.0], dtype=torch.float64)
    p = torch.tensor([math.cos(1.1), math.sin(1.1)], dtype=torch.float64)
    assert losses.spherical_distance(e, p).item() == pytest.approx(1.1**2 / 2)


def test_eta_of_minus_one_throws_all_old_noise_away():
    for step in story_of(eta=-1.0, steps=3)[:-1]:
        noise = Draws(Case()).step_noise(step["executed"])
        level = step["level2"]
        assert torch.allclose(step["x_next"], level.alpha * step["x0"] + level.sigma * noise, atol=1e-12)


def test_eta_below_minus_one_ends_in_nan():
    assert torch.isnan(story_of(eta=-1.01, steps=2)[0]["x_next"]).all()


def test_eta_of_one_adds_the_variance_of_ddpm():
    for step in story_of(eta=1.0, steps=4)[:-1]:
        a1, a2 = step["level1"].alpha ** 2, step["level2"].alpha ** 2
        beta = 1 - a1 / a2
        assert step["s"] ** 2 == pytest.approx(beta * (1 - a2) / (1 - a1))


def test_what_is_shown_is_unguided_and_what_moves_is_guided():
    for step in story_of(steps=3)[:-1]:
        level = step["level1"]
        shift = (level.sigma**2 / level.alpha) * step["returned"]
        assert torch.allclose(step["x0"], step["shown"] + shift, atol=1e-10)
        assert losses.rms(step["returned"]) == pytest.approx(min(step["rms"], 0.2))  # J3


def test_pulls_of_several_clips_are_added():
    story = story_of(steps=2, tv_scale=10.0)
    assert set(story[0]["pulls"]) == {"clip small", "clip large", "tv"}
    assert torch.allclose(story[0]["G"], sum(story[0]["pulls"].values()))  # J2


def test_terms_whose_scale_is_not_positive_are_left_out():
    story = story_of(steps=1, clip_guidance_scale=-5.0, sat_scale=0.0, var_scale=-1.0)
    assert story[0]["losses"] == {}
    assert torch.equal(story[0]["returned"], torch.zeros_like(story[0]["x"]))


def test_anti_jpeg_guidance_escapes_the_clamp():
    models = JaxModels(anti_jpeg=True)
    step = story_of(models, steps=2)[0]
    slope = models.classifier_gradient(step["x"], step["level1"].cosine)
    assert torch.equal(step["returned"], step["clamped"] - slope)  # J4
    assert losses.rms(step["clamped"]) == pytest.approx(0.2)


@pytest.mark.parametrize("prediction", ["eps", "v"])
def test_the_main_model_s_three_outputs_belong_together(prediction):
    models = JaxModels(prediction, anti_jpeg=True)
    step = story_of(models, prediction=prediction, steps=2, time_schedule="spliced")[0]
    level = step["level1"]
    assert torch.allclose(step["x"], level.alpha * step["shown"] + level.sigma * step["eps_raw"], atol=1e-10)
    assert torch.allclose(
        step["v_raw"], level.alpha * step["eps_raw"] - level.sigma * step["shown"], atol=1e-8
    )
    assert torch.allclose(step["v"], level.alpha * step["eps"] - level.sigma * step["x0"], atol=1e-8)


def test_a_run_without_init_starts_with_weaker_noise_in_the_old_version_only():
    z = Draws(Case()).start()
    level = level_at(0.5, "ddpm")
    scaled = story_of(steps=1, starting_noise=0.5)[0]["x"]
    assert torch.equal(scaled, level.sigma * z)  # J9
    assert torch.equal(story_of(steps=1, starting_noise=0.5, noise_start="unit")[0]["x"], z)


def test_steps_that_go_nowhere_are_skipped():
    story = story_of(steps=4, time_schedule="spliced", starting_noise=4.0, clip_models=())
    assert story[0]["t1"] == Case(time_schedule="spliced", starting_noise=4.0).schedule()[0] == 1.0
    assert [(entry["step"], entry["executed"]) for entry in story[:-1]] == [(1, 0), (2, 1), (3, 2)]
    with pytest.raises(ValueError, match="no step is left"):
        story_of(steps=3, starting_noise=0.0)


def test_noise_that_is_left_is_looked_at_once_more_without_guidance():
    clean = story_of(steps=3, time_schedule="spliced")
    assert not clean[-1]["extra"]
    assert torch.equal(clean[-1]["shown"], clean[-2]["shown"])
    models = JaxModels()
    left = story_of(models, steps=3, time_schedule="spliced", ending_noise=0.2)[-1]
    level = level_at(left["t1"], "spliced")
    expected = (left["x"] - level.sigma * models.unet(left["x"], 1000 * level.ddpm)) / level.alpha
    assert left["extra"]
    assert torch.allclose(left["shown"], expected)


def test_the_hook_mirrors_at_its_steps_only():
    story = story_of(
        steps=7, time_schedule="spliced", use_horizontal_symmetry=True, transformation_schedule=(0.4, 0.7)
    )
    assert [entry["step"] for entry in story[:-1] if entry["transformed"]] == [2, 4]
    assert torch.equal(story[2]["x"], story[2]["x"].flip(3))
    assert not torch.equal(story[3]["x"], story[3]["x"].flip(3))


def test_history_of_plms_begins_with_three_steps_of_prk():
    story = story_of(steps=5, sample_mode="plms", time_schedule="spliced", clip_models=("small",))
    assert [len(entry["evaluations"]) for entry in story[:-1]] == [4, 4, 4, 1, 1]
    assert [e["evaluation"] for entry in story[:-1] for e in entry["evaluations"]] == list(range(14))
    e = [story[3]["evaluations"][0]["eps"], story[2]["eps"], story[1]["eps"], story[0]["eps"]]
    assert torch.allclose(story[3]["eps"], (55 * e[0] - 59 * e[1] + 37 * e[2] - 9 * e[3]) / 24)
    e = [story[4]["evaluations"][0]["eps"], *e[:3]]
    assert torch.allclose(story[4]["eps"], (55 * e[0] - 59 * e[1] + 37 * e[2] - 9 * e[3]) / 24)


class Gaussian:
    """The exact v of data drawn from N(0, 0.25): what every sampler converges to is known."""

    def unet(self, x, told):
        c = told / 1000
        alpha, sigma = math.cos(math.pi * c / 2), math.sin(math.pi * c / 2)
        variance = alpha**2 * 0.25 + sigma**2
        return (alpha * sigma - sigma * alpha * 0.25) * x / variance


@pytest.mark.parametrize(("sample_mode", "order"), [("ddim", 1), ("prk", 2), ("plms", 2)])
def test_samplers_have_their_order(sample_mode, order):
    """From c = 0.7 to 0.1 the exact flow takes x to x sqrt(variance(0.1) / variance(0.7)).

    The pseudo methods have order 2, whatever their classical weights promise (Liu et al. 2022, PNDM): eps is
    averaged evenly over c, but moves x along sigma / alpha.
    """
    variances = [1 - 0.75 * math.cos(c * math.pi / 2) ** 2 for c in (0.7, 0.1)]
    errors = []
    for steps in (80, 160):
        story = story_of(
            Gaussian(),
            prediction="v",
            use_secondary_model=False,
            clip_models=(),
            steps=steps,
            eta=0.0,
            sample_mode=sample_mode,
            time_schedule="spliced",
            starting_noise=0.7 / 1.31537545,
            ending_noise=0.1 / 1.31537545,
            noise_start="unit",
        )
        expected = story[0]["x"] * math.sqrt(variances[1] / variances[0])
        errors.append(float((story[-1]["x"] - expected).abs().max()))
    assert math.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.25)
