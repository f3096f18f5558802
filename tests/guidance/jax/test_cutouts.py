"""Which cuts are taken (engines.md 3.3), and what they show."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ezcharts.diffusion.draws import DrawKey, uniform
from ezcharts.guidance.jax.cutouts import UNIFORMS, make_cuts, plan_cuts
from tests.guidance.jax.making import make_condition

F64 = torch.float64
NO_COLOUR = {"cut_p_grey": 0.0, "cut_p_mixgrey": 0.0, "cut_p_flip": 0.0}
CONTINUOUS = {"cut_sizes": "continuous"}


def draws(cutn, seeds=(1,)):
    return uniform([DrawKey(seed, 0, "cuts") for seed in seeds], UNIFORMS * cutn, dtype=F64)


def plan(size=(24, 16), resolution=8, *, seeds=(1,), uniforms=None, **changes):
    """The plan of one condition for each seed."""
    condition = make_condition(**changes)
    u = draws(condition.cutn, seeds) if uniforms is None else torch.tensor([uniforms], dtype=F64)
    return plan_cuts(size, resolution, [condition] * len(u), u)


def picture(width=24, height=16, seed=0):
    return torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed), dtype=F64)


def cut(pictures, planned, resolution=8):
    return make_cuts(pictures, [len(planned.side) // len(pictures)] * len(pictures), planned, resolution)


def binomial(share, count, p):
    """A share of `count` tries lies within five standard deviations of p."""
    return share == pytest.approx(p, abs=5 * math.sqrt(p * (1 - p) / count))


def test_a_cut_s_seven_numbers_in_their_order():
    """24 x 16, R = 8, so q = 8 and m = 16; a local cut, then a global one of max 24."""
    u = [0.5, 0.25, 0.75, 0.1, 0.4, 0.9, 0.2, 0.5, 0.25, 0.75, 0.9, 0.4, 0.1, 0.8]
    changes = {"cutn": 2, "cut_p_mixgrey": 0.3, "cut_p_grey": 0.3, "cut_p_flip": 0.3}
    whole, continuous = plan(uniforms=u, **changes), plan(uniforms=u, **changes, **CONTINUOUS)
    # local: int(8 + 0.5 * 9) = 12 or 8 + 0.5 * 8; global: b = 60, side int(24 + 60)
    assert whole.side.tolist() == [12, 84]
    assert continuous.side.tolist() == [12, 84]
    assert whole.left.tolist() == pytest.approx([0.25 * 12, 24 / 2 - 84 / 2 - 60 + 0.25 * 120])
    assert whole.top.tolist() == pytest.approx([0.75 * 4, 16 / 2 - 84 / 2 - 60 + 0.75 * 120])
    assert whole.greyness.tolist() == [0.4, 1.0]
    assert whole.mirrored.tolist() == [True, False]


def test_a_smaller_border_is_that_of_a_smaller_picture():
    """A picture of a quarter of the size is seen as the large one is, up to whole pixels."""
    u = [0.4, 0.3, 0.8, 0.5, 0.5, 0.9, 0.9]
    changes = {"cutn": 1, **CONTINUOUS}
    large = plan((512, 512), 64, uniforms=u, **changes)
    small = plan((128, 128), 64, uniforms=u, cut_border=10.0, **changes)
    # b = 10 + 4, side 142; left 64 - 71 + 14 * (2 * 0.3 - 1)
    assert (small.side.item(), small.left.item()) == pytest.approx((142, -7 - 5.6))
    for name in ("left", "top", "side"):
        assert getattr(small, name).item() == pytest.approx(getattr(large, name).item() / 4, abs=0.5)


def test_whole_sizes_are_floored_and_continuous_ones_are_not():
    u = [0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5] * 2
    assert plan(uniforms=u, cutn=2).side[0] == int(8 + 0.4 * 9) == 11
    assert plan(uniforms=u, cutn=2, **CONTINUOUS).side[0] == pytest.approx(8 + 0.4 * 8)
    # the global side is whole in all versions: 24 + 56
    assert plan(uniforms=[0.41, *u[1:7]] * 2, cutn=2, **CONTINUOUS).side[1] == int(24 + 40 + 0.41 * 40) == 80


# J1.
@pytest.mark.parametrize(("cutn", "local"), [(1, 0), (2, 1), (3, 1), (8, 4), (9, 4)])
@pytest.mark.parametrize("cut_sizes", ["whole", "continuous"])
def test_an_odd_cut_is_a_global_one(cutn, local, cut_sizes):
    side = plan(cutn=cutn, cut_sizes=cut_sizes).side
    assert (side <= 16).tolist() == [True] * local + [False] * (cutn - local)


@given(
    power=st.floats(-3, 20),
    size=st.sampled_from([(24, 16), (16, 24), (40, 40), (8, 6)]),
    cut_sizes=st.sampled_from(["whole", "continuous"]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60)
def test_local_cuts_lie_inside_and_their_side_is_between_q_and_m(power, size, cut_sizes, seed):
    planned = plan(size, 8, seeds=[seed], cutn=12, cut_pow=power, cut_sizes=cut_sizes)
    left, top, side = (column[:6] for column in (planned.left, planned.top, planned.side))
    assert side.min() >= min(*size, 8)
    assert side.max() <= min(size)
    assert left.min() >= 0
    assert top.min() >= 0
    assert (left + side).max() <= size[0] + 1e-12
    assert (top + side).max() <= size[1] + 1e-12


@pytest.mark.parametrize("power", [0.0, -1.0, -200.0])
@pytest.mark.parametrize("size", [(24, 16), (6, 5)])
def test_a_power_of_0_and_below_takes_the_largest_cut(power, size):
    for cut_sizes in ("whole", "continuous"):
        planned = plan(size, cutn=20, cut_pow=power, cut_sizes=cut_sizes)
        assert planned.side[:10].tolist() == [min(size)] * 10
        assert torch.isfinite(planned.left).all()


def test_sizes_follow_the_law_of_the_power():
    """u^p below v with probability v^(1/p)."""
    for power in (0.5, 1.0, 3.0):
        planned = plan((64, 64), 8, seeds=range(500), cutn=8, cut_pow=power, **CONTINUOUS)
        side = planned.side.reshape(-1, 8)[:, :4]
        for reach in (0.1, 0.5, 0.9):
            share = float((side < 8 + reach * 56).double().mean())
            assert binomial(share, side.numel(), reach ** (1 / power))


def test_whole_sizes_take_the_largest_as_often_as_any_other():
    """int(q + u (m - q + 1)) at 8 to 16: nine sizes, each a ninth (the last one is 16 itself)."""
    side = plan(seeds=range(800), cutn=8).side.reshape(-1, 8)[:, :4]
    for size in range(8, 17):
        assert binomial(float((side == size).double().mean()), side.numel(), 1 / 9)


def test_places_are_uniform_and_continuous():
    planned = plan(seeds=range(500), cutn=8, cut_pow=200.0)
    left = planned.left.reshape(-1, 8)[:, :4]
    for part in (0.25, 0.5, 0.75):
        assert binomial(float((left < part * 16).double().mean()), left.numel(), part)
    assert (left != left.floor()).double().mean() > 0.99


def test_global_cuts_show_the_long_side_and_wander_by_their_border():
    planned = plan((64, 32), seeds=range(400), cutn=2)
    left, top, side = (c.reshape(-1, 2)[:, 1] for c in (planned.left, planned.top, planned.side))
    assert side.min() >= 104
    assert side.max() <= 144
    assert torch.equal(side, side.floor())
    off_x, off_y = left + side / 2 - 32, top + side / 2 - 16
    assert off_x.abs().max() <= 80
    assert off_y.abs().max() <= 80
    assert off_x.abs().max() > 70
    # up to b of displacement against (s - W)/2 = b/2 of room: half of the views lose something on one side
    lost = torch.minimum(left + side - 64, -left) < 0
    assert binomial(float(lost.double().mean()), 400, 0.5)
    assert torch.minimum(left + side - 64, -left).min() > -41


# J6.
def test_cut_pow_acts_on_the_local_half_only():
    wide, tight = plan(cutn=8, cut_pow=0.5, seeds=[4]), plan(cutn=8, cut_pow=8.0, seeds=[4])
    assert (wide.side[:4] > tight.side[:4]).all()
    for column in ("left", "top", "side", "greyness", "mirrored"):
        assert torch.equal(getattr(wide, column)[4:], getattr(tight, column)[4:])
    views = [cut(picture(), planned) for planned in (wide, tight)]
    assert torch.equal(views[0][4:], views[1][4:])
    assert (views[0][:4] - views[1][:4]).abs().max() > 0.01


def test_larger_perceptors_see_larger_local_cuts():
    for resolution, smallest in ((8, 8), (12, 12), (16, 16), (200, 16)):
        assert plan(resolution=resolution, cutn=40, cut_pow=200.0).side[:20].min() == smallest


def sinc(x):
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def weights(length, offset, size, resolution):
    """Weights of each sample by the letter: a list of rows."""
    rows = []
    for j in range(resolution):
        p = offset + (j + 0.5) * size / resolution - 0.5
        stretch = max(size / resolution, 1.0)
        distances = [abs(p - i) / stretch for i in range(length)]
        raw = [1.0 if d <= 1e-3 else sinc(d) * sinc(d / 3) if d < 3 else 0.0 for d in distances]
        inside = -0.5 <= p <= length - 0.5
        rows.append([w / sum(raw) if inside else 0.0 for w in raw])
    return torch.tensor(rows, dtype=F64)


def plain_cuts(whole, resolution, condition, u):
    """One cut after the other, straight from engines.md 3.3."""
    height, width = whole.shape[2:]
    m, q, cuts = min(width, height), min(width, height, resolution), []
    for k in range(condition.cutn):
        v = u[7 * k : 7 * k + 7]
        if k < condition.cutn // 2:
            if condition.cut_sizes == "whole":
                size = min(max(int(q + v[0] ** condition.cut_pow * (m - q + 1)), q), m)
            else:
                size = q + v[0] ** condition.cut_pow * (m - q)
            x, y = v[1] * (width - size), v[2] * (height - size)
        else:
            b = 40 + 40 * v[0]
            size = int(max(width, height) + b)
            x = (width / 2 - size / 2 - b) + v[1] * 2 * b
            y = (height / 2 - size / 2 - b) + v[2] * 2 * b
        seen = weights(height, y, size, resolution) @ whole[0] @ weights(width, x, size, resolution).mT
        grey = (seen[0] + seen[1] + seen[2]) / 3
        if v[3] < condition.cut_p_mixgrey:
            seen = v[4] * grey + (1 - v[4]) * seen
        if v[5] < condition.cut_p_grey:
            seen = grey.expand(3, -1, -1)
        if v[6] < condition.cut_p_flip:
            seen = seen.flip(-1)
        cuts.append(seen)
    return torch.stack(cuts)


@pytest.mark.parametrize("cut_sizes", ["whole", "continuous"])
@pytest.mark.parametrize(("size", "resolution"), [((24, 16), 8), ((16, 24), 20), ((16, 16), 16), ((9, 7), 5)])
def test_cuts_are_those_of_a_plain_reading(cut_sizes, size, resolution):
    changes = {"cutn": 7, "cut_pow": 1.7, "cut_p_grey": 0.4, "cut_p_mixgrey": 0.5, "cut_p_flip": 0.5}
    condition = make_condition(cut_sizes=cut_sizes, **changes)
    u, y = draws(7, [5]), picture(*size) * 1.4 - 0.2
    ours = cut(y, plan_cuts(size, resolution, [condition], u), resolution)
    assert torch.allclose(ours, plain_cuts(y, resolution, condition, u[0].tolist()), atol=1e-12)


def test_edges_of_a_local_cut_are_not_darkened():
    seen = cut(torch.ones((1, 3, 16, 24), dtype=F64), plan(cutn=16, cut_pow=0.3, **NO_COLOUR))
    assert torch.allclose(seen[:8], torch.ones(1, dtype=F64), atol=1e-12)


def test_a_global_cut_has_a_black_surround_and_is_white_up_to_the_edge():
    """A white picture is 1 exactly where a sample's centre lies in it, 0 elsewhere, nothing between."""
    planned = plan((64, 32), 16, cutn=8, **NO_COLOUR)
    seen = cut(torch.ones((1, 3, 32, 64), dtype=F64), planned, 16)[4:, 0]
    centres = (torch.arange(16, dtype=F64) + 0.5) / 16
    for n, view in enumerate(seen, start=4):
        x, y = (o[n] + centres * planned.side[n] for o in (planned.left, planned.top))
        inside = ((y > 0) & (y < 32)).outer((x > 0) & (x < 64))
        assert torch.allclose(view, inside.double(), atol=1e-12)
        assert 0 < inside.sum() < 64  # of 256: a 2:1 picture in a square of 104 to 144 pixels


