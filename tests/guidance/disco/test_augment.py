"""Each augmentation against torchvision's functional of the same name, values and gradients."""

import functools
import math
from dataclasses import replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

from ezcharts.diffusion.draws import DrawKey, normal, uniform
from ezcharts.guidance.disco.augment import (
    ORDERS,
    UNIFORMS,
    Augmentation,
    affine,
    augment,
    brightness,
    contrast,
    grey,
    hue,
    jitter,
    luma,
    saturation,
)

SIDE = 12
NEUTRAL = Augmentation(False, 0.0, (0, 0), False, (1.0, 1.0, 1.0), 0.0, (0, 1, 2, 3))
OWN = torch.zeros(1, dtype=torch.int64)


def cuts(seed=0, count=1, dtype=torch.float64):
    """Pictures that lie partly out of range."""
    generator = torch.Generator().manual_seed(seed)
    return (torch.rand((count, 3, SIDE, SIDE), generator=generator, dtype=torch.float64) * 1.3 - 0.15).to(
        dtype
    )


def value_and_gradient(function, picture):
    picture = picture.clone().requires_grad_()
    result = function(picture)
    weight = torch.linspace(-1, 1, result.numel(), dtype=result.dtype).reshape(result.shape)
    return result.detach(), torch.autograd.grad((result * weight).sum(), picture)[0]


def assert_same(ours, theirs, picture, tolerance=1e-11):
    for mine, other in zip(
        value_and_gradient(ours, picture), value_and_gradient(theirs, picture), strict=True
    ):
        assert (mine - other).abs().max() <= tolerance


def amount(value, picture):
    return torch.full((1, 1, 1, 1), value, dtype=picture.dtype)


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.07, 1.1])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (brightness, F.adjust_brightness),
        (contrast, F.adjust_contrast),
        (saturation, F.adjust_saturation),
    ],
)
def test_blends_are_torchvision_s(ours, theirs, factor):
    picture = cuts()
    assert_same(lambda p: ours(p, amount(factor, p)), lambda p: theirs(p, factor), picture)


@pytest.mark.parametrize("shift", [-0.1, -0.03, 0.0, 0.05, 0.1])
def test_hue_is_torchvision_s(shift):
    """In float32, the only type torchvision computes it in."""
    picture = cuts(dtype=torch.float32)
    assert_same(lambda p: hue(p, amount(shift, p)), lambda p: F.adjust_hue(p, shift), picture, 2e-4)


def test_hue_of_grey_is_grey():
    picture = grey(cuts()).clamp(0, 1)
    assert torch.allclose(hue(picture, amount(0.08, picture)), picture, atol=1e-12)


def test_grey_is_torchvision_s():
    assert_same(grey, lambda p: F.rgb_to_grayscale(p, num_output_channels=3), cuts())


@pytest.mark.parametrize(("angle", "shift"), [(0.0, (0, 0)), (10.0, (0, 0)), (-7.3, (1, -1)), (0.0, (-2, 1))])
def test_affine_is_torchvision_s(angle, shift):
    def theirs(p):
        return F.affine(
            p, angle, list(shift), 1.0, [0.0, 0.0], InterpolationMode.BILINEAR, fill=[0.0, 0.0, 0.0]
        )

    assert_same(lambda p: affine(p, [replace(NEUTRAL, angle=angle, shift=shift)], OWN), theirs, cuts())


# engines.md Q6: what comes in from outside is black.
def test_affine_brings_black_corners_in():
    white = torch.ones((1, 3, 32, 32), dtype=torch.float64)
    turned = affine(white, [replace(NEUTRAL, angle=10.0)], OWN)[0, 0]
    assert turned[0, 0] == 0
    assert turned[16, 16] == 1
    shifted = affine(white, [replace(NEUTRAL, shift=(2, 0))], OWN)[0, 0]
    assert shifted[:, :2].abs().max() == 0
    assert shifted[:, 2:].min() == 1


@pytest.mark.parametrize("order", [ORDERS[0], ORDERS[9], ORDERS[23]])
def test_jitter_applies_the_four_in_order(order):
    factors, shift = (0.93, 1.08, 1.1), 0.07
    steps = [
        lambda p: brightness(p, amount(factors[0], p)),
        lambda p: contrast(p, amount(factors[1], p)),
        lambda p: saturation(p, amount(factors[2], p)),
        lambda p: hue(p, amount(shift, p)),
    ]

    def one_by_one(p):
        for kind in order:
            p = steps[kind](p)
        return p

    parameters = replace(NEUTRAL, factors=factors, hue=shift, order=order)
    assert_same(lambda p: jitter(p, [parameters], OWN), one_by_one, cuts())


def test_there_are_24_orders_each_once():
    assert len(set(ORDERS)) == 24
    assert all(sorted(order) == [0, 1, 2, 3] for order in ORDERS)


