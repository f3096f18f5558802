import math

import pytest
import torch

from ezcharts.diffusion.denoiser import NoiseLevel
from ezcharts.models.secondary import FourierFeatures, Secondary, load_secondary


def output(secondary, x, c):
    """What the network itself says of a picture in patches of one pixel."""
    planes = secondary.timestep_embed(c)[:, :, None, None].expand(-1, -1, *x.shape[2:])
    return secondary.net(torch.cat([x, planes], dim=1))


def level(c):
    angle = torch.tensor([c], dtype=torch.float64) * math.pi / 2
    return NoiseLevel(angle.cos(), angle.sin(), torch.zeros(1, dtype=torch.float64))


def test_the_original_has_13841547_parameters_in_49_tensors():
    # engines.md 4.2
    with torch.device("meta"):
        original = Secondary()
    assert sum(parameter.numel() for parameter in original.parameters()) == 13_841_547
    assert len(original.state_dict()) == 49


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("timestep_embed.weight", (8, 1)),
        ("net.0.0.weight", (64, 19, 3, 3)),
        ("net.1.0.weight", (64, 64, 3, 3)),
        ("net.2.main.1.0.weight", (128, 64, 3, 3)),
        ("net.2.main.3.main.3.main.3.main.3.main.1.0.weight", (512, 256, 3, 3)),
        ("net.2.main.3.main.3.main.3.main.3.main.4.0.weight", (256, 512, 3, 3)),
        ("net.2.main.3.main.3.main.3.main.4.0.weight", (256, 512, 3, 3)),
        ("net.2.main.3.main.3.main.4.0.weight", (256, 512, 3, 3)),
        ("net.2.main.3.main.3.main.5.0.bias", (128,)),
        ("net.2.main.4.0.weight", (128, 256, 3, 3)),
        ("net.2.main.5.0.weight", (64, 128, 3, 3)),
        ("net.3.0.weight", (64, 128, 3, 3)),
        ("net.4.weight", (3, 64, 3, 3)),
    ],
)
def test_the_original_file_s_names_fit(key, shape):
    with torch.device("meta"):
        assert Secondary().state_dict()[key].shape == shape


def test_fourier_features_are_cosines_then_sines():
    features = FourierFeatures()
    features.weight.data = torch.arange(8.0)[:, None]
    got = features(torch.tensor([0.25]))[0]
    angles = [2 * math.pi * 0.25 * w for w in range(8)]
    assert torch.allclose(got, torch.tensor([*map(math.cos, angles), *map(math.sin, angles)]), atol=1e-6)


def test_v_becomes_x0_and_eps_at_the_cosine_time():
    secondary = Secondary([8, 12]).double()
    x, at = torch.randn(1, 3, 32, 16, dtype=torch.float64), level(0.3)
    v = output(secondary, x, torch.tensor([0.3], dtype=torch.float64))
    predicted = secondary(x, at)
    assert torch.allclose(predicted.x0, at.alpha * x - at.sigma * v, atol=1e-12)
    assert torch.allclose(predicted.eps, at.sigma * x + at.alpha * v, atol=1e-12)


def test_float32_and_float64_agree(secondary_card):
    x, at = torch.randn(1, 3, 16, 32, dtype=torch.float64), level(0.6)
    exact = load_secondary(secondary_card, dtype=torch.float64)(x, at).x0
    single = load_secondary(secondary_card)(x.float(), NoiseLevel(*(value.float() for value in at))).x0
    assert torch.allclose(single.double(), exact, atol=1e-5)


def test_a_skip_block_stacks_its_result_before_its_input():
    block = Secondary([8, 12]).net[2]
    x = torch.randn(1, 8, 4, 4)
    assert torch.equal(block(x)[:, 8:], x)


def test_the_last_convolution_has_no_relu():
    secondary = Secondary([8, 12])
    torch.nn.init.constant_(secondary.net[4].bias, -9.0)
    assert (output(secondary, torch.randn(2, 3, 8, 8), torch.tensor([0.2, 0.9])) < 0).all()


def test_the_embedded_kind_needs_no_more_than_multiples_of_64():
    secondary = Secondary([8, 8, 8, 8], patch=4, prediction_type="residual")
    at = NoiseLevel(*(value.float() for value in level(0.5)))
    assert secondary(torch.randn(1, 3, 64, 192), at).x0.shape == (1, 3, 64, 192)
