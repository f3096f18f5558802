"""Which cuts are taken (engines.md 2.4.1), and what they show."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from ezcharts.diffusion.draws import DrawKey, uniform
from ezcharts.guidance.disco.augment import grey
from ezcharts.guidance.disco.cutouts import Cut, View, grey_count, make_cuts, plan_cuts, uniforms_needed
from tests.reference.disco import cutouts as reference


def draws(inner, *seeds):
    keys = [DrawKey(seed, 0, "cuts") for seed in seeds]
    return uniform(keys, uniforms_needed(inner), dtype=torch.float64).tolist()


def plans(seeds, size=(24, 16), resolution=8, *, overview=0, inner=0, power=1.0, p=0.2, skip_augs=True):
    return [
        plan_cuts(
            size, resolution, overview=overview, inner=inner, power=power, grey_probability=p,
            skip_augs=skip_augs, uniforms=u,
        )
        for u in draws(inner, *seeds)
    ]  # fmt: skip


def plan(*args, seed=1, **kwargs):
    return plans([seed], *args, **kwargs)[0]


def picture(width, height, seed=0):
    return torch.rand(
        (1, 3, height, width), generator=torch.Generator().manual_seed(seed), dtype=torch.float64
    )


def cut(pictures, *planned, resolution=8):
    count = sum(len(one.cuts) for one in planned)
    noises = torch.zeros((3, count, 3, resolution, resolution), dtype=pictures.dtype)
    return make_cuts(pictures, planned, resolution, noises)


# engines.md 2.4.1, the examples marked [V]; Q3: p = 0 still greys one.
@pytest.mark.parametrize(
    ("p", "inner", "count"),
    [
        (0, 12, 1),
        (0.2, 4, 1),
        (0.2, 12, 3),
        (0.5, 8, 5),
        (1, 4, 4),
        (0, 0, 0),
        (0.2, 1, 1),
        (-0.5, 4, 0),
        (-0.1, 4, 1),
    ],
)
def test_grey_counts(p, inner, count):
    assert grey_count(inner, p) == count
    assert sum(cut.grey for cut in plan(inner=inner, p=p).cuts) == count


@given(st.integers(0, 60), st.floats(-1, 1.5))
def test_grey_counts_are_those_of_the_notebook_s_comparison(inner, p):
    assert grey_count(inner, p) == sum(i <= int(p * inner) for i in range(inner))


# Q4: up to four they differ in kind, above they are copies.
@pytest.mark.parametrize(
    ("overview", "kinds"),
    [
        (0, []),
        (1, [Cut(0)]),
        (2, [Cut(0), Cut(0, grey=True)]),
        (3, [Cut(0), Cut(0, grey=True), Cut(0, mirror=True)]),
        (4, [Cut(0), Cut(0, grey=True), Cut(0, mirror=True), Cut(0, grey=True, mirror=True)]),
        (5, [Cut(0)] * 5),
        (12, [Cut(0)] * 12),
    ],
)
def test_overview_kinds(overview, kinds):
    assert list(plan(overview=overview).cuts) == kinds


def test_copies_of_the_overview_are_identical_without_augmentation():
    cuts = cut(picture(24, 16), plan(overview=6))
    assert all(torch.equal(cuts[0], other) for other in cuts)


def test_copies_share_their_augmentation_and_differ_by_noise_only():
    one = plan(overview=6, skip_augs=False)
    without_noise = cut(picture(24, 16), one)
    assert all(torch.equal(without_noise[0], other) for other in without_noise)
    noises = torch.randn((3, 6, 3, 8, 8), generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    noisy = make_cuts(picture(24, 16), [one], 8, noises)
    assert 0.001 < (noisy[0] - noisy[1]).abs().mean() < 0.05


# Q5: one set for all cuts of a repeat; about a tenth of the repeats is grey as a whole.
def test_a_repeat_is_grey_as_a_whole_or_not_at_all():
    many = plans(range(2000), inner=3, skip_augs=False)
    share = sum(one.augmentation.grey for one in many) / len(many)
    assert share == pytest.approx(0.1, abs=5 * (0.1 * 0.9 / 2000) ** 0.5)
    coloured = picture(24, 16)
    whole = next(one for one in many if one.augmentation.grey)
    cuts = cut(coloured, whole)
    assert (cuts.amax(dim=1) - cuts.amin(dim=1)).max() < 1e-12


@pytest.mark.parametrize(
    ("size", "view"), [((24, 16), View(0, -4, 24)), ((16, 24), View(-4, 0, 24)), ((16, 16), View(0, 0, 16))]
)
def test_the_overview_is_the_picture_on_a_black_square(size, view):
    assert plan(size, overview=1).views == (view,)


# Q6: a white landscape of 2:1 has black quarters above and below.
def test_overviews_of_a_landscape_have_black_bars():
    seen = cut(
        torch.ones((1, 3, 32, 64), dtype=torch.float64), plan((64, 32), 16, overview=1), resolution=16
    )[0, 0]
    assert seen[:2].abs().max() < 1e-12
    assert seen[-2:].abs().max() < 1e-12
    assert seen[8, 8] == pytest.approx(1)
    assert seen.mean() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 12.0])
@pytest.mark.parametrize("size", [(24, 16), (16, 24), (40, 40)])
def test_crops_lie_inside_and_their_side_is_between_q_and_m(size, power):
    smallest = min(*size, 8)
    for view in (view for one in plans(range(40), size, inner=3, power=power) for view in one.views):
        assert smallest <= view.side <= min(size)
        assert 0 <= view.left <= size[0] - view.side
        assert 0 <= view.top <= size[1] - view.side


def test_power_0_takes_the_largest_crop_and_a_large_power_the_smallest():
    assert all(view.side == 16 for view in plan(inner=20, power=0).views)
    tight = [view.side for view in plan(inner=60, power=12).views]
    assert sum(side == 8 for side in tight) > 45


def test_sizes_and_places_are_uniform():
    """power 1, 8 to 16 pixels: each of 8 sizes an eighth (16 itself never), places as they fit."""
    views = [view for one in plans(range(1000), inner=4) for view in one.views]
    for side in range(8, 16):
        share = sum(view.side == side for view in views) / len(views)
        assert share == pytest.approx(1 / 8, abs=5 * (7 / 64 / 4000) ** 0.5)
    lefts = [view.left for view in views if view.side == 8]
    for left in range(17):
        assert lefts.count(left) / len(lefts) == pytest.approx(1 / 17, abs=5 * (16 / 289 / len(lefts)) ** 0.5)


# Q26: the smallest crop follows the perceptor's own input size.
def test_a_perceptor_with_a_larger_input_sees_larger_crops():
    def mean_side(resolution):
        return sum(view.side for view in plan((64, 48), resolution, inner=50, power=4).views) / 50

    assert mean_side(8) < mean_side(24) < mean_side(40) < 48
    for resolution in (48, 64, 200):
        assert all(view.side == 48 for view in plan((64, 48), resolution, inner=20, power=4).views)


@pytest.mark.parametrize("skip_augs", [True, False])
@pytest.mark.parametrize(("size", "resolution"), [((24, 16), 8), ((16, 24), 20), ((16, 16), 16)])
def test_cuts_are_those_of_the_literal_reference(size, resolution, skip_augs):
    y, inner = picture(*size) * 1.2 - 0.1, 3
    noises = torch.randn(
        (3, 7, 3, resolution, resolution), generator=torch.Generator().manual_seed(1), dtype=y.dtype
    )
    one = plan(size, resolution, overview=4, inner=inner, p=0.4, skip_augs=skip_augs, seed=5)
    ours = make_cuts(y, [one], resolution, noises)
    theirs = reference.cutouts(
        y,
        resolution,
        reference.Counts(4, inner, 1.0, 0.4),
        skip_augs,
        lambda count: draws(inner, 5)[0][:count],
        lambda n, count, R: noises[n],
    )
    assert torch.allclose(ours, torch.cat(theirs), atol=1e-12)


def test_pictures_of_a_batch_are_cut_by_their_own_plans():
    """Different numbers of cuts, with and without augmentation, in one product."""
    pictures = torch.cat([picture(24, 16, seed) for seed in range(3)])
    planned = [
        plan(overview=2, inner=1, seed=1),
        plan(overview=0, inner=4, skip_augs=False, seed=2),
        plan(overview=6, skip_augs=False, seed=3),
    ]
    together = cut(pictures, *planned)
    alone = torch.cat([cut(pictures[n : n + 1], one) for n, one in enumerate(planned)])
    assert torch.allclose(together, alone, atol=1e-13)


# Q18: without augmentation nothing is clamped, so that pixels far out of range keep their whole gradient.
def test_without_augmentation_there_is_no_dead_zone():
    def gradient(value):
        flat = torch.full((1, 3, 16, 24), value, dtype=torch.float64, requires_grad=True)
        return torch.autograd.grad(cut(flat, plan(overview=1, inner=2)).sum(), flat)[0]

    assert torch.equal(gradient(0.5), gradient(3.0))


def test_a_grey_cut_is_the_grey_of_the_plain_one():
    plain, shade = cut(picture(24, 16), plan(overview=2))
    assert torch.allclose(shade, grey(plain[None])[0], atol=1e-14)