def test_cuts_of_different_owners_go_through_together():
    """The whole chain on nine cuts of three owners equals each cut alone (Q5: one owner, one set)."""
    draws = uniform([DrawKey(s, 0, "cuts") for s in range(3)], UNIFORMS, dtype=torch.float64).tolist()
    parameters = [Augmentation.from_uniforms(u, SIDE) for u in draws]
    parameters[1] = replace(parameters[1], grey=True)
    owner = torch.tensor([0, 0, 1, 2, 2, 2, 1, 0, 2])
    pictures = cuts(count=9)
    noises = normal([DrawKey(9, 0, "n")], 3 * pictures.numel(), dtype=torch.float64).reshape(
        3, *pictures.shape
    )
    together = augment(pictures, parameters, owner, noises)
    for n, row in enumerate(owner.tolist()):
        alone = augment(pictures[n : n + 1], [parameters[row]], OWN, noises[:, n : n + 1])
        assert torch.allclose(together[n], alone[0], atol=1e-13)


def test_noise_has_a_hundredth_of_the_range_and_comes_three_times():
    flat = torch.full((1, 3, 64, 64), 0.5, dtype=torch.float64)
    noises = normal([DrawKey(1, 0, "n")], 3 * flat.numel(), dtype=torch.float64).reshape(3, *flat.shape)
    out = augment(flat, [NEUTRAL], OWN, noises)
    assert torch.allclose(out, flat + 0.01 * noises.sum(dim=0), atol=1e-12)


@given(st.lists(st.floats(0.0001, 0.9999), min_size=UNIFORMS, max_size=UNIFORMS))
def test_parameters_stay_in_their_ranges(u):
    a = Augmentation.from_uniforms(u, 224)
    assert abs(a.angle) <= 10
    assert all(isinstance(s, int) and abs(s) <= 11 for s in a.shift)
    assert all(0.9 <= factor <= 1.1 for factor in a.factors)
    assert abs(a.hue) <= 0.1
    assert a.order in ORDERS


def test_parameters_follow_their_laws():
    """Shares of 8000 draws within five deviations."""
    count = 8000
    draws = uniform(
        [DrawKey(1, 0, "law", step) for step in range(count)], UNIFORMS, dtype=torch.float64
    ).tolist()
    sets = [Augmentation.from_uniforms(u, 224) for u in draws]

    def share(test):
        return sum(map(test, sets)) / count

    def near(p):
        return pytest.approx(p, abs=5 * math.sqrt(p * (1 - p) / count))

    assert share(lambda a: a.flip) == near(0.5)
    assert share(lambda a: a.grey) == near(0.1)
    assert share(lambda a: a.angle < -5) == near(0.25)
    assert share(lambda a: a.factors[1] > 1.05) == near(0.25)
    # 5 % of 224 is 11.2: 0 takes 1 of 22.4, the outermost pixel 0.7 of 22.4.
    assert share(lambda a: a.shift[0] == 0) == near(1 / 22.4)
    assert share(lambda a: a.shift[1] == 11) == near(0.7 / 22.4)
    assert share(lambda a: a.order == (2, 0, 3, 1)) == near(1 / 24)
    assert share(lambda a: a.order[0] == 3) == near(0.25)


@functools.cache
def mean_gradient(value, *, whole_chain):
    """Mean gradient of the summed output, at the middle of flat grey pictures of `value`, over 400 draws."""
    count, side = 400, 12
    draws = uniform(
        [DrawKey(3, 0, "q18", step) for step in range(count)], UNIFORMS, dtype=torch.float64
    ).tolist()
    parameters, owner = [Augmentation.from_uniforms(u, side) for u in draws], torch.arange(count)
    pictures = torch.full((count, 3, side, side), value, dtype=torch.float64, requires_grad=True)
    if whole_chain:
        noises = normal([DrawKey(3, 0, "noise")], 3 * pictures.numel(), dtype=torch.float64)
        out = augment(pictures, parameters, owner, noises.reshape(3, *pictures.shape))
    else:
        out = jitter(pictures, parameters, owner)
    return float(torch.autograd.grad(out.sum(), pictures)[0][:, :, 4:8, 4:8].mean())


def relative_gradient(value, *, whole_chain):
    return mean_gradient(value, whole_chain=whole_chain) / mean_gradient(0.5, whole_chain=whole_chain)


# engines.md Q18 gives 0.79 at 0.95, 0.12 at 1.02, 0.04 at 1.05 for a set-up it does not state. On a flat grey
# picture only brightness moves the value: with factor f ~ U(0.9, 1.1), E[f; f <= 1/v] in range, and out of
# range the same only if brightness is the first of the three that clamp (1 of 3). Deviations: 0.022.
# (Beyond, a trace is left where hue is first: it clamps two channels but not the value.)
@pytest.mark.parametrize(
    ("value", "expected"), [(0.95, 0.745), (1.02, 0.378 / 3), (1.05, 0.243 / 3), (1.15, 0.0), (-0.05, 0.0)]
)
def test_out_of_range_pixels_lose_their_gradient(value, expected):
    got = relative_gradient(value, whole_chain=False)
    assert got == pytest.approx(expected, abs=0.09 if expected else 0.002)


# The whole chain: the noises (deviation 0.017 together) blur the edges, turned borders fade into range.
@pytest.mark.parametrize(
    ("value", "low", "high"),
    [(0.95, 0.65, 0.82), (1.02, 0.1, 0.21), (1.05, 0.03, 0.1), (1.15, 0, 0.005), (-0.05, 0, 0.01)],
)
def test_the_dead_zone_of_the_whole_chain(value, low, high):
    assert low <= abs(relative_gradient(value, whole_chain=True)) <= high


def test_luma_is_one_channel():
    assert luma(cuts(count=2)).shape == (2, 1, SIDE, SIDE)
