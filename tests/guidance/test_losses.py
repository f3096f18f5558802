"""Each loss against its closed form, values and gradients (engines.md 2.5 and 3.4)."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.guidance import losses
from ezcharts.guidance.losses import (
    absolute_excess,
    horizontal_asymmetry,
    mean_magnitude,
    population_variance,
    root_mean_square,
    shrink,
    spherical_distance,
    squared_difference,
    squared_excess,
    three_scale_variation,
    total_variation,
    vertical_asymmetry,
)
from tests.reference.disco import losses as reference


def pictures(count=2, height=4, width=5, scale=1.5):
    generator = torch.Generator().manual_seed(4)
    return scale * torch.randn((count, 3, height, width), generator=generator, dtype=torch.float64)


@given(theta=st.floats(0.001, 3.14), lengths=st.tuples(st.floats(0.01, 100), st.floats(0.01, 100)))
def test_spherical_distance_is_half_the_squared_angle(theta, lengths):
    e = lengths[0] * torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64)
    p = lengths[1] * torch.tensor([math.cos(theta), 0.0, math.sin(theta)], dtype=torch.float64)
    assert float(spherical_distance(e, p)) == pytest.approx(theta**2 / 2, rel=1e-6)


def test_spherical_distance_of_the_same_direction_is_zero_with_a_zero_gradient():
    e = torch.tensor([0.3, -0.4], dtype=torch.float64, requires_grad=True)
    distance = spherical_distance(e, 2 * e.detach())
    assert distance.item() == 0
    assert torch.autograd.grad(distance, e)[0].abs().max() == 0


def test_spherical_distance_s_gradient_is_theta_at_right_angles():
    e = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    p = torch.tensor([0.0, 1.0], dtype=torch.float64)
    gradient = torch.autograd.grad(spherical_distance(e, p), e)[0]
    assert gradient.tolist() == pytest.approx([0, -math.pi / 2])


def test_total_variation_of_a_ramp():
    """A slope of a per column and b per row: mean a^2 (W-1)/W + b^2 (H-1)/H, edges counted as zero."""
    height, width, a, b = 4, 5, 0.3, 0.2
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    ramp = (a * columns + b * rows).double().expand(1, 3, -1, -1)
    expected = a**2 * (width - 1) / width + b**2 * (height - 1) / height
    assert float(total_variation(ramp)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (total_variation, reference.tv),
        (squared_excess, reference.out_of_range),
        (absolute_excess, reference.saturation),
    ],
)
def test_losses_of_a_batch_are_those_of_its_pictures(ours, theirs):
    batch = pictures()
    values = ours(batch)
    assert values.shape == (2,)
    for n in range(2):
        assert float(values[n]) == pytest.approx(float(theirs(batch[n : n + 1])), rel=1e-12)


def test_saturation_pulls_every_excess_alike():
    x = pictures().requires_grad_()
    gradient = torch.autograd.grad(7.0 * absolute_excess(x).sum(), x)[0]
    excess = x - x.clamp(-1, 1)
    assert torch.allclose(gradient, 7.0 * torch.sign(excess) / (3 * 4 * 5), atol=1e-15)


def test_saturation_averages_over_the_notebook_s_batch():
    """Q11: in a notebook that renders two at once each picture is pulled half as hard."""
    x = pictures()
    assert torch.allclose(absolute_excess(x, notebook_batch=2), absolute_excess(x) / 2)


def test_root_mean_square_is_per_picture():
    g = torch.cat((torch.full((1, 3, 2, 2), -3.0), torch.zeros((1, 3, 2, 2))))
    assert root_mean_square(g).tolist() == [3, 0]


def gradient(loss, x):
    leaf = x.clone().requires_grad_()
    return torch.autograd.grad(loss(leaf).sum(), leaf)[0]


def slope(height, width, a, b):
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return (a * columns + b * rows).double().expand(1, 3, -1, -1)


def wave():
    """A picture that is the same everywhere: sin(0.37 k^2 + k) of pixel number k."""
    k = torch.arange(192, dtype=torch.float64).reshape(1, 3, 8, 8)
    return torch.sin(0.37 * k * k + k)


# jax 0.10.2 in float64, with jax.image.resize(method="cubic"), of that picture: the variation at each size;
# of their sum the gradient's fourth row of green, and its RMS.
JAX_VARIATIONS = [1.802232368563169, 0.29158581033228975, 0.06296558751224131]
JAX_GRADIENT_ROW = [
    0.01908782058004981, -0.056039160595754, 0.040865021264068074, 0.03916312177136869,
    0.01588994792480657, 0.022276216508266354, 0.04591318314284953, -0.022639436913647205,
]  # fmt: skip
JAX_GRADIENT_RMS = 0.035296697170160964


def test_three_scale_variation_is_jax_s():
    x = wave()
    assert float(three_scale_variation(x)) == pytest.approx(sum(JAX_VARIATIONS), rel=1e-13)
    slopes = gradient(three_scale_variation, x)
    assert slopes[0, 1, 3].tolist() == pytest.approx(JAX_GRADIENT_ROW, abs=1e-12)
    assert float(root_mean_square(slopes)) == pytest.approx(JAX_GRADIENT_RMS, rel=1e-12)


@pytest.mark.parametrize(("factor", "expected"), list(zip((1, 2, 4), JAX_VARIATIONS, strict=True)))
def test_each_size_s_variation_is_jax_s(monkeypatch, factor, expected):
    """At full size a mean over W - 1 columns of differences and one over H - 1 rows, edges not counted."""
    monkeypatch.setattr(losses, "TV_FACTORS", (factor,))
    assert float(three_scale_variation(wave())) == pytest.approx(expected, rel=1e-13)


def test_sides_that_are_no_multiple_are_floored():
    assert shrink(pictures(height=7, width=10), 4).shape == (2, 3, 1, 2)


def test_three_scale_variation_of_a_long_slope_is_21_times_disco_s():
    """Differences double with each halving: 1 + 4 + 16 (engines.md 5). Edges count less in a long picture."""
    x = slope(8, 512, 0.01, 0.0)
    assert float(three_scale_variation(x) / total_variation(x)) == pytest.approx(21, rel=0.02)


def test_three_scale_variation_of_grain_is_hardly_more_than_at_full_size():
    """engines.md 5: for pixel noise the smaller sizes add about 17 %."""
    x = pictures(count=1, height=256, width=256)
    assert float(three_scale_variation(x) / total_variation(x)) == pytest.approx(1.17, abs=0.02)


def test_squared_difference_pulls_each_pixel_by_its_share():
    x, target = pictures(), pictures(scale=0.3)
    assert squared_difference(x, target).tolist() == pytest.approx(
        ((x - target) ** 2).flatten(1).mean(dim=1).tolist()
    )
    pull = gradient(lambda y: 60.0 * squared_difference(y, target), x)
    assert torch.allclose(pull, 2 * (x - target), atol=1e-14)  # weight N: 2 (x - init) per element


def test_a_mask_holds_lets_go_and_pushes_away():
    """J11: read like a picture, white is 1, mid grey 0 and black -1; the mean runs over all pixels alike."""
    x, target = pictures(), torch.zeros((1, 3, 4, 5), dtype=torch.float64)
    mask = torch.tensor([1.0, 0.0, -1.0, 0.5, 1.0], dtype=torch.float64)
    pull = gradient(lambda y: squared_difference(y, target, mask), x)
    assert torch.allclose(pull, mask * 2 * x / 60, atol=1e-15)


def test_mean_magnitude_pulls_every_pixel_alike_toward_grey():
    x = pictures()
    assert mean_magnitude(x).tolist() == pytest.approx(x.abs().flatten(1).mean(dim=1).tolist())
    assert torch.allclose(gradient(mean_magnitude, x), torch.sign(x) / 60, atol=1e-16)


def test_population_variance_divides_by_all_elements_and_pulls_to_the_mean():
    x = pictures()
    for n in range(2):
        values = x[n].flatten().tolist()
        mean = sum(values) / 60
        assert float(population_variance(x)[n]) == pytest.approx(sum((v - mean) ** 2 for v in values) / 60)
    means = x.mean(dim=(1, 2, 3), keepdim=True)
    assert torch.allclose(gradient(population_variance, x), 2 * (x - means) / 60, atol=1e-15)


def test_a_notebook_s_variance_is_ours_divided_and_that_of_the_pictures_means():
    """What the docstring says is left out, and that it is all that is left out."""
    batch = pictures(count=3)
    whole = batch.var(correction=0)
    means = batch.mean(dim=(1, 2, 3)).var(correction=0)
    assert float(whole) == pytest.approx(float(population_variance(batch).sum() / 3 + means))


def test_a_mirrored_picture_has_no_asymmetry():
    half = pictures(height=4, width=3)
    whole = torch.cat((half, half.flip(-1)), dim=-1)
    assert horizontal_asymmetry(whole).tolist() == [0, 0]
    assert vertical_asymmetry(whole.mT).tolist() == [0, 0]
    assert vertical_asymmetry(whole).min() > 0.1


def test_asymmetry_is_the_mean_difference_of_the_halves():
    x = torch.tensor([1.0, 2.0, 5.0, 9.0], dtype=torch.float64).expand(1, 3, 4, 4)
    assert float(horizontal_asymmetry(x)) == pytest.approx((8 + 3) / 2)
    assert float(vertical_asymmetry(x)) == 0
    assert torch.allclose(
        gradient(horizontal_asymmetry, x), torch.tensor([-1.0, -1, 1, 1], dtype=torch.float64) / 24
    )


# numpy's figures of the picture above.
def test_symmetry_variance_and_mean_of_a_known_picture():
    x = wave()
    assert float(population_variance(x)) == pytest.approx(0.4471337885309341)
    assert float(horizontal_asymmetry(x)) == pytest.approx(0.7988947402402135)
    assert float(vertical_asymmetry(x)) == pytest.approx(0.8287936132040941)
    assert float(mean_magnitude(x)) == pytest.approx(0.5805222116361293)


@pytest.mark.parametrize(
    "loss",
    [
        three_scale_variation,
        mean_magnitude,
        population_variance,
        horizontal_asymmetry,
        vertical_asymmetry,
        lambda x: squared_difference(x, torch.ones_like(x)),
    ],
)
def test_jax_losses_of_a_batch_are_those_of_its_pictures(loss):
    batch = pictures(height=8, width=16)
    values = loss(batch)
    assert values.shape == (2,)
    for n in range(2):
        assert float(values[n]) == pytest.approx(float(loss(batch[n : n + 1])), rel=1e-12)
