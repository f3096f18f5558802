"""DDIM against closed forms: the exact flow of a Gaussian, ancestral sampling, the limits of table 1.2."""

import math
from itertools import pairwise

import pytest
import torch

from ezcharts.diffusion.denoiser import GaussianDenoiser, NoiseLevel
from ezcharts.errors import CellFailure
from ezcharts.levels.disco import disco_spacing, disco_track
from ezcharts.levels.level import ddpm_sigma, largest_eta
from ezcharts.sampling.base import Answer, drive
from ezcharts.sampling.ddim import ddim

MEAN, SPREAD = 0.3, 0.5
GAUSSIAN = GaussianDenoiser(MEAN, SPREAD)


def numbered_noise(sign=1.0):
    def noise(executed):
        generator = torch.Generator().manual_seed(executed)
        return sign * torch.randn((1, 3, 4, 4), generator=generator, dtype=torch.float64)

    return noise


def start():
    return torch.randn((1, 3, 4, 4), generator=torch.Generator().manual_seed(99), dtype=torch.float64)


def run(steps, eta, *, skip_steps=0, noise=None):
    """Return the states x of every ask, the answers, and the final x, on the Gaussian denoiser."""
    states, answers = [], []

    def answer(ask):
        prediction = GAUSSIAN(ask.x, NoiseLevel.of([ask.level], ask.x))
        states.append(ask.x)
        answers.append(Answer(*prediction, prediction.x0))
        return answers[-1]

    sampler = ddim(start(), disco_track(steps, skip_steps), eta=eta, noise=noise or numbered_noise())
    return states, answers, drive(sampler, answer)[0]


def marginal(spacing, k):
    """Mean and deviation of x at step k."""
    abar = float(spacing.alpha_bar[k])
    return math.sqrt(abar) * MEAN, math.sqrt(abar * SPREAD**2 + 1 - abar)


def flow_error(steps):
    """Distance to the exact probability flow at the cleanest level: (x - mean) / deviation never changes."""
    spacing = disco_spacing(steps)
    states = run(steps, 0.0)[0]
    (mean, deviation), (mean0, deviation0) = marginal(spacing, steps - 1), marginal(spacing, 0)
    exact = mean0 + deviation0 * (states[0] - mean) / deviation
    return float((states[-1] - exact).abs().max())


def test_without_noise_it_solves_the_flow_with_order_one():
    """Strides 8, 4 and 2 on the same thousand levels: half the step, half the error."""
    errors = [flow_error(steps) for steps in (125, 250, 500)]
    orders = [math.log2(a / b) for a, b in pairwise(errors)]
    assert errors[-1] < 1e-2
    assert orders == pytest.approx([1, 1], abs=0.05)


@pytest.mark.parametrize("steps", [25, 150])
def test_eta_one_is_ancestral_sampling(steps):
    """Ho et al. 2020, eq. 6 and 7: x' is the posterior's mean plus its deviation times the same noise."""
    spacing, noise = disco_spacing(steps), numbered_noise()
    states, answers, final = run(steps, 1.0, noise=noise)
    for executed, (x, answer) in enumerate(zip(states, answers, strict=True)):
        k = steps - 1 - executed
        abar, after = float(spacing.alpha_bar[k]), spacing.alpha_bar_after(k)
        beta = 1 - abar / after
        mean = beta * math.sqrt(after) / (1 - abar) * answer.x0
        mean = mean + (1 - after) * math.sqrt(1 - beta) / (1 - abar) * x
        variance = beta * (1 - after) / (1 - abar)
        x_next = mean + math.sqrt(variance) * noise(executed) if k else mean
        got = states[executed + 1] if k else final
        assert torch.allclose(got, x_next, atol=1e-11)


@pytest.mark.parametrize("eta", [0.3, 0.8, 1.0])
def test_negative_eta_is_positive_eta_with_the_noise_turned_round(eta):
    negative, positive = run(50, -eta)[2], run(50, eta, noise=numbered_noise(-1.0))[2]
    assert torch.equal(negative, positive)
    assert (negative - run(50, eta)[2]).abs().max() > 0.01


def test_the_last_step_returns_the_guided_estimate():
    for eta in (0.0, 0.8):
        _, answers, final = run(10, eta)
        assert torch.equal(final, answers[-1].x0)


def test_noise_is_asked_for_by_executed_step_and_not_at_the_last_one_or_without_eta():
    asked = []

    def noise(executed):
        asked.append(executed)
        return torch.zeros((1, 3, 4, 4), dtype=torch.float64)

    run(6, 0.5, skip_steps=2, noise=noise)
    assert asked == [0, 1, 2]
    run(6, 0.0, noise=noise)
    assert asked == [0, 1, 2]


def test_skipping_all_but_one_step_leaves_the_cleanest():
    states, answers, final = run(10, 5.0, skip_steps=9)
    assert len(states) == 1
    assert torch.equal(final, answers[0].x0)


# engines.md table 1.2, last column.
LIMITS = {25: 1.002, 50: 1.008, 100: 1.024, 150: 1.046, 240: 1.079, 250: 1.080, 500: 1.177, 1000: 1.354}


@pytest.mark.parametrize(("steps", "limit"), LIMITS.items())
def test_the_largest_safe_eta(steps, limit):
    exact = largest_eta(disco_track(steps))
    assert round(exact, 3) == limit
    moves = disco_track(steps).moves[:-1]
    roots = [there.sigma**2 - (exact * ddpm_sigma(here, there)) ** 2 for here, there in moves]
    assert min(roots) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_beyond_the_limit_the_cell_fails_with_the_reason(sign):
    exact = largest_eta(disco_track(50))
    run(50, sign * exact)
    text = r"eta -?1\.01 is above the limit of 1\.008 for 50 steps: .* use a smaller \|eta\|"
    with pytest.raises(CellFailure, match=text):
        run(50, sign * 1.01)


def test_the_limit_lies_at_the_end_so_that_skipping_does_not_move_it():
    assert largest_eta(disco_track(250, 200)) == largest_eta(disco_track(250))


@pytest.mark.parametrize("eta", [0.0, 0.4, 0.8])
def test_a_step_is_exact_where_noise_and_picture_are_known(eta):
    """The same picture at the next level, its noise split into the estimated and fresh."""
    states, answers, _ = run(20, eta)
    spacing, noise = disco_spacing(20), numbered_noise()
    for executed in range(19):
        k = 19 - executed
        abar, after = float(spacing.alpha_bar[k]), float(spacing.alpha_bar[k - 1])
        fresh = eta * math.sqrt((1 - after) / (1 - abar) * (1 - abar / after))
        kept = math.sqrt(1 - after - fresh**2)
        answer = answers[executed]
        expected = math.sqrt(after) * answer.x0 + kept * answer.eps + fresh * noise(executed)
        assert torch.allclose(states[executed + 1], expected, atol=1e-12)
        assert kept**2 + fresh**2 == pytest.approx(1 - after)