# J7.
def test_there_is_no_dead_zone_out_of_range():
    """Relative gradient at pixel 0.5 and, out of range, at 1.05 and 1.5 (0.04 and 0 in Disco: Q18)."""

    def pull(value):
        flat = torch.full((1, 3, 16, 24), value, dtype=F64, requires_grad=True)
        return torch.autograd.grad(cut(flat, plan(cutn=6)).sum(), flat)[0]

    for value in (1.05, 1.5, -0.7):
        assert torch.equal(pull(value), pull(0.5))


def test_gradients_are_right():
    planned = plan((7, 6), 3, cutn=4, cut_p_grey=0.5, cut_p_mixgrey=0.5)
    assert torch.autograd.gradcheck(lambda y: cut(y, planned, 3), (picture(7, 6).requires_grad_(),))


def test_each_cut_is_grey_or_mirrored_by_itself():
    """The shares, and that neighbours do not go together: counts are binomial, not all or nothing."""
    planned = plan(seeds=range(400), cutn=8, cut_p_grey=0.2, cut_p_flip=0.5)
    for column, p in ((planned.greyness, 0.2), (planned.mirrored.double(), 0.5)):
        assert binomial(float(column.mean()), 3200, p)
        counts = column.reshape(400, 8).sum(dim=1)
        assert float(counts.var()) == pytest.approx(8 * p * (1 - p), rel=0.35)


