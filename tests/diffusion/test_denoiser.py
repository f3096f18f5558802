"""The conversions of engines.md 1.4 and the exact Gaussian denoiser."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.diffusion.denoiser import (
    GaussianDenoiser,
    NoiseLevel,
    cosine_time,
    from_eps,
    from_v,
    from_x0,
    per_picture,
)

COSINES = st.floats(min_value=0.01, max_value=0.99)


def level_at(*cosine_times):
    c = torch.tensor(cosine_times, dtype=torch.float64)
    return NoiseLevel(torch.cos(torch.pi * c / 2), torch.sin(torch.pi * c / 2), 1000 * c)


def pictures(seed, count=2):
    return torch.randn((count, 3, 4, 5), generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


@given(COSINES, COSINES)
def test_v_eps_and_x0_all_tell_the_same(c, other):
    level, x0, eps = level_at(c, other), pictures(1), pictures(2)
    alpha, sigma = per_picture(level.alpha), per_picture(level.sigma)
    x = alpha * x0 + sigma * eps
    v = alpha * eps - sigma * x0
    for prediction in (from_v(x, v, level), from_eps(x, eps, level), from_x0(x, x0, level)):
        assert torch.allclose(prediction.x0, x0, atol=1e-11)
        assert torch.allclose(prediction.eps, eps, atol=1e-11)
    assert torch.allclose((eps - sigma * x) / alpha, v, atol=1e-11)


@given(st.floats(min_value=0, max_value=1))
def test_cosine_time_is_the_inverse_of_its_definition(c):
    alpha = torch.tensor([math.cos(math.pi * c / 2)], dtype=torch.float64)
    sigma = torch.tensor([math.sin(math.pi * c / 2)], dtype=torch.float64)
    assert float(cosine_time(alpha, sigma)) == pytest.approx(c, abs=1e-12)


def test_the_gaussian_denoiser_is_the_posterior_mean():
    """By quadrature: E[x0 | x] = integral of x0 p(x0) p(x | x0), for one value."""
    mean, spread, alpha, sigma, x = 0.3, 0.6, 0.8, 0.6, 1.1
    x0 = torch.linspace(-8, 8, 200_001, dtype=torch.float64)
    logs = -((x0 - mean) ** 2) / (2 * spread**2) - (x - alpha * x0) ** 2 / (2 * sigma**2)
    weights = torch.softmax(logs, dim=0)
    level = NoiseLevel(*(torch.tensor([v], dtype=torch.float64) for v in (alpha, sigma, 500.0)))
    prediction = GaussianDenoiser(mean, spread)(torch.full((1, 3, 1, 1), x, dtype=torch.float64), level)
    assert float(prediction.x0[0, 0, 0, 0]) == pytest.approx(float((weights * x0).sum()), abs=1e-9)
    assert torch.allclose(
        alpha * prediction.x0 + sigma * prediction.eps, torch.tensor(x, dtype=torch.float64)
    )


def test_the_gaussian_denoiser_knows_its_limits():
    x, low, high = pictures(3, 1), level_at(1e-5), level_at(1 - 1e-5)
    assert torch.allclose(GaussianDenoiser(0.2, 0.5)(x, low).x0, x, atol=1e-3)
    assert torch.allclose(GaussianDenoiser(0.2, 0.5)(x, high).x0, torch.tensor(0.2, dtype=x.dtype), atol=1e-3)


def test_without_noise_a_clean_estimate_says_nothing_of_eps():
    """JAX's PRK evaluates at σ = 0 (engines.md 3.6); rows at other levels are as ever."""
    level, x, x0 = level_at(0.0, 0.5), pictures(4).requires_grad_(), pictures(5)
    prediction = from_x0(x, x0, level)
    (gradient,) = torch.autograd.grad(prediction.eps.sum() + prediction.x0.sum(), x)
    assert prediction.eps[0].tolist() == torch.zeros(3, 4, 5).tolist()
    assert torch.equal(prediction.eps[1], (x[1] - level.alpha[1] * x0[1]) / level.sigma[1])
    assert gradient[0].abs().max() == 0
    assert torch.allclose(gradient[1], 1 / level.sigma[1])


def test_the_best_estimate_of_eps_tends_to_the_value_at_no_noise():
    x = pictures(6, 1)
    sizes = [GaussianDenoiser(0.2, 0.5)(x, level_at(c)).eps.abs().max().item() for c in (1e-2, 1e-4, 0.0)]
    assert sizes[1] == pytest.approx(sizes[0] / 100, rel=0.01)
    assert sizes[2] == 0
