import math

import pytest
import torch

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.errors import ModelError
from ezcharts.models.adm import load_adm_prior
from ezcharts.models.adm_layouts import AdmLayout
from ezcharts.models.prior import load_prior
from tests.reference import adm as reference

PLAN = AdmLayout("small", 32, 16, (1, 2), attention=(2,), head_width=8, groups=8)
COSINE_TIMES = [0.0625, 0.5, 0.995]


@pytest.fixture
def checkpoint(tmp_path):
    torch.save(reference.random_state(PLAN), tmp_path / "small.pt")
    return tmp_path / "small.pt"


def level(t):
    angle = torch.tensor(COSINE_TIMES, dtype=torch.float64) * math.pi / 2
    return NoiseLevel(angle.cos(), angle.sin(), torch.tensor(t, dtype=torch.float64))


def noisy():
    return torch.randn(3, 3, 8, 12, dtype=torch.float64)


def columns(*values):
    return [value.reshape(-1, 1, 1, 1) for value in values]


def test_the_first_three_channels_are_eps(checkpoint):
    prior, x, at = load_adm_prior(checkpoint, PLAN, dtype=torch.float64), noisy(), level([3.0, 400.5, 993.3])
    eps = reference.unet(reference.random_state(PLAN), PLAN, x, at.t)[:, :3]
    (a, s), predicted = columns(at.alpha, at.sigma), prior(x, at)
    assert (predicted.eps - eps).abs().max() < 1e-9
    assert (a * predicted.x0 - (x - s * eps)).abs().max() < 1e-9


def test_a_network_retrained_for_v_is_told_a_thousand_cosine_times(checkpoint):
    # engines.md 4.1, last line: "OpenAIFinetune".
    prior = load_adm_prior(
        checkpoint, PLAN, dtype=torch.float64, prediction_type="v_prediction", time="cosine"
    )
    x, at = noisy(), level([1.0, 2.0, 3.0])
    told = 1000 * torch.tensor(COSINE_TIMES, dtype=torch.float64)
    v = reference.unet(reference.random_state(PLAN), PLAN, x, told)[:, :3]
    (a, s), predicted = columns(at.alpha, at.sigma), prior(x, at)
    assert (predicted.x0 - (a * x - s * v)).abs().max() < 1e-9
    assert (predicted.eps - (s * x + a * v)).abs().max() < 1e-9


def test_a_network_in_half_precision_leaves_the_rest_in_single(checkpoint):
    x, at = noisy(), level([3.0, 400.5, 993.3])
    single = x.float(), NoiseLevel(*(value.float() for value in at))
    half = load_adm_prior(checkpoint, PLAN, dtype=torch.bfloat16)
    predicted, exact = half(*single), load_adm_prior(checkpoint, PLAN, dtype=torch.float64)(x, at)
    assert predicted.x0.dtype == torch.float32
    # Eight bits of ε, but all of x = α·x0 + σ·ε: at the noisiest level x0 is ε's error times 127.
    assert (predicted.eps - exact.eps).abs().max() < 0.1
    (a, s) = columns(at.alpha, at.sigma)
    assert (a * predicted.x0 + s * predicted.eps - x).abs().max() < 1e-5


def test_a_card_may_say_what_its_network_is_told(prior_card, rewrite):
    card, at = prior_card(), level([1.0, 2.0, 3.0])
    x = torch.randn(3, 3, 16, 24, dtype=torch.float64)
    told = at._replace(t=1000 * torch.tensor(COSINE_TIMES, dtype=torch.float64))
    usual = load_prior(card, dtype=torch.float64)
    cosine = load_prior(rewrite(card, time="cosine"), dtype=torch.float64)
    assert (cosine(x, at).x0 - usual(x, told).x0).abs().max() < 1e-9
    assert (cosine(x, at).x0 - usual(x, at).x0).abs().max() > 1e-3


def test_an_unknown_time_is_refused(prior_card, rewrite):
    with pytest.raises(ModelError, match="time must be one of timestep, cosine; got 'sigma'"):
        load_prior(rewrite(prior_card(), time="sigma"))
