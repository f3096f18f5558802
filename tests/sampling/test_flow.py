"""The oracle itself: its answers and its flow against numbers that do not come from it."""

import pytest
import torch

from ezcharts.diffusion.denoiser import GaussianDenoiser, NoiseLevel
from ezcharts.levels.jax import jax_track
from ezcharts.levels.level import CLEAN, Level
from ezcharts.sampling.base import Ask
from tests.sampling.flow import AIM, MEAN, SPREAD, flow, gaussian, picture

TRACK = jax_track(8, 0.9, 0.1, "spliced")


@pytest.mark.parametrize("level", TRACK.levels)
def test_it_is_the_gaussian_denoiser(level):
    x = picture(1)
    answer = gaussian()(Ask(x, level, level, 0, 0))
    x0, eps = GaussianDenoiser(MEAN, SPREAD)(x, NoiseLevel.of([level], x))
    assert torch.allclose(answer.x0, x0, atol=1e-12)
    assert torch.allclose(answer.eps, eps, atol=1e-12)
    assert torch.equal(answer.shown, answer.x0)


def test_its_pull_is_the_gradient_of_the_loss_on_x0():
    level = TRACK.levels[3]
    x = picture(1).requires_grad_()
    ask = Ask(x, level, level, 0, 0)
    loss = 1.7 / 2 * (gaussian()(ask).x0 - AIM).square().sum()
    (gradient,) = torch.autograd.grad(loss, x)
    with torch.no_grad():
        guided, plain = gaussian(1.7)(ask), gaussian()(ask)
    assert torch.allclose(guided.eps, plain.eps + level.sigma * gradient, atol=1e-12)
    assert torch.allclose(guided.shown, plain.x0, atol=1e-12)
    assert torch.equal(gaussian(1.7)(ask._replace(guided=False)).eps, plain.eps)


@pytest.mark.parametrize("strength", [0.0, 3.0])
def test_its_flow_solves_the_differential_equation(strength):
    """The slope of y over r, by central differences of the closed form, is ε' at the place where it leads."""

    def at(r):
        alpha = (1 + r * r) ** -0.5
        return Level(alpha, r * alpha, 0.0)

    start, step = at(4.0), 1e-5
    for r in (3.0, 1.0, 0.3, 0.05):
        ahead, behind = (flow(1.2, start, at(r + d), strength) / at(r + d).alpha for d in (step, -step))
        x = torch.tensor(flow(1.2, start, at(r), strength), dtype=torch.float64)
        eps = gaussian(strength)(Ask(x, at(r), at(r), 0, 0)).eps
        assert (ahead - behind) / (2 * step) == pytest.approx(float(eps), abs=1e-8)


@pytest.mark.parametrize("strength", [0.0, 3.0])
def test_its_flow_starts_where_it_is_put_and_can_be_cut_anywhere(strength):
    start, middle, end = TRACK.levels[0], TRACK.levels[4], CLEAN
    assert flow(1.2, start, start, strength) == pytest.approx(1.2)
    halfway = flow(1.2, start, middle, strength)
    assert flow(halfway, middle, end, strength) == pytest.approx(flow(1.2, start, end, strength))
