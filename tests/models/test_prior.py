import pytest
import torch
import torch.nn.functional as F

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import ModelError
from ezcharts.models.prior import load_prior

TIMES = [3.0, 400.5, 999.0]


def level(dtype=torch.float64):
    angle = torch.tensor([0.05, 0.8, 1.55], dtype=torch.float64)
    return NoiseLevel(*(values.to(dtype) for values in (angle.cos(), angle.sin(), torch.tensor(TIMES))))


def noisy(dtype=torch.float64, size=(16, 24)):
    return torch.randn(3, 3, *size, dtype=torch.float64).to(dtype)


def output(prior, x, t):
    """What the network itself says, as a picture."""
    return F.pixel_shuffle(prior.unet(F.pixel_unshuffle(x, 2), t).sample, 2)


def columns(*values):
    return [value.reshape(-1, 1, 1, 1) for value in values]


def test_a_v_prediction_becomes_x0_and_eps_by_the_closed_forms(prior_card):
    prior, x, at = load_prior(prior_card(), dtype=torch.float64), noisy(), level()
    v, (a, s) = output(prior, x, at.t), columns(at.alpha, at.sigma)
    predicted = prior(x, at)
    assert torch.allclose(predicted.x0, a * x - s * v, atol=1e-12)
    assert torch.allclose(predicted.eps, s * x + a * v, atol=1e-12)


def test_an_eps_prediction_becomes_x0_by_the_closed_form(prior_card):
    prior, x, at = load_prior(prior_card("epsilon"), dtype=torch.float64), noisy(), level()
    eps, (a, s) = output(prior, x, at.t), columns(at.alpha, at.sigma)
    assert torch.allclose(prior(x, at).x0, (x - s * eps) / a, atol=1e-12)


def test_an_x0_prediction_becomes_eps_by_the_closed_form(prior_card):
    prior, x, at = load_prior(prior_card("sample"), dtype=torch.float64), noisy(), level()
    x0, (a, s) = output(prior, x, at.t), columns(at.alpha, at.sigma)
    assert torch.allclose(prior(x, at).eps, (x - a * x0) / s, atol=1e-12)


@pytest.mark.parametrize("kind", ["v_prediction", "epsilon", "sample", "residual"])
def test_estimates_always_make_up_the_noisy_picture(prior_card, kind):
    prior, x, at = load_prior(prior_card(kind), dtype=torch.float64), noisy(), level()
    predicted, (a, s) = prior(x, at), columns(at.alpha, at.sigma)
    assert torch.allclose(a * predicted.x0 + s * predicted.eps, x, atol=1e-10)


def test_a_learned_variance_is_dropped(prior_card):
    prior, x, at = load_prior(prior_card("epsilon", out_channels=24), dtype=torch.float64), noisy(), level()
    both = output(prior, x, at.t)
    assert both.shape == (3, 6, 16, 24)
    assert torch.equal(prior(x, at).eps, both[:, :3])


@pytest.mark.parametrize("kind", ["v_prediction", "residual"])
def test_float32_and_float64_agree(prior_card, kind):
    card, x = prior_card(kind), noisy()
    exact = load_prior(card, dtype=torch.float64)(x, level()).x0
    single = load_prior(card, dtype=torch.float32)(x.float(), level(torch.float32)).x0
    assert single.dtype == torch.float32
    assert exact.dtype == torch.float64
    assert torch.allclose(single.double(), exact, atol=1e-4)


def test_a_picture_alone_is_what_it_is_in_company(prior_card):
    prior, x, at = load_prior(prior_card(), dtype=torch.float64), noisy(), level()
    alone = prior(x[1:2], NoiseLevel(*(values[1:2] for values in at)))
    assert torch.allclose(alone.x0, prior(x, at).x0[1:2], atol=1e-12)


def test_a_loaded_prior_is_frozen(prior_card):
    prior = load_prior(prior_card())
    assert not prior.training
    assert not any(parameter.requires_grad for parameter in prior.parameters())


def test_gradients_reach_the_picture(prior_card):
    prior, x = load_prior(prior_card(), dtype=torch.float64), noisy().requires_grad_()
    (gradient,) = torch.autograd.grad(prior(x, level()).x0.sum(), x)
    assert gradient.abs().min() > 0


def test_an_unknown_prediction_type_is_refused(prior_card, rewrite):
    with pytest.raises(
        ModelError, match="must be one of v_prediction, epsilon, sample, residual; got 'score'"
    ):
        load_prior(rewrite(prior_card(), prediction_type="score"))


def test_weights_of_another_network_are_refused(prior_card, rewrite):
    card = prior_card()
    with pytest.raises(ModelError, match=r"model\.safetensors do not fit"):
        load_prior(rewrite(card, unet={**card.config["unet"], "layers_per_block": 2}))


def test_damaged_weights_are_refused(prior_card):
    card = prior_card()
    (card.folder / "model.safetensors").write_bytes(b"no")
    with pytest.raises(ModelError, match=r"model\.safetensors cannot be read"):
        load_prior(card)


def test_a_missing_key_is_named(prior_card):
    card = prior_card()
    (card.folder / "config.json").write_text('{"resolution": 32}')
    with pytest.raises(ModelError, match="must have 'unet'; it has resolution"):
        load_prior(card)