def test_mixed_cuts_keep_a_uniform_part_of_their_colour():
    planned = plan(seeds=range(400), cutn=8, cut_p_grey=0.0, cut_p_mixgrey=0.3)
    mixed = planned.greyness[planned.greyness > 0]
    assert binomial(len(mixed) / 3200, 3200, 0.3)
    assert binomial(float((mixed < 0.4).double().mean()), len(mixed), 0.4)


def test_grey_comes_after_the_mixture():
    both = plan(seeds=range(50), cutn=8, cut_p_grey=1.0, cut_p_mixgrey=1.0)
    assert both.greyness.tolist() == [1.0] * 400


def test_a_probability_of_0_never_happens_and_1_always_does():
    never, always = (plan(seeds=range(50), cutn=8, cut_p_grey=p, cut_p_flip=p) for p in (0.0, 1.0))
    assert (never.greyness.sum(), never.mirrored.sum()) == (0, 0)
    assert (always.greyness.sum(), always.mirrored.sum()) == (400, 400)


def test_probabilities_that_are_0_still_use_up_their_numbers():
    plain, coloured = plan(cutn=6, **NO_COLOUR), plan(cutn=6, cut_p_grey=0.9, cut_p_mixgrey=0.9)
    for column in ("left", "top", "side"):
        assert torch.equal(getattr(plain, column), getattr(coloured, column))


