import math

import pytest
import torch

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import ModelError
from ezcharts.models.patches import ResidualPatches, block_spreads, patches


@pytest.fixture(autouse=True)
def _double():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def level(sigma):
    return NoiseLevel(torch.tensor([math.sqrt(1 - sigma**2)]), torch.tensor([sigma]), torch.tensor([500.0]))


@pytest.mark.parametrize("patch", [1, 2, 4, 8])
def test_synthesis_undoes_analysis_and_keeps_lengths(patch):
    blocks, pictures = ResidualPatches(patch), torch.randn(2, 3, 16, 24)
    coefficients = blocks.analyse(pictures)
    assert torch.allclose(blocks.synthesise(coefficients), pictures, atol=1e-12)
    assert coefficients.square().sum().item() == pytest.approx(pictures.square().sum().item())


def test_a_grey_block_is_its_first_coefficient():
    coefficients = ResidualPatches(4).analyse(torch.full((1, 3, 4, 4), 0.5))[0, :, 0, 0]
    assert coefficients[0].item() == pytest.approx(0.5 * math.sqrt(3) * 4)
    assert coefficients[1:].abs().max() < 1e-12


def test_a_network_that_says_nothing_leaves_wiener_s_guess():
    blocks, at = ResidualPatches(2), level(0.6)
    clean = blocks.spreads * torch.randn(1, 12, 200, 200)
    x0 = blocks.synthesise(clean)
    x = at.alpha * x0 + at.sigma * torch.randn_like(x0)
    predicted = blocks(x, at, torch.zeros_like)
    wrong = (blocks.analyse(predicted.x0) - clean).square().mean(dim=(0, 2, 3))
    g = blocks.spreads.flatten()
    # The smallest mean squared error that a linear estimate of one coefficient can have.
    assert torch.allclose(wrong, g**2 * 0.36 / (0.64 * g**2 + 0.36), rtol=0.05)


def response(sigma):
    """Clean coefficients, Wiener's guess, what a one from the network adds, and what the network saw."""
    blocks, at = ResidualPatches(4), level(sigma)
    clean = blocks.spreads * torch.randn(1, 48, 60, 60)
    x = at.alpha * blocks.synthesise(clean) + at.sigma * torch.randn(1, 3, 240, 240)
    seen = []
    guess = blocks.analyse(blocks(x, at, lambda places: seen.append(places) or torch.zeros_like(places)).x0)
    return clean, guess, blocks.analyse(blocks(x, at, torch.ones_like).x0) - guess, seen[0]


@pytest.mark.parametrize("sigma", [0.02, 0.5, 0.999])
def test_what_the_network_says_is_of_size_one(sigma):
    clean, guess, one, _ = response(sigma)
    assert torch.allclose(((clean - guess) / one).std(dim=(0, 2, 3)), torch.ones(48), atol=0.08)


@pytest.mark.parametrize("sigma", [0.02, 0.5, 0.999])
def test_what_the_network_sees_is_of_mean_square_one(sigma):
    assert response(sigma)[3].square().mean().item() == pytest.approx(1, rel=0.1)


def test_the_network_sees_little_of_what_is_mere_noise():
    sizes = response(0.999)[3].square().mean(dim=(0, 2, 3))
    assert sizes[0] > 100 * sizes[15]


def test_estimates_make_up_the_noisy_picture():
    blocks, at, x = ResidualPatches(2), level(0.3), torch.randn(1, 3, 8, 8)
    predicted = blocks(x, at, torch.sin)
    assert torch.allclose(at.alpha * predicted.x0 + at.sigma * predicted.eps, x, atol=1e-12)


def test_spreads_fall_with_frequency_and_from_brightness_to_colour():
    spreads = block_spreads(8).reshape(3, 8, 8)
    assert (spreads.diff(dim=1) < 0).all()
    assert (spreads.diff(dim=2) < 0).all()
    assert (spreads.diff(dim=0) < 0).all()
    # Measured on 600 painted scenes: 6.94, 1.03 and 0.038.
    assert spreads[0, 0, 0].item() == pytest.approx(6.94, rel=0.01)
    assert spreads[0, 0, 1].item() == pytest.approx(1.03, rel=0.05)
    assert 0.02 < spreads[0, 7, 7].item() < 0.06


def test_an_unknown_way_is_refused():
    with pytest.raises(
        ModelError, match="must be one of v_prediction, epsilon, sample, residual; got 'score'"
    ):
        patches(2, "score")


def test_without_noise_the_residual_reading_gives_the_picture_back_and_finite_gradients():
    """JAX's spliced schedule ends at σ = 0."""
    blocks, at, x = ResidualPatches(2), level(0.0), torch.randn(1, 3, 8, 8).requires_grad_()
    predicted = blocks(x, at, torch.sin)
    (gradient,) = torch.autograd.grad((predicted.x0**2).sum() + predicted.eps.sum(), x)
    assert torch.allclose(predicted.x0, x, atol=1e-12)
    assert predicted.eps.abs().max() == 0
    assert torch.allclose(gradient, 2 * x, atol=1e-12)
