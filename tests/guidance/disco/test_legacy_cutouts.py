"""The cutouts of image prompts, against a plain reading and against torchvision (engines.md 2.4.3)."""

import itertools
import math
from statistics import NormalDist

import pytest
import torch
from torchvision import transforms
from torchvision.transforms import functional as TF

from ezcharts.diffusion.draws import DrawKey, uniform
from ezcharts.errors import CellFailure
from ezcharts.guidance.disco.legacy_cutouts import (
    NOISES,
    UNIFORMS,
    Augmentation,
    Box,
    augment,
    box_of,
    legacy_cuts,
    low_pass,
    projection,
    resample,
)

DOUBLE = torch.float64
NOTHING = Augmentation(flip=False, angle=0.0, shift=(0, 0), corners=None, grey=False)


def picture(height, width, seed=0):
    """Noise in [-1, 1]."""
    return (
        torch.rand((1, 3, height, width), generator=torch.Generator().manual_seed(seed), dtype=DOUBLE) * 2 - 1
    )


def draws(cutn, seed=1):
    keys = [DrawKey(seed, 0, "cut", 0, "", number) for number in range(cutn)]
    return uniform(keys, UNIFORMS, dtype=DOUBLE).tolist()


def no_noise(number, n, shape):
    return torch.zeros(shape, dtype=DOUBLE)


def plain_axis(values, length):
    """One axis resampled, number by number."""
    n, ratio = len(values), length / len(values)
    if ratio < 1:
        reach = [k for k in range(-n, n + 1) if abs(k * ratio) < 2]
        weight = {k: plain_sinc(k * ratio) * plain_sinc(k * ratio / 2) for k in reach}
        total = sum(weight.values())
        values = [sum(weight[k] * values[mirrored(i + k, n)] for k in reach) / total for i in range(n)]
    return [bicubic(values, j * (n - 1) / (length - 1)) for j in range(length)]


def plain_sinc(x):
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def mirrored(i, n):
    """Which pixel stands at place i when the picture is reflected at its outermost pixels."""
    i = abs(i)
    return 2 * (n - 1) - i if i >= n else i


def bicubic(values, place):
    """Keys' cubic with a = -3/4; beyond the edge the last pixel goes on."""
    first = min(int(place), len(values) - 1)
    total = 0.0
    for m in (-1, 0, 1, 2):
        d = abs(place - first - m)
        near = (1.25 * d - 2.25) * d * d + 1
        far = -0.75 * (((d - 5) * d + 8) * d - 4)
        weight = near if d <= 1 else far if d < 2 else 0.0
        total += weight * values[min(max(first + m, 0), len(values) - 1)]
    return total


def plain_resample(plane, length):
    down = [plain_axis(list(column), length) for column in zip(*plane, strict=True)]
    return [plain_axis(list(row), length) for row in zip(*down, strict=True)]


@pytest.mark.parametrize("size", [(23, 37), (9, 40), (6, 7)])
def test_resampling_smooths_what_shrinks_and_aligns_the_corners(size):
    cut = picture(*size)
    expected = torch.tensor([plain_resample(plane.tolist(), 12) for plane in cut[0]], dtype=DOUBLE)
    assert (resample(cut, 12)[0] - expected).abs().max() < 1e-13


def test_the_low_pass_keeps_a_flat_picture_and_weakens_noise():
    taps = low_pass(0.25, torch.zeros((), dtype=DOUBLE))
    assert len(taps) == 15  # |k·ratio| < 2
    assert float(taps.sum()) == pytest.approx(1, abs=1e-15)
    assert torch.equal(taps, taps.flip(0))
    assert resample(picture(40, 40), 10).std() < picture(40, 40).std() / 2


@pytest.mark.parametrize("size", [(16, 24), (30, 18), (7, 9)])
def test_the_last_three_of_sixteen_are_the_whole_picture_with_a_border(size):
    """A border of a quarter of the height on all sides, then squashed; alike without augmentation."""
    height, width = size
    cuts = legacy_cuts(picture(*size), 12, cutn=16, uniforms=draws(16), noise=None)
    border = height // 4
    bordered = torch.zeros((3, height + 2 * border, width + 2 * border), dtype=DOUBLE)
    bordered[:, border : border + height, border : border + width] = picture(*size)[0]
    whole = torch.tensor([plain_resample(plane.tolist(), 12) for plane in bordered], dtype=DOUBLE)
    for number in range(13, 16):
        assert (cuts[number] - whole).abs().max() < 1e-13
    assert min(float((cut - whole).abs().max()) for cut in cuts[:13]) > 0.01