def test_grey_is_the_plain_mean_of_the_channels():
    y = picture()
    coloured, grey = (cut(y, plan(cutn=4, **NO_COLOUR | {"cut_p_grey": p})) for p in (0.0, 1.0))
    assert torch.allclose(grey, coloured.mean(dim=1, keepdim=True).expand_as(grey), atol=1e-15)


def test_a_mixed_cut_lies_between_the_colours_and_their_grey():
    y, planned = picture(), plan(cutn=4, **NO_COLOUR | {"cut_p_mixgrey": 1.0})
    coloured, mixed = cut(y, plan(cutn=4, **NO_COLOUR)), cut(y, planned)
    grey, r = coloured.mean(dim=1, keepdim=True), planned.greyness.reshape(-1, 1, 1, 1)
    assert torch.allclose(mixed, r * grey + (1 - r) * coloured, atol=1e-15)


def test_a_mirrored_cut_is_the_plain_one_mirrored():
    y = picture()
    plain, mirrored = (cut(y, plan(cutn=4, **NO_COLOUR | {"cut_p_flip": p})) for p in (0.0, 1.0))
    assert torch.allclose(mirrored, plain.flip(-1), atol=1e-15)


def test_pictures_of_a_batch_are_cut_by_their_own_plans():
    """Different numbers of cuts, sizes and probabilities; neighbours of one number share a product."""
    conditions = [
        make_condition(cutn=3, cut_pow=0.5),
        make_condition(cutn=3, cut_p_grey=1.0, **CONTINUOUS),
        make_condition(cutn=6, cut_p_flip=0.0, cut_p_mixgrey=0.7),
        make_condition(cutn=3, cut_pow=3.0),
    ]
    u, pictures = draws(6, range(4)), torch.cat([picture(seed=seed) for seed in range(4)])
    together = make_cuts(pictures, [3, 3, 6, 3], plan_cuts((24, 16), 8, conditions, u), 8)
    alone = [
        cut(pictures[n : n + 1], plan_cuts((24, 16), 8, [condition], u[n : n + 1, : 7 * condition.cutn]))
        for n, condition in enumerate(conditions)
    ]
    assert torch.allclose(together, torch.cat(alone), atol=1e-14)
