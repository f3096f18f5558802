"""One guided evaluation: clamp, NaN, what is told and what is shown (engines.md 2.5 and 2.7)."""

import math
from dataclasses import replace

import pytest
import torch

from ezcharts.diffusion.denoiser import GaussianDenoiser
from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.condition import Target
from ezcharts.guidance.disco.guidance import DiscoGuidance
from ezcharts.guidance.disco.pull import Puller
from ezcharts.guidance.estimate import Estimator
from ezcharts.guidance.request import Guided, Request
from ezcharts.levels.disco import disco_spacing
from ezcharts.params.schedule import Schedule, parse_schedule
from tests.guidance.disco.flying import fly, make_condition, make_guidance, returned_gradient
from tests.reference.disco.run import Case
from tests.reference.networks import Models

MODELS = Models()
SMALL = Case(steps=250, clip_models=("small",))


def picture(seed=0):
    return torch.randn((1, 3, 16, 24), generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def request(case=SMALL, k=100, *, seed=0, told=None, **changes):
    level = disco_spacing(case.steps).level
    told = k if told is None else told
    return Request(picture(seed), level(k), level(told), 0, make_condition(case, MODELS, **changes))


def evaluate(*requests, guidance=None):
    return (guidance or make_guidance(MODELS))(list(requests))


def gradient(asked, guided):
    """What came back from guidance: -(d x_in / d x)^T G after the clamp."""
    return returned_gradient(asked, guided)


def rms(tensor):
    return tensor.square().mean().sqrt().item()


def test_the_clamp_limits_the_size_and_keeps_the_direction():
    free, held = request(clamp_max=None), request(clamp_max=0.05)
    wild, tame = evaluate(free, held)
    assert tame.grad_rms == pytest.approx(wild.grad_rms) == pytest.approx(rms(gradient(free, wild)))
    assert wild.grad_rms > 0.05
    assert (wild.clamped, tame.clamped) == (False, True)
    assert rms(gradient(held, tame)) == pytest.approx(0.05)
    assert torch.allclose(gradient(held, tame) / 0.05, gradient(free, wild) / wild.grad_rms, atol=1e-9)


def test_a_gradient_below_the_limit_is_left_alone():
    free, held = evaluate(request(clamp_max=None), request(clamp_max=1e6))
    assert held.clamped is False
    assert torch.allclose(held.x0, free.x0, atol=1e-12)


# Q7: once it is clamped, a larger scale changes nothing.
def test_clip_guidance_scale_saturates():
    asked = [request(clip_guidance_scale=scale) for scale in (5_000.0, 50_000.0)]
    first, second = evaluate(*asked)
    assert first.clamped
    assert second.grad_rms == pytest.approx(10 * first.grad_rms)
    assert torch.allclose(first.x0, second.x0, atol=1e-10)


# Q7: what it does change is the mix with the other losses.
def test_a_larger_scale_crowds_the_other_losses_out():
    def share_of_tv(scale):
        asked = request(clip_guidance_scale=scale, tv_scale=20_000.0)
        alone = request(clip_guidance_scale=0.0, tv_scale=20_000.0)
        both, tv = (gradient(one, evaluate(one)[0]).flatten() for one in (asked, alone))
        return torch.nn.functional.cosine_similarity(both, tv, dim=0).item()

    assert share_of_tv(500.0) > share_of_tv(5_000.0) > share_of_tv(500_000.0)


# Q8: x0 moves by exactly clamp_max * (1 - abar) / sqrt(abar) where the clamp acts.
@pytest.mark.parametrize(("t", "reach"), [(996, 152.7), (600, 6.1), (400, 1.83), (200, 0.42)])
def test_clamp_max_sets_how_far_x0_moves(t, reach):
    (guided,) = evaluate(request(k=t // 4, clip_guidance_scale=1e6))
    assert guided.t == t
    assert rms(guided.x0 - guided.shown) == pytest.approx(0.05 * reach, rel=0.01)


# Q9.
def test_nothing_to_guide_and_a_clamp_divide_zero_by_zero():
    nothing = request(clip_guidance_scale=0.0)
    failure, other = evaluate(nothing, request())
    assert isinstance(failure, CellFailure)
    assert "0/0" in failure.reason
    assert "raise clip_guidance_scale or switch clamp_grad off" in failure.reason
    assert failure.final
    assert isinstance(other, Guided)


def test_nothing_to_guide_without_a_clamp_is_an_unguided_step():
    (guided,) = evaluate(request(clip_guidance_scale=0.0, clamp_max=None))
    assert torch.allclose(guided.x0, guided.shown, atol=1e-12)
    assert guided.grad_rms == 0
    assert guided.nan is False


def test_negative_clamp_max_turns_the_guidance_round():
    asked = [request(clamp_max=limit) for limit in (0.05, -0.05)]
    forward, backward = (gradient(one, guided) for one, guided in zip(asked, evaluate(*asked), strict=True))
    assert torch.allclose(forward, -backward, atol=1e-12)
    assert rms(backward) == pytest.approx(0.05)


# Q11: a notebook's batch is 1, whatever shares ours.
def test_the_clamp_looks_at_one_picture():
    weak = request(clip_guidance_scale=1.0)
    (alone,) = evaluate(weak)
    together = evaluate(weak, request(clip_guidance_scale=1e6, seed=1))[0]
    assert not together.clamped
    assert torch.allclose(alone.x0, together.x0, atol=1e-12)


# Q23.
def test_a_nan_leaves_that_step_unguided_and_the_others_guided():
    overflowed = {"small": Target(torch.full((1, 7), float("nan"), dtype=torch.float64), torch.ones(1))}
    (alone,) = evaluate(request(seed=1))
    lost, other = evaluate(request(targets=overflowed), request(seed=1))
    assert lost.nan is True
    assert lost.clamped is False
    assert torch.allclose(lost.x0, lost.shown, atol=1e-12)
    assert torch.isfinite(lost.x0).all()
    assert other.nan is False
    assert torch.allclose(other.x0, alone.x0, atol=1e-12)


def test_an_infinity_is_not_tested_for():
    """As in the notebook: it slips through and the picture is lost."""
    (guided,) = evaluate(request(clip_guidance_scale=float("inf"), clamp_max=None))
    assert guided.nan is True or not torch.isfinite(guided.x0).all()


# Q15 and 2.7.
def test_what_is_shown_is_the_unguided_estimate():
    (guided,) = evaluate(request())
    level = disco_spacing(250)
    abar = level.alpha_bar[100]
    eps = MODELS.unet(picture(), level.timesteps[100])
    assert torch.allclose(guided.shown, (picture() - math.sqrt(1 - abar) * eps) / math.sqrt(abar), atol=1e-11)
    assert (guided.x0 - guided.shown).abs().max() > 0.01


def test_the_guidance_of_the_last_step_is_wasted():
    case = replace(SMALL, steps=3, cut_overview=[2] * 1000)
    changed = replace(case, cut_overview=[2] * 999 + [1])
    (first,), (second,) = fly([case], MODELS), fly([changed], MODELS)
    assert torch.equal(first[-1]["shown"], second[-1]["shown"])
    assert (first[-1]["x0"] - second[-1]["x0"]).abs().max() > 1e-6


def test_the_two_estimates_belong_to_the_same_x():
    for guided in evaluate(request(), request(clip_denoised=True), request(secondary=False)):
        abar = disco_spacing(250).alpha_bar[100]
        x = math.sqrt(abar) * guided.x0 + math.sqrt(1 - abar) * guided.eps
        assert torch.allclose(x, picture(), atol=1e-12)


def test_clip_denoised_clamps_what_is_shown_but_not_what_guidance_sees():
    plain, clipped = (request(clip_denoised=flag, secondary=False) for flag in (False, True))
    first, second = evaluate(plain, clipped)
    assert first.shown.abs().max() > 1
    assert torch.allclose(second.shown, first.shown.clamp(-1, 1), atol=1e-12)
    assert torch.allclose(gradient(plain, first), gradient(clipped, second), atol=1e-12)


# 2.7, PLMS: x and t belong to one step while guidance is told another.
@pytest.mark.parametrize("secondary", [True, False])
def test_guidance_uses_the_noise_level_it_is_told_but_reads_schedules_at_the_timestep_of_x(secondary):
    steps = parse_schedule("[1]*600+[3]*400")
    k, told = 99, 101
    guidance = make_guidance(MODELS)
    (guided,) = evaluate(
        request(k=k, told=told, secondary=secondary, cut_overview=steps), guidance=guidance
    )  # fmt: skip
    x_in, denoised, _ = guidance.puller.calls[0]
    spacing, x = disco_spacing(250), picture()
    alpha, sigma = (math.sqrt(v) for v in (spacing.alpha_bar[told], 1 - spacing.alpha_bar[told]))
    if secondary:
        expected = alpha * x - sigma * MODELS.secondary(x, 2 / math.pi * math.atan2(sigma, alpha))
    else:
        expected = (x - sigma * MODELS.unet(x, spacing.timesteps[told])) / alpha
    assert torch.allclose(denoised, expected, atol=1e-11)
    assert torch.allclose(x_in, expected * sigma + x * (1 - sigma), atol=1e-11)
    assert guided.t == spacing.timesteps[k]
    # Entry 603 belongs to k = 99 (t = 396), entry 595 to k = 101: three overview cuts, not one.
    same = make_guidance(MODELS)
    evaluate(
        request(k=k, told=told, secondary=secondary, cut_overview=Schedule.constant(3)), guidance=same
    )  # fmt: skip
    assert torch.equal(same.puller.calls[0][2], guidance.puller.calls[0][2])


def test_a_cell_whose_schedules_fail_does_not_stop_the_others():
    good = request(seed=1)
    bad = request(cut_overview=parse_schedule("[1]*100"))
    failure, guided = evaluate(bad, good)
    assert isinstance(failure, CellFailure)
    assert torch.allclose(guided.x0, evaluate(good)[0].x0, atol=1e-12)
    assert isinstance(evaluate(bad)[0], CellFailure)


def test_a_cell_that_needs_a_missing_model_is_a_mistake_of_the_caller():
    guidance = DiscoGuidance(Estimator(GaussianDenoiser(), None), Puller({}, None))
    with pytest.raises(RuntimeError, match="needs a secondary model"):
        guidance([request()])
    with pytest.raises(RuntimeError, match="needs a perceptual distance"):
        guidance([request(replace(SMALL, has_init=True, init_scale=5.0), secondary=False)])


def test_without_a_pull_the_exact_denoiser_s_answer_comes_back():
    guidance = DiscoGuidance(Estimator(GaussianDenoiser(0.3, 0.5), None), Puller({}, None))
    (guided,) = evaluate(request(secondary=False, clamp_max=None, targets={}), guidance=guidance)
    abar = disco_spacing(250).alpha_bar[100]
    gain = math.sqrt(abar) * 0.25 / (abar * 0.25 + 1 - abar)
    assert torch.allclose(guided.x0, 0.3 + gain * (picture() - math.sqrt(abar) * 0.3), atol=1e-12)