@pytest.mark.parametrize(("cutn", "whole"), [(16, [13, 14, 15]), (8, [7]), (4, []), (20, [16, 17, 18, 19])])
def test_which_cuts_are_whole(cutn, whole):
    boxes = [box_of(n, cutn, (90, 60), 20, u) for n, u in enumerate(draws(cutn))]
    assert [n for n, box in enumerate(boxes) if box == Box(0, 0, 90, 60)] == whole


def test_sides_are_clipped_normals():
    """P(side = R) = Φ((R/S − 0.8)/0.3), P(side = S) = Φ(−2/3); the median is 0.8·S."""
    keys = [DrawKey(seed, 0, "side") for seed in range(4000)]
    sides = [box_of(0, 16, (150, 100), 50, u).width for u in uniform(keys, 3, dtype=DOUBLE).tolist()]
    assert (min(sides), max(sides)) == (50, 100)
    # A side is truncated, so that one below R + 1 pixel becomes R.
    smallest, largest = NormalDist().cdf((0.51 - 0.8) / 0.3), NormalDist().cdf(-2 / 3)
    assert sides.count(50) / 4000 == pytest.approx(smallest, abs=4 * (0.25 / 4000) ** 0.5)
    assert sides.count(100) / 4000 == pytest.approx(largest, abs=4 * (0.25 / 4000) ** 0.5)
    assert box_of(0, 16, (150, 100), 50, [0.5, 0, 0]).width == 80


def test_a_crop_lies_anywhere_in_the_bordered_picture():
    corners = {
        (box.left, box.top)
        for u in itertools.product((0.0, 0.5, 1 - 1e-9), repeat=2)
        for box in [box_of(0, 16, (150, 100), 50, [0.5, *u])]
    }
    assert corners == set(itertools.product((0, 35, 70), (0, 10, 20)))


def test_a_picture_smaller_than_the_perceptor_is_seen_whole_in_every_cut():
    box = box_of(0, 16, (30, 20), 224, [0.01, 0.5, 0.5])
    assert (box.width, box.height, box.top) == (20, 20, 0)
    assert 0 <= box.left <= 10


def test_parameters_follow_torchvision_s_laws():
    """Every value that torchvision draws for a 23x14 cut and none else, at the ends of its range as well."""
    width, height = 23, 14
    grid = [(k + 0.5) / 400 for k in range(400)]
    ours = [Augmentation.from_uniforms([v] * UNIFORMS, width, height) for v in grid]
    affines = [
        transforms.RandomAffine.get_params([-15.0, 15.0], (0.1, 0.1), None, None, [width, height])
        for _ in range(400)
    ]
    assert {a.shift[0] for a in ours} == {shift[0] for _, shift, _, _ in affines} == set(range(-2, 3))
    assert {a.shift[1] for a in ours} == {shift[1] for _, shift, _, _ in affines} == set(range(-1, 2))
    assert -15 <= min(a.angle for a in ours) < -14.9
    assert 14.9 < max(a.angle for a in ours) <= 15
    theirs = [transforms.RandomPerspective.get_params(width, height, 0.4)[1] for _ in range(400)]
    with_perspective = [Augmentation.from_uniforms([0.0] * 8 + [v] * 9, width, height).corners for v in grid]
    for corner, axis in itertools.product(range(4), range(2)):
        assert {c[corner][axis] for c in with_perspective} == {c[corner][axis] for c in theirs}


def test_how_often():
    keys = [DrawKey(seed, 0, "often") for seed in range(4000)]
    found = [Augmentation.from_uniforms(u, 40, 40) for u in uniform(keys, UNIFORMS, dtype=DOUBLE).tolist()]
    for count, p in (
        (sum(a.flip for a in found), 0.5),
        (sum(a.corners is not None for a in found), 0.7),
        (sum(a.grey for a in found), 0.15),
    ):
        assert count / 4000 == pytest.approx(p, abs=4 * (p * (1 - p) / 4000) ** 0.5)


