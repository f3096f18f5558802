"""Each loss against its closed form, values and gradients (engines.md 2.5)."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.guidance.losses import (
    absolute_excess,
    root_mean_square,
    spherical_distance,
    squared_excess,
    total_variation,
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