def test_every_parameter_has_uniforms_of_its_own():
    """Each of the last fourteen changes something, and one thing only."""
    base = Augmentation.from_uniforms([0.3] * UNIFORMS, 200, 100)
    changed = []
    for n in range(UNIFORMS):
        u = [0.3] * UNIFORMS
        u[n] = 0.9 if n != 16 else 0.1
        other = vars(Augmentation.from_uniforms(u, 200, 100))
        changed.append([name for name, value in vars(base).items() if other[name] != value])
    assert changed == [[]] * 3 + [["flip"], ["angle"], ["shift"], ["shift"]] + [["corners"]] * 9 + [["grey"]]


def test_the_projection_takes_points_to_their_images():
    points, images = ((0, 0), (9, 1), (8, 7), (1, 6)), ((2, 1), (7, 0), (9, 9), (0, 8))
    a, b, c, d, e, f, g, h = projection(points, images)
    for (x, y), image in zip(points, images, strict=True):
        w = g * x + h * y + 1
        assert ((a * x + b * y + c) / w, (d * x + e * y + f) / w) == pytest.approx(image, abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [(20, 20), (18, 29)])
def test_the_chain_is_torchvision_s(size, seed):
    height, width = size
    how = Augmentation.from_uniforms(draws(6)[seed], width, height)
    cut, noises = picture(*size, seed), [picture(*size, 10 + n) for n in range(NOISES)]
    theirs = TF.hflip(cut) if how.flip else cut
    theirs = theirs + 0.01 * noises[0]
    theirs = TF.affine(theirs, how.angle, list(how.shift), 1.0, [0.0, 0.0], fill=[0.0] * 3)
    theirs = theirs + 0.01 * noises[1]
    if how.corners:
        start = [[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]]
        theirs = TF.perspective(theirs, start, [list(c) for c in how.corners], fill=[0.0] * 3)
    theirs = theirs + 0.01 * noises[2]
    theirs = TF.rgb_to_grayscale(theirs, 3) if how.grey else theirs
    theirs = theirs + 0.01 * noises[3]
    # Its coefficients of the perspective are rounded to float32.
    assert (augment(cut, how, noises) - theirs).abs().max() < 2e-5


def test_the_six_chains_hold_everything():
    found = [Augmentation.from_uniforms(u, 20, 20) for u in draws(6)]
    assert {a.flip for a in found} == {a.corners is None for a in found} == {True, False}
    assert {a.grey for a in found} == {True, False}


def test_four_noises_of_a_hundredth():
    cut, noises = picture(8, 8), [picture(8, 8, n) for n in range(1, 5)]
    assert torch.allclose(augment(cut, NOTHING, noises), cut + sum(noises) / 100, rtol=0, atol=1e-15)


def test_each_cut_asks_for_its_own_noises_of_its_own_size():
    asked = []

    def noise(number, n, shape):
        asked.append((number, n, tuple(shape)))
        return torch.zeros(shape, dtype=DOUBLE)

    legacy_cuts(picture(20, 28), 12, cutn=16, uniforms=draws(16), noise=noise)
    boxes = [box_of(number, 16, (38, 30), 12, u) for number, u in enumerate(draws(16))]
    assert asked == [(c, n, (1, 3, b.height, b.width)) for c, b in enumerate(boxes) for n in range(4)]


def test_cuts_of_one_picture_are_augmented_each_by_itself():
    cuts = legacy_cuts(picture(24, 24), 12, cutn=16, uniforms=draws(16), noise=no_noise)
    gaps = [(a - b).abs().max() for a, b in itertools.combinations(cuts[13:], 2)]
    assert min(gaps) > 0.1


def test_a_line_of_pixels_has_no_perspective():
    with pytest.raises(CellFailure, match="one pixel thin stops the notebook"):
        legacy_cuts(picture(1, 30), 12, cutn=16, uniforms=draws(16), noise=no_noise)
    for size in ((1, 30), (2, 2), (30, 1)):
        assert legacy_cuts(picture(*size), 12, cutn=16, uniforms=draws(16), noise=None).isfinite().all()
    assert legacy_cuts(picture(2, 2), 12, cutn=16, uniforms=draws(16), noise=no_noise).isfinite().all()
